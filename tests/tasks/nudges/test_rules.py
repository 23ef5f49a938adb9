"""The table of rules: a city's changes, and how it is kept with the directives."""

from __future__ import annotations

import json

import pytest

from tasks.nudges import keeping, rules
from tasks.nudges.permitted import refuse_unfit
from tasks.nudges.rules import DEFAULT, Span, as_facts, from_facts, overridden


def test_rules_are_kept_whole() -> None:
    """What was in force is read back as it was."""
    changed = overridden({"overdue": {"every": "2 days"}, "silent": False}, {"urgent": 30})

    for one in (DEFAULT, changed):
        assert one == from_facts(json.loads(json.dumps(as_facts(one))))


def test_a_city_changes_what_it_wants() -> None:
    """One column of one row, a row done away with, another allowance; the rest stands."""
    changed = overridden(
        {"overdue_leader": {"after": "1 days", "channel": "now"}, "unseen_group": False}, {"urgent": 30}
    )
    row = changed.row("overdue_leader")

    assert row is not None
    assert (Span(1, "days"), "now") == (row.after, row.channel)
    assert changed.row("unseen_group") is None
    assert {"normal": 240, "urgent": 30, "critical": 10} == dict(changed.allowed)
    assert DEFAULT.digest != changed.digest


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"never": False}, "没有名为 never 的催办规则"),
        ({"overdue": {"after": "zwei Tage"}}, "不是时长"),
        ({"overdue": {"after": None}}, "after 不能为空"),
        ({"overdue": {"tone": "loud"}}, "tone"),
        ({"overdue": {"channel": "telephone"}}, "channel"),
    ],
)
def test_a_wrong_change_names_the_cure(changes, said) -> None:
    """It says what is wrong and what can be written instead."""
    with pytest.raises(ValueError, match=said):
        overridden(changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"behind": {"longer": "0.5 of_time"}}, "单位可用 minutes、hours、days"),
        ({"hours_before": {"longer": "30 clock_minutes"}}, "单位可用 minutes、hours、days"),
        ({"day_before": {"longer": "1 allowance"}}, "单位可用 minutes、hours、days"),
        ({"silent": {"after": "1 allowance"}}, "单位可用 minutes、hours、days、clock_minutes"),
        ({"unseen": {"after": "-1 allowance"}}, "大于 0"),
        ({"behind": {"after": "0 of_time"}}, "大于 0"),
        ({"behind": {"after": "1 of_time"}}, "小于 1"),
        ({"overdue": {"every": "0 days"}}, "大于 0"),
        ({"overdue": {"every": "-1 days"}}, "大于 0"),
        ({"overdue": {"every": "4 hours"}}, "随汇总的规则请用 days"),
        ({"overdue": {"after": "-1 days"}}, "时限之后"),
        ({"day_before": {"after": "1 days"}}, "时限之前"),
        ({"day_before": {"after": "-0.5 days"}}, "整数"),
        ({"unseen": {"after": "99999999 days"}}, "最多 400 days"),
        ({"unseen": {"after": "99999999999 clock_minutes"}}, "最多"),
        ({"unseen": {"after": f"{'9' * 400} days"}}, "最多 400 days"),
        ({"unseen_critical": {"every": "1 clock_minutes"}}, "至少 5 clock_minutes"),
        ({"unseen_critical": {"until": "0.5 allowance"}}, "不能早于 after"),
        ({"unseen": {"to": "issuer"}}, "只能提醒 assignee、leader"),
        ({"overdue_leader": {"to": "assignee"}}, "只能提醒 leader、issuer、supervisors"),
        ({"unreviewed": {"to": "leader"}}, "只能提醒 issuer"),
        ({"unseen_group": {"channel": "digest"}}, "群里没有汇总"),
    ],
)
def test_what_could_not_be_kept_is_refused(changes, said) -> None:
    """Units, signs, bounds and hearers that a row cannot have are named, with what can be written."""
    (name,) = changes
    with pytest.raises(ValueError, match=said) as caught:
        refuse_unfit(overridden(changes))

    assert f"规则 {name} 的 {next(iter(changes[name]))}" in str(caught.value)


@pytest.mark.parametrize("minutes", [0, -5, 2401])
def test_the_time_for_an_acknowledgement_is_bounded(minutes) -> None:
    """One minute to five working days."""
    with pytest.raises(ValueError, match="1到2400"):
        refuse_unfit(overridden({}, {"normal": minutes}))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"unseen_critical": {"every": "5 clock_minutes", "until": "1 hours"}},
        {"overdue": {"every": "2 days", "to": "leader"}, "overdue_supervisors": {"to": "issuer"}},
        {"hours_before": {"after": "-90 minutes", "longer": "4 hours"}, "day_before": {"after": "-2 days"}},
        {"behind": {"after": "0.9 of_time", "channel": "now"}, "silent": {"every": None}},
    ],
)
def test_what_is_sensible_is_taken(changes) -> None:
    """The table of the house itself, and what a city may well want."""
    rules_now = overridden(changes, {"critical": 5})

    assert refuse_unfit(rules_now) is None


def test_every_rule_is_named_once() -> None:
    """A row is found by its name."""
    names = [rule.name for rule in rules.TABLE]

    assert sorted(set(names)) == sorted(names)


async def test_rules_that_changed_since(storage) -> None:
    """A directive keeps the rules that were in force; those from before any were kept have the house's."""
    from datetime import UTC, datetime

    then = overridden({"silent": False})
    async with storage.transaction() as db:
        name = await keeping.keep(db, then, datetime(2026, 11, 24, tzinfo=UTC))
        again = await keeping.keep(db, then, datetime(2026, 11, 25, tzinfo=UTC))
        found = await keeping.kept(db, {name, ""}, DEFAULT)

    assert name == again
    assert {name: then, "": DEFAULT} == found
