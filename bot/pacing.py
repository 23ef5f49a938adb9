"""The platform's limits as one table; what is over a limit waits, it is never sent to be dropped.

The platform drops what is over a member's limit without saying so (path/90312), so some room is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tortoise.backends.base.client import BaseDBAsyncClient

from bot.storage import Storage
from tasks.fields import to_ms


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


async def full_until(
    storage: Storage, db: BaseDBAsyncClient, place: str, receivers: Sequence[str], now: datetime
) -> dict[str, tuple[int, datetime]]:
    """Give for each receiver how many may still be sent now, and when a full one may be written to again.

    Counted from what was sent, in the database, so that all processes together keep the limits.
    """
    room: dict[str, tuple[int, datetime]] = {}
    for limit in (limit for limit in LIMITS if limit.place == place):
        condition, values = storage.among("receiver", receivers)
        rows = await storage.rows(
            db,
            f"SELECT receiver, count(*) AS n, min(sent_at) AS oldest FROM sending "
            f"WHERE {condition} AND place = ? AND sent_at > ? GROUP BY receiver",
            [values, place, to_ms(now - limit.window)],
        )
        for row in rows:
            left = max(0, limit.count - int(row["n"]))
            free_at = now + limit.window if left == 0 else now
            known = room.get(row["receiver"])
            if known is None or left < known[0]:
                room[row["receiver"]] = (left, free_at)
    return room


def room_for(receiver: str, place: str, room: dict[str, tuple[int, datetime]], now: datetime) -> datetime | None:
    """Take one place of a receiver's room; gives None where there was one, else when to try again."""
    counts = [limit.count for limit in LIMITS if limit.place == place]
    if not counts:
        return None
    left, free_at = room.get(receiver, (min(counts), now))
    if left <= 0:
        return free_at if free_at > now else now + timedelta(minutes=1)
    room[receiver] = (left - 1, free_at if left > 1 else now + timedelta(minutes=1))
    return None
