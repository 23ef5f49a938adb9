"""The group's card and the group's two lines."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"


def card_of(town, chat: str):
    """Give the group's card of the first directive."""
    return next(m for m in town.box.group(chat) if m.card and CODE in m.card.text)


async def test_card_carries_the_count_with_its_time(town) -> None:
    """The card has 已收到 k/n as of its last redrawing; a tap on 刷新 redraws it for everybody."""
    await town.say("zhaoming", "加急 请李四、王五今天17点前报送材料")
    tapped = await town.box.expect("lisi")
    await town.box.expect("wangwu")
    card = card_of(town, town.chat)

    assert "0/2" == dict(card.card.rows)["已收到"]
    assert "11月24日(周二)07:30" == dict(card.card.rows)["更新于"]
    await town.box.tap_app("lisi", tapped, "收到")

    assert "0/2" == dict(card.card.rows)["已收到"]
    await town.box.advance(600)
    heard = await town.box.tap_group(town.chat, "chujing", card, "刷新")

    assert "1/2" == dict(card.card.rows)["已收到"]
    assert "11月24日(周二)07:40" == dict(card.card.rows)["更新于"]
    assert {} == card.views
    assert "userids" not in heard.plain


async def test_one_line_each_where_there_is_a_webhook(town) -> None:
    """One line when all have acknowledged, one when it is closed; the card then has no button any more."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    await town.box.expect("lisi")
    await town.app("lisi", f"{CODE} 已完成,共3份")
    feedback = await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", "全部收到")
    first = await town.box.expect(town.chat, "全部收到")
    await town.box.tap_app("zhaoming", feedback, "同意办结")
    second = await town.box.expect(town.chat, "全部办结")
    await town.box.tap_group(town.chat, "zhaoming", card_of(town, town.chat), "刷新")

    assert f"{CODE}「报送材料」已全部收到(1/1)。" == first.text
    assert f"{CODE}「报送材料」已全部办结。" == second.text
    assert "已全部办结" == card_of(town, town.chat).card.done


async def test_no_line_without_a_webhook(town) -> None:
    """A group without a webhook_key hears nothing unasked; its card shows how it stands."""
    await town.box.say_group(town.other, "zhaoming", "加急 请李四今天17点前报送材料")
    hello = await town.box.expect(town.other, "大家好")
    card = await town.box.expect("lisi")
    await town.box.tap_app("lisi", card, "收到")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.settle()
    await town.box.tap_group(town.other, "lisi", card_of(town, town.other), "刷新")

    assert "1/1" == dict(card_of(town, town.other).card.rows)["已收到"]
    assert [hello] == [m for m in town.box.group(town.other) if m.pushed]


async def test_held_card_is_said_in_the_group(town) -> None:
    """The words above the card say when the cards go out, one line each, no mention of staff by @."""
    said = await town.say("zhaoming", "请李四今天17点前报送材料")
    await town.box.advance(3600)
    await town.box.expect("lisi")

    assert "卡片将于11月24日(周二)08:30发给1人" in said
    assert "@" not in said.split("[刷新]")[0]


@pytest.mark.parametrize("place", ["robot", "app"])
async def test_no_group_no_line(town, place) -> None:
    """What was issued one to one is told to no group."""
    await getattr(town, place)("zhaoming", "加急 请李四今天17点前报送材料")
    card = await town.box.expect("lisi")
    await town.box.tap_app("lisi", card, "收到")
    await town.box.expect("zhaoming", CODE, "全部收到")
