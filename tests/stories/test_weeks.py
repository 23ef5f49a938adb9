"""Weeks with the calendar in them: holidays and make-up days, an unpublished year, a leap day, a Friday."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.worktime import WorkCalendar
from tests.stories.week import AUTOMATIC, out_of_hours, reminders, turn_to

pytestmark = pytest.mark.weeks


@pytest.fixture
def changes() -> dict[str, object]:
    """Remind by the rules."""
    return AUTOMATIC


def starts(day: str) -> Any:
    """Begin the story at half past seven on that day."""
    return pytest.mark.parametrize("start", [f"{day}T07:30:00+08:00"], ids=[day])


async def given(town: Any, at: str, text: str) -> None:
    """Have the leader issue something at that moment."""
    await turn_to(town, at)
    await town.say("zhaoming", text)


async def until(town: Any, at: str) -> list[tuple[str, str, str]]:
    """Let time pass and give what was reminded of; none of it at an hour when the offices are closed."""
    await turn_to(town, at)
    found = await reminders(town)
    town.box.ignore_rest()

    assert [] == out_of_hours(found, int(at[:4]), WorkCalendar())
    return found


@starts("2026-09-30")
async def test_over_national_day(town) -> None:
    """国庆: nothing from the 1st to the 7th, and Saturday the 10th is a working day like any other."""
    await given(town, "2026-09-30 15:00", "请李四10月10日17点30分前报送材料")

    assert [
        ("09-30 17:00", "lisi", "unseen_half"),
        ("10-08 10:00", "lisi", "unseen"),
        ("10-08 16:00", "sunli", "unseen_leader"),
        ("10-09 11:00", town.chat, "unseen_group"),
        ("10-09 16:30", "lisi", "day_before"),
        ("10-10 15:30", "lisi", "hours_before"),
        ("10-12 08:45", "lisi", "overdue"),
        ("10-13 08:45", "lisi", "overdue"),
        ("10-13 08:45", "sunli", "overdue_leader"),
    ] == await until(town, "2026-10-13 12:00")


@starts("2026-09-19")
async def test_a_sunday_that_is_made_up_for(town) -> None:
    """Sunday the 20th of September is worked: what was given on Saturday is counted from then."""
    await given(town, "2026-09-19 10:00", "请李四9月21日17点30分前报送材料")

    assert [
        ("09-20 10:30", "lisi", "unseen_half"),
        ("09-20 14:30", "lisi", "unseen"),
        ("09-20 16:30", "lisi", "day_before"),
        ("09-21 09:30", "sunli", "unseen_leader"),
    ] == await until(town, "2026-09-21 15:00")


@starts("2026-02-13")
async def test_over_the_spring_festival(town) -> None:
    """春节: given at 17:29 on Friday, made up for on Saturday, then nine days off, and Saturday again."""
    await given(town, "2026-02-13 17:29", "请李四2月28日12点前报送材料")
    found = await until(town, "2026-03-02 12:00")

    assert [
        ("02-14 10:29", "lisi", "unseen_half"),
        ("02-14 14:29", "lisi", "unseen"),
        ("02-24 09:29", "sunli", "unseen_leader"),
        ("02-24 15:29", town.chat, "unseen_group"),
        ("02-26 16:30", "lisi", "behind"),
        ("02-27 14:00", "lisi", "day_before"),
        ("02-28 10:00", "lisi", "hours_before"),
        ("02-28 16:30", "lisi", "overdue"),
        ("03-02 08:45", "lisi", "overdue"),
    ] == found


@starts("2026-12-31")
async def test_into_a_year_that_is_not_published(town) -> None:
    """The 31st of December: the year after counts Monday to Friday until its calendar is known."""
    await given(town, "2026-12-31 16:00", "请李四2027年1月5日17点30分前报送材料")
    found = await until(town, "2027-01-06 12:00")

    assert [
        ("01-01 09:00", "lisi", "unseen_half"),
        ("01-01 11:00", "lisi", "unseen"),
        ("01-01 17:00", "sunli", "unseen_leader"),
        ("01-04 14:00", town.chat, "unseen_group"),
        ("01-04 16:30", "lisi", "day_before"),
        ("01-05 15:30", "lisi", "hours_before"),
        ("01-06 08:45", "lisi", "overdue"),
    ] == found


@starts("2028-02-28")
async def test_a_leap_day(town) -> None:
    """The 29th of February is a day on which people are reminded, and from which days are counted."""
    await given(town, "2028-02-28 16:00", "请李四3月1日12点前报送材料")

    assert [
        ("02-29 09:00", "lisi", "unseen_half"),
        ("02-29 11:00", "lisi", "unseen"),
        ("02-29 14:00", "lisi", "day_before"),
        ("02-29 17:00", "sunli", "unseen_leader"),
        ("03-01 10:00", "lisi", "hours_before"),
        ("03-01 16:30", "lisi", "overdue"),
        ("03-02 08:45", "lisi", "overdue"),
    ] == await until(town, "2028-03-02 12:00")


@starts("2026-11-27")
async def test_seventeen_twenty_nine_on_a_friday(town) -> None:
    """The weekend is nobody's: one minute of Friday counts, the rest on Monday."""
    await given(town, "2026-11-27 17:29", "请李四12月1日17点30分前报送材料")

    assert [
        ("11-30 10:29", "lisi", "unseen_half"),
        ("11-30 14:29", "lisi", "unseen"),
        ("11-30 16:30", "lisi", "day_before"),
        ("12-01 09:29", "sunli", "unseen_leader"),
    ] == await until(town, "2026-12-01 15:00")


@starts("2026-11-27")
async def test_critical_on_a_friday_evening(town) -> None:
    """特急 does not wait for Monday: by the clock until 收到, and the leader once."""
    await given(town, "2026-11-27 17:29", "特急 请李四11月27日20点前报送材料")
    await turn_to(town, "2026-11-27 17:52")
    await town.app("lisi", "Z20261127-001 收到")
    await turn_to(town, "2026-11-27 23:00")
    found = await reminders(town)
    town.box.ignore_rest()

    assert [
        ("11-27 17:39", "lisi", "unseen_critical"),
        ("11-27 17:49", "lisi", "unseen_critical"),
        ("11-27 17:49", "sunli", "unseen_critical_leader"),
    ] == [one for one in found if one[1] != town.chat]
