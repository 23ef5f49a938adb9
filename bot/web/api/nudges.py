"""Reminders as JSON: when, under which rule, and what became of each, from the row of what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from bot.storage import Storage
from tasks.fields import from_ms
from tasks.nudges.models import Nudge
from tasks.nudges.queue import SENT

Json = dict[str, Any]
Row = Mapping[str, Any]


async def nudges_of(storage: Storage, directives: Sequence[int], zone: tzinfo) -> Mapping[int, list[Json]]:
    """Give the reminders of each share of these directives, oldest first; good news is none."""
    rows = Nudge.filter(directive_id__in=list(directives)).exclude(role="news")
    found = await rows.using_db(storage.reader).order_by("id")
    sendings = await _sendings(storage, {_name(nudge) for nudge in found if nudge.message})
    out: dict[int, list[Json]] = {}
    for nudge in found:
        state, at = _became(nudge, sendings)
        one = {"at": at.astimezone(zone).isoformat(), "rule": nudge.rule, "state": state, "to": nudge.role}
        out.setdefault(nudge.share_id, []).append(one)
    return out


def _name(nudge: Nudge) -> str:
    """Name the row of the outbox that carried it."""
    return f"{nudge.message}:{nudge.person}"


async def _sendings(storage: Storage, names: set[str]) -> dict[str, Row]:
    if not names:
        return {}
    condition, values = storage.among("once", sorted(names))
    rows = await storage.rows(
        storage.reader, f"SELECT once, state, sent_at FROM sending WHERE {condition}", [values]
    )
    return {row["once"]: row for row in rows}


def _became(nudge: Nudge, sendings: Mapping[str, Row]) -> tuple[str, datetime]:
    """Say what became of a reminder, and when it was sent or is to be."""
    if nudge.state != SENT:
        return str(nudge.state), nudge.at
    row = sendings.get(_name(nudge))
    if row is None:
        return SENT, nudge.sent_at or nudge.at
    state = "waiting" if row["state"] == "sending" else str(row["state"])
    return state, from_ms(int(row["sent_at"])) if row["sent_at"] else nudge.at
