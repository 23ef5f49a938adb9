"""The own card (我的, a bare code): whoever asks gets one to one what they can do with a directive."""

from __future__ import annotations

from handlers.context import Context
from handlers.directives import lookup, overview
from handlers.directives.details import details
from handlers.directives.media_asked import attachments
from handlers.directives.report import report
from handlers.directives.supervise import card_notice
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.redraw import SILENT, card, facts_of_share, group_facts
from tasks.db import Db
from tasks.directives import queries
from tasks.directives.models import Directive
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may

MANAGE = "directive.manage"


async def tapped(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Give whoever tapped 我的 on the group's card the own one, one to one; the group's is redrawn."""
    directive = await queries.by_code(db, code.upper())
    if directive is None:
        return SILENT
    cards = await own_cards(db, directive, incoming, context)
    if not cards and incoming.sender in context.org.people:
        cards = (
            _one("own.nothing", directive, await group_facts(db, directive, context), incoming, context),
        )
    facts = await group_facts(db, directive, context)
    return card("card.group", facts, incoming, context, cards, directive.id)


async def own_cards(db: Db, directive: Directive, incoming: Incoming, context: Context) -> tuple[Notice, ...]:
    """Give the cards of a person about a directive: as its issuer or delegate, as who holds a share, as 督查.

    A delegate may hold a share besides and gets both; who has nothing to do with it gets none.
    """
    cards: tuple[Notice, ...] = ()
    asked = context.asked(incoming.sender, issuer=directive.issuer)
    owns = may("amend", asked)
    if owns:
        facts = await group_facts(db, directive, context)
        cards = (_one(MANAGE, directive, facts, incoming, context),)
    for share in await lookup.my_shares(db, directive, incoming.sender, "report", context):
        facts = facts_of_share(directive, share, context)
        whose = lookup.held_for(share, incoming.sender, context)
        own: Facts = {"for": whose, "share": share.id} if whose else {}
        number = share.id if own else 0
        cards = (*cards, _one("card.share", directive, facts | own, incoming, context, number))
    if not owns and may("supervise", asked):
        cards = (*cards, await card_notice(db, directive, incoming, context))
    return cards


def _one(
    kind: str, directive: Directive, facts: Facts, incoming: Incoming, context: Context, share: int = 0
) -> Notice:
    """Make a card for who asks; `share` tells the cards of those the person stands in for apart."""
    to, once = (Receiver(incoming.sender),), f"{kind}:{incoming.account}:{incoming.dedupe}"
    once = f"{once}:{share}" if share else once
    return Notice(kind, to, facts, once, context.now, lane=Lane.FAST, directive=directive.id)


async def manage_card(
    db: Db, directive: Directive, incoming: Incoming, context: Context, notices: tuple[Notice, ...] = ()
) -> Outcome:
    """Redraw the issuer's card as the directive stands now."""
    now_directive = await queries.by_id(db, directive.id)
    if now_directive is None:
        return SILENT
    facts = await group_facts(db, now_directive, context)
    return card(MANAGE, facts, incoming, context, notices, directive.id)


async def tapped_pending(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Name one to one who is missing: 谁没收到 on the issuer's card, which is redrawn."""
    directive = await queries.by_code(db, code.upper())
    if directive is None or not may("see", context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    asked = Reading("pending", code=directive.code, content=f"{directive.code} 谁没收到")
    said = await overview.pending(db, incoming, asked, context)
    facts: Facts = dict(said.facts)  # type: ignore[arg-type]  # facts of `overview`
    names = _one("pending.names", directive, facts, incoming, context)
    return await manage_card(db, directive, incoming, context, (*said.notices, names))


async def status(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Say how things stand, or what else is asked of it; a bare code one to one brings the own card too."""
    if reading.asks is not None and not incoming.media:
        return await (attachments if reading.asks == "media" else details)(db, incoming, reading, context)
    if reading.asks == "media":
        return await report(db, incoming, reading, context)  # the word came with the file itself
    directive = await _bare(db, incoming, reading, context)
    cards = await own_cards(db, directive, incoming, context) if directive is not None else ()
    if directive is None or not cards:
        return await overview.status(db, incoming, reading, context)
    if any(one.kind != "card.share" for one in cards):
        said = await overview.status(db, incoming, reading, context)
        return Outcome(said.kind, said.facts, (*said.notices, *cards))
    return Outcome("own.share", cards[0].facts, cards)


async def _bare(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Directive | None:
    """Give the directive of a message that is nothing but its code, one to one."""
    if incoming.chat or reading.code is None or reading.body.strip(" #。,，.：:"):
        return None
    directive = await lookup.named(db, incoming, reading, context)
    return directive if isinstance(directive, Directive) else None
