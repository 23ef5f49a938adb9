"""Decline (不属于我单位): a share goes back to the issuer with a reason, who decides."""

from __future__ import annotations

import re
from typing import Final

from handlers import asked
from handlers.context import Context
from handlers.directives import which
from handlers.directives.acknowledge import refuse
from handlers.directives.extension import asks
from handlers.directives.lookup import Mine
from handlers.directives.proposed import about, facts_of, question_cards
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import handing, proposals, queries, questions, states
from tasks.directives.models import Question
from tasks.notices import Outcome

VERB: Final = "decline"
WITHIN: Final = 4 * 60
"""Working minutes from when a share was given, in which it may be declined."""
ISSUES: Final = frozenset({"task", "notice"})
ORDER: Final = re.compile(r"\s*(?:请|@|通知)")
NO_REASON: Final = frozenset({"feedback", "ack"})
"""Intents of messages that say something else where a reason was asked for."""


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
    cards = question_cards("directive.declined", directive, share, proposal, context)
    return Outcome("declined", facts_of(directive, share, proposal, context), cards)


async def by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the reason that was asked for."""
    directive = await queries.by_id(db, question.directive_id or 0)
    if directive is None or reading.intent in NO_REASON or asks(reading):
        return None
    if is_order(reading):
        return None
    await questions.answered(db, question, context.now)
    mine = await which.holding(db, directive, incoming, context, VERB, states.able(VERB))
    if isinstance(mine, Outcome):
        return mine
    said = reading.reason if reading.intent == VERB else reading.content
    return await refused(db, mine, incoming, context) or await give_back(db, mine, incoming, said, context)


def is_order(reading: Reading) -> bool:
    """Whether words that name who should do it (应由环卫所办) are a directive of their own after all."""
    ordered = reading.due is not None or reading.urgency != "normal" or ORDER.match(reading.content)
    return reading.intent in ISSUES and bool(ordered)
