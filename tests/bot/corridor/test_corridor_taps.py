"""Taps in batches: guilty ones alone fail, strangers change nothing, two processes take turns."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot import corridor as corridor_room
from handlers.message import Answer, Incoming, Tap
from tasks.directives import verbs
from tasks.directives.giving import NewShare
from tasks.notices import Outcome


def said(text: str, number: str = "1", **more: Any) -> Incoming:
    """Make a message."""
    message = Incoming(channel="work_app", account="1", dedupe=number, kind="text", sender="a", text=text)
    return replace(message, **more)


def tapped(who: str, number: str, code: str = "Z20261124-001") -> Incoming:
    """Make a tap on 收到."""
    tap = Tap(f"ack:{code}", f"{code}@1", code=f"code{number}")
    return said("", number, kind="tap", sender=who, event="template_card_event", tap=tap)


async def issue(hall: Any, *people: str) -> None:
    """Issue a directive to these people."""
    now = hall.people.context().now
    shares = tuple(NewShare(who, 0, {"by": "person"}) for who in people)
    draft = verbs.Draft("task", "t", "c", "normal", "boss", "boss", "", (), None, shares)
    async with hall.storage.transaction() as db:
        await verbs.issue(db, draft, now)


async def test_a_batch_of_taps_with_a_guilty_one_is_done_one_by_one(hall, monkeypatch) -> None:
    """A database error rolls the batch back; then only the guilty one fails, and nothing counts twice."""
    await issue(hall, "a", "b", "c")
    real = hall.corridor._taps.run

    async def run(taps: Any, decide: Any, now_ms: int) -> Any:
        if any(tap.person == "b" for tap in taps):
            raise OSError("disk")
        return await real(taps, decide, now_ms)

    monkeypatch.setattr(hall.corridor._taps, "run", run)
    monkeypatch.setattr(corridor_room, "handle", dispatch_but("b"))
    answers = await asyncio.gather(*[hall.corridor.submit(tapped(who, who)) for who in "abc"])
    (row,) = await hall.storage.rows(hall.storage.main, "SELECT acknowledged, seq FROM directive")

    assert ["card.share", "failed", "card.share"] == [answer.kind for answer in answers]
    assert {"acknowledged": 2, "seq": 3} == row


def dispatch_but(guilty: str) -> Any:
    """Give the real handlers, which break for one person."""
    from handlers.dispatch import handle

    async def but(db: Any, incoming: Incoming, context: Any) -> Outcome:
        if incoming.sender == guilty:
            raise ValueError("guilty")
        return await handle(db, incoming, context)

    return but


async def test_taps_of_one_batch(hall) -> None:
    """Fifty people at once, each twice, and strangers: fifty effects, equal pairs, silence for strangers."""
    people = [f"p{n}" for n in range(50)]
    await issue(hall, *people)
    taps = [tapped(who, who) for who in people] * 2
    taps += [tapped("stranger", "s1"), tapped("p1", "s2", "Z20261124-999")]
    answers = await asyncio.gather(*[hall.corridor.submit(tap) for tap in taps])
    (row,) = await hall.storage.rows(hall.storage.main, "SELECT acknowledged, total FROM directive")

    assert {"acknowledged": 50, "total": 50} == row
    assert answers[:50] == answers[50:100]
    assert [Answer(), Answer()] == answers[100:]
    assert 51 == await hall.count("history")


async def test_a_strangers_tap_stays_without_effect_when_repeated_later(hall) -> None:
    """Given a share afterwards, the old tap still says nothing: a repeat gets the first answer."""
    await issue(hall, "a")
    await hall.corridor.submit(tapped("b", "1"))
    await hall.storage.rows(hall.storage.main, "UPDATE share SET assignee = 'b'")

    assert Answer() == await hall.corridor.submit(tapped("b", "1"))
    assert "card.share" == (await hall.corridor.submit(tapped("b", "2"))).kind


async def test_two_processes_with_the_same_messages(hall) -> None:
    """Two writers on one PostgreSQL get the same taps and words at the same time: every effect once."""
    if hall.storage.engine == "sqlite":
        pytest.skip("SQLite serves one process")
    people = [f"p{n}" for n in range(30)]
    await issue(hall, *people)
    other = hall.beside()
    other.handled = hall.handled
    other.start()
    messages = [tapped(who, who) for who in people] + [said(who, f"m{who}") for who in people]
    pairs = await asyncio.gather(*[h.corridor.submit(m) for m in messages for h in (hall, other)])
    await other.stop()
    (row,) = await hall.storage.rows(hall.storage.main, "SELECT acknowledged, seq FROM directive")

    assert pairs[::2] == pairs[1::2]
    assert ({"acknowledged": 30, "seq": 31}, 60) == (row, await hall.count("seen"))
    assert 0 == await hall.count("failed")


@pytest.mark.parametrize("channel", ["work_app", "work_robot"])
async def test_whoever_tapped_hears_that_it_failed(hall, channel) -> None:
    """A tap's answer has no words: the failure is told in a message at once, once for each tap."""
    hall.acts[""] = ValueError("a bug")
    tap = replace(tapped("a", "1"), channel=channel, tap=Tap("choose:1:1", "t"))
    answers = [await hall.corridor.submit(tap) for _ in range(2)]
    rows = await hall.storage.rows(hall.storage.main, "SELECT kind, receiver, lane FROM sending")

    assert ["failed", "failed"] == [answer.kind for answer in answers]
    assert [{"kind": "failed", "receiver": "a", "lane": 0}] == rows
    assert ["admin.failed", "failed"] == [notice.kind for notice in hall.told]
