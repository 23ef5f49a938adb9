"""Working days, office hours and arithmetic on them; pure, every time is an argument.

Working days follow the State Council's yearly calendar with its make-up days (package chinesecalendar);
a year that is not published yet counts Monday to Friday and is provisional.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from chinese_calendar import constants

from tasks.worktime.festivals import Festival, festival_day

Hours = tuple[tuple[time, time], ...]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
OFFICE_HOURS: Final[Hours] = ((time(8, 30), time(12)), (time(14), time(17, 30)))

_OFF: Final = frozenset(constants.holidays)
_MADE_UP: Final = frozenset(constants.workdays)
_PUBLISHED: Final = frozenset(day.year for day in _OFF)
_HOURS: Final = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})")
_DAY: Final = timedelta(days=1)


def parse_hours(spans: Iterable[str]) -> Hours:
    """Read office hours as settings write them: `["08:30-12:00", "14:00-17:30"]`.

    Raises ValueError, saying what is wrong and how to write it, for anything that is not a list of spans in
    order that do not overlap.
    """
    hours = tuple(_parse_span(span) for span in spans)
    if not hours:
        raise ValueError('no office hours: give at least one span such as "08:30-12:00"')
    for (_, end), (start, _) in pairwise(hours):
        if start < end:
            raise ValueError(
                f"office hours overlap or are out of order: {start:%H:%M} comes before {end:%H:%M}"
            )
    return hours


def _parse_span(span: str) -> tuple[time, time]:
    found = _HOURS.fullmatch(str(span).strip())
    if not found:
        raise ValueError(f'office hours {span!r} are not understood: write them as "08:30-12:00"')
    try:
        start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        raise ValueError(f"office hours {span!r} name a time that does not exist") from None
    if end <= start:
        raise ValueError(f"office hours {span!r} end before they start")
    return start, end


@dataclass(frozen=True)
class WorkCalendar:
    """When the offices of one body work.

    `holidays` and `workdays` are the body's own, above the State Council's calendar; `workdays` wins where a
    day is in both. Datetimes given must be aware; those given back are in `zone`.
    """

    zone: ZoneInfo = SHANGHAI
    office_hours: Hours = OFFICE_HOURS
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def is_published(self, year: int) -> bool:
        """Whether the State Council's calendar for the year is known; if not, counting is provisional."""
        return year in _PUBLISHED

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
        """Give That clock time of that day in the body's time zone."""
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

    def spans_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Give the spans of office time on that day; none on a day off."""
        if not self.is_working_day(day):
            return ()
        return tuple((self.at(day, start), self.at(day, end)) for start, end in self.office_hours)

    def next_office_time(self, at: datetime) -> datetime:
        """Give the moment itself inside office hours, else the next start (after lunch, next morning)."""
        here = self.local(at)
        return next(max(start, here) for start, end in self._spans_from(here.date()) if here < end)

    def next_working_day(self, day: date) -> date:
        """Give the first working day after that day."""
        return self.add_working_days(day, 1)

    def last_working_day_before(self, day: date) -> date:
        """Give the last working day before that day."""
        return self.add_working_days(day, -1)

    def add_working_days(self, day: date, n: int) -> date:
        """Give the n-th working day after that day (before it for a negative n); the day itself for 0."""
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

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

        With 0 it is the moment itself. A negative number counts back.
        """
        if minutes == 0:
            return self.local(at)
        return self._forward(at, minutes) if minutes > 0 else self._back(at, -minutes)

    def _forward(self, at: datetime, minutes: int) -> datetime:
        left, here = timedelta(minutes=minutes), self.local(at)
        for start, end in self._spans_from(here.date()):
            begin = max(start, here)
            if end - begin >= left:
                return begin + left
            left -= max(end - begin, timedelta())
        raise AssertionError  # the spans never end

    def _back(self, at: datetime, minutes: int) -> datetime:
        left, here = timedelta(minutes=minutes), self.local(at)
        day = here.date()
        while True:
            for start, end in reversed(self.spans_on(day)):
                finish = min(end, here)
                if finish - start >= left:
                    return finish - left
                left -= max(finish - start, timedelta())
            day -= _DAY

    def _spans_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        while True:
            yield from self.spans_on(day)
            day += _DAY

    @cached_property
    def _day_minutes(self) -> int:
        return sum(_minute(end) - _minute(start) for start, end in self.office_hours)

    def _minutes(self, at: datetime) -> int:
        """Working minutes since 1 January 2004, so that differences add up exactly."""
        here = self.local(at)
        day, clock = here.date(), here.hour * 60 + here.minute
        if not self.is_working_day(day):
            return self._days_until(day) * self._day_minutes
        done = sum(max(0, min(clock, _minute(end)) - _minute(start)) for start, end in self.office_hours)
        return self._days_until(day) * self._day_minutes + done

    @cached_property
    def _years(self) -> dict[int, int]:
        return {}

    def _days_until(self, day: date) -> int:
        """Working days from 1 January 2004 up to the day, itself left out."""
        full = sum(self._days_of(year) for year in range(2004, day.year))
        return full + sum(self.is_working_day(date.fromordinal(o)) for o in _ordinals(day.year, day))

    def _days_of(self, year: int) -> int:
        if year not in self._years:
            days = _ordinals(year, date(year + 1, 1, 1))
            self._years[year] = sum(self.is_working_day(date.fromordinal(o)) for o in days)
        return self._years[year]


def _ordinals(year: int, until: date) -> range:
    return range(date(year, 1, 1).toordinal(), until.toordinal())


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
