"""What the rules come to for one share: moments, worked out anew whenever they are asked for. Pure.

Nothing here is kept. A time that moves, a calendar that is published, a state that changes: the next look
gives other moments, and what was reminded of before stays in the past (`Share.looked_at`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tasks.directives.states import ACKNOWLEDGED, ASSIGNED
from tasks.nudges.course import Course, Moment, course_of
from tasks.nudges.rules import Rule, Rules
from tasks.nudges.spans import Matter, allowance
from tasks.worktime import WorkCalendar

__all__ = ["Matter", "Moment", "all_until", "allowance", "due_between", "moments", "next_look", "next_of"]


def moments(matter: Matter, rules: Rules, calendar: WorkCalendar, *, after: datetime) -> list[Moment]:
    """Give the next moment of every rule that holds in this state, after `after`, the earliest first."""
    found = (course.next(after) for course in _courses(matter, rules, calendar))
    return sorted(moment for moment in found if moment is not None)


def due_between(
    matter: Matter, rules: Rules, calendar: WorkCalendar, *, after: datetime, until: datetime
) -> list[Moment]:
    """Give the last moment of every rule that falls after `after` and not after `until`.

    What a rule would have said twice in that time (the service was down) is said once.
    """
    found = (course.last(after, until) for course in _courses(matter, rules, calendar))
    return sorted(moment for moment in found if moment is not None)


def next_of(
    rule: Rule, matter: Matter, rules: Rules, calendar: WorkCalendar, *, after: datetime
) -> Moment | None:
    """Give the next moment of one rule after `after`; None where it has no more to say."""
    course = course_of(rule, matter, rules, calendar)
    return course.next(after) if course else None


def all_until(matter: Matter, rules: Rules, calendar: WorkCalendar, *, until: datetime) -> Iterator[Moment]:
    """Give every moment of the rules that hold in this state, up to `until`, the earliest first."""
    yield from sorted(one for course in _courses(matter, rules, calendar) for one in course.until(until))


def next_look(matter: Matter, rules: Rules, calendar: WorkCalendar, *, after: datetime) -> datetime | None:
    """Give when a share must be looked at again; None: no rule has anything to say, whatever is tapped.

    A tap on 收到 does not move this (it is the most frequent path): while it is missing, the look comes no
    later than what an acknowledgement of this very moment could lead to.
    """
    upcoming = [moment.at for moment in moments(matter, rules, calendar, after=after)[:1]]
    if matter.state == ASSIGNED and matter.kind != "notice":
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


def _courses(matter: Matter, rules: Rules, calendar: WorkCalendar) -> Iterator[Course]:
    for rule in _holding(matter, rules):
        if course := course_of(rule, matter, rules, calendar):
            yield course
