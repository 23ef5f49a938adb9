"""Leave (请假, 出差): the rows, what one word of somebody changes in them, and the value made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tortoise.expressions import Q
from tortoise.functions import Count, Max

from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import RECOUNT, Share
from tasks.people.absences import Absence, Absences
from tasks.people.models import Leave

KEPT: Final = timedelta(days=92)
"""How long an absence that is over still counts: times that were worked out with it must not move."""

Signature = tuple[object, ...]
"""Tells whether anything changed since the rows were read last."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking leave did: the new row, those it replaced, those that were cut to make room."""

    leave: Leave
    replaced: tuple[Leave, ...] = ()
    cut: tuple[Leave, ...] = ()


async def signature(db: Db, now: datetime) -> Signature:
    """Give what changes whenever somebody takes leave, comes back, or an absence runs out."""
    rows = Leave.filter(until__gt=now).annotate(
        n=Count("id"), last=Max("id"), over=Count("ended_at"), ended=Max("ended_at")
    )
    found = await rows.using_db(db).values_list("n", "last", "over", "ended")
    return tuple(found[0]) if found else ()


async def absences(db: Db, now: datetime, stand_ins: Mapping[str, str], there: Iterable[str]) -> Absences:
    """Read the absences that matter now; `stand_ins` are the usual ones, `there` who can be written to."""
    present = frozenset(there)
    found: dict[str, list[Absence]] = {}
    for row in await Leave.filter(until__gt=now - KEPT).using_db(db).order_by("id"):
        until = row.until if row.ended_at is None else min(row.until, row.ended_at)
        if until <= row.begins_at:
            continue
        them = dict.fromkeys((row.stand_in, stand_ins.get(row.person, "")))
        able = tuple(who for who in them if who in present and who != row.person)
        found.setdefault(row.person, []).append(Absence(row.person, row.begins_at, until, able))
    return Absences({person: tuple(them) for person, them in found.items()})


async def coming(db: Db, person: str, now: datetime) -> list[Leave]:
    """Give the absences of a person that hold now or are still to come, the earliest first."""
    rows = Leave.filter(person=person, until__gt=now, ended_at__isnull=True)
    return await rows.using_db(db).order_by("begins_at", "id")


async def away(db: Db, people: Iterable[str], now: datetime, until: datetime) -> list[Leave]:
    """Give the absences of these people that hold now or begin before `until`, the earliest first."""
    rows = Leave.filter(person__in=list(people), until__gt=now, begins_at__lt=until, ended_at__isnull=True)
    return await rows.using_db(db).order_by("begins_at", "id")


async def by_id(db: Db, number: int) -> Leave | None:
    """Find an absence by its row number."""
    return await Leave.filter(id=number).using_db(db).first()


async def locked(db: Db, person: str, now: datetime) -> list[Leave]:
    """Load a person's absences for changing; other writers wait."""
    rows = Leave.filter(person=person, until__gt=now, ended_at__isnull=True).select_for_update()
    return await rows.using_db(db).order_by("begins_at", "id")


async def take(
    db: Db, *, person: str, begins_at: datetime, until: datetime, stand_in: str, told_by: str, now: datetime
) -> Taken:
    """Keep an absence. What was said before of the same time gives way.

    One that begins no earlier is replaced; one that began before is cut where the new one begins, and goes on
    behind it where it reaches further and has not begun yet: its days beyond were not spoken of.
    """
    replaced, cut = [], []
    for old in await locked(db, person, now):
        if old.until <= begins_at or old.begins_at >= until:
            continue
        if begins_at <= max(old.begins_at, now):
            old.ended_at = now
            await old.save(using_db=db, update_fields=["ended_at"])
            replaced.append(old)
            continue
        await _cut(db, old, begins_at, until)
        cut.append(old)
    new = await Leave.create(
        using_db=db, person=person, begins_at=begins_at, until=until, stand_in=stand_in,
        told_by=told_by, told_at=now,
    )  # fmt: skip
    return Taken(new, tuple(replaced), tuple(cut))


async def _cut(db: Db, old: Leave, begins_at: datetime, until: datetime) -> None:
    if old.until > until:
        await Leave.create(
            using_db=db, person=old.person, begins_at=until, until=old.until, stand_in=old.stand_in,
            told_by=old.told_by, told_at=old.told_at,
        )  # fmt: skip
    old.until = begins_at
    await old.save(using_db=db, update_fields=["until"])


async def hand_to(db: Db, leave: Leave, stand_in: str, told_by: str, now: datetime) -> Leave:
    """Give an absence another stand-in from now on; gives the row that holds then.

    The old row ends: whoever stood in until now may finish what came meanwhile.
    """
    await end(db, [leave], now)
    return await Leave.create(
        using_db=db, person=leave.person, begins_at=max(leave.begins_at, now), until=leave.until,
        stand_in=stand_in, told_by=told_by, told_at=now,
    )  # fmt: skip


async def end(db: Db, leaves: Iterable[Leave], now: datetime) -> None:
    """Call absences off: one that holds ends now, one to come never begins."""
    for leave in leaves:
        leave.ended_at = now
        await leave.save(using_db=db, update_fields=["ended_at"])


async def look_again(db: Db, person: str) -> None:
    """Have it worked out anew when a person is reminded: the own working time has changed."""
    shares = Share.filter(assignee=person, state__in=states.UNSETTLED)
    waiting = shares.filter(Q(look_at__gt=RECOUNT) | Q(look_at__isnull=True))
    await waiting.using_db(db).update(look_at=RECOUNT)


async def shorten(db: Db, leave: Leave, until: datetime, now: datetime) -> Leave:
    """Have an absence end sooner: a row of its own, so that everybody sees that something changed."""
    await end(db, [leave], now)
    return await Leave.create(
        using_db=db, person=leave.person, begins_at=leave.begins_at, until=until, stand_in=leave.stand_in,
        told_by=leave.told_by, told_at=leave.told_at,
    )  # fmt: skip
