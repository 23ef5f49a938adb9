"""Five seconds: in time or one sentence and a message later, one answer in every case, whoever dies when."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot import corridor as corridor_room
from handlers.dispatch import handle
from handlers.message import NOTHING, Answer
from tests.bot.corridor.counter import KEY, LATER, SAID


async def test_in_time_is_answered_at_once(counter) -> None:
    """What is ready is the passive answer; nothing is promised and nothing sent besides."""
    answers = [await counter.say(), await counter.say()]

    assert [Answer("answer", {"n": 1})] * 2 == answers
    assert ([], [], ["answer"]) == (counter.promised(), await counter.owed(), await counter.kept())


async def test_three_deliveries_of_a_slow_one_are_one_answer(counter) -> None:
    """All three hear that it takes longer, a fourth hears the same afterwards, and one message is owed."""
    counter.slow("路灯坏了")
    answers = await asyncio.gather(*(counter.say() for _ in range(3)))
    promised = [name for name in counter.promised() if name == KEY]
    await counter.done()
    late = await counter.say()

    assert ([LATER] * 3, LATER) == (answers, late)
    assert [KEY] == promised
    assert ["路灯坏了"] == counter.hall.handled
    assert [("answer", "later")] == await counter.owed()
    assert ["citizen.later"] == await counter.kept()


async def test_a_kept_answer_does_not_stand_in_the_queue(counter) -> None:
    """A repeat is answered although the writer is busy with somebody else's slow message."""
    other = replace(SAID, dedupe="2", text="很慢")
    first = await counter.say()
    counter.slow("很慢")
    busy = await counter.say(other)
    again = await counter.say()
    await counter.done()

    assert (LATER, first) == (busy, again)


async def test_what_is_about_to_be_committed_is_waited_for(counter, monkeypatch) -> None:
    """Once the corridor took it for in time, no sentence is said, however long the commit takes."""
    keep = corridor_room.keep

    about_to = asyncio.Event()

    async def slowly(*given: Any) -> int:
        about_to.set()
        await counter.gate.wait()
        return await keep(*given)

    monkeypatch.setattr(corridor_room, "keep", slowly)
    first = asyncio.create_task(counter.say())
    await about_to.wait()
    counter.hurry()
    second = asyncio.create_task(counter.say())
    done, _ = await asyncio.wait({second}, timeout=0.15)
    await counter.done()

    assert (set(), [Answer("answer", {"n": 1})] * 2) == (done, [await first, await second])
    assert ([], ["answer"]) == (await counter.owed(), await counter.kept())


async def test_killed_after_the_promise(counter) -> None:
    """What was promised is handled at the next start, and a repeat hears the same sentence."""
    await counter.hall.stop()
    counter.shelf.promise(counter.shelf.hold(KEY, SAID), KEY)
    counter.open()
    counter.hall.start()
    await counter.done()
    again = await counter.say()

    assert (LATER, ["路灯坏了"]) == (again, counter.hall.handled)
    assert [("answer", "later")] == await counter.owed()


async def test_killed_after_the_commit(counter) -> None:
    """A promise that was kept and could not be taken away is not kept twice."""
    counter.slow("路灯坏了")
    await counter.say()
    await counter.done()
    await counter.hall.stop()
    counter.shelf.promise(counter.shelf.hold(KEY, SAID), KEY)
    counter.open()
    counter.hall.start()
    await counter.done()

    assert ["路灯坏了"] == counter.hall.handled
    assert [("answer", "later")] == await counter.owed()


async def test_killed_before_the_promise(counter) -> None:
    """What was only held was told nobody: the platform repeats it, and it is answered as ever."""
    await counter.hall.stop()
    counter.shelf.hold(KEY, SAID)
    counter.open()
    counter.hall.start()
    answer = await counter.say()

    assert (Answer("answer", {"n": 1}), []) == (answer, await counter.owed())


async def test_another_process_had_answered(counter) -> None:
    """Who was told «later» here hears the answer another process gave to a closed line."""
    await counter.hall.corridor.submit(SAID)
    await counter.hall.stop()
    counter.shelf.promise(counter.shelf.hold(KEY, SAID), KEY)
    counter.open()
    counter.hall.start()
    await counter.done()

    assert [("answer", "later")] == await counter.owed()
    assert ["citizen.later"] == await counter.kept()


