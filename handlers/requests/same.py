"""The same matter from many: a new request is held against those that are open, and a clerk is shown which.

Nothing is joined here. One person who says the same again is told the number there is; many people who do
make the matter urgent, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from handlers.context import Context
from handlers.directives.parties import reached
from handlers.requests.facts import facts_of
from handlers.requests.routing import triage
from handlers.requests.which import Part, codes_of, part_of
from tasks.db import Db
from tasks.directives.models import Directive
from tasks.fields import Facts, Json
from tasks.notices import Notice, Receiver
from tasks.personal import masked
from tasks.requests import joining, queries, verbs
from tasks.requests.models import Request
from tasks.requests.same import ALIKE, SAME, Traits, likeness, same_person, traits
from tasks.requests.verbs import Wish

MOST_SHOWN: Final = 3
"""Requests that are named to a clerk as alike; of more the number is said."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An open request that may be the same matter: how likely, and whether it is the same person's."""

    request: Request
    score: float
    own: bool


async def noticed(db: Db, request: Request, context: Context) -> tuple[Notice, ...]:
    """Tell who decides, and who has the earlier one, which open requests may be the same matter."""
    found = await alike(db, request, context)
    if not found:
        return ()
    lead = await _lead(db, found)
    part = await part_of(db, lead)
    if part.directive is None:
        return ()
    others = [one.request for one in found if one.request.id != lead.id]
    crowd = await _crowd(db, request, lead, found)
    raised = await _raised(db, part, [request, lead, *others], crowd, context)
    facts = _facts(request, lead, others, found, crowd, context)
    return (*_told(request, part, facts, context), *raised)


async def alike(db: Db, request: Request, context: Context) -> list[Alike]:
    """Give the open requests of the last days that may be the same matter, the likeliest first."""
    since = context.now - timedelta(days=context.desk.same_days)
    mine = traits_of(request)
    out = []
    for other in await queries.open_about(db, request, since):
        theirs = traits_of(other)
        if (score := likeness(mine, theirs)) >= ALIKE:
            out.append(Alike(other, score, same_person(mine, theirs)))
    return sorted(out, key=lambda one: (-one.score, one.request.id))


def traits_of(request: Request) -> Traits:
    """Give what a request is held against others by."""
    return traits(
        request.content,
        request.created_at,
        kind=request.kind,
        category=request.category,
        area=request.area,
        place=request.place,
        who=_who(request.citizen_id, request.phone_key),
    )


def _who(citizen: int | None, phone_key: str) -> tuple[str, ...]:
    return (f"citizen:{citizen}" if citizen is not None else "", phone_key)


async def _lead(db: Db, found: Sequence[Alike]) -> Request:
    """Give the earliest of what is alike, or what that one was joined to."""
    return await joining.lead_of(db, min((one.request for one in found), key=lambda one: one.id))


async def _crowd(db: Db, request: Request, lead: Request, found: Sequence[Alike]) -> int:
    """Count the people who say the same; who is not known counts as one each time."""
    everybody = {one.id: one for one in (request, lead, *(one.request for one in found))}
    everybody |= {one.id: one for one in await joining.members(db, lead)}
    seen: list[Traits] = []
    for one in everybody.values():
        theirs = traits_of(one)
        if not any(same_person(theirs, other) for other in seen):
            seen.append(theirs)
    return len(seen)


async def _raised(
    db: Db, part: Part, about: Sequence[Request], crowd: int, context: Context
) -> tuple[Notice, ...]:
    """Make it urgent where many say the same within a few days, and tell of it once."""
    lead, directive = part.request, part.directive
    assert directive is not None, "noticed looked"
    rows = list({one.id: one for one in about}.values())
    ids = [one.id for one in rows]
    if crowd < context.desk.many or await queries.moved_by(db, ids, "lowered"):
        return ()
    fresh = [one for one in rows if one.raised_at is None]
    first = not await queries.moved_by(db, ids, "raised")
    await joining.raise_up(db, fresh, count=crowd, actor=verbs.SYSTEM, now=context.now)
    await joining.press(db, directive, joining.URGENT, actor=verbs.SYSTEM, now=context.now)
    if not first:
        return ()
    facts = facts_of(lead, context) | {"count": crowd, "days": context.desk.same_days}
    return _once("case.raised", _above(part, context), facts, f"raised:{lead.code}", directive, context)


def _above(part: Part, context: Context) -> list[str]:
    """Give who hears that many say the same: the triage, the head of the office, supervisors."""
    above, unit = triage(context), part.share.department if part.share else part.request.office
    head = context.org.head(unit) or ""
    return [above.person if above else "", head, *sorted(context.roles.supervisors)]


def _facts(
    request: Request,
    lead: Request,
    others: Sequence[Request],
    found: Sequence[Alike],
    crowd: int,
    context: Context,
) -> Facts:
    shown: list[Json] = list(codes_of(others[:MOST_SHOWN]))
    numbers: list[Json] = [request.id, *(one.id for one in others if one.merged_into is None)]
    return facts_of(request, context) | {
        "lead": lead.code,
        "lead_title": lead.title,
        "lead_id": lead.id,
        "ids": numbers,
        "others": shown,
        "count": len({lead.id, *(one.id for one in others)}),
        "people": crowd,
        "own": any(one.own for one in found),
        "at": lead.created_at.isoformat(),
        "outcome": "",
    }


def _told(request: Request, part: Part, facts: Facts, context: Context) -> tuple[Notice, ...]:
    """Ask who decides, and tell who has the earlier one, unless that is the same person."""
    directive = part.directive
    assert directive is not None, "noticed looked"
    above = triage(context)
    decides = reached(request.entered_by or (above.person if above else ""), context)
    cards = _once("case.alike", [decides], facts, f"alike:{request.code}", directive, context)
    holder = reached(part.share.assignee, context) if part.share else ""
    if holder in ("", decides):
        return cards
    return (
        *cards,
        *_once("case.alike_told", [holder], facts, f"alike_told:{request.code}", directive, context),
    )


def _once(
    kind: str, people: Sequence[str], facts: Facts, once: str, directive: Directive, context: Context
) -> tuple[Notice, ...]:
    """Tell each of these people once, in office hours."""
    to = tuple(Receiver(who) for who in dict.fromkeys(reached(one, context) for one in people) if who)
    at = context.calendar.next_office_time(context.now)
    return (Notice(kind, to, facts, once, at, directive=directive.id),) if to else ()


async def repeated(db: Db, wish: Wish, context: Context) -> Request | None:
    """Give the open request of the same person that says clearly the same, and note that it was said again.

    With new pictures, or insisted on, it is a request of its own.
    """
    if wish.insisted or wish.media or wish.urgency != "normal":
        return None
    phones = context.sealer.digests(wish.phone) if wish.phone else ()
    since = context.now - timedelta(days=context.desk.same_days)
    mine = traits(
        masked(wish.content), context.now, kind=wish.kind, category=wish.category, area=wish.area,
        place=masked(wish.place),
    )  # fmt: skip
    for other in await queries.open_of(db, wish.citizen, phones, since):
        if likeness(mine, traits_of(other)) >= SAME:
            again = await Request.filter(id=other.id).using_db(db).select_for_update().get()
            detail: Facts = {"text": masked(wish.content)}
            actor = wish.entered_by or verbs.CITIZEN
            await verbs.move(db, again, "noted", detail, actor=actor, now=context.now)
            return again
    return None
