"""Counts against abuse: within a time, never below what was said, and forgotten afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tasks.citizens import limits
from tasks.citizens.limits import Flood, Limit

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
LIMIT = Limit("minute", 3, timedelta(minutes=1))


@given(st.lists(st.integers(0, 30_000), max_size=30))
def test_a_count_is_that_of_its_window(steps) -> None:
    """It counts from the first one of its time on, whatever is counted beside it."""
    kept: limits.Facts = {"day": ["2026-11-24", 2], "other": [5, 5]}
    at, begun, expected = NOW, NOW, 0
    for step in steps:
        at += timedelta(milliseconds=step)
        if expected == 0 or at >= begun + LIMIT.within:
            begun, expected = at, 0
        expected += 1
        kept, number = limits.count(kept, LIMIT, at)

        assert (expected, expected) == (number, limits.counted(kept, LIMIT, at))
    assert (["2026-11-24", 2], [5, 5]) == (kept["day"], kept["other"])


def test_other_words_begin_anew() -> None:
    """Only the same words, one after the other, are the same."""
    kept: limits.Facts = {}
    numbers = []
    for words in ("a", "a", "b", "b", "b", "a"):
        kept, number = limits.count_same(kept, words, NOW)
        numbers.append(number)

    assert [1, 2, 1, 2, 3, 1] == numbers


def test_requests_of_a_day() -> None:
    """So many in a day of the calendar, as many again on the next one."""
    kept: limits.Facts = {}
    may = []
    for _ in range(3):
        may.append(limits.may_send_request(kept, NOW, 2))
        kept = limits.request_sent(kept, NOW)

    assert [True, True, False] == may
    assert limits.may_send_request(kept, NOW + timedelta(days=1), 2)


def test_forgiven() -> None:
    """A clerk takes back what was counted, not how many requests there were, and stands there by name."""
    kept: limits.Facts = limits.request_sent({"adverts": [1, 3], "words": "x"}, NOW)

    assert ["day", "released"] == list(limits.forgiven(kept, "sunli", NOW))


def test_a_count_that_makes_no_sense_is_none() -> None:
    """A row from elsewhere, or a clock that was set back, holds nobody back for ever."""
    strange: limits.Facts = {"minute": "?", "day": [1]}
    ahead: limits.Facts = {"minute": [9_999_999_999_999, 99]}

    assert (0, 0) == (limits.counted(strange, LIMIT, NOW), limits.requests_today(strange, NOW))
    assert 1 == limits.count(ahead, LIMIT, NOW)[1]


def test_a_flood_ends() -> None:
    """One account's flood is not another's, and is over a minute later."""
    flood = Flood(most=2, within_s=60)
    over = [flood.over("city", at) for at in (0, 1, 2, 59, 60.5)]

    assert [False, False, True, True, False] == over
    assert not flood.over("village", 2)
