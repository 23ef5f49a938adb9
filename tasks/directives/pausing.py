"""The office's part of a request while the citizen is waited for: no time runs, nobody is reminded."""

from __future__ import annotations

from datetime import datetime

from tasks import history
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive, Share
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
    detail: Facts = {"text": text, "attachments": attachments, "due": due.isoformat() if due else None}
    await history.append(db, directive, at=now, actor=actor, action="citizen_supplied", detail=detail)


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
