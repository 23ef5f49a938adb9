"""The batched tap does what the verb does one at a time: the verb is the oracle, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage import opened
from bot.tap_store import taps_on
from tasks import history
from tasks.directives import queries, states, tap, verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, HistoryEntry, Share
from tasks.directives.tap import Tapped, TapState
from tasks.directives.verbs import Draft
from tasks.fields import to_ms

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
PEOPLE = ["a", "b", "c", "stranger"]
CODES = ["Z20261124-001", "Z20261124-002", "Z20991231-001"]
TAPS = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(CODES), st.sampled_from(PEOPLE)), min_size=1, max_size=12
)


async def set_up(db) -> None:
    """Issue a task and a notice to the same three people."""
    for kind in ("task", "notice"):
        shares = tuple(NewShare(who, 2, {"by": "person", "written": ""}) for who in PEOPLE[:3])
        draft = Draft(kind, "材料", "报送材料", "urgent", "boss", "boss", "wrk", (), None, shares)
        await verbs.issue(db, draft, NOW)


async def one_by_one(db, taps: list[tuple[int, str, str]]) -> None:
    """Do each tap of a new key by the verb."""
    seen: set[int] = set()
    for key, code, person in taps:
        if key in seen:
            continue
        seen.add(key)
        directive = await verbs.locked(db, code)
        share = (
            next((s for s in await queries.shares_of(db, directive) if s.assignee == person), None)
            if directive
            else None
        )
        if directive is not None and share is not None and directive.state == states.OPEN:
            await verbs.acknowledge(db, directive, share, actor=person, now=NOW + timedelta(minutes=1))


async def picture(db) -> list[object]:
    """Give everything a tap may change, without row ids; the chains are recomputed on the way."""
    out: list[object] = []
    for d in await Directive.all().using_db(db).order_by("id"):
        entries = await HistoryEntry.filter(directive_id=d.id).using_db(db).order_by("seq")
        shares = await Share.filter(directive_id=d.id).using_db(db).order_by("id")
        await history.verify(db, d)
        out.append((d.code, d.state, d.closed_at, d.acknowledged, d.seq, d.last_hash))
        out += [(s.assignee, s.state, s.acknowledged_at, s.acknowledged_by) for s in shares]
        out += [(e.seq, e.at, e.actor, e.action, e.detail, e.hash) for e in entries]
    return out


async def wiped(storage) -> None:
    """Empty all tables a tap touches, counters too."""
    for table in ("history", "share", "directive", "day_counter", "seen", "sending"):
        await storage.rows(storage.main, f"DELETE FROM {table}", [])


def as_tapped(taps: list[tuple[int, str, str]]) -> list[Tapped]:
    """Make taps; the same number is a repeat of the same message."""
    first: dict[int, Tapped] = {}
    return [
        first.setdefault(key, Tapped(f"k{key}", code, who, f"card{key}", "task")) for key, code, who in taps
    ]


async def both_ways(url: str, examples: int) -> None:
    """Compare both ways on random batches."""
    async with opened(url) as storage:
        await storage.migrate()
        loop, clockwork = asyncio.get_running_loop(), taps_on(storage)
        at = NOW + timedelta(minutes=1)

        async def compare(batches: list[list[tuple[int, str, str]]]) -> None:
            taps = [one for batch in batches for one in batch]
            await wiped(storage)
            async with storage.transaction() as db:
                await set_up(db)
                await one_by_one(db, [(t.key, t.code, t.person) for t in as_tapped(taps)])
                expected = await picture(db)
            await wiped(storage)
            async with storage.transaction() as db:
                await set_up(db)
            whole, start = as_tapped(taps), 0
            for batch in batches:
                part, start = whole[start : start + len(batch)], start + len(batch)
                await clockwork.run(part, lambda s, p=part: tap.decide(p, s, now=at, name=str), to_ms(at))

            assert expected == await picture(storage.main)

        @settings(
            max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(st.lists(TAPS, min_size=1, max_size=3))
        def check(batches: list[list[tuple[int, str, str]]]) -> None:
            asyncio.run_coroutine_threadsafe(compare(batches), loop).result(30)

        await asyncio.to_thread(check)


async def test_batches_do_what_the_verb_does(ready_url) -> None:
    """Any batches of taps leave exactly what the same taps leave one by one: states, counters, hashes."""
    await both_ways(ready_url, 25)


def test_a_stranger_is_told_nothing() -> None:
    """A tap without a share, or on a directive nobody knows, plans nothing."""
    plan = tap.decide(
        [Tapped("k", "Z20261124-001", "x", "card", "t")], TapState({}, {}, {}), now=NOW, name=str
    )

    assert ("", {}) == (plan.answers["k"].kind, plan.answers["k"].facts)
    assert ([], [], {}, {}) == (plan.entries, plan.notices, plan.directives, plan.shares)
