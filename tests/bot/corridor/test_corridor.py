"""The corridor: once, in turn, together or not at all; what fails is kept, who dies is replaced."""

from __future__ import annotations

import asyncio
import dataclasses
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from bot import corridor as corridor_room
from bot.corridor import Corridor, key_of
from bot.metrics import Metrics
from bot.sendings import rows_of
from bot.writer import Item, Overfull, Stopped, Writer
from handlers.message import Answer, Incoming, Tap
from tasks.notices import Notice, Outcome, Receiver


class Death(BaseException):
    """What no handler should ever raise."""


def said(text: str, number: str = "1", **more: Any) -> Incoming:
    """Make a message."""
    message = Incoming(channel="work_app", account="1", dedupe=number, kind="text", sender="a", text=text)
    return replace(message, **more)


async def test_a_repeat_while_the_first_is_still_handled_waits_for_its_answer(hall) -> None:
    """Five at once, the first of which takes its time: one effect, five equal answers."""
    gate = asyncio.Event()
    hall.acts["x"] = gate.wait
    waiting = [asyncio.create_task(hall.corridor.submit(said("x"))) for _ in range(5)]
    while not hall.handled:  # noqa: ASYNC110 - it is the other task's turn
        await asyncio.sleep(0.001)
    gate.set()

    assert [Answer("answer", {"n": 1})] * 5 == await asyncio.gather(*waiting)
    assert (["x"], 1, 1) == (hall.handled, await hall.count("seen"), await hall.count("sending"))


async def test_a_message_is_known_by_channel_account_and_key_together(hall) -> None:
    """The same msgid in another channel or at another account is another message."""
    one = said("x")
    others = [one, replace(one, account="2"), replace(one, channel="work_robot"), replace(one, dedupe="2")]
    answers = [(await hall.corridor.submit(each)).facts["n"] for each in others + others]

    assert [1, 2, 3, 4] * 2 == answers
    assert 4 == len({key_of(each) for each in others})


async def test_the_kept_answer_can_be_recalled(hall) -> None:
    """A stream's refresh gets the answer of its message, and nothing where there is none."""
    await hall.corridor.submit(said("x"))

    assert Answer("answer", {"n": 1}) == await hall.corridor.recall(key_of(said("x")))
    assert await hall.corridor.recall("0" * 32) is None


async def test_silence_is_kept_too(hall, monkeypatch) -> None:
    """What was answered with nothing is not handled anew when it is repeated."""
    quiet = said("x", kind="tap", tap=Tap("choose:1:1", "t"))
    silent = Silent()
    monkeypatch.setattr(corridor_room, "handle", silent)
    await hall.corridor.submit(quiet)
    await hall.corridor.submit(quiet)

    assert 1 == silent.asked


class Silent:
    """A handler that says nothing and counts."""

    asked = 0

    async def __call__(self, *_: Any) -> Outcome:
        """Say nothing."""
        self.asked += 1
        return Outcome()


async def test_a_failure_is_kept_with_its_error_and_answered_with_a_plain_sentence(hall) -> None:
    """Its neighbours are served, a repeat gets the same sentence and fails no second time."""
    hall.acts["bad"] = ValueError("a bug")
    messages = [said("a", "1"), said("bad", "2", door={"nonce": "n"}), said("b", "3"), said("bad", "2")]
    answers = await asyncio.gather(*[hall.corridor.submit(message) for message in messages])
    (row,) = await hall.storage.rows(hall.storage.main, "SELECT * FROM failed")

    assert ["answer", "failed", "answer", "failed"] == [answer.kind for answer in answers]
    assert ("ValueError: a bug", "open") == (row["error"], row["state"])
    assert '"text":"bad"' in row["incoming"]
    assert "nonce" not in row["incoming"]
    assert ["a", "bad", "b"] == hall.handled


async def test_a_handler_that_always_meets_a_double_has_failed_too(hall) -> None:
    """An integrity error that does not go away is a failure like any other: 200 with a plain sentence."""
    hall.acts["bad"] = IntegrityError("duplicate key")

    assert "failed" == (await hall.corridor.submit(said("bad"))).kind
    assert ["bad"] * 3 == hall.handled


async def test_a_double_that_goes_away_is_no_failure(hall) -> None:
    """Another process was quicker: it is read again."""
    tries = [IntegrityError("duplicate key")]

    async def once() -> None:
        if tries:
            raise tries.pop()

    hall.acts["x"] = once

    assert "answer" == (await hall.corridor.submit(said("x"))).kind
    assert 0 == await hall.count("failed")


async def test_nothing_of_a_failed_message_stays(hall, monkeypatch) -> None:
    """Change, history, notices and answer are written together or not at all."""

    async def broken(*_: Any) -> None:
        raise OSError("the database is away")

    monkeypatch.setattr(corridor_room, "keep", broken)
    with pytest.raises(OSError, match="away"):
        await hall.corridor.submit(said("x"))

    assert (0, 0, 0) == tuple([await hall.count(table) for table in ("seen", "sending", "failed")])
    monkeypatch.undo()


