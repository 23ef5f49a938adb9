"""A request comes in: taken down, given to the office that answers for it, everybody concerned told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.context import Context
from handlers.directives.attachments import attached
from handlers.directives.first_card import assigned
from handlers.directives.proposed import when
from handlers.nudging.first import under_rules
from handlers.requests import pictures, same
from handlers.requests.facts import request_facts
from handlers.requests.routing import Office, area_of, category_of, office_of, triage
from tasks import history
from tasks.db import Db
from tasks.directives import verbs as directives
from tasks.directives.giving import ABOUT, NewShare
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
    """Take a request down and give it to its office; what it is about is found where nobody said.

    What the same person says again of what is still open gets the number there is (`repeated`: since when).
    """
    wish = _placed(wish, context)
    if earlier := await same.repeated(db, wish, context):
        since: Facts = {"repeated": earlier.created_at.isoformat()}
        return Received(earlier, request_facts(earlier, context) | since, ())
    terms = context.desk.terms_of(wish.kind)
    due = clocks.first_due(context.now, terms, context.calendar)
    request = await verbs.receive(db, wish, context.sealer, due, context.now)
    office = office_of(request, context)
    actor = wish.entered_by or verbs.SYSTEM
    notices = await hand(db, request, office, context, actor=actor, urgency=wish.urgency) if office else ()
    notices = (*notices, *pictures.fetches(request, context), *await same.noticed(db, request, context))
    return Received(request, request_facts(request, context) | {"repeated": ""}, notices)


def _placed(wish: Wish, context: Context) -> Wish:
    """Give the wish with its category by the words of the table, and the area it is about."""
    said = f"{wish.content} {wish.place}"
    return replace(
        wish,
        category=wish.category or category_of(said, context.desk.routes),
        area=wish.area or area_of(wish.place, wish.content, context.org),
    )


async def hand(
    db: Db, request: Request, office: Office, context: Context, *, actor: str, urgency: str = "normal"
) -> tuple[Notice, ...]:
    """Give a request that has no office yet to one: its part of it is a directive under the same code."""
    draft = await under_rules(db, _draft(request, office, urgency, context), context)
    directive, shares = await directives.issue(db, draft, context.now)
    request.state, request.directive_id, request.office = states.HANDED, directive.id, office.unit
    request.read_seq = directive.seq
    await request.save(using_db=db, update_fields=["state", "directive_id", "office", "read_seq"])
    detail: Facts = {"to": office.person, "department": office.unit, "why": office.why}
    await verbs.move(db, request, "handed", detail, actor=actor, now=context.now)
    return assigned(directive, shares, when(directive, context), context)


def _draft(request: Request, office: Office, urgency: str, context: Context) -> Draft:
    """Make the office's part: the issuer is who answers for sending it right, and looks at the answer.

    What is checked stays so when it is handed on; an answer of who would look at it is looked at by nobody.
    """
    above = triage(context)
    issuer = request.entered_by or (above.person if above else office.person)
    checked = context.desk.terms_of(request.kind).checked
    is_head = context.org.head(office.unit) == office.person
    why: Facts = {
        "by": "unit" if is_head else "person",
        "written": context.org.unit_name(office.unit),
        ABOUT: office_facts(request, office.why),
    }
    return Draft(
        kind=history.REQUEST,
        code=request.code,
        title=request.title,
        content=request.content,
        urgency=urgency,
        issuer=issuer,
        posted_by=issuer,
        chat="",
        wants=("feedback",) if checked else ("feedback", CLOSING),
        due=request.due,
        shares=(NewShare(office.person, office.unit, why),),
    )


def office_facts(request: Request, why: str) -> Facts:
    """Give what an office reads of a request besides its words, and why it came there; nothing personal."""
    return {
        "id": request.id,
        "kind": request.kind,
        "place": request.place,
        "category": request.category,
        "anonymous": request.anonymous,
        "confidential": request.confidential,
        "may_call": request.may_call,
        "media": attached(request.media),
        "why": why,
    }
