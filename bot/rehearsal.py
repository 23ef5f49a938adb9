"""The controlled clock's advance: from due event to due event, sending what is due at each.

Why so: docs/adr/0009, “Two clocks, and rehearsal”.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import ControlledClock
from bot.corridor import Corridor
from bot.models import Mark
from bot.outbox import Outbox
from bot.scheduler import Ticks
from bot.storage import Storage
from bot.sweeps import Sweeps
from tasks.db import Db
from tasks.notices import Outcome

log = structlog.get_logger(__name__)

MARK = "clock"
MOST_S = 40.0
"""Machine seconds after which an advance answers with what is left."""


@dataclass(frozen=True, slots=True)
class Turned:
    """Where the clock stands now, whether everything due was tried, and how many sendings are left if not."""

    now: datetime
    finished: bool
    left: int


class Rehearsal:
    """Turns the clock, and waits until nothing is left that may be sent at the new time."""

    def __init__(
        self,
        clock: ControlledClock,
        storage: Storage,
        corridor: Corridor,
        outbox: Outbox,
        ticks: Ticks,
        sweeps: Sweeps,
        *,
        most_s: float = MOST_S,
    ) -> None:
        self._clock = clock
        self._storage = storage
        self._corridor = corridor
        self._outbox = outbox
        self._ticks = ticks
        self._sweeps = sweeps
        self._most_s = most_s
        self._lock = asyncio.Lock()
        self._turning: set[asyncio.Task[None]] = set()

    async def advance(self, by: timedelta) -> Turned:
        """Turn the clock forward; what is not done within 40 seconds goes on by itself."""
        turning = asyncio.create_task(self._advance(by), name="advance")
        self._turning.add(turning)
        turning.add_done_callback(self._ended)
        done, _ = await asyncio.wait({turning}, timeout=self._most_s)
        if done:
            turning.result()
        return Turned(self._clock.now(), bool(done), 0 if done else await self._outbox.left())

    def _ended(self, turning: asyncio.Task[None]) -> None:
        self._turning.discard(turning)
        if not turning.cancelled() and (error := turning.exception()) is not None:
            log.error("an advance broke", action="advance.broke", error=repr(error))

    async def close(self) -> None:
        """End the advances that still go on."""
        turning = list(self._turning)
        for task in turning:
            task.cancel()
        await asyncio.gather(*turning, return_exceptions=True)

    async def _advance(self, by: timedelta) -> None:
        async with self._lock:
            target = self._clock.now() + by
            await self._settle()
            while (due := await self._next_due()) is not None and due <= target:
                await self._go_to(due)
            await self._go_to(target)

    async def _next_due(self) -> datetime | None:
        now = self._clock.now()
        moments = (
            await self._outbox.next_due(now), self._ticks.next_after(now), await self._sweeps.next_due(now),
        )  # fmt: skip
        return min((at for at in moments if at is not None and at > now), default=None)

    async def _go_to(self, at: datetime) -> None:
        before = self._clock.now()
        self._clock.set(at)
        await self._corridor.work(self._remember)
        await self._ticks.run_due(at, before)
        await self._settle()

    async def _remember(self, db: Db) -> Outcome:
        """Keep where the clock stands, so that a restart goes on from there."""
        value = {"now": self._clock.now().isoformat()}
        await Mark.update_or_create(name=MARK, defaults={"value": value}, using_db=db)
        return Outcome()

    async def _settle(self) -> None:
        """Wait until what was accepted is handled and what is due was tried."""
        await self._corridor.work(_nothing)
        await self._sweeps.run()
        await self._outbox.drain()


async def _nothing(db: Db) -> Outcome:
    del db
    return Outcome()


async def stored_clock(storage: Storage) -> datetime | None:
    """Give where a controlled clock stood when the service stopped."""
    mark = await Mark.filter(name=MARK).using_db(storage.main).first()
    return datetime.fromisoformat(str(mark.value["now"])) if mark else None
