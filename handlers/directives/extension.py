"""Ask for more time (申请延期): until when and why, put before the issuer at once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from handlers import asked
from handlers.context import Context
from handlers.directives import deciding, which
from handlers.directives.deciding import put
from handlers.directives.later import counted
from handlers.directives.lookup import Mine
from handlers.directives.proposed import about, facts_of
from handlers.message import Incoming
from handlers.reading import Deadline, Later, Reading
from handlers.reading.later import read_wanted_time
from tasks.db import Db
from tasks.directives import proposals, queries, questions, states
from tasks.directives.facts import moment
from tasks.directives.models import Directive, Question, Share
from tasks.fields import Facts
from tasks.notices import Outcome

VERB: Final = "extend"


async def ask(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Ask for more time for the person's share of what was named, else of the only one, else ask which."""
    mine = await which.held(db, incoming, reading, context, VERB, states.able(VERB))
    if isinstance(mine, Outcome):
        return mine
    return await wish(db, mine, incoming, (reading.deadline, reading.later, reading.reason), context)


async def wish(
    db: Db,
    mine: Mine,
    incoming: Incoming,
    said: tuple[Deadline, Later | None, str],
    context: Context,
    known: datetime | None = None,
) -> Outcome:
    """Ask the issuer, or the person for what is missing; `known` is a time that was said before."""
    directive, share = mine.directive, mine.share
    deadline, later, reason = said
    facts = about(directive, share, context)
    if refused := _needless(directive, share, facts):
        return refused
    due = wanted(share, deadline, later, context) or known
    if due is not None and (wrong := too_early(share, due, facts, context)):
        return wrong
    if due is None or not reason:
        return await _ask_for(db, directive, incoming, due, reason, facts, context)
    return await _propose(db, directive, share, incoming, due, reason, context)


def _needless(directive: Directive, share: Share, facts: Facts) -> Outcome | None:
    if directive.kind == "notice":
        return Outcome("share.is_notice", facts | {"verb": VERB})
    return Outcome("extension.no_due", facts) if share.due is None else None


def wanted(share: Share, deadline: Deadline, later: Later | None, context: Context) -> datetime | None:
    """Give the time that was named, or counted from the old one; None where neither was said."""
    if later is not None and share.due is not None:
        return counted(share.due, later, context.calendar)
    return deadline.due


def too_early(share: Share, due: datetime, facts: Facts, context: Context) -> Outcome | None:
    """Answer that a time is over, or not later than the one that holds; None for one that makes sense."""
    if due <= context.now:
        return Outcome("extension.past", facts | {"new_due": moment(due)})
    if share.due is not None and due <= share.due:
        return Outcome("extension.not_later", facts | {"new_due": moment(due)})
    return None


async def _ask_for(
    db: Db,
    directive: Directive,
    incoming: Incoming,
    due: datetime | None,
    reason: str,
    facts: Facts,
    context: Context,
) -> Outcome:
    """Ask for what is missing and keep the rest: a time with T in it, or the reason."""
    kept = due.isoformat() if due else ""
    waiting = await asked.want(
        db, incoming, context, verb=VERB, argument=f"{kept}|{reason}", facts=facts, directive=directive.id
    )
    if due is not None:
        return Outcome("extension.why", facts | {"new_due": kept})
    return Outcome("extension.until", facts | {"reason": reason}) if reason else waiting


async def _propose(
    db: Db,
    directive: Directive,
    share: Share,
    incoming: Incoming,
    due: datetime,
    reason: str,
    context: Context,
) -> Outcome:
    proposal = await proposals.propose(
        db, directive, share, proposals.EXTEND, actor=incoming.sender, reason=reason,
        facts={"due": moment(due), "old": moment(share.due)}, now=context.now,
    )  # fmt: skip
    cards = await put(db, "directive.extension_asked", directive, share, proposal, context)
    facts = facts_of(directive, share, proposal, context) | await deciding.seen_by(db, share, context)
    return Outcome("extension.asked", facts, cards)


async def by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the time and the reason, or what of them was missing."""
    kept, _, reason = str(question.facts["argument"]).partition("|")
    deadline, later, why = read_wanted_time(reading.content, context.said_at, context.calendar)
    timed = deadline.due is not None or later is not None
    if not kept and not timed and reason:
        return None
    if not timed:
        why = why or asked.said(reading)
    directive = await queries.by_id(db, question.directive_id or 0)
    if directive is None:
        return None
    await questions.answered(db, question, context.now)
    mine = await which.holding(db, directive, incoming, context, VERB, states.able(VERB))
    if isinstance(mine, Outcome):
        return mine
    known = datetime.fromisoformat(kept) if kept else None
    return await wish(db, mine, incoming, (deadline, later, why or reason), context, known)
