"""What of the rota falls due by itself: telling the day's people, warning of gaps in the next week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.context import Context
from handlers.directives.parties import can_see, reached
from handlers.rota.facts import day_facts
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome, Receiver
from tasks.rota import duties
from tasks.rota.days import (
    DAY,
    TOLD_AT,
    WARNED_AT,
    begins,
    duty_day,
    ends,
    monday_of,
    told_at,
    warned_at,
    week_of,
)
from tasks.rota.models import Duty
from tasks.worktime import SHANGHAI

AHEAD: Final = 15
"""Days a duty may be told ahead: the longest holiday and the days around it."""
RECENT: Final = timedelta(days=14)
"""A unit that had anybody on duty in this time keeps a rota."""
MOST: Final = 200
"""People told in one step."""


async def tell(db: Db, context: Context) -> Outcome | None:
    """Tell those on duty on the days whose time for telling has come; each person once, in one line."""
    days = _due(context, told_at)
    if not days:
        return None
    held = await duties.claimed(db, days[0], days[-1])
    knows = await duties.told(db, days)
    rows = [row for row in held if (row.unit, row.day, duties.serving(row)) not in knows]
    if not rows:
        return None
    people = list(dict.fromkeys(duties.serving(row) for row in rows))[:MOST]
    notices: list[Notice] = []
    for person in people:
        theirs = [row for row in rows if duties.serving(row) == person]
        for row in theirs:
            await duties.mark_told(db, row.unit, row.day, person, context.now)
        notices += _told(person, theirs, context)
    return Outcome(notices=tuple(notices))


def _due(context: Context, moment: Callable[..., datetime]) -> list[date]:
    """Give the days that are not over and whose moment has come."""
    first = duty_day(context.calendar, context.now)
    days = [first + n * DAY for n in range(AHEAD)]
    return [day for day in days if moment(context.calendar, day) <= context.now]


def _told(person: str, rows: Sequence[Duty], context: Context) -> tuple[Notice, ...]:
    """Tell one person of the own duties; who has just put them down knows them."""
    rows = [row for row in rows if not _own_work(row, person, context)]
    if not rows or not can_see(person, context):
        return ()
    days = sorted({row.day for row in rows})
    first = date.fromisoformat(days[0])
    office = context.calendar.next_office_time(context.now)
    at = context.now if begins(context.calendar, first) <= office else office
    listed: list[Json] = [_line(row, context) for row in rows]
    facts: Facts = {"rows": listed, "opens": begins(context.calendar, first).isoformat()}
    stamp = ",".join(f"{row.id}" for row in rows)
    once = f"rota.told:{days[0]}:{person}:{stamp}:{context.now.timestamp():.0f}"
    return (Notice("rota.told", (Receiver(person),), facts, once, at),)


def _own_work(row: Duty, person: str, context: Context) -> bool:
    late = row.made_at >= told_at(context.calendar, date.fromisoformat(row.day))
    return row.made_by == person and not row.stand_in and late


def _line(row: Duty, context: Context) -> Facts:
    return {
        "day": day_facts(row.day),
        "unit": context.org.unit_name(row.unit),
        "role": row.role,
        "for": context.org.name(row.person) if row.stand_in else "",
    }


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a unit's rota of a week lacks: days with nobody, and people on it who will not be there."""

    unit: int
    empty: tuple[date, ...]
    absent: tuple[Facts, ...]


async def warn(db: Db, context: Context) -> Outcome | None:
    """Warn each head of the gaps of the next week, before it begins; one message for all units of a head."""
    monday = monday_of(context.calendar.local(context.now).date()) + 7 * DAY
    if not warned_at(context.calendar, monday) <= context.now < begins(context.calendar, monday):
        return None
    today = context.calendar.local(context.now).date()
    held = await duties.claimed(db, today - RECENT, monday + 6 * DAY)
    units = sorted({row.unit for row in held} - await duties.warned(db, monday))
    rows = [row for row in held if row.day >= monday.isoformat()]
    found = [_gaps(unit, [row for row in rows if row.unit == unit], monday, context) for unit in units]
    lacking = [gaps for gaps in found if gaps.empty or gaps.absent]
    by_head: dict[str, list[Gaps]] = {}
    for gaps in lacking:
        head = _receiver(gaps.unit, context)
        await duties.mark_warned(db, gaps.unit, monday, head, context.now)
        by_head.setdefault(head, []).append(gaps)
    notices = tuple(_warning(head, them, monday, context) for head, them in by_head.items() if head)
    return Outcome(notices=notices) if lacking else None


def _receiver(unit: int, context: Context) -> str:
    """Give who hears of a unit's gaps: its head or the stand-in, else an administrator."""
    head = context.org.head(unit)
    them = ([head] if head else []) + sorted(context.roles.administrators)
    return next((who for one in them if (who := reached(one, context))), "")


def _gaps(unit: int, rows: Sequence[Duty], monday: date, context: Context) -> Gaps:
    there = {row.day for row in rows}
    empty = tuple(day for day in week_of(monday) if day.isoformat() not in there)
    absent = tuple(said for row in rows if (said := _absent(row, context)))
    return Gaps(unit, empty, absent)


def _absent(row: Duty, context: Context) -> Facts | None:
    """Say who will not be there, and why: left, or away when the duty begins."""
    person, day = duties.serving(row), date.fromisoformat(row.day)
    why = "left" if person not in context.org.people else ""
    begin, end = begins(context.calendar, day), ends(context.calendar, day)
    if not why and any(context.absences.at(person, at) for at in (begin, begin + (end - begin) / 2)):
        why = "leave"
    return {"day": day_facts(day), "name": context.org.name(person), "why": why} if why else None


def _warning(head: str, gaps: Sequence[Gaps], monday: date, context: Context) -> Notice:
    listed: list[Json] = [
        {
            "unit": context.org.unit_name(one.unit),
            "empty": [day_facts(day) for day in one.empty],
            "absent": list(one.absent),
        }
        for one in gaps
    ]
    units = ",".join(str(one.unit) for one in gaps)
    facts: Facts = {"units": listed, "first": day_facts(monday), "last": day_facts(monday + 6 * DAY)}
    at = context.calendar.next_office_time(context.now)
    at = at if at < begins(context.calendar, monday) else context.now
    return Notice("rota.gaps", (Receiver(head),), facts, f"rota.gaps:{monday}:{head}:{units}", at)


async def next_told(db: Db, after: datetime) -> datetime | None:
    """Give when it is looked next whom to tell: each day at that hour while a rota goes on."""
    here = after.astimezone(SHANGHAI)
    ahead = await duties.units_with_rota(db, here.date(), here.date() + timedelta(days=62))
    return _next(after, TOLD_AT) if ahead else None


async def next_warning(db: Db, after: datetime) -> datetime | None:
    """Give when a sweep looks next for gaps; each day at that hour while a unit keeps a rota."""
    here = after.astimezone(SHANGHAI)
    recent = await duties.units_with_rota(db, here.date() - RECENT, here.date() + timedelta(days=62))
    return _next(after, WARNED_AT) if recent else None


def _next(after: datetime, clock: time) -> datetime:
    here = after.astimezone(SHANGHAI)
    today = datetime.combine(here.date(), clock, SHANGHAI)
    return today if today > here else today + DAY
