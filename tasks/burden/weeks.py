"""Weeks as people count them: from Monday to Sunday, in the service's zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tasks.worktime import WorkCalendar


def week_of(calendar: WorkCalendar, now: datetime, back: int = 0) -> tuple[datetime, datetime]:
    """Give the week, `back` weeks before this one, from its Monday to the next, which is left out."""
    today = calendar.local(now).date()
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return calendar.at(monday, time()), calendar.at(monday + timedelta(days=7), time())
