"""What was promised a second time over: restarts, repeats, files that are no promise, other processes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from bot import corridor as corridor_room
from bot import patience as patience_room
from bot.citizen_answers import kept_form, opened_form
from handlers.dispatch import handle
from handlers.message import Answer, from_facts
from tasks.citizens.models import Citizen
from tasks.notices import Notice, Receiver
from tests.bot.corridor.counter import KEY, LATER, SAID

CLICK = replace(SAID, kind="event", event="click", text="", fields={"EventKey": "mine"})
ALLOWED = replace(
    SAID,
    kind="event",
    event="subscribe_msg_popup_event",
    text="",
    fields={"SubscribeMsgPopupEvent": {"List": {"TemplateId": "T1", "SubscribeStatusString": "accept"}}},
)


async def restarted(counter, *incoming: Any) -> None:
    """Start again with these promises on the shelf, each under a name of its own."""
    await counter.hall.stop()
    for number, one in enumerate(incoming):
        counter.shelf.promise(counter.shelf.hold(f"{number:032x}", one), f"{number:032x}")
    counter.open()
    counter.hall.start()
    await counter.done()


async def test_a_tap_is_still_a_tap_after_a_restart(counter, monkeypatch) -> None:
    """What was promised to a tap on the menu is what that tap asks for, and so is a failure's replay."""
    monkeypatch.setattr(corridor_room, "handle", handle)
    sealer = counter.hall.people.sealing
    replayed = from_facts(opened_form(kept_form(CLICK, sealer), sealer))
    await restarted(counter, CLICK)

    assert {"EventKey": "mine"} == replayed.fields
    assert [("citizen.mine", "later")] == await counter.owed()


async def test_what_an_event_allows_is_counted_once(counter, monkeypatch) -> None:
    """A leave for one notice that is delivered three times, and once more after a restart, is one leave."""
    monkeypatch.setattr(corridor_room, "handle", handle)
    for _ in range(3):
        await counter.say(ALLOWED)
    await counter.hall.stop()
    counter.shelf.promise(counter.shelf.hold(KEY, ALLOWED), KEY)
    counter.open()
    counter.hall.start()
    await counter.done()
    citizen = await Citizen.all().using_db(counter.hall.storage.main).get()

    assert {"T1": 1} == citizen.accepts


async def test_a_kept_answer_is_not_promised_as_well(counter, monkeypatch) -> None:
    """While another process's answer is being read nobody is told «later»: nothing would come after it."""
    await counter.hall.corridor.submit(SAID)
    monkeypatch.setattr(counter.hall.corridor.patience, "_recall", nothing)
    owed, about_to = corridor_room.owed_after_all, asyncio.Event()

    async def slowly(*given: Any) -> Any:
        found = await owed(*given)
        about_to.set()
        await counter.gate.wait()
        return found

    monkeypatch.setattr(corridor_room, "owed_after_all", slowly)
    counter.hurry()
    asked = asyncio.create_task(counter.say())
    await about_to.wait()
    await asyncio.wait({asked}, timeout=0.15)
    await counter.done()

    assert (Answer("answer", {"n": 1}), []) == (await asked, await counter.owed())


async def nothing(_key: str) -> None:
    """Know of no kept answer, as in the moment before another process's commit."""


async def test_what_is_no_promise_harms_nobody(counter) -> None:
    """Foreign files, and a promise of another version, neither stop the writer nor are handled."""
    await counter.hall.stop()
    folder, sealer = counter.shelf._folder, counter.hall.people.sealing
    folder.mkdir(exist_ok=True)
    held = counter.shelf.hold(KEY, SAID)
    for name in (f"{KEY}.bak", "README"):
        (folder / name).write_bytes(held.read_bytes())
    for number, text in enumerate(('{"channel": "official_account"}', "[]", "7")):
        (folder / f"{number:032x}").write_text(sealer.seal(text))
    counter.shelf.promise(held, KEY)
    counter.open()
    counter.hall.start()
    async with asyncio.timeout(5):
        while KEY in counter.promised():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.001)

    assert (["路灯坏了"], True) == (counter.hall.handled, counter.hall.corridor.alive)


async def test_more_promises_than_room(counter, monkeypatch) -> None:
    """What finds no room in the queue at the start comes as soon as there is some, not at the next start."""
    offer, full = patience_room.Writer.offer, [1, 1]

    def narrow(self, item: Any) -> None:
        if full:
            full.pop()
            raise patience_room.Overfull("full")
        offer(self, item)

    monkeypatch.setattr(patience_room.Writer, "offer", narrow)
    await restarted(counter, *(replace(SAID, dedupe=str(n), text=f"第{n}件") for n in range(3)))

    assert ["第0件", "第1件", "第2件"] == sorted(counter.hall.handled)


async def test_a_repeat_of_what_is_tried_again(counter, monkeypatch) -> None:
    """Who was told «later» is told so again while the answer is tried again: still one answer, by message."""
    keep, away = corridor_room.keep, [OSError("away"), OSError("away")]

    async def hiccup(*given: Any) -> int:
        if away:
            raise away.pop()
        return await keep(*given)

    monkeypatch.setattr(corridor_room, "keep", hiccup)
    counter.slow("路灯坏了")
    counter.hall.corridor.patience.again_s = 0.2
    first = await counter.say()
    counter.gate.set()
    async with asyncio.timeout(5):
        while away or not counter.hall.corridor.idle:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.001)
    counter.hall.corridor.patience.patience_s = 4.5
    second = await counter.say()
    await counter.done()

    assert (LATER, LATER, []) == (first, second, counter.promised())
    assert [("answer", "later")] == await counter.owed()


async def test_what_waits_is_not_said_to_a_closed_line(counter, monkeypatch) -> None:
    """Who wrote something marked and slow has been told so already: what waited goes on waiting."""
    monkeypatch.setattr(corridor_room, "handle", handle)
    await counter.say(replace(SAID, text="您好", dedupe="2"))
    citizen = await Citizen.all().using_db(counter.hall.storage.main).get()
    now = counter.hall.people.context().now
    to = (Receiver(str(citizen.id)),)
    owed = Notice("citizen.busy", to, {}, "waits", now, place="citizen")
    async with counter.hall.storage.transaction() as db:
        await corridor_room.keep(counter.hall.storage, db, (owed,), now)
    await counter.say(replace(SAID, text="绝密★ 蓝鲸行动", dedupe="3"))
    (row,) = await counter.rows("SELECT state FROM sending WHERE once LIKE 'waits%'")

    assert "waiting" == row["state"]
