"""What recurs: 每天, 每周五, 每月25日, 每个工作日."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.reading.days import DAY
from handlers.reading.numerals import HAN, number
from tasks.worktime import WorkCalendar

_WEEK: Final = r"(?:周|星期|礼拜)"
_DATE: Final = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
PATTERN: Final = (
    r"每一?个?工作日|(?:逐|每)个?工作日|工作日每[天日]"
    rf"|每一?个?{_WEEK}[一二三四五六日天](?: ?(?:[、,和及至到-]|以及)? ?{_WEEK}?[一二三四五六日天](?![次遍轮个]))*(?![次遍轮个])"
    rf"|每一?个?月的?(?:月?底|月?末|最后一[天日]|{_DATE}[日号]?(?: ?[、,和及] ?{_DATE}[日号]?)*(?<=[日号]))"
    r"|每[天日]|每一天|天天|逐日|每(?=早|晚|上午|下午|中午|凌晨)"
)
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
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
        return Every("FREQ=DAILY;WORKDAY=1", calendar.is_working_day)
    if re.match(rf"每一?个?{_WEEK}", written):
        return _weekly(re.sub(rf"^每一?个?{_WEEK}", "", written))
    if re.match(r"每一?个?月", written):
        return _monthly(re.sub(r"^每一?个?月的?", "", written))
    return Every("FREQ=DAILY", lambda _: True)


def _weekly(written: str) -> Every | None:
    places = [min("一二三四五六日天".index(c), 6) for c in written if c in "一二三四五六日天"]
    if re.search("[至到-]", written) and len(places) == 2:
        places = list(range(places[0], places[1] + 1))
    wanted = frozenset(places)
    if not wanted:
        return None
    return Every(
        f"FREQ=WEEKLY;BYDAY={','.join(_DAYS[n] for n in sorted(wanted))}", lambda day: day.weekday() in wanted
    )


def _monthly(written: str) -> Every | None:
    if written[0] in "月底末最":
        return Every("FREQ=MONTHLY;BYMONTHDAY=-1", lambda day: (day + DAY).day == 1)
    found = {number(n) for n in re.findall(rf"\d+|[{HAN}]+", written)}
    wanted = sorted(n for n in found if n and n <= 31)
    if not wanted:
        return None
    return Every(f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, wanted))}", lambda day: day.day in wanted)
