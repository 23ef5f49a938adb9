"""退回: what was reported goes back to its assignee with what is missing."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, issue, report


async def test_by_words(town) -> None:
    """退回 with a reason reaches the assignee at once as a card that asks for exactly that."""
    await issue(town)
    await report(town, "lisi", "李四")
    said = await town.app("zhaoming", f"{CODE} 退回,请补充整改前后的照片")
    card = await town.box.expect("lisi", "退回：报送材料", CODE, "请补充整改前后的照片")

    assert f"已退回 {CODE}「报送材料」李四的反馈" in said
    assert ["反馈", "更多"] == [button.text for button in card.card.buttons]
    assert {"lisi": "returned", "wangwu": "assigned"} == await town.states()
    assert ("zhaoming", "returned") == (await town.moves())[-1]
    heard = await town.box.tap_app("lisi", card, "反馈")
    await town.box.expect("lisi", CODE, "请直接")

    assert heard.ok
    await town.app("lisi", "照片已经补上,共6张")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "李四反馈", "共6张")

    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()


async def test_in_the_group_nobody_is_named(town) -> None:
    """In the group the answer has no name and no reason; the only directive with a report is meant."""
    await issue(town)
    await report(town, "lisi", "李四")
    said = await town.say("zhaoming", "退回,数据不对")
    await town.box.expect("lisi", "数据不对")

    assert f"已退回 {CODE}「报送材料」" in said
    assert "李四" not in said


async def test_by_the_button(town) -> None:
    """退回 on the card asks one to one for the reason; the next words are it."""
    await issue(town)
    card = await report(town, "lisi", "李四")
    await town.box.tap_app("zhaoming", card, "退回")
    await town.box.expect("zhaoming", CODE, "退回的原因")

    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()
    said = await town.app("zhaoming", "缺第三季度的数据")
    await town.box.expect("lisi", "退回", CODE, "缺第三季度的数据")

    assert "已退回" in said
    assert {"lisi": "returned", "wangwu": "assigned"} == await town.states()
    await town.box.tap_app("zhaoming", card, "accept:1", force=True)

    assert "已退回" in card.card.text
    assert {"lisi": "returned", "wangwu": "assigned"} == await town.states()


async def test_a_reason_is_asked_for(town) -> None:
    """Without a reason nothing happens but the question; 算了 leaves all as it is."""
    await issue(town)
    await report(town, "lisi", "李四")
    asked = await town.app("zhaoming", f"{CODE} 退回")
    left = await town.app("zhaoming", "算了")

    assert "退回的原因" in asked
    assert "没有变动" in left
    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()


async def test_asks_for_the_reason_in_the_group(town) -> None:
    """What was asked in the group is answered there."""
    await issue(town)
    await report(town, "lisi", "李四")
    asked = await town.say("zhaoming", f"{CODE} 退回")
    said = await town.say("zhaoming", "缺照片")
    await town.box.expect("lisi", "退回", "缺照片")

    assert "退回的原因" in asked
    assert "已退回" in said


async def test_whose(town) -> None:
    """Where several reported it is asked whose; who is named is meant."""
    await issue(town)
    await report(town, "lisi", "李四")
    await report(town, "wangwu", "王五", last=True)
    asked = await town.robot("zhaoming", f"{CODE} 退回,请补充照片")

    assert "李四" in asked
    assert "王五" in asked
    await town.robot("zhaoming", "2")
    await town.box.expect("wangwu", "退回", "请补充照片")

    assert {"lisi": "reported", "wangwu": "returned"} == await town.states()
    await town.robot("zhaoming", f"{CODE} 退回李四的,数据不对")
    await town.box.expect("lisi", "退回", "数据不对")

    assert {"lisi": "returned", "wangwu": "returned"} == await town.states()


async def test_with_a_new_time(town) -> None:
    """A time that is named holds from then on, the old one stays visible; one that is over is not taken."""
    await issue(town)
    await report(town, "lisi", "李四")
    past = await town.app("zhaoming", f"{CODE} 退回,请补充照片,今天7点前报")

    assert "已经过了" in past
    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()
    await town.app("zhaoming", f"{CODE} 退回,请补充照片,明天12点前报")
    card = await town.box.expect("lisi", "退回", "请补充照片")

    assert "11月25日(周三)12:00(原11月24日)" == dict(card.card.rows)["时限"]
    dues = {one["assignee"]: one["due"] for one in (await town.directive())["assignments"]}

    assert {
        "lisi": "2026-11-25T12:00:00+08:00",
        "wangwu": "2026-11-24T17:00:00+08:00",
    } == dues


async def test_from_accepted(town) -> None:
    """What was accepted can be returned too; the directive is open again."""
    await issue(town, "加急 请李四今天17点前报送材料", ["lisi"])
    await report(town, "lisi", "李四", last=True)
    await town.app("zhaoming", f"{CODE} 同意办结")
    await town.box.expect(town.chat, "全部办结")
    said = await town.app("zhaoming", f"{CODE} 退回,数据对不上")
    await town.box.expect("lisi", "退回", "数据对不上")

    assert "重新打开" in said
    assert "open" == (await town.directive())["state"]
    assert {"lisi": "returned"} == await town.states()
    await town.box.advance(3600 * 3)
    await town.app("lisi", f"{CODE} 已完成,重新核对")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("zhaoming", f"{CODE} 同意办结")
    await town.box.expect(town.chat, "全部办结")
    await town.box.advance(3600 * 8)
    await town.box.expect("lisi", "已同意办结")


async def test_waits_for_office_hours(town) -> None:
    """What is neither 特急 nor 加急 comes back when the offices open."""
    await town.say("zhaoming", "请李四、王五今天17点前报送材料")
    await town.box.advance(3600)
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await report(town, "lisi", "李四")
    await town.box.advance(3600 * 10)
    await town.app("zhaoming", f"{CODE} 退回,请补充照片")
    await town.box.assert_quiet()
    await town.box.advance(3600 * 14)
    await town.box.expect("lisi", "退回", "请补充照片")


async def test_nothing_reported(town) -> None:
    """What was not reported cannot be returned, and the answer says so."""
    await issue(town)

    assert "没有等您审核的反馈" in await town.app("zhaoming", "退回,数据不对")
    assert "没有可以退回的反馈" in await town.app("zhaoming", f"{CODE} 退回,数据不对")
    assert "没有找到编号" in await town.app("zhaoming", "Z20261124-099 退回,数据不对")


async def test_by_a_stranger(town) -> None:
    """Somebody else's 退回 is refused with the reason and in the history; a foreign tap does nothing."""
    await issue(town)
    card = await report(town, "lisi", "李四")
    said = await town.say("sunli", f"{CODE} 退回,数据不对")
    heard = await town.box.tap_app("sunli", card.task_id, "return:1", force=True)

    assert "不是您交办的,不能退回".replace(",", "，") in said
    assert "" == heard.words
    entry = (await town.directive())["history"][-1]

    assert ("sunli", "refused", "return") == (entry["actor"], entry["action"], entry["detail"]["verb"])
    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()


