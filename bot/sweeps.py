"""Runs the sweeps in the writer's turn, until nothing more is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.corridor import Corridor
from bot.metrics import Metrics
from bot.people import People
from bot.storage import Storage
from handlers.context import Context
from handlers.stuck import StuckError
from handlers.sweeping import SWEEPS, Sweep
from tasks.db import Db
from tasks.notices import Outcome

log = structlog.get_logger(__name__)

MOST_STEPS: Final = 2000
"""Rounds in one run: more is a sweep that does not move on."""
MOST_STUCK: Final = 50
"""Rows set aside in one run of a sweep: more is no matter of rows."""
ASIDE: Final = timedelta(hours=1)
"""How long a row that failed is left alone; a restart tries it at once."""


class Sweeps:
    """The table of sweeps, run and asked."""

    def __init__(
        self,
        storage: Storage,
        people: People,
        corridor: Corridor,
        sweeps: Sequence[Sweep] = SWEEPS,
        *,
        metrics: Metrics | None = None,
    ) -> None:
        self._storage = storage
        self._people = people
        self._corridor = corridor
        self._sweeps = sweeps
        self._metrics = metrics
        self._aside: dict[tuple[str, int], datetime] = {}
        self._failed: tuple[str, StuckError, datetime] | None = None

    async def run(self) -> None:
        """Do all that is due: all sweeps in one transaction, again and again until none moved anything.

        Where one fails each has its own, so that it harms no other; it is logged and comes round again. A row
        at which it failed is set aside for an hour, so that the others of its kind go on.
        """
        try:
            await self._until_still(self._sweeps)
        except Exception:
            log.exception("the sweeps failed together; each is tried alone", action="sweep.failed")
            for sweep in self._sweeps:
                await self._alone(sweep)

    async def _alone(self, sweep: Sweep) -> None:
        for _ in range(MOST_STUCK):
            self._failed = None
            try:
                return await self._until_still([sweep])
            except Exception:
                if not self._set_aside():
                    log.exception(
                        "a sweep failed; it comes round again", action="sweep.failed", sweep=sweep.name
                    )
                    return None
        log.error(
            "a sweep fails at row after row; it comes round again", action="sweep.failed", sweep=sweep.name
        )
        return None

    def _set_aside(self) -> bool:
        """Leave the row alone at which a sweep has just failed; False where it was no matter of a row."""
        if self._failed is None:
            return False
        name, error, now = self._failed
        self._aside[name, error.row] = now + ASIDE
        log.error(
            "a sweep failed at a row; it is set aside for an hour",
            action="sweep.stuck", sweep=name, row=error.row, exc_info=error.reason,
        )  # fmt: skip
        if self._metrics:
            self._metrics.count_stuck(name)
        return True

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
            found = [await self._step(sweep, db, context) for sweep in sweeps]
            moved = any(outcome is not None for outcome in found)
            owed = (notice for outcome in found if outcome for notice in outcome.notices)
            return Outcome("", {}, tuple(owed))

        await self._corridor.work(work)
        return moved

    async def _step(self, sweep: Sweep, db: Db, context: Context) -> Outcome | None:
        self._failed = None
        self._aside = {row: until for row, until in self._aside.items() if until > context.now}
        if rows := frozenset(row for name, row in self._aside if name == sweep.name):
            context = replace(context, set_aside=rows)
        try:
            return await sweep.step(db, context)
        except StuckError as error:
            self._failed = (sweep.name, error, context.now)
            raise error.reason from None  # the corridor tries some errors again, and knows them by their type

    async def next_due(self, after: datetime) -> datetime | None:
        """When any sweep will have something to do, after this moment."""
        moments = [await sweep.next_due(self._storage.reader, after) for sweep in self._sweeps]
        return min((moment for moment in moments if moment is not None), default=None)
