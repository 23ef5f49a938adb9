"""What other ways of working would have sent in the same month: naive reminding, shouting in groups."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.simulate_month import Month, Span
from bot.simulate_tally import GROUP, Item, Order
from handlers.context import Context
from handlers.nudging.whom import leader_of
from tasks.directives.states import ACKNOWLEDGED, ASSIGNED, REPORTED, RETURNED, UNDER_WAY
from tasks.nudges import plan
from tasks.nudges.plan import Matter, Moment
from tasks.nudges.rules import DEFAULT, Rules
from tasks.worktime import WorkCalendar

SILENT: Final = "silent"
"""The one rule that counts from when somebody acknowledged; all others are alike for a whole directive."""
BY_SEEN: Final = replace(DEFAULT, rows=tuple(row for row in DEFAULT.rows if row.name == SILENT))
BY_ORDER: Final = replace(DEFAULT, rows=tuple(row for row in DEFAULT.rows if row.name != SILENT))


@dataclass
class Naive:
    """Reminders of each person: one message for every moment, and how many of all came out of hours."""

    counts: Counter[str] = field(default_factory=Counter)
    out_of_hours: int = 0


def round_the_clock(span: Span) -> WorkCalendar:
    """Give a calendar without evenings, weekends and holidays around the month."""
    first = span.start.date() - timedelta(days=60)
    days: frozenset[date] = frozenset(first + timedelta(days=n) for n in range(span.days + 180))
    return WorkCalendar(office_hours=((time(0), time(23, 59)),), workdays=days)


def naive(month: Month, span: Span) -> Naive:
    """Count what the same rules would send by the clock, a message each, while the thing is still undone.

    Good news is a message each as well; the line in the group is not counted.
    """
    return _Reminder(month.context, span).all(month.people.orders.values())


class _Reminder:
    """Reminds as a timer does. The moments of one directive are the same for all: worked out once."""

    def __init__(self, context: Context, span: Span) -> None:
        self._context = context
        self._end = span.end
        self._clock = round_the_clock(span)
        self._known: dict[tuple[object, ...], list[Moment]] = {}
        self._leaders: dict[str, str] = {}
        self._out = Naive()

    def all(self, orders: Iterable[Order]) -> Naive:
        """Count all orders."""
        for order in orders:
            for item in order.items:
                self._count(item)
        return self._out

    def _count(self, item: Item) -> None:
        ends = [at for at, _ in item.log[1:]]
        for (start, state), end in zip(item.log, [*ends, self._end], strict=True):
            if state == "accepted":
                self._say(item.person, start, item)
            if state in UNDER_WAY:
                for moment in self._between(item.order, state, start, end):
                    for who in self._receivers(moment, item):
                        self._say(who, moment.at, item)

    def _say(self, who: str, at: datetime, item: Item) -> None:
        self._out.counts[who] += 1
        calm = item.order.urgency != "critical"
        self._out.out_of_hours += calm and not self._context.calendar.is_office_time(at)

    def _between(self, order: Order, state: str, start: datetime, end: datetime) -> Iterator[Moment]:
        matter = Matter(order.kind, order.urgency, state, order.given, order.due, in_group=False)
        if state in (ASSIGNED, ACKNOWLEDGED):
            moments = self._of_order(order, matter)
            first = bisect_right(moments, start, key=lambda one: one.at)
            yield from moments[first : bisect_right(moments, end, key=lambda one: one.at)]
        anchored = replace(matter, seen=start, since=start if state in (REPORTED, RETURNED) else None)
        rules: Rules = DEFAULT if state in (REPORTED, RETURNED) else BY_SEEN
        if state != ASSIGNED:
            yield from (
                one
                for one in plan.all_until(anchored, rules, self._clock, until=end)
                if start < one.at < self._end
            )

    def _of_order(self, order: Order, matter: Matter) -> list[Moment]:
        key = (order.number, matter.state)
        if key not in self._known:
            self._known[key] = list(plan.all_until(matter, BY_ORDER, self._clock, until=self._end))
        return self._known[key]

    def _receivers(self, moment: Moment, item: Item) -> tuple[str, ...]:
        rule = DEFAULT.row(moment.name)
        assert rule is not None, moment
        if rule.to == "leader":
            return (self._leader(item.person) or item.order.issuer,)
        if rule.to == "supervisors":
            return tuple(self._context.roles.supervisors)
        return (item.order.issuer,) if rule.to == "issuer" else (item.person,)

    def _leader(self, person: str) -> str:
        if person not in self._leaders:
            self._leaders[person] = leader_of(person, self._context)
        return self._leaders[person]


def shouted(month: Month, groups: dict[str, tuple[str, ...]]) -> Counter[str]:
    """Count the 收到 each person would read if everybody typed it: one of everybody else who acknowledged."""
    read: Counter[str] = Counter()
    for order in month.people.orders.values():
        typed = {item.person for item in order.items if item.seen}
        for member in groups[order.chat]:
            read[member] += len(typed) - (member in typed)
    return read


def lines_read(month: Month, groups: dict[str, tuple[str, ...]]) -> Counter[str]:
    """Count the service's own lines in groups that each person reads."""
    read: Counter[str] = Counter()
    for chat, number in month.people.tally.counts[GROUP].items():
        for member in groups[chat]:
            read[member] += number
    return read
