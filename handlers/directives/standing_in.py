"""收到 on the card of somebody one stands in for (AB 岗): the card says whose share it is."""

from __future__ import annotations

from handlers.context import Context
from handlers.directives.acknowledge import after
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.redraw import SILENT, share_card
from tasks.db import Db
from tasks.directives import queries, states, verbs
from tasks.notices import Notice, Outcome
from tasks.people.roles import may


async def tap_sign(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Acknowledge the share of this number for its assignee; nothing for who may not."""
    seen = await queries.share_by_id(db, number_of(argument))
    if seen is None:
        return SILENT
    directive = await queries.locked_by_id(db, seen.directive_id)
    # What was read before the lock may have moved on while others held it.
    share = await queries.share_by_id(db, seen.id)
    if share is None:
        return SILENT
    asked = context.asked(
        incoming.sender,
        assignee=share.assignee,
        department=share.department,
        given=str(share.why.get("by", "")),
    )
    if not may("acknowledge", asked):
        return SILENT
    notices: tuple[Notice, ...] = ()
    if directive.state == states.OPEN and await verbs.acknowledge(
        db, directive, share, actor=incoming.sender, now=context.now
    ):
        notices = after(directive, context)
    return await share_card(db, directive, share, incoming, context, notices)
