"""What waits for the issuer's decision: its facts, the card that asks for it, who hears what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.directives.full_text import following
from handlers.directives.hours import at_for
from handlers.directives.lookup import held_for
from handlers.directives.parties import owners, reached
from tasks.directives import proposals, states
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Proposal, Share
from tasks.fields import Facts
from tasks.notices import Notice, Receiver


def about(directive: Directive, share: Share, context: Context) -> Facts:
    """Facts of a directive as an answer about one of its shares shows them."""
    return directive_facts(directive, name=context.org.name, due=share.due, was_due=share.due_before)


def facts_of(directive: Directive, share: Share, proposal: Proposal, context: Context) -> Facts:
    """Facts of what was asked for, and of what was decided, as the owner's card shows them."""
    org, asked = context.org, proposal.facts
    taker = asked.get("to")
    return about(directive, share, context) | {
        "proposal": proposal.id,
        "asked": proposal.kind,
        "asker": org.name(proposal.asked_by),
        "for": held_for(share, proposal.asked_by, context),
        "unit": org.unit_name(share.department) if share.department else "",
        "reason": proposal.reason,
        "old_due": asked.get("old"),
        "new_due": asked.get("due"),
        "to": org.name(str(taker)) if taker else "",
        "to_unit": _unit_of(asked, context),
        "decision": proposal.decision,
        "decider": org.name(proposal.decided_by) if proposal.decided_by else "",
        "decided_at": moment(proposal.decided_at),
        "granted_due": asked.get("granted"),
        "answer": asked.get("answer", ""),
        "over": _over(directive, share, proposal),
    }


def _unit_of(asked: Facts, context: Context) -> str:
    unit = asked.get("unit")
    return context.org.unit_name(unit) if isinstance(unit, int) and unit else ""


def _over(directive: Directive, share: Share, proposal: Proposal) -> str:
    """Say why nothing can be decided any more: how the directive or the share stands; empty where it can."""
    if directive.state != states.OPEN:
        return directive.state
    decided = proposal.decision in (proposals.GRANTED, proposals.REFUSED)
    return "" if decided or proposals.fits(proposal, share) else share.state


ASKED: Final[Mapping[str, str]] = {
    proposals.EXTEND: "directive.extension_asked",
    proposals.REASSIGN: "directive.reassign_asked",
    proposals.DECLINE: "directive.declined",
}
"""What waits for a decision → the card that asks for it."""


def question_cards(
    kind: str,
    directive: Directive,
    share: Share,
    proposal: Proposal,
    context: Context,
    *,
    to: tuple[Receiver, ...] = (),
    once: str = "",
) -> tuple[Notice, ...]:
    """Put what was asked for before who may decide; a long reason follows its card whole.

    That is the issuer and the delegate who posted it, unless it is said `to` whom.
    """
    card = question_card(kind, directive, share, proposal, context)
    card = replace(card, to=to or card.to, once=once or card.once)
    who: Facts = {"code": directive.code, "who": context.org.name(proposal.asked_by)}
    return (card, *following(card, "proposal.text", proposal.reason, who))


def question_card(
    kind: str, directive: Directive, share: Share, proposal: Proposal, context: Context
) -> Notice:
    """Give the card for the issuer and the delegate who posted it, at once: either may decide.

    Who asks and decides alone (an heir of both) has the card all the same.
    """
    return Notice(
        kind,
        owners(directive, share.id, but=proposal.asked_by, context=context)
        or owners(directive, share.id, context=context),
        facts_of(directive, share, proposal, context),
        f"{kind}:{proposal.id}",
        context.now,
        directive=directive.id,
        critical=directive.urgency == "critical",
    )


def told(
    kind: str,
    directive: Directive,
    share: Share,
    facts: Facts,
    once: str,
    context: Context,
    *,
    also: str = "",
    but: str = "",
) -> Notice:
    """Tell who has a share, and who asked for it (`also`); `but` is who knows it already."""
    people = dict.fromkeys((reached(share.assignee, context), also and reached(also, context)))
    return Notice(
        kind,
        tuple(_reader(who, share, context) for who in people if who and who != but),
        facts,
        once,
        at_for(share.assignee, when(directive, context), context),
        directive=directive.id,
        critical=directive.urgency == "critical",
    )


def _reader(who: str, share: Share, context: Context) -> Receiver:
    """Give a receiver, with whose share it is where that is another's: a stand-in's 收到 says so."""
    own: Facts = {"share": share.id, "for": "" if who == share.assignee else context.org.name(share.assignee)}
    return Receiver(who, share.id, own)


def when(directive: Directive, context: Context) -> datetime:
    """Give the moment at which an assignee hears of it: what is not pressing waits for office hours.

    Whom a declared emergency is on for hears it before (`hours.let_through`).
    """
    if directive.urgency != "normal":
        return context.now
    return context.calendar.next_office_time(context.now)
