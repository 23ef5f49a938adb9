"""Whom a card cannot reach: named to the issuer at once, with 改派."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"
THREE = "加急 请张三、李四、王五今天17点前报送材料"
MISSING = {"lisi": {"status": 4}, "zhangsan": {"status": 2}}


async def all_the_others(town) -> None:
    """Take out the cards of everybody else; more than fifty at once go in the slow lane."""
    await town.box.settle()
    for owner in town.box.world.members:
        if owner != "zhaoming":
            town.box.ignore_rest(owner)


@pytest.mark.parametrize("members", [MISSING])
async def test_known_at_once_in_the_group(town) -> None:
    """The group hears a number; the names with reasons and 改派 go one to one to the issuer."""
    said = await town.say("zhaoming", THREE)
    await town.box.expect("wangwu", CODE)
    card = await town.box.expect("zhaoming", CODE, "没有送达2人", "未激活：李四", "已停用：张三")

    assert "送不到2人" in said
    assert "未激活" not in said
    assert ["改派张三", "改派李四"] == [button.text for button in card.card.buttons]


@pytest.mark.parametrize("members", [MISSING])
async def test_known_at_once_one_to_one(town) -> None:
    """One to one the answer names them; the card with the buttons comes besides."""
    said = await town.app("zhaoming", THREE)
    await town.box.expect("wangwu", CODE)
    await town.box.expect("zhaoming", CODE, "没有送达2人")

    assert "送不到2人：张三(账号已停用)、李四(未激活企业微信)" in said


@pytest.mark.parametrize("members", [{"lisi": {"status": 4}}])
async def test_handed_on_by_the_button(town) -> None:
    """改派 asks to whom one to one, and the one who is named gets the card."""
    await town.say("zhaoming", "加急 请李四、王五今天17点前报送材料")
    await town.box.expect("wangwu", CODE)
    card = await town.box.expect("zhaoming", CODE, "没有送达1人")
    await town.box.tap_app("zhaoming", card, "改派李四")
    await town.box.expect("zhaoming", CODE, "改派")
    await town.app("zhaoming", "周强")
    await town.box.expect("zhouqiang", CODE)

    assert {"lisi": "reassigned", "wangwu": "assigned", "zhouqiang": "assigned"} == await town.states()


@pytest.mark.parametrize("members", [MISSING])
async def test_handed_on_by_words(town) -> None:
    """Words name the one whose share it is, and who is to have it."""
    await town.say("zhaoming", THREE)
    await town.box.expect("wangwu", CODE)
    await town.box.expect("zhaoming", CODE, "没有送达2人")
    await town.app("zhaoming", "001 把李四的改派给周强")
    await town.box.expect("zhouqiang", CODE)

    assert "reassigned" == (await town.states())["lisi"]
    assert "assigned" == (await town.states())["zhangsan"]


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
@pytest.mark.parametrize("members", [{"lisi": {"status": 4}}])
async def test_the_delegate_who_posted_is_told_too(town) -> None:
    """Leader and delegate both get the card, each once."""
    await town.say("zhangsan", "加急 请李四、王五今天17点前报送材料")
    await town.box.expect("wangwu", CODE)
    await town.box.expect_all(["zhaoming", "zhangsan"], CODE, "没有送达1人")


@pytest.mark.parametrize("members", [{"lisi": {"unlicensed": True}}])
async def test_learned_from_the_platform(town) -> None:
    """Whom only the platform knows not to be reachable is named at once too, with 改派."""
    await town.say("zhaoming", "加急 请李四、王五今天17点前报送材料")
    await town.box.expect("wangwu")
    card = await town.box.expect("zhaoming", CODE, "没有送达1人", "未授权：李四")

    assert ["改派李四"] == [button.text for button in card.card.buttons]


@pytest.mark.parametrize("members", [{who: {"unlicensed": True} for who in ("lisi", "wangwu", "zhangsan")}])
async def test_one_notice_for_a_directive(town) -> None:
    """However many calls the cards went out in, the issuer gets one notice."""
    await town.say("zhaoming", "加急 请全体人员今天17点前报送材料")
    await town.box.settle()
    told = await town.box.expect("zhaoming", CODE, "没有送达3人")
    await all_the_others(town)

    assert 3 == len(told.card.buttons)


@pytest.mark.parametrize(
    "members", [{f"n{i:02d}": {"name": f"新人{i:02d}", "department": [2], "status": 4} for i in range(20)}]
)
async def test_many_are_twelve_names_and_a_number(town) -> None:
    """Of many the first twelve are named and the number is said; five have a button."""
    await town.say("zhaoming", "加急 请全体人员今天17点前报送材料")
    told = await town.box.expect("zhaoming", CODE, "没有送达20人", "等20人")
    await all_the_others(town)

    assert "新人11等20人" in told.words
    assert 5 == len(told.card.buttons)


@pytest.mark.parametrize("members", [{"lisi": {"status": 4}}])
async def test_a_notice_is_not_handed_on(town) -> None:
    """Of what is only to be read the issuer hears the names, without 改派."""
    await town.say("zhaoming", "加急 通知:请李四、王五明天上午9点在三楼会议室参加防汛会")
    await town.box.expect("wangwu", CODE)
    told = await town.box.expect("zhaoming", CODE, "没有送达1人", "请另行通知本人")

    assert told.card is None


@pytest.mark.parametrize("members", [{"lisi": {"unlicensed": True}}])
async def test_named_each_time_it_is_given(town) -> None:
    """Who could not be reached and is given it once more is named once more, with 改派."""
    await town.say("zhaoming", "加急 请李四、王五今天17点前报送材料")
    await town.box.expect("wangwu")
    await town.box.expect("zhaoming", CODE, "没有送达1人")
    await town.app("zhaoming", f"{CODE} 把李四的改派给张三")
    await town.box.expect("zhangsan", CODE)
    await town.box.advance(30)
    await town.app("zhaoming", f"{CODE} 把张三的改派给李四")
    card = await town.box.expect("zhaoming", CODE, "没有送达1人", "收不到：李四")
    town.box.ignore_rest("zhangsan")

    assert ["改派李四"] == [button.text for button in card.card.buttons]
    assert {"lisi": "assigned", "wangwu": "assigned", "zhangsan": "reassigned"} == await town.states()
