"""The attachments by words (003附件, 看附件): what the button 附件 gives, of each report that is meant."""

from __future__ import annotations

from handlers.context import Context
from handlers.directives import seeing
from handlers.directives.attachments import can_be_sent, is_pending, sending
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import reports
from tasks.directives.facts import directive_facts
from tasks.fields import Json
from tasks.notices import Outcome

MOST = 5
"""Reports whose attachments come at one word, the newest ones; a name narrows them."""


async def attachments(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Send the attachments of what was reported, one to one, to whom it concerns."""
    asked = await seeing.meant_by(db, incoming, reading, context, verb="media")
    if isinstance(asked, Outcome):
        return asked
    directive = asked.directive
    told = await reports.of_shares(db, directive, {share.id for share in asked.meant})
    found = [one for one in told if any(can_be_sent(entry) for entry in one.media)]
    facts = directive_facts(directive, name=context.org.name, due=directive.due)
    if not found:
        waiting = any(is_pending(entry) for one in told for entry in one.media)
        return Outcome("media.nothing", facts | {"waiting": waiting})
    who: list[Json] = [context.org.name(one.author) for one in found[:MOST]]
    more = {"who": [] if incoming.chat else who, "count": len(who), "rest": len(found) - len(who)}
    notices = tuple(sending(one.id, incoming, context) for one in found[:MOST])
    return Outcome("media.coming", facts | more, notices)
