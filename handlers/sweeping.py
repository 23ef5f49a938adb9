"""What falls due by itself: a table of sweeps. One step is one transaction in the writer's turn.

A sweep remembers nothing: what is due stands in the database, and who carried it out has moved it on in the
same transaction. So it survives a restart, and two processes share the work.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers import recount
from handlers.citizen import gathering_quiet
from handlers.context import Context
from handlers.emergency import ending as emergency_ending
from handlers.nudging import deliver
from handlers.nudging import sweep as nudging_sweep
from handlers.requests import cases, follow, follow_ups
from handlers.rota import sweeps as rota_sweeps
from handlers.series import sweep as series_sweep
from tasks.db import Db
from tasks.notices import Outcome
from tasks.requests import follow_ups as follow_up_rows
from tasks.series import queries as series_queries

Step = Callable[[Db, Context], Awaitable[Outcome | None]]
"""Does what is due, as much as fits one transaction; None where nothing was."""
NextDue = Callable[[Db, datetime], Awaitable[datetime | None]]
"""Gives the next moment after this one at which there will be something to do."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """One kind of thing that falls due."""

    name: str
    step: Step
    next_due: NextDue


SWEEPS: Final[tuple[Sweep, ...]] = (
    Sweep("recount", recount.step, recount.next_due),
    Sweep("series", series_sweep.step, series_queries.next_due),
    Sweep("citizens.gathered", gathering_quiet.step, gathering_quiet.next_due),
    Sweep("requests.follow", follow.step, follow.next_due),
    Sweep("requests.cases", cases.step, cases.next_due),
    Sweep("requests.follow_ups", follow_ups.step, follow_up_rows.next_due),
    Sweep("nudges.look", nudging_sweep.step, nudging_sweep.next_due),
    Sweep("nudges.deliver", deliver.step, deliver.next_due),
    Sweep("emergency.end", emergency_ending.step, emergency_ending.next_due),
    Sweep("rota.tell", rota_sweeps.tell, rota_sweeps.next_told),
    Sweep("rota.warn", rota_sweeps.warn, rota_sweeps.next_warning),
)
"""In the order in which they run: what makes directives before what reminds of them."""
