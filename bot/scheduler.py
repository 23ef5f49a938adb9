"""The ticks: a handful of fixed sweeps, and no job per directive (docs/adr/0002).

With the system's clock APScheduler fires them. A controlled clock asks the same triggers when the next one
is due, and runs it when it gets there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

log = structlog.get_logger(__name__)

Sweep = Callable[[datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Tick:
    """A sweep and when it runs. The sweep gets the moment it was due at.

    A turned clock stops for it on its way, unless `stops` is False: then once at the next stop is enough.
    """

    name: str
    trigger: BaseTrigger
    sweep: Sweep
    stops: bool = True


def daily(hour: int, minute: int, zone: tzinfo) -> BaseTrigger:
    """Every day at this time of the service's zone."""
    return CronTrigger(hour=hour, minute=minute, timezone=zone)


def minutely(zone: tzinfo) -> BaseTrigger:
    """At the beginning of every minute."""
    return CronTrigger(second=0, timezone=zone)


def tenth(zone: tzinfo) -> BaseTrigger:
    """Every ten minutes."""
    return CronTrigger(minute="*/10", second=30, timezone=zone)


def often(zone: tzinfo) -> BaseTrigger:
    """Every quarter of a minute."""
    return CronTrigger(second="*/15", timezone=zone)


class Ticks:
    """The table of ticks, asked or fired."""

    def __init__(self, ticks: Sequence[Tick], now: Callable[[], datetime]) -> None:
        self._ticks = ticks
        self._now = now

    def next_after(self, at: datetime) -> datetime | None:
        """When the next tick that stops the clock is due, after this moment."""
        due = [tick.trigger.get_next_fire_time(at, at) for tick in self._ticks if tick.stops]
        return min((moment for moment in due if moment is not None), default=None)

    async def run_due(self, at: datetime, since: datetime) -> None:
        """Run every tick that falls into the time after `since` up to `at`, once."""
        for tick in self._ticks:
            due = tick.trigger.get_next_fire_time(since, since)
            if due is not None and due <= at:
                await self._run(tick)

    async def _run(self, tick: Tick) -> None:
        try:
            await tick.sweep(self._now())
        except Exception:
            log.exception("a sweep failed; it comes round again", action="sweep.failed", sweep=tick.name)

    def start(self) -> AsyncIOScheduler:
        """Have APScheduler fire the ticks by the machine's clock; the caller shuts it down."""
        scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60}
        )
        for tick in self._ticks:
            scheduler.add_job(self._run, tick.trigger, args=[tick], id=tick.name)
        scheduler.start()
        return scheduler
