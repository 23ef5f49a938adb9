"""Reminders as JSON: when, under which rule, and what became of each, from the row of what was sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from bot.storage import Storage
from tasks.fields import from_ms, to_ms
from tasks.nudges.by_hand import message_of
from tasks.nudges.models import Nudge

Json = dict[str, Any]
Row = Mapping[str, Any]


async def nudges_of(storage: Storage, directives: Sequence[int], zone: tzinfo) -> Mapping[int, list[Json]]:
    """Give the reminders of each share of these directives, oldest first."""
    found = await Nudge.filter(directive_id__in=list(directives)).using_db(storage.reader).order_by("id")
    rows = await _sendings(storage, found)
    out: dict[int, list[Json]] = {}
    for nudge in found:
        state, at = _became(nudge, rows)
        one = {"at": at.astimezone(zone).isoformat(), "rule": nudge.rule, "state": state}
        out.setdefault(nudge.share_id, []).append(one)
    return out


_OF_WORK = {"sent": "dropped", "sending": "waiting"}
"""State of a digest's work from which no message came → what became of its reminders."""


def _names(nudge: Nudge) -> tuple[str, ...]:
    """Name what can stand in the outbox about a reminder: its message, for a digest the work before."""
    if not nudge.digest:
        return tuple(f"{message_of(nudge, in_place=one)}:{nudge.person}" for one in (True, False))
    at = to_ms(nudge.at)
    return (f"nudge.digest:{at}:{nudge.person}", f"digest:{at}:{nudge.person}")


async def _sendings(storage: Storage, nudges: Iterable[Nudge]) -> dict[str, Row]:
    names = sorted({name for nudge in nudges for name in _names(nudge)})
    if not names:
        return {}
    condition, values = storage.among("once", names)
    rows = await storage.rows(
        storage.reader,
        f"SELECT once, share_id, facts, state, sent_at FROM sending WHERE {condition}",
        [values],
    )
    return {row["once"]: row for row in rows}


def _became(nudge: Nudge, rows: Mapping[str, Row]) -> tuple[str, datetime]:
    """Say what became of a reminder, and when it was sent or is to be."""
    found = [rows[name] for name in _names(nudge) if name in rows]
    if not found:
        return "waiting", nudge.at
    row = found[0]
    if nudge.digest and row["once"].startswith("nudge.digest:") and nudge.share_id not in _shares(row):
        return "dropped", nudge.at
    if row["once"].startswith("digest:"):
        # The work was done and no message came of it: nothing in it was wanted any more.
        return _OF_WORK.get(str(row["state"]), str(row["state"])), nudge.at
    state = "waiting" if row["state"] == "sending" else str(row["state"])
    return state, from_ms(int(row["sent_at"])) if row["sent_at"] else nudge.at


def _shares(row: Row) -> set[int]:
    """Give the shares a digest was about: several in its facts, or the one of its card."""
    several = json.loads(row["facts"]).get("shares")
    return {int(number) for number in several} if several else {row["share_id"]}
