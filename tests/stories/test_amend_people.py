"""变更 of the people: put on, taken off; only those concerned hear of it."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, issue, report


async def test_people_put_on(town) -> None:
    """Who is put on gets a first card; nobody else hears of it."""
    await issue(town)
    said = await town.app("zhaoming", f"{CODE} 加上张三")
    card = await town.box.expect("zhangsan", "报送材料", CODE)

    assert "已加上：张三" in said
    assert ["收到", "反馈", "更多"] == [button.text for button in card.card.buttons]
    assert {"lisi": "assigned", "wangwu": "assigned", "zhangsan": "assigned"} == await town.states()
    assert "本来就在承办人里" in await town.app("zhaoming", f"{CODE} 加上李四")


async def test_people_taken_off(town) -> None:
    """Who is taken off is told; the last one cannot be taken off, and the answer says what to say instead."""
    cards = await issue(town)
    said = await town.app("zhaoming", f"{CODE} 去掉李四")
    await town.box.expect("lisi", CODE, "不用再办了")

    assert "已去掉：李四" in said
    assert {"lisi": "withdrawn", "wangwu": "assigned"} == await town.states()
    assert "没有在办的一份" in await town.app("zhaoming", f"{CODE} 去掉张三")
    last = await town.app("zhaoming", f"{CODE} 去掉王五")

    assert f"撤回 {CODE}" in last
    assert {"lisi": "withdrawn", "wangwu": "assigned"} == await town.states()
    await town.box.tap_app("lisi", cards[0], "收到")

    assert "已撤回" == cards[0].card.done
    assert "不能" in await town.app("lisi", f"收到 {CODE}")
    await town.app("zhaoming", f"{CODE} 加上李四")
    await town.box.expect("lisi", CODE, "报送材料")

    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()


async def test_taking_off_the_last_undone_closes(town) -> None:
    """Where everybody else is done, taking off the one who is not closes the directive."""
    await issue(town)
    await report(town, "lisi", "李四")
    await town.app("zhaoming", f"{CODE} 同意办结")
    said = await town.app("zhaoming", f"{CODE} 去掉王五")
    await town.box.expect("wangwu", "不用再办了")
    await town.box.expect(town.chat, "已全部办结")
    await town.box.advance(3600 * 2)
    await town.box.expect("lisi", "已同意办结")

    assert "全部办结" in said
    assert "closed" == (await town.directive())["state"]


async def test_several_at_once(town) -> None:
    """One sentence may move the time, put on and take off; in the group the answer has numbers."""
    await issue(town)
    said = await town.say("zhaoming", f"{CODE} 改到周五,加上张三,去掉李四")
    await town.box.expect("zhangsan", CODE)
    await town.box.expect("lisi", CODE, "不用再办了")
    await town.box.expect("wangwu", CODE, "11月27日(周五)17:30")

    assert "已加上1人" in said
    assert "已去掉1人" in said
    assert "张三" not in said
    assert {"lisi": "withdrawn", "wangwu": "assigned", "zhangsan": "assigned"} == await town.states()


async def test_a_doubtful_name(town) -> None:
    """Which 张伟 is asked; the same sentence then goes on, put on or taken off as it was said."""
    await issue(town)
    asked = await town.robot("zhaoming", f"{CODE} 加上张伟")
    said = await town.robot("zhaoming", "1")
    await town.box.expect("zhangwei", CODE)

    assert "有2位“张伟”" in asked
    assert "已加上：张伟" in said
    await town.robot("zhaoming", f"{CODE} 去掉张伟")
    said = await town.robot("zhaoming", "1")
    await town.box.expect("zhangwei", "不用再办了")

    assert "已去掉：张伟" in said


async def test_on_and_off_and_on(town) -> None:
    """Who is put on, taken off and put on again gets a card each time, though the clock stands still."""
    await issue(town)
    for _ in range(2):
        await town.app("zhaoming", f"{CODE} 加上张三")
        await town.box.expect("zhangsan", "报送材料", CODE)
        await town.app("zhaoming", f"{CODE} 去掉张三")
        await town.box.expect("zhangsan", "不用再办了")
    await town.app("zhaoming", f"{CODE} 加上张三")
    await town.box.expect("zhangsan", "报送材料", CODE)

    assert "assigned" == (await town.states())["zhangsan"]


async def test_after_the_end(town) -> None:
    """A closed directive cannot be changed, and says what can be done; who is put on opens it again."""
    await issue(town, "加急 请李四今天17点前报送材料", ["lisi"])
    await report(town, "lisi", "李四", last=True)
    await town.app("zhaoming", f"{CODE} 同意办结")
    await town.box.expect(town.chat, "全部办结")

    ended = await town.app("zhaoming", f"{CODE} 改到明天下午5点")

    assert "已经办结，没有改动" in ended
    assert f"要再加人，请说“{CODE} 加上@……”" in ended
    assert "本来就在承办人里" in await town.app("zhaoming", f"{CODE} 加上李四")
    assert "closed" == (await town.directive())["state"]
    assert "已加上：张三" in await town.app("zhaoming", f"{CODE} 加上张三,改到明天下午5点")
    await town.box.expect("zhangsan", CODE, "报送材料", "11月25日(周三)17:00")
    await town.box.advance(3600 * 2)
    await town.box.expect("lisi", "已同意办结")

    assert "open" == (await town.directive())["state"]
    assert {"lisi": "accepted", "zhangsan": "assigned"} == await town.states()


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_a_doubtful_name_on_a_closed_task(town, place) -> None:
    """Which 张伟 is to be put on is asked where the task is closed too."""
    await issue(town, "加急 请李四今天17点前报送材料", ["lisi"])
    await town.app("zhaoming", f"{CODE} 全部办结")
    await town.box.expect("lisi", "不用再办")
    await town.box.expect(town.chat, "全部办结")
    asked = await getattr(town, place)("zhaoming", f"{CODE} 加上张伟")
    if place == "app":
        await town.box.expect("zhaoming", "张伟")
    await getattr(town, place)("zhaoming", "1")
    await town.box.expect("zhangwei", CODE)

    assert "有2位“张伟”" in asked
    assert {"lisi": "withdrawn", "zhangwei": "assigned"} == await town.states()
