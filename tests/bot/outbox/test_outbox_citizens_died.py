"""Citizens' messages when a process dies, or an account is refused as a whole."""

from __future__ import annotations

from bot.citizen_ways import TOGETHER
from bot.errors import TokenRefused
from bot.outbox import LANES
from tasks.citizens import grants
from tasks.citizens.models import Citizen
from tests.bot.outbox.test_outbox_citizens import FACTS, KIND, Counter

MANY = 30


async def owed_to_many(desk) -> Counter:
    """Owe a message each to many citizens who have just written."""
    counter = Counter(desk)
    now, sealed = desk.clock.now(), counter.sealing.seal("oSomebody")
    pairs = grants.granted([], "message", now)
    for number in range(MANY):
        citizen = await Citizen.create(
            account="city",
            name_key=f"k{number}",
            sealed=sealed,
            since=now,
            grants=pairs,
            accepts={},
            limits={},
        )
        await desk.owe(str(citizen.id), kind=KIND, facts=FACTS, place="citizen", once=f"n{number}")
    return counter


async def test_a_killed_process_leaves_few_in_doubt(desk) -> None:
    """What was claimed and never went is in doubt for no more messages than go out at the same time."""
    counter = await owed_to_many(desk)
    await counter.outbox._claims.take(LANES["normal"], desk.clock.now())
    claimed = [row.state for row in await counter.rows()].count("sending")
    desk.machine += 3600
    await counter.outbox.drain()
    states = [row.state for row in await counter.rows()]

    assert TOGETHER == claimed == states.count("unconfirmed")
    assert MANY - TOGETHER == states.count("sent") == len(counter.dialer.calls)


async def test_a_refused_secret_is_tried_by_one(desk) -> None:
    """A credential that is refused is everybody's: not every message knocks with it again."""
    counter = await owed_to_many(desk)
    counter.dialer.plan = [TokenRefused("errcode 40001", code=40001) for _ in range(MANY * 3)]
    await counter.outbox.drain()
    rows = await Citizen.all().using_db(desk.storage.main)

    assert {"waiting"} == {row.state for row in await counter.rows()}
    assert TOGETHER >= len(counter.dialer.calls)
    assert {5} == {grants.left(row.grants, desk.clock.now()) for row in rows}
