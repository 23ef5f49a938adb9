"""From when until when: 明天, 25日到27日, 下午, 到周五, 三天, 从周一起五天, 下周."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.reading import dayrules, days
from handlers.reading.clocks import read_clock
from handlers.reading.dayrules import read_day
from handlers.reading.days import DAY, Frame
from handlers.reading.numerals import HAN, NUMBER, number
from handlers.reading.spans import add_months
from tasks.worktime import WorkCalendar

_WHOLE: Final = frozenset({days.month_day, days.dotted, days.weekday, days.relative_day, days.day_of_month})
_DAY: Final = "|".join(dayrules.plain(pattern) for pattern, read in dayrules.RULES if read in _WHOLE)
_HALF: Final = r"(?:全天|一整天|整天|上午|早上|中午|下午|午后|晚上|半天)"
_CLOCK: Final = rf"(?:(?:上午|下午|早上|晚上|中午)? ?(?:\d{{1,2}}:\d\d|(?:\d{{1,2}}|[{HAN}]{{1,3}})[点时](?:半|整|一刻|三刻)?))"
_WEEK: Final = r"(?:本|这|下下|下)一?个?(?:周|星期|礼拜)(?![一二三四五六日天1-6])"
_TWO: Final = r"(?:今明|明后)两?[天日]"
_POINT: Final = rf"(?:(?:{_DAY})(?: ?的?(?:{_CLOCK}|{_HALF}))?|{_CLOCK}|{_HALF})"
_BARE: Final = r"(?:\d{1,2}(?=[-~至到]{1,2}\d{1,2}[日号]))"
_TO: Final = r" ?(?P<and>[、和])? ?(?:(?(and)|(?:[-~]{1,3}|至|到))) ?"
_LONG: Final = (
    rf"(?P<n>{NUMBER}|半)(?P<more>\.5)? ?个?(?P<unit>工作日|小时|钟头|天|周|星期|礼拜|(?<=个)月)(?P<half>半)?"
)

PERIOD: Final = re.compile(
    rf"(?:从|自)? ?(?:(?P<week>{_WEEK})|(?P<two>{_TWO})|(?P<from>{_BARE}|{_POINT})(?: ?(?:起|开始|之?后))?(?:{_TO}(?P<to>{_POINT})(?:为?止)?)?)"
)
"""One or two ends. 从明天起 leaves the end open, as 明天 alone does not."""
UNTIL: Final = re.compile(rf"(?:到|至) ?(?P<to>{_POINT})(?:为?止)?")
LONG: Final = re.compile(_LONG)
_OPEN: Final = re.compile(r"(?:从|自)|(?:起|开始)$")
_CLOCK_IN: Final = re.compile(_CLOCK)
_HALF_IN: Final = re.compile(_HALF)
NOON: Final = timedelta(hours=12)
EVENING: Final = timedelta(hours=18)
MOST_DAYS: Final = 400
"""More days than that nobody is away."""


@dataclass(frozen=True, slots=True)
class Period:
    """When something is, the end left out. `doubt`: half (上午 or 下午 is not said), end (it is not said)."""

    begins_at: datetime
    until: datetime
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Point:
    """One end as named: the day, what part of it is meant, and the times of that part."""

    day: date
    start: datetime
    end: datetime
    half: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the periods of one text in normal writing, said at `now`."""

    text: str
    now: datetime
    calendar: WorkCalendar

    def ends(self, found: re.Match[str]) -> Period | None:
        """Give the period of a match of PERIOD; None where no such day exists."""
        today = self.now.date()
        if found["week"]:
            monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * found["week"].count("下"))
            return self._from_now(self._midnight(monday), self._midnight(monday + 7 * DAY))
        if found["two"]:
            one = today + (DAY if found["two"].startswith("明") else timedelta())
            return self._from_now(self._midnight(one), self._midnight(one + 2 * DAY))
        first = self._point(found["from"], today)
        if first is None:
            return None
        if not found["to"]:
            open_ended = _OPEN.search(found[0].strip()) is not None
            doubt = "end" if open_ended else "half" if first.half else ""
            return self._from_now(first.start, first.end, doubt)
        last = self._last(found["to"], first)
        if last is None or (found["and"] and last.day - first.day != DAY):
            return None  # 周一、周三 are two absences
        return self._from_now(first.start, last.end)

    def until(self, found: re.Match[str], begins_at: datetime | None = None) -> Period | None:
        """Give the period of a match of UNTIL: from now on, or from where another one begins."""
        start = begins_at or self.now
        last = self._last(found["to"], _Point(start.date(), start, start))
        return self._from_now(start, last.end) if last else None

    def long(self, found: re.Match[str], begins_at: datetime | None, *, each_day: bool) -> Period | None:
        """Give the period of a match of LONG; working days are counted, unless it is `each_day`."""
        start = begins_at or self._next_start()
        count = 0.5 if found["n"] == "半" else number(found["n"])
        half = bool(found["more"] or found["half"])
        if not count or count > MOST_DAYS:
            return None
        unit = found["unit"]
        if unit in {"小时", "钟头"}:
            return self._from_now(start, start + timedelta(hours=count + half / 2))
        if count < 1:
            return self._half_day(start)
        whole = int(count)
        if unit in {"周", "星期", "礼拜"}:
            return self._from_now(start, self._midnight(start.date() + 7 * whole * DAY))
        if unit == "月":
            return self._from_now(start, self._midnight(add_months(start.date(), whole)))
        return self._days(start, whole, half=half, each_day=each_day)

    def _days(self, start: datetime, count: int, *, half: bool, each_day: bool) -> Period:
        if each_day:
            last = start.date() + (count - 1 + half) * DAY
        else:
            first = start.date()
            if not self.calendar.is_working_day(first):
                first = self.calendar.next_working_day(first)
            last = self.calendar.add_working_days(first, count - 1 + half)
        end = self._midnight(last)
        return self._from_now(start, end + NOON if half else end + DAY)

    def _half_day(self, start: datetime) -> Period:
        """Give 半天: what is left of the morning or the afternoon now; of another day it is not said which."""
        start = max(start, self.now)
        midnight = self._midnight(start.date())
        noon, doubt = midnight + NOON, "half" if start == midnight else ""
        return self._from_now(start, noon if start < noon else noon + NOON, doubt)

    def _next_start(self) -> datetime:
        """Give when a leave without a beginning begins: now, or the next working day when today's work is done."""
        today = self.now.date()
        if self.calendar.is_working_day(today) and self.now < self.calendar.day_close(today):
            return self.now
        return self._midnight(self.calendar.next_working_day(today))

    def _last(self, written: str, first: _Point) -> _Point | None:
        """Give the second end: a bare day or weekday is the first one from the first end on."""
        found = read_day(written, 0, Frame(self.now.date(), self.calendar))
        if found is None:
            return self._point(written, first.day)
        return self._point(written, first.day if found.relative else self.now.date())

    def _point(self, written: str, today: date) -> _Point | None:
        text = f"{written}日" if written.isdigit() else written
        found = read_day(text, 0, Frame(today, self.calendar))
        day = found.options[0] if found and found.options else None
        if day is None and re.match(_DAY, text):
            return None
        day = day or today
        return self._part(text, day)

    def _part(self, written: str, day: date) -> _Point:
        midnight = self._midnight(day)
        if (clock := _CLOCK_IN.search(written)) and (read := read_clock(clock[0].replace(" ", ""))):
            at = midnight + timedelta(minutes=read.minutes)
            return _Point(day, at, at)
        half = _HALF_IN.search(written)
        match half[0] if half else "":
            case "上午" | "早上":
                return _Point(day, midnight, midnight + NOON)
            case "下午" | "午后":
                return _Point(day, midnight + NOON, midnight + DAY)
            case "中午":
                return _Point(day, midnight + NOON, midnight + NOON)
            case "晚上":
                return _Point(day, midnight + EVENING, midnight + DAY)
            case "半天":
                return _Point(day, midnight, midnight + DAY, half=True)
        return _Point(day, midnight, midnight + DAY)

    def _from_now(self, start: datetime, end: datetime, doubt: str = "") -> Period:
        minute = self.now.replace(second=0, microsecond=0)
        return Period(max(start, minute) if end > minute else start, end, doubt)

    def _midnight(self, day: date) -> datetime:
        return self.calendar.at(day, time())
