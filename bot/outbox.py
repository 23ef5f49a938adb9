"""The outbox: claim with a lease, ask whether it is still wanted, pace, send, mark; repeat or give up.

What was claimed and not marked when its lease ends (the process died, or the answer never came) is sent
once more, byte for byte, where the platform checks doubles; where it cannot, it is shown as unconfirmed and
only 特急 is tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.channels.work_app import SendResult
from bot.clock import Clock
from bot.errors import NoTarget, PlatformError, Throttled, Unconfirmed, ZhijianError
from bot.metrics import Metrics
from bot.outbox_claims import Claims
from bot.posting import Parcel, Post
from bot.storage import Storage
from tasks.directives.facts import moment
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Receiver

log = structlog.get_logger(__name__)

DELAYS_S = (5, 15, 60, 300, 900, 1800)
"""Seconds of the service's clock between tries; the last one repeats."""
MOST_TRIES = 50
"""Tries before a sending is given up: a day of the platform's silence."""
UNCLEAR_TRIES = 4
"""Tries of a call whose outcome nobody knows: all within the 30 minutes in which the platform knows it again."""
AT_ONCE = 8
LANES: Mapping[str, tuple[Lane, ...]] = {"fast": (Lane.FAST,), "rest": (Lane.NORMAL, Lane.BULK)}
"""Two workers, so that answers and 特急 never wait behind bulk."""


class Outbox:
    """Sends what is due. `wake` after a commit that left something; `step` does one round."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        post: Post,
        metrics: Metrics,
        *,
        only: frozenset[str],
        machine: Callable[[], float],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._post = post
        self._metrics = metrics
        self._claims = Claims(storage, post, only=only, machine=machine)
        self._woken = {name: asyncio.Event() for name in LANES}
        self._rounds = {name: asyncio.Lock() for name in LANES}

    def wake(self) -> None:
        """Look at once; cheap, may be called for every message."""
        for event in self._woken.values():
            event.set()

    async def run(self, name: str, pause_s: float) -> None:
        """Work on for ever: when woken, and every `pause_s` machine seconds for what has become due."""
        woken = self._woken[name]
        while True:
            woken.clear()
            try:
                sent = await self.step(name)
            except ZhijianError:
                raise
            except Exception:
                log.exception("the outbox could not work", action="outbox.failed", lanes=name)
                sent = 0
            if sent:
                continue
            try:
                async with asyncio.timeout(pause_s):
                    await woken.wait()
            except TimeoutError:
                pass

    async def step(self, name: str) -> int:
        """Do one round: claim, send, mark. Gives the number of calls that were made."""
        async with self._rounds[name]:
            now = self._clock.now()
            parcels = await self._claims.take(LANES[name], now)
            for wave in waves(parcels):
                await self._send_all(wave)
            return len(parcels)

    async def drain(self) -> None:
        """Send until nothing is left that may be sent at the clock's time."""
        while sum([await self.step(name) for name in LANES]):
            pass

    async def next_due(self, after: datetime) -> datetime | None:
        """When the next row that waits will be due, after this moment."""
        return await self._claims.next_due(after)

    async def _send_all(self, parcels: Sequence[Parcel]) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(parcel: Parcel) -> tuple[Parcel, SendResult | PlatformError]:
            async with gate:
                return parcel, await self._try(parcel)

        results = await asyncio.gather(*(one(parcel) for parcel in parcels))
        await self._mark(results)

    async def _try(self, parcel: Parcel) -> SendResult | PlatformError:
        try:
            result = await self._post.send(parcel)
        except PlatformError as error:
            self._metrics.count_sending(parcel.place, type(error).__name__.lower())
            if error.code:
                self._metrics.count_refusal(parcel.place, error.code)
            log.warning(
                "a sending was not taken",
                action="sending.refused",
                kind=parcel.kind,
                receivers=len(parcel.rows),
                code=error.code,
                error=str(error),
                cure=error.cure,
            )
            return error
        except Exception as error:
            log.exception("a sending broke", action="sending.broke", kind=parcel.kind)
            return Unconfirmed(f"{type(error).__name__}: {error}")
        self._metrics.count_sending(parcel.place, "sent")
        log.info("sent", action="sending.sent", kind=parcel.kind, receivers=len(parcel.rows))
        return result

    async def _mark(self, results: Sequence[tuple[Parcel, SendResult | PlatformError]]) -> None:
        now = self._clock.now()
        sent = [(parcel, result) for parcel, result in results if isinstance(result, SendResult)]
        async with self._storage.transaction() as db:
            await self._claims.sent(db, [parcel for parcel, _ in sent], now)
            for parcel, result in sent:
                await self._lost(db, parcel, result, now)
            for parcel, error in results:
                if isinstance(error, PlatformError):
                    await self._not_sent(db, parcel, error, now)

    async def _lost(self, db: Any, parcel: Parcel, result: SendResult, now: datetime) -> None:
        """Some of the receivers were not reached although the call was taken."""
        for people, reason in ((result.invalid, "invalid"), (result.unlicensed, "unlicensed")):
            gone = [who for who in parcel.receivers if who in set(people)]
            if gone:
                await self._claims.lost(db, parcel, gone, reason)
                await self._claims.keep(db, lost_notices(parcel, gone, reason, now), now)

    async def _not_sent(self, db: Any, parcel: Parcel, error: PlatformError, now: datetime) -> None:
        unclear = parcel.unclear or isinstance(error, Unconfirmed)
        if isinstance(error, NoTarget):
            await self._claims.give_up(db, parcel, "failed", "nobody can be reached")
            await self._claims.keep(db, lost_notices(parcel, parcel.receivers, "invalid", now), now)
        elif isinstance(error, Unconfirmed) and not self._may_repeat(parcel):
            await self._claims.give_up(db, parcel, "unconfirmed", str(error))
        elif _is_final(error) or parcel.attempts >= MOST_TRIES:
            await self._claims.give_up(db, parcel, "failed", f"{error} {error.cure}".strip())
        else:
            delay = 60 if isinstance(error, Throttled) else DELAYS_S[min(parcel.attempts, len(DELAYS_S) - 1)]
            again = replace(parcel, attempts=parcel.attempts + 1, unclear=unclear)
            await self._claims.again(db, again, now + timedelta(seconds=delay), str(error))

    @staticmethod
    def _may_repeat(parcel: Parcel) -> bool:
        if parcel.repeatable:
            return parcel.attempts < UNCLEAR_TRIES
        return parcel.critical and not parcel.unclear


