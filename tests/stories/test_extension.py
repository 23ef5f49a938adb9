"""申请延期: until when and why, decided by the issuer, the old time stays visible."""

from __future__ import annotations

import pytest
from extending import CODE, FRIDAY, TWO, WISH, asked, buttons, due, issued


async def test_granted(town) -> None:
    """Asked by words, put before the issuer at once, granted by a tap; the assignee hears both times."""
    first = await issued(town)
    said = await town.app("lisi", WISH)
    card = await town.box.expect("zhaoming", "李四申请延期", CODE, "因下雨无法施工", FRIDAY)
    offered = buttons(card)
    heard = await town.box.tap_app("zhaoming", card, "同意")
    await town.box.expect("lisi", CODE, "已同意延期", FRIDAY, "原11月24日(周二)17:00")
    own = await town.box.tap_app("lisi", first, "收到")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")

    assert FRIDAY in said
    assert "已送赵明决定" in said
    assert ["同意", "不同意", "另定时间"] == offered
    assert f"同意延到{FRIDAY}" in heard.card.text
    assert "赵明" in heard.card.text
    assert f"{FRIDAY}(原11月24日)" in own.card.text
    assert "2026-11-27T17:00:00+08:00" == await due(town)
    assert [("lisi", "extension_asked"), ("zhaoming", "extended")] == (await town.moves())[1:3]


async def test_by_the_button(town) -> None:
    """更多, 申请延期: time and reason are asked for one to one; what is missing is asked for again."""
    first = await issued(town)
    await town.box.tap_app("lisi", first, "更多")
    heard = await town.box.tap_app("lisi", first, "申请延期")
    await town.box.expect("lisi", CODE, "要延到什么时候、什么原因")
    until = await town.app("lisi", "材料还没有交齐")
    why = await town.app("lisi", "周五下午5点")
    await town.box.expect("zhaoming", "李四申请延期", "材料还没有交齐", FRIDAY)

    assert heard.ok
    assert "还差时间" in until
    assert FRIDAY in why
    assert {"lisi": "assigned"} == await town.states()


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_what_is_missing_is_asked_for(town, place) -> None:
    """In a group and one to one: without a reason the reason is asked for, and the next words are it."""
    await issued(town)
    speak = getattr(town, place)
    why = await speak("lisi", "申请延期三天")
    said = await speak("lisi", "民政办的数据还没来")
    await town.box.expect("zhaoming", "民政办的数据还没来", FRIDAY)

    assert "还差原因" in why
    assert FRIDAY in said


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("001 申请延期到今天下午3点,材料没齐", "并不比它晚"),
        ("001 申请延期到今天早上7点,材料没齐", "已经过了"),
    ],
)
async def test_a_time_that_makes_no_sense(town, text, cure) -> None:
    """A time that is over or not later is answered with what to write; nobody else hears of it."""
    await issued(town)
    said = await town.app("lisi", text)

    assert cure in said
    assert CODE in said
    assert [("zhaoming", "issued")] == await town.moves()


async def test_without_a_time_there_is_nothing_to_extend(town) -> None:
    """A task without a time needs no extension, a notice only 收到."""
    await town.say("zhaoming", "加急 请李四整理档案")
    await town.say("zhaoming", "加急 通知李四:明天上午9点开会")
    await town.box.expect_all(["lisi", "lisi"])
    said = await town.app("lisi", "001 申请延期到周五,材料没齐")
    notice = await town.app("lisi", "002 申请延期到周五,材料没齐")

    assert "没有设时限" in said
    assert "点“收到”即可" in notice


async def test_another_time(town) -> None:
    """另定时间 asks until when one to one; the assignee hears that it is another one."""
    await issued(town)
    card = await asked(town)
    await town.box.tap_app("zhaoming", card, "另定时间")
    await town.box.expect("zhaoming", CODE, "同意延到什么时候")
    said = await town.app("zhaoming", "后天下午5点")
    await town.box.expect("lisi", "11月26日(周四)17:00", "与申请的11月27日(周五)17:00不同")

    assert "11月26日(周四)17:00" in said
    assert "2026-11-26T17:00:00+08:00" == await due(town)


@pytest.mark.parametrize(
    ("words", "day"),
    [("同意延期", "27"), ("001 同意延到11月28日下午5点", "28"), ("同意李四延期到周四下午5点", "26")],
)
async def test_granted_by_words(town, words, day) -> None:
    """同意延期 grants what waits, a time in it grants that one."""
    await issued(town)
    await asked(town)
    said = await town.say("zhaoming", words)
    await town.box.expect("lisi", "已同意延期", f"11月{day}日")

    assert f"11月{day}日" in said
    assert "李四" not in said
    assert f"2026-11-{day}T17:00:00+08:00" == await due(town)


