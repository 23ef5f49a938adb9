"""Sentences about being away, and sentences that only have the same words."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.reading import read
from handlers.reading.absence import read_leave
from tasks.people.org import Org
from tasks.worktime import SHANGHAI, WorkCalendar

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)

TAKEN = [
    ("我明天请假，由李四代", "11-25 00:00", "11-26 00:00", "", "李四"),
    ("请假到周五", "11-24 10:00", "11-28 00:00", "", ""),
    ("25日到27日出差", "11-25 00:00", "11-28 00:00", "", ""),
    ("我25-27日到海口出差，有事请联系李四", "11-25 00:00", "11-28 00:00", "", "李四"),
    ("11月25日至12月3日外出学习，期间工作由周强代", "11-25 00:00", "12-04 00:00", "", "周强"),
    ("12月25日-27日请假", "12-25 00:00", "12-28 00:00", "", ""),
    ("我下午请假", "11-24 12:00", "11-25 00:00", "", ""),
    ("明天上午请假", "11-25 00:00", "11-25 12:00", "", ""),
    ("今天下午3点到5点请假", "11-24 15:00", "11-24 17:00", "", ""),
    ("请假三天", "11-24 10:00", "11-27 00:00", "", ""),
    ("请三天假", "11-24 10:00", "11-27 00:00", "", ""),
    ("休5天年假", "11-24 10:00", "12-01 00:00", "", ""),
    ("休产假158天", "11-24 10:00", "05-01 00:00", "", ""),
    ("请假半天", "11-24 10:00", "11-24 12:00", "", ""),
    ("从明天起请假三天，工作由张三负责", "11-25 00:00", "11-28 00:00", "", "张三"),
    ("从明天起请假到下周三", "11-25 00:00", "12-03 00:00", "", ""),
    ("我因病请假一周", "11-24 10:00", "12-01 00:00", "", ""),
    ("下周休年假，请李四代办", "11-30 00:00", "12-07 00:00", "", "李四"),
    ("下周一到周三出差", "11-30 00:00", "12-03 00:00", "", ""),
    ("今明两天请假", "11-24 10:00", "11-26 00:00", "", ""),
    ("明天和后天请假", "11-25 00:00", "11-27 00:00", "", ""),
    ("书记好，我明天要去市里培训，任务由李四代办，谢谢", "11-25 00:00", "11-26 00:00", "", "李四"),
    ("家里有急事，明天请假，望批准", "11-25 00:00", "11-26 00:00", "", ""),
    ("明天不在，有事找李四", "11-25 00:00", "11-26 00:00", "", "李四"),
    ("周强明天请假，由王五代", "11-25 00:00", "11-26 00:00", "周强", "王五"),
    ("周主任明天请假", "11-25 00:00", "11-26 00:00", "周主任", ""),
]


@pytest.mark.parametrize(("text", "begins", "until", "who", "stand_in"), TAKEN)
def test_leave_that_is_taken(
    qingxi_org: Org, text: str, begins: str, until: str, who: str, stand_in: str
) -> None:
    """Who is away, from when until when, and who stands in."""
    said = read_leave(text, NOW, qingxi_org, WorkCalendar(), speaker="wangwu")

    assert said is not None
    assert said.period is not None
    times = [f"{moment:%m-%d %H:%M}" for moment in (said.period.begins_at, said.period.until)]
    assert ("take", begins, until, who, stand_in) == (
        said.kind, *times, said.who.written, said.stand_in.written
    )  # fmt: skip
    assert "leave" == read(text, NOW, qingxi_org, WorkCalendar(), speaker="wangwu").intent


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("明天请半天假", "half"),
        ("从明天起请假", "end"),
        ("请假", None),
        ("我出差", None),
        ("周一、周三请假", None),
    ],
)
def test_what_is_not_clear(qingxi_org: Org, text: str, doubt: str | None) -> None:
    """What is lacking is said, and nothing is guessed."""
    said = read_leave(text, NOW, qingxi_org, WorkCalendar(), speaker="wangwu")

    assert said is not None
    assert doubt == (said.period.doubt if said.period else None)


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("销假", "back", ""),
        ("我回来了", "back", ""),
        ("明天返岗", "back", ""),
        ("取消请假", "back", ""),
        ("明天不请假了", "back", ""),
        ("撤销明天的请假", "back", ""),
        ("周强销假", "back", "周强"),
        ("我请假了吗", "ask", ""),
        ("我请假到什么时候", "ask", ""),
        ("周强请假了吗", "ask", "周强"),
        ("谁请假了", "who", ""),
        ("今天谁请假", "who", ""),
        ("请假名单", "who", ""),
    ],
)
def test_back_and_questions(qingxi_org: Org, text: str, kind: str, who: str) -> None:
    """Coming back, calling off, and questions about it."""
    said = read_leave(text, NOW, qingxi_org, WorkCalendar(), speaker="wangwu")

    assert said is not None
    assert (kind, who) == (said.kind, said.who.written)


def test_names_without_end_are_read_in_no_time(qingxi_org: Org) -> None:
    """A row of names as long as a message may be is no riddle."""
    for end in ("请假", "请假了吗", "销假", "代办", "请假的人很多都没有回来"):
        text = ("李四王五周强吴芳" * 10)[: 80 - len(end)] + end

        assert read_leave(text, NOW, qingxi_org, WorkCalendar(), speaker="wangwu") is None


@pytest.mark.parametrize(
    "text",
    [
        "李四请假，改派王五",
        "我明天请假，申请延期到周五",
        "请周强出差回来后报材料",
        "请假要提前报备",
        "请各村统计请假人员",
        "我在出差，晚点反馈",
        "周强出差，王五负责防汛值守",
        "明天开会",
        "周强已到现场，正在处置",
        "上班了",
        "我到岗了，马上处理",
        "李四替我",
        "人在外地出差，无法按时完成",
        "春节放假安排已印发",
        "通知：各单位明天报送请假名单",
        "收到，我在外地出差",
        "Z20261124-001 我明天请假",
        "学习培训材料已报送",
        "请王五明天上午9点到三楼参加培训",
        "组织假期值班",
    ],
)
def test_other_sentences_with_the_same_words(qingxi_org: Org, text: str) -> None:
    """An order, a report, a wish with a reason, and chat are what they were."""
    assert read_leave(text, NOW, qingxi_org, WorkCalendar(), speaker="wangwu") is None
