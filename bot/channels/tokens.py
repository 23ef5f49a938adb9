"""Access tokens: one refresher per credential, shared by all processes through a store.

Rules: path/91039, and 公众号 getStableAccessToken (stable_token). A wrong secret tried too often blocks the
machine's IP for an hour, so a refusal is remembered. No token is ever logged or put into an error.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.channels.json_form import JsonObject, write_json
from bot.channels.transport import Transport, read_answer
from bot.errors import Busy, PlatformError, TokenRefused, Unconfirmed

EARLY_S = 300.0
"""Seconds before its end at which a token is renewed (at most half its life)."""
LEASE_S = 25.0
"""Seconds one process may take to fetch; longer than two calls' limits, so nobody fetches beside it."""
WAIT_S = 12.0
"""Seconds the others wait for it."""
REFUSED_S = 60.0
"""Seconds for which a refused secret is not tried again."""
POLL_S = 0.2
"""Seconds between two looks at the store while another process fetches."""
_REFUSALS = frozenset({40001, 40013, 40125, 40243, 41002, 41004})
"""Codes of gettoken and stable_token that mean: this id and secret will not do."""


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A token and when it is to be renewed, in system seconds; the platform's end is up to 300 s later."""

    value: str = field(repr=False)
    expires_at: float


class TokenStore(Protocol):
    """Where tokens live; app.py fills it with a table."""

    async def read(self, credential: str) -> StoredToken | None:
        """Give the stored token, also an old one."""

    async def claim(self, credential: str, holder: str, now: float, seconds: float) -> bool:
        """Take or prolong the lease: True for exactly one holder until `now` + `seconds` or its writing."""

    async def write(self, credential: str, holder: str, token: StoredToken) -> None:
        """Store the token and give the lease back."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the platform gave: a token and its life in seconds."""

    value: str = field(repr=False)
    seconds: float


#: Asks the platform for a token; the argument is the one it refused ("" for none).
Fetch = Callable[[str], Awaitable[Fetched]]


def work_fetch(transport: Transport, corp_id: str, secret: str) -> Fetch:
    """Fetch for a WeCom app; the platform gives the same token again while it is good."""

    async def fetch(_stale: str) -> Fetched:
        params = {"corpid": corp_id, "corpsecret": secret}
        raw = await transport.fetch("GET", "/cgi-bin/gettoken", params=params)
        return _fetched(read_answer(raw, needs_code=True))

    return fetch


def official_fetch(transport: Transport, app_id: str, secret: str) -> Fetch:
    """Fetch for an official account; forces a new token (20 a day) only where the refused one comes back."""

    async def ask(*, force: bool) -> Fetched:
        body = write_json(
            {
                "grant_type": "client_credential",
                "appid": app_id,
                "secret": secret,
                "force_refresh": force,
            }
        )
        raw = await transport.fetch("POST", "/cgi-bin/stable_token", body=body)
        return _fetched(read_answer(raw, needs_code=False))

    async def fetch(stale: str) -> Fetched:
        fetched = await ask(force=False)
        return await ask(force=True) if fetched.value == stale else fetched

    return fetch


def _fetched(answer: JsonObject) -> Fetched:
    value, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(value, str) or not value or not isinstance(seconds, int | float) or seconds <= 0:
        raise Unconfirmed("an answer without a token")
    return Fetched(value, float(seconds))


class Tokens:
    """The token of one credential.

    `clock` gives system seconds, `sleep` waits; both come from outside. In one process only one task fetches,
    and of all processes only the one that holds the store's lease; the others wait for what it writes.
    """

    def __init__(
        self,
        credential: str,
        store: TokenStore,
        fetch: Fetch,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._credential = credential
        self._store = store
        self._fetch = fetch
        self._clock = clock
        self._sleep = sleep
        self._holder = uuid.uuid4().hex
        self._lock = asyncio.Lock()
        self._token: StoredToken | None = None
        self._refused: tuple[float, PlatformError] | None = None

    async def get(self) -> str:
        """Give a good token; raises every PlatformError except Unconfirmed: nothing was sent."""
        token = self._token
        if token is not None and self._good(token, ""):
            return token.value
        return await self.refresh("")

    async def refresh(self, stale: str) -> str:
        """Give a token other than `stale`, which the platform refused; fetches only if nobody did yet."""
        async with self._lock:
            self._token = None
            token = await self._wait_or_renew(stale)
            self._token = token
            return token.value

    async def _wait_or_renew(self, stale: str) -> StoredToken:
        for _ in range(int(WAIT_S / POLL_S) + 1):
            if (stored := await self._look(stale)) is not None:
                return stored
            self._raise_if_refused()
            if await self._store.claim(self._credential, self._holder, self._clock(), LEASE_S):
                return await self._renew(stale)
            await self._sleep(POLL_S)
        raise Busy("another process is still fetching the token", cure="稍后自动重试")

    async def _look(self, stale: str) -> StoredToken | None:
        """Give the stored token if it is good and not the refused one."""
        stored = await self._store.read(self._credential)
        return stored if stored is not None and self._good(stored, stale) else None

    def _good(self, token: StoredToken, stale: str) -> bool:
        return token.value != stale and self._clock() < token.expires_at

    def _raise_if_refused(self) -> None:
        if self._refused is not None and self._clock() < self._refused[0]:
            known = self._refused[1]
            raise TokenRefused(str(known), code=known.code, cure=known.cure)

    async def _renew(self, stale: str) -> StoredToken:
        """Fetch and store under the lease; somebody may have written just before that, so look again."""
        if (stored := await self._look(stale)) is not None:
            await self._release()
            return stored
        fetched = await self._ask(stale)
        early = min(EARLY_S, fetched.seconds / 2)
        token = StoredToken(fetched.value, self._clock() + fetched.seconds - early)
        await self._store.write(self._credential, self._holder, token)
        return token

    async def _release(self) -> None:
        """Give the lease back without a token: it ends now."""
        await self._store.claim(self._credential, self._holder, self._clock(), 0)

    async def _ask(self, stale: str) -> Fetched:
        """Fetch; a message that waits for the token has then definitely not been sent."""
        try:
            return await self._fetch(stale)
        except Unconfirmed as error:
            await self._release()
            raise Busy(f"no token: {error}", cure=error.cure) from None
        except PlatformError as error:
            if error.code not in _REFUSALS:
                await self._release()
                raise
            refused = TokenRefused(str(error), code=error.code, cure=error.cure)
            until = self._clock() + REFUSED_S
            self._refused = (until, refused)
            # Holding the lease that long keeps the other processes from trying the same secret.
            await self._store.claim(self._credential, self._holder, self._clock(), REFUSED_S)
            raise refused from None
