"""The duty day: from the opening of the office to that of the next day; when people hear of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from tasks.worktime import WorkCalendar

DAY: Final = timedelta(days=1)
TOLD_AT: Final = time(16, 30)
"""When those on duty are told, on the working day before."""
WARNED_AT: Final = time(8, 45)
"""When the head hears of gaps in the next week, on the last working day before it."""


def duty_day(calendar: WorkCalendar, at: datetime) -> date:
    """Give the day whose duty is on at that moment: before the office opens it is the day before."""
    here = calendar.local(at)
    return here.date() if here >= calendar.day_open(here.date()) else here.date() - DAY


def begins(calendar: WorkCalendar, day: date) -> datetime:
    """When the duty of that day begins."""
    return calendar.day_open(day)


def ends(calendar: WorkCalendar, day: date) -> datetime:
    """When the duty of that day ends."""
    return calendar.day_open(day + DAY)


def told_at(calendar: WorkCalendar, day: date) -> datetime:
    """When those on duty on that day are told."""
    return calendar.at(calendar.last_working_day_before(day), TOLD_AT)


def warned_at(calendar: WorkCalendar, monday: date) -> datetime:
    """When gaps in the week that begins on that Monday are told."""
    return calendar.at(calendar.last_working_day_before(monday), WARNED_AT)


def monday_of(day: date) -> date:
    """Give the Monday of the day's week."""
    return day - day.weekday() * DAY


def week_of(monday: date) -> tuple[date, ...]:
    """Give the seven days of a week."""
    return tuple(monday + n * DAY for n in range(7))