async def test_twice_and_late(town) -> None:
    """A second return finds nothing; an answer to a question that was settled meanwhile says so."""
    await issue(town)
    card = await report(town, "lisi", "李四")
    await town.box.tap_app("zhaoming", card, "退回")
    await town.box.expect("zhaoming", "退回的原因")
    await town.say("zhaoming", f"{CODE} 退回,缺照片")
    await town.box.expect("lisi", "退回", "缺照片")

    assert "刚才已经退回" in await town.app("zhaoming", "还缺数据")
    assert "没有可以退回的反馈" in await town.app("zhaoming", f"{CODE} 退回,缺照片")


async def test_after_withdrawal(town) -> None:
    """退回 on an old card after a withdrawal shows the card as it stands; by words it is refused."""
    await issue(town)
    card = await report(town, "lisi", "李四")
    await town.app("zhaoming", f"撤回 {CODE}")
    await town.box.expect_all(["lisi", "wangwu"], "撤回", CODE)
    await town.box.expect(town.chat, "已撤回")
    await town.box.tap_app("zhaoming", card, "退回")

    assert "已撤回" in card.card.text
    assert "已经撤回" in await town.app("zhaoming", f"{CODE} 退回,缺照片")


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_by_a_delegate(town) -> None:
    """A delegate returns for the leader: both names are shown, and the leader hears of it."""
    await issue(town)
    await report(town, "lisi", "李四")
    await town.app("zhangsan", f"{CODE} 退回,缺照片")
    card = await town.box.expect("lisi", "退回", "缺照片")
    await town.box.expect("zhaoming", CODE, "张三代赵明退回", "缺照片")
    entry = (await town.directive())["history"][-1]

    assert "赵明(张三代)" == dict(card.card.rows)["来自"]
    assert ("zhangsan", "returned", "zhaoming") == (entry["actor"], entry["action"], entry["detail"]["for"])
