"""The outbox on both databases: joined, repeated byte for byte, paced, given up, and nothing twice."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.channels.work_app import SendResult
from bot.errors import Busy, NoTarget, Refused, Throttled, Unconfirmed
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.sendings import keep
from bot.storage import opened
from tasks.notices import Lane, Notice, Receiver

START = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


async def at_once() -> None:
    """Wait for nothing."""


class StandingClock:
    """A clock that somebody turns."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        """Give the time."""
        return self.at

    def turn(self, seconds: float) -> None:
        """Turn it forward."""
        self.at += timedelta(seconds=seconds)



class FakePost:
    """Writes what it is asked to and remembers every call; `plan` says what the next calls come to."""

    def __init__(self) -> None:
        self.plan: list[Any] = []
        self.calls: list[tuple[str, tuple[str, ...], str]] = []
        self.unwritable: set[str] = set()
        self.gate: asyncio.Event | None = None

    def why_not(self, place: str, receiver: str) -> str:
        """Everything may be sent, but to nobody."""
        return "nobody" if receiver == "nobody" else ""

    def write(self, parcel: Any) -> tuple[str, bytes]:
        """Write bytes that depend on the parcel alone."""
        if parcel.kind in self.unwritable:
            raise KeyError("title")
        return "/path", json.dumps([parcel.number, parcel.kind, list(parcel.receivers)]).encode()

    async def send(self, parcel: Any) -> SendResult:
        """Do what the plan says."""
        self.calls.append((parcel.kind, parcel.receivers, parcel.body))
        if self.gate is not None:
            await self.gate.wait()
        result = self.plan.pop(0) if self.plan else SendResult()
        if isinstance(result, BaseException):
            raise result
        return result


@pytest.fixture
async def desk(ready_url: str):
    """Give an outbox with a post that only pretends, on both databases."""
    async with opened(ready_url) as storage:
        yield Desk(storage)


class Desk:
    """Everything about one outbox, and a second process's outbox on the same database."""

    def __init__(self, storage: Any) -> None:
        self.storage, self.clock, self.post = storage, StandingClock(), FakePost()
        self.machine = 1000.0
        self.metrics = Metrics()
        self.outbox = self.another(self.post)

    def another(self, post: FakePost) -> Outbox:
        """Make another process's outbox."""
        return Outbox(
            self.storage, self.clock, post, self.metrics, only=frozenset(), machine=lambda: self.machine
        )

    async def owe(self, *people: str, kind: str = "late", facts: Any = None, **more: Any) -> None:
        """Owe each of them a message; without `once` every call is another message."""
        once = more.pop("once", f"n{id(object())}-{len(await self.rows())}")
        to = tuple(Receiver(who) for who in people)
        notice = Notice(kind, to, facts or {"a": 1}, once, self.clock.now(), **more)
        async with self.storage.transaction() as db:
            await keep(self.storage, db, [notice], self.clock.now())

    async def rows(self) -> list[SimpleNamespace]:
        """Give all rows, the oldest first."""
        found = await self.storage.rows(self.storage.main, "SELECT * FROM sending ORDER BY id")
        return [SimpleNamespace(**row) for row in found]

    async def states(self) -> list[str]:
        """Give the state of every row, the oldest first."""
        return [row.state for row in await self.rows()]

    async def set_state(self, table: str, state: str) -> None:
        """Turn every directive or share into this state."""
        await self.storage.rows(self.storage.main, f"UPDATE {table} SET state = ?", [state])

    async def directive(self, *people: str) -> tuple[int, dict[str, int]]:
        """Make an open directive; gives its id and each one's share."""
        await self.storage.rows(
            self.storage.main,
            "INSERT INTO directive (code, kind, title, content, urgency, issuer, posted_by, chat, wants, "
            "created_at, state, total, acknowledged, seq, last_hash) "
            "VALUES ('Z1', 'task', 't', 'c', 'normal', 'boss', 'boss', '', '[]', 0, 'open', 0, 0, 0, '')",
        )
        for who in people:
            await self.storage.rows(
                self.storage.main,
                "INSERT INTO share (directive_id, assignee, department, why, state) "
                "SELECT id, ?, 0, '{}', 'assigned' FROM directive",
                [who],
            )
        shares = await self.storage.rows(self.storage.main, "SELECT * FROM share")
        (directive,) = await self.storage.rows(self.storage.main, "SELECT id FROM directive")
        return directive["id"], {row["assignee"]: row["id"] for row in shares}

    async def owe_cards(self, *people: str, **more: Any) -> dict[str, int]:
        """Owe each of them the first card of one directive; gives their shares."""
        number, shares = await self.directive(*people)
        to = tuple(Receiver(who, shares[who]) for who in people)
        facts = {"code": "Z1"}
        notice = Notice(
            "directive.assigned", to, facts, "first", self.clock.now(), directive=number, **more
        )
        async with self.storage.transaction() as db:
            await keep(self.storage, db, [notice], self.clock.now())
        return shares


