"""What an office's moves mean for the request: a table from the directive's history to what follows.

The one way from a directive to its request (docs/adr/0014): the sweep reads what was added to the history
since it last looked, in order, and each move is followed once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from handlers.context import Context
from handlers.stuck import at_row
from tasks.db import Db
from tasks.directives.models import Directive, HistoryEntry
from tasks.notices import Notice, Outcome
from tasks.requests import states, verbs
from tasks.requests.models import Request

Follow = Callable[[Db, Request, Directive, HistoryEntry, Context], Awaitable[tuple[Notice, ...]]]
MOST = 50
"""Requests in one step."""


async def _signed(
    db: Db, request: Request, directive: Directive, entry: HistoryEntry, context: Context
) -> tuple[Notice, ...]:
    """Take note that the office has it (收到)."""
    del directive
    if states.can("sign", request.state):
        request.state = states.HANDLING
        await verbs.move(db, request, "signed", {}, actor=entry.actor, now=context.now)
    return ()


FOLLOWS: Mapping[str, Follow] = {
    "acknowledged": _signed,
}
"""Action of the directive's history → what follows for the request. What is missing means nothing to it."""


async def step(db: Db, context: Context) -> Outcome | None:
    """Follow what moved; None where nothing did."""
    moved = Request.filter(moved=True, id__not_in=[*context.set_aside, 0]).using_db(db)
    rows = await moved.order_by("id").limit(MOST).select_for_update(skip_locked=True)
    if not rows:
        return None
    notices: list[Notice] = []
    for request in rows:
        with at_row(request.id):
            notices += await _follow(db, request, context)
    return Outcome("", {}, tuple(notices))


async def _follow(db: Db, request: Request, context: Context) -> list[Notice]:
    directive = await Directive.filter(id=request.directive_id).using_db(db).get()
    fresh = HistoryEntry.filter(directive_id=directive.id, seq__gt=request.read_seq).using_db(db)
    out: list[Notice] = []
    for entry in await fresh.order_by("seq"):
        if follow := FOLLOWS.get(entry.action):
            out += await follow(db, request, directive, entry, context)
        request.read_seq = entry.seq
    request.moved = False
    await request.save(using_db=db)
    return out


async def next_due(db: Db, after: datetime) -> datetime | None:
    """Give the moment after this one at which there is something to do: what moved is followed at once."""
    return after if await Request.filter(moved=True).using_db(db).exists() else None
