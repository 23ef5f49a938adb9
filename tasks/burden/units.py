"""The burden of units: what the people of each got together. Units can be compared, people are not named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tasks.burden.sent import NONE, Count, Period, sent_to, total
from tasks.db import Db
from tasks.people.org import Org
from tasks.worktime import Calendars, WorkCalendar


@dataclass(frozen=True, slots=True)
class UnitBurden:
    """A unit (0: people of none), how many people have it as their main unit, and what they got."""

    unit: int
    people: int
    count: Count


async def by_person(
    db: Db, org: Org, people: Collection[str], period: Period, calendars: Calendars
) -> Mapping[str, Count]:
    """Count what each of these people got; out of hours by the hours of the own unit."""
    alike: dict[WorkCalendar, list[str]] = defaultdict(list)
    for person in people:
        alike[calendars.of(org.unit_of(person))].append(person)
    found: dict[str, Count] = {}
    for calendar, some in alike.items():
        found |= await sent_to(db, some, period, calendar)
    return found


def by_unit(org: Org, people: Collection[str], counts: Mapping[str, Count]) -> list[UnitBurden]:
    """Put people's counts together by their main unit, in the directory's order."""
    members: dict[int, list[str]] = defaultdict(list)
    for person in people:
        members[org.unit_of(person)].append(person)
    order = {unit: place for place, unit in enumerate(org.in_order)}
    return [
        UnitBurden(unit, len(some), total(counts.get(person, NONE) for person in some))
        for unit, some in sorted(members.items(), key=lambda one: order.get(one[0], len(order)))
    ]
