"""The official accounts' own business: their API clients, and the menu each of them shows."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

import aiohttp
import structlog

from bot.cards import Renderer
from bot.channels import official_calls
from bot.channels.api import Dialer, OfficialApi, WorkApi
from bot.channels.json_form import write_json
from bot.channels.tokens import Tokens, official_fetch
from bot.channels.transport import Transport
from bot.citizen_ways import Ways
from bot.clock import Clock, machine_seconds
from bot.config import Config, is_real
from bot.config_official import MENU, OfficialAccountSettings
from bot.errors import PlatformError, Refused
from bot.models import Mark
from bot.people import People
from bot.storage import Storage
from bot.tokens_table import TokenTable

log = structlog.get_logger(__name__)

PATIENCE_S: Final = (5.0, 60.0, 600.0, 3600.0)
"""Machine seconds between tries to make a menu; the last one repeats."""
NO_MENU: Final = 46003
"""The account has no menu yet."""


def officials_of(
    config: Config, storage: Storage, session: aiohttp.ClientSession
) -> Mapping[str, OfficialApi]:
    """Give the client of each official account by its name; each has a token of its own."""
    return {account.name: _api(account, storage, session) for account in config.official_accounts}


def _api(account: OfficialAccountSettings, storage: Storage, session: aiohttp.ClientSession) -> OfficialApi:
    transport = Transport(session, account.api_base)
    fetch = official_fetch(transport, account.app_id, account.secret.get_secret_value())
    tokens = Tokens(f"official:{account.app_id}", TokenTable(storage), fetch, clock=machine_seconds)
    return OfficialApi(session, account.api_base, tokens)


def ways_of(config: Config, people: People, renderer: Renderer, dialer: Dialer | None, clock: Clock) -> Ways:
    """Give the ways to citizens; in a rehearsal with real people none of them hears anything unasked."""
    only = bool(config.work and config.work.only)
    rehearsing = only and any(is_real(account.api_base) for account in config.official_accounts)
    return Ways(config.official_accounts, people.sealing, renderer, dialer, clock, rehearsing=rehearsing)


def dialer_of(
    config: Config,
    session: aiohttp.ClientSession,
    work_api: WorkApi | None,
    officials: Mapping[str, OfficialApi],
) -> Dialer | None:
    """Give what makes all calls; None where there is nobody to call."""
    if not config.work and not officials:
        return None
    base = config.work.api_base if config.work else ""
    return Dialer(session, base, work=work_api, officials=officials)


def menu_names(account: OfficialAccountSettings) -> Mapping[str, str]:
    """Give the buttons of an account's menu: key → name, as they stand from left to right."""
    return {key: account.menu_names.get(key, name).strip() for key, name in MENU.items()}


class Menus:
    """Makes each account's menu where it is not the one that was made last."""

    def __init__(
        self,
        accounts: Sequence[OfficialAccountSettings],
        apis: Mapping[str, OfficialApi],
        storage: Storage,
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._accounts = [account for account in accounts if account.menu]
        self._apis = apis
        self._storage = storage
        self._pause = pause
        self._lock = asyncio.Lock()

    async def run(self) -> None:
        """Make all menus; what the platform does not take now is tried again, ever less often."""
        left = list(self._accounts)
        tries = 0
        while left:
            left = [account for account in left if not await self._made(account)]
            if left:
                await self._pause(PATIENCE_S[min(tries, len(PATIENCE_S) - 1)])
            tries += 1

    async def _made(self, account: OfficialAccountSettings) -> bool:
        """Make one account's menu; says whether nothing is left to be tried."""
        try:
            await self.make(account)
        except PlatformError as error:
            log.warning(
                "a menu could not be made", action="menu.refused", account=account.name,
                error=str(error), code=error.code, cure=error.cure,
            )  # fmt: skip
            return isinstance(error, Refused)
        except Exception:
            log.exception("a menu could not be made", action="menu.failed", account=account.name)
            return False
        return True

    async def make(self, account: OfficialAccountSettings) -> bool:
        """Make one account's menu unless it was made like this; says whether it was. Raises PlatformError."""
        body = write_json(official_calls.menu(menu_names(account)))
        async with self._lock:
            return await self._made_anew(account, body)

    async def _made_anew(self, account: OfficialAccountSettings, body: bytes) -> bool:
        name = f"menu:{account.name}"
        value = {"app_id": account.app_id, "menu": hashlib.sha256(body).hexdigest()}
        mark = await Mark.filter(name=name).using_db(self._storage.main).first()
        if mark is not None and mark.value == value:
            return False
        await self._apis[account.name].post(official_calls.MENU_CREATE, body)
        async with self._storage.transaction() as db:
            await Mark.update_or_create(name=name, defaults={"value": value}, using_db=db)
        log.info("a menu was made", action="menu.made", account=account.name)
        return True


async def try_menu(api: OfficialApi) -> None:
    """Ask for the menu, to see whether the account may have one; raises PlatformError."""
    try:
        await api.get(official_calls.MENU_GET, {})
    except PlatformError as error:
        if error.code != NO_MENU:
            raise


async def missing_templates(api: OfficialApi, account: OfficialAccountSettings) -> Sequence[str]:
    """Give the kinds whose template the account does not have; raises PlatformError."""
    answer = await api.get(official_calls.MINE, {})
    listed = answer.get("template_list")
    there = (
        {one.get("template_id") for one in listed if isinstance(one, dict)}
        if isinstance(listed, list)
        else set()
    )
    return [kind for kind, template in account.templates.items() if template.id not in there]
