"""When people hear of their duty: at once where it is about to begin, else in office hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from handlers.context import Context
from handlers.directives.parties import can_see
from handlers.rota.facts import day_facts
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Receiver
from tasks.rota import duties
from tasks.rota.days import begins, ends, told_at
from tasks.rota.models import Duty


def heard_at(day: date, context: Context) -> datetime:
    """Give when something about the duty of that day may be sent."""
    office = context.calendar.next_office_time(context.now)
    return context.now if begins(context.calendar, day) <= office else office


def is_over(row: Duty, context: Context) -> bool:
    """Whether that duty is over."""
    return ends(context.calendar, date.fromisoformat(row.day)) <= context.now


async def settle(db: Db, row: Duty, context: Context) -> None:
    """Remember that who serves now has been told, if the time for telling is over: it is not told again."""
    if told_at(context.calendar, date.fromisoformat(row.day)) <= context.now:
        await duties.mark_told(db, row.unit, row.day, duties.serving(row), context.now)


def notice(
    kind: str, people: Iterable[str], facts: Facts, once: str, day: date, context: Context
) -> tuple[Notice, ...]:
    """Tell these people of something about the duty of that day; nobody where no one can see it."""
    to = tuple(Receiver(who) for who in dict.fromkeys(people) if can_see(who, context))
    if not to:
        return ()
    return (Notice(kind, to, facts, once, heard_at(day, context), lane=Lane.NORMAL),)


async def taken_off(
    db: Db, unit: int, off: Iterable[tuple[date, str]], by: str, context: Context
) -> tuple[Notice, ...]:
    """Tell who had heard of a duty that it is somebody else's now; who knew nothing hears nothing."""
    days: dict[str, list[date]] = {}
    told = await duties.told(db, {day for day, _ in off})
    for day, person in off:
        if (unit, day.isoformat(), person) in told:
            await duties.forget_told(db, unit, day.isoformat(), person)
            days.setdefault(person, []).append(day)
    found: list[Notice] = []
    for person, them in days.items():
        if person == by:
            continue
        listed: list[Json] = [day_facts(day) for day in sorted(them)]
        facts: Facts = {"unit": context.org.unit_name(unit), "days": listed, "by": context.org.name(by)}
        once = f"rota.off:{unit}:{person}:{min(them)}:{context.now.timestamp():.3f}"
        found += notice("rota.off", (person,), facts, once, min(them), context)
    return tuple(found)