async def test_equal_content_goes_out_in_calls_of_a_thousand(desk) -> None:
    """2,500 people are three calls, each person once; different facts are different calls."""
    people = [f"p{n}" for n in range(2500)]
    await desk.owe(*people)
    await desk.owe("other", facts={"a": 2})
    await desk.outbox.drain()

    assert [1000, 1000, 500, 1] == sorted((len(to) for _, to, _ in desk.post.calls), reverse=True)
    assert sorted([*people, "other"]) == sorted(who for _, to, _ in desk.post.calls for who in to)
    assert {"sent"} == set(await desk.states())


async def test_equal_facts_of_several_notices_are_joined(desk) -> None:
    """Two people named one by one get one call where the words are the same."""
    await desk.owe("a", once="1")
    await desk.owe("b", once="2")
    await desk.owe("c", once="3", place="chat")
    await desk.owe("d", once="4", place="chat")
    await desk.outbox.drain()

    assert [("a", "b"), ("c",), ("d",)] == [to for _, to, _ in desk.post.calls]


async def test_a_second_notice_of_the_same_name_is_refused(desk) -> None:
    """The unique key forgets doubles."""
    await desk.owe("a", once="same")
    await desk.owe("a", "b", once="same", facts={"other": 1})
    await desk.outbox.drain()

    assert [("a",), ("b",)] == [to for _, to, _ in desk.post.calls]


@pytest.mark.parametrize(
    ("error", "delay"), [(Busy("-1", code=-1), 5), (Throttled("45009", code=45009), 60), (Unconfirmed("cut"), 5)]
)
async def test_a_repeat_is_the_same_byte_for_byte_and_waits_by_the_services_clock(desk, error, delay) -> None:
    """Nothing is repeated while the clock stands; after the delay the same bytes go out once."""
    await desk.owe("a", "b")
    desk.post.plan = [error]
    await desk.outbox.drain()
    await desk.outbox.drain()

    assert 1 == len(desk.post.calls)
    assert desk.clock.now() + timedelta(seconds=delay) == await desk.outbox.next_due(desk.clock.now())
    desk.clock.turn(delay)
    await desk.outbox.drain()

    assert [desk.post.calls[0]] * 2 == desk.post.calls
    assert ["sent", "sent"] == await desk.states()


async def test_backoff_grows_and_ends_as_failed(desk) -> None:
    """5 s, 15 s, 1, 5, 15, 30 minutes, then always 30; at last failed with the reason."""
    await desk.owe("a")
    desk.post.plan, waits = [Busy("no", code=-1, cure="later")] * 99, []
    await desk.outbox.drain()
    while (due := await desk.outbox.next_due(desk.clock.now())) is not None:
        waits.append(int((due - desk.clock.now()).total_seconds()))
        desk.clock.turn(waits[-1])
        await desk.outbox.drain()
    (row,) = await desk.rows()

    assert [5, 15, 60, 300, 900, 1800, 1800] == waits[:7]
    assert ("failed", "no later", 51) == (row.state, row.reason, len(desk.post.calls))


@pytest.mark.parametrize(
    ("place", "critical", "calls"), [("person", False, 5), ("card", False, 5), ("chat", False, 1), ("chat", True, 2)]
)
async def test_what_nobody_can_confirm_is_repeated_where_doubles_are_checked(
    desk, place, critical, calls
) -> None:
    """To persons the same bytes some minutes long; to a webhook never, unless critical, once. Then unconfirmed."""
    await desk.owe("a", place=place, critical=critical)
    desk.post.plan = [Unconfirmed("cut off")] * 99
    for _ in range(20):
        await desk.outbox.drain()
        desk.clock.turn(600)
    (row,) = await desk.rows()

    assert (calls, "unconfirmed", "cut off") == (len(desk.post.calls), row.state, row.reason)
    assert 1 == len(set(desk.post.calls))


