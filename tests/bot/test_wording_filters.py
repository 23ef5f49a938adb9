"""Filters of the sentences: what a template makes of facts."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from bot.wording import was_in

DUE = "2026-11-24T17:00:00+08:00"


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("2026-11-23T17:00:00+08:00", "(原11月23日)"),
        ("2026-11-24T12:00:00+08:00", "(原12:00)"),
        ("2026-11-24T04:00:00+00:00", "(原12:00)"),
        ("2026-11-25T00:00:00+08:00", "(原24:00)"),
        ("2025-11-24T17:00:00+08:00", "(原11月24日)"),
        (DUE, ""),
        (None, ""),
    ],
)
def test_an_old_time_beside_the_new_one(old: str | None, said: str) -> None:
    """Its day, on the same day its clock; nothing where both are the same."""
    was = was_in(timezone(timedelta(hours=8)))

    assert said == was(old, DUE, "(原{})")


def test_without_a_form() -> None:
    """The bare time, where the template only asks whether there is another one."""
    assert "11月23日" == was_in(timezone(timedelta(hours=8)))("2026-11-23T17:00:00+08:00", DUE)
