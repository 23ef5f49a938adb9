"""What recurs: set up by a sentence, issued by the clock, paused, moved, left out and ended by words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tasks.series.models import Series

WEEKLY = "请李四每周五下午3点前报周汇报"
DAILY = "请李四每天下午5点前报零报告"
FIRST = "Z20261126-001"
TITLES = "SELECT code, title, due, state FROM directive ORDER BY id"


def at(moment: str) -> datetime:
    """Give a moment of 2026 (11-26T09:00), or one with its year."""
    return datetime.fromisoformat(f"{moment if len(moment) > 11 else f'2026-{moment}'}:00+08:00")


async def to(town, moment: str) -> None:
    """Turn the clock to a moment."""
    await town.box.advance(int((at(moment) - town.service.clock.now()).total_seconds()))


async def titles(town) -> list[str]:
    """Give the titles of all directives, oldest first."""
    return [row["title"] for row in await town.rows(TITLES)]


async def series(town) -> Series:
    """Give the only series there is."""
    return await Series.all().using_db(town.service.storage.reader).get()


async def first_week(town, text: str = WEEKLY) -> str:
    """Set it up, and go on to the first occurrence; gives its code."""
    await town.app("zhaoming", text)
    await to(town, "11-26T08:30")
    await town.box.expect("lisi", FIRST)
    return FIRST


async def test_weekly(town) -> None:
    """The answer says what, who, when, two dates and the words for it; the card comes a day before."""
    said = await town.say("zhaoming", WEEKLY)

    assert 0 == await town.count()
    for part in (
        "周期1「周汇报」", "每周五15:00前", "遇节假日提前到前一个工作日", "承办：李四",
        "最近两期：11月27日(周五)15:00、12月4日(周五)15:00", "第一期将于11月26日(周四)08:30自动发给承办人",
        "“暂停周汇报”", "“停止周汇报”", "“周汇报改到每周四”", "“这周的周汇报不用报了”",
    ):  # fmt: skip
        assert part in said
    await to(town, "11-26T08:29")
    await town.box.assert_quiet()
    await to(town, "11-26T08:30")
    card = await town.box.expect("lisi", FIRST)
    line = await town.box.expect(town.chat, FIRST, "本期已发给1位承办人")
    stored = await town.directive(FIRST)

    assert "周汇报(11月27日)" in card.words
    assert "时限11月27日(周五)15:00" in line.words
    assert "2026-11-27T15:00:00+08:00" == stored["due"]
    assert ("task", "周汇报(11月27日)", "zhaoming") == (stored["kind"], stored["title"], stored["issuer"])
    assert [("zhaoming", "issued")] == await town.moves(FIRST)


async def test_what_is_ahead_begins_at_once(town) -> None:
    """Where the hour of issuing is past and the time still ahead, the first one goes out with the answer."""
    heard = await town.box.say_group(town.chat, "zhaoming", "加急 请李四、王五每周二下午3点前报周汇报")
    cards = await town.box.expect_all(["lisi", "wangwu"], "Z20261124-001")

    assert "本期：Z20261124-001，时限11月24日(周二)15:00。卡片已一对一发给2人" in heard.words
    assert "以后：12月1日(周二)15:00、12月8日(周二)15:00" in heard.words
    assert "已收到:0/2" in heard.words
    assert ["【加急】周汇报(11月24日)"] * 2 == [card.card.title for card in cards]


@pytest.mark.parametrize("start", ["2026-11-24T14:50:00+08:00"])
async def test_too_late_for_today(town) -> None:
    """What leaves no half an hour begins the next time; a demand within minutes is nobody's wish."""
    said = await town.app("zhaoming", "请李四每周二下午3点前报周汇报")

    assert "最近两期：12月1日(周二)15:00、12月8日(周二)15:00" in said
    assert 0 == await town.count()


async def test_an_occurrence_is_an_ordinary_directive(town) -> None:
    """It is acknowledged, reported and accepted like any other, by its own code."""
    await first_week(town)
    await town.app("lisi", f"{FIRST} 收到")
    await town.box.expect("zhaoming", FIRST, "全部收到")
    await town.app("lisi", f"{FIRST} 已完成,本周共走访12户")
    await town.box.expect("zhaoming", FIRST, "走访12户")
    await town.app("zhaoming", f"{FIRST} 同意办结")

    assert "closed" == (await town.directive(FIRST))["state"]


async def test_two_are_open_side_by_side(town) -> None:
    """One that was not reported stays open when the next comes; the titles tell them apart."""
    await first_week(town)
    await to(town, "12-03T08:30")
    await town.box.expect("lisi", "Z20261203-001", "周汇报(12月4日)")

    assert ["周汇报(11月27日)", "周汇报(12月4日)"] == await titles(town)
    assert {"lisi": "assigned"} == await town.states(FIRST)


