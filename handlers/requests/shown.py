"""What a citizen sent with a request (附件), one to one to who has it: as the attachments of a report come.

It is kept beside the reports, as one that is nobody's share's, so that it is sent in the same way: nine at a
time, nothing twice, uploaded when somebody asks.
"""

from __future__ import annotations

import re
from typing import Final

from handlers.context import Context
from handlers.directives import attachments
from handlers.directives.attachments import can_be_sent, is_pending
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from handlers.requests.asking_back import CODE
from handlers.requests.meant import Meant, meant
from tasks.db import Db
from tasks.directives import reports_of_citizens
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.requests import moved

ASKS: Final = re.compile(rf"{CODE}(?:看|查看|要看)?(?:群众|诉求)?(?:的)?(?:附件|图片|照片)[\s。.!！]*$")
"""S20261124-0012 附件."""


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Send what came with a request that is named; what came with reports alone is asked for as usual."""
    found = ASKS.match(without_mention(incoming.text, context.bot_name))
    code = found["code"] if found else None
    if not code or not code.upper().startswith("S"):
        return None
    one = await meant(db, code, incoming, context)
    if isinstance(one, Outcome):
        return one
    if not one.request.media:
        return None
    sent = await _sent(db, one, incoming, context)
    return Outcome("request.pictures", {"code": one.request.code, "title": one.request.title}, sent)


async def tapped(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Send what came with a request to who tapped 附件 on its card; the card stays as it is."""
    request = await moved.by_id(db, number_of(argument))
    if request is None:
        return Outcome()
    one = await meant(db, request.code, incoming, context)
    return Outcome("", {}, await _sent(db, one, incoming, context) if isinstance(one, Meant) else ())


async def _sent(db: Db, one: Meant, incoming: Incoming, context: Context) -> tuple[Notice, ...]:
    request = one.request
    if any(can_be_sent(entry) for entry in request.media):
        row = await reports_of_citizens.beside(db, one.directive, request.media, request.created_at)
        return (attachments.sending(row.id, incoming, context),)
    waiting = any(is_pending(entry) for entry in request.media)
    once = f"media.none:{incoming.channel}:{incoming.account}:{incoming.dedupe}"
    facts: Facts = {"code": request.code, "title": request.title, "waiting": waiting}
    to = (Receiver(incoming.sender),)
    return (Notice("media.none", to, facts, once, context.now, lane=Lane.FAST, directive=one.directive.id),)