@pytest.mark.parametrize(
    ("words", "told"), [("同意", "已同意延期"), ("001 不同意,太晚了", "没有同意延期：太晚了")]
)
async def test_a_bare_word(town, words, told) -> None:
    """同意 and 不同意 alone are about the request, where no report waits."""
    await issued(town)
    await asked(town)
    await town.app("zhaoming", words)

    assert await town.box.expect("lisi", told)


@pytest.mark.parametrize(("word", "says"), [("同意", "同意办结”"), ("不同意", "退回，……”")])
async def test_a_bare_word_with_a_report(town, word, says) -> None:
    """Where a report and a request wait, 同意 alone decides nothing: the words that say which are given."""
    await issued(town, TWO, who=("lisi", "wangwu"))
    await asked(town)
    await town.app("wangwu", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "王五反馈")
    said = await town.app("zhaoming", f"001 {word}")
    in_group = await town.say("zhaoming", word)
    town.box.ignore_rest()

    assert "王五的反馈" in said
    assert says in said
    assert "李四的延期申请" in said
    assert f"“{CODE} {word}延期”" in said
    assert "李四" not in in_group
    assert {"lisi": "assigned", "wangwu": "reported"} == await town.states()


async def test_refused(town) -> None:
    """不同意 refuses at once; by words with a reason, which the assignee hears."""
    await issued(town, TWO, who=("lisi", "wangwu"))
    first, second = await asked(town), await asked(town, "wangwu")
    await town.box.tap_app("zhaoming", first, "不同意")
    await town.box.expect("lisi", "没有同意延期", "仍按原时限11月24日(周二)17:00")
    said = await town.app("zhaoming", "不同意延期,必须按时完成")
    await town.box.expect("wangwu", "没有同意延期：必须按时完成")
    heard = await town.box.tap_app("zhaoming", second, "grant:2", force=True)

    assert "没有同意延期，时限不变" in said
    assert "不同意" in heard.card.text
    assert "必须按时完成" in heard.card.text
    assert "2026-11-24T17:00:00+08:00" == await due(town)
    assert ["extension_refused"] * 2 == [action for _, action in (await town.moves())[3:]]


async def test_several_wait(town) -> None:
    """同意延期 in a group while several wait asks whose one to one; the answer decides that one alone."""
    await issued(town, TWO, who=("lisi", "wangwu"))
    await asked(town)
    await asked(town, "wangwu")
    heard = await town.say("zhaoming", "同意延期")
    question = await town.box.expect("zhaoming", "是哪一位的", "李四", "王五")
    said = await town.app("zhaoming", "2")
    await town.box.expect("wangwu", "已同意延期")

    assert "有2人" in heard
    assert "李四" not in heard
    assert CODE in question.words
    assert "已同意" in said
    assert "2026-11-24T17:00:00+08:00" == await due(town)
    assert "2026-11-27T17:00:00+08:00" == await due(town, "wangwu")


async def test_several_directives(town) -> None:
    """Without a code it is asked which directive, where several have something waiting."""
    await issued(town)
    await town.say("zhaoming", "加急 请王五今天17点前打扫会议室")
    await town.box.expect("wangwu", "Z20261124-002")
    await asked(town)
    await town.app("wangwu", "申请延期到周五下午5点,人手不够")
    await town.box.expect("zhaoming", "王五申请延期")
    question = await town.say("zhaoming", "同意延期")
    await town.say("zhaoming", "1")
    await town.box.expect("wangwu", "已同意延期", "Z20261124-002")

    assert CODE in question
    assert ["issued", "extension_asked"] == [action for _, action in await town.moves()]


async def test_a_second_request_takes_the_place_of_the_first(town) -> None:
    """The first card says that it is over; the second one is decided."""
    await issued(town)
    first = await asked(town)
    second = await asked(town, text="001 申请延期到下周一下午5点,还要复核")
    heard = await town.box.tap_app("zhaoming", first, "同意")
    await town.box.tap_app("zhaoming", second, "同意")
    await town.box.expect("lisi", "已同意延期", "11月30日")

    assert "已有新情况" in heard.card.text
    assert "2026-11-30T17:00:00+08:00" == await due(town)
