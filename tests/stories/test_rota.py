"""The rota: put down, asked for, told before it begins, its gaps warned of."""

from __future__ import annotations

from datetime import datetime

import pytest

from tasks.fields import from_ms

WEEK = """值班表：
11月24日 周强(带班 钱进)
11月25日 王五(带班 钱进)
11月26日 周强
27日 王五"""
HOUR, DAY = 3600, 24 * 3600


async def to_the_office(town, *told: str) -> None:
    """Let the office open; who is on duty today hears of it."""
    await town.box.advance(HOUR)
    await town.box.expect_all(list(told), "提醒", "11月24日(周二)")


async def test_a_table_is_kept_and_answers_who_is_on_duty(town) -> None:
    """A head's table is kept; before the office opens 今天谁值班 says both who still is and who will be."""
    said = await town.app("zhouqiang", WEEK)
    early = await town.app("wangwu", "今天谁值班")
    await to_the_office(town, "qianjin")
    later = await town.app("wangwu", "今天谁值班？")

    assert "应急管理办公室值班表已登记4天" in said
    assert "11月24日(周二)：周强，带班钱进" in said
    assert "现在值班(11月23日的班，到11月24日(周二)08:30交班)：没有登记值班人员" in early
    assert "11月24日(周二)值班(从11月24日(周二)08:30起)：\n应急管理办公室：周强，带班钱进" in early
    assert "现在值班(11月24日的班，到11月25日(周三)08:30交班)：\n应急管理办公室：周强，带班钱进" in later
    assert "没有登记值班电话" in await town.app("wangwu", "值班电话")


async def test_lines_that_are_not_clear_are_named(town) -> None:
    """What is clear is kept, and each line that is not is named with what is wrong."""
    said = await town.app(
        "zhouqiang",
        "下周值班表\n日期\t星期\t带班领导\t值班员\n11月30日\t周一\t钱进\t周强\n12月1日\t周三\t\t王五\n12月2日\t周三\t\t李小四\n12月3日\t\t\t张伟",
    )

    assert "应急管理办公室值班表已登记1天" in said
    assert "第4行没看懂：12月1日 周三 王五(日期与星期对不上" in said
    assert "第5行没看懂：12月2日 周三 李小四(通讯录里没有“李小四”" in said
    assert "第6行没看懂：12月3日 张伟(“张伟”有重名" in said
    assert "共" not in said
    assert "12月1日(周二)至12月6日(周日)：没有安排" in await town.app("wangwu", "下周值班表")


async def test_replacing_a_day_says_whom(town) -> None:
    """One sentence replaces a day's people in that role, says whom, and leaves the other role alone."""
    await town.app("zhouqiang", WEEK)
    said = await town.app("zhouqiang", "11月26日由王五值班")
    lead = await town.app("zhouqiang", "25日带班领导改为赵明")
    table = await town.app("wangwu", "这周值班表")
    await to_the_office(town, "qianjin")

    assert "11月26日(周四)值班原为周强，已更换" in said
    assert "11月25日(周三)带班原为钱进，已更换" in lead
    assert "11月25日(周三)：王五，带班赵明" in table
    assert "11月26日(周四)至11月27日(周五)：王五" in table


async def test_in_the_group(town) -> None:
    """In a group the receipt has numbers; the named unit, or the head's own, is meant."""
    said = await town.say("zhouqiang", "下周王五值班")
    other = await town.say("zhaoming", "党政办值班表：11月30日 张三")
    again = await town.say("zhouqiang", "下周一由周强值班")

    assert "应急管理办公室值班表已登记7天。要核对请说" in said
    assert "王五" not in said
    assert "党政办公室值班表已登记1天" in other
    assert "其中1天更换了原来的安排" in again
    assert "周强" not in again
    assert "应急管理办公室：周强" in await town.say("lisi", "应急办下周一谁值班")


@pytest.mark.parametrize(
    ("who", "text", "answer"),
    [
        ("wangwu", "值班表：11月25日 王五", "由单位负责人(周强)、其委托的人或管理员来排"),
        ("zhouqiang", "党政办值班表：11月25日 张三", "由单位负责人(孙丽)"),
        ("wangwu", "11月25日由王五值班", "由单位负责人(周强)"),
    ],
)
async def test_only_who_keeps_it(town, who, text, answer) -> None:
    """Who keeps no rota is told who does; nothing is changed."""
    said = await town.app(who, text)

    assert answer in said
    assert [] == await town.rows("SELECT * FROM duty")


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"zhouqiang": "wangwu"}}}])
async def test_stand_in_of_the_head_keeps_it(town) -> None:
    """The head's stand-in keeps the rota too."""
    assert "已登记1天" in await town.app("wangwu", "值班表：11月27日 周强")


