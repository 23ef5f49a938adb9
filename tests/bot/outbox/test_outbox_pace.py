"""The platform's limits, and who never waits for whom."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import Busy
from tasks.notices import Lane


@pytest.mark.parametrize(("place", "most"), [("person", 28), ("chat", 20)])
async def test_the_platforms_limits_are_kept_while_the_clock_stands(desk, place, most) -> None:
    """What is over the limit waits until the oldest is a minute ago, and none is lost."""
    for n in range(most + 5):
        await desk.owe("a", once=f"n{n}", facts={"n": n}, place=place)
    await desk.outbox.drain()
    await desk.another(desk.post).drain()
    at_first = len(desk.post.calls)
    desk.clock.turn(59)
    await desk.outbox.drain()
    before = len(desk.post.calls)
    desk.clock.turn(1)
    await desk.outbox.drain()

    assert (most, most, most + 5) == (at_first, before, len(desk.post.calls))


async def test_the_limit_slides_with_the_oldest(desk) -> None:
    """Ten, then ten more half a minute later: the next is due a minute after the first ones."""
    for n in range(10):
        await desk.owe("g", once=f"a{n}", facts={"n": n}, place="chat")
    await desk.outbox.drain()
    desk.clock.turn(30)
    for n in range(11):
        await desk.owe("g", once=f"b{n}", facts={"n": -1 - n}, place="chat")
    await desk.outbox.drain()

    assert 20 == len(desk.post.calls)
    assert desk.start + timedelta(seconds=60) == await desk.outbox.next_due(desk.clock.now())


async def test_one_full_member_holds_up_nobody_else(desk) -> None:
    """A repeat to many, one of whom is full by then: the others get it now, that one later."""
    await desk.owe("a", "b", once="all")
    desk.post.plan = [Busy("no", code=-1)]
    await desk.outbox.drain()
    for n in range(28):
        await desk.owe("a", once=f"n{n}", facts={"n": n})
    desk.clock.turn(4)
    await desk.outbox.drain()
    desk.post.calls.clear()
    desk.clock.turn(1)
    await desk.outbox.drain()
    first = [to for _, to, _ in desk.post.calls]
    desk.clock.turn(60)
    await desk.outbox.drain()

    assert ([("b",)], [("b",), ("a",)]) == (first, [to for _, to, _ in desk.post.calls])


async def test_a_fast_answer_does_not_wait_behind_bulk(desk) -> None:
    """5,000 bulk rows on their way, each hanging: an answer goes out at once."""
    desk.post.gate = asyncio.Event()
    people = tuple(f"p{n}" for n in range(5000))
    await desk.owe(*people, once="bulk", lane=Lane.BULK)
    bulk = asyncio.create_task(desk.outbox.step("bulk"))
    while not desk.post.calls:  # noqa: ASYNC110 - it is the other task's turn
        await asyncio.sleep(0.005)
    await desk.owe("boss", kind="answer", lane=Lane.FAST)
    fast = asyncio.create_task(desk.outbox.step("fast"))
    async with asyncio.timeout(5):
        while desk.post.calls[-1][0] != "answer":  # noqa: ASYNC110 - it is the other task's turn
            await asyncio.sleep(0.005)
    desk.post.gate.set()
    await asyncio.gather(bulk, fast)

    assert ("boss",) == desk.post.calls[-1][1]


async def test_a_download_holds_up_no_message(desk) -> None:
    """Our own work has a worker of its own, whatever its lane."""
    await desk.owe("x", kind="media.fetch", place="job", lane=Lane.FAST)
    await desk.owe("a", lane=Lane.FAST)
    await desk.outbox.step("fast")

    assert ["late"] == [kind for kind, _, _ in desk.post.calls]
