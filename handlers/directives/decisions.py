"""What a decision does: more time given or not, a share handed on, kept or upheld, and who hears of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.directives import deciding, extension
from handlers.directives.hand import give_to, want_successor
from handlers.directives.heirs import heir
from handlers.directives.leavers import passed_on
from handlers.directives.proposed import about, facts_of, told
from handlers.directives.successor import Successor, misfit
from handlers.message import Incoming
from tasks.db import Db
from tasks.directives import below, handing, proposals, reporting, states
from tasks.directives.facts import moment
from tasks.directives.models import Directive, Proposal, Share
from tasks.directives.proposals import DECLINE, EXTEND, GRANTED, REASSIGN, REFUSED
from tasks.fields import Facts
from tasks.notices import Notice, Outcome

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
    wrong = extension.too_early(share, due, before, context)
    if wrong := wrong or await _beyond(db, share, due, before, context):
        return wrong
    await _settled(db, proposal, GRANTED, {"granted": moment(due)}, incoming, context)
    old = share.due
    along = await proposals.extend(
        db, directive, share, actor=incoming.sender, due=due, reason=word.reason, now=context.now
    )
    done = await _decided(db, "decision.extended", "share.extended", pending, incoming, context)
    return replace(done, notices=(*done.notices, *_along(pending, along or [], old, context)))


async def _beyond(db: Db, share: Share, due: datetime, facts: Facts, context: Context) -> Outcome | None:
    """Answer that a head gives no time after the head's own; None where that is not so."""
    head = await below.head_of(db, share)
    if head is None or head.due is None or due <= head.due:
        return None
    more: Facts = {"new_due": moment(due), "head": context.org.name(head.assignee)}
    return Outcome("extension.beyond", facts | more | {"head_due": moment(head.due)})


def _along(
    pending: Pending, shares: Sequence[Share], old: datetime | None, context: Context
) -> tuple[Notice, ...]:
    """Tell those to whom the head gave shares with the head's time that theirs moved along."""
    directive, head = pending.directive, context.org.name(pending.share.assignee)
    return tuple(
        told(
            "share.extended_along", directive, share,
            about(directive, share, context) | {"head": head, "old_due": moment(old)},
            f"extended-along:{pending.proposal.id}:{share.id}", context,
        )
        for share in shares if share.state in states.UNDONE
    )  # fmt: skip


async def _refuse_extension(
    db: Db, pending: Pending, word: Word, incoming: Incoming, context: Context
) -> Outcome:
    await _settled(db, pending.proposal, REFUSED, {"answer": word.reason}, incoming, context)
    await proposals.refuse_extension(
        db, pending.directive, pending.share, actor=incoming.sender, reason=word.reason, now=context.now
    )
    return await _decided(db, "decision.refused", "share.extension_refused", pending, incoming, context)


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
    return await _decided(db, "decision.refused", "share.reassign_refused", pending, incoming, context)


async def _uphold(db: Db, pending: Pending, word: Word, incoming: Incoming, context: Context) -> Outcome:
    directive, share = pending.directive, pending.share
    if share.assignee in context.org.former:
        return await _uphold_for_heir(db, pending, word, incoming, context)
    await _settled(db, pending.proposal, REFUSED, {"answer": word.reason}, incoming, context)
    await handing.uphold(db, directive, share, actor=incoming.sender, reason=word.reason, now=context.now)
    since = pending.proposal.asked_at
    await reporting.renew(db, directive, [share.id], since=since)
    back = await deciding.passed_up(db, directive, share, context)
    done = await _decided(db, "decision.refused", "directive.upheld", pending, incoming, context)
    return replace(done, notices=(*done.notices, *back, *passed_on(directive, [share], context)))


async def _uphold_for_heir(
    db: Db, pending: Pending, word: Word, incoming: Incoming, context: Context
) -> Outcome:
    """Leave the work where it is although the assignee has left: the head who follows takes it over."""
    directive, share, org = pending.directive, pending.share, context.org
    facts = about(directive, share, context)
    facts |= {"leaver": "" if incoming.chat else org.name(share.assignee), "to": "", "unit": ""}
    found = heir(share.assignee, share.department, context, but=directive.issuer)
    if found is None:
        return Outcome("uphold.nobody", facts)
    to, unit = found
    more: Facts = {"answer": word.reason, "to": to, "unit": unit}
    await _settled(db, pending.proposal, REFUSED, more, incoming, context)
    await handing.uphold(db, directive, share, actor=incoming.sender, reason=word.reason, now=context.now)
    facts |= {"to": "" if incoming.chat else org.name(to), "unit": org.unit_name(unit)}
    return Outcome("uphold.heir", facts, passed_on(directive, [share], context))


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


async def _decided(
    db: Db, kind: str, heard: str, pending: Pending, incoming: Incoming, context: Context
) -> Outcome:
    """Answer who decided, and tell who has the share and who asked for it."""
    directive, share, proposal = pending.directive, pending.share, pending.proposal
    head = await below.head_of(db, share)
    facts = facts_of(directive, share, proposal, context) | {"state": share.state}
    facts |= deciding.by_whom(directive, head, incoming.sender, context)
    notice = told(
        heard, directive, share, facts, f"{heard}:{proposal.id}", context,
        also=proposal.asked_by, but=incoming.sender,
    )  # fmt: skip
    said = facts | {"held_until": moment(notice.at) if notice.at > context.now else None}
    answer = said | {"asker": "", "for": "", "to": "", "to_unit": ""} if incoming.chat else said
    return Outcome(kind, answer, (notice,))
