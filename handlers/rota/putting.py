"""Who is on duty, put down by those who keep the rota: a table, or one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.names import names_of
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from handlers.rota import telling, units
from handlers.rota.days import DayReader
from handlers.rota.facts import day_facts, spans
from handlers.rota.heading import read_heading
from handlers.rota.people import close_to
from handlers.rota.seen import Seen, see
from handlers.rota.table import Problem, Table, read_table
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.rota import duties
from tasks.rota.days import duty_day
from tasks.rota.duties import LEAD, ON_DUTY, Put

MOST_PROBLEMS: Final = 8
_WHO: Final = r"(?:(?:我|Ｐ)(?:[、,和及与 ]|本人|自己|\((?:带班|值班)\))*)+"
_KIND: Final = r"的?(?:[值带]班(?:人员|领导|员|负责人)?|班)?"
_SET: Final = r"(?:改由|改为|改成|换成|换为|由|安排|是|为|[:, ])*"
_SENTENCES: Final = (
    re.compile(rf"(?:Ｕ的?)?Ｄ{_KIND}{_SET}{_WHO}(?:来|负责)?(?P<end>[值带]班)"),
    re.compile(
        rf"(?:Ｕ的?)?Ｄ的?[值带]班(?:人员|领导|员|负责人)?(?:改由|改为|改成|换成|换为|由|是|为|安排|:){_WHO}"
    ),
    re.compile(rf"(?:Ｕ的?)?(?:由|安排)?{_WHO}(?:在)?Ｄ(?:负责)?[值带]班"),
)
"""11月24日由李娜值班, 24日值班领导改为赵明, 王磊下周值班."""
_STRANGER: Final = re.compile(
    rf"(?:Ｕ的?)?Ｄ{_KIND}(?:改?由|安排)(?P<who>[\u4e00-\u9fff]{{2,3}})(?:来|负责)?[值带]班"
)
_CLEAR: Final = re.compile(
    r"(?:取消|撤销|删除|删掉|去掉|清空)(?:Ｕ的?)?Ｄ的?(?:Ｐ的?)?(?:值班|带班)(?:安排|人员|表)?(?:取消)?|(?:Ｕ的?)?Ｄ的?(?:Ｐ的?)?(?:值班|带班)(?:安排)?取消"
)


async def table(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take a rota with its heading; None for everything else."""
    posted = without_mention(incoming.text, context.bot_name)
    today = context.calendar.local(context.said_at).date()
    heading = read_heading(normal(posted), today, names_of(context.org)) if "班" in posted else None
    if heading is None or not posted[heading.end :].strip():
        return None
    unit = units.kept(heading.units, incoming, context)
    # Without anybody's right it is read as far as to know that it is a rota at all.
    known = unit if isinstance(unit, int) else 0
    line = 1 + len(posted[: heading.end].rstrip().splitlines()) if "\n" in posted[: heading.end] else 1
    read = read_table(
        posted[heading.end :], heading.reader, known, context.org,
        first=_first(context), me=incoming.sender, at=line,
    )  # fmt: skip
    if not (read.named or read.over or any(one.why != "no_days" for one in read.problems)):
        return None
    return await _put(db, heading.units, unit, read, incoming, context)


async def _put(
    db: Db, named: Sequence[int], unit: int | Outcome, read: Table, incoming: Incoming, context: Context
) -> Outcome:
    """Put it down, unless it is not clear whose it is: none was named, and nobody on it is of the unit."""
    if isinstance(unit, Outcome):
        return unit
    people = {person for entry in read.entries for person in entry.people}
    strangers = units.strangers(people, unit, context)
    if people and not named and strangers == people:
        theirs = context.org.unit_of(min(strangers))
        return Outcome("rota.which_unit", {"units": [context.org.unit_name(one) for one in (theirs, unit)]})
    return await put(db, unit, read, incoming, context)


def _first(context: Context) -> date:
    """Give the first day that can still be put down: the one whose duty is on."""
    return duty_day(context.calendar, context.now)


