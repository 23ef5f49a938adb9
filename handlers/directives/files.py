"""附件 on a card that shows several reports of one share: the attachments of each come in turn."""

from __future__ import annotations

from handlers.context import Context
from handlers.directives import attachments
from handlers.directives.passing_on import MOST_FILES
from handlers.message import Incoming
from tasks.db import Db
from tasks.notices import Notice, Outcome


async def tapped(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Send the attachments of the reports a button names (`7`, `7,9`), of each as if it stood alone."""
    notices: tuple[Notice, ...] = ()
    for number in tuple(dict.fromkeys(argument.split(",", MOST_FILES)))[:MOST_FILES]:
        outcome = await attachments.tapped(db, number, incoming, context)
        notices += outcome.notices
    return Outcome("", {}, notices)
