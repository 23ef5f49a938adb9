"""Whose rota a sentence is about: the unit it names, the group's, the own one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.context import Context
from handlers.message import Incoming
from tasks.notices import Outcome
from tasks.people.org import Org
from tasks.people.roles import may


def keeps(person: str, unit: int, context: Context) -> bool:
    """Whether this person may put down the rota of that unit."""
    return unit in context.org.departments and may("rota", context.asked(person, department=unit))


def kept(named: Sequence[int], incoming: Incoming, context: Context) -> int | Outcome:
    """Give the unit whose rota is put down, or the answer where it is not clear or not allowed.

    Named, else the one unit of the group, else the one the person heads, else the one of whom the person
    acts for. An administrator who heads none has to name it.
    """
    who = incoming.sender
    if len(named) == 1:
        return named[0] if keeps(who, named[0], context) else refused(named[0], incoming, context)
    here = _of_group(incoming.chat, context)
    if not named and len(here) == 1 and keeps(who, here[0], context):
        return here[0]
    mine = _led(who, context) or _led_by_others(who, context)
    if not named and len(mine) == 1:
        return mine[0]
    if not named and not mine and not keeps(who, context.org.unit_of(who), context):
        return refused(here[0] if len(here) == 1 else context.org.unit_of(who), incoming, context)
    units = tuple(named) or mine or here or (context.org.unit_of(who),)
    return Outcome("rota.which_unit", {"units": [context.org.unit_name(unit) for unit in units[:6]]})


def refused(unit: int, incoming: Incoming, context: Context) -> Outcome:
    """Say who may instead; in a group nobody is named."""
    head = context.org.head(unit)
    named = "" if incoming.chat or head is None else context.org.name(head)
    return Outcome("refused.rota", {"unit": context.org.unit_name(unit), "head": named})


def _of_group(chat: str, context: Context) -> tuple[int, ...]:
    group = context.groups.get(chat)
    return tuple(unit for unit in (group.departments if group else ()) if unit in context.org.departments)


def _led(person: str, context: Context) -> tuple[int, ...]:
    """Give the units a person heads; of several the main one alone, if it is one of them."""
    org = context.org
    led = tuple(sorted(unit for unit in org.departments if org.head(unit) == person))
    return (org.unit_of(person),) if org.unit_of(person) in led else led


def _led_by_others(person: str, context: Context) -> tuple[int, ...]:
    """Give the units of those this person acts for: as a delegate, as a stand-in."""
    heads = dict.fromkeys((*context.roles.leaders_of(person), *context.roles.stood_for(person)))
    return tuple(dict.fromkeys(unit for head in heads for unit in _led(head, context)))


def strangers(people: Iterable[str], unit: int, context: Context) -> set[str]:
    """Give those who are neither of the unit nor of one below or above it."""
    near = {unit, *context.org.below(unit), *above(unit, context.org)}
    known = context.org.people
    return {who for who in people if who in known and not near & set(known[who].departments)}


def asked_about(named: Sequence[int], incoming: Incoming, context: Context) -> tuple[int, ...]:
    """Give the units a question is about, the nearest first.

    Those named; the group's and what is below them; the own ones, what is below those one heads, and above.
    """
    org = context.org
    if named:
        return tuple(named)
    if here := _of_group(incoming.chat, context):
        return _with_below(here, org)
    person = org.people.get(incoming.sender)
    own = person.departments if person else ()
    led = _with_below(_led(incoming.sender, context), org)
    return tuple(dict.fromkeys((*own, *led, *(unit for one in own for unit in above(one, org)))))


def _with_below(units: Iterable[int], org: Org) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one for unit in units for one in (unit, *org.below(unit))))


def above(unit: int, org: Org) -> tuple[int, ...]:
    """Give the units above this one, nearest first; a loop in the directory does no harm."""
    found: dict[int, None] = {}
    here = org.departments.get(unit)
    while here is not None and here.parent in org.departments and here.parent not in found:
        if here.parent == unit:
            break
        found[here.parent] = None
        here = org.departments.get(here.parent)
    return tuple(found)
