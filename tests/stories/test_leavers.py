"""Somebody leaves: what was theirs goes to the head of the unit, everybody concerned hears it once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import Unreachable
from tests.stories.leaving import (
    FIRST,
    OTHER,
    SECOND,
    TASK,
    heard_by_all,
    lead,
    leave,
    read_again,
    reported,
    without,
)


async def test_shares_go_to_the_head_of_the_unit(town) -> None:
    """The head hears one sentence and gets the cards, the issuer hears one sentence; the share is marked."""
    await town.say("zhaoming", TASK)
    await town.say("zhaoming", OTHER)
    await town.box.expect_all(["lisi", "lisi"], "Z20261124")
    await leave(town, "lisi")
    heard = await town.box.expect("sunli", "李四已离开，其名下2项任务转由您负责", FIRST, SECOND)
    await town.box.expect("sunli", FIRST, "李四已离开，由您接办")
    await town.box.expect("sunli", SECOND, "李四已离开，由您接办")
    told = await town.box.expect("zhaoming", "李四已离开，您交办的2项任务有变动")
    move = [one for one in (await town.directive())["history"] if one["action"] == "reassigned"]

    assert "由您承办" in heard.words
    assert "改由孙丽(党政办公室)承办" in told.words
    assert {"lisi": "reassigned", "sunli": "assigned"} == await town.states()
    assert [{"to": "sunli", "reason": ""}] == [one["detail"] for one in move]


async def test_exactly_once(town) -> None:
    """Reading the directory again says and does nothing more."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "lisi")
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")
    moves = await town.moves()
    await read_again(town)
    await read_again(town)

    assert moves == await town.moves()


async def never(_facts: object) -> None:
    """Stand for a process that dies before the hand-over."""
    raise Unreachable("the process ended")


async def test_a_process_that_dies_goes_on(town) -> None:
    """What was read but not handed over when the process ended is handed over by the next one."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    without(town, "lisi")
    town.service.outbox._post._jobs["people.left"] = never
    await read_again(town)
    await town.restart()
    await town.box.advance(60)
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")

    assert {"lisi": "reassigned", "sunli": "assigned"} == await town.states()


async def test_what_can_wait_waits_for_office_hours(town) -> None:
    """A directive that is not urgent wakes nobody: messages and cards come when offices open."""
    await town.say("zhaoming", "请李四明天17点前报送材料")
    await leave(town, "lisi")
    await town.box.assert_quiet()
    await town.box.advance(3600)
    await town.box.expect("sunli", "李四已离开，其名下1项任务转由您负责")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")


async def test_a_head_who_leaves_is_followed_from_above(town) -> None:
    """Where the unit has no head any more, the head of the unit above takes over."""
    await town.say("qianjin", "加急 请应急办今天17点前报送材料")
    await town.box.expect("zhouqiang", FIRST)
    await leave(town, "zhouqiang")
    await town.box.expect("zhaoming", "周强已离开，其名下1项任务转由您负责", FIRST)
    await town.box.expect("zhaoming", FIRST, "周强已离开，由您接办")
    told = await town.box.expect("qianjin", "周强已离开", FIRST)

    assert "改由赵明(青溪镇)承办" in told.words


async def test_nobody_to_take_over(town) -> None:
    """Where nobody is left but the issuer, the issuer is asked with 改派."""
    await town.say("zhaoming", "加急 请应急办今天17点前报送材料")
    await town.box.expect("zhouqiang", FIRST)
    await leave(town, "zhouqiang")
    card = await town.box.expect("zhaoming", FIRST, "没有送达1人", "已离开：周强")
    told = await town.box.expect("zhaoming", "周强已离开，您交办的1项任务有变动")

    assert "还没有人接办" in told.words
    assert ["改派周强"] == [button.text for button in card.card.buttons]
    await town.box.tap_app("zhaoming", card, "改派周强")
    await town.box.expect("zhaoming", FIRST, "改派")
    await town.app("zhaoming", "王五")
    await town.box.expect("wangwu", FIRST)

    assert {"zhouqiang": "reassigned", "wangwu": "assigned"} == await town.states()
    await read_again(town)


async def test_the_name_stays_readable_and_means_nobody(town) -> None:
    """Who has left is named in what is past, and cannot be given anything."""
    await reported(town)
    await leave(town, "lisi")
    await town.box.assert_quiet()
    asked = await town.app("zhaoming", "加急 请李四明天17点前报送名单")
    await town.box.expect("zhaoming", "没有找到“李四”")
    said = await town.app("zhaoming", f"{FIRST} 同意办结")
    await town.box.expect(town.chat, FIRST, "已全部办结")

    assert "没有找到“李四”" in asked
    assert "李四" in said
    await town.box.advance(9 * 3600)
    town.box.ignore_rest("lisi")


async def test_returned_to_somebody_who_has_left(town) -> None:
    """What comes back to somebody who has left meanwhile goes on to the head at once."""
    await reported(town)
    await leave(town, "lisi")
    await town.app("zhaoming", f"{FIRST} 退回，请补充清单")
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")

    assert {"lisi": "reassigned", "sunli": "assigned"} == await town.states()


@pytest.mark.parametrize("changes", [{"roles": {"administrators": ["sunli"]}}])
async def test_half_a_directory_hands_nothing_over(town) -> None:
    """If more than a third is missing everything stays; an administrator is told once, and may confirm it."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    everybody = town.box.hub.world.members
    gone = ["lisi", "wangwu", "fenggang", "chujing", "shenhua", "yangyang", "qinfeng", "zhangwei2"]
    await leave(town, *gone)
    await town.box.expect("sunli", "少了8人(原有21人)", "确认通讯录")
    await read_again(town)

    assert {"lisi": "assigned"} == await town.states()
    assert "lisi" in town.service.people.org.people
    await town.app("sunli", "确认通讯录")
    await town.box.settle()
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")

    assert "lisi" not in town.service.people.org.people
    town.box.hub.world = replace(town.box.hub.world, members=everybody)
    await read_again(town)

    assert "lisi" in town.service.people.org.people


