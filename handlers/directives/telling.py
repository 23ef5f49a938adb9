"""How and whom the issuer's changes are told: withdrawal, amendment, return, close with the rest undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.context import Context
from handlers.directives.hours import free_ones, let_through, reader_at
from handlers.directives.parties import name_of_actor, owners
from handlers.directives.proposed import when
from handlers.message import Incoming
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Share
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Receiver

MANY = 50
"""Receivers above which a notice is bulk, behind which nobody else waits."""


def facts_by(directive: Directive, actor: str, context: Context) -> Facts:
    """Facts of a directive, and who acted for its issuer (`by_whom`; empty: the issuer in person)."""
    base = directive_facts(directive, name=context.org.name, due=directive.due)
    return base | {"by_whom": name_of_actor(directive, actor, context)}


def has_heard(directive: Directive, share: Share, context: Context) -> bool:
    """Whether a share's assignee was told of it: a first card that waits for office hours was not sent yet.

    Whoever has not heard hears nothing of a change: the first card shows how things stand when it goes out.
    """
    if directive.urgency != "normal" or share.acknowledged_at is not None or share.given_at is None:
        return True
    if context.lifted.at(share.assignee, share.given_at):
        return True
    return context.calendar.next_office_time(share.given_at) <= context.now


def to_holders(
    kind: str,
    directive: Directive,
    shares: Sequence[Share],
    facts: Facts,
    incoming: Incoming,
    context: Context,
    *,
    own: Mapping[int, Facts] | None = None,
    apart: bool = False,
) -> tuple[Notice, ...]:
    """Tell the assignees of these shares, or the stand-in of who cannot be reached; not who says it.

    `own` is what lies over the facts for a share. What waits for the same hour has one name, so that nobody
    is told twice of what is shown as it stands then anyway; what has words of its own stays `apart`.
    """
    at, found = when(directive, context), own or {}
    but = ("", incoming.sender)
    people = ((share, reader_at(share, at, context)) for share in shares)
    to = tuple(
        Receiver(who, share.id, found.get(share.id, {}) | _in_place_of(share, who, context))
        for share, who in people
        if who not in but
    )
    if not to:
        return ()
    name = at.isoformat() if at > context.now and not apart else str(directive.seq)
    critical = directive.urgency == "critical"
    lane = Lane.BULK if len(to) > MANY else Lane.FAST if critical else Lane.NORMAL
    once = f"{kind}:{directive.code}:{name}"
    notice = Notice(kind, to, facts, once, at, directive=directive.id, lane=lane, critical=critical)
    return tuple(
        one if one.at > context.now else replace(one, once=f"{kind}:{directive.code}:{directive.seq}")
        for one in let_through(notice, context, free_ones(shares, context))
    )


def _in_place_of(share: Share, who: str, context: Context) -> Facts:
    """Say whose share it is where a stand-in (AB 岗) is told; 收到 on the card is then for that one."""
    return {} if who == share.assignee else {"for": context.org.name(share.assignee), "share": share.id}


def to_owners(
    kind: str, directive: Directive, facts: Facts, incoming: Incoming, context: Context
) -> tuple[Notice, ...]:
    """Tell the issuer and the delegate who posted it, at once, but not who acted."""
    to, once = (
        owners(directive, but=incoming.sender, context=context),
        f"{kind}:{directive.code}:{directive.seq}:owner",
    )
    return (Notice(kind, to, facts, once, context.now, directive=directive.id),) if to else ()


def to_group(kind: str, directive: Directive, facts: Facts, context: Context) -> tuple[Notice, ...]:
    """Say one line in the directive's group; where it has no webhook, nothing is sent."""
    if not directive.chat:
        return ()
    to, once = (Receiver(directive.chat),), f"{kind}:{directive.code}:{directive.seq}"
    return (Notice(kind, to, facts, once, context.now, place="chat", directive=directive.id),)
