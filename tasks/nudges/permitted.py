"""What a city may write into the table of rules: units, signs and bounds by column and anchor, as a table.

A rule that cannot be worked out, or that would make the sentences about it untrue, is refused when the
service starts: afterwards it would stop the reminders of everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from tasks.directives.states import UNDER_WAY
from tasks.nudges.plan import due_between, next_look
from tasks.nudges.rules import TABLE, URGENCIES, Anchor, Rule, Rules, Span, Unit, Whom
from tasks.nudges.spans import Matter
from tasks.worktime import WorkCalendar

ALLOWED_FROM: Final = 1
ALLOWED_TO: Final = 2400
"""Minutes for 收到: five working days."""
DAYS: Final = 400
"""No span is longer: times are given two years in advance at the most."""

WORKING: Final[tuple[Unit, ...]] = ("minutes", "hours", "days")
TIMED: Final[tuple[Unit, ...]] = (*WORKING, "clock_minutes")
SEEN: Final[tuple[Unit, ...]] = ("allowance", *TIMED)

MOST: Final[Mapping[Unit, float]] = {
    "allowance": 100,
    "of_time": 1,
    "minutes": DAYS * 8 * 60,
    "hours": DAYS * 8,
    "days": DAYS,
    "clock_minutes": DAYS * 24 * 60,
}
WHOLE: Final[tuple[Unit, ...]] = ("minutes", "days", "clock_minutes")
"""Units of which there are no parts."""
LEAST_EVERY: Final[Mapping[Unit, float]] = {"allowance": 1, "minutes": 5, "clock_minutes": 5, "hours": 0.5}
"""Nobody is reminded more often."""

UNITS: Final[Mapping[tuple[str, Anchor], tuple[Unit, ...]]] = {
    ("after", "given"): ("allowance", "of_time", *TIMED),
    ("after", "due"): TIMED,
    ("after", "seen"): TIMED,
    ("after", "reported"): TIMED,
    ("every", "given"): SEEN,
    ("every", "due"): TIMED,
    ("every", "seen"): TIMED,
    ("every", "reported"): TIMED,
    ("until", "given"): SEEN,
    ("until", "due"): TIMED,
    ("until", "seen"): TIMED,
    ("until", "reported"): TIMED,
    ("longer", "given"): WORKING,
    ("longer", "due"): WORKING,
    ("longer", "seen"): WORKING,
    ("longer", "reported"): WORKING,
}

HEARERS: Final[Mapping[Whom, tuple[Whom, ...]]] = {
    "assignee": ("assignee", "leader"),
    "leader": ("leader", "issuer", "supervisors"),
    "supervisors": ("leader", "issuer", "supervisors"),
    "issuer": ("issuer",),
    "group": ("group",),
}
"""Whom a row of the house names → who may hear it instead; to anybody else its sentence would be untrue."""

EXAMPLES: Final[Mapping[Unit, str]] = {
    "allowance": "2 allowance",
    "of_time": "0.5 of_time",
    "minutes": "30 minutes",
    "hours": "2 hours",
    "days": "2 days",
    "clock_minutes": "30 clock_minutes",
}
DAY: Final = timedelta(days=1)
SAMPLE_AT: Final = datetime(2026, 11, 24, 1, tzinfo=UTC)
"""A Tuesday morning: rules are tried on shares given then."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One span of one row, as a city has it."""

    rule: Rule
    column: str
    span: Span

    def refused(self, cure: str) -> ValueError:
        return ValueError(f"规则 {self.rule.name} 的 {self.column}: {self.span} 不能用；{cure}")


def refuse_unfit(rules: Rules) -> None:
    """Refuse rules that cannot be worked out or would say what is not so.

    :raises ValueError: in one Chinese line, with the rule, the column and what to write instead.
    """
    for urgency, minutes in rules.allowed.items():
        if not ALLOWED_FROM <= minutes <= ALLOWED_TO:
            raise ValueError(
                f"allowed 的 {urgency}: {minutes} 不能用；请写{ALLOWED_FROM}到{ALLOWED_TO}之间的分钟数"
            )
    house = {rule.name: rule for rule in TABLE}
    for rule in rules.rows:
        _refuse_row(rule, house[rule.name])
    for rule in rules.rows:
        _try(rule, Rules((rule,), rules.allowed, rules.least))


