"""Emergencies: whom they lift quiet hours for and when, joining, ending, and which is reported next."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tasks.emergency import queries, verbs
from tasks.emergency.lifted import lifted_by
from tasks.emergency.verbs import Declaration, Declared
from tests.lives.people import township

NOW = datetime(2026, 11, 24, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(hours=1)
ORG = township()


async def declare(db, units: tuple[int, ...], hours: int, *, now: datetime = NOW) -> Declared:
    """Declare one of the same kind for these units."""
    said = Declaration("防汛应急响应", units, now + hours * HOUR, "zhaoming", "", "启动防汛应急响应")
    return await verbs.declare(db, said, await queries.open_ones(db, now, lock=True), org=ORG, now=now)


async def test_lifts_for_its_people_while_it_is_on(storage) -> None:
    """From its declaration to its end, which is the time it was ended at, for the units and all below."""
    async with storage.transaction() as db:
        row = (await declare(db, (10,), 24)).emergency
        on = lifted_by([row], ORG)
        await verbs.end(db, row, actor="zhaoming", text="解除", now=NOW + HOUR)
        ended = lifted_by(await queries.remembered(db, NOW + 2 * HOUR), ORG)

    assert [True, True, False, False] == [
        on.at("weiguo", NOW), on.at("weiguo", NOW + 23 * HOUR),
        on.at("weiguo", NOW + 24 * HOUR), on.at("zhouqiang", NOW),
    ]  # fmt: skip
    assert [True, False] == [ended.at("weiguo", NOW), ended.at("weiguo", NOW + HOUR)]


async def test_joins_what_is_on(storage) -> None:
    """Units inside, or around, those it is on for: one row, the longer time, and what is new in it."""
    async with storage.transaction() as db:
        first = await declare(db, (10,), 24)
        inside = await declare(db, (11, 12), 2)
        around = await declare(db, (10, 3), 30)
        other = await declare(db, (2,), 4)

    assert frozenset({10, 11, 12, 13, 14}) == first.units
    assert (True, frozenset(), NOW + 24 * HOUR) == (inside.joined, inside.units, inside.before)
    assert (True, frozenset({3}), NOW + 30 * HOUR) == (around.joined, around.units, around.emergency.until)
    assert [first.emergency.id] * 2 == [inside.emergency.id, around.emergency.id]
    assert not other.joined
    assert 3 == len(around.emergency.text.splitlines())


async def test_units_it_is_on_for_already_are_not_new(storage) -> None:
    """One that overlaps another is its own, and only what it adds is told."""
    async with storage.transaction() as db:
        await declare(db, (11, 12), 24)
        second = await declare(db, (12, 13), 2)

    assert (False, frozenset({13})) == (second.joined, second.units)


async def test_each_is_reported_once(storage) -> None:
    """What was ended is reported at once, what ends by itself at its time; no other is claimed."""
    async with storage.transaction() as db:
        first, second = (await declare(db, (11,), 24)).emergency, (await declare(db, (12,), 2)).emergency
        await verbs.end(db, first, actor="zhaoming", text="解除", now=NOW)
        claimed = await queries.over(db, NOW)
        assert claimed is not None
        await verbs.report(db, claimed, NOW)
        nobody, due = await queries.over(db, NOW), await queries.next_end(db, NOW)
        later = await queries.over(db, NOW + 3 * HOUR)
        assert later is not None
        await verbs.report(db, later, NOW + 3 * HOUR)
        after = await queries.over(db, NOW + 3 * HOUR), await queries.next_end(db, NOW)

    assert (first.id, None, second.until, second.id) == (claimed.id, nobody, due, later.id)
    assert second.until == later.ended_at
    assert (None, None) == after
