"""The platform's limits as one table; what is over a limit waits, it is never sent to be dropped.

The platform drops what is over a member's limit without saying so (path/90312), so some room is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.storage import Storage
from tasks.db import Db
from tasks.fields import from_ms, to_ms


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` of what goes to one `per` within `window`."""

    place: Literal["person", "chat"]
    count: int
    window: timedelta
    source: str


LIMITS: Sequence[Limit] = (
    Limit("person", 28, timedelta(minutes=1), "path/90312: 30 a minute for each member and app"),
    Limit("person", 950, timedelta(hours=1), "path/90312: 1,000 an hour for each member and app"),
    Limit("chat", 20, timedelta(minutes=1), "path/99110: 20 a minute for each webhook"),
)


@dataclass(slots=True)
class Room:
    """How much may still be sent to each receiver now; `take` uses one of it up.

    `used`: for each limit, receiver to number of sendings within its window and the moment of the oldest.
    """

    limits: Sequence[Limit]
    now: datetime
    used: list[dict[str, tuple[int, datetime]]] = field(default_factory=list)

    def take(self, receiver: str) -> datetime | None:
        """Take one place; gives None where there was one, else when there will be."""
        waits = []
        for limit, used in zip(self.limits, self.used, strict=True):
            count, oldest = used.get(receiver, (0, self.now))
            if count >= limit.count:
                waits.append(oldest + limit.window)
        if waits:
            return max(waits)
        for used in self.used:
            count, oldest = used.get(receiver, (0, self.now))
            used[receiver] = (count + 1, oldest)
        return None


async def room_of(storage: Storage, db: Db, place: str, receivers: Sequence[str], now: datetime) -> Room:
    """Count what was sent to these receivers, and what is on its way, within each limit's window.

    In the database, so that all processes together keep the limits.
    """
    room = Room([limit for limit in LIMITS if limit.place == place], now)
    for limit in room.limits:
        condition, values = storage.among("receiver", receivers)
        rows = await storage.rows(
            db,
            "SELECT receiver, count(*) AS n, min(coalesce(sent_at, ?)) AS oldest FROM sending "
            f"WHERE {condition} AND place = ? AND (sent_at > ? OR state = 'sending') GROUP BY receiver",
            [to_ms(now), values, place, to_ms(now - limit.window)],
        )
        room.used.append({row["receiver"]: (int(row["n"]), from_ms(int(row["oldest"]))) for row in rows})
    return room
