"""收到: by tap or by words, in the group or one to one; the tapper's id decides whose share it is."""

from __future__ import annotations

import pytest

from tests.stories.changing import all_have_it

TASK = "加急 请李四今天17点前报送材料"
TWO = "加急 请李四、王五今天17点前报送材料"


async def test_by_tap(town) -> None:
    """A tap on 收到 acknowledges, the card says so by the answer and by the API, 反馈 is left."""
    await town.say("zhaoming", TASK)
    card = await town.box.expect("lisi")
    heard = await town.box.tap_app("lisi", card, "收到")
    await town.box.settle()
    await all_have_it(town)
    share = (await town.directive())["assignments"][0]
    updates = town.box.hub.records.to("/cgi-bin/message/update_template_card")

    assert heard.ok
    assert "Z20261124-001" in heard.card.text
    assert ["反馈", "更多"] == [button.text for button in card.card.buttons]
    assert "11月24日(周二)07:30" == dict(card.card.rows)["签收"]
    assert "acknowledged" == share["state"]
    assert "2026-11-24T07:30:00+08:00" == share["acknowledged_at"]
    assert 1 == len(updates)
    assert [("zhaoming", "issued"), ("lisi", "acknowledged")] == await town.moves()


@pytest.mark.parametrize("passive", [True, False])
async def test_card_changes_either_way(town, passive) -> None:
    """The card changes by the API even where the client ignores the passive answer."""
    town.box.hub.passive_cards = passive
    await town.say("zhaoming", TASK)
    card = await town.box.expect("lisi")
    await town.box.tap_app("lisi", card, "收到")
    await town.box.settle()
    await all_have_it(town)

    assert "签收" in dict(card.card.rows)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("say", "收到"),
        ("app", "收到"),
        ("robot", "收到"),
        ("say", "Z20261124-001 收到"),
        ("app", "001 收到"),
        ("robot", "z20261124-001收到,马上办"),
        ("say", "1"),
    ],
)
async def test_by_words(town, place, words) -> None:
    """收到 in the group or one to one, with or without the code or its digits, means the only open one."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi")
    said = await getattr(town, place)("lisi", words)
    await all_have_it(town)

    assert "已签收 Z20261124-001" in said
    assert {"lisi": "acknowledged"} == await town.states()


async def test_quoted_message_says_which(town) -> None:
    """Of several open ones the quoted message's is meant."""
    await town.say("zhaoming", TASK)
    await town.say("zhaoming", "加急 请李四今天18点前检查路灯")
    await town.box.expect("lisi", "Z20261124-001")
    await town.box.expect("lisi", "Z20261124-002")
    await town.say("lisi", "收到", quote="已交办 Z20261124-001\n报送材料")
    await all_have_it(town)

    assert {"lisi": "acknowledged"} == await town.states()
    assert {"lisi": "assigned"} == await town.states("Z20261124-002")


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_several_open_are_choices(town, place) -> None:
    """Without a code several open ones are offered to choose from; a number takes one."""
    await town.say("zhaoming", TASK)
    await town.say("zhaoming", "加急 请李四今天18点前检查路灯")
    await town.box.expect("lisi", "Z20261124-001")
    await town.box.expect("lisi", "Z20261124-002")
    asked = await getattr(town, place)("lisi", "收到")
    if place == "app":
        await town.box.expect("lisi", "是哪一项")
    said = await getattr(town, place)("lisi", "2")
    await all_have_it(town)

    assert "1. Z20261124-002" in asked
    assert "2. Z20261124-001" in asked
    assert "已签收 Z20261124-001" in said
    assert {"lisi": "assigned"} == await town.states("Z20261124-002")


async def test_choice_by_tap(town) -> None:
    """The choice can be tapped on the app's card as well."""
    await town.say("zhaoming", TASK)
    await town.say("zhaoming", "加急 请李四今天18点前检查路灯")
    await town.box.expect("lisi", "Z20261124-001")
    await town.box.expect("lisi", "Z20261124-002")
    await town.app("lisi", "收到")
    card = await town.box.expect("lisi", "是哪一项")
    heard = await town.box.tap_app("lisi", card, "Z20261124-002")
    await all_have_it(town, code="Z20261124-002")

    assert "已签收 Z20261124-002" in heard.card.text
    assert {"lisi": "acknowledged"} == await town.states("Z20261124-002")


async def test_twice_is_once(town) -> None:
    """A second 收到, by tap or by words, changes nothing and says so."""
    await town.say("zhaoming", TWO)
    card = await town.box.expect("lisi")
    await town.box.expect("wangwu")
    await town.box.tap_app("lisi", card, "收到")
    again = await town.box.tap_app("lisi", card, "ack:Z20261124-001", force=True)
    said = await town.app("lisi", "Z20261124-001 收到")

    assert again.ok
    assert "之前已经签收" in said
    assert [("zhaoming", "issued"), ("lisi", "acknowledged")] == await town.moves()


