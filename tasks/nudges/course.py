"""The moments of one rule for one share, in order; each is worked out when it is asked for. Pure.

They are many where a task is late for years, so nobody walks them from the first: working time between the
first and the moment that matters tells about which repetition comes next, and a step or two makes it exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tasks.directives.states import REPORTED, RETURNED
from tasks.nudges.rules import Rule, Rules, Span
from tasks.nudges.spans import MINUTE, Matter, by_clock, shifted, step_minutes, working_minutes
from tasks.worktime import WorkCalendar

NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """One reminder that a rule asks for, the n-th of that rule (from 1)."""

    at: datetime
    name: str
    nth: int


@dataclass(frozen=True, slots=True)
class Course:
    """A rule as it goes for one share: from `first` again and again, before `end`."""

    rule: Rule
    matter: Matter
    rules: Rules
    calendar: WorkCalendar
    start: datetime
    first: datetime
    end: datetime
    step: float

    def next(self, after: datetime) -> Moment | None:
        """Give the first moment after `after`."""
        nth = self._count(after)
        at = self._at(nth)
        return Moment(at, self.rule.name, nth + 1) if at < self.end else None

    def last(self, after: datetime, until: datetime) -> Moment | None:
        """Give the last moment after `after` and not after `until`."""
        nth = self._count(min(until, self.end - datetime.resolution)) - 1
        if nth < 0 or (at := self._at(nth)) <= after:
            return None
        while nth and self._at(nth - 1) >= at:
            nth -= 1
        return Moment(at, self.rule.name, nth + 1)

    def until(self, until: datetime) -> Iterator[Moment]:
        """Give every moment not after `until`."""
        moment = self.next(self.first - datetime.resolution)
        while moment and moment.at <= until:
            yield moment
            moment = self.next(moment.at)

    def _count(self, until: datetime) -> int:
        """Count the repetitions not after `until`; what falls on one moment is the first of them."""
        if self.first > until:
            return 0
        if not self.step:
            return 1
        nth = self._about(until)
        while self._at(nth) <= until:
            nth += 1
        while self._at(nth - 1) > until:
            nth -= 1
        return nth

    def _about(self, until: datetime) -> int:
        assert self.rule.every is not None
        clock = by_clock(self.rule.every, self.matter)
        passed = (until - self.first) / MINUTE if clock else self.calendar.minutes_between(self.first, until)
        return max(1, int(passed / self.step))

    def _at(self, nth: int) -> datetime:
        """Give the n-th repetition, from 0.

        In the unit of `after` all is counted from the anchor; in another one from the first time.
        """
        every, after = self.rule.every, self.rule.after
        if nth == 0:
            return self.first
        if every is None or not self.step:
            return NEVER
        if every.unit == after.unit:
            found = self._shifted(self.start, Span(after.amount + nth * every.amount, after.unit))
        else:
            found = self._shifted(self.first, Span(nth * every.amount, every.unit))
        return NEVER if found is None else found

    def _shifted(self, start: datetime, span: Span) -> datetime | None:
        morning = self.rule.channel == "digest"
        return shifted(start, span, self.matter, self.rules, self.calendar, morning=morning)


def course_of(rule: Rule, matter: Matter, rules: Rules, calendar: WorkCalendar) -> Course | None:
    """Give how a rule goes for a share; None where it has nothing to say at all."""
    start = _anchor(rule, matter)
    if start is None or not _is_long(rule, matter, calendar):
        return None
    morning = rule.channel == "digest"
    first = shifted(start, rule.after, matter, rules, calendar, morning=morning)
    if first is None or not _has_sense(rule, matter, first):
        return None
    end = _end(rule, start, matter, rules, calendar)
    step = step_minutes(rule.every, matter, rules, calendar) if rule.every else 0
    return Course(rule, matter, rules, calendar, start, first, end, step if step >= 1 else 0)


def _end(rule: Rule, start: datetime, matter: Matter, rules: Rules, calendar: WorkCalendar) -> datetime:
    """Give before when a rule speaks: the due time ends what comes before it."""
    ends = shifted(start, rule.until, matter, rules, calendar) if rule.until else None
    end = NEVER if ends is None else ends + datetime.resolution
    if matter.due is None or rule.anchor == "reported" or _is_overdue(rule):
        return end
    return min(end, matter.due)


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
