"""Pictures, voices and videos of a request: what is to be fetched from where, while it can be."""

from __future__ import annotations

from handlers.context import Context
from handlers.directives.attachments import capped, is_pending
from handlers.filenames import clean_name
from handlers.message import Incoming
from tasks.fields import Json
from tasks.notices import Notice, Receiver
from tasks.personal import masked
from tasks.requests.models import Request


def media_of(incoming: Incoming) -> list[Json]:
    """Give the entries of what a citizen's message brings, for `Wish.media` or a talk; 30 at most.

    `account` is the official account that can fetch it: a media_id is good there only, for three days.
    """
    found: list[Json] = [
        {
            "kind": m.kind,
            "media_id": m.media_id,
            "account": incoming.account,
            "name": masked(clean_name(m.name)),
        }
        for m in incoming.media
        if m.media_id
    ]
    if place := incoming.location:
        found.append(
            {"kind": "location", "lat": place.lat, "lon": place.lon, "label": masked(place.label)[:200]}
        )
    return capped(found)


def fetches(request: Request, context: Context, *, since: int = 0) -> tuple[Notice, ...]:
    """Have each entry of a request's media from place `since` on fetched, kept and counted (`media.fetch`).

    What came of it stands in the entry afterwards; the citizen is told of what was not kept.
    """
    return tuple(
        Notice(
            "media.fetch",
            (Receiver(f"request:{request.id}:{index}"),),
            {**one, "request": request.id, "index": index, "at": context.said_at.isoformat()},
            f"media.request:{request.id}:{index}",
            context.now,
            place="job",
        )
        for index, one in enumerate(request.media)
        if isinstance(one, dict) and index >= since and one.get("account") and is_pending(one)
    )
