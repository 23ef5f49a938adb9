"""When a share is reminded of, and whom: one table. docs/nudges.md is written from it.

A city may change every row in `config.yaml`; the rules in force when a directive was issued stay in force
for it (`RuleSet`). What the rules mean in moments is worked out in `plan.py`; how many reminders a person
gets, and at which hour, is `budget.py`'s.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from typing import Any, Final, Literal

from tasks.directives.states import ACKNOWLEDGED, ASSIGNED, REPORTED, RETURNED, UNDONE
from tasks.fields import dumps

Anchor = Literal["given", "due", "seen", "reported"]
"""What a rule counts from: the share was given, is due, was acknowledged (or returned), was reported."""
Unit = Literal["allowance", "of_time", "minutes", "hours", "days", "clock_minutes"]
"""allowance: times the time allowed for 收到; of_time: part of the time from given to due; minutes, hours and
days are working time; clock_minutes are the clock's."""
Whom = Literal["assignee", "leader", "issuer", "supervisors", "group"]
Channel = Literal["now", "digest"]
"""At once (inside office hours and the budget), or with the person's next digest."""
Tone = Literal["kind", "firm", "urgent"]

URGENCIES: Final = ("normal", "urgent", "critical")
CALM: Final = ("normal", "urgent")


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of one unit; negative before the anchor."""

    amount: float
    unit: Unit

    def __str__(self) -> str:
        """Write it as settings do."""
        return f"{self.amount:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `every` repeats it, `until` ends the repetition, both counted like `after`.

    `longer` has it hold only where more working time than this lies between given and due. `states` are the
    share's, `kinds` the directive's.
    """

    name: str
    anchor: Anchor
    after: Span
    to: Whom
    channel: Channel
    tone: Tone
    states: tuple[str, ...]
    urgencies: tuple[str, ...] = URGENCIES
    kinds: tuple[str, ...] = ("task", "notice")
    every: Span | None = None
    until: Span | None = None
    longer: Span | None = None


@dataclass(frozen=True)
class Rules:
    """The table, and the time allowed for 收到: working minutes, for 特急 minutes of the clock."""

    rows: tuple[Rule, ...]
    allowed: Mapping[str, int]
    least: int = 5

    @cached_property
    def digest(self) -> str:
        """Name the rules by what they say; 16 hex digits."""
        return hashlib.sha256(dumps(as_facts(self)).encode()).hexdigest()[:16]

    def for_(self, kind: str, urgency: str) -> tuple[Rule, ...]:
        """Give the rows that can hold for a directive of this kind and urgency.

        What is no notice is reminded of like a task: a citizen's request, too.
        """
        alike = kind if kind == "notice" else "task"
        return tuple(r for r in self.rows if urgency in r.urgencies and alike in r.kinds)

    def row(self, name: str) -> Rule | None:
        """Give the row of this name; None where the city has done away with it."""
        return next((rule for rule in self.rows if rule.name == name), None)


ALLOWED: Final[Mapping[str, int]] = {"normal": 240, "urgent": 60, "critical": 10}

TASK: Final = ("task",)
CRITICAL: Final = ("critical",)

TABLE: Final = (
    Rule("unseen_half", "given", Span(0.5, "allowance"), "assignee", "now", "kind", (ASSIGNED,), CALM),
    Rule("unseen", "given", Span(1, "allowance"), "assignee", "now", "kind", (ASSIGNED,), CALM),
    Rule("unseen_leader", "given", Span(2, "allowance"), "leader", "now", "kind", (ASSIGNED,), CALM),
    Rule("unseen_critical", "given", Span(1, "allowance"), "assignee", "now", "urgent", (ASSIGNED,), CRITICAL,
         every=Span(1, "allowance"), until=Span(120, "clock_minutes")),
    Rule("unseen_critical_leader", "given", Span(2, "allowance"), "leader", "now", "urgent", (ASSIGNED,),
         CRITICAL),
    Rule("unseen_group", "given", Span(3, "allowance"), "group", "now", "kind", (ASSIGNED,)),
    Rule("day_before", "due", Span(-1, "days"), "assignee", "now", "kind", UNDONE, kinds=TASK,
         longer=Span(1, "days")),
    Rule("hours_before", "due", Span(-2, "hours"), "assignee", "now", "firm", UNDONE, kinds=TASK,
         longer=Span(2, "hours")),
    Rule("behind", "given", Span(2 / 3, "of_time"), "assignee", "digest", "kind", UNDONE, kinds=TASK,
         longer=Span(2, "days")),
    Rule("overdue", "due", Span(0, "days"), "assignee", "digest", "firm", UNDONE, every=Span(1, "days")),
    Rule("overdue_leader", "due", Span(2, "days"), "leader", "digest", "firm", UNDONE),
    Rule("overdue_supervisors", "due", Span(5, "days"), "supervisors", "digest", "firm", UNDONE),
    Rule("silent", "seen", Span(3, "days"), "assignee", "digest", "kind", (ACKNOWLEDGED, RETURNED),
         kinds=TASK, every=Span(5, "days")),
    Rule("unreviewed", "reported", Span(1, "days"), "issuer", "digest", "kind", (REPORTED,), kinds=TASK,
         every=Span(2, "days")),
)  # fmt: skip
"""The rules of the house, by what they watch: 收到, the time, what is late, what is silent.

Sources: 限时办结 and the blue, yellow and red of 督办 (near, behind, overdue).
"""