async def test_a_refusal_after_doubt_stays_a_doubt(desk) -> None:
    """Whether the first try arrived is still unknown, so it is unconfirmed and not failed."""
    await desk.owe("a")
    desk.post.plan = [Unconfirmed("cut off"), Refused("no", code=60020, cure="IP")]
    await desk.outbox.drain()
    desk.clock.turn(60)
    await desk.outbox.drain()

    assert ["unconfirmed"] == await desk.states()


async def test_tries_before_the_first_doubt_do_not_count_as_doubts(desk) -> None:
    """Five busy answers and then a cut one: it is still repeated."""
    await desk.owe("a")
    desk.post.plan = [Busy("no", code=-1)] * 5 + [Unconfirmed("cut off")]
    for _ in range(8):
        await desk.outbox.drain()
        desk.clock.turn(2000)

    assert (7, ["sent"]) == (len(desk.post.calls), await desk.states())


@pytest.mark.parametrize("error", [Refused("60020", code=60020, cure="加入可信 IP"), Refused("40056", code=40056, cure="agent")])
async def test_what_cannot_be_mended_by_trying_is_failed_at_once(desk, error, capsys) -> None:
    """One call; the reason with its cure is in the row, in the log and in the figures."""
    await desk.owe("a", "b")
    desk.post.plan = [error]
    await desk.outbox.drain()
    desk.clock.turn(86400)
    await desk.outbox.drain()
    rows = await desk.rows()

    assert 1 == len(desk.post.calls)
    assert [("failed", f"{error} {error.cure}")] * 2 == [(row.state, row.reason) for row in rows]
    assert error.cure in capsys.readouterr().out
    assert f'code="{error.code}"'.encode() in desk.metrics.render()[0]


@pytest.mark.parametrize("result", [SendResult(invalid=("b",)), SendResult(unlicensed=("b",))])
async def test_one_member_of_a_call_who_was_not_reached(desk, result) -> None:
    """The member is failed with the reason, the rest sent; the directory is read again, the issuer told."""
    await desk.owe_cards("a", "b", "c")
    desk.post.plan = [result]
    await desk.outbox.drain()
    rows = await desk.rows()
    jobs = [call for call in desk.post.calls if call[0] != "directive.assigned"]

    assert ["sent", "failed", "sent"] == [row.state for row in rows[:3]]
    assert rows[1].reason == ("invalid" if result.invalid else "unlicensed")
    assert ["directive.lost", "directory.sync"] == sorted(kind for kind, _, _ in jobs)
    assert ["b"] == json.loads(next(r for r in rows if r.kind == "directive.lost").facts)["gone"]


async def test_nobody_of_a_call_was_reached(desk) -> None:
    """81013: all are failed, nothing is repeated, the directory is read again once."""
    await desk.owe_cards("a", "b")
    desk.post.plan = [NoTarget("81013", code=81013)]
    await desk.outbox.drain()
    desk.clock.turn(3600)
    await desk.outbox.drain()

    assert ["failed", "failed", "sent", "sent"] == await desk.states()
    assert ["directive.assigned", "directive.lost", "directory.sync"] == sorted(c[0] for c in desk.post.calls)


@pytest.mark.parametrize(
    ("table", "state"),
    [("share", "acknowledged"), ("directive", "closed"), ("directive", "withdrawn")],
)
async def test_what_is_not_wanted_any_more_is_dropped(desk, table, state) -> None:
    """A card is asked for once more right before it is sent."""
    await desk.owe_cards("a", "b")
    await desk.set_state(table, state)
    await desk.outbox.drain()

    assert ([], ["dropped", "dropped"]) == (desk.post.calls, await desk.states())


async def test_a_repeat_leaves_out_who_needs_it_no_more(desk) -> None:
    """Definitely not sent, and one has acknowledged meanwhile: only the other gets it, and stays dropped."""
    for leaver in ("a", "b"):
        await desk.storage.rows(desk.storage.main, "DELETE FROM sending")
        await desk.storage.rows(desk.storage.main, "DELETE FROM share")
        await desk.storage.rows(desk.storage.main, "DELETE FROM directive")
        desk.post.calls.clear()
        shares = await desk.owe_cards("a", "b")
        desk.post.plan = [Busy("no", code=-1)]
        await desk.outbox.drain()
        await desk.storage.rows(
            desk.storage.main, "UPDATE share SET state = 'acknowledged' WHERE id = ?", [shares[leaver]]
        )
        desk.post.plan = [Busy("no", code=-1)]
        desk.clock.turn(60)
        await desk.outbox.drain()
        desk.clock.turn(60)
        await desk.outbox.drain()
        stayer = {"a": "b", "b": "a"}[leaver]

        assert [("a", "b"), (stayer,), (stayer,)] == [to for _, to, _ in desk.post.calls]
        assert {leaver: "dropped", stayer: "sent"} == {r.receiver: r.state for r in await desk.rows()}


