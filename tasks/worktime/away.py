"""The working time of somebody who is away for a while: what falls into the absence does not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from tasks.worktime.calendar import Span, Spans, WorkCalendar

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class AwayCalendar(WorkCalendar):
    """A calendar with times cut out; `away` is in order, does not overlap, and is made by `away_from`.

    All it says is said of the person: a working day is one on which there is some time left to work.
    """

    there: WorkCalendar = field(default_factory=WorkCalendar)
    away: Spans = ()

    def is_working_day(self, day: date) -> bool:
        """Whether the person works on that day at all."""
        if not self.there.is_working_day(day):
            return False
        midnight = self.there.at(day, time())
        if not any(start < midnight + _DAY and end > midnight for start, end in self.away):
            return True
        return bool(self.spans_on(day))

    def spans_on(self, day: date) -> Spans:
        """Give the spans of office time on that day that are left."""
        left = self.there.spans_on(day)
        for start, end in self.away:
            left = tuple(part for span in left for part in _without(span, start, end))
        return left

    def _minutes(self, at: datetime) -> int:
        gone = sum(self.there.minutes_between(start, min(end, at)) for start, end in self.away if start < at)
        return self.there._minutes(at) - gone  # noqa: SLF001 - the same class, cut

    def _forward(self, at: datetime, left: timedelta) -> datetime:
        found = self.there._forward(at, left)  # noqa: SLF001 - as above
        for start, end in self.away:
            if end <= at:
                continue
            if found <= start:
                break
            left += self._working(max(start, at), end)
            found = self.there._forward(at, left)  # noqa: SLF001 - as above
        return found

    def _back(self, at: datetime, left: timedelta) -> datetime:
        found = self.there._back(at, left)  # noqa: SLF001 - as above
        for start, end in reversed(self.away):
            if start >= at:
                continue
            if found >= end:
                break
            left += self._working(start, min(end, at))
            found = self.there._back(at, left)  # noqa: SLF001 - as above
        return found

    def _working(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments, seconds included."""
        rest = timedelta(minutes=self.there.minutes_between(start, end))
        for at, sign in ((start, -1), (end, 1)):
            over = at - at.replace(second=0, microsecond=0)
            rest += sign * over if self.there.is_office_time(at) else timedelta()
        return rest

    def _nth_working_day(self, day: date, n: int) -> date:
        """Walk there: absences are short, and so is what is counted for one person."""
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day


def away_from(calendar: WorkCalendar, spans: Iterable[Span]) -> WorkCalendar:
    """Give the calendar of somebody who is away in these spans; the same calendar where there are none."""
    merged = _merged(spans)
    if not merged:
        return calendar
    return AwayCalendar(
        zone=calendar.zone,
        office_hours=calendar.office_hours,
        holidays=calendar.holidays,
        workdays=calendar.workdays,
        published=calendar.published,
        there=calendar,
        away=merged,
    )


def _merged(spans: Iterable[Span]) -> Spans:
    """Put spans in order, those that touch into one; to the minute, so that minutes add up."""
    out: list[Span] = []
    for start, end in sorted((_floor(start), _floor(end)) for start, end in spans):
        if end <= start:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def _floor(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _without(span: Span, start: datetime, end: datetime) -> Iterable[Span]:
    """Give what is left of a span when another is cut out of it."""
    first, last = span
    if end <= first or start >= last:
        yield span
        return
    if first < start:
        yield first, start
    if end < last:
        yield end, last


def both(some: Iterable[Span], others: Iterable[Span]) -> Spans:
    """Give the times that are in both."""
    pairs = ((max(a, c), min(b, d)) for a, b in some for c, d in tuple(others))
    return tuple(sorted((start, end) for start, end in pairs if start < end))