async def test_every_day_and_nobody_is_disturbed_at_the_weekend(town) -> None:
    """Every day is every day; the cards for days off come on the last working day, at half past four."""
    said = await town.app("zhaoming", DAILY)
    await to(town, "11-24T08:30")
    await town.box.expect("lisi", "零报告(11月24日)")
    for day in (25, 26, 27):
        await to(town, f"11-{day}T08:30")
        await town.box.expect("lisi", f"零报告(11月{day}日)")
    await to(town, "11-27T16:29")
    await town.box.assert_quiet()
    await to(town, "11-27T16:30")
    await town.box.expect("lisi", "零报告(11月28日)")
    await town.box.expect("lisi", "零报告(11月29日)")
    await to(town, "11-30T08:29")
    await town.box.assert_quiet()
    await to(town, "11-30T08:30")
    await town.box.expect("lisi", "零报告(11月30日)")

    assert "周末和节假日也报" in said
    assert "“零报告只在工作日报”" in said


async def test_working_days_alone(town) -> None:
    """只在工作日 leaves the weekend out, said at once or afterwards."""
    await town.app("zhaoming", "请李四每天下午5点前报零报告，只在工作日报")
    rule = (await series(town)).rule
    every = await town.app("zhaoming", "零报告每天都报")
    again = await town.app("zhaoming", "零报告周末不用报")

    assert "FREQ=DAILY;WORKDAY=1" == rule
    assert "每天17:00前，周末和节假日也报" in every
    assert "每个工作日17:00前，周末和节假日不报" in again
    await to(town, "11-27T08:30")
    for day in (24, 25, 26, 27):
        await town.box.expect("lisi", f"零报告(11月{day}日)")
    await to(town, "11-30T08:30")
    await town.box.expect("lisi", "零报告(11月30日)")


@pytest.mark.parametrize("start", ["2026-09-21T09:00:00+08:00"])
@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("", ["9月24日", "9月30日", "10月9日"]),
        ("，遇节假日顺延", ["9月28日", "10月8日", "10月9日"]),
        ("，遇节假日跳过", ["10月9日", "10月16日"]),
        ("，节假日照常", ["9月25日", "10月2日", "10月9日"]),
    ],
)
async def test_holidays(town, words, days) -> None:
    """Over 中秋 and 国庆 the day moves to before, to after, is left out, or stays, as the sentence says."""
    await town.app("zhaoming", WEEKLY + words)
    await to(town, "10-16T12:00")
    for day in days:
        await town.box.expect("lisi", f"周汇报({day})")
    made = await titles(town)

    assert [f"周汇报({day})" for day in days] == made[: len(days)]
    for rest in made[len(days) :]:
        await town.box.expect("lisi", rest)


async def test_paused_and_resumed(town) -> None:
    """While it is paused nothing goes out; resumed it goes on with what is still ahead."""
    await town.app("zhaoming", WEEKLY)
    paused = await town.app("zhaoming", "暂停周汇报")
    await to(town, "12-10T07:00")
    await town.box.assert_quiet()
    resumed = await town.app("zhaoming", "恢复周汇报")
    await to(town, "12-10T08:30")
    await town.box.expect("lisi", "周汇报(12月11日)")

    assert "已暂停" in paused
    assert "“恢复周期1”" in paused
    assert "下一期时限12月11日(周五)15:00" in resumed
    assert ["周汇报(12月11日)"] == await titles(town)
    assert "没有暂停" in await town.app("zhaoming", "恢复周汇报")


async def test_paused_until_a_day(town) -> None:
    """A pause that has an end ends by itself, and the issuer is told."""
    await town.app("zhaoming", WEEKLY)
    said = await town.app("zhaoming", "暂停周汇报到12月8日")
    await to(town, "12-09T08:29")
    await town.box.assert_quiet()
    await to(town, "12-09T08:30")
    await town.box.expect("zhaoming", "周期1「周汇报」已恢复", "12月11日(周五)15:00")

    assert "将于12月9日(周三)08:30自动恢复" in said
    assert "没有看懂暂停到什么时候" in await town.app("zhaoming", "周汇报暂停到忙完这阵")


async def test_resumed_in_time_for_this_week(town) -> None:
    """Who resumes on Friday morning gets this Friday's still."""
    await town.app("zhaoming", WEEKLY)
    await town.app("zhaoming", "周汇报暂停")
    await to(town, "11-27T09:00")
    await town.app("zhaoming", "恢复周汇报")
    await town.box.expect("lisi", "Z20261127-001", "周汇报(11月27日)")


