"""值班人员 as an assignee: whoever is on duty at the moment the directive is issued, and nobody guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.context import Context
from handlers.reading import Reading, Target
from handlers.reading.duty import leads
from handlers.rota.units import above
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Outcome
from tasks.rota import duties
from tasks.rota.days import duty_day
from tasks.rota.duties import LEAD, ON_DUTY, OnDuty


async def known(db: Db, context: Context) -> Context:
    """Give the context with who is on duty now; who has left is not."""
    today = duty_day(context.calendar, context.now)
    rows = await duties.between(db, today, today)
    found = (OnDuty(row.unit, row.role, duties.serving(row)) for row in rows)
    return replace(context, on_duty=tuple(one for one in found if one.person in context.org.people))


def resolved(reading: Reading, speaker: str, chat: str, context: Context) -> Reading:
    """Give the reading with who is on duty in place of 值班人员; where nobody is, it stays as it was."""

    def named(targets: Sequence[Target]) -> tuple[Target, ...]:
        return tuple(_people(target, speaker, chat, context) for target in targets)

    if not _named_by_duty(reading):
        return reading
    amendment = reading.amendment
    if amendment.added or amendment.removed:
        amendment = replace(amendment, added=named(amendment.added), removed=named(amendment.removed))
    return replace(reading, targets=named(reading.targets), amendment=amendment)


def _named_by_duty(reading: Reading) -> list[Target]:
    """Give the targets that are named by their duty alone."""
    amendment = reading.amendment
    return [t for t in (*reading.targets, *amendment.added, *amendment.removed) if t.kind == "duty"]


def _people(target: Target, speaker: str, chat: str, context: Context) -> Target:
    if target.kind != "duty":
        return target
    role = LEAD if leads(target.written) else ON_DUTY
    people = next(
        (found for units in _where(target, speaker, chat, context) if (found := _of(units, role, context))),
        (),
    )
    return replace(target, kind="post", people=people, department=None) if people else target


def _where(target: Target, speaker: str, chat: str, context: Context) -> Sequence[tuple[int, ...]]:
    """Give the units to look in, one group after the other until somebody is found.

    The unit named; else all of the group's; else the speaker's own, and those above it, nearest first.
    """
    if target.department is not None:
        return ((target.department,),)
    group = context.groups.get(chat)
    if group and group.departments:
        return (group.departments,)
    person = context.org.people.get(speaker)
    own = person.departments if person else ()
    return (own, *((unit,) for one in own for unit in above(one, context.org)))


def _of(units: Sequence[int], role: str, context: Context) -> tuple[str, ...]:
    """Give who is on duty there; where only a leader is, the leader serves."""
    here = [one for one in context.on_duty if one.unit in units]
    found = [one.person for one in here if one.role == role]
    if not found and role == ON_DUTY:
        found = [one.person for one in here]
    return tuple(dict.fromkeys(found))


def choices(target: Target, issuer: str, context: Context) -> tuple[str, ...]:
    """Give who may be meant where nobody is on duty: who is in units around, and the head."""
    org = context.org
    unit = target.department if target.department is not None else org.unit_of(issuer)
    around = {unit, *org.below(unit), *above(unit, org)}
    there = [one.person for one in context.on_duty if one.unit in around]
    head = org.head(unit)
    found = dict.fromkeys((*there, *([head] if head else [])))
    return tuple(person for person in found if person != issuer)[:4]


def lost(reading: Reading, context: Context) -> Outcome | None:
    """Say that nobody is on duty now, for a verb that cannot ask whom to take; None where all are known."""
    found = next(iter(_named_by_duty(reading)), None)
    if found is None:
        return None
    facts: Facts = {
        "written": found.written,
        "unit": context.org.unit_name(found.department) if found.department is not None else "",
    }
    return Outcome("rota.nobody_now", facts)
