"""A bare 同意 or 不同意: about what was reported, or about what was asked for; asked where both wait.

And 只给一天: about more time that was asked for, where somebody asked; else it moves the directive.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from handlers.context import Context
from handlers.directives import decide, deciding, lookup
from handlers.directives.accept import is_meant, whose_is_accepted
from handlers.directives.requests import SAYS
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.reading.limits import laid_over, read_limit
from tasks.db import Db
from tasks.directives import queries, reporting
from tasks.directives.models import Directive, Proposal, Share
from tasks.directives.proposals import EXTEND
from tasks.fields import Facts
from tasks.notices import Outcome

BARE: Final = re.compile(r"(?:^|[\s\d号:：,，])不?(?:同意|批准)(?:了|吧)?(?:$|[\s,，。.!！;；])")
"""同意, 不同意 alone, with a code before and a reason behind; 同意办结 is about a report."""
OF_SOMEBODY: Final = re.compile(
    r"(?:同意|批准)[^\s,，。;；:：!！]{2,20}的[\s。.!！]*$"
    r"|[^\s,，。;；:：!！]{2,20}的?(?:也|都)*(?:不?同意|不?可以|不?行|OK|ok)了?(?:$|[\s,，。.!！;；:：])"
)
"""同意李四的, 王五的不同意: it is not said of what."""
Verb = Callable[[Db, Incoming, Reading, Context], Awaitable[Outcome]]
Request = tuple[Directive, Share, Proposal]
Report = tuple[Directive, Share]


def in_place_of(usual: Verb, word: Verb) -> Verb:
    """Give the verb of a bare word: about a request where one waits and no report does; never a guess."""

    async def verb(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
        named = whose_is_accepted(reading, incoming, context) if reading.intent == "accept" else reading
        vague = (named.targets or named.whose) and OF_SOMEBODY.search(reading.content)
        if not (BARE.search(reading.content) or vague):
            return await usual(db, incoming, reading, context)
        reading = named if vague else reading
        requests, reports = await _waiting(db, incoming, reading, context)
        if requests and reports:
            return _both(requests, reports, reading, incoming, context)
        return await (word if requests else usual)(db, incoming, reading, context)

    return verb


def limited(usual: Verb) -> Verb:
    """Give the verb of 只给一天: it grants that much where more time was asked for; else the usual one."""

    async def verb(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
        limit = read_limit(
            reading.content, context.said_at, context.org, context.calendar, speaker=incoming.sender
        )
        if limit is None or not await _asked_for_time(db, incoming, reading, context):
            return await usual(db, incoming, reading, context)
        return await decide.grant(db, incoming, laid_over(reading, limit), context)

    return verb


async def _asked_for_time(db: Db, incoming: Incoming, reading: Reading, context: Context) -> bool:
    """Whether more time was asked of this person, in the directive that is named."""
    named = await lookup.named(db, incoming, reading, context)
    if isinstance(named, str):
        return False
    waiting = await deciding.waiting_for(db, incoming.sender, [EXTEND], context)
    return any(named is None or directive.id == named.id for directive, _, _ in waiting)


async def _waiting(
    db: Db, incoming: Incoming, reading: Reading, context: Context
) -> tuple[Sequence[Request], Sequence[Report]]:
    """Give what was asked of this person, and what was reported and shown, in the directive that is named."""
    named = await lookup.named(db, incoming, reading, context)
    if isinstance(named, str):
        return (), ()
    requests = await deciding.waiting_for(db, incoming.sender, SAYS, context)
    if not requests:
        return (), ()
    owners = [incoming.sender, *context.roles.leaders_of(incoming.sender)]
    reports = [
        (directive, one.share)
        for directive in await queries.with_reports(db, owners)
        for one in await reporting.waiting(db, directive, None)
        if not one.feedback.is_news
    ]
    asked = [one for one in requests if _fits(one[0], one[1], named, reading, context)]
    return asked, [one for one in reports if _fits(*one, named, reading, context)]


def _fits(
    directive: Directive, share: Share, named: Directive | None, reading: Reading, context: Context
) -> bool:
    """Whether a share is in the directive that is named, and of whom is named, where either is."""
    if named is not None and directive.id != named.id:
        return False
    return not (reading.whose or reading.targets) or is_meant(share, reading, context)


def _both(
    requests: Sequence[Request],
    reports: Sequence[Report],
    reading: Reading,
    incoming: Incoming,
    context: Context,
) -> Outcome:
    """Ask which is meant, with the words that say it; in a group without names."""

    def named(directive: Directive, share: Share, rows: Sequence[object]) -> Facts:
        who = "" if incoming.chat else context.org.name(share.assignee)
        return {"code": directive.code, "title": directive.title, "who": who, "count": len(rows)}

    directive, share, proposal = requests[0]
    asked: Facts = named(directive, share, requests) | {"asked": proposal.kind}
    reported = named(*reports[0], reports)
    return Outcome(
        "decision.both", {"request": asked, "report": reported, "refuses": reading.intent == "return"}
    )
