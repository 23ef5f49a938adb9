"""Which request somebody on the staff means by a code, how it stands at the office, and who may do what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from handlers.requests.facts import directive_of
from handlers.requests.routing import triage
from tasks.db import Db
from tasks.directives import verbs as directives
from tasks.directives.models import Directive, Share
from tasks.notices import Outcome
from tasks.people.roles import Asked, may
from tasks.requests import queries
from tasks.requests.models import Request

CODE: Final = r"(?:[Ss]\d{8}-\d{4,6}|(?<![\d-])\d{4}(?!\d))"
"""A request's code, or its last four digits."""
LONGEST: Final = 200
"""Characters of a sentence about a request that is one of these commands."""


@dataclass(frozen=True, slots=True)
class Part:
    """A request and the office's part of it (of what it was joined to, where it was)."""

    request: Request
    directive: Directive | None
    share: Share | None


def plain_of(incoming: Incoming, context: Context) -> str:
    """Give what was written one to one or in a group, without the mention, in the one writing."""
    return normal(without_mention(incoming.text, context.bot_name)).strip(" \n,。!?")


async def named(db: Db, code: str) -> Request | None:
    """Find the request of a code, or the latest one of these last digits."""
    if code.isdigit():
        return await queries.latest_ending(db, code)
    return await queries.by_code(db, code)


async def part_of(db: Db, request: Request) -> Part:
    """Give the request with the office's part of it, locked."""
    directive = await directive_of(db, request)
    share = await queries.share_of(db, directive) if directive else None
    return Part(request, directive, share)


def asked(part: Part, person: str, context: Context) -> Asked:
    """Make the question «may this person?» about a request."""
    above, share = triage(context), part.share
    return context.asked(
        person,
        issuer=part.directive.issuer if part.directive else "",
        assignee=share.assignee if share else "",
        department=share.department if share else part.request.office,
        given=str(share.why.get("by", "")) if share else "",
        triage=above.person if above else "",
    )


async def allowed(db: Db, code: str, verb: str, incoming: Incoming, context: Context) -> Part | Outcome:
    """Find a request for a verb of the table of rights, or say why not; a refusal is in the history."""
    request = await named(db, code)
    if request is None:
        return Outcome("case.unknown", {"code": code.upper()})
    part = await part_of(db, request)
    if may(verb, asked(part, incoming.sender, context)):
        return part
    if part.directive is not None:
        await directives.refuse(
            db, part.directive, actor=incoming.sender, verb=verb, reason="not_concerned", now=context.now
        )
    return Outcome("refused.case", {"code": request.code, "verb": verb})


def codes_of(requests: Sequence[Request]) -> list[str]:
    """Give the codes of some requests."""
    return [request.code for request in requests]