async def sentence(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take one sentence that says who is on duty when, or that nobody is; None for everything else."""
    seen = see(incoming, context)
    if seen is None or len(seen.days) != 1 or (seen.days[0] and max(seen.days[0]) < _first(context)):
        return None
    if _CLEAR.fullmatch(seen.view):
        return await _clear(db, seen, incoming, context)
    stranger = _STRANGER.fullmatch(seen.view)
    if not stranger and not any(form.fullmatch(seen.view) for form in _SENTENCES):
        return None
    unit = units.kept(seen.units, incoming, context)
    if isinstance(unit, Outcome):
        return unit
    return await _put(db, seen.units, unit, _one(unit, incoming, context), incoming, context)


def _one(unit: int, incoming: Incoming, context: Context) -> Table:
    """Read a sentence whose form is clear as a table of one line."""
    text = normal(without_mention(incoming.text, context.bot_name))
    today = context.calendar.local(context.said_at).date()
    return read_table(text, DayReader(today), unit, context.org, first=_first(context), me=incoming.sender)


async def put(db: Db, unit: int, read: Table, incoming: Incoming, context: Context) -> Outcome:
    """Put down what is clear, and answer with it, with whom it replaces, and with what was not understood."""
    done = [
        await duties.put(db, unit, entry, by=incoming.sender, now=context.said_at) for entry in read.entries
    ]
    off = [(one.entry.day, person) for one in done for person in one.off]
    still = {(one.entry.day, person) for one in done for person in one.entry.people}
    notices = await telling.taken_off(
        db, unit, [gone for gone in off if gone not in still], incoming.sender, context
    )
    return Outcome("rota.put", _facts(unit, done, read, incoming, context), notices)


def _facts(unit: int, done: Sequence[Put], read: Table, incoming: Incoming, context: Context) -> Facts:
    days = {one.entry.day for one in done}
    replaced: list[Json] = [_replaced(one, context) for one in done if one.off]
    problems: list[Json] = [_problem(one, named=not incoming.chat) for one in read.problems[:MOST_PROBLEMS]]
    rows: list[Json] = [*spans([(day, _named(day, done, context)) for day in sorted(days)])]
    return {
        "unit": context.org.unit_name(unit),
        "days": len(days),
        "group": bool(incoming.chat),
        "rows": [] if incoming.chat else rows,
        "replaced": [] if incoming.chat else replaced,
        "replaced_count": len({one.entry.day for one in done if one.off}),
        "problems": problems,
        "problem_count": len(read.problems),
        "over": len(read.over),
    }


def _named(day: date, done: Sequence[Put], context: Context) -> Facts:
    name = context.org.name

    def of(role: str) -> list[Json]:
        return [
            name(who)
            for one in done
            if one.entry.day == day and one.entry.role == role
            for who in one.entry.people
        ]

    return {"lead": of(LEAD), "duty": of(ON_DUTY)}


def _replaced(one: Put, context: Context) -> Facts:
    off: list[Json] = [context.org.name(who) for who in one.off]
    return {"day": day_facts(one.entry.day), "role": one.entry.role, "off": off}


def _problem(one: Problem, *, named: bool) -> Facts:
    """Say what is wrong with a line; in a group without the names in it."""
    text, names = (one.text, one.names) if named else ("", ())
    return {"line": one.line, "text": text, "why": one.why, "names": list(names)}


async def _clear(db: Db, seen: Seen, incoming: Incoming, context: Context) -> Outcome:
    """Take everybody, or the one who is named, off these days."""
    unit = units.kept(seen.units, incoming, context)
    if isinstance(unit, Outcome):
        return unit
    names = names_of(context.org)
    meant = [close_to(one.candidates, unit, names) for one in seen.people]
    if any(len(one) != 1 for one in meant):
        return Outcome("rota.who", {"names": [one.written for one in seen.people]})
    days = [day for day in seen.days[0] if day >= _first(context)]
    gone = await duties.clear(db, unit, days, meant[0][0] if meant else "")
    off = [(date.fromisoformat(row.day), duties.serving(row)) for row in gone]
    notices = await telling.taken_off(db, unit, off, incoming.sender, context)
    listed: list[Json] = [day_facts(day) for day in sorted({day for day, _ in off})]
    facts: Facts = {
        "unit": context.org.unit_name(unit),
        "days": listed[:10],
        "count": len(off),
        "names": []
        if incoming.chat
        else [context.org.name(who) for who in dict.fromkeys(who for _, who in off)],
    }
    return Outcome("rota.cleared", facts, notices)
