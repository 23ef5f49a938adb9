"""Which request a sentence of the staff is about, and who may do something with it."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from handlers.directives import lookup, seeing
from handlers.message import Incoming
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.models import Directive, Share
from tasks.history import REQUEST
from tasks.notices import Outcome
from tasks.people.roles import may
from tasks.requests import moved
from tasks.requests.models import Request


@dataclass(frozen=True, slots=True)
class Meant:
    """A request, its office's part, and the shares of it that are under way."""

    request: Request
    directive: Directive
    shares: tuple[Share, ...]


async def meant(db: Db, code: str, incoming: Incoming, context: Context) -> Meant | Outcome:
    """Find and lock the request of a code, its last digits, or (empty) the only one the person has."""
    found = await _directive(db, code, incoming, context)
    if isinstance(found, Outcome):
        return found
    directive = await queries.locked_by_id(db, found.id)
    request = await moved.of_directive(db, directive.id)
    if request is None:
        return lookup.unknown_code(code)
    rows = await queries.shares_of(db, directive, states.UNSETTLED)
    this = Meant(request, directive, tuple(rows))
    concerned = handles(this, incoming.sender, context) or sends(this, incoming.sender, context)
    return this if concerned else lookup.unknown_code(request.code)


async def _directive(db: Db, code: str, incoming: Incoming, context: Context) -> Directive | Outcome:
    if not code:
        mine = await lookup.candidates(db, incoming.sender, states.UNDER_WAY, context)
        own = lookup.one_each([one for one in mine if one.directive.kind == REQUEST])
        return own[0].directive if len(own) == 1 else Outcome("request.which", {"count": len(own)})
    if lookup.CODE.fullmatch(code):
        directive = await queries.by_code(db, code.upper())
    else:
        directive = await queries.latest_ending(
            db, code, lookup.stood_for(incoming.sender, context), "", kind=REQUEST
        )
    known = directive is not None and directive.kind == REQUEST
    return directive if directive is not None and known else lookup.unknown_code(code)


def handles(one: Meant, person: str, context: Context) -> bool:
    """Whether somebody has a share of it: the assignee, the stand-in, the head of the unit."""
    return any(seeing.holds(person, share, context) for share in one.shares)


def sends(one: Meant, person: str, context: Context) -> bool:
    """Whether somebody sends it to its office: the clerk or triage who did, a delegate, any other clerk."""
    owns = may("decide", context.asked(person, issuer=one.directive.issuer))
    return owns or person in context.desk.clerks
