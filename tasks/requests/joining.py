"""The same matter from many: joined to one, split out again, raised where they are many.

What is joined keeps its row, number, answer and rating; its own part at the office ends, and the lead's is
the one that is handled. Each function takes an open transaction and locked rows, and gives back values.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tasks import history
from tasks.db import Db
from tasks.directives import changing, counts
from tasks.directives import states as directive_states
from tasks.directives.giving import NewShare, give_out
from tasks.directives.models import AT_ONCE, Directive, Share
from tasks.directives.recounting import RECOUNTED
from tasks.fields import Facts
from tasks.requests import queries, states, turning, verbs
from tasks.requests.models import Request
from tasks.requests.turning import Act

URGENT: Final = "urgent"
NORMAL: Final = "normal"


async def members(db: Db, request: Request) -> list[Request]:
    """Give the requests that were joined to this one: what answers it answers them too."""
    return await queries.members(db, request)


async def lead_of(db: Db, request: Request) -> Request:
    """Give the request whose office's part counts for this one: itself, or what it was joined to; locked."""
    if request.merged_into is None:
        return request
    return await Request.filter(id=request.merged_into).using_db(db).select_for_update().get()


async def locked(db: Db, numbers: Sequence[int]) -> list[Request]:
    """Load requests for changing, in the order of their rows, so that two who do so never wait crosswise."""
    return await Request.filter(id__in=list(numbers)).using_db(db).order_by("id").select_for_update()


async def join(db: Db, lead: Request, other: Request, act: Act) -> list[Share]:
    """Join a request to another; what was joined to it comes along. Gives the shares that end with it.

    What was promised holds: each keeps its date, and the office's part has the nearest of them. From here on
    it waits for the citizen when the other does, and gets more time when that one does.
    """
    actor, now = act.actor, act.now
    gone = await _end_part(db, other, lead, actor, now)
    for one in (other, *await queries.members(db, other)):
        one.merged_into = lead.id
        await one.save(using_db=db, update_fields=["merged_into"])
        into: Facts = {"into": lead.code}
        await verbs.move(db, one, "merged", into, actor=actor, now=now)
        joined: Facts = {"from": one.code}
        await verbs.move(db, lead, "joined", joined, actor=actor, now=now)
        if one.state in states.OPEN:
            await turning.in_step(db, lead, one, act)
            await _hurry(db, lead, one, act)
    return gone


async def _hurry(db: Db, lead: Request, one: Request, act: Act) -> None:
    """Have the office's part done by the nearer date of what was joined to it."""
    if one.due is None or not await turning.sooner(db, lead, act, due=one.due, code=one.code):
        return
    directive = await Directive.filter(id=lead.directive_id or 0).using_db(db).select_for_update().first()
    if directive is None:
        return
    old, directive.due = directive.due, one.due
    await directive.save(using_db=db, update_fields=["due"])
    undone = Share.filter(directive_id=directive.id, state__in=directive_states.UNDONE).using_db(db)
    await undone.filter(due__gt=one.due).update(due=one.due, look_at=AT_ONCE)
    detail: Facts = {
        "due": one.due.isoformat(), "old": old.isoformat() if old else None, "from": one.code,
    }  # fmt: skip
    # The request's own history has it already: this is not a move that is followed.
    await history.append(db, directive, at=act.now, actor=act.actor, action=RECOUNTED, detail=detail)


async def _end_part(db: Db, other: Request, lead: Request, actor: str, now: datetime) -> list[Share]:
    """End the office's part of what is joined; the request itself goes on, so nothing of this is followed."""
    if other.directive_id is None:
        return []
    directive = await Directive.filter(id=other.directive_id).using_db(db).select_for_update().get()
    if directive.state != directive_states.OPEN:
        return []
    gone = await changing.withdraw(db, directive, actor=actor, reason=lead.code, now=now)
    other.read_seq, other.moved = directive.seq, False
    await other.save(using_db=db, update_fields=["read_seq", "moved"])
    return gone


async def split(db: Db, request: Request, *, actor: str, why: str, now: datetime) -> Request:
    """Take a request out of what it was joined to; gives that one. It has no office's part then."""
    lead = await lead_of(db, request)
    request.merged_into = None
    await request.save(using_db=db, update_fields=["merged_into"])
    detail: Facts = {"from": lead.code, "why": why}
    await verbs.move(db, request, "split", detail, actor=actor, now=now)
    return lead


async def revive(
    db: Db, request: Request, new: NewShare, *, due: datetime | None, actor: str, now: datetime
) -> tuple[Directive, list[Share]] | None:
    """Open the office's own part again, which ended when the request was joined; None where it had none."""
    if request.directive_id is None:
        return None
    directive = await Directive.filter(id=request.directive_id).using_db(db).select_for_update().get()
    directive.state, directive.closed_at, directive.due = directive_states.OPEN, None, due
    await directive.save(using_db=db, update_fields=["state", "closed_at", "due"])
    shares = await give_out(db, directive, [new], now)
    detail: Facts = {"assignees": [share.assignee for share in shares], "reopened": True}
    await history.append(db, directive, at=now, actor=actor, action="added", detail=detail)
    await counts.recount(db, directive)
    request.read_seq, request.moved, request.office = directive.seq, False, new.department
    await request.save(using_db=db, update_fields=["read_seq", "moved", "office"])
    return directive, shares


async def raise_up(db: Db, requests: Sequence[Request], *, count: int, actor: str, now: datetime) -> None:
    """Write that many say the same: each of these requests is raised."""
    for request in requests:
        request.raised_at = now
        await request.save(using_db=db, update_fields=["raised_at"])
        detail: Facts = {"count": count}
        await verbs.move(db, request, "raised", detail, actor=actor, now=now)


async def lower(db: Db, requests: Sequence[Request], *, actor: str, now: datetime) -> None:
    """Take the raising back; it does not come again by itself."""
    for request in requests:
        request.raised_at = None
        await request.save(using_db=db, update_fields=["raised_at"])
        await verbs.move(db, request, "lowered", {}, actor=actor, now=now)


async def press(db: Db, directive: Directive, urgency: str, *, actor: str, now: datetime) -> bool:
    """Change how urgent an open directive is; says whether it did. When to remind is worked out anew."""
    if directive.state != directive_states.OPEN or directive.urgency in (urgency, "critical"):
        return False
    old, directive.urgency = directive.urgency, urgency
    await directive.save(using_db=db, update_fields=["urgency"])
    under_way = Share.filter(directive_id=directive.id, state__in=directive_states.UNSETTLED)
    await under_way.using_db(db).update(look_at=AT_ONCE)
    detail: Facts = {"urgency": urgency, "old_urgency": old}
    await history.append(db, directive, at=now, actor=actor, action="amended", detail=detail)
    return True


async def tell_apart(db: Db, request: Request, others: Sequence[str], *, actor: str, now: datetime) -> None:
    """Write that a clerk found a request to be another matter than these."""
    detail: Facts = {"others": list(others)}
    await verbs.move(db, request, "told_apart", detail, actor=actor, now=now)


async def link_task(db: Db, request: Request, directive: Directive, *, actor: str, now: datetime) -> None:
    """Keep that a directive to others was issued for this request: its result will answer it."""
    request.task_id, request.task_open = directive.id, True
    await request.save(using_db=db, update_fields=["task_id", "task_open"])
    detail: Facts = {"task": directive.code}
    await verbs.move(db, request, "tasked", detail, actor=actor, now=now)
