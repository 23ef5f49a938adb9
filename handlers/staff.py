"""Words of leaders and staff, in the group and one to one: which intent leads to which verb."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from handlers import directory
from handlers.asked import ONE_TO_ONE
from handlers.context import Context, place_of
from handlers.directives import alone
from handlers.directives.ledger import ledger
from handlers.directives.lookup import spoken_for
from handlers.directives.report import announced, wants_to_report
from handlers.directives.reviewing import asks_each, each
from handlers.intents import INTENTS, NAMES
from handlers.message import Incoming
from handlers.questions import try_answer
from handlers.reading import Reading, is_classified, read_delegate
from handlers.rota import on_duty
from tasks.db import Db
from tasks.directives import questions
from tasks.notices import Outcome

Room = Callable[[Db, Incoming, Context], Awaitable[Outcome | None]]
LONGEST = 5000
"""Characters above which a message is not read: what is longer is better sent as a file."""


async def words(
    db: Db,
    incoming: Incoming,
    context: Context,
    *,
    unmistakable: Sequence[Room] = (),
    otherwise: Sequence[Room] = (),
) -> Outcome:
    """Understand what was written and do it; what is not understood is answered with what can be said.

    What is `unmistakable` is no answer to anything; what is meant `otherwise` may be the answer to an open
    question, and is one if it fits.
    """
    if marked(incoming):
        return Outcome("classified", {})
    if incoming.sender not in context.org.people:
        return Outcome("stranger", {"sender": incoming.sender})
    if len(incoming.text) > LONGEST:
        return Outcome("too_long", {"longest": LONGEST})
    outcome = await first_of(unmistakable, db, incoming, context)
    if outcome is not None:
        return outcome
    whose, text = spoken_for(incoming.text, incoming.sender, context)
    incoming, context = replace(incoming, text=text), replace(context, whose=whose)
    reading = read_delegate(
        incoming.text, context.said_at, context.org, context.calendar,
        leaders=context.roles.leaders_of(incoming.sender), bot_name=context.bot_name, speaker=incoming.sender,
    )  # fmt: skip
    reading = on_duty.resolved(reading, incoming.sender, incoming.chat, context)
    places = [place_of(incoming), *([] if incoming.chat else [ONE_TO_ONE])]
    asked = await questions.open_ones(db, incoming.sender, places, context.said_at)
    outcome = await try_answer(db, asked, incoming, reading, context)
    outcome = outcome or await first_of(otherwise, db, incoming, context)
    return outcome or await _verb(db, incoming, reading, context)


async def _verb(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Do what a message wants that is no answer to anything."""
    if command := directory.COMMANDS.get(re.sub(r"[\s。!!]+$", "", reading.content)):
        return await command(db, incoming, context)
    said = await ledger(db, incoming, reading, context)
    if said is not None:
        return said
    if wants_to_report(reading):
        return await announced(db, incoming, reading, context)
    if asks_each(reading):
        return await each(db, incoming, reading, context)
    offered = await alone.offer(db, incoming, reading, context)
    if offered is not None:
        return offered
    if not reading.content and (incoming.media or incoming.location):
        return Outcome("media.alone", {"count": len(incoming.media) or 1})
    nobody = on_duty.lost(reading, context) if reading.intent not in NAMES else None
    return nobody or await INTENTS[reading.intent](db, incoming, reading, context)


async def first_of(rooms: Sequence[Room], db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Give what the first of these rooms that takes the message made of it; None where none does."""
    for room in rooms:
        outcome = await room(db, incoming, context)
        if outcome is not None:
            return outcome
    return None


def marked(incoming: Incoming) -> bool:
    """Whether a text, a quoted text or a file's name is marked 绝密, 机密 or 秘密."""
    texts = [incoming.text, incoming.quote.text if incoming.quote else ""]
    return any(is_classified(text) for text in (*texts, *(media.name for media in incoming.media)) if text)


def keep_out(incoming: Incoming) -> Incoming:
    """Give the message without anything somebody wrote: what is marked is not kept, not even as a failure."""
    return replace(incoming, text="", quote=None, media=(), location=None, fields={})
