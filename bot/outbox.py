"""The outbox: claim with a lease, ask whether it is still wanted, pace, send, mark; repeat or give up.

What was claimed and not marked when its lease ends (the process died, or the answer never came) is sent
once more, byte for byte, where the platform checks doubles; where it cannot, it is shown as unconfirmed and
only 特急 is tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import structlog

from bot import outbox_looks
from bot.channels.work_app import SendResult
from bot.citizen_ways import Ways
from bot.clock import Clock
from bot.errors import PlatformError, Unconfirmed
from bot.metrics import Metrics
from bot.outbox_claims import LEASE_S, Claims, Turn
from bot.outbox_marks import Marks
from bot.outbox_reminders import Hours, always
from bot.posting import JOB, Parcel, Post
from bot.storage import Storage
from tasks.db import Db
from tasks.notices import Lane, Notice

log = structlog.get_logger(__name__)

AT_ONCE = 8
"""Calls of one worker at the same time."""
MARKED = 200
"""Calls that are marked together."""
CALL_S = 20.0
"""Machine seconds of one call at most, a refresh of the token and one repeat included."""
JOB_S = 150.0
"""The same for a piece of our own work."""
MARK_TRIES = 3
LANES: Mapping[str, Turn] = {
    "fast": Turn(Lane.FAST, Lane.FAST),
    "normal": Turn(Lane.NORMAL, Lane.NORMAL),
    "bulk": Turn(Lane.BULK, Lane.BULK),
    "cards": Turn(Lane.FAST, Lane.BULK, only="card", most=50, patient=True),
    "jobs": Turn(Lane.FAST, Lane.FAST, only=JOB),
    "long_jobs": Turn(Lane.NORMAL, Lane.BULK, only=JOB),
}
"""A worker for each, so that answers and 特急 never wait behind bulk, and nothing waits for a download.

Who taps has the redrawn card in the callback's answer; its second redrawing by the API waits while many tap.
"""

Result = SendResult | PlatformError | None
"""None: not tried."""


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
        hours: Hours = always,
        ways: Ways | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._post = post
        self._metrics = metrics
        self._machine = machine
        self._marks = Marks(storage, ways)
        self._claims = Claims(storage, post, self._marks, only=only, machine=machine, hours=hours, ways=ways)
        self._woken = {name: asyncio.Event() for name in LANES}
        self._rounds = {name: asyncio.Lock() for name in LANES}
        self._stopping = False

    def wake(self, notices: Sequence[Notice] = ()) -> None:
        """Look at once for what these became, or for anything; cheap, may be called for every message."""
        for name, turn in LANES.items():
            if not notices or any(turn.takes(notice) for notice in notices):
                self._woken[name].set()

    async def run(
        self, name: str, pause_s: float, quiet: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Work on: when woken, and every `pause_s` machine seconds for what has become due.

        A patient worker waits for `quiet` before each round. When this is cancelled, calls that are under way
        are finished and marked first.
        """
        woken = self._woken[name]
        while True:
            if quiet is not None and LANES[name].patient:
                await quiet()
            woken.clear()
            moving = asyncio.create_task(self._safe_step(name), name=f"outbox-{name}-round")
            try:
                moved = await asyncio.shield(moving)
            except asyncio.CancelledError:
                self._stopping = True
                await asyncio.wait({moving}, timeout=CALL_S)
                moving.cancel()
                raise
            if moved:
                continue
            try:
                async with asyncio.timeout(pause_s):
                    await woken.wait()
            except TimeoutError:
                pass

    async def _safe_step(self, name: str) -> int:
        try:
            return await self.step(name)
        except Exception:
            log.exception("the outbox could not work", action="outbox.failed", lanes=name)
            return 0

    async def step(self, name: str) -> int:
        """Do one round: claim, send, mark. Gives how much was dealt with, 0 where nothing was due."""
        async with self._rounds[name]:
            until = self._machine() + LEASE_S - CALL_S - 1
            taken = await self._claims.take(LANES[name], self._clock.now())
            for wave in waves(taken.parcels):
                for start in range(0, len(wave), MARKED):
                    await self._send_all(wave[start : start + MARKED], until)
            return taken.moved

    async def drain(self) -> None:
        """Send until nothing is left that may be sent at the clock's time."""
        moved = 1
        while moved and not self._stopping:
            moved = sum([await self.step(name) for name in LANES])

    async def next_due(self, after: datetime) -> datetime | None:
        """When the next row that waits will be due, after this moment."""
        return await outbox_looks.next_due(self._storage, after)

    async def left(self) -> int:
        """How many sendings are due and not tried yet, or under way."""
        return await outbox_looks.left(self._storage, self._clock.now())

    async def _send_all(self, parcels: Sequence[Parcel], until: float) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(parcel: Parcel) -> tuple[Parcel, Result]:
            async with gate:
                # A call may not begin where the lease could end before its answer is marked.
                late = self._stopping or (parcel.place != JOB and self._machine() > until)
                return parcel, None if late else await self._try(parcel)

        results = await asyncio.gather(*(one(parcel) for parcel in parcels))
        await self._mark_surely(results)

    async def _try(self, parcel: Parcel) -> Result:
        try:
            async with asyncio.timeout(JOB_S if parcel.place == JOB else CALL_S):
                result = await self._post.send(parcel)
        except PlatformError as error:
            self._refused(parcel, error)
            return error
        except Exception as error:
            log.exception("a sending broke", action="sending.broke", kind=parcel.kind)
            return Unconfirmed(f"{type(error).__name__}: {error}")
        self._metrics.count_sending(parcel.place, "sent")
        log.info("sent", action="sending.sent", kind=parcel.kind, receivers=len(parcel.rows))
        return result

    def _refused(self, parcel: Parcel, error: PlatformError) -> None:
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

    async def _mark_surely(self, results: Sequence[tuple[Parcel, Result]]) -> None:
        """Mark in one transaction; what was sent must not be forgotten for a hiccup, so it is tried again."""
        for rest in reversed(range(MARK_TRIES)):
            try:
                async with self._storage.transaction() as db:
                    await self._marks.turn(db)
                    await self._mark(db, results)
            except Exception:
                if not rest:
                    raise
                log.exception("what was sent could not be marked", action="outbox.unmarked")
            else:
                return

    async def _mark(self, db: Db, results: Sequence[tuple[Parcel, Result]]) -> None:
        now = self._clock.now()
        for parcel, result in results:
            if result is None:
                await self._marks.hand_back(db, parcel, now)
            elif isinstance(result, PlatformError):
                await self._marks.not_sent(db, parcel, result, now)
            else:
                await self._lost(db, parcel, result, now)
        done = [(p, result) for p, result in results if isinstance(result, SendResult)]
        await self._marks.sent(db, [p for p, _ in done], now)
        for parcel, sent in done:
            await self._marks.numbered(db, parcel, sent.msgid)

    async def _lost(self, db: Db, parcel: Parcel, result: SendResult, now: datetime) -> None:
        """Mark those who were not reached although the call was taken."""
        for people, reason in ((result.invalid, "invalid"), (result.unlicensed, "unlicensed")):
            if gone := sorted(set(parcel.receivers) & set(people)):
                await self._marks.lost(db, parcel, gone, reason, now)


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
