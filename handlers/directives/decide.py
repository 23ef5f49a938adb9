"""Decide (同意延期, 不同意转办, 维持原办) by words or by a card: which request is meant, and who may."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from handlers import asked
from handlers.context import Context
from handlers.directives import deciding, decisions, extension, requests, which
from handlers.directives.decisions import GRANT, NO_WORD, REFUSE, Pending, Word
from handlers.directives.hand import want_successor
from handlers.directives.proposed import about, facts_of
from handlers.directives.requests import SAYS
from handlers.directives.together import together
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.reading.later import read_wanted_time
from handlers.reading.limits import read_limit
from handlers.redraw import SILENT, card
from tasks.db import Db
from tasks.directives import proposals, queries, questions, states
from tasks.directives.models import Directive, Question
from tasks.directives.proposals import DECLINE, EXTEND
from tasks.notices import Notice, Outcome

RIGHT: Final = requests.RIGHT
ALL_SAID: Final = re.compile(r"^(?:(?:都|全部|一律|统一|大家|所有人?的?)+(?:给)?(?:[\s,，。;；:：]+|$))")
"""What 都不同意延期,按时报 leaves in front of its reason."""


async def grant(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Grant what was asked for, or give another time than was asked for."""
    return await _decide(db, GRANT, incoming, reading, context)


async def refuse(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Refuse what was asked for."""
    return await _decide(db, REFUSE, incoming, reading, context)


async def uphold(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Leave what was declined with its assignee."""
    return await _decide(db, REFUSE, incoming, reading, context, (DECLINE,))


async def _decide(
    db: Db, verb: str, incoming: Incoming, reading: Reading, context: Context, kinds: Sequence[str] = ()
) -> Outcome:
    kinds = kinds or requests.kinds_of(reading)
    directive = await requests.directive_of(db, kinds, incoming, reading, context)
    if isinstance(directive, Outcome):
        return directive
    found = await requests.pending_in(db, directive, kinds, incoming, reading, context)
    if isinstance(found, Outcome):
        return found
    done = [
        (context.org.name(one.share.assignee), await _decided(db, verb, one, incoming, reading, context))
        for one in found
    ]
    return together(done, incoming, every=True)


async def _decided(
    db: Db, verb: str, pending: Pending, incoming: Incoming, reading: Reading, context: Context
) -> Outcome:
    due = None
    if pending.proposal.kind == EXTEND:
        due = extension.wanted(pending.share, reading.deadline, reading.later, context)
    reason = ALL_SAID.sub("", reading.reason)
    return await decisions.act(db, verb, pending, Word(due, reason), incoming, context)


async def tap_grant(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 同意 on the owner's card stands for."""
    return await _tapped(db, argument, incoming, context, GRANT)


async def tap_refuse(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 不同意 on the owner's card stands for: refused at once, without a reason."""
    return await _tapped(db, argument, incoming, context, REFUSE)


async def tap_uphold(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 维持 on the card of what was declined stands for."""
    return await _tapped(db, argument, incoming, context, REFUSE, only=(DECLINE,))


async def tap_other(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask one to one until when: 另定时间."""
    return await _tapped(db, argument, incoming, context, "other", only=(EXTEND,))


async def tap_hand(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask one to one who is to have what was declined: 改派."""
    return await _tapped(db, argument, incoming, context, GRANT, only=(DECLINE,))


async def _tapped(
    db: Db, argument: str, incoming: Incoming, context: Context, verb: str, only: Iterable[str] = tuple(SAYS)
) -> Outcome:
    """Decide by a button, or show on the card how it was decided meanwhile."""
    found = await _locked(db, argument, incoming, context)
    if found is None or found.proposal.kind not in only:
        return SILENT
    directive, share, proposal = found.directive, found.share, found.proposal
    notices: tuple[Notice, ...] = ()
    if directive.state == states.OPEN and proposals.still_asked(proposal, share):
        done = await (_ask_time if verb == "other" else _act)(db, verb, found, incoming, context)
        # What was decided stands on the card; why it was not, or what is still asked, comes one to one.
        notices = done.notices if proposal.decision else (_aside(done, incoming, directive, context),)
    facts = facts_of(directive, share, proposal, context)
    return card("card.proposal", facts, incoming, context, notices, directive.id)


async def _act(db: Db, verb: str, pending: Pending, incoming: Incoming, context: Context) -> Outcome:
    return await decisions.act(db, verb, pending, NO_WORD, incoming, context)


async def _locked(db: Db, argument: str, incoming: Incoming, context: Context) -> Pending | None:
    """Lock what a tap is about; None for who may not (the history says so) or for what there is not."""
    seen = await proposals.find(db, number_of(argument))
    directive = await queries.by_id(db, seen.directive_id) if seen else None
    if seen is None or directive is None:
        return None
    share = await queries.share_by_id(db, seen.share_id)
    if share is None:
        return None
    owned = await deciding.owned(db, directive, share, incoming, context, wanted=states.DIRECTIVE_STATES)
    proposal = await proposals.by_id(db, seen.id)
    share = await queries.share_by_id(db, seen.share_id)
    if isinstance(owned, Outcome) or proposal is None or share is None:
        return None
    return Pending(owned, share, proposal)


def _aside(said: Outcome, incoming: Incoming, directive: Directive, context: Context) -> Notice:
    return asked.as_notice(said, incoming, context, directive.id)


async def _ask_time(db: Db, verb: str, pending: Pending, incoming: Incoming, context: Context) -> Outcome:
    facts = about(pending.directive, pending.share, context)
    return await asked.want(
        db, incoming, context, verb=verb, argument=str(pending.proposal.id), facts=facts,
        directive=pending.directive.id,
    )  # fmt: skip


async def other_by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the time that is given instead of the one asked for."""
    deadline, later, why = read_wanted_time(reading.content, context.said_at, context.calendar)
    limit = read_limit(
        reading.content, context.said_at, context.org, context.calendar, speaker=incoming.sender
    )
    if limit is not None:
        deadline, later, why = limit.deadline, limit.later, ""
    if deadline.due is None and later is None:
        return None
    await questions.answered(db, question, context.now)
    found = await _locked(db, str(question.facts["argument"]), incoming, context)
    if found is None:
        return None
    if found.directive.state != states.OPEN or not proposals.still_asked(found.proposal, found.share):
        return requests.too_late(found, incoming, context)
    word = Word(extension.wanted(found.share, deadline, later, context), why)
    return await decisions.act(db, GRANT, found, word, incoming, context)


async def tap_hand_share(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask one to one who is to have a share whose assignee cannot be reached: 改派. The card stays."""
    share = await queries.share_by_id(db, number_of(argument))
    directive = await queries.by_id(db, share.directive_id) if share else None
    if share is None or directive is None:
        return SILENT
    owned = await which.owned(db, directive, incoming, context, RIGHT, wanted=states.DIRECTIVE_STATES)
    if isinstance(owned, Outcome):
        return SILENT
    now = await queries.share_by_id(db, share.id)
    if owned.state != states.OPEN or now is None or not states.can("reassign", now.state):
        facts = about(owned, share, context) | {"state": (now or share).state}
        said = Outcome("hand.moved_on", facts)
    else:
        said = await want_successor(db, owned, now, incoming, context)
    return Outcome("", {}, (_aside(said, incoming, owned, context),))
