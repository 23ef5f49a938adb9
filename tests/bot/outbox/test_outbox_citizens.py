"""Ways out to citizens: counted, chosen at the claim, put right where the platform says so; nothing lost."""

from __future__ import annotations

import functools
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.cards import Renderer
from bot.channels.official_calls import BIZSEND, CUSTOM_SEND, TEMPLATE_SEND
from bot.citizen_ways import Ways
from bot.config_official import OfficialAccountSettings
from bot.errors import Busy, Misconfigured, Refused, Throttled, Unconfirmed
from bot.outbox import LANES, Outbox
from bot.posting import Post
from bot.sealing import Sealing
from bot.wording import Wording, environment
from tasks.citizens import grants, waiting
from tasks.citizens.models import Citizen

OPENID = "oThisIsNobodysOpenid000000001"
KIND = "citizen.media_refused"
FACTS = {"code": "S20261124-0012", "count": 1, "whys": ["expired"], "largest_mb": 20}
TEMPLATES = {KIND: {"id": "T1", "fields": {"thing1": "text", "character_string2": "code"}}}


@functools.cache
def sentences() -> Wording:
    """Give one kind's sentences: compiling all of them takes long."""
    env = environment()
    return Wording({KIND: {"text": env.from_string("{{ code }}有附件没能保存")}}, env.from_string(""))


class FakeDialer:
    """Takes calls; `plan` says what the next ones come to."""

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.plan: list[Any] = []

    async def make(self, call: Any) -> dict[str, Any]:
        """Do what the plan says."""
        self.calls.append(call)
        result = self.plan.pop(0) if self.plan else {"errcode": 0, "msgid": 77}
        if isinstance(result, BaseException):
            raise result
        return dict(result)

    @property
    def paths(self) -> list[str]:
        """Give the paths that were called."""
        return [call.path for call in self.calls]


class Counter:
    """An outbox with ways to citizens of one account."""

    def __init__(self, desk: Any, **settings: Any) -> None:
        self.desk, self.dialer = desk, FakeDialer()
        given = {"name": "city", "app_id": "wx1", "secret": "s", "token": "t", "mode": "plain", **settings}
        account = OfficialAccountSettings(**given)
        self.sealing = Sealing(lambda: ["a key that is long enough"])
        renderer = Renderer(sentences())
        self.ways = Ways([account], self.sealing, renderer, self.dialer, desk.clock)
        post = Post(renderer, None, agent_id=0, public_url="", webhooks={}, jobs={}, ways=self.ways)
        self.outbox = Outbox(
            desk.storage, desk.clock, post, desk.metrics,
            only=frozenset(), machine=lambda: desk.machine, ways=self.ways,
        )  # fmt: skip

    async def citizen(self, *did: str, **more: Any) -> Citizen:
        """Make a citizen who did this just now."""
        now, pairs = self.desk.clock.now(), []
        for what in did:
            pairs = grants.granted(pairs, what, now)
        values = {"followed": True, "accepts": {}, "limits": {}, "grants": pairs, **more}
        return await Citizen.create(
            account="city", name_key="k", sealed=self.sealing.seal(OPENID), since=now, **values
        )

    async def owe(self, citizen: Citizen, count: int = 1, **more: Any) -> None:
        """Owe a citizen so many messages, and send what may be sent."""
        for _ in range(count):
            await self.desk.owe(str(citizen.id), kind=KIND, facts=FACTS, place="citizen", **more)
        await self.outbox.drain()

    async def again(self, citizen: Citizen) -> Citizen:
        """Give the row as it stands now."""
        return await Citizen.get(id=citizen.id)

    async def rows(self) -> list[SimpleNamespace]:
        """Give all rows of the outbox."""
        return list(await self.desk.rows())


async def test_counted_and_then_waiting(desk) -> None:
    """Five go out, the sixth waits with its reason, and goes first when the citizen has written again."""
    counter = Counter(desk)
    citizen = await counter.citizen("message")
    await counter.owe(citizen, 6)
    before = [row.state for row in await counter.rows()]
    reason = (await counter.rows())[5].reason
    async with desk.storage.transaction() as db:
        row = await counter.again(citizen)
        row.grants = grants.granted(row.grants, "message", desk.clock.now())
        await row.save(using_db=db)
        await waiting.open_ways(db, citizen.id, desk.clock.now())
    await counter.outbox.drain()

    assert ["sent"] * 5 + ["waiting"] == before
    assert "no way open: no message left, until the citizen writes" == reason
    assert ["sent"] * 6 == [row.state for row in await counter.rows()]
    assert [CUSTOM_SEND] * 6 == counter.dialer.paths
    assert 4 == grants.left((await counter.again(citizen)).grants, desk.clock.now())