async def test_a_doubtful_repeat_is_the_same_for_everybody(desk) -> None:
    """Nobody knows whether it arrived, so the bytes may not change even if one needs it no more."""
    shares = await desk.owe_cards("a", "b")
    desk.post.plan = [Unconfirmed("cut")]
    await desk.outbox.drain()
    await desk.storage.rows(
        desk.storage.main, "UPDATE share SET state = 'acknowledged' WHERE id = ?", [shares["a"]]
    )
    desk.clock.turn(60)
    await desk.outbox.drain()

    assert [desk.post.calls[0]] * 2 == desk.post.calls


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
    """The lease runs out; then once more, byte for byte, where that does no harm, else shown as unconfirmed."""
    await desk.owe("a", place=place, critical=critical)
    desk.post.plan = [asyncio.CancelledError()]
    with pytest.raises(asyncio.CancelledError):
        await desk.outbox.step({"job": "jobs", "card": "cards"}.get(place, "normal"))
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
    slow = FakePost()
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
    other = FakePost()
    for n in range(150):
        await desk.owe(f"p{n}", once=f"n{n}", facts={"n": n})
    await asyncio.gather(desk.outbox.drain(), desk.another(other).drain(), desk.another(other).drain())
    sent = [to[0] for _, to, _ in desk.post.calls + other.calls]

    assert sorted(f"p{n}" for n in range(150)) == sorted(sent)
    assert {"sent"} == set(await desk.states())


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
    """Ten, then ten more half a minute later: the next is due a minute after the first, not after the last."""
    for n in range(10):
        await desk.owe("g", once=f"a{n}", facts={"n": n}, place="chat")
    await desk.outbox.drain()
    desk.clock.turn(30)
    for n in range(11):
        await desk.owe("g", once=f"b{n}", facts={"n": -1 - n}, place="chat")
    await desk.outbox.drain()

    assert 20 == len(desk.post.calls)
    assert START + timedelta(seconds=60) == await desk.outbox.next_due(desk.clock.now())


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


async def test_what_cannot_be_written_fails_alone(desk) -> None:
    """A sentence that breaks is given up with its reason; the others go out."""
    desk.post.unwritable = {"broken"}
    await desk.owe("a", kind="broken")
    await desk.owe("b")
    await desk.outbox.drain()
    rows = await desk.rows()

    assert ["failed", "sent"] == [row.state for row in rows]
    assert "KeyError" in rows[0].reason


async def test_a_thousand_rows_to_be_dropped_do_not_hide_the_next(desk) -> None:
    """A round that only drops is not the end."""
    await desk.owe(*(["nobody"]), once="n")
    for n in range(11):
        await desk.owe("nobody", once=f"n{n}", facts={"n": n})
    await desk.storage.rows(
        desk.storage.main,
        "INSERT INTO sending (once, lane, place, receiver, kind, facts, same, critical, not_before, created_at, "
        "state, reason, path, body, attempts, unclear, lease) SELECT x.once || y.once || z.once, x.lane, x.place, "
        "x.receiver, x.kind, x.facts, x.same, x.critical, x.not_before, x.created_at, x.state, '', '', '', 0, "
        "x.unclear, 0 FROM sending x, sending y, sending z",
    )
    await desk.owe("a", once="last")
    await desk.outbox.drain()
    rows = await desk.rows()

    assert len(rows) > 1700
    assert [("late", ("a",))] == [call[:2] for call in desk.post.calls]


async def test_a_bug_while_sending_is_no_end(desk) -> None:
    """An error nobody thought of counts as unconfirmed; our own work is simply tried again."""
    await desk.owe("a")
    await desk.owe("x", kind="directive.lost", place="job")
    desk.post.plan = [ValueError("a bug"), ValueError("a bug")]
    await desk.outbox.drain()
    desk.clock.turn(60)
    await desk.outbox.drain()

    assert ["sent", "sent"] == await desk.states()


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
    worker = asyncio.create_task(desk.outbox.run("normal", 0.01, at_once))
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