@pytest.mark.parametrize("changes", [{"roles": {"administrators": ["sunli"]}}])
async def test_only_an_administrator_confirms(town) -> None:
    """Anybody else who says 确认通讯录 is told that it is not for them."""
    assert "管理员" in await town.app("lisi", "确认通讯录")


async def test_leaving_twice(town) -> None:
    """Who came back and leaves again is told of again, though the words are the same."""
    everybody = town.box.hub.world
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "lisi")
    await heard_by_all(town)
    town.box.hub.world = everybody
    await read_again(town)
    await town.app("sunli", f"{FIRST} 转给李四")
    await heard_by_all(town)
    await leave(town, "lisi")
    await town.box.expect("sunli", "李四已离开，其名下1项任务转由您负责")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开，您交办的1项任务有变动")


async def test_nobody_is_woken_at_night(town) -> None:
    """Requests, names without an heir, reports from below: what is not urgent waits for office hours."""
    await town.box.advance(3 * 3600)
    await town.say("zhaoming", "请应急办后天17点前报送材料")
    await town.say("zhouqiang", "请王五后天17点前报送方案")
    await town.app("wangwu", f"{SECOND} 申请延期到周五，设备未到")
    await heard_by_all(town)
    await town.box.advance(12 * 3600)
    await leave(town, "zhouqiang")
    await town.box.assert_quiet()
    await town.box.advance(12 * 3600)
    await town.box.expect("zhaoming", SECOND, "设备未到")
    await town.box.expect("zhaoming", FIRST, "没有送达1人")
    await town.box.expect("zhaoming", "周强已离开，您交办的1项任务有变动")
    await town.box.expect("zhaoming", "周强已离开，其名下1项任务转由您负责")


@pytest.mark.parametrize("changes", [{"people": {"heads": {3: "zhouqiang"}}}])
async def test_a_head_in_the_settings_who_left(town) -> None:
    """The settings' head who has left does not stand before the one whom the directory names."""
    lead(town, "wangwu", 3)
    await leave(town, "zhouqiang")
    await town.say("zhaoming", "加急 请应急办今天17点前报送材料")
    await town.box.expect("wangwu", FIRST)

    assert {"wangwu": "assigned"} == await town.states()
