"""The issuer's 改派: a share that was declined, or one that is named, goes to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers import again, asked
from handlers.context import Context
from handlers.directives import deciding, successor, which
from handlers.directives.proposed import about
from handlers.directives.successor import Successor
from handlers.directives.whose import with_holder
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import proposals, queries, questions, states
from tasks.directives.models import Directive, Proposal, Question, Share
from tasks.fields import Facts
from tasks.notices import Outcome

VERB: Final = "hand"
RIGHT: Final = "decide"


async def hand(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Find the directive: the only one in which something declined waits, else the only one there is."""
    waiting = await given_back(db, incoming.sender, context)
    if len(waiting) > 1:
        return await again.which(db, incoming, reading, waiting, context)
    if waiting:
        return await hand_of(db, waiting[0], incoming, reading, context)
    directive = await which.issued(db, incoming, reading, context, RIGHT)
    if isinstance(directive, Outcome):
        return directive
    return await hand_of(db, directive, incoming, reading, context)


async def given_back(db: Db, person: str, context: Context) -> list[Directive]:
    """Give the directives in which something declined waits for this person to decide."""
    found = await deciding.waiting_for(db, person, [proposals.DECLINE], context)
    return list({directive.id: directive for directive, _, _ in found}.values())


async def hand_of(
    db: Db, directive: Directive, incoming: Incoming, reading: Reading, context: Context
) -> Outcome:
    """Hand on a share of this directive: the declined one, else the only one, else it is asked whose.

    What a head distributed is for the head to hand on, or for an owner who names whose it is.
    """
    owned = await deciding.answering(db, directive, incoming, context)
    if isinstance(owned, Outcome):
        return owned

    async def among(shares: Sequence[Share]) -> Sequence[Share]:
        if reading.whose and deciding.is_owner(owned, incoming.sender, context):
            return shares
        return await deciding.decidable(db, owned, shares, incoming.sender, context)

    wanted: Sequence[str] = (states.DECLINED,)
    reading = with_holder(reading, await queries.shares_of(db, owned, states.UNSETTLED), context)
    if reading.whose or not await among(await queries.shares_of(db, owned, wanted)):
        wanted = states.able("reassign")
    # Who is named is who is to take it over, not whose share it is.
    bare = replace(reading, targets=())
    share = await which.one_share(db, owned, wanted, incoming, bare, context, VERB, among)
    if isinstance(share, Outcome):
        return share
    return await hand_share(db, owned, share, incoming, reading, context)


async def hand_share(
    db: Db, directive: Directive, share: Share, incoming: Incoming, reading: Reading, context: Context
) -> Outcome:
    """Give this share to who is named, or ask to whom."""
    if directive.kind == "notice":
        return Outcome("share.is_notice", about(directive, share, context) | {"verb": VERB})
    to = await successor.named(db, directive, share, incoming, reading, context)
    if isinstance(to, Outcome):
        return to
    if to is None:
        nobody = successor.nobody_found(directive, share, reading, context)
        return nobody or await want_successor(db, directive, share, incoming, context)
    return await give_to(db, directive, share, to, incoming, reading.reason, context)


async def want_successor(
    db: Db, directive: Directive, share: Share, incoming: Incoming, context: Context
) -> Outcome:
    """Ask to whom a share is to be given."""
    return await asked.want(
        db, incoming, context, verb=VERB, argument=str(share.id), facts=about(directive, share, context),
        directive=directive.id,
    )  # fmt: skip


async def give_to(
    db: Db,
    directive: Directive,
    share: Share,
    to: Successor,
    incoming: Incoming,
    reason: str,
    context: Context,
    proposal: Proposal | None = None,
) -> Outcome:
    """Give a share to somebody by the issuer's word; what was asked about it is settled with that."""
    org, holder = context.org, share.assignee
    proposal = proposal or await proposals.open_of(db, share, proposals.DECLINE)
    if proposal is not None:
        more: Facts = {"to": to.userid, "unit": to.unit or org.unit_of(to.userid)}
        await proposals.settle(
            db, proposal, proposals.GRANTED, actor=incoming.sender, now=context.now, more=more
        )
    heard = await successor.hand_over(
        db, directive, share, to, why=_why(proposal, to, context), reason=reason, incoming=incoming,
        context=context, tell=proposal.asked_by if proposal else "",
    )  # fmt: skip
    if heard is None:
        return _moved_on(directive, share, context)
    facts = about(directive, share, context) | {
        "holder": "" if incoming.chat else org.name(holder),
        "to": "" if incoming.chat else org.name(to.userid),
    }
    return Outcome("handed", facts, heard)


def _moved_on(directive: Directive, share: Share, context: Context) -> Outcome:
    return Outcome("hand.moved_on", about(directive, share, context) | {"state": share.state})


def _why(proposal: Proposal | None, to: Successor, context: Context) -> Facts:
    """Say why the new person has the share: another handed it on, or the issuer named the person or unit."""
    if proposal is not None and proposal.kind == proposals.REASSIGN:
        return {"by": "handed", "written": context.org.name(proposal.asked_by)}
    if to.unit:
        return {"by": "unit", "written": context.org.unit_name(to.unit)}
    return {"by": "person", "written": ""}


async def by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the name that was asked for."""
    directive = await queries.by_id(db, question.directive_id or 0)
    share = await queries.share_by_id(db, int(str(question.facts["argument"])))
    if directive is None or share is None:
        return None
    said = successor.as_said(incoming, directive, "改派", reading, context)
    if said is None:
        return successor.unknown(reading, directive)
    await questions.answered(db, question, context.now)
    incoming, reading = said
    owned = await deciding.owned(db, directive, share, incoming, context)
    if isinstance(owned, Outcome):
        return owned
    now = await queries.share_by_id(db, share.id)
    if now is None or not states.can("reassign", now.state):
        return _moved_on(owned, now or share, context)
    # Whose share it is stays known if the name has to be asked about once more.
    reading = replace(reading, whose=(now.assignee,))
    return await hand_share(db, owned, now, incoming, reading, context)