async def test_cancelling_a_request_does_not_cancel_its_item(hall) -> None:
    """Who hung up finds the effect and the answer when asking again."""
    gate = asyncio.Event()
    hall.acts["x"] = gate.wait
    request = asyncio.create_task(hall.corridor.submit(said("x")))
    while not hall.handled:  # noqa: ASYNC110 - it is the other task's turn
        await asyncio.sleep(0.001)
    request.cancel()
    await asyncio.gather(request, return_exceptions=True)
    gate.set()

    assert Answer("answer", {"n": 1}) == await hall.corridor.submit(said("x"))
    assert 1 == await hall.count("seen")


@pytest.mark.parametrize("death", [Death(), asyncio.CancelledError()])
async def test_a_worker_that_dies_is_replaced_and_fails_what_it_had(hall, death) -> None:
    """Its messages end with an error, which the door turns into 503; the next one is served."""
    hall.acts["bad"] = death
    gate = asyncio.Event()
    hall.acts["slow"] = gate.wait
    messages = [said("slow", "0"), said("bad", "1"), said("a", "2")]
    waiting = [asyncio.create_task(hall.corridor.submit(message)) for message in messages]
    while not hall.handled:  # noqa: ASYNC110 - it is the other task's turn
        await asyncio.sleep(0.001)
    gate.set()
    first, second, third = await asyncio.gather(*waiting, return_exceptions=True)

    assert "answer" == first.kind
    assert isinstance(second, Stopped)
    assert isinstance(third, Stopped)
    assert "answer" == (await hall.corridor.submit(said("b", "3"))).kind
    assert hall.corridor.alive
    assert 0 == await hall.count("failed")


async def test_between_death_and_restart_the_corridor_says_so(hall) -> None:
    """`alive` is False until the next worker stands, and what was put in meanwhile is served then."""
    await hall.stop()
    hall.corridor = Corridor(hall.storage, hall.people, hall.metrics, after=lambda _: None, restart_s=0.05)
    hall.start()
    await asyncio.sleep(0)
    hall.acts["bad"] = Death()
    with pytest.raises(Stopped):
        await hall.corridor.submit(said("bad"))
    while hall.corridor.alive:  # noqa: ASYNC110 - it is the other task's turn
        await asyncio.sleep(0)

    assert "answer" == (await hall.corridor.submit(said("a", "2"))).kind
    assert hall.corridor.alive


async def test_a_stop_finishes_what_was_accepted(hall) -> None:
    """Every message that was accepted is answered; none is accepted afterwards."""
    gate = asyncio.Event()
    hall.acts["x0"] = gate.wait
    waiting = [asyncio.create_task(hall.corridor.submit(said(f"x{n}", str(n)))) for n in range(100)]
    while not hall.handled:  # noqa: ASYNC110 - it is the other task's turn
        await asyncio.sleep(0.001)
    stopping = asyncio.create_task(hall.stop())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    alive = hall.corridor.alive
    gate.set()
    answers = await asyncio.gather(*waiting)
    await stopping

    assert (False, ["answer"] * 100, 100) == (alive, [a.kind for a in answers], await hall.count("seen"))
    with pytest.raises(Stopped):
        await hall.corridor.submit(said("late", "late"))


async def test_a_full_queue_says_so() -> None:
    """Beyond the bound nothing is accepted; what was accepted is not touched."""
    gate = asyncio.Event()

    async def carry_out(items: Any) -> None:
        await gate.wait()
        for item in items:
            item.done.set_result(Answer("done"))

    writer = Writer(carry_out, Metrics(), most=2)
    running = asyncio.create_task(writer.run())
    first = asyncio.create_task(writer.put(Item(incoming=said("0"))))
    await asyncio.sleep(0.001)
    others = [asyncio.create_task(writer.put(Item(incoming=said("1")))) for _ in range(3)]
    await asyncio.sleep(0)
    gate.set()
    results = await asyncio.gather(first, *others, return_exceptions=True)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert [Answer("done")] * 3 == results[:3]
    assert isinstance(results[3], Overfull)
    assert writer.idle


def test_a_receiver_without_a_name_gets_no_row() -> None:
    """And long names are shortened without being mixed up."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    notice = Notice("k", (Receiver(""), Receiver("a" * 300), Receiver("a" * 301)), {}, "once", now)
    rows = rows_of([notice], now)

    assert 2 == len({row[0] for row in rows})
    assert all(len(str(row[0])) <= 190 for row in rows)


def test_a_kept_failure_holds_nothing_of_its_request() -> None:
    """What binds an answer to one request, and the raw fields, are not kept."""
    kept = corridor_room.as_facts(said("x", door={"nonce": "n"}, fields={"secret": "s"}))

    assert ({}, {}) == (kept["door"], kept["fields"])
    assert {field.name for field in dataclasses.fields(Incoming)} == set(kept)
