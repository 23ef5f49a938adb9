"""Looks at the outbox from outside its workers: when something will be due, how much is left."""

from __future__ import annotations

from datetime import datetime

from bot.storage import Storage
from tasks.fields import from_ms, to_ms


async def next_due(storage: Storage, after: datetime) -> datetime | None:
    """When the next waiting row will be due, after this moment."""
    rows = await storage.rows(
        storage.reader,
        "SELECT min(not_before) AS at FROM sending WHERE state = 'waiting' AND not_before > ?",
        [to_ms(after)],
    )
    return from_ms(int(rows[0]["at"])) if rows and rows[0]["at"] is not None else None


async def left(storage: Storage, now: datetime) -> int:
    """How many rows are due and not tried yet, or under way."""
    rows = await storage.rows(
        storage.reader,
        "SELECT count(*) AS n FROM sending "
        "WHERE state = 'sending' OR (state = 'waiting' AND not_before <= ?)",
        [to_ms(now)],
    )
    return int(rows[0]["n"])
