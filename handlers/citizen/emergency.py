"""Danger at this moment: the right number at once, and the matter goes to its office as critical.

Nobody is asked for anything first. Who writes on is heard: the words go to the same request.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.citizen.gathering_more import more
from handlers.citizen.gathering_send import MORE, sent
from handlers.citizen.gathering_told import CALL, WHAT, WHERE, Told, from_facts, heard
from handlers.citizen.reading_danger import danger_of
from handlers.context import Context
from handlers.message import Incoming
from handlers.requests import pictures
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Outcome
from tasks.requests.kinds import HELP


async def room(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Say whom to call, and take it down; None where no danger is told of."""
    danger = danger_of(incoming.text)
    if not danger:
        return None
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    # What was told a moment ago, and where, belongs to it; nothing of it is lost.
    begun = from_facts(going.facts) if going and going.step in (WHAT, WHERE, CALL) else Told()
    media = pictures.media_of(incoming)
    told = heard(replace(begun, kind=HELP), incoming.text, media, context.org)
    facts: Facts = {"danger": danger, "nowhere": not told.where}
    if going and going.step == MORE and going.facts.get("urgent"):
        added = await more(db, incoming, citizen, going, context)
        if added is not None:
            return Outcome("citizen.emergency", {**added.facts, **facts}, added.notices)
    outcome = await sent(db, citizen, told, context, urgency="critical")
    return Outcome("citizen.emergency", {**outcome.facts, **facts}, outcome.notices)