async def test_nobody_is_named_in_the_outbox(desk) -> None:
    """The openid stands in no column of a row, neither before nor after the call, nor in an error."""
    counter = Counter(desk)
    citizen = await counter.citizen("message")
    counter.dialer.plan = [Busy(f"system error for {OPENID}"), Unconfirmed("cut off")]
    await counter.owe(citizen)
    desk.clock.turn(seconds=60)
    await counter.outbox.drain()
    (row,) = await counter.rows()

    assert "unconfirmed" == row.state
    assert OPENID.encode() in counter.dialer.calls[0].body
    assert OPENID not in repr(vars(row))
    assert OPENID not in repr(counter.ways)


async def test_the_passive_answer_takes_what_waits(desk) -> None:
    """What is said in the answer to the citizen's own message is sent by that, and by nothing else."""
    counter = Counter(desk, custom=False)
    citizen = await counter.citizen("message")
    await counter.owe(citizen, 2)
    async with desk.storage.transaction() as db:
        taken = await waiting.take_waiting(db, citizen.id, desk.clock.now(), 1)
        left = await waiting.waiting_for(db, citizen.id, desk.clock.now())
    await counter.outbox.drain()

    assert [(KIND, FACTS)] == [(one.kind, one.facts) for one in taken]
    assert 1 == len(left)
    assert [("sent", "passive"), ("waiting", "")] == [(row.state, row.path) for row in await counter.rows()]
    assert [] == counter.dialer.paths


@pytest.mark.parametrize("code", [45015, 45047])
async def test_the_platform_counts_less(desk, code: int) -> None:
    """A refusal for the count or the time empties the grants; the message takes the next way at once."""
    counter = Counter(desk, templates=TEMPLATES)
    citizen = await counter.citizen("message")
    counter.dialer.plan = [Refused("out of it", code=code)]
    await counter.owe(citizen)
    (row,) = await counter.rows()

    assert [CUSTOM_SEND, TEMPLATE_SEND] == counter.dialer.paths
    assert [] == (await counter.again(citizen)).grants
    assert ("sent", "msgid 77") == (row.state, row.reason)


async def test_unsubscribed_and_back(desk) -> None:
    """Who has left is left alone, and gets it when following again."""
    counter = Counter(desk)
    citizen = await counter.citizen("message")
    counter.dialer.plan = [Refused("require subscribe", code=43004)]
    await counter.owe(citizen)
    (row,) = await counter.rows()
    desk.clock.turn(seconds=3 * 86400)
    await counter.outbox.drain()
    calls = len(counter.dialer.calls)
    async with desk.storage.transaction() as db:
        back = await counter.again(citizen)
        back.followed, back.grants = True, grants.granted([], "subscribe", desk.clock.now())
        await back.save(using_db=db)
        await waiting.open_ways(db, citizen.id, desk.clock.now())
    await counter.outbox.drain()

    assert ("waiting", "no way open: unsubscribed") == (row.state, row.reason)
    assert 1 == calls
    assert ["sent"] == [row.state for row in await counter.rows()]


async def test_notice_where_allowed_then_template(desk) -> None:
    """A notice is spent once for each leave; then the template, cut to the platform's lengths."""
    notices = {KIND: {"id": "N1", "fields": {"thing1": "code"}}}
    counter = Counter(desk, templates=TEMPLATES, notices=notices)
    citizen = await counter.citizen(accepts={"N1": 1})
    await counter.owe(citizen, 2)
    body = counter.dialer.calls[1].body.decode()

    assert [BIZSEND, TEMPLATE_SEND] == counter.dialer.paths
    assert {} == (await counter.again(citizen)).accepts
    assert '"character_string2":{"value":"S20261124-0012"}' in body
    assert '"client_msg_id":"zj2"' in body


async def test_given_back_where_surely_not_sent(desk) -> None:
    """What did not go out costs nothing, and goes out later; a doubtful call costs its message."""
    counter = Counter(desk)
    citizen = await counter.citizen("message")
    counter.dialer.plan = [Busy("busy", code=-1)]
    await counter.owe(citizen)
    after = grants.left((await counter.again(citizen)).grants, desk.clock.now())
    desk.clock.turn(seconds=5)
    counter.dialer.plan = [Unconfirmed("cut off")]
    await counter.outbox.drain()

    assert 5 == after
    assert ["unconfirmed"] == [row.state for row in await counter.rows()]
    assert 4 == grants.left((await counter.again(citizen)).grants, desk.clock.now())


