"""What came with words, or alone, while it is asked what it is about: fetched before its link ends.

A robot's link lives five minutes and a question ten. The job looks the file up in every question of the
person that still keeps it and writes there what it is; who is reported to fetches nothing then.
"""

from __future__ import annotations

from handlers.context import Context
from handlers.directives.attachments import is_pending
from handlers.message import Incoming
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Receiver


def holds(media: Json, incoming: Incoming, context: Context) -> tuple[Notice, ...]:
    """Have what a question keeps fetched, where it would be gone before the answer comes."""
    found = media if isinstance(media, list) else []
    about: Facts = {"asked": incoming.sender, "at": context.said_at.isoformat()}
    return tuple(
        Notice(
            "media.hold",
            (Receiver(incoming.sender),),
            {**one, **about},
            f"media.hold:{incoming.channel}:{incoming.account}:{incoming.dedupe}:{index}",
            context.now,
            place="job",
            lane=Lane.NORMAL,
        )
        for index, one in enumerate(found)
        if isinstance(one, dict) and one.get("url") and is_pending(one) and "held" not in one
    )
