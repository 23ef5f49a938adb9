"""The front table: channel and kind of a message → the room that deals with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from handlers import burden, directory, newcomers, rooms, staff, taps
from handlers.citizen import abuse_desk, door
from handlers.context import Context
from handlers.emergency import words as emergency_words
from handlers.guides import words as guides_words
from handlers.identity import identified
from handlers.message import Incoming
from handlers.mirror import words as mirror_words
from handlers.requests import (
    appeals,
    asking_back,
    cases,
    figures,
    follow_ups,
    handing_on,
    intake,
    joining,
    lists,
    private,
    refusing,
    short_codes,
    shown,
    unmask,
)
from handlers.rota import on_duty, wishes
from handlers.series import words as series_words
from tasks.db import Db
from tasks.notices import Outcome

Handler = Callable[[Db, Incoming, Context], Awaitable[Outcome]]


async def handle(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Deal with one message inside the open transaction; the answer and the notices come back as values."""
    said = await identified(db, incoming, context)
    if isinstance(said, Outcome):
        return said
    handler = ROOMS.get((said.channel, said.kind))
    if handler is None:
        return Outcome()
    context = await on_duty.known(db, await rooms.known(db, said, context))
    outcome = private.one_to_one(await handler(db, said, context), said, context)
    return await rooms.introduced(db, said, context, outcome)


async def _words(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Words that name a group or ask how something is said; everything else is for the verbs."""
    incoming = await short_codes.spelled_out(db, incoming, context)
    context = await handing_on.with_clerks_rights(db, incoming, context)
    outcome = await staff.words(db, incoming, context, unmistakable=UNMISTAKABLE, otherwise=OTHERWISE)
    return emergency_words.hinted(outcome, incoming, context)


async def _event(db: Db, incoming: Incoming, context: Context) -> Outcome:
    handler = EVENTS.get(incoming.event)
    return await handler(db, incoming, context) if handler else Outcome()


EVENTS: Mapping[str, Handler] = {
    "change_contact": directory.changed,
    "subscribe": directory.changed,
    "unsubscribe": directory.changed,
    "enter_agent": newcomers.entered_app,
    "enter_chat": newcomers.entered_chat,
}
"""Events of WeCom that mean something; all others are answered with an empty 200."""

UNMISTAKABLE = (
    newcomers.help_on,
    rooms.name,
    emergency_words.words,
    wishes.asked,
    series_words.words,
    guides_words.words,
    mirror_words.words,
    abuse_desk.words,
    intake.words,
    asking_back.words,
    refusing.words,
    shown.words,
    follow_ups.words,
    appeals.words,
    figures.words,
    unmask.words,
    joining.words,
    cases.words,
    lists.words,
)
OTHERWISE = (newcomers.help_shortly, emergency_words.by_others, burden.words, wishes.put, rooms.units)
"""Before open questions (帮助 延期, 本群叫…, 暂停周汇报, 催办预演), and after them (延期用法, 单位:…)."""

STAFF_KINDS = ("text", "mixed", "voice", "image", "file", "video", "location")
CITIZEN_KINDS = ("text", "image", "voice", "video", "location", "link", "event")

ROOMS: Mapping[tuple[str, str], Handler] = {
    **{(channel, kind): _words for channel in ("work_app", "work_robot") for kind in STAFF_KINDS},
    **{(channel, "tap"): taps.tap for channel in ("work_app", "work_robot")},
    **{(channel, "event"): _event for channel in ("work_app", "work_robot")},
    **{("official_account", kind): door.message for kind in CITIZEN_KINDS},
}
