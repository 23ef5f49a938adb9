"""The controlled clock, the ticks, readiness: what an operator sees of the plumbing."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.channels.envelope import Door
from bot.errors import Refused
from bot.scheduler import Tick, Ticks, daily, minutely
from bot.writer import Overfull

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 24, 7, 30, tzinfo=SHANGHAI)
SEND, READ = "/cgi-bin/message/send", "/cgi-bin/department/list"
ORDER = "特急!请应急办处置竹里村违法建筑,2小时内反馈"


async def turn(town, seconds: float) -> dict:
    """Turn the service's clock alone by HTTP; gives the answer."""
    headers = {"Authorization": f"Bearer {town.box.world.api_token}"}
    async with town.box.courier.session.post(
        f"{town.url}/clock/advance", json={"seconds": seconds}, headers=headers
    ) as response:
        assert response.status == 200
        return await response.json()


async def test_the_clock_stands_and_turns_by_what_it_is_told(town) -> None:
    """Two advances at once add up; where it stands survives a restart."""
    first, second = await asyncio.gather(turn(town, 60), turn(town, 30))
    await town.restart()

    assert {START + timedelta(seconds=90)} == {town.service.clock.now()}
    assert START + timedelta(seconds=90) == max(datetime.fromisoformat(a["now"]) for a in (first, second))
    assert [(True, 0)] * 2 == [(answer["finished"], answer["left"]) for answer in (first, second)]


async def test_an_advance_answers_though_the_platform_hangs(town) -> None:
    """It says that it is not through and what is left; the rest goes on, and the next one is whole."""
    town.service.rehearsal._most_s = 0.3
    town.box.faults.add(SEND, "hang", seconds=0.8)
    await town.say("zhaoming", ORDER)
    answer = await turn(town, 60)
    town.service.rehearsal._most_s = 10.0
    whole = await turn(town, 0)
    town.box.ignore_rest()

    assert (False, True) == (answer["finished"], answer["left"] >= 1)
    assert (True, 0) == (whole["finished"], whole["left"])
    assert START + timedelta(seconds=60) == datetime.fromisoformat(whole["now"])


async def test_a_stop_in_the_middle_of_an_advance_is_clean(town) -> None:
    """What still goes on is ended, and nothing is left in doubt."""
    town.service.rehearsal._most_s = 0.05
    town.box.faults.add(SEND, "hang", seconds=0.4)
    await town.say("zhaoming", ORDER)
    await turn(town, 60)
    await town.restart()
    await town.box.advance(600)
    town.box.ignore_rest()

    assert 1 == len([m for m in town.box.phone("zhouqiang") if m.card])


async def test_a_week_is_quickly_turned_and_does_what_is_due(town) -> None:
    """The directory is read at 03:00 each night; a message is known for seven days and then forgotten."""
    heard = await town.box.say_app("zhaoming", "帮助")
    read = len([c for c in town.box.calls if c.path == READ])
    async with asyncio.timeout(10):
        await turn(town, 6.9 * 86400)
        kept = await town.rows("SELECT key FROM seen")
        repeated = await town.box.repeat(heard)
        await turn(town, 1.1 * 86400)
    town.box.ignore_rest()

    assert 8 == len([c for c in town.box.calls if c.path == READ]) - read
    assert (1, 0) == (len(kept), len(await town.rows("SELECT key FROM seen")))
    assert heard.words == repeated.words


async def test_ticks_by_a_turned_clock() -> None:
    """A tick runs once for a stretch of time, at its time of day; one that fails spoils no other."""
    ran: list[str] = []

    async def night(at: datetime) -> None:
        ran.append(f"night {at:%d %H:%M}")

    async def broken(_at: datetime) -> None:
        raise ValueError("a bug")

    now = START
    ticks = Ticks(
        [
            Tick("broken", daily(3, 0, SHANGHAI), broken),
            Tick("night", daily(3, 0, SHANGHAI), night),
            Tick("minute", minutely(SHANGHAI), night, stops=False),
        ],
        lambda: now,
    )
    due = ticks.next_after(now)

    assert datetime(2026, 11, 25, 3, 0, tzinfo=SHANGHAI) == due
    now = due
    await ticks.run_due(now, START)
    await ticks.run_due(now, now)

    assert ["night 25 03:00", "night 25 03:00"] == ran


async def test_an_empty_directory_is_refused_and_the_stored_one_kept(town) -> None:
    """A right that was taken away must not make everybody a stranger."""
    people = len(town.service.people.org.people)

    async def nobody(_path: str, _params: object) -> dict[str, object]:
        return {"errcode": 0, "department": [], "userlist": []}

    town.service.work_api.get = nobody
    with pytest.raises(Refused, match="empty"):
        await town.service.jobs.sync_directory({"why": "test"})
    await town.service.people.load()

    assert people == len(town.service.people.org.people) > 10


class Death(BaseException):
    """What no handler should ever raise."""


async def test_a_dead_writer_is_seen_and_replaced(town, examiner) -> None:
    """/readyz and the doors say 503 until the next worker stands, then all is as before."""

    async def die(_db: object) -> None:
        raise Death

    writer = town.service.corridor._writer
    writer._restart_s = 0.3
    before = (await town.get("/readyz"))[0]
    await asyncio.gather(town.service.corridor.work(die), return_exceptions=True)
    while town.service.corridor.alive:  # noqa: ASYNC110 - it is the other task's turn
        await asyncio.sleep(0)
    status, body = await town.get("/readyz")
    door = await examiner.post(examiner.doors["app"].good())
    while not town.service.corridor.alive:  # noqa: ASYNC110 - the worker's own pause
        await asyncio.sleep(0.01)

    assert (200, 503, 503) == (before, status, door[0])
    assert body["reasons"]
    assert 200 == (await town.get("/readyz"))[0]
    assert 200 == (await examiner.post(examiner.doors["app"].good()))[0]


@pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)
async def test_a_full_queue_and_a_lost_database_are_503(examiner, no_traceback, monkeypatch) -> None:
    """The platform repeats; the figures are still given."""
    door, got = examiner.doors["robot"], []
    for error in (Overfull("too many"), OSError("the database is away")):

        async def submit(_incoming: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(examiner.town.service.corridor, "submit", submit)
        got.append((await examiner.post(door.good()))[0])
        monkeypatch.undo()

    async def away(*_: object) -> None:
        raise OSError("the database is away")

    monkeypatch.setattr(type(examiner.town.service.storage), "rows", away)
    figures = await examiner.town.get("/metrics")
    monkeypatch.undo()
    no_traceback()

    assert [503, 503] == got
    assert 200 == figures[0]


async def test_a_repeat_is_sealed_under_its_own_nonce(examiner) -> None:
    """The same words for the same message, the envelope for the request that asked."""
    door = examiner.doors["robot"]
    first, second = door.good(), door.good()
    answers = [(await examiner.post(post))[1] for post in (first, second)]
    opener = Door(door.token, door.aes_key, "", 9)
    envelopes = [json.loads(body) for body in answers]
    nonces = [dict(post.query)["nonce"] for post in (first, second)]

    assert nonces == [envelope["nonce"] for envelope in envelopes]
    assert 1 == len({opener.open(envelope["encrypt"]) for envelope in envelopes})
