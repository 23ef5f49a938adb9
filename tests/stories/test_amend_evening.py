"""变更 while the offices are closed: people hear once, in the morning, how things stand then."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, evening


async def test_in_the_evening(town) -> None:
    """What is not urgent reaches people when the offices open: once, as it stands then."""
    await evening(town)
    said = await town.app("zhaoming", f"{CODE} 改到周四17点")
    await town.app("zhaoming", f"{CODE} 改到周四12点")
    await town.box.assert_quiet()
    await town.box.advance(3600 * 13)
    cards = await town.box.expect_all(["lisi", "wangwu"], "变更", "11月26日(周四)12:00")

    assert "将于11月25日(周三)08:30请2位承办人重新签收" in said
    assert "11月27日(周五)17:00" == dict(cards[0].card.rows)["原时限"]


async def test_later_twice_in_the_evening(town) -> None:
    """Who is told in the morning reads the time that holds then, beside the one known before."""
    await evening(town)
    await town.app("zhaoming", f"{CODE} 改到11月28日17点")
    await town.app("zhaoming", f"{CODE} 改到11月30日17点")
    await town.box.advance(3600 * 13)
    lines = await town.box.expect_all(["lisi", "wangwu"], CODE, "不用重新签收")

    assert "改为11月30日(周一)17:00(原11月27日(周五)17:00)" in lines[0].text


async def test_there_and_back_in_the_evening(town) -> None:
    """A time that is put back before anybody heard asks nobody anything, and says nothing."""
    await evening(town)
    await town.app("zhaoming", f"{CODE} 改到11月30日17点")
    await town.app("zhaoming", f"{CODE} 改到周五17点")
    await town.box.advance(3600 * 13)
    await town.box.assert_quiet()

    assert {"lisi": "acknowledged", "wangwu": "acknowledged"} == await town.states()


@pytest.mark.parametrize("words", [["改到11月28日17点", "补充:附照片"], ["补充:附照片", "改到11月28日17点"]])
async def test_one_message_in_the_morning(town, words) -> None:
    """A card that asks for 收到 again shows the later time too; nothing says that none is needed."""
    await evening(town)
    for said in words:
        await town.app("zhaoming", f"{CODE} {said}")
    await town.box.advance(3600 * 13)
    cards = await town.box.expect_all(["lisi", "wangwu"], "变更", "附照片")
    rows = dict(cards[0].card.rows)

    assert ("11月28日(周六)17:00", "11月27日(周五)17:00") == (rows["时限"], rows["原时限"])
    assert "请再点一次“收到”" == rows["提示"]
    await town.box.assert_quiet()


async def test_signed_in_the_night(town) -> None:
    """Who signed what was changed, before it was changed once more, gets one card, as it stands."""
    await evening(town)
    await town.app("zhaoming", f"{CODE} 改到周四17点")
    await town.app("lisi", f"收到 {CODE}")
    await town.app("zhaoming", f"{CODE} 更正:请李四、王五报送照片")
    await town.app("zhaoming", f"{CODE} 改到周四18点")
    await town.app("wangwu", f"收到 {CODE}")
    await town.box.advance(3600 * 13)
    one, other = await town.box.expect_all(["lisi", "wangwu"], "变更：报送照片", "11月26日(周四)18:00")

    assert "收到" in [button.text for button in one.card.buttons]
    assert "收到" not in [button.text for button in other.card.buttons]
    await town.box.assert_quiet()


async def test_on_and_off_and_on_in_the_night(town) -> None:
    """What waits for the morning is one card, whatever happened in the night."""
    await evening(town)
    for said in ("加上张三", "去掉张三", "加上张三"):
        await town.app("zhaoming", f"{CODE} {said}")
    await town.box.advance(3600 * 13)
    await town.box.expect("zhangsan", "报送材料", CODE)
    await town.box.assert_quiet()