async def test_one_is_called_off_before(town) -> None:
    """这周的…不用报了 leaves one out; the next comes as ever."""
    await town.app("zhaoming", WEEKLY)
    said = await town.app("zhaoming", "这周的周汇报不用报了")
    await to(town, "12-03T08:30")
    await town.box.expect("lisi", "周汇报(12月4日)")

    assert "11月27日(周五)不再发。下一期时限12月4日(周五)15:00" in said
    assert "没有要报的一期" in await town.app("zhaoming", "今天的周汇报不用报")


async def test_one_is_called_off_after(town) -> None:
    """One that is out already is withdrawn, and whoever has it is told."""
    await first_week(town)
    said = await town.app("zhaoming", "这周的周汇报不用报了")
    await town.box.expect("lisi", FIRST, "撤回")

    assert f"{FIRST}「周汇报(11月27日)」已撤回" in said
    assert "withdrawn" == (await town.directive(FIRST))["state"]
    await to(town, "12-03T08:30")
    await town.box.expect("lisi", "周汇报(12月4日)")


async def test_moved(town) -> None:
    """改到每周四 holds from the next one on; what is out keeps its time, and the clock time stays."""
    await first_week(town)
    said = await town.app("zhaoming", "周汇报改到每周四")
    await to(town, "12-02T08:30")
    await town.box.expect("lisi", "Z20261202-001", "周汇报(12月3日)")

    assert "已改为：每周四15:00前" in said
    assert f"已经发出的{FIRST}时限不变" in said
    assert "2026-12-03T15:00:00+08:00" == (await town.directive("Z20261202-001"))["due"]
    assert "每月20日16:00前" in await town.app("zhaoming", "把周期1改为每月20日下午4点前")


async def test_moved_without_a_name(town) -> None:
    """With one series 改到每周四 says enough; with several it is asked which."""
    await town.app("zhaoming", WEEKLY)
    one = await town.app("zhaoming", "改到每周四")
    await town.app("zhaoming", "请王五每周一上午10点前报工作小结")
    two = await town.app("zhaoming", "改到每周三")

    assert "周期1「周汇报」已改为：每周四15:00前" in one
    assert "有几个周期任务" in two
    assert "周期2「工作小结」" in two


async def test_what_is_no_time(town) -> None:
    """What is no recurrence changes nothing, and the answer says how it is said."""
    await town.app("zhaoming", WEEKLY)

    assert "没有看懂“每逢集日”" in await town.app("zhaoming", "周汇报改到每逢集日")


async def test_ended(town) -> None:
    """停止 ends it for good; the one that is out stays to be done."""
    await first_week(town)
    said = await town.app("zhaoming", "停止周汇报")
    await to(town, "12-20T08:30")

    assert f"已经发出的{FIRST}照常办理" in said
    assert ["周汇报(11月27日)"] == await titles(town)
    assert "目前没有您交办的周期任务" in await town.app("zhaoming", "有哪些周期任务")


async def test_until_a_day(town) -> None:
    """A last day that is said ends it, and the issuer hears so in one line."""
    said = await town.app("zhaoming", "请李四12月2日前每天下午5点前零报告，只在工作日报")
    await to(town, "12-02T08:30")
    for day in ("11月24日", "11月25日", "11月26日", "11月27日", "11月30日", "12月1日", "12月2日"):
        await town.box.expect("lisi", f"零报告({day})")
    await town.box.expect("zhaoming", "周期1「零报告」", "已到期，以后不再发")

    assert "到12月2日(周三)为止" in said
    assert "ended" == (await series(town)).state


async def test_down_for_days(town) -> None:
    """What came too late while the service was down is not made up for; the issuer hears it in one line."""
    await town.app("zhaoming", DAILY)
    await to(town, "11-26T08:30")
    for day in (24, 25, 26):
        await town.box.expect("lisi", f"零报告(11月{day}日)")
    town.service.clock.set(at("11-30T09:00"))
    await town.box.advance(1)
    told = await town.box.expect("zhaoming", "周期1「零报告」：服务停运期间有3期没有发出")
    await town.box.expect("lisi", "零报告(11月30日)")

    assert "11月27日(周五)、11月28日(周六)、11月29日(周日)" in told.words
    assert ["2026-11-27", "2026-11-28", "2026-11-29"] == (await series(town)).facts["missed"]


async def test_a_restart_issues_nothing_twice(town) -> None:
    """After a restart the one that is out is not issued again, and the next comes on its day."""
    await first_week(town)
    await town.restart()
    await town.box.advance(60)
    await town.box.assert_quiet()
    await to(town, "12-03T08:30")
    await town.box.expect("lisi", "周汇报(12月4日)")


