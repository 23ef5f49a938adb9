"""Who is missing, how it stands, 我的任务, 帮助: within the callback one to one, numbers only in a group."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"


async def half_done(town, by: str = "zhaoming") -> None:
    """Issue to three; one has acknowledged, one has reported, one has done nothing."""
    await town.say(by, "加急 请李四、王五、冯刚今天17点前报送材料")
    await town.box.expect_all(["lisi", "wangwu", "fenggang"], CODE)
    await town.app("lisi", "收到")
    await town.app("wangwu", f"{CODE} 已完成,共3份")
    await town.box.expect(by, "王五反馈")


@pytest.mark.parametrize("words", ["谁没收到", f"{CODE} 谁没收到", "谁还没反馈", "001 还有谁没反馈"])
async def test_numbers_in_the_group_names_one_to_one(town, words) -> None:
    """In the group numbers only; the names go to the asker by the app, with the code."""
    await half_done(town)
    said = await town.say("zhaoming", words)
    names = await town.box.expect("zhaoming", CODE, "冯刚", room="app")

    assert "已收到 2/3" in said
    assert "已反馈 1/3" in said
    assert "名单已单独发给您" in said
    assert [] == [name for name in ("李四", "王五", "冯刚") if name in said]
    assert "未签收：冯刚" in names.text
    assert "已签收未反馈：李四" in names.text


@pytest.mark.parametrize("place", ["app", "robot"])
async def test_names_within_the_callback_one_to_one(town, place) -> None:
    """One to one the whole answer comes at once."""
    await half_done(town)
    said = await getattr(town, place)("zhaoming", "谁没收到")

    assert CODE in said
    assert "未签收：冯刚" in said
    assert "已签收未反馈：李四" in said


@pytest.mark.parametrize("words", ["今天的任务完成情况", "进度", f"{CODE} 进度怎么样"])
async def test_how_it_stands(town, words) -> None:
    """Progress: numbers in the group, names one to one, within the callback when asked there."""
    await half_done(town)
    in_group = await town.say("zhaoming", words)
    await town.box.expect("zhaoming", CODE, "已反馈待审核：王五", room="app")
    alone = await town.app("zhaoming", words)

    assert "已收到 2/3，已反馈 1/3，已办结 0/3" in in_group
    assert "王五" not in in_group
    assert "办理中" in alone
    assert "已反馈待审核：王五" in alone


async def test_nobody_missing(town) -> None:
    """Where nobody is missing there are no names to send."""
    await town.say("zhaoming", "加急 通知:请李四明天上午9点在三楼会议室参加防汛会")
    await town.box.expect("lisi")
    await town.say("lisi", "收到")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    said = await town.say("zhaoming", f"{CODE} 谁没收到")

    assert "已收到 1/1" in said
    assert "名单" not in said
    assert "没有您下达的未办结任务" in await town.say("zhaoming", "谁没收到")
    assert "已办结" in await town.app("zhaoming", "今天的任务完成情况")


async def test_head_asks_for_own_people(town) -> None:
    """A head sees the own people of a directive, and no others."""
    await half_done(town)
    said = await town.app("sunli", f"{CODE} 谁没收到")
    alone = await town.app("zhengjun", "谁没收到")
    in_group = await town.say("zhengjun", "谁没收到")
    names = await town.box.expect("zhengjun", "冯刚", room="app")

    assert "李四" in said
    assert "冯刚" not in said
    assert "未签收：冯刚" in alone
    assert "李四" not in alone + names.text
    assert "冯刚" not in in_group


@pytest.mark.parametrize("changes", [{"roles": {"supervisors": ["zhangsan"]}}])
async def test_supervisor(town) -> None:
    """A supervisor sees everything; in a group only what was said in that group."""
    await half_done(town)
    said = await town.app("zhangsan", "谁没收到")
    elsewhere = await town.box.say_group(town.other, "zhangsan", "谁没收到")
    await town.box.expect(town.other, "大家好")

    assert "未签收：冯刚" in said
    assert "报送材料" not in elsewhere.text


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_delegate(town) -> None:
    """A delegate sees what the leader issued."""
    await half_done(town)

    assert "未签收：冯刚" in await town.app("zhangsan", "谁没收到")
    assert "未签收：冯刚" in await town.app("zhangsan", "001 谁没收到")


@pytest.mark.parametrize("who", ["chujing", "lisi"])
async def test_others_are_refused(town, who) -> None:
    """Whoever is none of these is refused with the reason, in the history too; an assignee as well."""
    await half_done(town)
    said = await town.say(who, f"{CODE} 谁没收到")
    entry = (await town.directive())["history"][-1]

    assert CODE in said
    assert "只有交办人、督查" in said
    assert (who, "refused", "pending") == (entry["actor"], entry["action"], entry["detail"]["verb"])


async def test_my_tasks(town) -> None:
    """我的任务: the list one to one, the number alone in a group."""
    await half_done(town)
    alone = await town.app("lisi", "我的任务")
    in_group = await town.say("lisi", "我的任务")
    await town.box.expect("lisi", CODE, "办理中", room="app")

    assert f"1. {CODE} 报送材料：办理中" in alone
    assert "您有1项任务，清单已单独发给您。" in in_group
    assert "没有要办的任务" in await town.robot("chujing", "我的任务")


async def test_many_tasks_are_not_cut(town) -> None:
    """我的任务 shows whole lines, the nearest first, and counts the rest; what was reported makes room."""
    for day in (*["30日"] * 21, "今天"):
        await town.say("zhaoming", f"加急 请李四{day}17点前报送各行业领域安全生产工作台账和隐患排查整治清单")
        await town.box.expect("lisi")
    first = await town.app("lisi", "我的任务")
    lines = [line for line in first.splitlines() if " Z2026" in line]

    assert len(first.encode()) < 2046
    assert lines[0].startswith("1. Z20261124-022")
    assert all(line.endswith("17:00") for line in lines)
    assert f"另有{22 - len(lines)}项没有列出" in first
    await town.app("lisi", "Z20261124-022 已完成,共3份")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")

    assert "1. Z20261124-021" in await town.app("lisi", "我的任务")


async def test_help(town) -> None:
    """帮助 says what this person can do; a leader hears of issuing, staff of 收到."""
    assert "@指尖办 谁没收到" in await town.say("zhaoming", "帮助")
    assert "@" not in await town.app("zhaoming", "帮助")
    assert "点“收到”即签收" in await town.app("lisi", "帮助")
    assert "没有看懂" in await town.app("lisi", "今天天气真好啊")


async def test_several_directives(town) -> None:
    """Without a code all own open directives are told of, each with its code."""
    await half_done(town)
    await town.say("zhaoming", "加急 请张三今天18点前检查路灯")
    await town.box.expect("zhangsan")
    said = await town.say("zhaoming", "谁没收到")
    await town.box.expect("zhaoming", CODE, "Z20261124-002", room="app")

    assert "Z20261124-002** 检查路灯：已收到 0/1" in said
    assert f"{CODE}** 报送材料：已收到 2/3" in said


async def test_unknown_code(town) -> None:
    """A code nobody has is said to be unknown."""
    assert "没有找到编号Z20261124-099" in await town.say("zhaoming", "Z20261124-099 谁没收到")
