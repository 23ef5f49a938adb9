"""What the simulation counts: messages of each person, and whether any was wrong.

Whether a reminder was wrong is judged by what people did (`Item`), not by the service's own rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

FIRST, REMINDER, DIGEST, OTHER, GROUP = "first", "reminder", "digest", "other", "group"
CATEGORIES: Final = (FIRST, REMINDER, DIGEST, OTHER, GROUP)


@dataclass(eq=False, slots=True)
class Order:
    """A directive as the people of the simulation know it."""

    number: int
    code: str
    kind: str
    urgency: str
    chat: str
    issuer: str
    given: datetime
    due: datetime | None
    withdrawn: bool = False
    items: list[Item] = field(default_factory=list)
    review_at: datetime | None = None

    @property
    def state(self) -> str:
        """Its state by what people did."""
        done = (item.seen if self.kind == "notice" else item.accepted for item in self.items)
        return "withdrawn" if self.withdrawn else "closed" if all(done) else "open"


@dataclass(eq=False, slots=True)
class Item:
    """A share as the people of the simulation know it. `log` is when it came into which state."""

    number: int
    order: Order
    person: str
    deaf: bool = False
    seen: bool = False
    reported: bool = False
    accepted: bool = False
    returned: bool = False
    report_at: datetime | None = None
    log: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Its state by what was done."""
        if self.order.withdrawn and not self.accepted:
            return "withdrawn"
        if self.accepted or self.reported:
            return "accepted" if self.accepted else "reported"
        return "returned" if self.returned else "acknowledged" if self.seen else "assigned"

    @property
    def is_done(self) -> bool:
        """Whether the assignee has nothing to do about it any more."""
        done = self.seen if self.order.kind == "notice" else self.reported or self.accepted
        return done or self.order.withdrawn


@dataclass(frozen=True, slots=True)
class Said:
    """One reminder in a message: which rule, about which share, to whom as what."""

    rule: str
    role: str
    item: Item


Asks = Callable[[Item, datetime], bool]


def _unseen(item: Item, at: datetime) -> bool:
    due = item.order.due
    return not item.seen and not item.order.withdrawn and (due is None or at < due)


def _undone(item: Item, at: datetime) -> bool:
    del at
    return not item.is_done


def _ahead(item: Item, at: datetime) -> bool:
    return not item.is_done and item.order.due is not None and at < item.order.due


def _over(item: Item, at: datetime) -> bool:
    return not item.is_done and item.order.due is not None and at >= item.order.due


def _silent(item: Item, at: datetime) -> bool:
    del at
    return item.seen and not item.is_done


def _unreviewed(item: Item, at: datetime) -> bool:
    del at
    return item.reported and not item.accepted and not item.order.withdrawn


SENSE: Final[Mapping[str, Asks]] = {
    "unseen_half": _unseen, "unseen": _unseen, "unseen_leader": _unseen, "unseen_critical": _unseen,
    "unseen_critical_leader": _unseen, "unseen_group": _unseen,
    "day_before": _ahead, "hours_before": _ahead, "behind": _ahead,
    "overdue": _over, "overdue_leader": _over, "overdue_supervisors": _over,
    "silent": _silent, "unreviewed": _unreviewed, "by_hand": _undone,
}  # fmt: skip
"""When a reminder of each rule has sense, said once more and apart from the table of the rules."""


@dataclass
class Tally:
    """Messages by person and category, by person and day, and what was wrong."""

    people: Sequence[str]
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    days: Counter[tuple[str, str, date]] = field(default_factory=Counter)
    done: int = 0
    out_of_hours: int = 0
    answers_out_of_hours: int = 0
    twice: int = 0
    reminders: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    _names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.counts = {category: Counter() for category in CATEGORIES}

    def is_new(self, name: str) -> bool:
        """Whether a message of this name has not gone out yet; the outbox refuses a second one."""
        if name in self._names:
            return False
        self._names.add(name)
        return True

    def add(self, category: str, person: str, kind: str) -> None:
        """Count a message."""
        self.counts[category][person] += 1
        self.kinds[kind] += 1

    def add_reminder(
        self, person: str, said: Sequence[Said], day: date, at: datetime, *, digest: bool, critical: bool
    ) -> None:
        """Count a message of reminders, and look whether each of them still had sense."""
        category = DIGEST if digest else REMINDER
        self.counts[category][person] += 1
        self.kinds[f"nudge.{category}"] += 1
        if digest or not critical:
            self.days[category, person, day] += 1
        keys = [(one.item.number, one.role) for one in said if one.role != "news"]
        self.reminders += len(set(keys))
        for one in said:
            self.rules[one.rule] += 1
            if one.role != "news" and not SENSE[one.rule](one.item, at):
                self.done += 1

    def most(self, category: str) -> int:
        """Give the most messages of a category one person had on one day."""
        return max((n for (kind, _, _), n in self.days.items() if kind == category), default=0)

    def spread(self, *categories: str) -> Spread:
        """Give how the messages of these categories spread over the people."""
        return spread_of([sum(self.counts[one][who] for one in categories) for who in self.people])


@dataclass(frozen=True, slots=True)
class Spread:
    """How numbers spread over people: least, middle, 99 of 100, most, together."""

    least: int
    middle: int
    p99: int
    most: int
    whole: int


def spread_of(numbers: Sequence[int]) -> Spread:
    """Give the spread; ranks are the nearest ones, so that each is somebody's number."""
    ranked = sorted(numbers) or [0]
    at = [ranked[min(len(ranked) - 1, round(part * (len(ranked) - 1)))] for part in (0, 0.5, 0.99, 1)]
    return Spread(at[0], at[1], at[2], at[3], sum(ranked))
