"""Several verdicts in one message: 同意李四的,退回王五的:照片不清楚; and whose a verdict about one is."""

from __future__ import annotations

import pytest

from tests.stories.changing import BOTH, CODE, TWO, issue, report
from tests.stories.deciding import asked, dues

SECOND = "Z20261124-002"


async def both_reported(town) -> None:
    """Have both report, each with a card of its own."""
    await issue(town)
    await report(town, "lisi", "李四")
    await report(town, "wangwu", "王五", last=True)


@pytest.mark.parametrize("place", ["say", "app", "robot"])
@pytest.mark.parametrize(
    "words",
    [
        "同意李四的，退回王五的：照片不清楚",
        "001 退回王五的，照片不清楚，同意李四的",
        "李四的可以，王五的不行：照片不清楚",
    ],
)
async def test_accepted_and_returned(town, place, words) -> None:
    """Each is carried out in its own right, one answer says both; in a group nobody is named."""
    await both_reported(town)
    said = await getattr(town, place)("zhaoming", words)
    await town.box.expect("wangwu", "退回：报送材料", "照片不清楚")

    assert "有2件事" in said
    assert f"{CODE}「报送材料」已同意办结1项" in said
    assert f"已退回 {CODE}「报送材料」" in said
    assert ("李四" in said) == ("王五" in said) == (place != "say")
    assert {"lisi": "accepted", "wangwu": "returned"} == await town.states()


async def test_a_report_and_a_request(town) -> None:
    """李四的可以 accepts what was reported, 王五的延期不同意 refuses what was asked for."""
    await issue(town)
    await report(town, "lisi", "李四")
    await asked(town, "wangwu")
    said = await town.app("zhaoming", "李四的可以，王五的延期不同意，必须按时报")
    await town.box.expect("wangwu", "没有同意延期：必须按时报")

    assert "已同意办结1项(李四)" in said
    assert "没有同意延期，时限不变" in said
    assert {"lisi": "accepted", "wangwu": "assigned"} == await town.states()


async def test_two_requests(town) -> None:
    """One gets the time that was asked for, the other less; what is vague is about what waits."""
    await issue(town)
    await asked(town)
    await asked(town, "wangwu")
    await town.app("zhaoming", "李四的可以，王五的只给一天")
    await town.box.expect("lisi", "已同意延期", "11月27日(周五)17:00")
    await town.box.expect("wangwu", "已同意延期", "11月25日(周三)17:00")

    assert {"lisi": "27T17", "wangwu": "25T17"} == await dues(town)


async def test_two_reasons(town) -> None:
    """Two are returned, each for a reason of its own."""
    await both_reported(town)
    await town.app("zhaoming", "退回李四的：缺照片，退回王五的：数据不对")
    cards = await town.box.expect_all(list(BOTH), "退回：报送材料")

    assert [True, False] == ["缺照片" in card.words for card in cards]
    assert [False, True] == ["数据不对" in card.words for card in cards]


@pytest.mark.parametrize("words", ["同意李四的，王五的再说", "同意李四的，退回王小二的：照片不清楚"])
async def test_what_cannot_be_read_is_said(town, words) -> None:
    """One half is done, of the other it is said that it was not."""
    await both_reported(town)
    said = await town.app("zhaoming", words)

    assert "已同意办结1项(李四)" in said
    assert "没有看懂，没有处理" in said
    assert {"lisi": "accepted", "wangwu": "reported"} == await town.states()


async def test_a_reason_is_asked_for(town) -> None:
    """The verdict that lacks its reason asks for it; the next words are it."""
    await both_reported(town)
    said = await town.app("zhaoming", "同意李四的，退回王五的")
    before = await town.states()
    await town.app("zhaoming", "照片不清楚")
    await town.box.expect("wangwu", "退回：报送材料", "照片不清楚")

    assert "退回的原因" in said
    assert {"lisi": "accepted", "wangwu": "reported"} == before
    assert {"lisi": "accepted", "wangwu": "returned"} == await town.states()


