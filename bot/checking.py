"""`zhijian check`: the settings explained, and with `--online` each credential and permission tried."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

import aiohttp

from bot.app import wording_of, work_api_of
from bot.channels.api import OfficialApi, WorkApi
from bot.channels.directory_api import read_directory
from bot.clock import SystemClock
from bot.config import Config
from bot.config_official import OfficialAccountSettings
from bot.errors import PlatformError
from bot.explain import Report, explain
from bot.findings import Finding
from bot.media_findings import media_findings
from bot.official import missing_templates, officials_of, try_menu
from bot.people import People, departments_of, members_of, org_of
from bot.storage import Storage, is_made, opened
from bot.wording import Wording
from tasks.people.org import Org

NO_CURES: Final[Mapping[int, str]] = MappingProxyType({})


async def checked(config: Config, *, online: bool) -> Report:
    """Explain the settings over the stored directory; `online` asks the platform too."""
    wording = wording_of(config)
    unsaid = [found for account in config.official_accounts for found in _unsaid(account, wording)]
    if not online and not is_made(config.database.url):
        return explain(config).with_findings([*await media_findings(config, None), *unsaid])
    async with opened(config.database.url) as storage:
        await storage.migrate()
        people = People(storage, config, SystemClock(config.worktime.zone))
        await people.load()
        org = people.org if people.known else None
        kept = [*await media_findings(config, storage), *unsaid]
        if not online:
            return explain(config, org).with_findings(kept)
        async with aiohttp.ClientSession() as session:
            org, findings = await _tried(config, storage, session, org)
        return explain(config, org).with_findings([*kept, *findings])


async def _tried(
    config: Config, storage: Storage, session: aiohttp.ClientSession, org: Org | None
) -> tuple[Org | None, list[Finding]]:
    findings: list[Finding] = []
    api = work_api_of(config, storage, session)
    if api is not None:
        read: list[Org] = []

        async def directory(api: WorkApi = api) -> None:
            departments, members = await read_directory(api)
            read.append(org_of(departments_of(departments), members_of(members), config))

        findings += await _try("work.app", directory)
        org = read[0] if read else org
    officials = officials_of(config, storage, session)
    for account in config.official_accounts:
        findings += await _official(account, officials[account.name])
    return org, findings


async def _official(account: OfficialAccountSettings, api: OfficialApi) -> list[Finding]:
    """Try an account's credentials, then what needs a right of its own: the menu, the templates."""
    where = f"official_accounts.{account.name}"

    async def templates() -> None:
        lost.extend(await missing_templates(api, account))

    if found := await _try(where, api.token):
        return found
    lost: list[str] = []
    if account.menu:
        cure = "没有自定义菜单权限的（如未认证的订阅号），请把这个公众号的 menu 设为 false"
        found += await _try(f"{where}.menu", lambda: try_menu(api), {48001: cure, 50001: cure})
    if account.templates:
        cure = "只有认证的服务号能发模板消息，请去掉这个公众号的 templates"
        found += await _try(f"{where}.templates", templates, {48001: cure, 50001: cure})
    return [*found, *(_without(where, kind) for kind in lost)]


def _without(where: str, kind: str) -> Finding:
    what, cure = "公众号里没有这个模板", "请核对模板编号，或先在公众平台“模板消息”里添加"
    return Finding(f"{where}.templates.{kind}", what, cure, "problem")


def _unsaid(account: OfficialAccountSettings, wording: Wording) -> list[Finding]:
    """Find templates for kinds of message that there are not."""
    cure = "请对照 docs/messages.md 改成 citizen. 开头的消息种类"
    return [
        Finding(f"official_accounts.{account.name}.{table}.{kind}", "没有这种消息", cure, "problem")
        for table, templates in (("templates", account.templates), ("notices", account.notices))
        for kind in templates
        if kind not in wording.kinds
    ]


async def _try(
    where: str, attempt: Callable[[], Awaitable[object]], cures: Mapping[int, str] = NO_CURES
) -> list[Finding]:
    """Try something; `cures` are those that fit better than the general one, by the platform's code."""
    try:
        await attempt()
    except PlatformError as error:
        cure = cures.get(error.code) or error.cure or "请检查网络和凭据后重试"
        return [Finding(where, f"平台没有接受：{error}", cure, "problem")]
    return []
