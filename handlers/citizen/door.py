"""Citizens at the official account: which words, taps and events lead where, in the order they are asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from handlers.citizen import (
    abuse,
    elsewhere,
    emergency,
    gathering,
    guides,
    mine,
    mine_doing,
    rating,
    reopening,
    visits,
)
from handlers.citizen.known import known
from handlers.context import Context
from handlers.message import Incoming
from handlers.requests import asking_back
from handlers.staff import marked
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.notices import Outcome

Room = Callable[[Db, Incoming, Citizen, Context], Awaitable[Outcome | None]]
"""Takes a citizen's message, or gives None: it is for the next room."""
Step = Callable[[Db, Incoming, Citizen, talks.Going, Context], Awaitable[Outcome | None]]
"""Takes the answer to what was asked at a step of the talk, or gives None: it is no answer to that."""


async def message(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Deal with a citizen's message, tap or event."""
    if marked(incoming):
        return Outcome("classified", {})
    citizen = await known(db, incoming, context)
    if incoming.kind == "event":
        room = EVENTS.get(incoming.event)
        outcome = await room(db, incoming, citizen, context) if room else None
        return outcome or Outcome()
    for room in FIRST:
        if (outcome := await room(db, incoming, citizen, context)) is not None:
            return outcome
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    step = STEPS.get(going.step) if going else None
    if going and step and (outcome := await step(db, incoming, citizen, going, context)) is not None:
        return outcome
    for room in THEN:
        if (outcome := await room(db, incoming, citizen, context)) is not None:
            return outcome
    return Outcome("citizen.help", visits.help_facts(incoming, context))


async def clicked(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Do what a tap on the menu begins."""
    room = CLICKS.get(str(incoming.fields.get("EventKey") or ""))
    outcome = await room(db, incoming, citizen, context) if room else None
    return outcome or Outcome("citizen.help", visits.help_facts(incoming, context))


EVENTS: Final[Mapping[str, Room]] = {
    "subscribe": visits.greeted,
    "scan": visits.helped,
    "click": clicked,
    "subscribe_msg_popup_event": visits.allowed,
    "subscribe_msg_change_event": visits.allowed,
    "subscribe_msg_sent_event": visits.delivered,
    "templatesendjobfinish": visits.delivered,
}
"""Events that mean something; all others are answered with an empty 200."""
CLICKS: Final[Mapping[str, Room]] = {
    "mine": mine.mine,
    "consult": guides.opened,
    "tell": gathering.opened,
}
"""Key of the menu → what it begins: consult (咨询办事), tell (我要反映), mine (我的诉求)."""
FIRST: Final[tuple[Room, ...]] = (
    abuse.held_back,
    emergency.room,
    mine.by_code,
    mine.exactly,
)
"""Asked before what is under way: who is held back, emergencies, what is said about one's own requests."""
STEPS: Final[Mapping[str, Step]] = {
    **guides.STEPS,
    **gathering.STEPS,
    asking_back.STEP: asking_back.step,
    asking_back.MORE: asking_back.step,
    mine.PICK: mine.picked,
    mine_doing.STEP: mine_doing.withdraw,
    rating.STEP: rating.reasons,
    reopening.STEP: reopening.why,
}
"""Step of the talk → what takes its answer."""
THEN: Final[tuple[Room, ...]] = (
    visits.unreadable,
    reopening.words,
    rating.words,
    mine.perhaps,
    elsewhere.room,
    guides.ask,
    gathering.room,
)
"""Asked after it: what is not ours, guides, the beginning of a request."""
