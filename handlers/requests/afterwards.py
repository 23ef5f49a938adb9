"""What comes after an answer: the rating is asked for, a poor one followed up, the matter opened again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from handlers.context import Context
from handlers.directives.first_card import assigned
from handlers.directives.hours import reader_at
from handlers.directives.parties import reached
from handlers.directives.telling import facts_by
from handlers.redraw import facts_of_share
from handlers.requests import joining
from handlers.requests.facts import directive_of, facts_of, request_facts
from handlers.requests.receive import hand
from handlers.requests.routing import Office, triage
from handlers.requests.telling import polite
from tasks.citizens import reach
from tasks.db import Db
from tasks.directives import handing, queries
from tasks.directives import states as shares
from tasks.directives import verbs as directives
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Share
from tasks.fields import Facts
from tasks.notices import Notice, Receiver
from tasks.personal import masked
from tasks.requests import clocks, follow_ups, rating, states, verbs
from tasks.requests.models import FollowUp, Request

REOPENED_WITHIN: Final = timedelta(days=30)
"""How long after the answer a citizen may have the matter opened again."""
MOST_ROUNDS: Final = 3
"""Handlings of one request: opened again twice; whoever is not content then is heard by the supervisors."""


async def asked(db: Db, request: Request, context: Context) -> Facts:
    """Ask for the rating with the answer that goes out now; gives the facts its words need.

    `rate`: the citizen is asked. Where nobody can be written to, nobody is.
    """
    if not await _writes(db, request):
        return {"rate": False}
    await rating.ask(db, request, context.now)
    return {"rate": True}


async def _writes(db: Db, request: Request) -> bool:
    """Whether the citizen can be written to: who called has no account."""
    return request.citizen_id is not None and await reach.has_account(db, request.citizen_id)


async def to_citizen(
    db: Db, kind: str, request: Request, facts: Facts, once: str, context: Context
) -> tuple[Notice, ...]:
    """Write to the citizen at an hour of the day; nothing where nobody can be written to."""
    if not await _writes(db, request):
        return ()
    base = facts_of(request, context)
    to = (Receiver(str(request.citizen_id)),)
    at = polite(context.now, context)
    return (Notice(kind, to, base | facts, f"{kind}:{request.code}:{once}", at, place="citizen"),)


@dataclass(frozen=True, slots=True)
class Again:
    """What came of a wish to have it opened again: whether it is, and who must hear."""

    opened: bool
    notices: tuple[Notice, ...]


async def reopen(db: Db, request: Request, reason: str, context: Context, *, actor: str) -> Again:
    """Open an answered request again: a new round with a new clock, the office has it back.

    After the last round it goes to the supervisors instead, as a call back that has to be made.
    """
    said = masked(reason)
    if request.round >= MOST_ROUNDS:
        await verbs.move(db, request, "reopen_refused", {"reason": said}, actor=actor, now=context.now)
        return Again(opened=False, notices=await follow_up(db, request, context, said, above=True))
    terms = context.desk.terms_of(request.kind)
    request.due = clocks.first_due(context.now, terms, context.calendar)
    request.state, request.round, request.paused_at = states.HANDED, request.round + 1, None
    changed = ["state", "due", "round", "paused_at"]
    await request.save(using_db=db, update_fields=changed)
    detail: Facts = {"reason": said, "due": request.due.isoformat(), "round": request.round}
    await verbs.move(db, request, "reopened", detail, actor=actor, now=context.now)
    return Again(opened=True, notices=await _given_back(db, request, said, context))


async def _given_back(db: Db, request: Request, reason: str, context: Context) -> tuple[Notice, ...]:
    """Give the office its part back; where it has none any more, whoever sends requests on gets it."""
    if request.merged_into is not None:
        return await joining.apart(db, request, context, actor=verbs.SYSTEM, why="reopened")
    directive = await directive_of(db, request)
    share = await answering_share(db, directive, request) if directive else None
    if directive is None:
        above = triage(context)
        return await hand(db, request, above, context, actor=verbs.SYSTEM) if above else ()
    read = request.read_seq == directive.seq
    directive.due = request.due
    await directive.save(using_db=db, update_fields=["due"])
    notices = (
        await _returned(db, directive, share, request, reason, context)
        if share
        else await _given_anew(db, directive, triage(context), context)
    )
    if read:
        # What was done here is known to the request: it is not followed once more.
        request.read_seq = directive.seq
        await request.save(using_db=db, update_fields=["read_seq"])
    return notices


async def answering_share(db: Db, directive: Directive, request: Request) -> Share | None:
    """Give the share that gave the answer, else the last one that can be sent back."""
    able = await queries.shares_of(db, directive, shares.able("return"))
    own = [share for share in able if share.assignee == request.answered_by]
    return next(iter(own or able[::-1]), None)


async def _returned(
    db: Db, directive: Directive, share: Share, request: Request, reason: str, context: Context
) -> tuple[Notice, ...]:
    await handing.send_back(
        db, directive, share, actor=verbs.SYSTEM, reason=reason, now=context.now, due=request.due
    )
    at = context.calendar.next_office_time(context.now)
    reader = reader_at(share, at, context)
    own: Facts = {"for": context.org.name(share.assignee), "share": share.id}
    facts = facts_by(directive, verbs.SYSTEM, context) | facts_of_share(directive, share, context)
    facts |= {"reason": reason, "round": request.round}
    to = (Receiver(reader, share.id, {} if reader == share.assignee else own),)
    once = f"request.reopened:{request.code}:{request.round}"
    card = Notice("request.reopened", to, facts, once, at, directive=directive.id)
    return (card,) if reader else ()


async def _given_anew(
    db: Db, directive: Directive, office: Office | None, context: Context
) -> tuple[Notice, ...]:
    if office is None or directive.state == shares.WITHDRAWN:
        return ()
    new = NewShare(office.person, office.unit, {"by": "request", "written": office.why})
    added = await directives.add(db, directive, [new], actor=verbs.SYSTEM, now=context.now)
    return assigned(directive, added, context.calendar.next_office_time(context.now), context, again=True)


async def follow_up(
    db: Db, request: Request, context: Context, why: str = "", *, above: bool = False
) -> tuple[Notice, ...]:
    """Open the call back after a poor rating; `above` has a supervisor make it. Told in office hours."""
    who = caller(request, context, above=above)
    if not who:
        return ()
    clock = follow_ups.times(context.now, context.desk.follow_up_days, context.calendar)
    made = await follow_ups.begin(db, request, who, clock, context.now)
    if made is None:
        return ()
    facts = follow_up_facts(request, made, context) | {"why": why, "above": above}
    once = f"request.follow_up:{request.code}:{request.round}"
    at = context.calendar.next_office_time(context.now)
    return told("request.follow_up", [who], facts, once, context, at=at)


def follow_up_facts(request: Request, made: FollowUp, context: Context) -> Facts:
    """Give what messages about a call back show."""
    facts = request_facts(request, context)
    return facts | {"call_by": made.due.isoformat(), "may_call": request.may_call, "year": context.now.year}


def caller(request: Request, context: Context, *, above: bool = False) -> str:
    """Give who calls back: the clerk who took it down, else the triage, a supervisor; never who was rated."""
    office = triage(context)
    usual = (request.entered_by, office.person if office else "")
    others = (*sorted(context.roles.supervisors), *sorted(context.desk.clerks))
    heads = (context.org.head(unit) or "" for unit in context.org.roots)
    order: Iterable[str] = (*others, *usual, *heads) if above else (*usual, *others, *heads)
    rated = {request.answered_by, ""}
    return next((who for who in order if who not in rated and reached(who, context)), "")


def told(
    kind: str, people: Sequence[str], facts: Facts, once: str, context: Context, **more: object
) -> tuple[Notice, ...]:
    """Tell each of these people once, or who stands in; now, unless `at` says when."""
    to = tuple(Receiver(who) for who in dict.fromkeys(reached(one, context) for one in people) if who)
    at = more.pop("at", context.now)
    return (Notice(kind, to, facts, once, at, **more),) if to else ()  # type: ignore[arg-type]  # Notice's own