def _refuse_row(rule: Rule, house: Rule) -> None:
    for cell in _cells(rule):
        _refuse_unit(cell)
        _refuse_amount(cell, house)
    if rule.to not in HEARERS[house.to]:
        raise ValueError(
            f"规则 {rule.name} 的 to: {rule.to} 不能用；这条规则只能提醒 {'、'.join(HEARERS[house.to])}"
        )
    if rule.to == "group" and rule.channel != "now":
        raise ValueError(f"规则 {rule.name} 的 channel: {rule.channel} 不能用；群里没有汇总，请写 now")
    _refuse_repetition(rule)


def _cells(rule: Rule) -> Iterator[_Cell]:
    spans = {"after": rule.after, "every": rule.every, "until": rule.until, "longer": rule.longer}
    return (_Cell(rule, column, span) for column, span in spans.items() if span is not None)


def _refuse_unit(cell: _Cell) -> None:
    units = UNITS[cell.column, cell.rule.anchor]
    if cell.span.unit not in units:
        raise cell.refused(f"这里的单位可用 {'、'.join(units)}，如 {EXAMPLES[units[0]]}")


def _refuse_amount(cell: _Cell, house: Rule) -> None:
    amount, unit = cell.span.amount, cell.span.unit
    if abs(amount) > MOST[unit] or (unit == "of_time" and amount == 1):
        raise cell.refused(f"最多 {MOST[unit]:g} {unit}" if unit != "of_time" else "请写大于 0、小于 1 的数")
    if unit in WHOLE and amount != int(amount):
        raise cell.refused("请写整数，不足一天的用 hours，不足一小时的用 minutes")
    if cell.column == "after" and house.anchor == "due":
        _refuse_side(cell, house)
    elif amount <= 0:
        raise cell.refused(f"请写大于 0 的数，如 {EXAMPLES[unit]}")
    if cell.column == "every" and amount < LEAST_EVERY.get(unit, 0):
        raise cell.refused(f"提醒不能这样密，至少 {LEAST_EVERY[unit]:g} {unit}")


def _refuse_side(cell: _Cell, house: Rule) -> None:
    """Keep to the side of the time: before it the words are about what is near, after it of what is late."""
    if house.after.amount < 0 <= cell.span.amount:
        raise cell.refused(f"这条规则在时限之前提醒，请写负数，如 -{EXAMPLES[cell.span.unit]}")
    if cell.span.amount < 0 <= house.after.amount:
        raise cell.refused(f"这条规则在时限之后提醒，请写 0 或正数，如 {EXAMPLES[cell.span.unit]}")


def _refuse_repetition(rule: Rule) -> None:
    if rule.every and rule.channel == "digest" and rule.every.unit != "days":
        raise _Cell(rule, "every", rule.every).refused(
            "随汇总的规则请用 days，如 1 days；要更密请把 channel 改为 now"
        )
    if rule.until and rule.until.unit == rule.after.unit and rule.until.amount < rule.after.amount:
        raise _Cell(rule, "until", rule.until).refused(f"不能早于 after（{rule.after}）")


def _try(rule: Rule, rules: Rules) -> None:
    """Work the rule out for shares of every sort: what fails here would fail for all of them each minute."""
    calendar = WorkCalendar()
    try:
        for matter in _samples():
            next_look(matter, rules, calendar, after=SAMPLE_AT)
            due_between(matter, rules, calendar, after=SAMPLE_AT, until=SAMPLE_AT + 60 * DAY)
    except (ArithmeticError, LookupError, ValueError) as error:
        raise ValueError(
            f"规则 {rule.name} 算不出提醒时间（{error}）；请改写，或写 {rule.name}: false 停用"
        ) from error


def _samples() -> Iterator[Matter]:
    for urgency in URGENCIES:
        for state in sorted(UNDER_WAY):
            for due in (None, SAMPLE_AT + timedelta(minutes=5), SAMPLE_AT + 4 * DAY):
                seen = SAMPLE_AT + timedelta(minutes=2)
                yield Matter("task", urgency, state, SAMPLE_AT, due, seen, seen)
