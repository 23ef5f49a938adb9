"""When a reminder goes out, how many a person gets in a day, and what a digest holds, on both databases."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks.directives import verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Share
from tasks.directives.verbs import Draft
from tasks.nudges import budget, by_hand
from tasks.nudges.budget import Slot
from tasks.nudges.by_hand import Reached
from tasks.worktime import WorkCalendar

CALENDAR = WorkCalendar()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Give a moment of November 2026; the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


NOW = at(24, 9, 30)


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        (at(24, 7, 30), at(24, 8, 45)),
        (at(24, 8, 45), at(24, 16, 30)),
        (at(24, 16, 29), at(24, 16, 30)),
        (at(24, 16, 30), at(25, 8, 45)),
        (at(27, 20), at(30, 8, 45)),
        (at(28, 10), at(30, 8, 45)),
    ],
)
def test_next_digest(now, digest) -> None:
    """A digest goes out at 08:45 and 16:30 of working days."""
    assert digest == budget.next_digest(CALENDAR, now)


@pytest.mark.parametrize(
    ("now", "had", "critical", "slot"),
    [
        (NOW, 0, False, Slot(NOW)),
        (NOW, 2, False, Slot(NOW)),
        (NOW, 3, False, Slot(at(24, 16, 30), digest=True, why="full")),
        (NOW, 3, True, Slot(NOW)),
        (at(24, 7), 0, False, Slot(at(24, 8, 45), digest=True, why="hours")),
        (at(24, 12, 30), 0, False, Slot(at(24, 16, 30), digest=True, why="hours")),
        (at(24, 20), 3, False, Slot(at(25, 8, 45), digest=True, why="hours")),
        (at(28, 10), 0, False, Slot(at(30, 8, 45), digest=True, why="hours")),
        (at(28, 3), 0, True, Slot(at(28, 3))),
    ],
)
def test_slot(now, had, critical, slot) -> None:
    """Three a day in office hours; the rest waits for the digest, except what is critical."""
    assert slot == budget.slot(CALENDAR, now, had=had, critical=critical)


OWN = WorkCalendar(office_hours=((time(9), time(12)), (time(13), time(16))))


@pytest.mark.parametrize(
    ("now", "had", "slot"),
    [
        (at(24, 8, 50), 0, Slot(at(24, 9), digest=True, why="hours")),
        (at(24, 9), 0, Slot(at(24, 9))),
        (at(24, 7), 0, Slot(at(24, 9), digest=True, why="hours")),
        (at(24, 10), 3, Slot(at(25, 9), digest=True, why="full")),
        (at(24, 16, 10), 0, Slot(at(25, 9), digest=True, why="hours")),
    ],
)
def test_slot_in_own_hours(now, had, slot) -> None:
    """A department that opens later hears later: the body's digest at 08:45 waits for it until 09:00."""
    assert slot == budget.slot(CALENDAR, now, had=had, critical=False, hours=OWN)


@pytest.mark.parametrize(
    ("now", "digest", "heard"),
    [
        (at(24, 10), False, at(24, 10)),
        (at(24, 8, 35), False, at(24, 9)),
        (at(24, 8, 45), True, at(24, 9)),
        (at(24, 12, 30), False, at(24, 13)),
        (at(24, 16, 30), True, at(25, 9)),
        (at(27, 16, 30), True, at(30, 9)),
    ],
)
def test_in_own_hours(now, digest, heard) -> None:
    """What is for a moment outside a person's hours is heard when the own office opens."""
    assert heard == budget.in_hours(now, OWN, CALENDAR, digest=digest)


def test_a_digest_that_is_near_is_waited_for() -> None:
    """Who opens a quarter of an hour before the digest gets what was held with it, not twice."""
    assert at(25, 8, 45) == budget.in_hours(at(24, 20), CALENDAR, CALENDAR, digest=True)
    assert at(25, 8, 30) == budget.in_hours(at(24, 20), CALENDAR, CALENDAR, digest=False)


@pytest.mark.parametrize(
    ("slot", "now", "late"),
    [
        (at(24, 16, 30), at(24, 16, 30), False),
        (at(24, 16, 30), at(24, 17, 30), False),
        (at(24, 16, 30), at(24, 17, 31), True),
        (at(24, 16, 30), at(25, 9), True),
        (at(24, 8, 45), at(24, 12, 30), True),
    ],
)
def test_too_late(slot, now, late) -> None:
    """A digest that missed its hour waits for the next one, in office hours, too: there are two a day."""
    assert late == budget.is_too_late(slot, now)


async def issued(
    db, *people: str, urgency: str = "normal", kind: str = "task"
) -> tuple[Directive, list[Share]]:
    """Issue to these people."""
    shares = tuple(NewShare(who, 2, {"by": "person", "written": ""}) for who in people)
    draft = Draft(kind, "报送材料", "请报送材料", urgency, "boss", "boss", "", (), at(26, 17), shares)
    return await verbs.issue(db, draft, at(24, 7))


async def nudged(db, directive, shares, now=NOW):
    """Nudge these shares' assignees by hand."""
    reached = [Reached(share, share.assignee) for share in shares]
    return await by_hand.nudge(db, directive, reached, actor="boss", now=now, calendar=CALENDAR)


async def test_the_budget_is_the_persons(storage) -> None:
    """Three a day, whatever the directive; the next day begins anew; digests are not counted."""
    async with storage.transaction() as db:
        slots = []
        for now in (NOW, NOW, NOW, NOW, at(24, 17), at(25, 9)):
            directive, shares = await issued(db, "a")
            slots.append((await nudged(db, directive, shares, now))[0].slot.digest)
        had = await budget.had_today(db, CALENDAR, ["a", "b"], at(25, 10))

    assert [False, False, False, True, True, False] == slots
    assert {"a": 1, "b": 0} == had


async def test_who_stands_in_for_several_counts_each(storage) -> None:
    """One person who gets the reminders of four shares gets three of them now."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b", "c", "d")
        reached = [Reached(share, "s") for share in shares]
        done = await by_hand.nudge(db, directive, reached, actor="boss", now=NOW, calendar=CALENDAR)

    assert [False, False, False, True] == [one.slot.digest for one in done]


async def test_each_in_the_own_hours(storage) -> None:
    """Of two who are nudged in one sentence, the one whose department is closed hears it later."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        reached = [Reached(share, share.assignee) for share in shares]
        done = await by_hand.nudge(
            db, directive, reached, actor="boss", now=at(24, 8, 40), calendar=CALENDAR,
            hours=lambda who: OWN if who == "b" else CALENDAR,
        )  # fmt: skip

    assert [Slot(at(24, 8, 40)), Slot(at(24, 9), digest=True, why="hours")] == [one.slot for one in done]


async def test_lately(storage) -> None:
    """A share that was nudged by hand is known for two hours."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        await nudged(db, directive, shares[:1])
        found = [await by_hand.lately(db, shares, NOW + timedelta(minutes=m)) for m in (0, 119, 120)]

    assert [{shares[0].id}, {shares[0].id}, set()] == found
