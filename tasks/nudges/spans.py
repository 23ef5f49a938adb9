"""How far a span of a rule leads from a moment, for one share: working time, the clock's, parts of both."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tasks.nudges.budget import DIGEST_HOURS, next_digest
from tasks.nudges.rules import Rules, Span
from tasks.worktime import WorkCalendar

MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Matter:
    """A share as the rules see it; moments are aware. `since` is when it was reported, or returned."""

    kind: str
    urgency: str
    state: str
    given: datetime
    due: datetime | None = None
    seen: datetime | None = None
    since: datetime | None = None
    in_group: bool = True


def allowance(matter: Matter, rules: Rules, calendar: WorkCalendar) -> int:
    """Give the minutes allowed for 收到: working minutes, for 特急 minutes of the clock.

    Never more than half of what is left to the due time, counted the same way, and never less than five.
    """
    allowed = rules.allowed[matter.urgency]
    if matter.due is None:
        return allowed
    left = _minutes(matter, matter.given, matter.due, calendar)
    return min(allowed, max(rules.least, left // 2))


def shifted(
    start: datetime,
    span: Span,
    matter: Matter,
    rules: Rules,
    calendar: WorkCalendar,
    *,
    morning: bool = False,
) -> datetime | None:
    """Give the moment so far from `start`; `morning`: whole days lead to the first digest of that day."""
    if span.unit == "clock_minutes":
        return start + span.amount * MINUTE
    if span.unit == "allowance":
        minutes = max(1, math.floor(allowance(matter, rules, calendar) * span.amount))
        return start + minutes * MINUTE if matter.urgency == "critical" else _add(calendar, start, minutes)
    if span.unit == "of_time":
        if matter.due is None:
            return None
        minutes = math.ceil(calendar.minutes_between(matter.given, matter.due) * span.amount)
        return _add(calendar, start, minutes) if minutes > 0 else None
    if span.unit == "days" and span.amount < 0:
        return _days_before(calendar, start, -round(span.amount))
    if span.unit == "days" and morning:
        if span.amount == 0:
            return next_digest(calendar, start)
        day = calendar.add_working_days(calendar.local(start).date(), round(span.amount))
        return next_digest(calendar, calendar.day_open(day) - MINUTE)
    return _add(calendar, start, working_minutes(span, calendar))


def _days_before(calendar: WorkCalendar, start: datetime, days: int) -> datetime:
    """Give the same time so many working days before, inside office hours of that day.

    A time in the evening is said with the last digest, while something can still be done about it; midnight
    ends the day before it.
    """
    here = calendar.local(start - MINUTE)
    day = calendar.add_working_days(here.date(), -days)
    at = calendar.at(day, here.time()) + MINUTE
    if at >= calendar.day_close(day):
        return calendar.at(day, DIGEST_HOURS[-1])
    return calendar.next_office_time(at)


def _add(calendar: WorkCalendar, start: datetime, minutes: int) -> datetime:
    """Working minutes later; what ends with the office hours is said when they begin again."""
    at = calendar.add_minutes(start, minutes)
    return calendar.next_office_time(at) if minutes > 0 else at


def working_minutes(span: Span, calendar: WorkCalendar) -> int:
    """Turn a span of working minutes, hours or days into working minutes."""
    each = {"minutes": 1, "hours": 60, "days": calendar.minutes_of_day}[span.unit]
    return round(span.amount * each)


def _minutes(matter: Matter, start: datetime, end: datetime, calendar: WorkCalendar) -> int:
    if matter.urgency == "critical":
        return max(0, (end - start) // MINUTE)
    return max(0, calendar.minutes_between(start, end))


def step_minutes(span: Span, matter: Matter, rules: Rules, calendar: WorkCalendar) -> float:
    """Give how many minutes one repetition takes about: of the clock where `by_clock`, else working ones."""
    if span.unit == "clock_minutes":
        return span.amount
    if span.unit == "allowance":
        return allowance(matter, rules, calendar) * span.amount
    if span.unit == "of_time":
        return calendar.minutes_between(matter.given, matter.due) * span.amount if matter.due else 0
    return working_minutes(span, calendar)


def by_clock(span: Span, matter: Matter) -> bool:
    """Whether a span is counted by the clock, at night and on days off too."""
    return span.unit == "clock_minutes" or (span.unit == "allowance" and matter.urgency == "critical")
