"""Reminders in the outbox: what was not sent at once goes back to those who decide about reminders.

They ask anew whether it is still wanted, whether it is office hours, whether the person has had enough today,
and merge it with what came since. Only what may have arrived stays here, to be repeated byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.posting import REMINDER, Row
from bot.storage import Storage
from tasks.db import Db
from tasks.directives.wanted import is_wanted
from tasks.fields import from_ms, to_ms

FRESH = timedelta(minutes=15)
"""How old a reminder may be that goes out as it was decided."""
FRESH_AFTER_HOURS = timedelta(minutes=2)
"""The same when the offices have closed since."""
PUT_BACK = "decided anew"
"""How the reason begins of what was put back."""

Hours = Callable[[datetime], bool]

OF_SENDING = """
SELECT x.id AS sending, n.id AS nudge, n.role, n.rule, s.state AS share_state,
       d.state AS directive_state, d.kind
FROM sending x
JOIN nudge n ON n.person = x.receiver AND n.state = 'sent' AND x.once = n.message || ':' || n.person
LEFT JOIN share s ON s.id = n.share_id
LEFT JOIN directive d ON d.id = n.directive_id
"""


def always(_: datetime) -> bool:
    """Say that it is office hours."""
    return True


def is_reminder(row: Row) -> bool:
    """Whether a row is a reminder for which the hours hold."""
    return str(row["kind"]).startswith(REMINDER)


def is_stale(row: Row, now: datetime, hours: Hours) -> bool:
    """Whether a reminder that surely did not go out is too old to go out as it was decided."""
    if not is_reminder(row):
        return False
    closed = not row["critical"] and not hours(now)
    return now - from_ms(row["created_at"]) > (FRESH_AFTER_HOURS if closed else FRESH)


def may_not_repeat(row: Row, now: datetime, hours: Hours) -> bool:
    """Whether a reminder that may have arrived must not be repeated: the offices have closed since."""
    return is_reminder(row) and not row["critical"] and is_stale(row, now, hours) and not hours(now)


async def put_back(
    storage: Storage, db: Db, numbers: Sequence[int], at: datetime, reason: str, *, whole: bool = False
) -> set[int]:
    """Have these sendings decided anew at a moment; gives those that are ended with this.

    `whole`: all of them or none, as one call brings them. Their names are given free for what is decided.
    """
    condition, values = storage.among("x.id", numbers)
    found = await storage.rows(db, f"{OF_SENDING} WHERE {condition}", [values])
    ended = {int(row["sending"]) for row in found}
    if not ended or (whole and ended != set(numbers)):
        return set()
    await storage.many(
        db,
        "UPDATE nudge SET state = 'waiting', message = '', sent_at = NULL, at = ? WHERE id = ?",
        [(to_ms(at), row["nudge"]) for row in found],
    )
    await storage.many(
        db,
        "UPDATE sending SET state = 'dropped', reason = ?, lease = 0, call = NULL, "
        "once = once || '~' || id WHERE id = ?",
        [(f"{PUT_BACK}: {reason}"[:300], number) for number in sorted(ended)],
    )
    return ended


async def put_back_late(
    storage: Storage, db: Db, rows: Sequence[Row], now: datetime, hours: Hours, *, whole: bool = False
) -> set[int]:
    """Have those of these rows decided anew that surely did not go out and are old by now."""
    late = [row["id"] for row in rows if not row["unclear"] and is_stale(row, now, hours)]
    if not late:
        return set()
    return await put_back(
        storage, db, [row["id"] for row in rows] if whole else late, now, "late", whole=whole
    )


async def tries(storage: Storage, db: Db, people: Sequence[str], now: datetime) -> int:
    """Count how often within a day what was for one of these people was put back, at most."""
    condition, values = storage.among("receiver", people)
    rows = await storage.rows(
        db,
        f"SELECT count(*) AS n FROM sending WHERE {condition} AND sent_at IS NULL AND created_at > ? "
        "AND state || '' = 'dropped' AND reason LIKE ? GROUP BY receiver",
        [values, to_ms(now - timedelta(days=1)), f"{PUT_BACK}%"],
    )
    return max((int(row["n"]) for row in rows), default=0)


async def settled(storage: Storage, db: Db, rows: Sequence[Row]) -> set[int]:
    """Give those of these merged reminders of which nothing is wanted any more."""
    lists = [row["id"] for row in rows if row["kind"] == "nudge.list"]
    if not lists:
        return set()
    condition, values = storage.among("x.id", lists)
    parts: dict[int, list[bool]] = defaultdict(list)
    for row in await storage.rows(db, f"{OF_SENDING} WHERE {condition}", [values]):
        parts[row["sending"]].append(_is_part_wanted(row))
    return {number for number, wanted in parts.items() if not any(wanted)}


def _is_part_wanted(row: dict[str, Any]) -> bool:
    kind = "share.accepted" if row["role"] == "news" else "nudge.share"
    return is_wanted(
        kind,
        row["directive_state"],
        row["share_state"],
        in_person=False,
        rule=row["rule"],
        notice=row["kind"] == "notice",
    )
