"""Leave and reminders: they wait for the return or go to the stand-in; leave as a reason is no leave."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.weeks

CODE = "Z20261124-001"
HOUR = 3600

AUTOMATIC = {"nudges": {"automatic": True}}


async def to_office_time(town) -> None:
    """Go to 09:00 of the first day."""
    await town.box.advance(1.5 * HOUR)


@pytest.mark.parametrize("changes", [AUTOMATIC])
async def test_reminders_wait_for_the_return(town) -> None:
    """Nobody stands in: the leave does not count, and the reminder comes half an hour after the return."""
    await to_office_time(town)
    await town.app("wangwu", "今天请假")
    await town.app("zhaoming", "加急 请王五11月27日17点前报送材料")
    await town.box.expect("wangwu", CODE)
    await town.box.advance(9 * HOUR)
    await town.box.assert_quiet()
    await town.box.advance(14.9 * HOUR)
    await town.box.assert_quiet()
    await town.box.advance(0.2 * HOUR)
    await town.box.expect("wangwu", CODE)


@pytest.mark.parametrize("changes", [AUTOMATIC])
async def test_reminders_go_to_the_stand_in(town) -> None:
    """What the absent would be reminded of, the stand-in is, and nobody else."""
    await to_office_time(town)
    await town.app("wangwu", "请假到周五，由李四代")
    await town.box.expect("lisi", "由您代办")
    await town.app("zhaoming", "加急 请王五11月27日17点前报送材料")
    await town.box.expect("lisi", CODE, "您替王五")
    await town.box.advance(0.6 * HOUR)
    await town.box.expect("lisi", CODE, "王五")


@pytest.mark.parametrize("changes", [AUTOMATIC])
async def test_who_is_back_is_reminded_again(town) -> None:
    """销假 has the rules heard anew: the clock goes on from the return."""
    await to_office_time(town)
    await town.app("wangwu", "请假到周五")
    await town.app("zhaoming", "加急 请王五11月27日17点前报送材料")
    await town.box.expect("wangwu", CODE)
    await town.box.advance(1.5 * HOUR)
    await town.app("wangwu", "销假")
    await town.box.assert_quiet()
    await town.box.advance(0.6 * HOUR)
    await town.box.expect("wangwu", CODE)


async def test_a_reason_that_is_asked_for_is_no_leave(town) -> None:
    """Where a reason is waited for, 我要请病假 is the reason."""
    await to_office_time(town)
    await town.app("zhaoming", "加急 请王五11月27日17点前报送材料")
    await town.box.expect("wangwu", CODE)
    await town.app("wangwu", "申请延期到11月30日下午5点")
    await town.app("wangwu", "我要请病假")
    await town.box.expect("zhaoming", CODE, "我要请病假")

    assert [] == await town.rows("SELECT id FROM leave")
