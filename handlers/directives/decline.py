"""Decline (不属于我单位): a share goes back to the issuer with a reason, who decides."""

from __future__ import annotations

import re
from typing import Final

from handlers import asked
from handlers.context import Context
from handlers.directives import deciding, which
from handlers.directives.acknowledge import refuse
from handlers.directives.deciding import put
from handlers.directives.lookup import Mine
from handlers.directives.proposed import about, facts_of
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import handing, proposals, queries, questions, states
from tasks.directives.models import Question
from tasks.notices import Outcome

VERB: Final = "decline"
WITHIN: Final = 4 * 60
"""Working minutes from when a share was given, in which it may be declined."""
BUTTON: Final = re.compile(r"(?:不属于我单位|退办)[\s。!！]*")
"""What the button says: once more no reason."""


async def decline(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Decline the person's share of what was named, else the only one, else ask which."""
    mine = await which.held(db, incoming, reading, context, VERB, states.able(VERB))
    if isinstance(mine, Outcome):
        return mine
    return await refused(db, mine, incoming, context) or await give_back(
        db, mine, incoming, reading.reason, context
    )


async def refused(db: Db, mine: Mine, incoming: Incoming, context: Context) -> Outcome | None:
    """Answer why a share cannot be declined, with what can be done instead; None where it can."""
    directive, share = mine.directive, mine.share
    if directive.kind == "notice":
        return Outcome("share.is_notice", about(directive, share, context) | {"verb": VERB})
    if share.declines >= handing.MOST_DECLINES:
        return await refuse(db, directive, incoming, VERB, "declined_twice", context)
    given = share.given_at or directive.created_at
    if context.calendar.minutes_between(given, context.now) > WITHIN:
        return await refuse(db, directive, incoming, VERB, "decline_late", context)
    return None


async def give_back(db: Db, mine: Mine, incoming: Incoming, reason: str, context: Context) -> Outcome:
    """Put it before the issuer, or ask for the reason."""
    directive, share = mine.directive, mine.share
    if not reason:
        return await asked.want(
            db, incoming, context, verb=VERB, argument="", facts=about(directive, share, context),
            directive=directive.id,
        )  # fmt: skip
    await handing.decline(db, directive, share, actor=incoming.sender, reason=reason, now=context.now)
    proposal = await proposals.propose(
        db, directive, share, proposals.DECLINE, actor=incoming.sender, reason=reason, facts={},
        now=context.now,
    )  # fmt: skip
    cards = await put(db, "directive.declined", directive, share, proposal, context)
    cards += await deciding.passed_up(db, directive, share, context)
    facts = facts_of(directive, share, proposal, context) | await deciding.seen_by(db, share, context)
    return Outcome("declined", facts, cards)


async def by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the reason that was asked for."""
    directive = await queries.by_id(db, question.directive_id or 0)
    if directive is None:
        return None
    await questions.answered(db, question, context.now)
    mine = await which.holding(db, directive, incoming, context, VERB, states.able(VERB))
    if isinstance(mine, Outcome):
        return mine
    said = (reading.reason if reading.intent == VERB else "") or asked.said(reading)
    said = "" if BUTTON.fullmatch(said) else said
    return await refused(db, mine, incoming, context) or await give_back(db, mine, incoming, said, context)
