"""The burden by week: units for who answers for them, the own figures for everybody, and nobody else's."""

from __future__ import annotations

import pytest

HOUR = 3600
ROLES = {"roles": {"supervisors": ["chujing"], "administrators": ["sunli"]}}
CODE = "Z20261124-001"
pytestmark = [pytest.mark.parametrize("changes", [ROLES]), pytest.mark.weeks]


async def some_messages(town) -> None:
    """Make a first card before the offices open and a reminder when they are."""
    await town.say("zhaoming", "加急 请李四、王五今天17点前报送材料")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await town.box.advance(3 * HOUR)
    await town.app("zhaoming", f"{CODE} 催一下李四")
    await town.box.expect("lisi", CODE, "催办")


async def test_units_for_a_supervisor(town) -> None:
    """Every unit in the directory's order, with the average; no person is named."""
    await some_messages(town)
    said = await town.app("chujing", "本周各单位消息统计")

    assert "本周消息负担(到目前为止)" in said
    assert "合计：3条，人均0.1条，其中催办提醒1条、工作时间以外2条，共21人" in said
    assert "党政办公室(3人)：2条，人均0.7；提醒1，工作时间外1" in said
    assert "应急管理办公室(2人)：1条，人均0.5；提醒0，工作时间外1" in said
    assert said.index("党政办公室") < said.index("应急管理办公室") < said.index("竹里村")
    assert not {"李四", "王五"} & {said[i : i + 2] for i in range(len(said))}


async def test_a_head_sees_the_own_unit(town) -> None:
    """And nothing of others; who leads the whole body sees all of it."""
    await some_messages(town)
    own = await town.app("zhouqiang", "减负情况")
    other = await town.app("zhouqiang", "党政办消息负担")
    everything = await town.app("zhaoming", "本周负担")

    assert "应急管理办公室(2人)：1条" in own
    assert "党政办" not in own
    assert "不是您负责的单位" in other
    assert "合计：3条" in everything


async def test_everybody_the_own_figures(town) -> None:
    """This week and last, to the person alone; whoever asks for units gets the own ones, with the reason."""
    await some_messages(town)
    own = await town.app("lisi", "我收了多少消息")
    units = await town.app("lisi", "本周负担")
    await town.box.advance(7 * 24 * HOUR)
    later = await town.app("lisi", "我的负担")

    assert "本周(到目前为止)，您收到2条消息，其中催办提醒1条、工作时间以外1条" in own
    assert "上周，您收到0条消息" in own
    assert "各单位的数据由督查、管理员和单位负责人查看" in units
    assert "您收到0条消息" in later
    assert "上周，您收到2条消息" in later


async def test_in_a_group_it_is_sent_alone(town) -> None:
    """What was asked in a group is answered one to one, and is no burden itself."""
    await some_messages(town)
    said = await town.say("lisi", "我收了多少消息")
    await town.box.expect("lisi", "您收到2条消息")
    table = await town.say("chujing", "上周各单位消息统计")
    await town.box.expect("chujing", "上周消息负担", "合计：0条")
    again = await town.app("lisi", "我收了多少消息")

    assert "消息统计已一对一发给您" in said
    assert "消息统计已一对一发给您" in table
    assert "您收到2条消息" in again


async def test_groups_count_once(town) -> None:
    """A line in a group counts once, and for no unit."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    cards = await town.box.expect_all(["lisi"], CODE)
    await town.box.tap_app("lisi", cards[0], "收到")
    await town.box.expect("zhaoming", CODE, "全部收到")
    await town.box.expect(town.chat, CODE, "已全部收到")
    said = await town.app("sunli", "消息负担")

    assert "另在1个群里发了1条，每群计一次" in said
    assert "合计：2条" in said
