"""A time counted from the old one (延期三天): when that is, and whether it makes sense."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from handlers.reading import Later, Unit
from tasks.worktime import WorkCalendar


def counted(old: datetime, later: Later, calendar: WorkCalendar) -> datetime:
    """Give the moment so much later than the old due time; days, weeks and months keep its clock."""
    return _LATER[later.unit](calendar.local(old), later.amount, calendar)


def _months(old: datetime, n: int, calendar: WorkCalendar) -> datetime:
    del calendar
    year, month = divmod(old.year * 12 + old.month - 1 + n, 12)
    return old.replace(year=year, month=month + 1, day=min(old.day, monthrange(year, month + 1)[1]))


def _workdays(old: datetime, n: int, calendar: WorkCalendar) -> datetime:
    day = calendar.add_working_days(old.date(), n)
    return old.replace(year=day.year, month=day.month, day=day.day)


_LATER: Mapping[Unit, Callable[[datetime, int, WorkCalendar], datetime]] = {
    "minute": lambda old, n, _: old + timedelta(minutes=n),
    "hour": lambda old, n, _: old + timedelta(hours=n),
    "day": lambda old, n, _: old + timedelta(days=n),
    "workday": _workdays,
    "week": lambda old, n, _: old + timedelta(weeks=n),
    "month": _months,
}
