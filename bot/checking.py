"""`zhijian check`: the settings explained, and with `--online` each credential and permission tried."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import aiohttp

from bot.app import wording_of, work_api_of
from bot.channels.api import WorkApi
from bot.channels.directory_api import read_directory
from bot.channels.tokens import Tokens, official_fetch
from bot.channels.transport import Transport
from bot.clock import SystemClock, machine_seconds
from bot.config import Config
from bot.errors import PlatformError
from bot.explain import Report, explain
from bot.findings import Finding
from bot.media_findings import media_findings
from bot.people import People, departments_of, members_of, org_of
from bot.storage import Storage, is_made, opened
from bot.tokens_table import TokenTable
from tasks.people.org import Org


async def checked(config: Config, *, online: bool) -> Report:
    """Explain the settings over the stored directory; `online` asks the platform too."""
    wording_of(config)
    if not online and not is_made(config.database.url):
        return explain(config).with_findings(await media_findings(config, None))
    async with opened(config.database.url) as storage:
        await storage.migrate()
        people = People(storage, config, SystemClock(config.worktime.zone))
        await people.load()
        org = people.org if people.known else None
        kept = await media_findings(config, storage)
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
    for account in config.official_accounts:
        transport = Transport(session, account.api_base)
        fetch = official_fetch(transport, account.app_id, account.secret.get_secret_value())
        name = f"official:{account.app_id}"
        tokens = Tokens(name, TokenTable(storage), fetch, clock=machine_seconds)
        findings += await _try(f"official_accounts.{account.name}", tokens.get)
    return org, findings


async def _try(where: str, attempt: Callable[[], Awaitable[object]]) -> list[Finding]:
    try:
        await attempt()
    except PlatformError as error:
        cure = error.cure or "请检查网络和凭据后重试"
        return [Finding(where, f"平台没有接受：{error}", cure, "problem")]
    return []