DEFAULT: Final = Rules(TABLE, ALLOWED)

_SPAN: Final = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s+([a-z_]+)\s*")
_UNITS: Final = ("allowance", "of_time", "minutes", "hours", "days", "clock_minutes")
_SPANS: Final = ("after", "every", "until", "longer")
_CHANNELS: Final = ("now", "digest")
_WHOM: Final = ("assignee", "leader", "issuer", "supervisors", "group")


def span_of(text: str) -> Span:
    """Read a span as settings write it: `2 days`, `-2 hours`, `0.5 allowance`; raises ValueError."""
    found = _SPAN.fullmatch(text)
    if not found or found[2] not in _UNITS:
        raise ValueError(
            f"{text!r} 不是时长，写法如 2 days、-2 hours、0.5 allowance（单位：{'、'.join(_UNITS)}）"
        )
    return Span(float(found[1]), found[2])  # type: ignore[arg-type]  # one of the units


def overridden(
    changes: Mapping[str, Mapping[str, Any] | bool], allowed: Mapping[str, int] | None = None
) -> Rules:
    """Lay a city's changes over the table: row → what differs, or False to do away with it.

    :raises ValueError: a row, a column or a span is not known; it says which and how to write it.
    """
    known = {rule.name for rule in TABLE}
    if unknown := sorted(set(changes) - known):
        raise ValueError(f"没有名为 {unknown[0]} 的催办规则，可用的有：{'、'.join(sorted(known))}")
    rows = [_changed(rule, change) for rule in TABLE if (change := changes.get(rule.name, True)) is not False]
    return Rules(tuple(rows), {**ALLOWED, **(allowed or {})})


def _changed(rule: Rule, change: Mapping[str, Any] | Literal[True]) -> Rule:
    if change is True:
        return rule
    values: dict[str, Any] = {}
    for name, value in change.items():
        if name in _SPANS:
            values[name] = None if value in (None, "") else span_of(str(value))
        elif (name == "channel" and value in _CHANNELS) or (name == "to" and value in _WHOM):
            values[name] = value
        else:
            raise ValueError(
                f"规则 {rule.name} 的 {name}: {value} 不能用；可改 after、every、until、longer、to、channel"
            )
    if values.get("after", rule.after) is None:
        raise ValueError(f"规则 {rule.name} 的 after 不能为空；不用这条规则请写 {rule.name}: false")
    return replace(rule, **values)


def as_facts(rules: Rules) -> dict[str, Any]:
    """Write rules down, to be kept with the directives that were issued under them."""
    return {
        "rows": [asdict(rule) for rule in rules.rows],
        "allowed": dict(rules.allowed),
        "least": rules.least,
    }


def from_facts(facts: Mapping[str, Any]) -> Rules:
    """Read rules as they were written down; what a later version does not know any more is left out."""
    return Rules(tuple(_rule(row) for row in facts["rows"]), dict(facts["allowed"]), int(facts["least"]))


def _rule(row: Mapping[str, Any]) -> Rule:
    values = {one.name: row[one.name] for one in fields(Rule) if one.name in row}
    for name in _SPANS:
        values[name] = Span(**values[name]) if values.get(name) else None
    for name in ("states", "urgencies", "kinds"):
        values[name] = _tuple(values[name])
    return Rule(**values)


def _tuple(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(values)
