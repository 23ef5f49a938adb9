"""The page about the rules of reminding says what the table in the code says."""

from __future__ import annotations

from pathlib import Path

from bot import rules_table
from tasks.nudges.rules import TABLE

ROOT = Path(__file__).parents[2]


def test_the_page_is_written_from_the_table() -> None:
    """docs/nudges.md is what `python -m bot.rules_table` writes."""
    assert rules_table.markdown() == (ROOT / "docs" / "nudges.md").read_text("utf-8")


def test_every_rule_has_a_name_and_a_row() -> None:
    """Each row of the code is one row of the page, under a name of its own."""
    page = rules_table.markdown()

    assert {rule.name for rule in TABLE} == set(rules_table.NAMES)
    assert len(set(rules_table.NAMES.values())) == len(TABLE)
    for rule in TABLE:
        assert f"{rules_table.NAMES[rule.name]}<br>`{rule.name}`" in page
