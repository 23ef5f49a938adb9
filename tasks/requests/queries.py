"""What is asked about requests; reads only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.expressions import Q

from tasks.directives.models import LONGEST_CODE, Directive, Share
from tasks.directives.states import GONE
from tasks.requests import states
from tasks.requests.models import Rating, Request, RequestEntry, Unmasking

MOST_HELD: Final = 2000
"""Open requests, the last ones, against which a new one is held."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A request with all that is shown of it. `assignee` is who has it, `into` the code it was joined to."""

    request: Request
    history: Sequence[RequestEntry]
    rating: Rating | None
    assignee: str
    into: str


async def by_code(db: BaseDBAsyncClient, code: str) -> Request | None:
    """Find a request by its full code; anybody can write any text there."""
    if len(code) > LONGEST_CODE:
        return None
    return await Request.filter(code=code.upper()).using_db(db).first()


async def latest_ending(db: BaseDBAsyncClient, digits: str) -> Request | None:
    """Find the latest request whose code ends with these digits."""
    found = Request.filter(code__endswith=f"-{int(digits):04d}").using_db(db)
    return await found.order_by("-id").first()


async def by_id(db: BaseDBAsyncClient, number: int) -> Request | None:
    """Find a request by its row number."""
    return await Request.filter(id=number).using_db(db).first()


async def by_ids(db: BaseDBAsyncClient, numbers: Collection[int]) -> list[Request]:
    """Find requests by their row numbers, the oldest first."""
    return await Request.filter(id__in=list(numbers)).using_db(db).order_by("id")


async def open_about(db: BaseDBAsyncClient, request: Request, since: datetime) -> list[Request]:
    """Give the open requests since a day that may be about the same, the newest first.

    A category that was found for both has to be the same one; where none was found anything is possible.
    """
    query = Request.filter(state__in=states.OPEN, created_at__gte=since, id__not=request.id)
    if request.category:
        query = query.filter(category__in=[request.category, ""])
    return await query.using_db(db).order_by("-id").limit(MOST_HELD)


async def open_of(
    db: BaseDBAsyncClient, citizen: int | None, phones: Sequence[str], since: datetime
) -> list[Request]:
    """Give the open requests of one person since a day, the newest first."""
    who = Q(citizen_id=citizen) if citizen is not None else Q()
    if phones:
        who |= Q(phone_key__in=list(phones))
    if citizen is None and not phones:
        return []
    query = Request.filter(who, state__in=states.OPEN, created_at__gte=since)
    return await query.using_db(db).order_by("-id").limit(50)


async def members(db: BaseDBAsyncClient, request: Request) -> list[Request]:
    """Give the requests that were joined to this one, the oldest first."""
    return await Request.filter(merged_into=request.id).using_db(db).order_by("id")


async def page(
    db: BaseDBAsyncClient, *, state: str | None, kind: str | None, before: int | None, limit: int
) -> list[Request]:
    """Give a page of requests, newest first; `before` is the id the last page ended at."""
    query = Request.all()
    if state:
        query = query.filter(state=state)
    if kind:
        query = query.filter(kind=kind)
    if before is not None:
        query = query.filter(id__lt=before)
    return await query.using_db(db).order_by("-id").limit(limit)


async def whole(db: BaseDBAsyncClient, requests: Sequence[Request]) -> list[Whole]:
    """Load everything of these requests in a few statements."""
    ids = [request.id for request in requests]
    entries = await RequestEntry.filter(request_id__in=ids).using_db(db).order_by("request_id", "seq")
    rated = Rating.filter(request_id__in=ids, stars__isnull=False).using_db(db)
    ratings = {rating.request_id: rating for rating in await rated.order_by("round")}
    leads = {one.id: one for one in await by_ids(db, [r.merged_into for r in requests if r.merged_into])}
    owners = [leads.get(r.merged_into or 0, r) for r in requests]
    has = await assignees(db, [owner.directive_id for owner in owners if owner.directive_id])
    return [
        Whole(
            request=request,
            history=[entry for entry in entries if entry.request_id == request.id],
            rating=ratings.get(request.id),
            assignee=has.get(owner.directive_id or 0, ""),
            into=owner.code if request.merged_into else "",
        )
        for request, owner in zip(requests, owners, strict=True)
    ]


async def assignees(db: BaseDBAsyncClient, directives: Sequence[int]) -> dict[int, str]:
    """Give who has each of these directives of requests now, the last one that was given it."""
    shares = Share.filter(directive_id__in=list(directives), parent_id__isnull=True).exclude(state__in=GONE)
    return {share.directive_id: share.assignee for share in await shares.using_db(db).order_by("id")}


async def share_of(db: BaseDBAsyncClient, directive: Directive) -> Share | None:
    """Give the office's share of a request's directive: the one that stands, the last one given."""
    shares = Share.filter(directive_id=directive.id, parent_id__isnull=True).exclude(state__in=GONE)
    return await shares.using_db(db).order_by("-id").first()


async def last_share_of(db: BaseDBAsyncClient, directive: Directive) -> Share | None:
    """Give the last share an office had of a request's directive, also one that ended with it."""
    shares = Share.filter(directive_id=directive.id, parent_id__isnull=True)
    return await shares.using_db(db).order_by("-id").first()


async def looks_of(db: BaseDBAsyncClient, request: Request, limit: int) -> list[Unmasking]:
    """Give who looked at what is enciphered of a request, the last ones first."""
    return await Unmasking.filter(request_id=request.id).using_db(db).order_by("-id").limit(limit)


async def moved_by(db: BaseDBAsyncClient, requests: Collection[int], action: str) -> bool:
    """Say whether one of these requests has a move of this action in its history."""
    entries = RequestEntry.filter(request_id__in=list(requests), action=action)
    return await entries.using_db(db).exists()