async def test_strangers_tap_changes_nothing(town) -> None:
    """The tapper's id decides: a tap by somebody without a share changes nothing and answers nothing."""
    await town.say("zhaoming", TASK)
    card = await town.box.expect("lisi")
    before = await town.directive()
    heard = await town.box.tap_app("zhangsan", card.task_id, "ack:Z20261124-001", force=True)
    unknown = await town.box.tap_app("lisi", card.task_id, "ack:Z20991231-001", force=True)
    foreign = await town.box.tap_app("lisi", card.task_id, "nonsense", force=True)

    assert ["", "", ""] == [heard.words, unknown.words, foreign.words]
    assert before == await town.directive()


async def test_nothing_to_acknowledge(town) -> None:
    """收到 of somebody who has nothing open is answered in words."""
    assert "没有待签收" in await town.say("lisi", "收到")
    assert "没有找到编号Z20261124-009" in await town.app("lisi", "Z20261124-009 收到")


async def test_notice_closes_when_all_have_it(town) -> None:
    """A notice is closed when everybody has acknowledged; issuer and group hear it once."""
    await town.say("zhaoming", "加急 通知:请李四、王五明天上午9点在三楼会议室参加防汛会")
    lisi, wangwu = await town.box.expect_all(["lisi", "wangwu"])
    await town.box.tap_app("lisi", lisi, "收到")

    assert "open" == (await town.directive())["state"]
    await town.box.tap_app("wangwu", wangwu, "收到")
    await all_have_it(town)

    assert "closed" == (await town.directive())["state"]
    assert "closed" == (await town.moves())[-1][1]
    assert "已收到" == wangwu.card.done


async def test_long_before_the_held_card(town) -> None:
    """Who acknowledged by words before the card went out gets none any more."""
    await town.say("zhaoming", "请李四今天17点前报送材料")
    await town.say("lisi", "收到")
    await all_have_it(town)
    await town.box.advance(3700)

    assert [] == [m for m in town.box.phone("lisi", "app") if m.card]


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhangsan"}}}])
async def test_stand_in(town) -> None:
    """A stand-in (AB 岗) acknowledges for the absent; the history names both."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi")
    said = await town.say("zhangsan", "收到")
    await all_have_it(town)
    entry = (await town.directive())["history"][-1]

    assert "已代李四签收 Z20261124-001" in said
    assert ("zhangsan", "acknowledged", {"for": "lisi"}) == (entry["actor"], entry["action"], entry["detail"])


@pytest.mark.parametrize(
    "members", [{"zhengjun": {"is_leader_in_dept": [0]}, "fenggang": {"is_leader_in_dept": [1]}}]
)
@pytest.mark.parametrize("changes", [{"people": {"heads": {5: "zhengjun"}}}])
async def test_head_by_the_settings(town) -> None:
    """`people.heads` overrides the directory: the unit's share goes to that head."""
    await town.say("zhaoming", "加急 请环卫所今天17点前清理河道垃圾")
    await town.box.expect("zhengjun", "Z20261124-001")

    assert {"zhengjun": "assigned"} == await town.states()


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhangsan"}}}])
async def test_signed_for_before_the_held_card(town) -> None:
    """Whoever signs for another does not take the other's card away: it comes at its time and says who."""
    await town.say("zhaoming", "请李四今天17点前报送材料")
    said = await town.app("zhangsan", "收到")
    await all_have_it(town)
    await town.box.advance(3700)
    card = await town.box.expect("lisi", "Z20261124-001")

    assert "已代李四签收 Z20261124-001" in said
    assert ["反馈", "更多"] == [button.text for button in card.card.buttons]
    assert "11月24日(周二)07:30(张三代)" == dict(card.card.rows)["签收"]
    assert "李四的一份之前已经签收" in await town.app("zhangsan", "Z20261124-001 收到")


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhangsan"}}}])
async def test_notice_signed_for_before_the_held_card(town) -> None:
    """A notice that a stand-in's 收到 closed still reaches the one it was meant for."""
    await town.say("zhaoming", "通知:请李四明天上午9点在三楼会议室参加防汛会")
    await town.app("zhangsan", "收到")
    await all_have_it(town)
    await town.box.advance(3700)
    card = await town.box.expect("lisi", "Z20261124-001")

    assert "closed" == (await town.directive())["state"]
    assert [] == list(card.card.buttons)
    assert card.card.body.endswith("\n已收到")


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhangsan"}}}])
async def test_tap_after_a_stand_in(town) -> None:
    """A tap after a stand-in's 收到 redraws the card with who signed."""
    await town.say("zhaoming", TASK)
    card = await town.box.expect("lisi")
    await town.app("zhangsan", "收到")
    await all_have_it(town)
    await town.box.tap_app("lisi", card, "收到")

    assert "11月24日(周二)07:30(张三代)" == dict(card.card.rows)["签收"]


async def test_head_does_not_sign_for_a_person(town) -> None:
    """What was given to a person by name is that person's: the head of the unit may not acknowledge it."""
    await town.say("zhaoming", "加急 请王五今天17点前报送材料")
    await town.box.expect("wangwu")
    said = await town.app("zhouqiang", "Z20261124-001 收到")

    assert "没有分办给您" in said
    assert {"wangwu": "assigned"} == await town.states()


async def test_count_in_the_answer(town) -> None:
    """The answer to words carries code and count."""
    await town.say("zhaoming", TWO)
    await town.box.expect_all(["lisi", "wangwu"])

    assert "已签收 Z20261124-001「报送材料」(1/2)" in await town.say("lisi", "收到")
