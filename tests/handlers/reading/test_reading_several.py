"""Several directives in one message, the end of a report, and the answer to how much time is wanted."""

from collections.abc import Callable
from datetime import datetime

import pytest

from handlers.reading import (
    NO_DEADLINE,
    Later,
    Reading,
    is_done,
    read,
    read_later,
    read_wanted_time,
    several,
)
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

TUESDAY = datetime.fromisoformat("2026-11-24T10:00:00+08:00")


@pytest.fixture
def apart(qingxi_org: Org) -> Callable[[str], tuple[str, ...]]:
    """Take a message of the mayor's apart."""
    return lambda text: several(
        text, TUESDAY, qingxi_org, WorkCalendar(), bot_name="指尖办", speaker="zhaoming"
    )


SEVERAL = [
    (
        "请抓好以下工作:\n1.应急办周五前完成加油站排查;\n2.民政办周四前报送名单;\n3.请张三整理会议材料。",
        ("应急办周五前完成加油站排查", "民政办周四前报送名单", "请张三整理会议材料"),
    ),
    ("特急:1、请应急办立即排查 2、请环卫所清运垃圾", ("特急 请应急办立即排查", "特急 请环卫所清运垃圾")),
    (
        "一、请周强明天上午报预案。\n二、请吴芳周五前报物资清单。\n以上工作请抓紧落实，附照片",
        ("请周强明天上午报预案，抓紧落实，附照片", "请吴芳周五前报物资清单，抓紧落实，附照片"),
    ),
    ("①竹里村清理河道②龙黄村清理垃圾", ("竹里村清理河道", "龙黄村清理垃圾")),
    (
        "请于周五前完成以下工作：\n（1）应急办排查加油站\n（2）民政办走访困难户",
        ("应急办排查加油站，周五前完成", "民政办走访困难户，周五前完成"),
    ),
    (
        "今晚有暴雨，安排如下：1.应急办组织转移；2.党政办安排值班。",
        ("应急办组织转移（今晚有暴雨）", "党政办安排值班（今晚有暴雨）"),
    ),
    (
        "@张三 明天把材料整理好\n@李四 明天把会场布置好\n谢谢",
        ("@张三 明天把材料整理好", "@李四 明天把会场布置好"),
    ),
    ("各单位：\n1.应急办周五前报预案\n2.民政办周五前报物资", ("应急办周五前报预案", "民政办周五前报物资")),
    (
        "通知：\n1.应急办参加明天的会\n2.民政办参加后天的会",
        ("通知:应急办参加明天的会", "通知:民政办参加后天的会"),
    ),
]


@pytest.mark.parametrize(("text", "sentences"), SEVERAL)
def test_directives_are_taken_apart(apart, text, sentences) -> None:
    """Each directive becomes a sentence of its own that carries what was said for all."""
    assert sentences == apart(text)


@pytest.mark.parametrize(("text", "sentences"), SEVERAL)
def test_each_sentence_is_an_order_with_its_own_addressees(qingxi_org, text, sentences) -> None:
    """What comes out can be read as a task or notice, and for different people."""
    readings: list[Reading] = [read(one, TUESDAY, qingxi_org, WorkCalendar()) for one in sentences]

    assert {"task", "notice"} >= {one.intent for one in readings}
    assert len(readings) == len({(one.people, one.departments) for one in readings})


@pytest.mark.parametrize(
    "text",
    [
        "请应急办周五前完成:\n1.排查加油站\n2.排查学校",
        "请应急办、民政办周五前报送总结",
        "请应急办牵头，民政办配合，周五前完成",
        "书记们：\n请于下周一中午前上报情况，附照片。\n辛苦了！",
        "1.应急办已完成排查 2.民政办已报名单",
        "请各村：一、排查隐患；二、报送台账",
        "请应急办做两件事：1.排查 2.上报",
        "1.请应急办排查；2.请应急办上报",
        "003 已完成\n004 已完成",
        "收到\n马上办",
        "请应急办排查3.5公里河道，完成后上报",
        "通知：\n明天上午9点在三楼开会\n请各村书记参加\n收到请回复",
        "",
    ],
)
def test_one_directive_stays_one(apart, text) -> None:
    """A list of work items, several addressees in one sentence, reports and chat are not taken apart."""
    assert () == apart(text)


@pytest.mark.parametrize(
    "text", ["完成", "完毕", "好了", "就这些", "没有了", "发完了", "结束", "以上", "好的，发完了。", "完成!"]
)
def test_a_word_ends_the_report(text) -> None:
    """The word alone says that nothing more comes."""
    assert is_done(text)


@pytest.mark.parametrize("text", ["完成了12处", "以上情况属实", "没有了垃圾", "收到", "003 已完成整改", ""])
def test_a_report_does_not_end_itself(text) -> None:
    """What says more belongs to the report."""
    assert not is_done(text)


@pytest.mark.parametrize(
    ("text", "due", "later", "reason"),
    [
        ("三天", None, Later(3, "day"), ""),
        ("延三天", None, Later(3, "day"), ""),
        ("到周五下午5点，因为下雨", "2026-11-27T17:00:00+08:00", None, "因为下雨"),
        ("因为下雨，到周五下午5点", "2026-11-27T17:00:00+08:00", None, "因为下雨"),
        ("周五", "2026-11-27T17:30:00+08:00", None, ""),
        ("12月1日", "2026-12-01T17:30:00+08:00", None, ""),
        ("再要两天，业主不在家", None, Later(2, "day"), "业主不在家"),
        ("三天内", "2026-11-27T17:30:00+08:00", None, ""),
        ("两个工作日，材料没齐", None, Later(2, "workday"), "材料没齐"),
        ("半天", None, Later(4, "hour"), ""),
        ("一个半小时", None, Later(90, "minute"), ""),
        ("延期到11月30日，原因：设备未到", "2026-11-30T17:30:00+08:00", None, "设备未到"),
        ("人手不够", None, None, "人手不够"),
    ],
)
def test_the_time_wanted(text, due, later, reason) -> None:
    """A time or an amount counts without a word of asking, since it was asked for; the rest is why."""
    deadline, wanted, why = read_wanted_time(text, TUESDAY, WorkCalendar())

    assert (due and datetime.fromisoformat(due), later, reason) == (deadline.due, wanted, why)
    assert later is None or deadline == NO_DEADLINE


def test_an_amount_alone_asks_for_nothing() -> None:
    """三天 is an answer only where a question was put; 延期三天 asks by itself."""
    assert read_later("三天") is None
    assert Later(3, "day") == read_later("三天", bare=True) == read_later("申请延期三天")
