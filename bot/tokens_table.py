"""The table of access tokens: one refresher per credential for all processes."""

from __future__ import annotations

from bot.channels.tokens import StoredToken
from bot.models import Token
from bot.storage import Storage


class TokenTable:
    """Tokens and their leases as rows; a conditional update decides who may fetch."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def read(self, credential: str) -> StoredToken | None:
        """Give the stored token, also an old one."""
        row = await Token.filter(credential=credential).using_db(self._storage.main).first()
        return StoredToken(row.value, row.expires_at) if row and row.value else None

    async def claim(self, credential: str, holder: str, now: float, seconds: float) -> bool:
        """Take or prolong the lease: True for exactly one holder until `now` + `seconds` or its writing."""
        await self._storage.rows(
            self._storage.main,
            "INSERT INTO token (credential, value, expires_at, holder, lease) VALUES (?, '', 0, '', 0) "
            "ON CONFLICT (credential) DO NOTHING",
            [credential],
        )
        taken = await self._storage.rows(
            self._storage.main,
            "UPDATE token SET holder = ?, lease = ? WHERE credential = ? AND (holder = ? OR lease <= ?) "
            "RETURNING credential",
            [holder, now + seconds, credential, holder, now],
        )
        return bool(taken)

    async def write(self, credential: str, holder: str, token: StoredToken) -> None:
        """Store the token and give the lease back, unless another holder took the lease over meanwhile."""
        await self._storage.rows(
            self._storage.main,
            "UPDATE token SET value = ?, expires_at = ?, holder = '', lease = 0 "
            "WHERE credential = ? AND holder = ?",
            [token.value, token.expires_at, credential, holder],
        )
