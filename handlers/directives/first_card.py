"""The first card to each assignee, and the whole text once where a card cannot hold it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.context import Context
from handlers.directives.full_text import following
from handlers.directives.hours import free_ones, let_through, reader_at
from handlers.directives.unreachable import named
from tasks.directives.facts import directive_facts, moment, standing
from tasks.directives.models import Directive, Share
from tasks.directives.verbs import closes
from tasks.fields import Facts, to_ms
from tasks.notices import Lane, Notice, Receiver


def assigned(
    directive: Directive,
    shares: Sequence[Share],
    at: datetime,
    context: Context,
    *,
    again: bool = False,
    to: Mapping[int, str] | None = None,
) -> tuple[Notice, ...]:
    """First card to each assignee who can see one, and the whole text once where a card cannot hold it.

    Who cannot see one has the stand-in told, who may act, and is named to the issuer at once. `again` is for
    shares given out later: a person who had a card of this directive before gets one more. `to` is who reads
    instead (number of a share → stand-in), where only the platform knew that a card does not arrive.
    """
    given = to or {}
    found = {share.id: given.get(share.id) or reader_at(share, at, context) for share in shares}
    reachable = [share for share in shares if found[share.id]]
    lost = () if to else named(directive, shares, context)
    if not reachable:
        return lost
    once = f"assigned:{directive.code}:{_place(directive, reachable, to)}" if again else _first(directive)
    lane = Lane.FAST if directive.urgency == "critical" else Lane.BULK if len(reachable) > 50 else Lane.NORMAL
    facts = directive_facts(directive, name=context.org.name, due=directive.due)
    usual: Facts = {"for": "", "closes": closes(directive)}
    first = Notice(
        "directive.assigned", (), facts | usual | standing("assigned", None, ""), once, at,
        directive=directive.id, lane=lane, critical=directive.urgency == "critical",
    )  # fmt: skip
    cards = [
        replace(
            first, once=name, to=tuple(_card(directive, share, found[share.id], context) for share in group)
        )
        for name, group in _apart(once, reachable, found)
    ]
    free = free_ones(shares, context)
    split = [one for card in cards for one in let_through(card, context, free)]
    return (*_with_texts(directive, split), *lost)


def _first(directive: Directive) -> str:
    return f"assigned:{directive.code}"


def _place(directive: Directive, shares: Sequence[Share], to: Mapping[int, str] | None) -> int:
    """Name later cards by the history's place, which no two moves share, though the clock may stand still.

    What the platform did not deliver is no move: however often that is learned, the stand-in gets one card.
    """
    return max(to_ms(share.given_at) if share.given_at else 0 for share in shares) if to else directive.seq


def _with_texts(directive: Directive, cards: Sequence[Notice]) -> Iterator[Notice]:
    """Give each card, and the whole text behind it to whoever has not got it with another card."""
    have_text: set[str] = set()
    code: Facts = {"code": directive.code}
    for card in cards:
        fresh = replace(card, to=tuple(reader for reader in card.to if reader.id not in have_text))
        have_text |= {reader.id for reader in card.to}
        yield card
        yield from following(fresh, "directive.full_text", directive.content, code)


def _card(directive: Directive, share: Share, reader: str, context: Context) -> Receiver:
    return Receiver(reader, share.id, _own(directive, share, reader, context))


def _apart(once: str, shares: Sequence[Share], found: Mapping[int, str]) -> list[tuple[str, Sequence[Share]]]:
    """Keep the cards for whom somebody stands in by themselves: one person may read several of them."""
    own = [share for share in shares if found[share.id] == share.assignee]
    others = [share for share in shares if found[share.id] != share.assignee]
    groups: list[tuple[str, Sequence[Share]]] = [
        (f"{once}:for:{share.assignee}", [share]) for share in others
    ]
    return [(once, own), *groups] if own else groups


def _own(directive: Directive, share: Share, reader: str, context: Context) -> Facts:
    """Give what lies over the directive's facts: why this share, the role, an own time, in whose place."""
    own: Facts = {"why": share.why, "role": share.role}
    if share.due != directive.due:
        own["due"] = moment(share.due)
    if reader != share.assignee:
        own |= {"for": context.org.name(share.assignee), "share": share.id}
    return own
