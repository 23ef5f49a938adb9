"""Words of leaders and staff, in the group and one to one: which intent leads to which verb."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from handlers import directory
from handlers.context import Context, asker_facts, place_of
from handlers.directives import overview
from handlers.directives.accept import accept
from handlers.directives.acknowledge import acknowledge
from handlers.directives.issue import issue
from handlers.directives.report import announced, report, wants_to_report
from handlers.message import Incoming
from handlers.questions import try_answer
from handlers.reading import Reading, is_classified, read_delegate
from tasks.db import Db
from tasks.directives import questions
from tasks.notices import Outcome

LONGEST = 5000
"""Characters above which a message is not read: what is longer is better sent as a file."""

Verb = Callable[[Db, Incoming, Reading, Context], Awaitable[Outcome]]


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Understand what was written and do it; what is not understood is answered with what can be said."""
    if marked(incoming):
        return Outcome("classified", {})
    if incoming.sender not in context.org.people:
        return Outcome("stranger", {"sender": incoming.sender})
    if len(incoming.text) > LONGEST:
        return Outcome("too_long", {"longest": LONGEST})
    reading = read_delegate(
        incoming.text, context.said_at, context.org, context.calendar,
        leaders=context.roles.leaders_of(incoming.sender), bot_name=context.bot_name, speaker=incoming.sender,
    )  # fmt: skip
    asked = await questions.open_ones(db, incoming.sender, place_of(incoming), context.said_at)
    outcome = await try_answer(db, asked, incoming, reading, context)
    if outcome is not None:
        return outcome
    if command := directory.COMMANDS.get(re.sub(r"[\s。!!]+$", "", reading.content)):
        return await command(db, incoming, context)
    if wants_to_report(reading):
        return await announced(db, incoming, reading, context)
    if not reading.content and incoming.media:
        return Outcome("media.alone", {"count": len(incoming.media)})
    return await INTENTS[reading.intent](db, incoming, reading, context)


def marked(incoming: Incoming) -> bool:
    """Whether a text, a quoted text or a file's name is marked 绝密, 机密 or 秘密."""
    texts = [incoming.text, incoming.quote.text if incoming.quote else ""]
    return any(is_classified(text) for text in (*texts, *(media.name for media in incoming.media)) if text)


def keep_out(incoming: Incoming) -> Incoming:
    """Give the message without anything somebody wrote: what is marked is not kept, not even as a failure."""
    return replace(incoming, text="", quote=None, media=(), fields={})


async def _issue(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    del reading
    return await issue(db, incoming, context)


async def help_for(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Say what this person can do, with sentences to copy."""
    del db, reading
    return Outcome("help", asker_facts(incoming, context))


async def _not_understood(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    del db, reading
    return Outcome("not_understood", asker_facts(incoming, context))


def _later(verb: str) -> Verb:
    async def not_yet(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
        del db, incoming, context
        return Outcome("not_yet", {"verb": verb, "code": reading.code})

    return not_yet


INTENTS: Mapping[str, Verb] = {
    "task": _issue,
    "notice": _issue,
    "ack": acknowledge,
    "feedback": report,
    "accept": accept,
    "pending": overview.pending,
    "status": overview.status,
    "mine": overview.mine,
    "help": help_for,
    "none": _not_understood,
    "nudge": _later("nudge"),
    "withdraw": _later("withdraw"),
    "extend": _later("extend"),
    "reassign": _later("reassign"),
    "return": _later("return"),
}
"""What a sentence was understood to want → the verb."""
