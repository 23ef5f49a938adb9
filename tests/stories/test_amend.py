"""变更 of the time of a directive that is out: later, nearer, asked for; only those concerned hear of it."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, acknowledge, dues, issue


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_later_is_one_line(town, place) -> None:
    """More time needs no new 收到: one line each, with the old time."""
    cards = await issue(town)
    await acknowledge(town, cards)
    said = await getattr(town, place)("zhaoming", f"{CODE} 改到明天下午5点")
    lines = await town.box.expect_all(["lisi", "wangwu"], CODE, "11月25日(周三)17:00", "不用重新签收")

    assert f"已变更 {CODE}" in said
    assert "时限：11月25日(周三)17:00(原11月24日(周二)17:00)" in said
    assert "已告知2位承办人" in said
    assert "原11月24日(周二)17:00" in lines[0].text
    assert {"lisi": "acknowledged", "wangwu": "acknowledged"} == await town.states()
    assert {"lisi": "2026-11-25T17:00", "wangwu": "2026-11-25T17:00"} == await dues(town)
    assert ("zhaoming", "amended") == (await town.moves())[-1]


async def test_nearer_asks_again(town) -> None:
    """Less time asks for 收到 again, by a card with both times; complete anew is said anew."""
    cards = await issue(town)
    await acknowledge(town, cards)
    said = await town.app("zhaoming", f"{CODE} 提前到今天12点")
    cards = await town.box.expect_all(["lisi", "wangwu"], "变更", CODE)
    rows = dict(cards[0].card.rows)

    assert "已请2位承办人重新签收" in said
    assert ("11月24日(周二)12:00", "11月24日(周二)17:00") == (rows["时限"], rows["原时限"])
    assert ["收到", "反馈", "更多"] == [button.text for button in cards[0].card.buttons]
    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()
    await acknowledge(town, cards)

    assert {"lisi": "acknowledged", "wangwu": "acknowledged"} == await town.states()


async def test_counted_from_the_old_time(town) -> None:
    """延期三天 from the issuer counts from the directive's own time."""
    await issue(town)
    await town.app("zhaoming", f"{CODE} 延期三天")
    await town.box.expect_all(["lisi", "wangwu"], "11月27日(周五)17:00")

    assert {"lisi": "2026-11-27T17:00", "wangwu": "2026-11-27T17:00"} == await dues(town)


async def test_by_the_button(town) -> None:
    """改时间 asks one to one for the time; one that is over is asked back."""
    await issue(town)
    await town.app("zhaoming", CODE)
    card = await town.box.expect("zhaoming", "我交办的", CODE)
    await town.box.tap_app("zhaoming", card, "改时间")
    await town.box.expect("zhaoming", CODE, "新的时限")
    past = await town.app("zhaoming", "今天7点")
    said = await town.app("zhaoming", "明天上午10点")
    await town.box.expect_all(["lisi", "wangwu"], "11月25日(周三)10:00")

    assert "已经过了" in past
    assert "已变更" in said


async def test_past_is_asked_back(town) -> None:
    """A time that is over is not taken; the next words may be the right one, 算了 leaves it."""
    await issue(town)
    past = await town.app("zhaoming", f"{CODE} 改到今天7点")

    assert "已经过了" in past
    assert "没有变动" in await town.app("zhaoming", "算了")
    assert {"lisi": "2026-11-24T17:00", "wangwu": "2026-11-24T17:00"} == await dues(town)


async def test_no_time_is_asked_for(town) -> None:
    """延期 without a time asks for it."""
    await issue(town)
    asked = await town.say("zhaoming", f"{CODE} 延期")
    await town.say("zhaoming", "周五下午3点")
    await town.box.expect_all(["lisi", "wangwu"], "11月27日(周五)15:00")

    assert "新的时限" in asked


async def test_the_same_day_shows_the_clock(town) -> None:
    """An old time on the same day is told by its clock, on another by its day."""
    await issue(town)
    await town.app("zhaoming", f"{CODE} 提前到今天12点")
    await town.box.expect_all(["lisi", "wangwu"], "变更")
    await town.app("lisi", CODE)
    card = await town.box.expect("lisi", CODE, room="app")

    assert "11月24日(周二)12:00(原17:00)" == dict(card.card.rows)["时限"]


async def test_settles_what_was_asked(town) -> None:
    """A new time from the issuer settles an open request for more time."""
    await issue(town)
    await town.app("lisi", f"{CODE} 申请延期到周五,设备未到")
    card = await town.box.expect("zhaoming", CODE, "李四", "设备未到")
    await town.app("zhaoming", f"{CODE} 改到周四17点")
    await town.box.expect_all(["lisi", "wangwu"], "11月26日(周四)17:00")
    await town.box.tap_app("zhaoming", card, "同意")

    assert {"lisi": "2026-11-26T17:00", "wangwu": "2026-11-26T17:00"} == await dues(town)
