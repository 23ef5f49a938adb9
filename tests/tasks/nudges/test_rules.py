"""The table of rules: a city's changes, and how it is kept with the directives."""

from __future__ import annotations

import json

import pytest

from tasks.nudges import keeping, rules
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
