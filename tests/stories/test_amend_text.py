"""变更 of what is to be done: another text, more text; who acknowledged is asked again."""

from __future__ import annotations

from tests.stories.changing import CODE, acknowledge, issue, report


async def test_another_text(town) -> None:
    """更正 changes the text and its short name, and asks for 收到 again, of who reported too."""
    cards = await issue(town)
    await acknowledge(town, cards)
    await report(town, "lisi", "李四")
    said = await town.app("zhaoming", f"{CODE} 更正:请李四、王五今天17点前报送照片")
    new = await town.box.expect_all(["lisi", "wangwu"], "变更：报送照片", CODE)
    directive = await town.directive()

    assert "内容已更正" in said
    assert "报送照片" == directive["title"]
    assert "请李四、王五今天17点前报送照片" == directive["content"]
    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()
    assert "内容已更正" == dict(new[0].card.rows)["变更"]


async def test_more_text(town) -> None:
    """补充 adds to the text; who acknowledged is asked again."""
    cards = await issue(town)
    await acknowledge(town, cards)
    await town.say("zhaoming", f"{CODE} 补充:要附照片")
    new = await town.box.expect_all(["lisi", "wangwu"], "变更", CODE, "要附照片")
    content = (await town.directive())["content"]

    assert content.endswith("\n补充：要附照片")
    assert "报送材料" == (await town.directive())["title"]
    assert "要附照片" == dict(new[0].card.rows)["补充"]


async def test_time_behind_new_words(town) -> None:
    """补充:…,改到… changes both, in whichever order they are said."""
    await issue(town)
    await town.app("zhaoming", f"{CODE} 补充:要附照片,改到周五")
    await town.box.expect_all(["lisi", "wangwu"], "变更", "要附照片", "11月27日(周五)17:30")
    await town.app("zhaoming", f"{CODE} 改到今天15点,补充:还要附名单")
    await town.box.expect_all(["lisi", "wangwu"], "变更", "还要附名单", "11月24日(周二)15:00")

    assert (await town.directive())["content"].endswith("要附照片\n补充：还要附名单")


async def test_before_the_first_card(town) -> None:
    """Who has not got the first card yet gets it as things stand, and nothing besides."""
    await town.say("zhaoming", "请李四、王五今天17点前报送材料")
    await town.app("zhaoming", f"{CODE} 改到今天15点,补充:要附照片")
    await town.app("zhaoming", f"{CODE} 改到明天15点,去掉王五")
    await town.box.advance(3600)
    card = await town.box.expect("lisi", CODE, "要附照片")

    assert "报送材料" == card.card.title
    assert "11月25日(周三)15:00(原11月24日)" == dict(card.card.rows)["时限"]


async def test_a_notice_that_all_have_read(town) -> None:
    """A meeting that is moved asks everybody again, though all had read it."""
    cards = await issue(town, "加急 通知:请李四、王五明天下午3点在三楼会议室参加防汛会")
    await acknowledge(town, cards)
    await town.app("zhaoming", f"{CODE} 更正:防汛会改在明天下午4点,二楼会议室")
    new = await town.box.expect_all(["lisi", "wangwu"], "变更", CODE)

    assert "open" == (await town.directive())["state"]
    assert ["收到"] == [button.text for button in new[0].card.buttons]
    await acknowledge(town, new)

    assert "closed" == (await town.directive())["state"]
