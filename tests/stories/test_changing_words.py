"""How leaders really say it: 改回原来的, 往后放到周五, 增加承办人李四."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, TWO, acknowledge, dues, issue

SECOND = "Z20261124-002"
AT_FIVE = {"lisi": "2026-11-24T17:00", "wangwu": "2026-11-24T17:00"}
FRIDAY = {"lisi": "2026-11-27T17:30", "wangwu": "2026-11-27T17:30"}


async def moved(town, words: str, shown: str) -> str:
    """Say to the app that the time moves, and expect that both hear the new one."""
    said = await town.app("zhaoming", words)
    await town.box.expect_all(["lisi", "wangwu"], CODE, shown)
    return str(said)


@pytest.mark.parametrize("place", ["say", "app", "robot"])
@pytest.mark.parametrize(
    "words", ["往后放到周五", "改一下，推迟到周五", "时间往后挪一挪，放到周五", f"{CODE} 改回27日"]
)
async def test_later_in_other_words(town, words, place) -> None:
    """However it is said, the time moves; nobody is asked for 收到 again."""
    cards = await issue(town)
    await acknowledge(town, cards)
    said = await getattr(town, place)("zhaoming", words)
    await town.box.expect_all(["lisi", "wangwu"], CODE, "11月27日(周五)17:30", "不用重新签收")

    assert f"已变更 {CODE}" in said
    assert FRIDAY == await dues(town)


@pytest.mark.parametrize("words", ["改一下，提前到今天下午3点", "时间提前到今天15点", "提前两小时"])
async def test_sooner_in_other_words(town, words) -> None:
    """Sooner asks for 收到 again, also counted from the time there was."""
    await issue(town)
    await town.app("zhaoming", words)
    await town.box.expect_all(["lisi", "wangwu"], "变更", CODE, "11月24日(周二)15:00")

    assert {"lisi": "2026-11-24T15:00", "wangwu": "2026-11-24T15:00"} == await dues(town)


@pytest.mark.parametrize("place", ["say", "app", "robot"])
@pytest.mark.parametrize("words", ["时间改回原来的", "改回原来的", "时间不改了，还按原定时间"])
async def test_the_former_time(town, words, place) -> None:
    """What was moved is as it was first; it comes nearer, so 收到 is asked for again."""
    await issue(town)
    await moved(town, f"{CODE} 改到周四", "11月26日(周四)17:30")
    await moved(town, f"{CODE} 改到周五", "11月27日(周五)17:30")
    said = await getattr(town, place)("zhaoming", words)
    await town.box.expect_all(["lisi", "wangwu"], "变更", CODE, "11月24日(周二)17:00")

    assert "时限：11月24日(周二)17:00(原11月27日(周五)17:30)" in said
    assert AT_FIVE == await dues(town)
    assert ("zhaoming", "amended") == (await town.moves())[-1]


async def test_the_time_before_the_last_change(town) -> None:
    """改回上次的 takes back one step, and once more leads forth again."""
    await issue(town)
    await moved(town, f"{CODE} 改到周四", "11月26日(周四)17:30")
    await moved(town, f"{CODE} 改到周五", "11月27日(周五)17:30")
    await moved(town, "时间改回上次的", "11月26日(周四)17:30")
    await moved(town, f"{CODE} 改回去", "11月27日(周五)17:30")

    assert FRIDAY == await dues(town)


@pytest.mark.parametrize("words", ["001 时间改回原来的", "恢复原来的时间", "001 改回去"])
async def test_never_changed(town, words) -> None:
    """What was never changed cannot be brought back: the answer says the time and how to change it."""
    await issue(town)
    said = await town.app("zhaoming", words)

    assert f"{CODE}「报送材料」没有改动：时限没有改过，现在是11月24日(周二)17:00。" in said
    assert f"{CODE} 改到明天下午5点" in said
    assert AT_FIVE == await dues(town)


async def test_the_former_time_is_over(town) -> None:
    """A former time that is over is not taken; the next words may be the right one."""
    await issue(town, "加急 请李四、王五今天9点前报送材料")
    await moved(town, f"{CODE} 改到周五", "11月27日(周五)17:30")
    await town.box.advance(3600 * 2)
    said = await town.app("zhaoming", "时间改回原来的")
    await moved(town, "明天下午5点", "11月25日(周三)17:00")

    assert f"{CODE}「报送材料」原来的时限11月24日(周二)09:00已经过了，没有改动。" in said


async def test_there_was_no_time(town) -> None:
    """Where there was none at first, the answer says so."""
    await issue(town, "加急 请李四、王五报送材料")
    await moved(town, f"{CODE} 改到周五", "11月27日(周五)17:30")
    said = await town.app("zhaoming", "时间改回原来的")

    assert "原来没有定时限，现在是11月27日(周五)17:30" in said
    assert FRIDAY == await dues(town)


async def test_the_former_text(town) -> None:
    """内容改回原来的 brings back text and short name, and asks for 收到 again."""
    cards = await issue(town)
    await town.app("zhaoming", f"{CODE} 补充:要附照片")
    cards = await town.box.expect_all(["lisi", "wangwu"], "变更", "要附照片")
    await acknowledge(town, cards)
    said = await town.app("zhaoming", "内容改回原来的")
    await town.box.expect_all(["lisi", "wangwu"], "变更", CODE)
    directive = await town.directive()

    assert "内容已更正" in said
    assert TWO.removeprefix("@指尖办 ") == directive["content"]
    assert "报送材料" == directive["title"]
    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()
    assert "内容没有改过" not in said


@pytest.mark.parametrize(
    ("words", "answer"),
    [("改回原来的", "内容已更正"), ("时间改回原来的", "“Z20261124-001 内容改回原来的”")],
)
async def test_only_the_text_was_changed(town, words, answer) -> None:
    """Without a word of what, what was changed comes back; who asks for the time is told of the text."""
    await issue(town)
    await town.app("zhaoming", f"{CODE} 补充:要附照片")
    await town.box.expect_all(["lisi", "wangwu"], "变更", "要附照片")
    said = await town.app("zhaoming", words)
    if "内容已更正" in said:
        await town.box.expect_all(["lisi", "wangwu"], "变更", CODE)

    assert answer in said


async def test_text_that_never_changed(town) -> None:
    """A text that was never changed stays, and the answer says how to change it."""
    await issue(town)
    said = await town.app("zhaoming", "内容恢复原样")

    assert f"没有改动：内容没有改过。要改内容，请说“{CODE} 更正:……”。" in said


async def test_what_one_was_granted(town) -> None:
    """Where only one was granted more time, 改回原来的 takes that back, and only that one hears of it."""
    await issue(town)
    await town.app("lisi", f"{CODE} 申请延期到周五,设备未到")
    card = await town.box.expect("zhaoming", CODE, "李四", "设备未到")
    await town.box.tap_app("zhaoming", card, "同意")
    await town.box.expect("lisi", CODE, "11月27日(周五)17:30")
    said = await town.app("zhaoming", "001 时间改回原来的")
    await town.box.expect("lisi", "变更", CODE, "11月24日(周二)17:00")

    assert "时限：11月24日(周二)17:00\n" in said
    assert AT_FIVE == await dues(town)


async def test_by_the_button_as_it_was(town) -> None:
    """改时间 asks for the time; 改回原来的 is an answer."""
    await issue(town)
    await moved(town, f"{CODE} 改到周五", "11月27日(周五)17:30")
    await town.app("zhaoming", CODE)
    card = await town.box.expect("zhaoming", "我交办的", CODE)
    await town.box.tap_app("zhaoming", card, "改时间")
    await town.box.expect("zhaoming", CODE, "新的时限")
    said = await moved(town, "改回原来的", "11月24日(周二)17:00")

    assert "已变更" in said
    assert AT_FIVE == await dues(town)


async def test_as_it_was_by_who_only_holds_it(town) -> None:
    """Who holds a share cannot change it back; what only tells of it changes nothing."""
    await issue(town)
    await moved(town, f"{CODE} 改到周五", "11月27日(周五)17:30")
    refused = await town.app("lisi", f"{CODE} 时间改回原来的")
    await town.app("zhaoming", "时间改回来了")

    assert "不是您交办的，不能变更" in refused
    assert FRIDAY == await dues(town)


async def test_as_it_was_of_several(town) -> None:
    """Of several open ones it is asked which, and the answer brings that one back."""
    await issue(town)
    await moved(town, f"{CODE} 改到周五", "11月27日(周五)17:30")
    await town.say("zhaoming", "加急 请张三今天18点前检查路灯")
    await town.box.expect("zhangsan", SECOND)
    asked = await town.robot("zhaoming", "时间改回原来的")
    await town.robot("zhaoming", "2")
    await town.box.expect_all(["lisi", "wangwu"], "变更", CODE, "11月24日(周二)17:00")

    assert f"2. {CODE}" in asked
    assert AT_FIVE == await dues(town)


@pytest.mark.parametrize("place", ["say", "app", "robot"])
@pytest.mark.parametrize(
    "words", ["增加承办人张三", "001 承办人再加一个张三", "把张三加进来", "001 让张三也参加", "张三也算一个"]
)
async def test_put_on_in_other_words(town, words, place) -> None:
    """However it is said, who is put on gets a first card, and nobody else hears of it."""
    await issue(town)
    said = await getattr(town, place)("zhaoming", words)
    await town.box.expect("zhangsan", "报送材料", CODE)

    assert f"已变更 {CODE}" in said
    assert {"lisi": "assigned", "wangwu": "assigned", "zhangsan": "assigned"} == await town.states()


async def test_put_on_whom_nobody_knows(town) -> None:
    """A name nobody bears is named, and nobody is put on."""
    await issue(town)
    said = await town.app("zhaoming", "增加承办人王小二")

    assert "没有找到王小二" in said
    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()


async def test_put_on_and_as_it_was(town) -> None:
    """One sentence may bring the time back and put somebody on."""
    await issue(town)
    await moved(town, f"{CODE} 改到周五", "11月27日(周五)17:30")
    await town.app("zhaoming", "001 时间改回原来的，增加承办人张三")
    await town.box.expect_all(["lisi", "wangwu"], "变更", CODE, "11月24日(周二)17:00")
    await town.box.expect("zhangsan", CODE)

    assert AT_FIVE | {"zhangsan": "2026-11-24T17:00"} == await dues(town)
