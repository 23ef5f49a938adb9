"""The rows of the rota, on both databases: put, replaced, exchanged, told."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tasks.rota import days, duties
from tasks.rota.duties import LEAD, ON_DUTY, Entry
from tasks.worktime import WorkCalendar

NOW = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """Give a moment of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("now", "day"),
    [(at(24, 8, 29), 23), (at(24, 8, 30), 24), (at(24, 23, 59), 24), (at(25, 3), 24), (at(29, 10), 29)],
)
def test_a_duty_day_runs_from_opening_to_opening(now, day) -> None:
    """Before the office opens it is still the duty of the day before, on days off too."""
    assert date(2026, 11, day) == days.duty_day(WorkCalendar(), now)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 25), at(24, 16, 30)),
        (date(2026, 11, 30), at(27, 16, 30)),
        (date(2026, 10, 5), at(30, 16, 30, 9)),
    ],
)
def test_told_on_the_working_day_before(day, told) -> None:
    """Who is on duty is told at 16:30 of the last working day before; over a holiday before it."""
    assert told == days.told_at(WorkCalendar(), day)


@pytest.mark.parametrize(
    ("monday", "warned"), [(date(2026, 11, 30), at(27, 8, 45)), (date(2026, 10, 5), at(30, 8, 45, 9))]
)
def test_gaps_are_warned_of_before_the_week(monday, warned) -> None:
    """Gaps are told at 08:45 of the last working day before the week."""
    assert warned == days.warned_at(WorkCalendar(), monday)


async def put(db, person: str, *more: str, day: date = TUESDAY, role: str = ON_DUTY):
    """Put people on duty in unit 3."""
    return await duties.put(db, 3, Entry(day, role, (person, *more)), by="zhouqiang", now=NOW)


async def test_who_stays_keeps_the_row(storage) -> None:
    """Replacing a day says who is off and who is new; who stays keeps the stand-in."""
    async with storage.transaction() as db:
        await put(db, "a", "b")
        first = (await duties.between(db, TUESDAY, TUESDAY))[0]
        await duties.stand_in(db, first, "c")
        done = await put(db, "a", "d")
        left = await duties.between(db, TUESDAY, TUESDAY)

        assert (("b",), ("d",)) == (done.off, done.new)
        assert [("a", "c"), ("d", "")] == [(row.person, row.stand_in) for row in left]


async def test_roles_are_apart(storage) -> None:
    """Who leads is not replaced by who serves."""
    async with storage.transaction() as db:
        await put(db, "boss", role=LEAD)
        done = await put(db, "a")

        assert () == done.off
        assert {"boss", "a"} == {row.person for row in await duties.between(db, TUESDAY, TUESDAY)}


async def test_exchange_there_and_back(storage) -> None:
    """An exchange remembers who had it first, and forgets it once it is exchanged back."""
    async with storage.transaction() as db:
        await put(db, "a")
        await put(db, "b", day=WEDNESDAY)
        one, other = await duties.between(db, TUESDAY, WEDNESDAY)
        await duties.exchange(db, one, other)

        assert [("b", "a"), ("a", "b")] == [(one.person, one.was), (other.person, other.was)]
        await duties.exchange(db, one, other)

        assert [("a", ""), ("b", "")] == [(one.person, one.was), (other.person, other.was)]


async def test_told_is_no_duty(storage) -> None:
    """What was told is remembered once, and is nobody's duty."""
    async with storage.transaction() as db:
        await put(db, "a")
        for _ in range(2):
            await duties.mark_told(db, 3, TUESDAY.isoformat(), "a", NOW)

        assert {(3, "2026-11-24", "a")} == await duties.told(db, [TUESDAY])
        assert 1 == len(await duties.between(db, TUESDAY, TUESDAY))
        assert [] == await duties.between(db, TUESDAY, TUESDAY, [4])
        await duties.forget_told(db, 3, TUESDAY.isoformat(), "a")

        assert set() == await duties.told(db, [TUESDAY])


async def test_a_persons_duties(storage) -> None:
    """The own ones and those as a stand-in are found."""
    async with storage.transaction() as db:
        await put(db, "a")
        await put(db, "b", day=WEDNESDAY)
        await duties.stand_in(db, (await duties.between(db, WEDNESDAY, WEDNESDAY))[0], "a")

        found = await duties.of_person(db, "a", TUESDAY, WEDNESDAY)

        assert ["2026-11-24", "2026-11-25"] == [row.day for row in found]
        assert (3,) == await duties.units_with_rota(db, TUESDAY, WEDNESDAY)
