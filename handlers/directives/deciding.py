"""Who decides about a share: the issuer, or for what was distributed (分办) the head who did so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from handlers.context import Context
from handlers.directives import lookup, passing_on, which
from handlers.directives.parties import holders, name_of_actor, owners
from handlers.directives.proposed import ASKED, question_cards
from handlers.message import Incoming
from tasks.db import Db
from tasks.directives import below, proposals, queries, states
from tasks.directives.models import Directive, Proposal, Share
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver
from tasks.people.roles import may

RIGHT: Final = "decide"


def is_head(person: str, head: Share | None, context: Context) -> bool:
    """Whether somebody decides as the head who distributed, or as who stands in for that head."""
    return head is not None and may(RIGHT, context.asked(person, head=head.assignee))


def is_owner(directive: Directive, person: str, context: Context) -> bool:
    """Whether somebody decides about the directive as a whole."""
    return may(RIGHT, context.asked(person, issuer=directive.issuer))


def is_for(directive: Directive, head: Share | None, person: str, context: Context) -> bool:
    """Whether what is asked about a share waits for this person: its head if there is one, else an owner."""
    return is_head(person, head, context) if head else is_owner(directive, person, context)


def by_whom(directive: Directive, head: Share | None, person: str, context: Context) -> Facts:
    """Name who decided as people read it: the issuer, or the head, and who acted in that one's place."""
    if head is None or not is_head(person, head, context):
        return {"by_whom": name_of_actor(directive, person, context)}
    name = context.org.name
    return {"issuer": name(head.assignee), "by_whom": "" if person == head.assignee else name(person)}


async def owned(
    db: Db,
    directive: Directive,
    share: Share,
    incoming: Incoming,
    context: Context,
    *,
    wanted: Sequence[str] = (states.OPEN,),
) -> Directive | Outcome:
    """Lock a directive for deciding about one of its shares."""
    await queries.locked_by_id(db, directive.id)
    head = await below.head_of(db, share)
    above = head.assignee if head else ""
    return await which.owned(db, directive, incoming, context, RIGHT, wanted=wanted, head=above)


async def answering(
    db: Db, directive: Directive, incoming: Incoming, context: Context
) -> Directive | Outcome:
    """Lock a directive for who decides in it: about the whole, or about what that person distributed."""
    await queries.locked_by_id(db, directive.id)
    owns = is_owner(directive, incoming.sender, context)
    above = "" if owns else await _head_in(db, directive, incoming.sender, context)
    return await which.owned(db, directive, incoming, context, RIGHT, head=above)


async def _head_in(db: Db, directive: Directive, person: str, context: Context) -> str:
    """Give the head for whom this person decides: who distributed something that hangs below it still."""
    for who in lookup.stood_for(person, context):
        share = await queries.share_of(db, directive, who)
        stands = share is not None and share.state in states.STANDING
        if share is not None and stands and await below.below(db, directive, [share.id]):
            return who
    return ""


async def decidable(
    db: Db, directive: Directive, shares: Sequence[Share], person: str, context: Context
) -> list[Share]:
    """Give those of these shares about which this person is the one who decides."""
    above = await below.heads(db, shares)
    return [share for share in shares if is_for(directive, above.get(share.id), person, context)]


async def waiting_for(
    db: Db, person: str, kinds: Iterable[str], context: Context
) -> list[tuple[Directive, Share, Proposal]]:
    """Give what waits for this person's decision, as issuer or delegate or as a head who distributed."""
    owners_of = [person, *context.roles.leaders_of(person)]
    answering_for = lookup.stood_for(person, context)
    found = await proposals.open_for(db, owners_of, kinds, answering=answering_for)
    return [one for one in found if proposals.still_asked(one[2], one[1])]


async def put(
    db: Db, kind: str, directive: Directive, share: Share, proposal: Proposal, context: Context
) -> tuple[Notice, ...]:
    """Put what was asked for before who decides: the head, or issuer and delegate; either may.

    Who asks and decides alone (an heir of both) has the card all the same.
    """
    head = await below.head_of(db, share)
    asker = proposal.asked_by
    if head is None:
        to = owners(directive, share.id, but=asker, context=context)
        to = to or owners(directive, share.id, context=context)
        return question_cards(kind, directive, share, proposal, context, to=to)
    heard = holders([head], context, but=asker) or holders([head], context)
    to = tuple(Receiver(one.id, share.id) for one in heard)
    once = f"{kind}:{proposal.id}:{head.id}"
    return question_cards(kind, directive, share, proposal, context, to=to, once=once)


async def seen_by(db: Db, share: Share, context: Context) -> Facts:
    """Name who decides, where that is not the issuer: the words speak of the head then."""
    head = await below.head_of(db, share)
    return {"issuer": context.org.name(head.assignee)} if head else {}


async def passed_up(db: Db, directive: Directive, share: Share, context: Context) -> tuple[Notice, ...]:
    """Give what waits below a head who has gone to who decides now.

    `share` is the one that took its place, else the one that has gone.
    """
    numbers = {one.id for one in await below.below(db, directive, [share.id])}
    if not numbers:
        return ()
    stored = await queries.share_by_id(db, share.id) or share
    head = stored if stored.state in states.STANDING else await below.head_of(db, stored)
    notices = await passing_on.tell_new_head(db, directive, head, context)
    for proposal in await proposals.open_in(db, directive):
        about = await queries.share_by_id(db, proposal.share_id) if proposal.share_id in numbers else None
        if about is not None and proposals.still_asked(proposal, about):
            notices += await put(db, ASKED[proposal.kind], directive, about, proposal, context)
    return notices


async def hearers(
    db: Db, directive: Directive, share: Share, context: Context, *, but: Collection[str]
) -> tuple[Receiver, ...]:
    """Give who hears what becomes of a share: the head who distributed it, else issuer and delegate."""
    head = await below.head_of(db, share)
    found = holders([head], context) if head else owners(directive)
    return tuple(Receiver(one.id, share.id) for one in found if one.id not in but)