async def test_template_is_repeated_with_the_same_bytes(desk) -> None:
    """A template message of which nobody knows is called again under its client_msg_id, while it is known."""
    counter = Counter(desk, custom=False, templates=TEMPLATES)
    citizen = await counter.citizen()
    counter.dialer.plan = [Unconfirmed("cut off")]
    await counter.owe(citizen)
    desk.clock.turn(seconds=15)
    await counter.outbox.drain()
    first, second = counter.dialer.calls

    assert first.body == second.body
    assert ["sent"] == [row.state for row in await counter.rows()]


async def test_too_late_to_repeat(desk) -> None:
    """After the platform has forgotten the id, a doubtful template message is shown as unconfirmed."""
    counter = Counter(desk, custom=False, templates=TEMPLATES)
    citizen = await counter.citizen()
    counter.dialer.plan = [Unconfirmed("cut off")]
    await counter.owe(citizen)
    desk.clock.turn(seconds=3600)
    await counter.outbox.drain()

    assert ["unconfirmed"] == [row.state for row in await counter.rows()]
    assert 1 == len(counter.dialer.calls)


@pytest.mark.parametrize(
    "error",
    [
        Throttled("quota", code=45009),
        Misconfigured("not in whitelist", code=40164),
        Refused("api unauthorized", code=48001),
    ],
)
async def test_no_storm(desk, error: Exception) -> None:
    """What the platform refuses the account is not tried for every citizen, and is tried again later."""
    counter = Counter(desk)
    citizen = await counter.citizen("message", "message", "message", "message")
    counter.dialer.plan = [error]
    await counter.owe(citizen, 10)
    storm = len(counter.dialer.calls)
    states = {row.state for row in await counter.rows()}
    desk.clock.turn(seconds=3601)
    await counter.outbox.drain()

    assert 1 == storm
    assert {"waiting"} == states
    assert ["sent"] * 10 == [row.state for row in await counter.rows()]


async def test_template_that_did_not_arrive(desk) -> None:
    """What the platform took and could not deliver waits again, with the reason."""
    counter = Counter(desk, custom=False, templates=TEMPLATES)
    citizen = await counter.citizen()
    await counter.owe(citizen)
    async with desk.storage.transaction() as db:
        await waiting.not_arrived(db, citizen.id, 77, "failed:user block", desk.clock.now())
    (row,) = await counter.rows()

    assert ("waiting", "no way open: failed:user block", None) == (row.state, row.reason, row.sent_at)


async def test_died_while_sending(desk) -> None:
    """A process that died between call and mark leaves an unconfirmed message: it is not said twice."""
    counter = Counter(desk)
    citizen = await counter.citizen("message")
    await desk.owe(str(citizen.id), kind=KIND, facts=FACTS, place="citizen")
    taken = await counter.outbox._claims.take(LANES["normal"], desk.clock.now())
    desk.machine += 60
    await counter.outbox.drain()

    assert 1 == len(taken.parcels)
    assert ["unconfirmed"] == [row.state for row in await counter.rows()]
    assert [] == counter.dialer.paths


async def test_nobody_known_and_no_account(desk) -> None:
    """A number without a row, and an account that is not set up any more, wait and hold nobody up."""
    counter = Counter(desk)
    await desk.owe("4711", kind=KIND, facts=FACTS, place="citizen")
    gone = await counter.citizen("message")
    await Citizen.filter(id=gone.id).update(account="gone")
    await counter.owe(gone)
    reasons = [row.reason for row in await counter.rows()]

    assert ["no way open: nobody known", "no way open: the account is not set up"] == reasons
    assert timedelta(days=1) == await counter.outbox.next_due(desk.clock.now()) - desk.clock.now()


async def test_rehearsal_with_real_people(desk) -> None:
    """A rehearsal with real people sends nothing to citizens."""
    counter = Counter(desk)
    counter.ways.rehearsing = True
    citizen = await counter.citizen("message")
    await counter.owe(citizen)

    assert [("dropped", "rehearsal: no citizens")] == [(r.state, r.reason) for r in await counter.rows()]
