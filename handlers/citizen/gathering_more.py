"""What follows the number: a picture, a place, a number to call, a word more go to the same request."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, cast

from handlers.citizen.gathering_send import FOLLOWING, MORE, again, sent
from handlers.citizen.gathering_told import from_facts, says_something
from handlers.citizen.reading_kind import kind_of, small_talk
from handlers.context import Context
from handlers.directives.attachments import attached
from handlers.message import Incoming
from handlers.reading.script import normal
from handlers.requests import asking_back, pictures
from handlers.requests.facts import request_facts
from tasks.citizens import intake, talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Outcome
from tasks.personal import phone_in
from tasks.requests import moved, states
from tasks.requests.models import Request

AT_ONCE: Final = timedelta(minutes=2)
"""How soon a word that says nothing of its own belongs to what was said before it."""
FURTHER: Final = re.compile(
    r"\s*(?:补充|另外|还有|对了|再说|再补充|忘了说|忘记说|更正|就是|地址|地点|位置|时间|具体)"
)
OTHER: Final = re.compile(
    r"(?:这?不是(?:同)?一件事?|不是同?一?(?:回事|件事)|(?:是)?另一?件(?:事)?|新的(?:事|一件)?|还是要?提交|重新提交|2)[\s。!]*"
)


async def more(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Add it to the request that was just taken down; None where it is a matter of its own."""
    text, media = incoming.text.strip(), pictures.media_of(incoming)
    if "told" in going.facts and OTHER.fullmatch(normal(text)):
        return await sent(db, citizen, again(from_facts(cast("Facts", going.facts["told"]))), context)
    request = await moved.by_id(db, int(str(going.facts["request"])))
    if request is None or request.citizen_id != citizen.id or request.state not in states.OPEN:
        await talks.end(db, citizen)
        return None
    phone = phone_in(text) if not says_something(text) else ""
    if not (media or phone or _belongs(text, going, context)):
        return None
    if phone and not request.anonymous:
        await intake.may_be_called(db, request, phone, context.sealer)
    notices = await asking_back.supply(db, request, asking_back.Said(text, media), context)
    await talks.put(db, citizen, MORE, going.facts, context.sealer, context.now, FOLLOWING)
    return Outcome("citizen.added", _added(request, attached(media), phone, context), notices)


def _added(request: Request, attachments: int, phone: str, context: Context) -> Facts:
    facts = request_facts(request, context)
    return {**facts, "attachments": attachments, "may_call": bool(phone) and not request.anonymous}


def _belongs(text: str, going: talks.Going, context: Context) -> bool:
    """Whether words go on with what was said: they say so, or come at once and are of no kind themselves."""
    if not text or small_talk(text):
        return False
    if going.facts.get("urgent"):
        return True
    kind = kind_of(text)
    soon = context.now - going.asked_at <= AT_ONCE
    return bool(FURTHER.match(normal(text))) or (soon and (kind is None or not kind.sure))
