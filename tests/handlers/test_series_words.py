"""What is said of what recurs is understood as a command, and nothing else is."""

from __future__ import annotations

import pytest

from handlers.series import phrases
from handlers.series.begin import ruled
from handlers.series.phrases import Said, read_command


@pytest.mark.parametrize(
    ("text", "verb", "name"),
    [
        ("暂停周汇报", "pause", "周汇报"),
        ("请先暂停一下“周汇报”", "pause", "周汇报"),
        ("周汇报先暂停", "pause", "周汇报"),
        ("恢复周汇报", "resume", "周汇报"),
        ("周汇报恢复吧", "resume", "周汇报"),
        ("继续报零报告", "resume", "零报告"),
        ("停止周汇报", "end", "周汇报"),
        ("取消周汇报。", "end", "周汇报"),
        ("周汇报以后不用再报了", "end", "周汇报"),
        ("不再报零报告", "end", "零报告"),
        ("这周的周汇报不用报了", "skip", "周汇报"),
        ("本周周汇报不用报", "skip", "周汇报"),
        ("周汇报下周不用报了", "skip", "周汇报"),
        ("12月4日的周汇报不用交", "skip", "周汇报"),
        ("跳过下一期政务信息", "skip", "政务信息"),
        ("周汇报改到每周四", "move", "周汇报"),
        ("把周汇报的时间改为每周四下午4点前", "move", "周汇报"),
        ("改到每周四", "move", ""),
        ("周汇报遇节假日顺延", "shift", "周汇报"),
        ("零报告只在工作日报", "shift", "零报告"),
        ("零报告周末不用报", "shift", "零报告"),
        ("零报告每天都报", "shift", "零报告"),
        ("有哪些周期任务", "list", ""),
        ("周期任务有哪些？", "list", ""),
        ("周期任务", "list", ""),
        ("查看我的周期性任务", "list", ""),
    ],
)
def test_commands(text: str, verb: str, name: str) -> None:
    """Each way of saying it is the same command about the same series."""
    said = read_command(text)

    assert said is not None
    assert (verb, name) == (said.verb, said.name)


def test_what_fills_a_command() -> None:
    """The number, the time and the end of a pause stand in it."""
    assert read_command("暂停周期12") == Said("pause", name="周期12", number=12)
    assert read_command("暂停周汇报到12月15日") == Said("pause", name="周汇报", until="12月15日")
    assert read_command("下周的周汇报不用报了") == Said("skip", name="周汇报", when="下周")
    assert read_command("周期3改到每周四16点前") == Said("move", name="周期3", number=3, rule="每周四16点前")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "请李四每周五下午3点前报周汇报",
        "周汇报已报送，请查收",
        "收到",
        "今天的任务都完成了",
        "请应急办12点前反馈，逾期通报",
        "改到明天下午5点",
        "延期到周五",
        "请各村恢复生产后，明天12点前报送情况",
        "暂" * 70,
    ],
)
def test_no_commands(text: str) -> None:
    """Orders, reports and changes of one directive are none of these."""
    assert read_command(text) is None


@pytest.mark.parametrize(
    ("name", "said", "meant"),
    [
        ("周汇报", "周汇报", True),
        ("防火零报告", "零报告", True),
        ("周汇报", "每周五的周汇报", True),
        ("周汇报", "周汇报任务", True),
        ("施工日报", "施工", False),
        ("周汇报", "报", False),
        ("周汇报", "月汇报", False),
    ],
)
def test_names(name: str, said: str, meant: bool) -> None:
    """A series is meant by its name, or by the end of it; half a word of it is another thing."""
    assert meant == phrases.fits(name, said)


@pytest.mark.parametrize(
    ("rrule", "text", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", "", ("FREQ=WEEKLY;BYDAY=FR", "earlier")),
        ("FREQ=WEEKLY;BYDAY=FR", "遇节假日顺延", ("FREQ=WEEKLY;BYDAY=FR", "later")),
        ("FREQ=WEEKLY;BYDAY=FR", "遇节假日暂停", ("FREQ=WEEKLY;BYDAY=FR", "skip")),
        ("FREQ=WEEKLY;BYDAY=FR", "节假日照常", ("FREQ=WEEKLY;BYDAY=FR", "keep")),
        ("FREQ=DAILY", "", ("FREQ=DAILY", "keep")),
        ("FREQ=DAILY", "只在工作日报", ("FREQ=DAILY;WORKDAY=1", "keep")),
        ("FREQ=DAILY", "节假日除外", ("FREQ=DAILY;WORKDAY=1", "keep")),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "每月第一个工作日", ("FREQ=MONTHLY;BYMONTHDAY=1", "later")),
    ],
)
def test_days_off(rrule: str, text: str, expected: tuple[str, str]) -> None:
    """What becomes of days off is as the sentence says, else as is usual for the rule."""
    assert expected == ruled(rrule, text)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("报周汇报", "周汇报"),
        ("报送政务信息", "政务信息"),
        ("报告安全隐患", "报告安全隐患"),
        ("检查防火通道", "检查防火通道"),
        ("零报告", "零报告"),
    ],
)
def test_name_of(title: str, name: str) -> None:
    """A series is called after what is reported."""
    assert name == phrases.name_of(title)
