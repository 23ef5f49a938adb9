"""Prolong an emergency, or end it before its time, by words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.context import Context
from handlers.directives.later import counted
from handlers.emergency.declare import MOST, wrong_scope
from handlers.emergency.reading import Said, topic_in
from handlers.emergency.telling import all_units, facts_of, to_group, to_heads
from handlers.message import Incoming
from handlers.reading import read_later
from tasks.db import Db
from tasks.emergency import verbs
from tasks.emergency.models import Emergency
from tasks.emergency.queries import open_ones
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome


async def _meant(db: Db, said: Said, context: Context) -> list[Emergency] | Outcome:
    """Give the emergencies that are meant, locked; or the answer where that is none, or not clear."""
    wrong = wrong_scope(said, context)
    if wrong is not None:
        return wrong
    rows = await open_ones(db, context.now, lock=True)
    units = verbs.with_below(said.scope.units, context.org)
    found = [row for row in rows if _fits(row, said, units, context)]
    if not found:
        return Outcome("emergency.none", {"name": said.name, "rows": _rows(rows, context)})
    if len({topic_in(row.name) for row in found}) > 1 and not said.every:
        return Outcome("emergency.which", {"verb": said.kind, "rows": _rows(found, context)})
    return found


def _fits(row: Emergency, said: Said, units: frozenset[int], context: Context) -> bool:
    if said.topic and topic_in(row.name) != said.topic:
        return False
    return not units or bool(units & verbs.with_below(row.departments, context.org))


def _rows(rows: Sequence[Emergency], context: Context) -> list[Json]:
    return [facts_of(row, context) for row in rows]


async def now_on(db: Db, said: Said, incoming: Incoming, context: Context) -> Outcome:
    """Say which emergencies are on, for whom and until when."""
    del incoming
    rows = [
        row for row in await open_ones(db, context.now) if not said.topic or topic_in(row.name) == said.topic
    ]
    return Outcome("emergency.now", {"rows": _rows(rows, context)})


async def prolong(db: Db, said: Said, incoming: Incoming, context: Context) -> Outcome:
    """Let it last longer, but never further than 72 hours ahead."""
    rows = await _meant(db, said, context)
    if isinstance(rows, Outcome):
        return rows
    if said.scope.until.at is None:
        return _wrong("no_time", rows[0], context)
    most = context.now + MOST
    wanted = max(_until(row, said, context) for row in rows)
    until = min(wanted, most)
    if until <= min(row.until for row in rows):
        return _wrong("shorter" if wanted <= most else "most", rows[0], context)
    notices: tuple[Notice, ...] = ()
    before = rows[0].until
    for row in [one for one in rows if one.until < until]:
        facts = facts_of(row, context) | {"before": row.until.isoformat()}
        await verbs.prolong(db, row, until, actor=incoming.sender, text=incoming.text, now=context.now)
        facts |= facts_of(row, context)
        units = all_units([row], context)
        notices += to_heads("emergency.moved", row, units, facts, incoming.sender, context)
        notices += to_group("group.emergency_moved", row, facts, incoming.chat, context)
    done: Facts = _together(rows, context) | {"before": before.isoformat(), "capped": wanted > most}
    return Outcome("emergency.prolonged", done | {"told": _told(notices)}, notices)


def _until(row: Emergency, said: Said, context: Context) -> datetime:
    """Give the time that is meant: 12小时 counts from when it would have ended."""
    later = read_later(said.scope.until.amount, bare=True) if said.scope.until.amount else None
    at = said.scope.until.at or row.until
    return counted(row.until, later, context.calendar) if later else at


def _wrong(why: str, row: Emergency, context: Context) -> Outcome:
    return Outcome("emergency.wrong", facts_of(row, context) | {"why": why, "names": []})


async def end(db: Db, said: Said, incoming: Incoming, context: Context) -> Outcome:
    """End what is meant at once; its report is made by the sweep."""
    rows = await _meant(db, said, context)
    if isinstance(rows, Outcome):
        return rows
    units = verbs.with_below(said.scope.units, context.org)
    if units and not all_units(rows, context) <= units:
        return _wrong("partial", rows[0], context)
    notices: tuple[Notice, ...] = ()
    for row in rows:
        await verbs.end(db, row, actor=incoming.sender, text=incoming.text, now=context.now)
        facts = facts_of(row, context)
        mine = all_units([row], context)
        notices += to_heads("emergency.over", row, mine, facts, incoming.sender, context)
        notices += to_group("group.emergency_over", row, facts, incoming.chat, context)
    return Outcome("emergency.ended", _together(rows, context) | {"told": _told(notices)}, notices)


def _together(rows: Sequence[Emergency], context: Context) -> Facts:
    """Facts of several as of one: their names and units, each once."""
    names: list[Json] = list(dict.fromkeys(row.name for row in rows))
    units: list[Json] = list(dict.fromkeys(str(name) for row in rows for name in _units(row, context)))
    return facts_of(rows[0], context) | {
        "names": names,
        "units": units,
        "until": max(r.until for r in rows).isoformat(),
    }


def _units(row: Emergency, context: Context) -> list[str]:
    return [name for unit in row.departments if (name := context.org.unit_name(unit))]


def _told(notices: Sequence[Notice]) -> int:
    return len({one.id for notice in notices if notice.place == "person" for one in notice.to})
