"""What recurs, as people write it: the rule, and the first time still to come."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.reading import read_deadline
from tasks.worktime import WorkCalendar

NOW = datetime.fromisoformat("2026-11-24T10:00:00+08:00")


@pytest.mark.parametrize(
    ("text", "due", "rrule"),
    [
        ("双周周五下午3点前报工作小结", "2026-11-27T15:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("每两周的周五前报工作小结", "2026-11-27T17:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("每季度末报送总结", "2026-12-31T17:30", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("每季度首月10日前报送总结", "2027-01-10T17:30", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
        ("每个季度末月25日前报送总结", "2026-12-25T17:30", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25"),
        ("每季度报送一次总结", "2026-12-31T17:30", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("每半年报送一次总结", "2026-12-31T17:30", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("每年12月底前报送年度总结", "2026-12-31T17:30", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"),
        ("每年3月15日前报送计划", "2027-03-15T17:30", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15"),
        ("每月第一个工作日报送台账", "2026-12-01T17:30", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("每月最后一个工作日报送台账", "2026-11-30T17:30", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每月31日前报送台账", "2026-11-30T17:30", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("每周五下午3点前报周汇报", "2026-11-27T15:00", "FREQ=WEEKLY;BYDAY=FR"),
    ],
)
def test_recurring(text: str, due: str, rrule: str) -> None:
    """Each is a rule of RFC 5545, and the first one still to come."""
    found = read_deadline(text, NOW, WorkCalendar())

    assert (datetime.fromisoformat(f"{due}:00+08:00"), rrule) == (found.due, found.rrule)
    assert not found.past


@pytest.mark.parametrize("text", ["每季度的情况通报要学习", "每年都有人反映", "每半年的例会照常"])
def test_habits(text: str) -> None:
    """What is merely usual sets no deadline."""
    assert read_deadline(text, NOW, WorkCalendar()).due is None
