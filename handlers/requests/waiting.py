"""While the citizen is waited for: until when, asked once more, and in the end gone on without."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.directives.parties import holders
from handlers.requests.telling import tell
from tasks.db import Db
from tasks.directives import pausing, queries, states
from tasks.directives.models import Directive
from tasks.fields import Facts
from tasks.notices import Notice
from tasks.requests import turning
from tasks.requests.models import Request
from tasks.requests.turning import Act

REMIND_AFTER: Final = 1
LAPSE_AFTER: Final = 5
"""Working days after which a silent citizen is asked once more, while one can be written to freely, and the
office goes on without."""


def reminds_at(since: datetime, context: Context) -> datetime:
    """Give when the citizen is asked once more."""
    return _morning(since, REMIND_AFTER, context)


def lapses_at(since: datetime, context: Context) -> datetime:
    """Give until when the citizen is waited for."""
    return _morning(since, LAPSE_AFTER, context)


def _morning(since: datetime, days: int, context: Context) -> datetime:
    calendar = context.calendar
    return calendar.day_open(calendar.add_working_days(calendar.local(since).date(), days))


async def looked_at(db: Db, request: Request, act: Act, context: Context) -> tuple[Notice, ...]:
    """Do what is due for a citizen who has not answered yet."""
    since = request.paused_at or context.now
    ends = lapses_at(since, context)
    if context.now >= ends:
        return await _gone_on(db, request, act, context)
    request.look_at = ends
    facts: Facts = {"text": await turning.asked_for(db, request), "until": ends.isoformat()}
    return await tell(db, "citizen.asked_again", request, facts, since.isoformat(), context)


async def _gone_on(db: Db, request: Request, act: Act, context: Context) -> tuple[Notice, ...]:
    """Let the office answer with what it knows; the citizen may still say it at any time."""
    for one in await turning.together(db, request):
        await turning.resumed(db, one, act, why="silent")
    directive = await queries.locked_by_id(db, request.directive_id or 0)
    await pausing.unanswered(db, directive, actor=act.actor, now=context.now, due=request.due)
    # The move just made is this one's own.
    request.read_seq = directive.seq
    return await to_office(db, "request.silent", request, directive, {}, context)


async def to_office(
    db: Db, kind: str, request: Request, directive: Directive, facts: Facts, context: Context
) -> tuple[Notice, ...]:
    """Tell who has the request, in office hours, of danger at once; nothing where nobody has it any more."""
    undone = [s for s in await queries.shares_of(db, directive, states.UNDER_WAY) if s.parent_id is None]
    to = holders(undone, context)
    if not to:
        return ()
    base: Facts = {
        "code": request.code,
        "title": request.title,
        "kind": request.kind,
        "due": request.due.isoformat() if request.due else None,
        "year": context.now.year,
    }
    urgent = directive.urgency == "critical"
    at = context.now if urgent else context.calendar.next_office_time(context.now)
    once = f"{kind}:{request.code}:{request.seq}"
    return (Notice(kind, to, base | facts, once, at, directive=directive.id),)