async def test_a_late_failure_is_told(counter) -> None:
    """It is kept enciphered, its error without a word of theirs, and the plain sentence goes as a message."""
    counter.hurry()

    async def broken() -> None:
        await counter.gate.wait()
        raise ValueError("路灯坏了 13812345678")

    counter.hall.acts["路灯坏了"] = broken
    told = await counter.say()
    await counter.done()
    (row,) = await counter.rows("SELECT incoming, error FROM failed")

    assert (LATER, [("failed", "later")]) == (told, await counter.owed())
    assert row["error"].startswith("ValueError < ")
    assert [] == [word for word in ("路灯", "138", SAID.sender) if word in row["incoming"] + row["error"]]


async def test_nothing_marked_is_written_down(counter) -> None:
    """A text marked 绝密 gets its answer at once; it never lies on the shelf."""
    secret = replace(SAID, text="绝密★ 蓝鲸行动")
    counter.slow(secret.text)
    told = await counter.say(secret)
    promised = counter.promised()
    await counter.done()

    assert (Answer("classified"), []) == (told, promised)


async def test_nobody_waits_after_most_events(counter) -> None:
    """An event that nobody expects an answer to is taken silently; it is not lost either."""
    left = replace(SAID, kind="event", event="unsubscribe", text="")
    counter.slow("")
    told = await counter.say(left)
    promised = len(counter.promised())
    await counter.done()

    assert (NOTHING, 1, 1) == (told, promised, len(counter.hall.handled))


async def test_what_cannot_be_promised_is_not(counter, monkeypatch) -> None:
    """Where nothing can be written down the platform hears an error, and its repeat the answer."""
    counter.slow("路灯坏了")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(counter.shelf, "hold", full)
    with pytest.raises(OSError, match="space"):
        await counter.say()
    await counter.done()

    assert Answer("answer", {"n": 1}) == await counter.say()
    assert [] == await counter.owed()


async def test_a_promise_outlives_a_database_that_is_away(counter, monkeypatch) -> None:
    """What can be kept neither as done nor as failed is tried again until it can."""
    keep, away = corridor_room.keep, [OSError("away"), OSError("away")]

    async def hiccup(*given: Any) -> int:
        if away:
            raise away.pop()
        return await keep(*given)

    monkeypatch.setattr(corridor_room, "keep", hiccup)
    counter.slow("路灯坏了")
    told = await counter.say()
    await counter.done()

    assert (LATER, []) == (told, away)
    assert [("answer", "later")] == await counter.owed()


async def test_two_first_messages_at_once_are_one_citizen(hall, monkeypatch) -> None:
    """Two processes hear somebody for the first time at the same moment: one row, two answers."""
    monkeypatch.setattr(corridor_room, "handle", handle)
    beside = hall.beside()
    beside.start()
    answers = await asyncio.gather(
        hall.corridor.submit(replace(SAID, text="您好")),
        beside.corridor.submit(replace(SAID, text="您好", dedupe="2")),
    )
    await beside.stop()

    assert [True, True] == [one.kind.startswith("citizen.") for one in answers]
    assert (1, 2) == (await hall.count("citizen"), await hall.count("seen"))


async def test_the_shelf_tells_nobody(counter) -> None:
    """What lies on it is enciphered, read again as it was, and only by the service's own user."""
    held = counter.shelf.hold(KEY, SAID)
    counter.shelf.promise(held, KEY)
    (lying,) = counter.shelf._folder.iterdir()

    assert [] == [word for word in ("路灯", SAID.sender) if word in lying.read_text()]
    assert (0o600, [(KEY, SAID)]) == (lying.stat().st_mode & 0o777, list(counter.shelf.left()))
    counter.shelf.forget(KEY)


async def test_a_flood_is_answered_by_a_sentence(counter, monkeypatch) -> None:
    """Beyond the limit of the account nothing is handled but emergencies and what nobody waits at."""
    monkeypatch.setattr(counter.hall.corridor.patience.flood, "_most", 1)
    texts = ("路灯坏了", "井盖没了", "我家着火了")
    kinds = [(await counter.say(replace(SAID, dedupe=text, text=text))).kind for text in texts]

    assert ["answer", "citizen.busy", "answer"] == kinds
