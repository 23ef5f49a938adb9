"""Who says it: a robot may show its people under enciphered ids, which only the platform can resolve.

A pair that is known already names its member at once. Any other id is looked up after the callback was
answered: the message waits as a piece of work (`robot.identify`) and is handled when its sender is known.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

from handlers.context import Context
from handlers.message import Incoming, as_facts
from handlers.staff import marked
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people import open_ids

LOOKUP = "robot.identify"
"""The piece of work that asks the platform who an id stands for, and handles what was said meanwhile."""


async def identified(db: Db, incoming: Incoming, context: Context) -> Incoming | Outcome:
    """Give the message as its member's; an outcome is the answer to one that has to wait for that.

    A message marked 绝密, 机密 or 秘密 never waits: nothing of it may be kept.
    """
    if not unknown(incoming, context):
        return incoming
    known = await open_ids.of(db, incoming.open_id)
    if known is not None and known.userid in context.org.people:
        return replace(incoming, sender=known.userid)
    if incoming.kind == "event" or marked(incoming):
        return incoming
    if known is not None and open_ids.is_fresh(known, context.now):
        return incoming
    if not context.identifies:
        return Outcome("identify.impossible", {})
    return Outcome("identifying", {}, (lookup(incoming, context),))


def unknown(incoming: Incoming, context: Context) -> bool:
    """Whether the sender is shown by an id that is no userid of the directory, and may be enciphered."""
    return 0 < len(incoming.open_id) <= open_ids.LONGEST and incoming.sender not in context.org.people


def lookup(incoming: Incoming, context: Context) -> Notice:
    """Have the sender's id looked up; what was said waits with it, an event does not."""
    message = cast("Facts", as_facts(incoming)) if incoming.kind != "event" else None
    facts: Facts = {"open_id": incoming.open_id, "message": message, "at": context.said_at.isoformat()}
    # A failed message may be handled again and is then looked up anew: the moment is part of the name.
    once = f"identify:{incoming.account}:{incoming.dedupe}:{context.now.isoformat()}"
    return Notice(
        LOOKUP, (Receiver(incoming.open_id),), facts, once, context.now, place="job", lane=Lane.FAST
    )


def waited(facts: Facts) -> tuple[Facts | None, datetime]:
    """Give the message that waits with a lookup, if one does, and when it was said."""
    message = facts["message"]
    return message if isinstance(message, dict) else None, datetime.fromisoformat(str(facts["at"]))
