"""How leaders say that a directive changes or is called off, and what only sounds like it."""

from __future__ import annotations

from datetime import datetime
from time import perf_counter

import pytest

from handlers.reading import Former, Later

WEDNESDAY = datetime.fromisoformat("2026-11-25T17:30:00+08:00")
FRIDAY = datetime.fromisoformat("2026-11-27T17:30:00+08:00")
MONTH_END = datetime.fromisoformat("2026-11-30T17:30:00+08:00")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("改回27日", FRIDAY),
        ("003 改回27号吧", FRIDAY),
        ("时间调回到周五", FRIDAY),
        ("改一下，提前到明天下班前", WEDNESDAY),
        ("003 时间有变，提早到明天下班前", WEDNESDAY),
        ("003 时间写错了，改到27日", FRIDAY),
        ("通知有误，改到周五", FRIDAY),
        ("时间太紧，推到周五", FRIDAY),
        ("往后放到周五", FRIDAY),
        ("003 时间往后挪一挪，放到月底", MONTH_END),
        ("整体往后顺到周五", FRIDAY),
        ("截止时间暂时改在周五", FRIDAY),
        ("003 稍微调整一下，挪到周五", FRIDAY),
    ],
)
def test_another_time(understand, text, due):
    """A time moves however it is pushed, and beside words that only say that something changes."""
    reading = understand(text)

    assert ("extend", due, "") == (reading.intent, reading.due, reading.reason)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("提前两天", Later(-2, "day")),
        ("003 提前半天", Later(-4, "hour")),
        ("时间再往前提一天", Later(-1, "day")),
        ("003 提早三个工作日", Later(-3, "workday")),
        ("时间往后推两天", Later(2, "day")),
        ("003 往后挪一周", Later(1, "week")),
    ],
)
def test_so_much_sooner_or_later(understand, text, later):
    """An amount counts from the time there is: sooner is less than nothing."""
    reading = understand(text)

    assert ("extend", later) == (reading.intent, reading.later)


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("时间改回原来的", Former("due")),
        ("改回原来的时间吧", Former("due")),
        ("003 还按原定时间报", Former("due")),
        ("不改了，还是原来的时间", Former("due")),
        ("把时限恢复到最初的", Former("due")),
        ("003 时限保持原来的不变", Former("due")),
        ("003 时间变回上一次的", Former("due", first=False)),
        ("时间改回来吧", Former("due", first=False)),
        ("003 改回去算了", Former("any", first=False)),
        ("改回原来的", Former("any")),
        ("003 不变了，还是原来的", Former("any")),
        ("003 内容改回原来的", Former("text")),
        ("要求恢复原样", Former("text")),
        ("003 要求改回之前的写法", Former("text", first=False)),
    ],
)
def test_as_it_was(understand, text, former):
    """What is to be as it was is the time or the text, as it was at first or before the last change."""
    reading = understand(text)

    assert ("amend", former) == (reading.intent, reading.amendment.former)


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("增加承办人李四", ["李四"]),
        ("003 承办单位再加一个民政办", ["民政办"]),
        ("003 协办人补上李四", ["李四"]),
        ("再增加竹里村", ["竹里村"]),
        ("再增加青溪镇", ["青溪镇"]),
        ("把应急办和民政办也加进来", ["应急办", "民政办"]),
        ("把王五拉进来一起办", ["王五"]),
        ("李四也算一个", ["李四"]),
        ("003 让周强也参加", ["周强"]),
        ("003 漏了人，加上民政办", ["民政办"]),
        ("003 时间改回原来的，增加责任人李四", ["李四"]),
    ],
)
def test_people_put_on(understand, text, added):
    """Who is put on may be named with what they are to be, or behind which they are pulled in."""
    reading = understand(text)

    assert ("amend", added) == (reading.intent, [one.written for one in reading.amendment.added])


