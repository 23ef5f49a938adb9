"""Working days, office hours and arithmetic on them; pure, every time is an argument.

Working days follow the State Council's yearly calendar with its make-up days (package chinesecalendar);
a year that is not published yet counts Monday to Friday and is provisional.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from chinese_calendar import constants

from tasks.worktime.festivals import Festival, festival_day
from tasks.worktime.hours import OFFICE_HOURS, Hours, minute_of

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

_OFF: Final = frozenset(constants.holidays)
_MADE_UP: Final = frozenset(constants.workdays)
_PUBLISHED: Final = frozenset(day.year for day in _OFF)
_DAY: Final = timedelta(days=1)
_FIRST: Final = 2004
"""The first year the State Council's calendar of the package knows; days are counted from its beginning."""

Span = tuple[datetime, datetime]
Spans = tuple[Span, ...]


def published_years() -> list[int]:
    """Give the years whose calendar the State Council has published and this version knows."""
    return sorted(_PUBLISHED)


@dataclass(frozen=True)
class WorkCalendar:
    """When the offices of one body work.

    `holidays` and `workdays` are the body's own, above the State Council's calendar; `workdays` wins where a
    day is in both. `published` are years whose calendar somebody entered there before the package had it.
    Datetimes given must be aware; those given back are in `zone`.
    """

    zone: ZoneInfo = SHANGHAI
    office_hours: Hours = OFFICE_HOURS
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    published: frozenset[int] = frozenset()

    def is_published(self, year: int) -> bool:
        """Whether the State Council's calendar for the year is known; if not, counting is provisional."""
        return year in _PUBLISHED or year in self.published

    def is_working_day(self, day: date) -> bool:
        """Whether the offices work on that day."""
        if day in self.workdays:
            return True
        if day in self.holidays:
            return False
        return day in _MADE_UP or (day.weekday() < 5 and day not in _OFF)

    def local(self, at: datetime) -> datetime:
        """Give the same instant in the body's time zone."""
        return at.astimezone(self.zone)

    def at(self, day: date, clock: time) -> datetime:
        """Give that clock time of that day in the body's time zone."""
        return datetime.combine(day, clock, self.zone)

    def day_open(self, day: date) -> datetime:
        """When the offices open, were it a working day."""
        return self.at(day, self.office_hours[0][0])

    def day_close(self, day: date) -> datetime:
        """When the offices close, were it a working day."""
        return self.at(day, self.office_hours[-1][1])

    def is_office_time(self, at: datetime) -> bool:
        """Whether the offices work at that moment; a closing time itself is outside."""
        here = self.local(at)
        return any(start <= here < end for start, end in self.spans_on(here.date()))

    def spans_on(self, day: date) -> Spans:
        """Give the spans of office time on that day; none on a day off."""
        if not self.is_working_day(day):
            return ()
        return tuple((self.at(day, start), self.at(day, end)) for start, end in self.office_hours)

    def next_office_time(self, at: datetime) -> datetime:
        """Give the moment itself inside office hours, else the next start (after lunch, next morning)."""
        here = self.local(at)
        return next(max(start, here) for start, end in self._spans_from(here.date()) if here < end)

    def last_office_time(self, at: datetime) -> datetime:
        """Give the moment itself inside office hours, else the last end before it (noon, last evening)."""
        here = self.local(at)
        day = here.date()
        while True:
            for start, end in reversed(self.spans_on(day)):
                if start < here:
                    return min(end, here)
            day -= _DAY

    def next_working_day(self, day: date) -> date:
        """Give the first working day after that day."""
        return self.add_working_days(day, 1)

    def last_working_day_before(self, day: date) -> date:
        """Give the last working day before that day."""
        return self.add_working_days(day, -1)

    def add_working_days(self, day: date, n: int) -> date:
        """Give the n-th working day after that day (before it for a negative n); the day itself for 0."""
        return self._nth_working_day(day, n) if n else day

    def last_working_day(self, first: date, last: date) -> date:
        """Give the last working day from `first` to `last`, both included; `last` where there is none."""
        day = last
        while day >= first:
            if self.is_working_day(day):
                return day
            day -= _DAY
        return last

    def before_festival(self, festival: Festival, year: int) -> date:
        """Give the last working day before that holiday."""
        return self.last_working_day_before(self._block(festival, year)[0])

    def after_festival(self, festival: Festival, year: int) -> date:
        """Give the first working day after that holiday."""
        return self.next_working_day(self._block(festival, year)[1])

    def _block(self, festival: Festival, year: int) -> tuple[date, date]:
        """Give the first and last day off around the festival; the law's days where nothing is published."""
        first = festival_day(festival, year)
        last = first if self.is_published(year) else first + (festival.statutory - 1) * _DAY
        while not self.is_working_day(first - _DAY):
            first -= _DAY
        while not self.is_working_day(last + _DAY):
            last += _DAY
        return first, last

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes from `start` to `end`, whole minutes; negative where `end` comes first."""
        return self._minutes(end) - self._minutes(start)

    def add_minutes(self, at: datetime, minutes: int) -> datetime:
        """Give the moment so many working minutes later; a closing time is not yet the next opening time.

        With 0 it is the moment itself. A negative number counts back, and an opening time is not yet the
        closing time before it: inside working time, and whenever what is counted ends inside it, adding and
        taking away are inverse; at an edge both ends of the pause are the same working minute.
        """
        if minutes == 0:
            return self.local(at)
        left = timedelta(minutes=abs(minutes))
        return self._forward(at, left) if minutes > 0 else self._back(at, left)

    def _forward(self, at: datetime, left: timedelta) -> datetime:
        here = self.local(at)
        day = here.date()
        for start, end in self.spans_on(day):
            begin = max(start, here)
            if end - begin >= left:
                return begin + left
            left -= max(end - begin, timedelta())
        # Whole days are jumped over by the table of the year; the last one is walked.
        whole = -(-left // self._whole_day) - 1
        day, left = self._nth_working_day(day, whole + 1), left - whole * self._whole_day
        return _walk(self.spans_on(day), left)

    def _back(self, at: datetime, left: timedelta) -> datetime:
        here = self.local(at)
        day = here.date()
        for start, end in reversed(self.spans_on(day)):
            finish = min(end, here)
            if finish - start >= left:
                return finish - left
            left -= max(finish - start, timedelta())
        whole = -(-left // self._whole_day) - 1
        day, left = self._nth_working_day(day, -(whole + 1)), left - whole * self._whole_day
        return _walk_back(self.spans_on(day), left)

    def _spans_from(self, day: date) -> Iterator[Span]:
        while True:
            yield from self.spans_on(day)
            day += _DAY

    @cached_property
    def minutes_of_day(self) -> int:
        """Working minutes of a whole working day."""
        return sum(minute_of(end) - minute_of(start) for start, end in self.office_hours)

    @property
    def _whole_day(self) -> timedelta:
        return timedelta(minutes=self.minutes_of_day)

    def _minutes(self, at: datetime) -> int:
        """Working minutes since the beginning of 2004, so that differences add up exactly."""
        here = self.local(at)
        day, clock = here.date(), here.hour * 60 + here.minute
        before = self._days_before(day) * self.minutes_of_day
        if not self.is_working_day(day):
            return before
        return before + sum(
            max(0, min(clock, minute_of(end)) - minute_of(start)) for start, end in self.office_hours
        )

    def _nth_working_day(self, day: date, n: int) -> date:
        """Give the n-th working day after that day (before it for a negative n) without walking there."""
        place = self._days_before(day) + n
        place += self.is_working_day(day) - 1 if n > 0 else 0
        year = day.year
        while place >= self._before_year(year + 1):
            year += 1
        while place < self._before_year(year):
            year -= 1
        return date.fromordinal(self._days_of(year)[place - self._before_year(year)])

    def _days_before(self, day: date) -> int:
        """Working days from 1 January 2004 up to the day, itself left out; negative before that."""
        return self._before_year(day.year) + bisect_left(self._days_of(day.year), day.toordinal())

    def _before_year(self, year: int) -> int:
        """Working days from 1 January 2004 up to 1 January of the year."""
        if year not in self._sums:
            if year > _FIRST:
                self._sums[year] = sum(len(self._days_of(y)) for y in range(_FIRST, year))
            else:
                self._sums[year] = -sum(len(self._days_of(y)) for y in range(year, _FIRST))
        return self._sums[year]

    @cached_property
    def _years(self) -> dict[int, tuple[int, ...]]:
        return {}

    @cached_property
    def _sums(self) -> dict[int, int]:
        return {}

    def _days_of(self, year: int) -> tuple[int, ...]:
        """Give the working days of a year in order, as ordinals; worked out once."""
        if year not in self._years:
            days = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
            self._years[year] = tuple(o for o in days if self.is_working_day(date.fromordinal(o)))
        return self._years[year]


def _walk(spans: Spans, left: timedelta) -> datetime:
    """Give the moment so far into a day's spans; there is no more to walk than they hold."""
    for start, end in spans:
        if end - start >= left:
            return start + left
        left -= end - start
    raise AssertionError  # a whole day is never longer than its spans


def _walk_back(spans: Spans, left: timedelta) -> datetime:
    for start, end in reversed(spans):
        if end - start >= left:
            return end - left
        left -= end - start
    raise AssertionError  # as above
