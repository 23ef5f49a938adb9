"""Declaring, prolonging and ending an emergency; its row is the record of all that was said.

One that is declared for units for which it is on already joins in: the longer time counts, and nothing is
there twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tasks.db import Db
from tasks.emergency.models import Emergency
from tasks.people.org import Org


@dataclass(frozen=True, slots=True)
class Declaration:
    """What somebody declares: its name, for which units, until when, who in which group, in these words."""

    name: str
    departments: tuple[int, ...]
    until: datetime
    by: str
    chat: str
    text: str


@dataclass(frozen=True, slots=True)
class Declared:
    """An emergency that is on now; `units` are those, with all below, for which it was not on before.

    `joined`: it was on already. `before` is until when it was then; as it is now where that did not move.
    """

    emergency: Emergency
    units: frozenset[int]
    joined: bool = False
    before: datetime | None = None


def with_below(units: Iterable[int], org: Org) -> frozenset[int]:
    """Give units with all that are below them."""
    return frozenset(one for unit in units for one in (unit, *org.below(unit)))


async def declare(
    db: Db, declared: Declaration, alike: Sequence[Emergency], *, org: Org, now: datetime
) -> Declared:
    """Begin an emergency, or join one of the same kind (`alike`, locked) that is on for these units."""
    wanted = with_below(declared.departments, org)
    covered = {row.id: with_below(row.departments, org) for row in alike}
    on = frozenset(unit for units in covered.values() for unit in units)
    for row in alike:
        if wanted <= covered[row.id] or covered[row.id] <= wanted:
            return await _join(db, row, declared, wanted - on, grows=covered[row.id] < wanted, now=now)
    row = await Emergency.create(
        using_db=db, name=declared.name, departments=list(declared.departments), declared_by=declared.by,
        chat=declared.chat, text=_said(declared.by, declared.text, now), begins_at=now, until=declared.until,
    )  # fmt: skip
    return Declared(row, wanted - on)


async def _join(
    db: Db, row: Emergency, declared: Declaration, units: frozenset[int], *, grows: bool, now: datetime
) -> Declared:
    before = row.until
    row.name, row.until = declared.name, max(row.until, declared.until)
    row.departments = list(declared.departments) if grows else row.departments
    row.chat = row.chat or declared.chat
    await _keep(db, row, declared.by, declared.text, now)
    return Declared(row, units, joined=True, before=before)


async def prolong(db: Db, row: Emergency, until: datetime, *, actor: str, text: str, now: datetime) -> None:
    """Let a locked emergency last until another time."""
    row.until = until
    await _keep(db, row, actor, text, now)


async def end(db: Db, row: Emergency, *, actor: str, text: str, now: datetime) -> None:
    """End a locked emergency before its time."""
    row.ended_at, row.ended_by = now, actor
    await _keep(db, row, actor, text, now)


async def report(db: Db, row: Emergency, now: datetime) -> None:
    """Take note that an emergency that is over was reported on; one nobody ended has ended by itself."""
    if row.ended_at is None:
        row.ended_at = row.until
    row.reported_at = now
    await row.save(using_db=db, update_fields=["ended_at", "reported_at"])


async def _keep(db: Db, row: Emergency, actor: str, text: str, now: datetime) -> None:
    row.text = f"{row.text}\n{_said(actor, text, now)}"
    await row.save(using_db=db)


def _said(actor: str, text: str, now: datetime) -> str:
    """Write a line of the record: when, who, in which words."""
    return f"{now.isoformat(timespec='seconds')} {actor} {' '.join(text.split())}"
