"""How a directive stands after a change: its counts, and whether it is open or closed."""

from __future__ import annotations

from datetime import datetime

from tasks import history
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.fields import Facts


async def recount(db: Db, directive: Directive) -> None:
    """Count the shares that stand, and those of them that were acknowledged."""
    standing = Share.filter(directive_id=directive.id, state__in=states.STANDING)
    directive.total = await standing.using_db(db).count()
    directive.acknowledged = await standing.filter(acknowledged_at__isnull=False).using_db(db).count()
    await directive.save(using_db=db, update_fields=["total", "acknowledged"])


async def unsettled(db: Db, directive: Directive) -> int:
    """Count the shares that keep the directive open."""
    return await Share.filter(directive_id=directive.id, state__in=states.UNSETTLED).using_db(db).count()


async def close_if_done(db: Db, directive: Directive, *, actor: str, now: datetime) -> bool:
    """Close an open directive in which nothing is left to be done; says whether it did.

    A notice is done when everybody who stands has acknowledged, a task when nothing keeps it open.
    """
    if directive.state != states.OPEN:
        return False
    if directive.kind == "notice":
        declined = Share.filter(directive_id=directive.id, state=states.DECLINED)
        done = directive.acknowledged >= directive.total and not await declined.using_db(db).exists()
    else:
        done = await unsettled(db, directive) == 0
    if done:
        await close(db, directive, actor=actor, now=now)
    return done


async def close(
    db: Db, directive: Directive, *, actor: str, now: datetime, detail: Facts | None = None
) -> None:
    """Close the directive."""
    directive.state, directive.closed_at = states.CLOSED, now
    await directive.save(using_db=db, update_fields=["state", "closed_at"])
    await history.append(db, directive, at=now, actor=actor, action="closed", detail=detail or {})


async def reopen(db: Db, directive: Directive) -> bool:
    """Open a closed directive again, as a part of a move with its own entry; says whether it was closed."""
    if directive.state != states.CLOSED:
        return False
    directive.state, directive.closed_at = states.OPEN, None
    await directive.save(using_db=db, update_fields=["state", "closed_at"])
    return True
