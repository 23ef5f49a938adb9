"""撤回: the directive ends, and everybody who heard of it hears this too."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, acknowledge, issue, report


async def gone(town, *who: str, reason: str = "") -> None:
    """Expect that these people and the group hear of the withdrawal."""
    for person in who:
        await town.box.expect(person, CODE, "撤回", "不用再办了", reason)
    await town.box.expect(town.chat, CODE, "已撤回", reason)


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_by_words(town, place) -> None:
    """All who have it are told, with the reason; old cards show it when they are tapped."""
    cards = await issue(town)
    said = await getattr(town, place)("zhaoming", f"撤回 {CODE},因为会议改期")
    await gone(town, "lisi", "wangwu", reason="会议改期")
    heard = await town.box.tap_app("lisi", cards[0], "收到")

    assert f"已撤回 {CODE}「报送材料」。已告知2位承办人。" in said
    assert "withdrawn" == (await town.directive())["state"]
    assert {"lisi": "withdrawn", "wangwu": "withdrawn"} == await town.states()
    assert ("zhaoming", "withdrawn") == (await town.moves())[-1]
    assert heard.ok
    assert "已撤回" == cards[0].card.done
    await town.box.tap_app("wangwu", cards[1], "更多")

    assert "已撤回" == cards[1].card.done


async def test_without_a_code(town) -> None:
    """The only open directive is meant; nothing open, nothing withdrawn."""
    await issue(town)
    await town.say("zhaoming", "撤回")
    await gone(town, "lisi", "wangwu")

    assert "没有下达的未办结任务" in await town.app("zhaoming", "撤回")
    assert "已经撤回" in await town.app("zhaoming", f"撤回 {CODE}")


async def test_which(town) -> None:
    """Of several it is asked which."""
    await issue(town)
    await town.say("zhaoming", "加急 请张三今天18点前检查路灯")
    await town.box.expect("zhangsan", "Z20261124-002")
    asked = await town.robot("zhaoming", "撤回")
    said = await town.robot("zhaoming", "2")
    await gone(town, "lisi", "wangwu")

    assert "2. Z20261124-001" in asked
    assert f"已撤回 {CODE}" in said


async def test_by_the_button(town) -> None:
    """撤回 on the issuer's card acts at once; the card then has no button any more."""
    await issue(town)
    await town.app("zhaoming", CODE)
    card = await town.box.expect("zhaoming", "我交办的", CODE)
    await town.box.tap_app("zhaoming", card, "撤回")
    await gone(town, "lisi", "wangwu")

    assert "已撤回" == card.card.done
    await town.box.tap_app("zhaoming", card.task_id, f"close:{CODE}", force=True)

    assert "withdrawn" == (await town.directive())["state"]


async def test_who_has_not_heard_hears_nothing(town) -> None:
    """Before office hours a first card that still waits is dropped, and nobody hears of anything."""
    await town.say("zhaoming", "请李四、王五今天17点前报送材料")
    said = await town.app("zhaoming", f"撤回 {CODE}")
    await town.box.expect(town.chat, "已撤回")
    await town.box.advance(3600 * 3)

    assert "承办人不会收到" in said
    await town.box.assert_quiet()


async def test_outside_office_hours(town) -> None:
    """What is not urgent is withdrawn at once; those who had heard of it are told when the offices open."""
    await town.say("zhaoming", "请李四、王五明天17点前报送材料")
    await town.box.advance(3600)
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await town.box.advance(3600 * 11)
    said = await town.app("zhaoming", f"撤回 {CODE}")
    await town.box.expect(town.chat, "已撤回")
    await town.box.assert_quiet()
    await town.box.advance(3600 * 13)
    await town.box.expect_all(["lisi", "wangwu"], "撤回")

    assert "将于11月25日(周三)08:30告知2位承办人" in said


async def test_the_accepted_hear_it_too(town) -> None:
    """Whoever was done already hears the line as well, and no praise comes afterwards."""
    await issue(town)
    await report(town, "lisi", "李四")
    await town.app("zhaoming", f"{CODE} 同意办结")
    await town.app("zhaoming", f"撤回 {CODE}")
    await gone(town, "lisi", "wangwu")
    await town.box.advance(3600 * 10)

    assert {"lisi": "accepted", "wangwu": "withdrawn"} == await town.states()


async def test_feedback_after_it(town) -> None:
    """What is reported after the withdrawal is not taken, and the answer says why."""
    cards = await issue(town)
    await town.box.tap_app("lisi", cards[0], "反馈")
    await town.box.expect("lisi", "请直接")
    await town.app("zhaoming", f"撤回 {CODE}")
    await gone(town, "lisi", "wangwu")

    assert "已经撤回" in await town.app("lisi", "三份材料都放在党政办了")
    assert "已经撤回" in await town.app("wangwu", f"{CODE} 已完成")
    assert "已经撤回" in await town.app("wangwu", f"收到 {CODE}")
    assert {"lisi": "withdrawn", "wangwu": "withdrawn"} == await town.states()


async def test_a_notice_that_all_have_read(town) -> None:
    """A notice can be called off after everybody has acknowledged it."""
    cards = await issue(town, "加急 通知:请李四、王五明天上午9点在三楼会议室参加防汛会")
    await acknowledge(town, cards)
    said = await town.app("zhaoming", f"撤回 {CODE},会议不开了")
    await gone(town, "lisi", "wangwu", reason="会议不开了")

    assert "已撤回" in said


async def test_not_by_others(town) -> None:
    """Somebody else's 撤回 is refused with the reason and in the history; a foreign tap does nothing."""
    await issue(town)
    said = await town.say("lisi", f"撤回 {CODE}")
    heard = await town.box.tap_app("sunli", "none", f"withdraw:{CODE}", force=True)
    entry = (await town.directive())["history"][-1]

    assert "不是您交办的，不能撤回" in said
    assert "" == heard.words
    assert ("lisi", "refused", "withdraw") == (entry["actor"], entry["action"], entry["detail"]["verb"])
    assert "open" == (await town.directive())["state"]


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_by_a_delegate(town) -> None:
    """A delegate withdraws for the leader: both names are shown, the leader hears of it at once."""
    await issue(town)
    await town.app("zhangsan", f"撤回 {CODE}")
    await gone(town, "lisi", "wangwu")
    line = await town.box.expect("zhaoming", CODE, "赵明(张三代)撤回")
    entry = (await town.directive())["history"][-1]

    assert "赵明(张三代)" in line.text
    assert ("zhangsan", "withdrawn", "zhaoming") == (entry["actor"], entry["action"], entry["detail"]["for"])
