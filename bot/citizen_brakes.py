"""Ways to citizens that the platform has closed for a while: nobody knocks at each of them again and again.

Kept by this process alone: another one finds out by a single call of its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.errors import Misconfigured, PlatformError, Throttled, TokenRefused

NO_RIGHT: Final = frozenset({48001, 48004, 48006, 48008, 50001})
"""The account may not use this call at all."""
QUOTA: Final = 45009
"""The account's calls of today are used up."""
SHORT, LONG = timedelta(minutes=1), timedelta(hours=1)
DOUBLINGS: Final = 6


class Brakes:
    """Until when no call of an account and path is made; each refusal in a row waits twice as long."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], datetime] = {}
        self._refusals: dict[tuple[str, str], int] = {}

    def until(self, account: str, path: str, now: datetime) -> datetime | None:
        """Give when the way may be tried again; None: it is open."""
        until = self._until.get((account, path))
        return until if until is not None and until > now else None

    def good(self, account: str, path: str) -> None:
        """Take note that a call was taken."""
        self._until.pop((account, path), None)
        self._refusals.pop((account, path), None)

    def refused(self, account: str, path: str, error: PlatformError, now: datetime) -> bool:
        """Take note of a refusal; says whether it closes the way for everybody."""
        if not closes(error):
            return False
        if self.until(account, path, now) is None:
            count = self._refusals.get((account, path), 0)
            first = LONG if error.code in NO_RIGHT else 5 * SHORT if error.code == QUOTA else SHORT
            self._refusals[account, path] = count + 1
            self._until[account, path] = now + min(first * 2 ** min(count, DOUBLINGS), LONG)
        return True


def closes(error: PlatformError) -> bool:
    """Whether an error is the account's: all citizens' messages would get it."""
    return isinstance(error, Throttled | Misconfigured | TokenRefused) or error.code in NO_RIGHT
