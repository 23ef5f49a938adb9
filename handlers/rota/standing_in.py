"""Somebody serves a duty in another's place: it holds at once, and with one tap the other gives it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.context import Context
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.redraw import SILENT, card
from handlers.rota import telling, units
from handlers.rota.exchanging import AHEAD, Wish, listed
from handlers.rota.facts import day_facts
from handlers.rota.telling import notice
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome
from tasks.rota import duties
from tasks.rota.days import begins, duty_day
from tasks.rota.models import Duty


async def stand_in(db: Db, wish: Wish, incoming: Incoming, context: Context) -> Outcome:
    """Have the second serve the first's duty: said by either, or by who keeps the rota."""
    rows = await _meant(db, wish, context)
    if isinstance(rows, Outcome):
        return (
            rows if incoming.sender in (wish.first, wish.second) else _refused(wish, incoming, context, rows)
        )
    if incoming.sender not in (wish.first, wish.second) and not all(
        units.keeps(incoming.sender, row.unit, context) for row in rows
    ):
        return units.refused(rows[0].unit, incoming, context)
    if await _clash(db, rows, wish.second):
        return Outcome("rota.stand_in_clash", _facts(rows, wish, context))
    return await _put(db, rows, wish, incoming, context)


def _refused(wish: Wish, incoming: Incoming, context: Context, said: Outcome) -> Outcome:
    """Tell only who keeps the rota when somebody else is on duty."""
    unit = context.org.unit_of(wish.first)
    return said if units.keeps(incoming.sender, unit, context) else units.refused(unit, incoming, context)


async def _meant(db: Db, wish: Wish, context: Context) -> Sequence[Duty] | Outcome:
    """Find the duties meant: of the days named, else the only one to come."""
    first = duty_day(context.calendar, context.now)
    held = [
        row
        for row in await duties.of_person(db, wish.first, first, first + AHEAD)
        if row.person == wish.first
    ]
    said = {day.isoformat() for day in wish.days}
    rows = [row for row in held if row.day in said] if said else held
    if rows and (not said or {row.day for row in rows} == said) and (said or len(rows) == 1):
        return rows
    facts: Facts = {"owner": context.org.name(wish.first), "days": listed(held)}
    return Outcome("rota.stand_in_which", facts)


async def _clash(db: Db, rows: Sequence[Duty], person: str) -> bool:
    """Whether who is to serve is on duty there anyway."""
    for row in rows:
        day = date.fromisoformat(row.day)
        held = await duties.of_person(db, person, day, day)
        if any(one.unit == row.unit and one.id != row.id and duties.serving(one) == person for one in held):
            return True
    return False


def _facts(rows: Sequence[Duty], wish: Wish, context: Context) -> Facts:
    days: list[Json] = [day_facts(row.day) for row in rows]
    first = begins(context.calendar, date.fromisoformat(rows[0].day))
    return {
        "unit": context.org.unit_name(rows[0].unit),
        "owner": context.org.name(wish.first),
        "by": context.org.name(wish.second),
        "days": days,
        "row": rows[0].id,
        "away": bool(context.absences.at(wish.second, max(first, context.now))),
    }


async def _put(db: Db, rows: Sequence[Duty], wish: Wish, incoming: Incoming, context: Context) -> Outcome:
    for row in rows:
        await duties.forget_told(db, row.unit, row.day, duties.serving(row))
        await duties.stand_in(db, row, wish.second)
        await telling.settle(db, row, context)
    facts = _facts(rows, wish, context)
    return Outcome("rota.stand_in_put", facts, _notices(rows, wish, facts, incoming, context))


def _notices(
    rows: Sequence[Duty], wish: Wish, facts: Facts, incoming: Incoming, context: Context
) -> tuple[Notice, ...]:
    """Tell both, but not who said it."""
    day, stamp = date.fromisoformat(rows[0].day), f"{context.now.timestamp():.3f}"
    told = facts | {"said_by": context.org.name(incoming.sender), "state": "asked", "rows": _ids(rows)}
    found: tuple[Notice, ...] = ()
    if wish.second != incoming.sender:
        once = f"rota.stand_in:{rows[0].id}:{stamp}"
        found += notice("rota.stand_in", (wish.second,), told, once, day, context)
    if wish.first != incoming.sender:
        once = f"rota.stand_in_told:{rows[0].id}:{stamp}"
        found += notice("rota.stand_in_told", (wish.first,), told, once, day, context)
    return found


def _ids(rows: Sequence[Duty]) -> str:
    return ",".join(str(row.id) for row in rows)


async def tapped(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 我代不了 on the card stands for: the duty is the owner's again, who hears of it."""
    rows = [row for one in argument.split(",")[:7] if (row := await duties.locked(db, number_of(one)))]
    if not rows:
        return SILENT
    wish = Wish("back", rows[0].person, incoming.sender, ())
    mine = [row for row in rows if row.stand_in == incoming.sender and not telling.is_over(row, context)]
    facts = _facts(mine or rows, wish, context) | {"rows": "", "said_by": context.org.name(wish.first)}
    if not mine:
        return card("card.rota_stand_in", facts | {"state": "over"}, incoming, context)
    notices = await _give_back(db, mine, incoming, context, facts)
    return card("card.rota_stand_in", facts | {"state": "given_back"}, incoming, context, notices)


async def _give_back(
    db: Db, rows: Sequence[Duty], incoming: Incoming, context: Context, facts: Facts
) -> tuple[Notice, ...]:
    """Give the duty back to its owner; whoever of both did not say so hears it."""
    served = {duties.serving(row): None for row in rows}
    for row in rows:
        await duties.forget_told(db, row.unit, row.day, row.stand_in)
        await duties.stand_in(db, row, "")
        await telling.settle(db, row, context)
    to = tuple(who for who in (rows[0].person, *served) if who != incoming.sender)
    once = f"rota.given_back:{rows[0].id}:{context.now.timestamp():.3f}"
    day = date.fromisoformat(rows[0].day)
    said = facts | {"own": incoming.sender == rows[0].person}
    return notice("rota.given_back", to, said, once, day, context)


async def back(db: Db, wish: Wish, incoming: Incoming, context: Context) -> Outcome:
    """Take one's own duty back from who was to serve it; or give back what one was to serve."""
    first = duty_day(context.calendar, context.now)
    held = await duties.of_person(db, incoming.sender, first, first + AHEAD)
    said = {day.isoformat() for day in wish.days}
    rows = [row for row in held if row.stand_in and row.day in said]
    if not rows:
        return Outcome(
            "rota.stand_in_which", {"owner": context.org.name(incoming.sender), "days": listed(held)}
        )
    about = Wish("back", rows[0].person, rows[0].stand_in, ())
    facts = _facts(rows, about, context) | {"said_by": context.org.name(incoming.sender), "rows": ""}
    notices = await _give_back(db, rows, incoming, context, facts)
    return Outcome("rota.back", facts | {"own": incoming.sender == rows[0].person}, notices)
