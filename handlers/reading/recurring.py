"""What recurs: 每天, 每周五, 双周周五, 每月25日, 每季度末, 每年12月底, 每个工作日."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.reading.days import DAY
from handlers.reading.numerals import HAN, number
from tasks.series.rules import WEEKDAYS, read_rule
from tasks.worktime import WorkCalendar

_WEEK: Final = r"(?:周|星期|礼拜)"
_DATE: Final = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_PART: Final = r"(?:首月|第[一1]个月|中间月|第[二2]个月|末月|第[三3]个月|最后一?个月)"
_OTHER_WEEK: Final = rf"(?:每(?:两|二|2|隔一)个?{_WEEK}|双{_WEEK}|隔{_WEEK}(?={_WEEK}))的?"
PATTERN: Final = (
    r"每一?个?月的?(?:第一|首|第1|最后一)个工作日"
    r"|每一?个?工作日|(?:逐|每)个?工作日|工作日每[天日]"
    rf"|{_OTHER_WEEK}{_WEEK}?[一二三四五六日天](?![次遍轮个])"
    rf"|每一?个?{_WEEK}[一二三四五六日天](?: ?(?:[、,和及至到-]|以及)? ?{_WEEK}?[一二三四五六日天](?![次遍轮个]))*(?![次遍轮个])"
    rf"|每一?个?月的?(?:月?底|月?末|最后一[天日]|{_DATE}[日号]?(?: ?[、,和及] ?{_DATE}[日号]?)*(?<=[日号]))"
    rf"|每一?个?季度?的?(?:{_PART}的?(?:{_DATE}[日号]|[底末])|[末底](?!月)|最后一[天日])|每一?个?季度"
    rf"|每半年(?:[末底])?|每一?年的?(?:年[底末终]|{_MONTH}月份?的?(?:{_DATE}[日号]|月?[底末]|最后一[天日]))"
    r"|每[天日]|每一天|天天|逐日|每(?=早|晚|上午|下午|中午|凌晨)"
)
_QUARTERS: Final = {
    "首": "1,4,7,10",
    "一": "1,4,7,10",
    "1": "1,4,7,10",
    "中": "2,5,8,11",
    "二": "2,5,8,11",
    "2": "2,5,8,11",
}
_HORIZON: Final = 800  # days to look ahead for the next one


@dataclass(frozen=True, slots=True)
class Every:
    """A recurrence: its rule as in RFC 5545 (`WORKDAY=1` is ours) and whether a day belongs to it."""

    rrule: str
    holds: Callable[[date], bool]

    def days(self, start: date) -> Iterator[date]:
        """Its days from `start` on."""
        days = (start + n * DAY for n in range(_HORIZON))
        return (day for day in days if self.holds(day))


def read_every(written: str, calendar: WorkCalendar) -> Every | None:
    """Give the recurrence written; None where its days make no sense."""
    if "工作日" in written:
        return (
            _first_or_last(written, calendar) if "月" in written else _every("FREQ=DAILY;WORKDAY=1", calendar)
        )
    if other := re.match(_OTHER_WEEK, written):
        return _weekly(written[other.end() :], calendar, "INTERVAL=2;")
    if re.match(rf"每一?个?{_WEEK}", written):
        return _weekly(re.sub(rf"^每一?个?{_WEEK}", "", written), calendar)
    if re.match(r"每一?个?月", written):
        return _monthly(re.sub(r"^每一?个?月的?", "", written), calendar)
    if re.match(r"每一?个?季|每半年|每一?年", written):
        return _yearly(written, calendar)
    return _every("FREQ=DAILY", calendar)


def _every(rrule: str, calendar: WorkCalendar) -> Every:
    rule = read_rule(rrule)
    return Every(rrule, lambda day: rule.holds(day, calendar))


def _first_or_last(written: str, calendar: WorkCalendar) -> Every:
    """Give the first or last working day of the month: its first or last day, shifted off days off."""
    step = DAY if "最后" in written else -DAY

    def holds(day: date) -> bool:
        beside = calendar.add_working_days(day, 1 if step == DAY else -1)
        return calendar.is_working_day(day) and beside.month != day.month

    return Every(f"FREQ=MONTHLY;BYMONTHDAY={-1 if step == DAY else 1}", holds)


def _yearly(written: str, calendar: WorkCalendar) -> Every | None:
    """每季度末, 每季度首月10日, 每半年, 每年12月底."""
    months, day = _months(written), re.search(rf"({_DATE})[日号]$", written)
    wanted = number(day[1]) if day else -1
    return (
        _every(f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={wanted}", calendar) if wanted and months else None
    )


def _months(written: str) -> str:
    if "季" in written:
        part = re.search(r"[首中末]|第[一二三123]|最后", re.sub(r"^每一?个?季度?的?", "", written))
        return _QUARTERS.get(part[0][-1], "3,6,9,12") if part else "3,6,9,12"
    if "半年" in written:
        return "6,12"
    month = re.search(rf"({_MONTH})月", written)
    return str(number(month[1]) or "") if month else "12"


def _weekly(written: str, calendar: WorkCalendar, interval: str = "") -> Every | None:
    places = [min("一二三四五六日天".index(c), 6) for c in written if c in "一二三四五六日天"]
    if re.search("[至到-]", written) and len(places) == 2:
        places = list(range(places[0], places[1] + 1))
    wanted = frozenset(places)
    if not wanted:
        return None
    days = ",".join(WEEKDAYS[n] for n in sorted(wanted))
    return _every(f"FREQ=WEEKLY;{interval}BYDAY={days}", calendar)


def _monthly(written: str, calendar: WorkCalendar) -> Every | None:
    if written[0] in "月底末最":
        return _every("FREQ=MONTHLY;BYMONTHDAY=-1", calendar)
    found = {number(n) for n in re.findall(rf"\d+|[{HAN}]+", written)}
    wanted = sorted(n for n in found if n and n <= 31)
    if not wanted:
        return None
    return _every(f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, wanted))}", calendar)
