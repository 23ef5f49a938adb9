"""The office's part of a request while the citizen is waited for: no time runs, nobody is reminded."""

from __future__ import annotations

from datetime import datetime

from tasks import history
from tasks.db import Db
from tasks.directives import states
from tasks.directives.giving import ABOUT
from tasks.directives.models import AT_ONCE, Directive, Share
from tasks.fields import Facts


async def wait(db: Db, directive: Directive, *, actor: str, now: datetime, text: str) -> None:
    """Take the time off what is undone, until the citizen has answered."""
    await without_due(db, directive.id)
    detail: Facts = {"text": text}
    await history.append(db, directive, at=now, actor=actor, action="citizen_asked", detail=detail)


async def without_due(db: Db, directive_id: int) -> None:
    """Let no time run for what is undone, and no rule of reminding look at it."""
    undone = Share.filter(directive_id=directive_id, state__in=states.UNDONE).using_db(db)
    await undone.update(due=None, look_at=None)


async def with_due(db: Db, directive_id: int, due: datetime | None) -> None:
    """Let the time run again for what is undone and has none: it came back while none ran."""
    undone = Share.filter(directive_id=directive_id, state__in=states.UNDONE, due__isnull=True)
    await undone.using_db(db).update(due=due, look_at=AT_ONCE)


async def supplied(
    db: Db,
    directive: Directive,
    *,
    actor: str,
    now: datetime,
    text: str,
    content: str,
    attachments: int,
    due: datetime | None,
) -> None:
    """Add what the citizen said to what is to be done (`content` is the whole then); the time runs again."""
    directive.content = content
    await _go_on(db, directive, due)
    if attachments:
        await _with_media(db, directive, attachments)
    detail: Facts = {"text": text, "attachments": attachments, "due": due.isoformat() if due else None}
    await history.append(db, directive, at=now, actor=actor, action="citizen_supplied", detail=detail)


async def _with_media(db: Db, directive: Directive, attachments: int) -> None:
    """Have the cards drawn from here on offer what the citizen sent."""
    for share in await Share.filter(directive_id=directive.id).using_db(db).order_by("id"):
        if isinstance(about := share.why.get(ABOUT), dict):
            more = int(str(about.get("media") or 0)) + attachments
            share.why = {**share.why, ABOUT: {**about, "media": more}}
            await share.save(using_db=db, update_fields=["why"])


async def unanswered(
    db: Db, directive: Directive, *, actor: str, now: datetime, due: datetime | None
) -> None:
    """Go on without what the citizen was asked for: the time runs again."""
    await _go_on(db, directive, due)
    detail: Facts = {"due": due.isoformat() if due else None}
    await history.append(db, directive, at=now, actor=actor, action="citizen_silent", detail=detail)


async def _go_on(db: Db, directive: Directive, due: datetime | None) -> None:
    directive.due = due
    await directive.save(using_db=db, update_fields=["due", "content"])
    undone = Share.filter(directive_id=directive.id, state__in=states.UNDONE, due__isnull=True)
    for share in await undone.using_db(db).order_by("id"):
        share.due = due
        await share.save(using_db=db, update_fields=["due"])
