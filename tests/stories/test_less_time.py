"""Less time than was asked for, in the owner's words: 最多给一天, 只给一天, 给到周四; one word for all."""

from __future__ import annotations

import pytest

from tests.stories.changing import BOTH, CODE, issue
from tests.stories.deciding import ASKED, asked, dues


@pytest.mark.parametrize("place", ["say", "app", "robot"])
@pytest.mark.parametrize(
    ("words", "day", "heard"),
    [
        ("最多给一天", "25T17", "11月25日(周三)17:00"),
        ("001 只给一天", "25T17", "11月25日(周三)17:00"),
        ("给到周四", "26T17", "11月26日(周四)"),
        ("不行，最多延到周三", "25T17", "11月25日(周三)"),
        ("同意，但只给两天", "26T17", "11月26日(周四)17:00"),
        ("李四的只给两天", "26T17", "11月26日(周四)17:00"),
        ("再给一天吧", "25T17", "11月25日(周三)17:00"),
    ],
)
async def test_less_time_than_was_asked_for(town, place, words, day, heard) -> None:
    """It decides the request that is open, counted from the share's own time; nobody else's time moves."""
    await issue(town)
    await asked(town)
    said = await getattr(town, place)("zhaoming", words)
    await town.box.expect("lisi", "已同意延期", heard, "与申请的11月27日(周五)17:00不同")

    assert f"{CODE}「报送材料」已同意" in said
    assert ("李四" in said) == (place != "say")
    assert {"lisi": day, "wangwu": "24T17"} == await dues(town)


@pytest.mark.parametrize("words", ["不行，最多延到周三", "001 再给一天", "001 最多延一天"])
async def test_where_nobody_asked_it_moves_the_directive(town, words) -> None:
    """Without an open request the words are what they were: the time of all moves."""
    await issue(town)
    await town.say("zhaoming", words)
    await town.box.expect_all(list(BOTH), CODE)

    assert {"lisi": "25T17", "wangwu": "25T17"} == await dues(town)


@pytest.mark.parametrize("words", ["001 只给一天", "给到周四"])
async def test_where_nobody_asked_nothing_is_given(town, words) -> None:
    """只给一天 where nobody asked changes nothing, and says so."""
    await issue(town)
    said = await town.app("zhaoming", words)

    assert "没有" in said
    assert {"lisi": "24T17", "wangwu": "24T17"} == await dues(town)


async def test_another_time_in_such_words(town) -> None:
    """另定时间 takes 只给一天 as well."""
    await issue(town)
    await town.app("lisi", ASKED)
    card = await town.box.expect("zhaoming", "申请延期", CODE)
    await town.box.tap_app("zhaoming", card, "另定时间")
    await town.box.expect("zhaoming", CODE, "同意延到什么时候")
    await town.app("zhaoming", "只给一天")
    await town.box.expect("lisi", "已同意延期", "11月25日(周三)17:00")

    assert {"lisi": "25T17", "wangwu": "24T17"} == await dues(town)


async def test_several_asked_and_nobody_is_named(town) -> None:
    """It is asked whose, or whether all; one answer says what became of each."""
    await issue(town)
    await asked(town)
    await asked(town, "wangwu")
    question = await town.app("zhaoming", "最多给一天")
    said = await town.app("zhaoming", "3")
    await town.box.expect_all(list(BOTH), "已同意延期", "11月25日(周三)17:00")

    assert "3. 以上2位都一样" in (await town.box.expect("zhaoming", "是哪一位的")).words + question
    assert "共2项申请" in said
    assert "已同意李四延到11月25日" in said
    assert "已同意王五延到11月25日" in said
    assert {"lisi": "25T17", "wangwu": "25T17"} == await dues(town)


@pytest.mark.parametrize(
    ("words", "heard", "day"),
    [
        ("都给一天", "已同意延期", "25T17"),
        ("都同意延期", "已同意延期", "27T17"),
        ("全部不同意延期，必须按时报", "没有同意延期：必须按时报", "24T17"),
        ("同意李四、王五延期", "已同意延期", "27T17"),
    ],
)
async def test_one_word_for_all(town, words, heard, day) -> None:
    """都同意延期 decides all that wait, in a group without names."""
    await issue(town)
    await asked(town)
    await asked(town, "wangwu")
    said = await town.say("zhaoming", words)
    await town.box.expect_all(list(BOTH), heard)

    assert "李四" not in said
    assert {"lisi": day, "wangwu": day} == await dues(town)


async def test_of_whom_is_named_alone(town) -> None:
    """A name decides that one's request and leaves the other open."""
    await issue(town)
    await asked(town)
    await asked(town, "wangwu")
    await town.app("zhaoming", "001 给李四一天")
    await town.box.expect("lisi", "已同意延期", "11月25日(周三)17:00")
    await town.app("zhaoming", "同意延期")
    await town.box.expect("wangwu", "已同意延期", "11月27日(周五)17:00")

    assert {"lisi": "25T17", "wangwu": "27T17"} == await dues(town)
