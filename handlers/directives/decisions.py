"""What a decision does: more time given or not, a share handed on, kept or upheld, and who hears of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.directives import extension
from handlers.directives.hand import give_to, want_successor
from handlers.directives.leavers import passed_on
from handlers.directives.parties import name_of_actor
from handlers.directives.proposed import about, facts_of, told
from handlers.directives.successor import Successor, misfit
from handlers.message import Incoming
from tasks.db import Db
from tasks.directives import handing, proposals
from tasks.directives.facts import moment
from tasks.directives.models import Directive, Proposal, Share
from tasks.directives.proposals import DECLINE, EXTEND, GRANTED, REASSIGN, REFUSED
from tasks.fields import Facts
from tasks.notices import Outcome

GRANT: Final = "grant"
REFUSE: Final = "refuse"


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for a decision, its directive locked."""

    directive: Directive
    share: Share
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Word:
    """What an owner says: the time instead of the one that was asked for, and why."""

    due: datetime | None = None
    reason: str = ""


NO_WORD = Word()
Act = Callable[[Db, Pending, Word, Incoming, Context], Awaitable[Outcome]]


async def act(
    db: Db, verb: str, pending: Pending, word: Word, incoming: Incoming, context: Context
) -> Outcome:
    """Decide: `verb` is grant or refuse; of what was declined, refusing upholds, granting asks for whom."""
    return await ACTS[pending.proposal.kind, verb](db, pending, word, incoming, context)


async def _extend(db: Db, pending: Pending, word: Word, incoming: Incoming, context: Context) -> Outcome:
    directive, share, proposal = pending.directive, pending.share, pending.proposal
    due = word.due or datetime.fromisoformat(str(proposal.facts["due"]))
    before = about(directive, share, context)
    if wrong := extension.too_early(share, due, before, context):
        return wrong
    await _settled(db, proposal, GRANTED, {"granted": moment(due)}, incoming, context)
    await proposals.extend(
        db, directive, share, actor=incoming.sender, due=due, reason=word.reason, now=context.now
    )
    return _decided("decision.extended", "share.extended", pending, incoming, context)


async def _refuse_extension(
    db: Db, pending: Pending, word: Word, incoming: Incoming, context: Context
) -> Outcome:
    await _settled(db, pending.proposal, REFUSED, {"answer": word.reason}, incoming, context)
    await proposals.refuse_extension(
        db, pending.directive, pending.share, actor=incoming.sender, reason=word.reason, now=context.now
    )
    return _decided("decision.refused", "share.extension_refused", pending, incoming, context)


async def _hand_on(db: Db, pending: Pending, word: Word, incoming: Incoming, context: Context) -> Outcome:
    asked = pending.proposal.facts
    unit = asked.get("named")
    to = Successor(str(asked["to"]), unit if isinstance(unit, int) else 0)
    wrong = misfit(pending.directive, pending.share, to, incoming, context)
    return wrong or await give_to(
        db, pending.directive, pending.share, to, incoming, word.reason, context, pending.proposal
    )


async def _keep(db: Db, pending: Pending, word: Word, incoming: Incoming, context: Context) -> Outcome:
    await _settled(db, pending.proposal, REFUSED, {"answer": word.reason}, incoming, context)
    await proposals.refuse_reassign(
        db, pending.directive, pending.share, actor=incoming.sender, reason=word.reason, now=context.now
    )
    return _decided("decision.refused", "share.reassign_refused", pending, incoming, context)


async def _uphold(db: Db, pending: Pending, word: Word, incoming: Incoming, context: Context) -> Outcome:
    directive, share = pending.directive, pending.share
    await _settled(db, pending.proposal, REFUSED, {"answer": word.reason}, incoming, context)
    await handing.uphold(db, directive, share, actor=incoming.sender, reason=word.reason, now=context.now)
    done = _decided("decision.refused", "directive.upheld", pending, incoming, context)
    return replace(done, notices=(*done.notices, *passed_on(directive, [share], context)))


async def _ask_whom(db: Db, pending: Pending, word: Word, incoming: Incoming, context: Context) -> Outcome:
    del word
    return await want_successor(db, pending.directive, pending.share, incoming, context)


ACTS: Mapping[tuple[str, str], Act] = {
    (EXTEND, GRANT): _extend,
    (EXTEND, REFUSE): _refuse_extension,
    (REASSIGN, GRANT): _hand_on,
    (REASSIGN, REFUSE): _keep,
    (DECLINE, GRANT): _ask_whom,
    (DECLINE, REFUSE): _uphold,
}


async def _settled(
    db: Db, proposal: Proposal, decision: str, more: Facts, incoming: Incoming, context: Context
) -> None:
    await proposals.settle(db, proposal, decision, actor=incoming.sender, now=context.now, more=more)


def _decided(kind: str, heard: str, pending: Pending, incoming: Incoming, context: Context) -> Outcome:
    """Answer who decided, and tell who has the share and who asked for it."""
    directive, share, proposal = pending.directive, pending.share, pending.proposal
    facts = facts_of(directive, share, proposal, context) | {
        "state": share.state,
        "by_whom": name_of_actor(directive, incoming.sender, context),
    }
    notice = told(
        heard, directive, share, facts, f"{heard}:{proposal.id}", context,
        also=proposal.asked_by, but=incoming.sender,
    )  # fmt: skip
    answer = facts | {"asker": "", "for": "", "to": "", "to_unit": ""} if incoming.chat else facts
    return Outcome(kind, answer, (notice,))
