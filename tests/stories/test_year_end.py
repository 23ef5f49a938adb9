"""The 31st of December into a year that is not published, and what happens when its calendar comes."""

from __future__ import annotations

import pytest

from tasks.directives.models import Directive

pytestmark = pytest.mark.weeks

CODE = "Z20261231-001"
START = "2026-12-31T09:00:00+08:00"
PUBLISHED = {"published": (2027,), "holidays": ("2027-01-01",), "workdays": ()}
HOUR = 3600


async def publish(town, **worktime: object) -> None:
    """Restart the service with the calendar of 2027 in its settings."""
    await town.stop()
    values = town.config.worktime.model_dump() | PUBLISHED | worktime
    changed = type(town.config.worktime).model_validate(values)
    town.config = town.config.model_copy(update={"worktime": changed})
    await town.start()
    await town.box.advance(60)


async def is_provisional(town, code: str = CODE) -> bool:
    """Whether a directive's time may still be counted again."""
    return (await Directive.filter(code=code).using_db(town.service.storage.reader).get()).provisional


@pytest.mark.parametrize("start", [START])
async def test_the_time_moves_when_the_calendar_comes(town) -> None:
    """It says that it was counted provisionally; counted again, those concerned hear it once."""
    said = await town.app("zhaoming", "加急 请李四、王五3个工作日内报送材料")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    before = await town.directive(CODE)
    await publish(town)
    moved = await town.box.expect("zhaoming", CODE, "1月5日(周二)17:30调整为2027年1月6日(周三)17:30")
    await town.box.expect_all(["lisi", "wangwu"], CODE, "请按新的时限办理")
    await publish(town)
    after = await town.directive(CODE)

    assert "暂按周一至周五" in said
    assert "2027-01-05T17:30:00+08:00" == before["due"]
    assert ["2027-01-06T17:30:00+08:00"] * 3 == [after["due"], *(one["due"] for one in after["assignments"])]
    assert "已告知2位承办人" in moved.words
    assert ("", "recounted") == (await town.moves(CODE))[-1]
    assert not await is_provisional(town)


@pytest.mark.parametrize("start", [START])
async def test_nobody_hears_of_what_does_not_move(town) -> None:
    """A calendar that says the same leaves the time as it is, and nobody is told."""
    await town.app("zhaoming", "加急 请李四、王五3个工作日内报送材料")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await publish(town, holidays=())

    assert "2027-01-05T17:30:00+08:00" == (await town.directive(CODE))["due"]
    assert not await is_provisional(town)


@pytest.mark.parametrize("start", [START])
async def test_a_time_somebody_set_stays(town) -> None:
    """What the issuer has changed since was not counted, and stays."""
    await town.app("zhaoming", "加急 请李四、王五3个工作日内报送材料")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await town.app("zhaoming", "001 改到1月4日下午5点")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await publish(town)

    assert "2027-01-04T17:00:00+08:00" == (await town.directive(CODE))["due"]
    assert not await is_provisional(town)


@pytest.mark.parametrize("start", [START])
async def test_words_that_were_added_change_nothing(town) -> None:
    """A text that was added to leaves the time a counted one."""
    await town.app("zhaoming", "加急 请李四3个工作日内报送材料")
    await town.box.expect("lisi", CODE)
    await town.app("zhaoming", "001 补充：请附照片")
    await town.box.expect("lisi", CODE)
    await publish(town)
    await town.box.expect("zhaoming", CODE, "调整为2027年1月6日")
    await town.box.expect("lisi", CODE, "请按新的时限办理")

    assert "2027-01-06T17:30:00+08:00" == (await town.directive(CODE))["due"]


@pytest.mark.parametrize("start", [START])
async def test_more_time_that_was_granted_stays(town) -> None:
    """Who was granted another time keeps it; the others' moves."""
    await town.app("zhaoming", "加急 请李四、王五3个工作日内报送材料")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await town.app("lisi", "申请延期到1月8日下午5点，因材料没有到齐")
    await town.box.expect("zhaoming", CODE)
    await town.app("zhaoming", "同意延期")
    await town.box.expect("lisi", CODE)
    await publish(town)
    await town.box.expect("zhaoming", CODE, "调整为2027年1月6日")
    await town.box.expect("wangwu", CODE, "请按新的时限办理")
    dues = {one["assignee"]: one["due"][:10] for one in (await town.directive(CODE))["assignments"]}

    assert {"lisi": "2027-01-08", "wangwu": "2027-01-06"} == dues


@pytest.mark.parametrize("start", [START])
async def test_who_has_reported_hears_nothing(town) -> None:
    """The time moves for who still works on it; who has reported is left in peace."""
    await town.app("zhaoming", "加急 请李四、王五3个工作日内报送材料")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await town.app("lisi", "已完成，材料已送到党政办")
    await town.box.expect("zhaoming", CODE)
    await publish(town)
    await town.box.expect("zhaoming", CODE, "调整为2027年1月6日", "已告知1位承办人")
    await town.box.expect("wangwu", CODE, "请按新的时限办理")


@pytest.mark.parametrize("start", [START])
async def test_in_the_evening_it_waits_for_the_morning(town) -> None:
    """An ordinary directive's new time is told in office hours."""
    await town.app("zhaoming", "请李四、王五3个工作日内报送材料")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await town.box.advance(10 * HOUR)
    await publish(town)
    await town.box.assert_quiet()
    await town.box.advance(4 * 24 * HOUR)
    await town.box.expect("zhaoming", CODE, "调整为2027年1月6日")
    await town.box.expect_all(["lisi", "wangwu"], CODE, "请按新的时限办理")


@pytest.mark.parametrize("start", [START])
async def test_a_date_that_was_named_is_not_counted(town) -> None:
    """A date somebody named is not provisional, whatever the calendar becomes."""
    said = await town.app("zhaoming", "加急 请李四1月5日下午5点前报送材料")
    await town.box.expect("lisi", CODE)
    await publish(town)

    assert "暂按" not in said
    assert "2027-01-05T17:00:00+08:00" == (await town.directive(CODE))["due"]
