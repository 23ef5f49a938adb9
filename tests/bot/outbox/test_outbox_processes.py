"""Processes that die, sleep, stop or work side by side: nothing is lost, nothing goes out twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.work_app import SendResult
from bot.errors import Refused


@pytest.mark.parametrize(
    ("place", "critical", "after_s", "state"),
    [
        ("person", False, 31, "sent"),
        ("card", False, 31, "sent"),
        ("job", False, 181, "sent"),
        ("chat", False, 31, "unconfirmed"),
        ("chat", True, 31, "sent"),
        ("person", False, 7200, "unconfirmed"),
        ("person", True, 7200, "sent"),
    ],
)
async def test_a_process_that_dies_between_send_and_mark(desk, place, critical, after_s, state) -> None:
    """The lease runs out; then once more, byte for byte, where that does no harm, else unconfirmed."""
    await desk.owe("a", place=place, critical=critical)
    desk.post.plan = [asyncio.CancelledError()]
    with pytest.raises(asyncio.CancelledError):
        await desk.outbox.step({"job": "long_jobs", "card": "cards"}.get(place, "normal"))
    reborn = desk.another(desk.post)
    await reborn.drain()

    assert ["sending"] == await desk.states()
    desk.machine += after_s
    await reborn.drain()

    assert [state] == await desk.states()
    assert [desk.post.calls[0]] * (2 if state == "sent" else 1) == desk.post.calls


async def test_a_message_that_kills_its_process_each_time_ends(desk) -> None:
    """After some tries it is unconfirmed and kills nobody any more."""
    await desk.owe("a")
    desk.post.plan = [asyncio.CancelledError()] * 99
    for _ in range(20):
        try:
            await desk.another(desk.post).drain()
        except asyncio.CancelledError:
            desk.machine += 31

    assert (5, ["unconfirmed"]) == (len(desk.post.calls), await desk.states())


async def test_a_process_that_dies_before_sending_loses_nothing(desk) -> None:
    """What is committed and not claimed is sent by the next process."""
    await desk.owe("a", "b")
    await desk.another(desk.post).drain()

    assert [("a", "b")] == [to for _, to, _ in desk.post.calls]


async def test_a_late_mark_changes_nothing_that_others_ended(desk) -> None:
    """A process that slept through its lease: another one sent it, and its own failure does not undo that."""
    await desk.owe("a")
    slow = desk.new_post()
    slow.gate, slow.plan = asyncio.Event(), [Refused("no", code=60020)]
    sleeper = asyncio.create_task(desk.another(slow).step("normal"))
    while not slow.calls:  # noqa: ASYNC110 - it is the other task's turn
        await asyncio.sleep(0.005)
    desk.machine += 31
    await desk.outbox.drain()
    slow.gate.set()
    await sleeper

    assert ["sent"] == await desk.states()
    assert slow.calls == desk.post.calls


async def test_two_processes_never_send_the_same_row(desk) -> None:
    """Two outboxes on one database take turns: each message goes out once."""
    if desk.storage.engine == "sqlite":
        pytest.skip("SQLite serves one process")
    other = desk.new_post()
    for n in range(150):
        await desk.owe(f"p{n}", once=f"n{n}", facts={"n": n})
    await asyncio.gather(desk.outbox.drain(), desk.another(other).drain(), desk.another(other).drain())
    sent = [to[0] for _, to, _ in desk.post.calls + other.calls]

    assert sorted(f"p{n}" for n in range(150)) == sorted(sent)
    assert {"sent"} == set(await desk.states())


async def test_a_slow_platform_never_outlives_a_lease(desk) -> None:
    """A call may not begin where its lease could end before the mark; it is handed back and sent later."""
    for n in range(20):
        await desk.owe(f"p{n}", once=f"n{n}", facts={"n": n})
    real = desk.post.send

    async def slow(parcel: Any) -> SendResult:
        desk.machine += 3
        return await real(parcel)

    desk.post.send = slow
    await desk.outbox.step("normal")
    first = (await desk.states()).count("sent")
    await desk.outbox.drain()

    assert 0 < first < 10
    assert (20, {"sent"}) == (len(desk.post.calls), set(await desk.states()))
    assert 0 == sum(row.unclear for row in await desk.rows())


async def test_a_mark_that_fails_once_is_tried_again(desk, monkeypatch) -> None:
    """What was sent must not be forgotten for a hiccup of the database."""
    await desk.owe("a", place="chat")
    marks = desk.outbox._marks
    real, broken = marks.sent, [OSError("database is away")]

    async def sent(*arguments: Any) -> None:
        if broken:
            raise broken.pop()
        await real(*arguments)

    monkeypatch.setattr(marks, "sent", sent)
    await desk.outbox.drain()

    assert (1, ["sent"]) == (len(desk.post.calls), await desk.states())


async def test_stopping_finishes_what_is_under_way_and_hands_back_the_rest(desk) -> None:
    """A stop in the middle leaves nothing in doubt: sent or waiting."""
    for n in range(30):
        await desk.owe(f"p{n}", once=f"n{n}", facts={"n": n})
    desk.post.gate = asyncio.Event()
    worker = asyncio.create_task(desk.outbox.run("normal", 0.01, desk.at_once))
    while len(desk.post.calls) < 8:  # noqa: ASYNC110 - it is the other task's turn
        await asyncio.sleep(0.005)
    worker.cancel()
    await asyncio.sleep(0)
    desk.post.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await worker
    states = await desk.states()

    assert (8, 22) == (states.count("sent"), states.count("waiting"))
    desk.post.gate = None
    await desk.another(desk.post).drain()

    assert {"sent"} == set(await desk.states())
    assert 30 == len({call[1] for call in desk.post.calls}) == len(desk.post.calls)