async def test_in_two_directives(town) -> None:
    """Whose report waits where says which directive each verdict is about; where it does not, it is asked."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    await town.box.expect("lisi", CODE)
    await town.say("zhaoming", "加急 请王五今天17点前打扫会议室")
    await town.box.expect("wangwu", SECOND)
    await town.app("lisi", "已完成,共3份")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("wangwu", "已完成,共3间")
    await town.box.expect("zhaoming", "王五反馈")
    await town.box.settle()
    town.box.ignore_rest()
    await town.app("zhaoming", "同意李四的，退回王五的：还有灰")
    await town.box.expect("wangwu", "退回", SECOND, "还有灰")
    await town.box.expect(town.chat, CODE, "全部办结")

    assert {"lisi": "accepted"} == await town.states()
    assert {"wangwu": "returned"} == await town.states(SECOND)


async def test_which_directive(town) -> None:
    """Both have reported in two directives: it is asked which, and both verdicts are about that one."""
    await both_reported(town)
    await town.say("zhaoming", TWO)
    await town.box.expect_all(list(BOTH), SECOND)
    await town.app("lisi", f"{SECOND} 已完成,共3份")
    await town.app("wangwu", f"{SECOND} 已完成,共3份")
    await town.box.settle()
    town.box.ignore_rest()
    question = await town.robot("zhaoming", "同意李四的，退回王五的：照片不清楚")
    await town.robot("zhaoming", "2")
    await town.box.expect("wangwu", "退回", CODE, "照片不清楚")

    assert "哪一项" in question
    assert {"lisi": "accepted", "wangwu": "returned"} == await town.states()
    assert {"lisi": "reported", "wangwu": "reported"} == await town.states(SECOND)


async def test_who_may_not(town) -> None:
    """Each verdict of a stranger is refused and in the history; nothing changes."""
    await both_reported(town)
    said = await town.app("wangwu", f"{CODE} 同意李四的，退回王五的：照片不清楚")

    assert CODE in said
    assert {"lisi": "reported", "wangwu": "reported"} == await town.states()
    assert [("wangwu", "refused")] * 2 == (await town.moves())[-2:]


@pytest.mark.parametrize("words", ["同意各村的", "退回各村的，照片不清楚"])
async def test_units_below(town, words) -> None:
    """各村 means the villages: their reports are accepted or returned, nobody else's."""
    await town.say("zhaoming", "加急 请各村、李四今天17点前报送材料")
    await town.box.settle()
    town.box.ignore_rest()
    shares = (await town.directive())["assignments"]
    villages = [one["assignee"] for one in shares if one["assignee"] != "lisi"]
    for who in (villages[0], "lisi"):
        await town.app(who, f"{CODE} 已完成,共3份")
        await town.box.advance(600)
    await town.box.settle()
    town.box.ignore_rest()
    said = await town.app("zhaoming", words)
    await town.box.settle()
    town.box.ignore_rest()
    now = await town.states()

    assert CODE in said
    assert ("accepted" if "同意" in words else "returned") == now[villages[0]]
    assert "reported" == now["lisi"]


@pytest.mark.parametrize("words", ["001 李四的行", "001 李四的没问题", "同意李四的", "李四的材料可以办结"])
async def test_of_one_alone(town, words) -> None:
    """A verdict about one leaves the other's report as it is."""
    await both_reported(town)
    await town.app("zhaoming", words)

    assert {"lisi": "accepted", "wangwu": "reported"} == await town.states()


@pytest.mark.parametrize(
    ("words", "heard", "day"),
    [("001 同意李四的", "已同意延期", "27T17"), ("001 李四的不同意", "没有同意延期", "24T17")],
)
async def test_what_is_vague_is_about_what_waits(town, words, heard, day) -> None:
    """同意李四的 decides what 李四 asked for, where 李四 reported nothing."""
    await issue(town)
    await asked(town)
    await report(town, "wangwu", "王五")
    await town.app("zhaoming", words)
    await town.box.expect("lisi", heard)

    assert {"lisi": day, "wangwu": "24T17"} == await dues(town)
    assert {"lisi": "assigned", "wangwu": "reported"} == await town.states()


async def test_two_have_to_be_asked_about(town) -> None:
    """Only one thing is asked at a time; of the other it is said that it waits."""
    await town.say("zhaoming", "加急 请李四、王五、张三今天17点前报送材料")
    await town.box.expect_all(["lisi", "wangwu", "zhangsan"], CODE)
    for who, name in (("lisi", "李四"), ("wangwu", "王五"), ("zhangsan", "张三")):
        await town.app(who, f"{CODE} 已完成,共3份")
        await town.box.advance(600)
        await town.box.expect("zhaoming", f"{name}反馈")
    town.box.ignore_rest()
    said = await town.app("zhaoming", "001 退回李四的，同意张三的，退回王五的：照片不清楚")
    await town.box.expect("wangwu", "退回", "照片不清楚")
    twice = await town.app("zhaoming", "001 退回李四的，同意张伟的")

    assert "退回的原因" in said
    assert "已同意办结1项(张三)" in said
    assert "没有处理" in twice
    assert {"lisi": "reported", "wangwu": "returned", "zhangsan": "accepted"} == await town.states()


@pytest.mark.parametrize("words", ["001 退回王小二的：照片不清楚", "001 退回张三的，照片不清楚"])
async def test_nobody_is_returned_in_place_of_another(town, words) -> None:
    """Who has no share, or is in no directory, is not taken for somebody else."""
    await issue(town)
    await report(town, "lisi", "李四")
    said = await town.app("zhaoming", words)

    assert CODE in said
    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()