async def test_told_the_working_day_before(town) -> None:
    """At 16:30 of the working day before each person is told once, in one line for all days."""
    await town.app("zhouqiang", "值班表：\n11月27日 王五\n28日 王五\n29-30日 周强")
    await town.box.advance(2 * DAY + 9 * HOUR)
    first = await town.box.expect("wangwu", "提醒", "11月27日(周五)")
    await town.box.advance(DAY)
    second = await town.box.expect("wangwu", "提醒", "11月28日(周六)")
    both = await town.box.expect("zhouqiang", "提醒", "11月29日(周日)")
    await town.box.expect("zhouqiang", "值班表还有缺口")

    assert "11月28日" not in first.words
    assert "11月29日" not in second.words
    assert "11月30日(周一)您在应急管理办公室值班" in both.words


async def test_gaps_are_warned_of(town) -> None:
    """On the last working day of the week at 08:45 the head hears which days of the next nobody has."""
    await town.app("zhouqiang", "值班表：\n12月1日 王五\n12月2日 周强\n11月24日 周强")
    await to_the_office(town)
    await town.box.advance(3 * DAY + HOUR)
    warned = await town.box.expect("zhouqiang", "下周(11月30日至12月6日)值班表还有缺口")

    assert (
        "应急管理办公室：11月30日(周一)、12月3日(周四)、12月4日(周五)、12月5日(周六)、12月6日(周日)没有安排"
        in warned.words
    )
    said = await town.app("zhouqiang", "值班表：11月30日 王五；12月3日-6日 王五")
    await town.box.advance(DAY)
    await town.box.expect("wangwu", "提醒", "11月30日(周一)")

    assert "已登记5天" in said


async def test_mine(town) -> None:
    """我什么时候值班 lists the own days to come."""
    await town.app("zhouqiang", WEEK)
    said = await town.app("wangwu", "我什么时候值班")
    nothing = await town.app("lisi", "我哪天值班")
    await to_the_office(town, "qianjin")

    assert "11月25日(周三) 应急管理办公室值班\n11月27日(周五) 应急管理办公室值班" in said
    assert "近两个月没有排您值班" in nothing


async def test_cancelled(town) -> None:
    """取消 takes a day off the rota; who had heard of it hears this too."""
    await town.app("zhouqiang", WEEK)
    await to_the_office(town, "qianjin")
    await town.box.advance(9 * HOUR)
    await town.box.expect_all(["wangwu", "qianjin"], "提醒", "11月25日(周三)")
    said = await town.app("zhouqiang", "取消25日值班")
    await town.box.expect_all(["wangwu", "qianjin"], "11月25日(周三)不用您值班了")

    assert "已取消应急管理办公室11月25日(周三)的值班安排" in said


async def test_nobody_of_the_unit_is_doubtful(town) -> None:
    """Whose rota is meant is asked where nobody on it is of the own unit and no unit was named."""
    said = await town.app("sunli", "王五下周值班")
    named = await town.app("sunli", "党政办下周由王五值班")

    assert "请写明是哪个单位的值班表" in said
    assert "“应急管理办公室值班表：……”" in said
    assert "党政办公室值班表已登记7天" in named


async def test_an_empty_rota_says_how_to_begin(town) -> None:
    """Where nothing was put down the answer says so and names the cure."""
    day = await town.app("wangwu", "明天谁值班")
    week = await town.app("wangwu", "值班表")

    assert "没有登记值班人员" in day
    assert "值班表：11月25日 张三(带班 李四)" in day
    assert "还没有登记" in week


async def test_a_table_sent_again_changes_nothing(town) -> None:
    """The same table twice is the same rota; only what differs is replaced."""
    await town.app("zhouqiang", WEEK)
    said = await town.app("zhouqiang", WEEK)
    await to_the_office(town, "qianjin")

    assert "已更换" not in said
    assert 6 == len(await town.rows("SELECT * FROM duty WHERE role IN ('lead', 'duty')"))


async def test_who_is_on_leave_or_gone_is_a_gap(town) -> None:
    """Whoever will be away on the day is named in the warning of the gaps."""
    await town.app("zhouqiang", "值班表：11月24日 周强；11月30日-12月6日 王五")
    await town.box.advance(2 * HOUR)
    await town.app("wangwu", "我12月1日请假")
    await town.box.advance(3 * DAY)
    warned = await town.box.expect("zhouqiang", "下周(11月30日至12月6日)值班表还有缺口")

    at = (await town.rows("SELECT made_at FROM duty WHERE role = 'warned'"))[0]["made_at"]

    assert "12月1日(周二)值班的王五当天请假或外出" in warned.words
    assert datetime.fromisoformat("2026-11-27T08:45:00+08:00") == from_ms(at)
