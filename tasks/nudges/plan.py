"""What the rules come to for one share: moments, worked out anew whenever they are asked for. Pure.

Nothing here is kept. A time that moves, a calendar that is published, a state that changes: the next look
gives other moments, and what was reminded of before stays in the past (`Share.looked_at`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from tasks.directives.states import ACKNOWLEDGED, ASSIGNED, REPORTED, RETURNED
from tasks.nudges.budget import DIGEST_HOURS, next_digest
from tasks.nudges.rules import Rule, Rules, Span
from tasks.worktime import WorkCalendar

MINUTE: Final = timedelta(minutes=1)
MOST: Final = 400
"""Repetitions looked at of one rule: more than a year of working days."""


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


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """One reminder that a rule asks for, the n-th of that rule (from 1)."""

    at: datetime
    name: str
    nth: int


def allowance(matter: Matter, rules: Rules, calendar: WorkCalendar) -> int:
    """Give the minutes allowed for 收到: working minutes, for 特急 minutes of the clock.

    Never more than half of what is left to the due time, counted the same way, and never less than five.
    """
    allowed = rules.allowed[matter.urgency]
    if matter.due is None:
        return allowed
    left = _minutes(matter, matter.given, matter.due, calendar)
    return min(allowed, max(rules.least, left // 2))


def moments(matter: Matter, rules: Rules, calendar: WorkCalendar, *, after: datetime) -> list[Moment]:
    """Give the next moment of every rule that holds in this state, after `after`, the earliest first."""
    found = (next_of(rule, matter, rules, calendar, after=after) for rule in _holding(matter, rules))
    return sorted(moment for moment in found if moment is not None)


def due_between(
    matter: Matter, rules: Rules, calendar: WorkCalendar, *, after: datetime, until: datetime
) -> list[Moment]:
    """Give the last moment of every rule that falls after `after` and not after `until`.

    What a rule would have said twice in that time (the service was down) is said once.
    """
    out: list[Moment] = []
    for rule in _holding(matter, rules):
        last: Moment | None = None
        for moment in _all(rule, matter, rules, calendar):
            if moment.at > until:
                break
            if moment.at > after:
                last = moment
        if last is not None:
            out.append(last)
    return sorted(out)


def next_of(
    rule: Rule, matter: Matter, rules: Rules, calendar: WorkCalendar, *, after: datetime
) -> Moment | None:
    """Give the next moment of one rule after `after`; None where it has no more to say."""
    return next((one for one in _all(rule, matter, rules, calendar) if one.at > after), None)


def all_until(matter: Matter, rules: Rules, calendar: WorkCalendar, *, until: datetime) -> Iterator[Moment]:
    """Give every moment of the rules that hold in this state, up to `until`, the earliest first."""
    found: list[Moment] = []
    for rule in _holding(matter, rules):
        for moment in _all(rule, matter, rules, calendar):
            if moment.at > until:
                break
            found.append(moment)
    yield from sorted(found)


def next_look(matter: Matter, rules: Rules, calendar: WorkCalendar, *, after: datetime) -> datetime | None:
    """Give when a share must be looked at again; None: no rule has anything to say, whatever is tapped.

    A tap on 收到 does not move this (it is the most frequent path): while it is missing, the look comes no
    later than what an acknowledgement of this very moment could lead to.
    """
    upcoming = [moment.at for moment in moments(matter, rules, calendar, after=after)[:1]]
    if matter.state == ASSIGNED and matter.kind == "task":
        seen = Matter(
            matter.kind, matter.urgency, ACKNOWLEDGED, matter.given, matter.due, max(after, matter.given)
        )
        upcoming += [moment.at for moment in moments(seen, rules, calendar, after=after)[:1]]
    return min(upcoming, default=None)


def _holding(matter: Matter, rules: Rules) -> Iterator[Rule]:
    if matter.kind == "notice" and matter.state != ASSIGNED:
        return  # it is done with 收到
    for rule in rules.for_(matter.kind, matter.urgency):
        if matter.state in rule.states and (rule.to != "group" or matter.in_group):
            yield rule


def _all(rule: Rule, matter: Matter, rules: Rules, calendar: WorkCalendar) -> Iterator[Moment]:
    start = _anchor(rule, matter)
    if start is None or not _is_long(rule, matter, calendar):
        return
    ends = _ends(rule, matter, rules, calendar)
    before = datetime.min.replace(tzinfo=UTC)
    for nth in range(MOST if rule.every else 1):
        at = _nth(rule, start, nth, matter, rules, calendar)
        if at is None or (ends is not None and at > ends) or not _has_sense(rule, matter, at):
            return
        if at > before:  # due at closing time: the next digest is already that of the first day after
            yield Moment(at, rule.name, nth + 1)
        before = at


def _anchor(rule: Rule, matter: Matter) -> datetime | None:
    if rule.anchor == "given":
        return matter.given
    if rule.anchor == "due":
        return matter.due
    if rule.anchor == "reported":
        return matter.since if matter.state == REPORTED else None
    return matter.since if matter.state == RETURNED and matter.since else matter.seen


def _is_long(rule: Rule, matter: Matter, calendar: WorkCalendar) -> bool:
    """Whether the time is long enough for this rule: what is due within the hour needs no day before."""
    if rule.longer is None:
        return True
    if matter.due is None:
        return False
    return calendar.minutes_between(matter.given, matter.due) > working_minutes(rule.longer, calendar)


def _has_sense(rule: Rule, matter: Matter, at: datetime) -> bool:
    """Whether this rule still has a say then: after the due time those for overdue have."""
    if matter.due is None or rule.anchor == "reported":
        return True
    return at >= matter.due if _is_overdue(rule) else matter.given <= at < matter.due


def _is_overdue(rule: Rule) -> bool:
    return rule.anchor == "due" and rule.after.amount >= 0


def _ends(rule: Rule, matter: Matter, rules: Rules, calendar: WorkCalendar) -> datetime | None:
    start = _anchor(rule, matter)
    if rule.until is None or start is None:
        return None
    return _shifted(start, rule.until, matter, rules, calendar)


def _nth(
    rule: Rule, start: datetime, nth: int, matter: Matter, rules: Rules, calendar: WorkCalendar
) -> datetime | None:
    step = rule.after.amount + nth * (rule.every.amount if rule.every else 0)
    return _shifted(start, Span(step, rule.after.unit), matter, rules, calendar, morning=_by_digest(rule))


def _by_digest(rule: Rule) -> bool:
    return rule.channel == "digest"


def _shifted(
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
