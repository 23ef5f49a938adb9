"""What stands in the rota, and what changes it: entries, swaps, stand-ins.

What was told and warned of stands in the same table under roles of its own, so that nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tortoise.expressions import Q

from tasks.db import Db
from tasks.rota.models import Duty

LEAD: Final = "lead"
ON_DUTY: Final = "duty"
ROLES: Final = (LEAD, ON_DUTY)
TOLD: Final = "told"
"""Role of a row that says only that this person was told of that day."""
WARNED: Final = "warned"
"""Role of a row that says only that this unit's head was warned of gaps in the week from that day."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty in a unit now; the stand-in where there is one."""

    unit: int
    role: str
    person: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Whom a rota names for one day in one role."""

    day: date
    role: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Put:
    """What putting an entry did: who stood there before and does not any more, and who is new."""

    entry: Entry
    off: tuple[str, ...]
    new: tuple[str, ...]


def serving(row: Duty) -> str:
    """Give who really serves: the stand-in where there is one."""
    return row.stand_in or row.person


async def between(db: Db, first: date, last: date, units: Collection[int] | None = None) -> list[Duty]:
    """Find who is on duty from one day to another, of these units or of all, in order."""
    found = Duty.filter(day__gte=first.isoformat(), day__lte=last.isoformat(), role__in=ROLES)
    if units is not None:
        found = found.filter(unit__in=list(units))
    return await found.using_db(db).order_by("day", "unit", "id")


async def claimed(db: Db, first: date, last: date) -> list[Duty]:
    """Find who is on duty from one day to another, and hold the rows; those another holds are left out."""
    found = Duty.filter(day__gte=first.isoformat(), day__lte=last.isoformat(), role__in=ROLES)
    return await found.using_db(db).order_by("day", "unit", "id").select_for_update(skip_locked=True)


async def of_person(db: Db, person: str, first: date, last: date) -> list[Duty]:
    """Find the duties of a person, own ones and those as a stand-in."""
    found = Duty.filter(
        Q(person=person) | Q(stand_in=person),
        day__gte=first.isoformat(), day__lte=last.isoformat(), role__in=ROLES,
    )  # fmt: skip
    return await found.using_db(db).order_by("day", "unit", "id")


async def locked(db: Db, number: int) -> Duty | None:
    """Find one row by its number, locked for changing."""
    found = Duty.filter(id=number, role__in=ROLES)
    return await found.using_db(db).select_for_update().first()


async def units_with_rota(db: Db, first: date, last: date) -> tuple[int, ...]:
    """Give the units that have anybody on duty in that time."""
    found = Duty.filter(day__gte=first.isoformat(), day__lte=last.isoformat(), role__in=ROLES)
    units = await found.using_db(db).distinct().values_list("unit", flat=True)
    return tuple(sorted(int(str(unit)) for unit in units))


async def put(db: Db, unit: int, entry: Entry, *, by: str, now: datetime) -> Put:
    """Have these people on duty and nobody else in that role; who stays keeps stand-in and history."""
    held = Duty.filter(unit=unit, day=entry.day.isoformat(), role=entry.role).using_db(db)
    before = await held.select_for_update()
    stays = {row.person for row in before} & set(entry.people)
    off = [row for row in before if row.person not in stays]
    await Duty.filter(id__in=[row.id for row in off]).using_db(db).delete()
    new = tuple(person for person in entry.people if person not in stays)
    for person in new:
        await _write(db, unit, entry.day, entry.role, person, by, now)
    return Put(entry, tuple(serving(row) for row in off), new)


async def clear(db: Db, unit: int, days: Sequence[date], person: str = "") -> list[Duty]:
    """Take everybody (or one person) off these days; gives the rows as they were."""
    found = Duty.filter(unit=unit, day__in=[day.isoformat() for day in days], role__in=ROLES)
    if person:
        found = found.filter(person=person)
    rows = await found.using_db(db).select_for_update().order_by("day", "id")
    await Duty.filter(id__in=[row.id for row in rows]).using_db(db).delete()
    return rows


async def exchange(db: Db, one: Duty, other: Duty) -> None:
    """Have two people serve each other's day; stand-ins were for the one who is off now, and go with it."""
    first, second = one.person, other.person
    await _hand(db, one, second)
    await _hand(db, other, first)


async def _hand(db: Db, row: Duty, person: str) -> None:
    first = row.was or row.person
    row.was = "" if person == first else first
    row.person, row.stand_in = person, ""
    await row.save(using_db=db, update_fields=["person", "was", "stand_in"])


async def stand_in(db: Db, row: Duty, person: str) -> None:
    """Have somebody serve in the person's place; nobody (empty) gives the day back."""
    row.stand_in = person
    await row.save(using_db=db, update_fields=["stand_in"])


async def told(db: Db, days: Iterable[date]) -> set[tuple[int, str, str]]:
    """Give unit, day and person of everything that was told of these days."""
    wanted = [day.isoformat() for day in days]
    found = await Duty.filter(day__in=wanted, role=TOLD).using_db(db)
    return {(row.unit, row.day, row.person) for row in found}


async def mark_told(db: Db, unit: int, day: str, person: str, now: datetime) -> None:
    """Remember that this person knows of that day."""
    held = Duty.filter(unit=unit, day=day, role=TOLD, person=person).using_db(db)
    if not await held.exists():
        await _write(db, unit, date.fromisoformat(day), TOLD, person, "", now)


async def forget_told(db: Db, unit: int, day: str, person: str) -> None:
    """Forget that this person knows of that day: who is off it has to be told anew if put on it again."""
    await Duty.filter(unit=unit, day=day, role=TOLD, person=person).using_db(db).delete()


async def warned(db: Db, monday: date) -> set[int]:
    """Give the units whose head was warned of the week that begins on that Monday."""
    found = await Duty.filter(day=monday.isoformat(), role=WARNED).using_db(db)
    return {row.unit for row in found}


async def mark_warned(db: Db, unit: int, monday: date, head: str, now: datetime) -> None:
    """Remember that this unit's head knows of the gaps in that week."""
    await _write(db, unit, monday, WARNED, head, "", now)


async def _write(db: Db, unit: int, day: date, role: str, person: str, by: str, now: datetime) -> None:
    await Duty.create(
        using_db=db, unit=unit, day=day.isoformat(), role=role, person=person, made_by=by, made_at=now
    )
