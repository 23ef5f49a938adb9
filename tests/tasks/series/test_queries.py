"""Which series and which provisional times the sweeps take, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tasks.directives import recounting, verbs
from tasks.directives.giving import NewShare
from tasks.directives.verbs import Draft
from tasks.series import queries
from tasks.series.models import Series

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


async def test_a_series_that_is_set_aside_blocks_no_other(storage) -> None:
    """The one that has waited longest is left alone, the next one is taken; then nobody waits."""
    async with storage.transaction() as db:
        made = [
            await Series.create(
                using_db=db, title="周报", text="每周五报周报", issuer="a", posted_by="a", rule="FREQ=WEEKLY",
                clock="17:00", shift="earlier", made_at=NOW, look_at=NOW - timedelta(hours=hours), facts={},
            )
            for hours in (2, 1)
        ]  # fmt: skip
        first, second = (one.id for one in made)
        found = [
            await queries.claimed(db, NOW, without=without)
            for without in ((), frozenset({first}), frozenset({first, second}))
        ]

    assert [first, second, None] == [one.id if one else None for one in found]


async def test_a_time_that_is_set_aside_blocks_no_other(storage) -> None:
    """Of the provisional times in a published year the first is left alone where counting it failed."""
    span, due = [(NOW, NOW + timedelta(days=90))], NOW + timedelta(days=60)
    shares = (NewShare("b", 2, {"by": "person", "written": ""}),)
    draft = Draft("task", "报送材料", "请报送材料", "normal", "a", "a", "", (), due, shares, provisional=True)
    async with storage.transaction() as db:
        first, second = [(await verbs.issue(db, draft, NOW))[0].id for _ in range(2)]
        found = [
            await recounting.claim(db, span, without=without)
            for without in ((), frozenset({first}), frozenset({first, second}))
        ]

    assert [first, second, None] == [one.id if one else None for one in found]
