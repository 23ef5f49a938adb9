"""Whatever is written, reading neither raises nor takes long."""

import time
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.reading import as_line, is_classified, read, read_deadline, titles
from handlers.reading.script import normal
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

TUESDAY = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
PIECES = [
    "请",
    "@",
    "、",
    ",",
    "。",
    "\n",
    "(",
    ")",
    ":",
    "前",
    "内",
    "后",
    "起",
    "至",
    "-",
    "一",
    "三",
    "十",
    "百",
    "1",
    "12",
    "31",
    "2026",
    "年",
    "月",
    "日",
    "号",
    "周",
    "星期",
    "点",
    "时",
    "半",
    "小时",
    "天",
    "个",
    "工作日",
    "上午",
    "下午",
    "今晚",
    "明天",
    "每天",
    "每周五",
    "每月",
    "节",
    "国庆",
    "春节",
    "月底",
    "季度末",
    "截至",
    "最迟",
    "张三",
    "张伟",
    "竹里村",
    "各村",
    "书记",
    "应急办",
    "全体",
    "报",
    "交",
    "反馈",
    "收到",
    "谁没",
    "催",
    "撤回",
    "延期到",
    "转给",
    "退回",
    "同意办结",
    "Z20261124-003",
    "012",
    "牵头",
    "配合",
    "特急",
    "加急",
    "照片",
    "通知",
    "机密",
    "★",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)),
    hours=st.integers(0, 24 * 900),
)
def test_reading_never_raises_and_is_deterministic(qingxi_org: Org, text: str, hours: int):
    """Any text at any time gives the same reading twice, and no error."""
    now, calendar = TUESDAY + timedelta(hours=hours), WorkCalendar()
    first = read(text, now, qingxi_org, calendar)

    assert as_line(first) == as_line(read(text, now, qingxi_org, calendar))
    assert read_deadline(text, now, calendar) == read_deadline(text, now, calendar)
    assert is_classified(text) in {True, False}
    assert first.title or first.intent not in {"task", "notice"}


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "\n",
        "1",
        "@",
        "请",
        "张三",
        "各村",
        "(周五)",
        "每周一",
        "请应急办、竹里村明天下午5点前反馈,",
        "第1",
        "秘密",
    ],
)
def test_ten_thousand_characters_are_read_in_time(qingxi_org: Org, piece: str):
    """Time grows with the length, not with its square; the limit leaves room for a busy machine."""
    text = (piece * 10_000)[:10_000]
    started = time.process_time()
    read(text, TUESDAY, qingxi_org, WorkCalendar())
    is_classified(text)

    assert 1.0 > time.process_time() - started


def test_a_title_of_many_sentences_is_found_in_one_go(understand, monkeypatch):
    """Work grows with the length of a text and not with its square."""

    def normalised(repeats: int) -> int:
        lengths: list[int] = []
        monkeypatch.setattr(titles, "normal", lambda text: lengths.append(len(text)) or normal(text))
        understand("请张三明天下午5点前报告。" * repeats)
        return sum(lengths)

    assert normalised(1600) <= 5 * normalised(400)
