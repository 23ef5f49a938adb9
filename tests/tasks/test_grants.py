"""Grants: what the platform lets the account send, counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tasks.citizens import grants
from tasks.fields import to_ms

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
ACTS = st.lists(
    st.tuples(
        st.sampled_from([*grants.GRANTS, "spend", "back", "wait", "nothing"]),
        st.integers(0, 60 * 60 * 24),
    ),
    max_size=40,
)


def test_five_within_48_hours() -> None:
    """A message lets five go out, and none of them after 48 hours."""
    pairs = grants.granted([], "message", NOW)
    late = NOW + timedelta(hours=48)

    assert 5 == grants.left(pairs, NOW)
    assert 5 == grants.left(pairs, late - timedelta(milliseconds=1))
    assert 0 == grants.left(pairs, late)
    assert grants.spent(pairs, late) is None


def test_what_ends_first_is_spent_first() -> None:
    """A tap's three go before a message's five."""
    pairs = grants.granted(grants.granted([], "message", NOW), "click", NOW)
    first = grants.spent(pairs, NOW)

    assert first is not None
    assert to_ms(NOW + timedelta(minutes=1)) == first.until
    assert 7 == grants.left(first.grants, NOW)
    assert 5 == grants.left(first.grants, NOW + timedelta(minutes=1))


def test_used_up_by_the_platforms_count() -> None:
    """What the platform calls used up is gone; what was granted after the refused call stays."""
    before = grants.granted([], "message", NOW)
    after = grants.granted(before, "message", NOW + timedelta(seconds=9))
    now = NOW + timedelta(seconds=10)

    assert 0 == grants.left(grants.emptied(before, NOW, now), now)
    assert 5 == grants.left(grants.emptied(after, NOW + timedelta(seconds=5), now), now)


@given(ACTS)
def test_counted_as_a_plain_list_would(acts: list[tuple[str, int]]) -> None:
    """Any order of acts leaves what a list of single messages, each with its end, leaves."""
    now, pairs, plain, costs = NOW, [], [], []
    for what, number in acts:
        if what == "wait":
            now += timedelta(seconds=number)
        elif what == "spend":
            spent = grants.spent(pairs, now)
            plain = sorted(end for end in plain if end > now)
            assert (spent is None) == (not plain)
            if spent is not None:
                assert to_ms(plain.pop(0)) == spent.until
                pairs = spent.grants
                costs.append(spent.until)
        elif what == "back" and costs:
            until = costs.pop()
            pairs = grants.given_back(pairs, until, now)
            plain += [end for end in [NOW + timedelta(milliseconds=until - to_ms(NOW))] if end > now]
        elif what != "back":
            pairs = grants.granted(pairs, what, now)
            count, life = grants.GRANTS.get(what, (0, timedelta()))
            plain += [now + life] * count
            kept = sorted({end for end in plain if end > now})[-grants.KEPT :]
            plain = [end for end in plain if end in kept]

        assert len([end for end in plain if end > now]) == grants.left(pairs, now)
        assert all(count > 0 for _, count in pairs)
