"""Who is missing of which units and of what; who supervises; what of a report was passed on already."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, all_have_it, issue
from tests.stories.test_details import VILLAGES


async def test_who_of_which_units(town) -> None:
    """哪些村还没报 asks about the villages alone, and counts who has not reported."""
    who = (*VILLAGES, "lisi")
    await issue(town, "加急 请各村、李四今天17点前报送防汛值班表", who)
    await town.app("weiguo", f"{CODE} 已完成,值班表已报")
    await town.box.expect("zhaoming", CODE, "反馈")
    alone = await town.app("zhaoming", "哪些村还没报")
    everybody = await town.app("zhaoming", "还有谁没交")
    whole = await town.app("zhaoming", "镇里哪几个没反馈")
    in_group = await town.say("zhaoming", "001 哪几个村没反馈")
    await town.box.expect("zhaoming", CODE, "未签收", room="app")

    assert "您问的已收到 1/4，已反馈 1/4，还有3人没有反馈" in alone
    assert "李四" not in alone
    assert "还有4人没有反馈" in everybody
    assert "李四" in everybody
    assert "李四" in whole
    assert "还有3人没有反馈" in in_group
    assert "村)" not in in_group


async def test_who_has_not_looked(town) -> None:
    """谁没签收 asks for 收到 alone: who has it and has not reported is not named."""
    await issue(town)
    await town.app("lisi", "收到")
    said = await town.app("zhaoming", "谁还没签收")

    assert "还有1人没有签收" in said
    assert "未签收：王五" in said
    assert "李四" not in said


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"roles": {"supervisors": ["zhangsan"]}}, "督查：张三，需要督办请与其联系"),
        (
            {"roles": {"supervisors": [], "administrators": ["chenjie"]}},
            "目前还没有设督查，请管理员陈洁在设置里添加",
        ),
    ],
)
async def test_who_supervises(town, told) -> None:
    """A refused 督办 says whose it is, or who can say so; in the group nobody is named."""
    await issue(town)
    alone = await town.app("zhaoming", f"督办 {CODE}")
    in_group = await town.say("zhaoming", f"督办 {CODE}")

    assert CODE in alone
    assert told in alone
    assert "张三" not in in_group
    assert "陈洁" not in in_group


async def test_reported_and_told_later(town) -> None:
    """What waits for the ten minutes to end is not said to be passed on."""
    cards = await issue(town)
    await town.box.tap_app("lisi", cards[0], "反馈")
    await town.box.expect("lisi", "发完回复“完成”")
    await town.app("lisi", "三份材料都放在党政办了")
    await town.box.expect("zhaoming", "李四反馈")
    first = await town.app("lisi", "完成")
    await town.app("wangwu", f"{CODE} 反馈")
    await town.app("wangwu", "我的两份下午送到")
    await all_have_it(town)
    second = await town.app("wangwu", "完成")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "王五反馈")

    assert "文字1段，都已转交。" in first
    assert "文字1段，已记下，10分钟内合并转交。" in second
