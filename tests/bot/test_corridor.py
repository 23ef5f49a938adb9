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
from bot.demo import made_up_secrets, settings
from bot.metrics import Metrics
from bot.people import People
from bot.sendings import rows_of
from bot.storage import opened
from bot.writer import Item, Overfull, Stopped, Writer
from handlers.message import Answer, Incoming, Tap
from sandbox.qingxi import qingxi
from tasks.directives import verbs
from tasks.notices import Notice, Outcome, Receiver


class Death(BaseException):
    """What no handler should ever raise."""


class Hall:
    """A corridor whose handlers are told by the test: `acts` by text."""

    def __init__(self, storage: Any, people: People) -> None:
        self.storage, self.people, self.metrics = storage, people, Metrics()
        self.acts: dict[str, Any] = {}
        self.handled: list[str] = []
        self.told: list[Notice] = []
        self.corridor = Corridor(storage, people, self.metrics, after=self.told.extend, restart_s=0)
        self.running: asyncio.Task[None] | None = None

    async def handle(self, _db: Any, incoming: Incoming, _context: Any) -> Outcome:
        """Do what the test told; otherwise answer with a number and owe one message."""
        self.handled.append(incoming.text)
        act = self.acts.get(incoming.text)
        if isinstance(act, BaseException):
            raise act
        if act is not None:
            await act()
        notice = Notice("late", (Receiver("x"),), {}, f"n{incoming.dedupe}", self.people.context().now)
        return Outcome("answer", {"n": len(self.handled)}, (notice,))

    def start(self) -> None:
        """Start the writer."""
        self.running = asyncio.create_task(self.corridor.run())

    async def stop(self) -> None:
        """Stop the writer and wait for its end."""
        if self.running is not None:
            self.running.cancel()
            await asyncio.gather(self.running, return_exceptions=True)

    async def count(self, table: str) -> int:
        """Count the rows of a table."""
        return int((await self.storage.rows(self.storage.main, f"SELECT count(*) AS n FROM {table}"))[0]["n"])


@pytest.fixture
async def hall(ready_url, tmp_path, monkeypatch):
    """Give a hall with its writer at work, on both databases."""
    config = settings(qingxi(secrets_given=made_up_secrets()), "http://127.0.0.1:9", tmp_path, 8080)
    async with opened(ready_url) as storage:
        clock = type("Clock", (), {"now": lambda _: config.clock.start})()
        hall = Hall(storage, People(storage, config, clock))
        monkeypatch.setattr(corridor_room, "handle", hall.handle)
        hall.start()
        await asyncio.sleep(0)
        yield hall
        await hall.stop()


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


def tapped(who: str, number: str, code: str = "Z20261124-001") -> Incoming:
    """Make a tap on 收到."""
    tap = Tap(f"ack:{code}", f"{code}@1", code=f"code{number}")
    return said("", number, kind="tap", sender=who, event="template_card_event", tap=tap)


async def issue(hall: Hall, *people: str) -> None:
    """Issue a directive to these people."""
    now = hall.people.context().now
    shares = tuple(verbs.NewShare(who, 0, {"by": "person"}) for who in people)
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
    other = Hall(hall.storage, hall.people)
    other.handled = hall.handled
    other.start()
    messages = [tapped(who, who) for who in people] + [said(who, f"m{who}") for who in people]
    pairs = await asyncio.gather(*[h.corridor.submit(m) for m in messages for h in (hall, other)])
    await other.stop()
    (row,) = await hall.storage.rows(hall.storage.main, "SELECT acknowledged, seq FROM directive")

    assert pairs[::2] == pairs[1::2]
    assert ({"acknowledged": 30, "seq": 31}, 60) == (row, await hall.count("seen"))
    assert 0 == await hall.count("failed")


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
