"""Who told a matter and fell silent is not lost: after half an hour what is known is sent.

A beginning that says nothing of the matter lapses without a word, as does what is not ours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from handlers.citizen.gathering_send import sent
from handlers.citizen.gathering_told import CALL, WHERE, from_facts
from handlers.context import Context
from handlers.stuck import at_row
from tasks.citizens import intake, talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver

STEPS: Final = (WHERE, CALL)
"""Steps at which the matter itself is known."""
QUIET: Final = timedelta(minutes=30)
MOST: Final = 20
"""Citizens in one step."""


async def step(db: Db, context: Context) -> Outcome | None:
    """Send what was told half an hour ago and not ended since; None where there is none."""
    silent = await intake.silent(db, STEPS, context.now - QUIET, context.set_aside, MOST)
    if not silent:
        return None
    notices: list[Notice] = []
    for citizen in silent:
        with at_row(citizen.id):
            notices += await _sent(db, citizen, context)
    return Outcome("", {}, tuple(notices))


async def _sent(db: Db, citizen: Citizen, context: Context) -> tuple[Notice, ...]:
    going = await talks.left_off(db, citizen, context.sealer)
    if going is None or going.step not in STEPS or going.asked_at > context.now - QUIET:
        return ()  # its citizen wrote just now
    outcome = await sent(db, citizen, from_facts(going.facts), context)
    return (*outcome.notices, told(citizen, outcome, going.asked_at, context))


def told(citizen: Citizen, outcome: Outcome, asked_at: datetime, context: Context) -> Notice:
    """Tell the citizen the number, or that the day's limit keeps the matter for tomorrow."""
    facts: Facts = dict(outcome.facts)  # type: ignore[arg-type]  # facts of handlers are JSON
    to, once = (Receiver(str(citizen.id)),), f"citizen.gathered:{citizen.id}:{asked_at.isoformat()}"
    if outcome.kind == "citizen.full":
        return Notice("citizen.full", to, facts, once, context.now, place="citizen")
    return Notice("citizen.received", to, {**facts, "quiet": True}, once, context.now, place="citizen")


async def next_due(db: Db, after: datetime) -> datetime | None:
    """Give the moment after this one at which somebody has been silent long enough."""
    return await intake.next_silent(db, STEPS, after, QUIET)
