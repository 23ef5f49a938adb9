"""Tokens: one fetches, the others wait; a refused secret is left alone."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.channels.tokens import REFUSED_S, Fetched, StoredToken, Tokens
from bot.errors import Busy, Refused, TokenRefused, Unconfirmed, Unreachable


class Clock:
    """A clock that moves when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the others run, and let time pass."""
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Shelf:
    """A store of tokens that keeps its promise."""

    token: StoredToken | None = None
    lease: tuple[str, float] = ("", 0.0)
    writes: list[str] = field(default_factory=list)

    async def read(self, credential):
        """Give what is there."""
        await asyncio.sleep(0)
        return self.token

    async def claim(self, credential, holder, now, seconds):
        """Lend to one."""
        await asyncio.sleep(0)
        if self.lease[0] not in {"", holder} and now < self.lease[1]:
            return False
        self.lease = (holder, now + seconds)
        return True

    async def write(self, credential, holder, token):
        """Store and end the lease."""
        await asyncio.sleep(0)
        assert holder == self.lease[0]
        self.token, self.lease = token, ("", 0.0)
        self.writes.append(token.value)


class Source:
    """The platform's counter: gives T1, T2, … or fails as told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.fail: Exception | None = None
        self.seconds = 7200.0

    async def __call__(self, stale: str) -> Fetched:
        """Give a token."""
        self.asked.append(stale)
        await asyncio.sleep(0)
        if self.fail:
            raise self.fail
        return Fetched(f"T{len(self.asked)}", self.seconds)


@pytest.fixture
def clock():
    """Give a clock."""
    return Clock()


@pytest.fixture
def shelf():
    """Give a store."""
    return Shelf()


@pytest.fixture
def source():
    """Give the platform."""
    return Source()


@pytest.fixture
def make(clock, shelf, source):
    """Make the tokens of one process."""
    return lambda: Tokens("work", shelf, source, clock=clock, sleep=clock.sleep)


async def test_fifty_tasks_fetch_once(make, source):
    """In one process whoever comes together gets the same token of one fetch."""
    tokens = make()

    assert {"T1"} == set(await asyncio.gather(*(tokens.get() for _ in range(50))))
    assert [""] == source.asked


async def test_ten_processes_fetch_once(make, source):
    """Of all processes the one with the lease fetches, the others wait for what it writes."""
    assert {"T1"} == set(await asyncio.gather(*(make().get() for _ in range(10))))
    assert [""] == source.asked


async def test_renewed_five_minutes_early(make, source, clock):
    """A token is good until five minutes before its end."""
    tokens = make()
    await tokens.get()
    clock.now += 7200 - 301
    assert "T1" == await tokens.get()
    clock.now += 2

    assert "T2" == await tokens.get()


async def test_a_short_life_is_used_by_half(make, source, clock):
    """A token that lives less than ten minutes is not fetched at every call."""
    source.seconds = 310
    tokens = make()

    assert ["T1", "T1"] == [await tokens.get(), await tokens.get()]
    clock.now += 156
    assert "T2" == await tokens.get()


async def test_refresh_compares(make, source):
    """Fifty refusals of one token cost one fetch, in whatever process they are met."""
    one, other = make(), make()
    stale = await one.get()
    await other.get()

    assert {"T2"} == set(
        await asyncio.gather(*(each.refresh(stale) for each in (one, other) for _ in range(25)))
    )
    assert ["", "T1"] == source.asked


async def test_a_stored_token_is_enough(make, source, shelf, clock):
    """A restart asks nobody while the stored token is good, and asks where it is old."""
    shelf.token = StoredToken("kept", clock.now + 100)
    assert "kept" == await make().get()
    clock.now += 101

    assert "T1" == await make().get()
    assert [""] == source.asked


async def test_a_dead_winner_does_not_stop_the_others(make, source, shelf, clock):
    """A lease whose holder died runs out, and the next one fetches."""
    await shelf.claim("work", "dead", clock.now, 5)

    assert "T1" == await make().get()
    assert clock.now >= 1005


async def test_nobody_waits_for_ever(make, source, shelf, clock):
    """While another process holds on, a call is Busy after twelve seconds."""
    await shelf.claim("work", "slow", clock.now, 10_000)

    with pytest.raises(Busy):
        await make().get()
    assert 1012 <= clock.now < 1014
    assert [] == source.asked


async def test_a_wrong_secret_is_left_alone_for_a_minute(make, source, clock):
    """A refused secret is tried once a minute by all together, or the machine is blocked for an hour."""
    source.fail = Refused("errcode 40001: bad secret", code=40001, cure="核对")
    one, other = make(), make()
    for tokens in (one, one, other, one):
        with pytest.raises((TokenRefused, Busy)):
            await tokens.get()
    assert 1 == len(source.asked)
    clock.now = 1000 + REFUSED_S + 1
    source.fail = None

    assert "T2" == await one.get()


async def test_a_refusal_tells_code_and_cure(make, source):
    """What is remembered is told as it was."""
    source.fail = Refused("errcode 40001: bad secret", code=40001, cure="核对")
    tokens = make()
    for _ in range(2):
        with pytest.raises(TokenRefused) as caught:
            await tokens.get()
        assert (40001, "核对") == (caught.value.code, caught.value.cure)


@pytest.mark.parametrize(
    ("failure", "told"),
    [(Unreachable("x"), Unreachable), (Unconfirmed("x"), Busy), (Refused("x", code=60020), Refused)],
)
async def test_other_failures_free_the_lease(make, source, shelf, failure, told):
    """A passing failure is tried again at once by whoever comes; without a token nothing was sent."""
    source.fail = failure
    with pytest.raises(told):
        await make().get()
    source.fail = None

    assert "T2" == await make().get()


def test_tokens_never_show():
    """Neither a stored nor a fetched token is in its own description."""
    assert "secret" not in repr(StoredToken("secret", 1.0)) + repr(Fetched("secret", 1.0))
