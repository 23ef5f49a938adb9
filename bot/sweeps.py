"""Runs the sweeps in the writer's turn, until nothing more is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import structlog

from bot.corridor import Corridor
from bot.people import People
from bot.storage import Storage
from handlers.sweeping import SWEEPS, Sweep
from tasks.db import Db
from tasks.notices import Outcome

log = structlog.get_logger(__name__)

MOST_STEPS: Final = 2000
"""Rounds in one run: more is a sweep that does not move on."""


class Sweeps:
    """The table of sweeps, run and asked."""

    def __init__(
        self, storage: Storage, people: People, corridor: Corridor, sweeps: Sequence[Sweep] = SWEEPS
    ) -> None:
        self._storage = storage
        self._people = people
        self._corridor = corridor
        self._sweeps = sweeps

    async def run(self) -> None:
        """Do all that is due: all sweeps in one transaction, again and again until none moved anything.

        Where one fails each has its own, so that it harms no other; it is logged and comes round again.
        """
        try:
            await self._until_still(self._sweeps)
        except Exception:
            log.exception("the sweeps failed together; each is tried alone", action="sweep.failed")
            for sweep in self._sweeps:
                await self._alone(sweep)

    async def _alone(self, sweep: Sweep) -> None:
        try:
            await self._until_still([sweep])
        except Exception:
            log.exception("a sweep failed; it comes round again", action="sweep.failed", sweep=sweep.name)

    async def _until_still(self, sweeps: Sequence[Sweep]) -> None:
        for _ in range(MOST_STEPS):
            if not await self._round(sweeps):
                return
        names = [sweep.name for sweep in sweeps]
        log.error("sweeps do not come to an end", action="sweep.endless", sweeps=names)

    async def _round(self, sweeps: Sequence[Sweep]) -> bool:
        moved = False

        async def work(db: Db) -> Outcome:
            nonlocal moved
            context = await self._people.current(db)
            found = [await sweep.step(db, context) for sweep in sweeps]
            moved = any(outcome is not None for outcome in found)
            owed = (notice for outcome in found if outcome for notice in outcome.notices)
            return Outcome("", {}, tuple(owed))

        await self._corridor.work(work)
        return moved

    async def next_due(self, after: datetime) -> datetime | None:
        """When any sweep will have something to do, after this moment."""
        moments = [await sweep.next_due(self._storage.reader, after) for sweep in self._sweeps]
        return min((moment for moment in moments if moment is not None), default=None)
