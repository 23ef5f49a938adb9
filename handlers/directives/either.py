"""A bare 同意 or 不同意: about what was reported, or about what was asked for; asked where both wait."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from handlers.context import Context
from handlers.directives import deciding, lookup
from handlers.directives.decide import SAYS
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries, reporting
from tasks.directives.models import Directive, Proposal, Share
from tasks.fields import Facts
from tasks.notices import Outcome

BARE: Final = re.compile(r"(?:^|[\s\d号:：,，])不?(?:同意|批准)(?:了|吧)?(?:$|[\s,，。.!！;；])")
"""同意, 不同意 alone, with a code before and a reason behind; 同意办结 is about a report."""
Verb = Callable[[Db, Incoming, Reading, Context], Awaitable[Outcome]]
Request = tuple[Directive, Share, Proposal]
Report = tuple[Directive, Share]


def in_place_of(usual: Verb, word: Verb) -> Verb:
    """Give the verb of a bare word: about a request where one waits and no report does; never a guess."""

    async def verb(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
        if not BARE.search(reading.content):
            return await usual(db, incoming, reading, context)
        requests, reports = await _waiting(db, incoming, reading, context)
        if requests and reports:
            return _both(requests, reports, reading, incoming, context)
        return await (word if requests else usual)(db, incoming, reading, context)

    return verb


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
    if named is None:
        return requests, reports
    asked = [one for one in requests if one[0].id == named.id]
    return asked, [one for one in reports if one[0].id == named.id]


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
