"""分办: the head of a unit keeps the share, the unit's people get shares below it."""

from __future__ import annotations

TASK = "加急 请应急办今天17点前报送材料"
CODE = "Z20261124-001"


async def issued(town, text: str = TASK, who: str = "zhouqiang"):
    """Issue, and give the first card."""
    await town.say("zhaoming", text)
    return await town.box.expect(who, CODE)


async def test_distributed(town) -> None:
    """The people get cards that say by whom; the issuer gets no extra message, the numbers show it."""
    first = await issued(town, "加急 请党政办今天17点前报送材料", "sunli")
    said = await town.app("sunli", "001 分办给张三、李四,下午3点前报我")
    cards = await town.box.expect_all(["zhangsan", "lisi"], CODE, "孙丽分办", "15:00")
    rows = await town.rows("SELECT assignee, parent_id, id FROM share ORDER BY id")
    heard = await town.box.tap_app("sunli", first, "收到")

    assert "张三、李四" in said
    assert "由您汇总后统一反馈" in said
    assert 2 == len(cards)
    assert "已收到" in heard.card.text
    assert {"sunli": "acknowledged", "zhangsan": "assigned", "lisi": "assigned"} == await town.states()
    assert [None, rows[0]["id"], rows[0]["id"]] == [row["parent_id"] for row in rows]
    assert [("sunli", "acknowledged"), ("sunli", "distributed")] == (await town.moves())[1:]


async def test_in_the_group_without_names(town) -> None:
    """In a group the answer has numbers."""
    await issued(town)
    said = await town.say("zhouqiang", "001 分办给王五")
    await town.box.expect("wangwu", CODE, "周强分办")

    assert "1人" in said
    assert "王五" not in said


async def test_names_are_asked_for(town) -> None:
    """分办 without names asks for them."""
    await issued(town)
    asked = await town.app("zhouqiang", "001 分办")
    said = await town.app("zhouqiang", "王五")
    await town.box.expect("wangwu", CODE, "周强分办")

    assert "分给哪几位" in asked
    assert "王五" in said


async def test_people_outside_the_unit(town) -> None:
    """Who is not of the unit gets nothing: that needs 转办; the others do."""
    await issued(town)
    outside = await town.app("zhouqiang", "001 分办给李四")
    both = await town.app("zhouqiang", "001 分办给王五、李四")
    await town.box.expect("wangwu", CODE)

    assert "转给" in outside
    assert "李四不是本单位的" in both
    assert {"zhouqiang": "acknowledged", "wangwu": "assigned"} == await town.states()


async def test_twice(town) -> None:
    """Who has a share already gets no second one."""
    await issued(town)
    await town.app("zhouqiang", "001 分办给王五")
    await town.box.expect("wangwu", CODE)
    said = await town.app("zhouqiang", "001 分办给王五")

    assert "原来就有" in said
    assert {"zhouqiang": "acknowledged", "wangwu": "assigned"} == await town.states()


async def test_who_is_no_head(town) -> None:
    """Only the head of a unit distributes; who is none is told of 转办."""
    await issued(town, "加急 请李四今天17点前报送材料", "lisi")
    said = await town.app("lisi", "001 分办给张三")
    stranger = await town.app("wangwu", f"{CODE} 分办给张三")

    assert "转给" in said
    assert CODE in stranger
    assert [("lisi", "refused"), ("wangwu", "refused")] == (await town.moves())[1:]


async def test_the_heads_report_covers_all(town) -> None:
    """The head reports for all; then nothing can be distributed any more."""
    await issued(town)
    await town.app("zhouqiang", "001 分办给王五")
    await town.box.expect("wangwu", CODE)
    await town.app("zhouqiang", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "周强反馈")
    await town.box.settle()
    town.box.ignore_rest()
    states = await town.states()
    late = await town.app("zhouqiang", f"{CODE} 分办给王五")

    assert {"zhouqiang": "reported", "wangwu": "reported"} == states
    assert "不能再分办" in late


async def test_who_has_a_share_below_hands_it_on(town) -> None:
    """A share below can be handed on inside the unit and stays below the head's."""
    await issued(town, "加急 请党政办今天17点前报送材料", "sunli")
    await town.app("sunli", "001 分办给张三")
    await town.box.expect("zhangsan", CODE)
    await town.app("zhangsan", "001 转给李四")
    await town.box.expect("lisi", CODE, "张三转办")
    await town.box.expect("sunli", "张三已转给本单位李四")
    rows = await town.rows("SELECT parent_id FROM share WHERE assignee = 'lisi'")
    head = await town.rows("SELECT id FROM share WHERE assignee = 'sunli'")

    assert rows[0]["parent_id"] == head[0]["id"]


async def test_two_of_one_name(town) -> None:
    """Two 张伟: it is asked which one, the answer is given out."""
    await issued(town, "加急 请民政办今天17点前报送材料", "wufang")
    question = await town.robot("wufang", "001 分办给张伟")
    said = await town.robot("wufang", "1")
    await town.box.expect("zhangwei", CODE, "吴芳分办")

    assert "是哪一位" in question
    assert "张伟" in said
