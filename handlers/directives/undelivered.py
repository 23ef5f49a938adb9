"""First cards that the platform did not deliver: the stand-in gets the card, the issuer hears the names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handlers.context import Context
from handlers.directives import unreachable
from handlers.directives.first_card import assigned
from handlers.directives.parties import stand_in_of
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.models import Directive, Share
from tasks.notices import Notice


async def learned(
    db: Db, directive: Directive, why: Mapping[int, str], context: Context
) -> tuple[Notice, ...]:
    """Give what follows from cards that did not arrive; `why` is the number of the share → the reason."""
    shares = [
        share
        for share in await queries.shares_of(db, directive, states.UNDER_WAY)
        if share.id in why and share.acknowledged_at is None
    ]
    moved = {share.id: who for share in shares if (who := stand_in_of(share.assignee, context))}
    covered = [share for share in shares if share.id in moved]
    cards = assigned(directive, covered, _at(directive, context), context, again=True, to=moved)
    return (*cards, *unreachable.named(directive, shares, context, _told(shares, why)))


def _told(shares: list[Share], why: Mapping[int, str]) -> Mapping[int, str]:
    return {share.id: why[share.id] for share in shares}


def _at(directive: Directive, context: Context) -> datetime:
    return context.now if directive.urgency != "normal" else context.calendar.next_office_time(context.now)
