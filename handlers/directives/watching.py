"""Which directive a question names: a supervisor has to do with every one, so a few digits name any."""

from __future__ import annotations

from handlers.context import Context
from handlers.directives import lookup
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import supervision
from tasks.directives.models import Directive
from tasks.people.roles import may


async def named(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Directive | str | None:
    """Give the directive that is named as `lookup.named` does; to a supervisor anybody's, the latest one."""
    found = await lookup.named(db, incoming, reading, context)
    if not isinstance(found, str) or not found.isdecimal():
        return found
    if not may("supervise", context.asked(incoming.sender)):
        return found
    return await supervision.latest_ending(db, found) or found