def test_who_is_put_on_and_nobody_knows(understand):
    """A name nobody bears is given back behind 增加承办人 too."""
    assert ("王小二",) == understand("003 增加承办人王小二").unknown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("错了，不是交办，撤回", "错了，不是交办"),
        ("发错了，撤回", "发错了"),
        ("刚才那条作废", ""),
        ("刚刚那条重复了，撤掉", "刚刚那条重复了"),
        ("003 不是给你们的，作废", "不是给你们的"),
        ("误发，请忽略", "误发"),
        ("上一条不算数", ""),
        ("这条消息发错了，当我没说", "这条消息发错了"),
        ("刚才说的不算，以书面通知为准", "以书面通知为准"),
        ("弄错单位了，取消", "弄错单位了"),
        ("003 别办了", ""),
        ("刚才发的那个通知先不办了", ""),
        ("003 只是测试一下，撤回", "只是测试一下"),
    ],
)
def test_called_off(understand, text, reason):
    """What is called off beside a slip that is owned up to is withdrawn, and the slip is the reason."""
    reading = understand(text)

    assert ("withdraw", reason) == (reading.intent, reading.reason)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("时间改回来了", "none"),
        ("003 时间改回来了", "feedback"),
        ("供水时间已改回原来的", "feedback"),
        ("信号灯已经恢复原来的时间", "feedback"),
        ("水表要改回原来的位置", "none"),
        ("把路牌改回原样", "none"),
        ("还是原来的时间吗?", "none"),
        ("什么时候改回原来的时间", "none"),
        ("003 提前两天办结", "feedback"),
        ("003 提前一天完成了", "feedback"),
        ("提前完成任务", "none"),
        ("把李四加进群了", "none"),
        ("已增加承办人李四", "feedback"),
        ("003 增加了2名承办人", "feedback"),
        ("003 李四也参加了排查", "feedback"),
        ("003 王五也一起办好了", "feedback"),
        ("增加人员2名，正在排查", "feedback"),
        ("数字弄错了，应该是12处", "none"),
        ("003 数字弄错了，应该是12处", "feedback"),
        ("发错了，重新报：共12处", "feedback"),
        ("发票作废3张", "none"),
        ("作废的票据已上交", "feedback"),
        ("取消的那场培训什么时候补", "none"),
        ("证件作废了怎么补办", "none"),
        ("003 路障撤了", "feedback"),
        ("这个不算违建", "none"),
        ("村民不办了，回家了", "none"),
        ("那条路不算我们村的", "none"),
        ("请各单位提前两天报送材料", "task"),
        ("请王五把作废的证件收回,周五前报", "task"),
        ("请应急办把时间改回原来的标准,周五前报送方案", "task"),
        ("请各村增加人员巡查,今晚8点前报", "task"),
        ("通知：参加人员：李四、王五,明天上午9点开会", "notice"),
    ],
)
def test_what_only_sounds_like_it(understand, text, intent):
    """Reports, questions, orders and what citizens say change nothing and call nothing off."""
    assert intent == understand(text).intent


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("请李四周五前把危房排查一遍", "把危房排查一遍"),
        ("请应急办周五前把各村检查一遍", "把各村检查一遍"),
        ("请李四把好安全关,严防事故,周五前报情况", "把好安全关,严防事故"),
        ("请王五把握好时间节点,周五前完成清单", "把握好时间节点,完成清单"),
        ("请把将军路的井盖补齐,周五前,李四负责", "把将军路的井盖补齐"),
        ("请各村将危房排查清单于周五前报党政办", "将危房排查清单报党政办"),
        ("请李四先把底数摸清,再把方案拿出来,周五前报", "先把底数摸清,再把方案拿出来"),
        ("请李四把这份材料转给王五看一下,今天下班前办好", "把这份材料转给王五看一下"),
    ],
)
def test_a_title_keeps_what_its_verb_governs(understand, text, title):
    """Without 把 or 将 the one who is acted on would act (各村检查一遍), and 把好关 would be no Chinese."""
    assert title == understand(text).title


@pytest.mark.parametrize(
    "piece",
    [*"改再也", "时间", "还是", "往后", "加上", "增加承办人", "刚才", "那条", "发错了", "原来的", "不办"],
)
def test_what_is_said_over_and_over_is_read_in_no_time(understand, piece):
    """However often a word is repeated, with a code or without."""
    begun = perf_counter()
    for text in (piece * 30, f"003 {piece * 30}李四", f"改回{piece * 30}撤回", f"{piece * 20}，" * 4):
        understand(text)

    assert perf_counter() - begun < 1.5
