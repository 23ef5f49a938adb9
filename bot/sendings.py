"""From notices to rows of the outbox: who, what, under which name for good."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from tortoise.backends.base.client import BaseDBAsyncClient

from bot.storage import Storage
from tasks.fields import dumps, to_ms
from tasks.notices import Notice

COLUMNS = (
    "once, lane, place, receiver, kind, facts, same, directive_id, share_id, critical, not_before, created_at"
)
INSERT = (
    f"INSERT INTO sending ({COLUMNS}, state, reason, path, body, attempts, unclear, lease) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '', '', '', 0, FALSE, 0) "
    "ON CONFLICT (once) DO NOTHING"
)
"""A second one of the same name is refused by the unique key and forgotten: nothing twice."""

Row = tuple[object, ...]


def rows_of(notices: Iterable[Notice], now: datetime) -> list[Row]:
    """Turn notices into rows for INSERT, one for each receiver; a receiver without a name gets none."""
    return [row for notice in notices for row in _rows(notice, now)]


def _rows(notice: Notice, now: datetime) -> Iterable[Row]:
    written: dict[str, tuple[str, str]] = {}
    for receiver in notice.to:
        if not receiver.id:
            continue
        key = dumps(receiver.facts) if receiver.facts else ""
        if key not in written:
            facts = dumps({**notice.facts, **receiver.facts})
            written[key] = (facts, _digest(notice.kind, facts))
        facts, same = written[key]
        yield (
            _name(f"{notice.once}:{receiver.id}"),
            int(notice.lane),
            notice.place,
            receiver.id,
            notice.kind,
            facts,
            same,
            notice.directive or None,
            receiver.share or None,
            notice.critical,
            to_ms(notice.at),
            to_ms(now),
        )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _name(once: str) -> str:
    """Names are short; response codes and openids may be long, so a long name is digested."""
    return once if len(once) <= 190 else f"{once[:120]}:{_digest(once)}"


async def keep(storage: Storage, db: BaseDBAsyncClient, notices: Sequence[Notice], now: datetime) -> int:
    """Write notices into the outbox inside the open transaction; gives how many rows were offered."""
    rows = rows_of(notices, now)
    await storage.many(db, INSERT, rows)
    return len(rows)
