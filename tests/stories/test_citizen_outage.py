"""The service was away for days: what a citizen had told is put down, and what is over is forgotten."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import Storage
from handlers.message import Incoming, Location, Media
from handlers.requests.pictures import media_of
from tasks.citizens import talks
from tasks.citizens.models import Citizen, Talk
from tasks.fields import to_ms
from tasks.requests import moved
from tests.stories.requesting import openid, wants

DAYS_3 = timedelta(days=3)


async def test_told_before_the_outage(town) -> None:
    """A matter told three days ago, and never sent because nothing ran, gets its number after all."""
    who = openid(town)
    await town.box.say_citizen("city", who, "路灯坏了好几天了，晚上很黑")
    then = to_ms(town.service.clock.now() - DAYS_3)
    storage: Storage = town.service.storage
    await storage.rows(storage.main, "UPDATE talk SET asked_at = ?, until = ?", [then, then + 1])
    await town.box.advance(60)
    message = await town.box.expect(who, "S20261124-0001")

    assert "先按已知的情况登记" in message.text


def test_a_file_and_a_place_name_nobody() -> None:
    """Names of files and places stand in plain tables: telephone and dwelling are masked in them."""
    incoming = Incoming(
        "official_account", "city", "1", "location", sender="o1",
        media=(Media("file", "M1", name="张三13812345678.jpg"),),
        location=Location(29.1, 119.2, "青溪路12号3栋201室 13812345678"),
    )  # fmt: skip
    written = str(media_of(incoming))

    assert [] == [one for one in ("13812345678", "201室") if one in written]


async def test_what_is_over_is_forgotten(town) -> None:
    """A talk whose time is over is gone by the next morning, but for a matter that still has to be sent."""
    storage, sealer = town.service.storage, town.service.people.sealing
    await town.box.say_citizen("city", openid(town), "你好")
    now = town.service.clock.now()
    async with storage.transaction() as db:
        citizen = await Citizen.all().using_db(db).get()
        kept = []
        for step in ("guide.pick", "tell.where"):
            await talks.put(db, citizen, step, {}, sealer, now - DAYS_3)
            await talks.forget(db, now, ("tell.where",))
            kept.append(await Talk.all().using_db(db).count())
        await talks.end(db, citizen)

    assert [0, 1] == kept


async def test_a_row_that_is_stuck_hides_no_other(town) -> None:
    """The next moment is found although a request that failed stands due before it."""
    codes = [await wants(town), await wants(town, content="井盖坏了，在青溪路口", place="青溪路口")]
    storage, now = town.service.storage, town.service.clock.now()
    hour = timedelta(hours=1)
    for code, at in zip(codes, (now - hour, now + hour), strict=True):
        await storage.rows(storage.main, "UPDATE request SET look_at = ? WHERE code = ?", [to_ms(at), code])
    found = await moved.next_due(storage.main, now)
    plan = []
    if storage.engine == "sqlite":
        rows = await storage.rows(storage.main, f"EXPLAIN QUERY PLAN {moved.wanted(now, 50, [])}")
        plan = [str(row["detail"]) for row in rows]
    await storage.rows(storage.main, "UPDATE request SET look_at = NULL")

    assert now + hour == found
    assert [] == [line for line in plan if line == "SCAN request"]