def _is_final(error: PlatformError) -> bool:
    return type(error).__name__ == "Refused"


def waves(parcels: Sequence[Parcel]) -> list[list[Parcel]]:
    """Split into waves in which nobody is written to twice, so that each person reads in order."""
    out: list[list[Parcel]] = []
    turn: dict[str, int] = {}
    for parcel in parcels:
        wave = max((turn.get(receiver, 0) for receiver in parcel.receivers), default=0)
        if wave == len(out):
            out.append([])
        out[wave].append(parcel)
        turn.update(dict.fromkeys(parcel.receivers, wave + 1))
    return out


def lost_notices(
    parcel: Parcel, gone: Sequence[str], reason: str, now: datetime
) -> tuple[Notice, ...]:
    """Tell the issuer whom a first card did not reach, and have the directory read again."""
    sync = Notice(
        "directory.sync", (Receiver("directory"),), {"why": reason},
        f"directory:{now:%Y%m%d%H%M}", now, place="job",
    )  # fmt: skip
    if parcel.kind != "directive.assigned":
        return (sync,)
    facts: Facts = {**parcel.facts, "gone": list(gone), "why_lost": reason, "at": moment(now)}
    once = f"lost:{parcel.number}:{reason}"
    job = Notice("directive.lost", (Receiver("lost"),), facts, once, now, place="job", lane=Lane.FAST)
    return (sync, job)
