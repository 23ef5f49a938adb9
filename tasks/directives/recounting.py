"""Times that were counted in a year whose calendar was not published: found and moved when it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from tortoise.expressions import F, Q

from tasks import history
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import AT_ONCE, Directive, Share

RECOUNTED = "recounted"
"""The action in the history."""


async def claim(
    db: Db, spans: Sequence[tuple[datetime, datetime]], *, without: Collection[int] = ()
) -> Directive | None:
    """Take one open directive whose provisional time lies in one of these spans; nobody else has it."""
    if not spans:
        return None
    within = Q(*(Q(due__gte=start, due__lt=end) for start, end in spans), join_type=Q.OR)
    found = (
        Directive.filter(within, state=states.OPEN, provisional=True)
        .exclude(id__in=list(without))
        .order_by("id")
        .limit(1)
    )
    return await found.select_for_update(skip_locked=True).using_db(db).first()


async def settled(db: Db, directive: Directive) -> None:
    """Note that a directive's time stands: the calendar says the same, or somebody has set another."""
    directive.provisional = False
    await directive.save(using_db=db, update_fields=["provisional"])


async def move(db: Db, directive: Directive, due: datetime, now: datetime) -> list[Share]:
    """Move the time of a directive, and of the shares that have it; gives those under way that were moved.

    The time that was set first stays known, and the rules of reminding are heard anew.
    """
    old = directive.due
    assert old is not None
    moved = Share.filter(directive_id=directive.id, state__in=states.UNSETTLED, due=old)
    numbers = [share.id for share in await moved.using_db(db)]
    rows = Share.filter(id__in=numbers)
    await rows.filter(due_before__isnull=True).using_db(db).update(due_before=F("due"))
    await rows.using_db(db).update(due=due, look_at=AT_ONCE)
    directive.due, directive.provisional = due, False
    await directive.save(using_db=db, update_fields=["due", "provisional"])
    detail = {"due": due.isoformat(), "old": old.isoformat()}
    await history.append(db, directive, at=now, actor="", action=RECOUNTED, detail={**detail})
    undone = Share.filter(id__in=numbers, state__in=states.UNDONE)
    return await undone.using_db(db).order_by("id")
