"""The front table: channel and kind of a message → the room that deals with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from handlers import cards, citizen, directory, staff
from handlers.context import Context, asker_facts
from handlers.message import Incoming
from tasks.db import Db
from tasks.notices import Outcome

Handler = Callable[[Db, Incoming, Context], Awaitable[Outcome]]


async def handle(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Deal with one message inside the open transaction; the answer and the notices come back as values."""
    handler = ROOMS.get((incoming.channel, incoming.kind))
    return await handler(db, incoming, context) if handler else Outcome()


async def _event(db: Db, incoming: Incoming, context: Context) -> Outcome:
    handler = EVENTS.get(incoming.event)
    return await handler(db, incoming, context) if handler else Outcome()


async def _welcome(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Greet the first visit of the day to the robot's own chat."""
    del db
    return Outcome("help", asker_facts(incoming, context))


EVENTS: Mapping[str, Handler] = {
    "change_contact": directory.changed,
    "subscribe": directory.changed,
    "unsubscribe": directory.changed,
    "enter_chat": _welcome,
}
"""Events of WeCom that mean something; all others, enter_agent too, are answered with an empty 200."""

STAFF_KINDS = ("text", "mixed", "voice", "image", "file", "video")
CITIZEN_KINDS = ("text", "image", "voice", "video", "location", "link", "event")

ROOMS: Mapping[tuple[str, str], Handler] = {
    **{(channel, kind): staff.words for channel in ("work_app", "work_robot") for kind in STAFF_KINDS},
    **{(channel, "tap"): cards.tap for channel in ("work_app", "work_robot")},
    **{(channel, "event"): _event for channel in ("work_app", "work_robot")},
    **{("official_account", kind): citizen.message for kind in CITIZEN_KINDS},
}
