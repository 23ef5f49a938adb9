"""A request comes in: taken down, given to the office that answers for it, everybody concerned told."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from handlers.directives.first_card import assigned
from handlers.nudging.first import under_rules
from handlers.requests.routing import Office, office_of, triage
from tasks import history
from tasks.db import Db
from tasks.directives import verbs as directives
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive
from tasks.directives.verbs import CLOSING, Draft
from tasks.fields import Facts
from tasks.notices import Notice
from tasks.requests import clocks, states, verbs
from tasks.requests.models import Request
from tasks.requests.verbs import Wish


@dataclass(frozen=True, slots=True)
class Received:
    """A request that was taken down, its facts for the citizen or the clerk, who else must hear."""

    request: Request
    facts: Facts
    notices: tuple[Notice, ...]


async def receive(db: Db, wish: Wish, context: Context) -> Received:
    """Take a request down and give it to its office."""
    terms = context.desk.terms_of(wish.kind)
    due = clocks.first_due(context.now, terms, context.calendar)
    request = await verbs.receive(db, wish, context.sealer, due, context.now)
    office = office_of(request, context)
    notices = (
        await hand(db, request, office, context, actor=wish.entered_by or verbs.SYSTEM) if office else ()
    )
    return Received(request, request_facts(request, context), notices)


async def hand(
    db: Db, request: Request, office: Office, context: Context, *, actor: str
) -> tuple[Notice, ...]:
    """Give a request that has no office yet to one: its part of it is a directive under the same code."""
    draft = await under_rules(db, _draft(request, office, context), context)
    directive, shares = await directives.issue(db, draft, context.now)
    request.state, request.directive_id, request.office = states.HANDED, directive.id, office.unit
    request.read_seq = directive.seq
    await request.save(using_db=db, update_fields=["state", "directive_id", "office", "read_seq"])
    detail: Facts = {"to": office.person, "department": office.unit, "why": office.why}
    await verbs.move(db, request, "handed", detail, actor=actor, now=context.now)
    at = context.calendar.next_office_time(context.now)
    return assigned(directive, shares, at, context)


def _draft(request: Request, office: Office, context: Context) -> Draft:
    """Make the office's part: the issuer is who answers for sending it right, and looks at the answer."""
    above = triage(context)
    issuer = request.entered_by or (above.person if above else office.person)
    checked = context.desk.terms_of(request.kind).checked and issuer != office.person
    return Draft(
        kind=history.REQUEST,
        code=request.code,
        title=request.title,
        content=request.content,
        urgency="normal",
        issuer=issuer,
        posted_by=issuer,
        chat="",
        wants=("feedback",) if checked else ("feedback", CLOSING),
        due=request.due,
        shares=(NewShare(office.person, office.unit, {"by": "request", "written": office.why}),),
    )


def request_facts(request: Request, context: Context) -> Facts:
    """Give what every message about a request shows; nothing that is personal."""
    return {
        "code": request.code,
        "kind": request.kind,
        "category": request.category,
        "title": request.title,
        "state": request.state,
        "office": context.org.unit_name(request.office),
        "due": request.due.isoformat() if request.due else None,
    }


async def directive_of(db: Db, request: Request) -> Directive | None:
    """Give the office's part of a request, of what it was joined to where it was."""
    owner = request
    if request.merged_into is not None:
        owner = await Request.filter(id=request.merged_into).using_db(db).get()
    if owner.directive_id is None:
        return None
    return await Directive.filter(id=owner.directive_id).using_db(db).select_for_update().first()