async def test_doubts_are_asked_once_and_kept(town) -> None:
    """A name that several bear is asked about before anything is set up; the answer holds for every time."""
    asked = await town.say("zhaoming", "请张伟每周五下午3点前报周汇报")
    said = await town.say("zhaoming", "1")
    await to(town, "12-03T08:30")
    for code in (FIRST, "Z20261203-001"):
        await town.box.expect("zhangwei", code)
        await town.box.expect(town.chat, code)

    assert "哪一位" in asked
    assert "承办：张伟(民政办公室)" in said


async def test_the_same_words_again(town) -> None:
    """Who says the same again is told that it is set up; there is one series."""
    await town.say("zhaoming", WEEKLY)

    assert "周期1「周汇报」(每周五15:00前)之前已经设好" in await town.say("zhaoming", WEEKLY)
    assert "周汇报" == (await series(town)).title


async def test_two_of_one_name(town) -> None:
    """Of two that are called alike it is asked which; a number says it."""
    await town.app("zhaoming", WEEKLY)
    await town.app("zhaoming", "请王五每周四下午3点前报周汇报")
    asked = await town.app("zhaoming", "暂停周汇报")

    assert "周期1「周汇报」每周五15:00前" in asked
    assert "周期2「周汇报」每周四15:00前" in asked
    assert "周期2「周汇报」已暂停" in await town.app("zhaoming", "暂停周期2")


@pytest.mark.parametrize(
    "changes", [{"roles": {"delegates": {"zhaoming": ["sunli"]}, "supervisors": ["chujing"]}}]
)
async def test_who_may(town) -> None:
    """The issuer's delegate changes it, a supervisor sees it, anybody else is refused or not understood."""
    await town.say("zhaoming", WEEKLY)

    assert "由赵明交办" in await town.say("wufang", "停止周汇报")
    assert "由赵明本人或代办人决定" in await town.app("chujing", "停止周汇报")
    assert "周期1「周汇报」每周五15:00前，下一期11月27日(周五)15:00" in await town.app(
        "chujing", "有哪些周期任务"
    )
    assert "没有看懂" in await town.app("wangwu", "停止周汇报")
    assert "没有与您有关" in (await town.app("wangwu", "有哪些周期任务")).replace("目前", "")
    assert "已暂停" in await town.app("sunli", "暂停周汇报")


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["sunli"]}}}])
async def test_in_a_leaders_name(town) -> None:
    """A delegate sets it up for the leader, and every occurrence is the leader's."""
    await town.app("sunli", "代赵明 请李四每周五下午3点前报周汇报")
    await to(town, "11-26T08:30")
    card = await town.box.expect("lisi", FIRST)

    assert ("来自", "赵明(孙丽代)") in card.card.rows
    assert "zhaoming" == (await town.directive(FIRST))["issuer"]
    assert "已停止" in await town.app("sunli", "代赵明 停止周汇报")


async def test_no_series_no_command(town) -> None:
    """Without a series the words mean what they always did."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    await town.box.expect("lisi", "Z20261124-001")

    assert "没有看懂" in await town.app("zhaoming", "暂停周汇报")
    assert "已撤回 Z20261124-001" in (await town.app("zhaoming", "取消 Z20261124-001")).replace("*", "")
    await town.box.expect("lisi", "Z20261124-001", "撤回")
    await town.box.expect(town.chat, "Z20261124-001", "撤回")


def without(town, *people: str) -> None:
    """Take people out of the platform's directory."""
    hub = town.box.hub
    hub.world = replace(hub.world, members={u: m for u, m in hub.world.members.items() if u not in people})


async def read_again(town) -> None:
    """Have the directory read, as after any change."""
    await town.box.app_event("sys", "change_contact", {"ChangeType": "delete_user", "UserID": "x"})
    await town.box.settle()


async def test_who_has_left_is_followed(town) -> None:
    """Who was named and has left is followed by the head of the unit; the occurrence is no wreck."""
    await town.app("zhaoming", WEEKLY)
    without(town, "lisi")
    await read_again(town)
    await to(town, "11-26T08:30")
    await town.box.expect("sunli", FIRST)

    assert {"sunli": "assigned"} == await town.states(FIRST)


async def test_the_issuer_has_left(town) -> None:
    """What a leader who has left had set up goes on under whoever follows, who is told and may end it."""
    await town.app("zhouqiang", "请王五每周五下午3点前报周汇报")
    without(town, "zhouqiang")
    await read_again(town)
    await to(town, "11-26T08:30")
    heir = (await series(town)).issuer
    await town.box.expect(heir, "周期1「周汇报」", "由您接手")
    await town.box.expect("wangwu", FIRST)

    assert heir == (await town.directive(FIRST))["issuer"]
    assert "已停止" in await town.app(heir, "停止周汇报")
