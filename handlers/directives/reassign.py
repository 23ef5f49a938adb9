"""Hand on (转办): inside the unit at once, to another unit with the issuer's consent."""

from __future__ import annotations

import re
from typing import Final

from handlers import asked
from handlers.context import Context
from handlers.directives import deciding, lookup, successor, which
from handlers.directives.deciding import put
from handlers.directives.hand import given_back, hand, hand_of
from handlers.directives.lookup import Mine
from handlers.directives.proposed import about, facts_of, when
from handlers.directives.successor import Successor
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import proposals, queries, questions, states
from tasks.directives.facts import moment
from tasks.directives.models import Directive, Question
from tasks.fields import Facts
from tasks.history import REQUEST
from tasks.notices import Notice, Outcome
from tasks.people.roles import may

VERB: Final = "reassign"
OWNERS_WORD: Final = re.compile(r"改派|改由")
"""What an issuer says; an assignee says 转给."""


async def reassign(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Hand a share on: an owner somebody else's, an assignee the own one; the directive decides which."""
    reading = successor.stated(reading)
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is not None:
        if await _is_owners(db, directive, incoming, reading, context):
            return await hand_of(db, directive, incoming, reading, context)
        mine = await which.holding(db, directive, incoming, context, VERB, states.UNDONE)
        return mine if isinstance(mine, Outcome) else await hand_on(db, mine, incoming, reading, context)
    own = await lookup.candidates(db, incoming.sender, states.UNDONE, context)
    waiting = await given_back(db, incoming.sender, context)
    if waiting and (not own or OWNERS_WORD.search(reading.content)):
        return await hand(db, incoming, reading, context)
    if not own and may("issue", context.asked(incoming.sender)):
        return await hand(db, incoming, reading, context)
    held = await which.held(db, incoming, reading, context, VERB, states.UNDONE)
    return held if isinstance(held, Outcome) else await hand_on(db, held, incoming, reading, context)


async def _is_owners(
    db: Db, directive: Directive, incoming: Incoming, reading: Reading, context: Context
) -> bool:
    """Whether a person who names this directive speaks as its owner; who holds a share too says 改派 then.

    Who sends citizens' requests to their offices and has one asks nobody's consent for sending it on.
    """
    if not may("decide", context.asked(incoming.sender, issuer=directive.issuer)):
        return False
    if directive.kind == REQUEST:
        return True
    own = await lookup.my_share(db, directive, incoming.sender, VERB, context)
    return own is None or own.state not in states.UNDONE or bool(OWNERS_WORD.search(reading.content))


async def hand_on(db: Db, mine: Mine, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Hand the person's share on to who is named, or ask to whom."""
    directive, share = mine.directive, mine.share
    facts = about(directive, share, context)
    if directive.kind == "notice":
        return Outcome("share.is_notice", facts | {"verb": VERB})
    to = await successor.named(db, directive, share, incoming, reading, context)
    if isinstance(to, Outcome):
        return to
    if to is None:
        nobody = successor.nobody_found(directive, share, reading, context)
        return nobody or await _want(db, directive, incoming, facts, context)
    if successor.inside(share, to, incoming.sender, context.org):
        return await _at_once(db, mine, to, incoming, reading, context)
    return await _ask_consent(db, mine, to, incoming, reading, context)


async def _want(db: Db, directive: Directive, incoming: Incoming, facts: Facts, context: Context) -> Outcome:
    return await asked.want(
        db, incoming, context, verb=VERB, argument="", facts=facts, directive=directive.id
    )


async def _at_once(
    db: Db, mine: Mine, to: Successor, incoming: Incoming, reading: Reading, context: Context
) -> Outcome:
    directive, share, name = mine.directive, mine.share, context.org.name
    why: Facts = {"by": "handed", "written": name(incoming.sender)}
    holder = "" if share.assignee == incoming.sender else name(share.assignee)
    heard = await successor.hand_over(
        db, directive, share, to, why=why, reason=reading.reason, incoming=incoming, context=context
    )
    if heard is None:
        return which.wrong_state(directive, share, VERB, context)
    facts = about(directive, share, context) | {
        "to": name(to.userid),
        "unit": context.org.unit_name(successor.place_of_person(share, to, context.org)),
        "holder": name(incoming.sender),
        "for": holder,
        "reason": reading.reason,
    }
    # Nobody has to do anything about it: what is not pressing waits for office hours.
    at = when(directive, context)
    facts["held_until"] = moment(at) if at > context.now else None
    facts |= await deciding.seen_by(db, share, context)
    told = Notice(
        "directive.reassigned",
        await deciding.hearers(db, directive, share, context, but=(incoming.sender, to.userid)),
        facts,
        f"reassigned:{directive.code}:{directive.seq}",
        at,
        directive=directive.id,
    )
    kept = facts | {"to": ""} if incoming.chat else facts
    return Outcome("reassigned", kept, (told, *heard))


async def _ask_consent(
    db: Db, mine: Mine, to: Successor, incoming: Incoming, reading: Reading, context: Context
) -> Outcome:
    directive, share = mine.directive, mine.share
    unit = to.unit or context.org.unit_of(to.userid)
    asked_for: Facts = {"to": to.userid, "unit": unit, "named": to.unit}
    proposal = await proposals.propose(
        db, directive, share, proposals.REASSIGN, actor=incoming.sender, reason=reading.reason,
        facts=asked_for, now=context.now,
    )  # fmt: skip
    facts = facts_of(directive, share, proposal, context) | await deciding.seen_by(db, share, context)
    cards = await put(db, "directive.reassign_asked", directive, share, proposal, context)
    kept = facts | {"to": "", "to_unit": ""} if incoming.chat else facts
    return Outcome("reassign.asked", kept, cards)


async def by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the name that was asked for, with a reason behind it where there is one."""
    directive = await queries.by_id(db, question.directive_id or 0)
    if directive is None:
        return None
    said = successor.as_said(incoming, directive, "转给", reading, context)
    if said is None:
        return successor.unknown(reading, directive)
    await questions.answered(db, question, context.now)
    incoming, reading = said
    mine = await which.holding(db, directive, incoming, context, VERB, states.UNDONE)
    return mine if isinstance(mine, Outcome) else await hand_on(db, mine, incoming, reading, context)
