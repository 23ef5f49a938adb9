"""Which days a recurrence falls on, when each occurrence is due and when its directive is issued. Pure.

An occurrence stands for a day of the rule (`nominal`) and is due on a `day`, which is another one where the
rule's day is a day off and the series is shifted. Days of the rule that are shifted onto the same day are one
occurrence: a week of holidays does not ask for five reports on the day before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from tasks.worktime import WorkCalendar

Shift = Literal["earlier", "later", "skip", "keep"]
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY: Final = timedelta(days=1)
HORIZON: Final = 800
"""Days to look ahead for the next one: two years and what a holiday may add."""
LEADS: Final[Mapping[str, int]] = {"DAILY": 0, "WEEKLY": 1, "MONTHLY": 3, "YEARLY": 5}
"""Frequency → working days before its day at which an occurrence is issued, when the offices open."""
MORNING: Final = timedelta(hours=1)
"""What is due within so much of the opening is issued the working day before, an hour before the close."""
LEAST: Final = timedelta(minutes=30)
"""Less time than this is no time to do anything in: that occurrence is let go, unless it is urgent."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence as in RFC 5545, as far as people say such things; `workdays` (WORKDAY=1) is ours."""

    freq: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    workdays: bool = False

    def holds(self, day: date, calendar: WorkCalendar, anchor: date | None = None) -> bool:
        """Whether a day belongs to it; every other week counts from the week of `anchor`."""
        if self.workdays and not calendar.is_working_day(day):
            return False
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        if self.months and day.month not in self.months:
            return False
        if self.monthdays and not _is_of_month(day, self.monthdays):
            return False
        return self.interval == 1 or anchor is None or _weeks(anchor, day) % self.interval == 0


def _is_of_month(day: date, wanted: tuple[int, ...]) -> bool:
    """Whether it is one of these days; the month's last day stands for those the month has not (31日)."""
    if day.day in wanted:
        return True
    return (day + DAY).day == 1 and (-1 in wanted or max(wanted) > day.day)


def _weeks(anchor: date, day: date) -> int:
    monday = anchor - timedelta(days=anchor.weekday())
    return (day - monday).days // 7


def read_rule(written: str) -> Rule:
    """Read a rule; raises ValueError for one that is none of ours."""
    split = (part.partition("=") for part in written.split(";"))
    parts = {name: value for name, _, value in split}
    freq = parts.pop("FREQ", "")
    if freq not in LEADS or parts.keys() - {"INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WORKDAY"}:
        raise ValueError(f"no recurrence we know: {written!r}")
    return Rule(
        freq=freq,
        interval=int(parts.get("INTERVAL", "1")),
        weekdays=tuple(WEEKDAYS.index(day) for day in _listed(parts.get("BYDAY"))),
        monthdays=tuple(int(day) for day in _listed(parts.get("BYMONTHDAY"))),
        months=tuple(int(month) for month in _listed(parts.get("BYMONTH"))),
        workdays=parts.get("WORKDAY") == "1",
    )


def _listed(written: str | None) -> list[str]:
    return written.split(",") if written else []


def usual_shift(rule: Rule) -> Shift:
    """Give what becomes of a day off where nobody said it: what is daily, or named a Sunday, is meant so."""
    if rule.freq == "DAILY" or any(day >= 5 for day in rule.weekdays):
        return "keep"
    return "earlier"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a series: the last day of the rule it stands for, and the day on which it is due."""

    nominal: date
    day: date

    @property
    def name(self) -> str:
        """Name it for good within its series."""
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule with its clock time (minutes of the day), its first day, its last one, and the calendar."""

    rule: Rule
    minutes: int
    shift: Shift
    anchor: date
    calendar: WorkCalendar
    until: date | None = None

    def after(self, nominal: date) -> Iterator[Occurrence]:
        """Give the occurrences whose days of the rule come after that one, in order."""
        held: Occurrence | None = None
        last = max(nominal, self.anchor - DAY)
        for day in self._days(last + DAY):
            moved = self._moved(day)
            if day - last > HORIZON * DAY:
                break
            if moved is None:
                continue
            last = day
            if held is not None and moved > held.day:
                yield held
            elif held is not None:
                moved = held.day  # it was moved onto one that is there, or past it: one is enough
            held = Occurrence(day, moved)
        if held is not None:
            yield held

    def _days(self, start: date) -> Iterator[date]:
        """Give the days of the rule from `start` on, as far as anybody has to look."""
        day, end = start, start + HORIZON * DAY
        while day < end and (self.until is None or day <= self.until):
            if self.rule.holds(day, self.calendar, self.anchor):
                yield day
                end = day + HORIZON * DAY
            day += DAY

    def _moved(self, day: date) -> date | None:
        """Give the day instead of a day off; a Sunday that was named is meant."""
        named = day.weekday() >= 5 and day.weekday() in self.rule.weekdays
        if named or self.shift == "keep" or self.calendar.is_working_day(day):
            return day
        if self.shift == "skip":
            return None
        if self.shift == "earlier":
            return self.calendar.last_working_day_before(day)
        return self.calendar.next_working_day(day)

    def due(self, occurrence: Occurrence) -> datetime:
        """Give until when an occurrence is due."""
        midnight = datetime.combine(occurrence.day, datetime.min.time(), self.calendar.zone)
        return midnight + timedelta(minutes=self.minutes)

    def issue_at(self, occurrence: Occurrence) -> datetime:
        """Give when its directive is issued: always within office hours, so that no card comes too late."""
        day, calendar = occurrence.day, self.calendar
        lead = LEADS[self.rule.freq]
        if lead:
            return calendar.day_open(calendar.add_working_days(day, -lead))
        if calendar.is_working_day(day) and self.due(occurrence) >= calendar.day_open(day) + MORNING:
            return calendar.day_open(day)
        return calendar.day_close(calendar.last_working_day_before(day)) - MORNING

    def is_in_time(self, occurrence: Occurrence, now: datetime, *, urgent: bool) -> bool:
        """Whether there is still time to do something when the cards arrive."""
        due = self.due(occurrence)
        if urgent:
            return due > now
        return due >= self.calendar.next_office_time(now) + LEAST
