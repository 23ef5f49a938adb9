"""A matter that was told becomes a request: within the day's limit, with what came with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.citizen.gathering_told import PLACED, Told, as_facts
from handlers.context import Context
from handlers.directives.attachments import attached
from handlers.requests import asking_back
from handlers.requests.receive import Received, receive
from tasks.citizens import limits, talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Notice, Outcome
from tasks.requests.kinds import HELP
from tasks.requests.verbs import Wish

MORE: Final = "tell.more"
"""The step after the number: a picture, a number to call, a word may still follow."""
SEND: Final = "tell.send"
"""The step at which only «提交» sends what was told."""
FOLLOWING: Final = timedelta(minutes=30)


async def sent(db: Db, citizen: Citizen, told: Told, context: Context, *, urgency: str = "normal") -> Outcome:
    """Take the matter down and answer with its number; beyond the day's limit it is kept for tomorrow."""
    today = context.calendar.local(context.now)
    if urgency == "normal" and not limits.may_send_request(citizen.limits, today, context.desk.per_day):
        await talks.put(db, citizen, SEND, as_facts(told), context.sealer, context.now)
        return Outcome("citizen.full", {"per_day": context.desk.per_day})
    received = await receive(db, wish_of(told, citizen, urgency), context)
    more: Facts = {"request": received.request.id, "urgent": urgency != "normal"}
    if received.facts.get("repeated"):
        more["told"] = as_facts(told)
    elif urgency == "normal":
        citizen.limits = limits.request_sent(citizen.limits, today)
        await citizen.save(using_db=db, update_fields=["limits"])
    await talks.put(db, citizen, MORE, more, context.sealer, context.now, FOLLOWING)
    notices = (*received.notices, *await _with_media(db, received, told, context))
    return Outcome("citizen.received", receipt(received, told), notices)


def wish_of(told: Told, citizen: Citizen, urgency: str = "normal") -> Wish:
    """Give the wish: who wants to be unknown leaves no number, who gave one may be called."""
    phone = "" if told.anonymous else told.phone
    return Wish(
        kind=told.kind or HELP,
        content=told.what,
        citizen=citizen.id,
        area=told.area,
        place=told.where,
        phone=phone,
        name="" if told.anonymous else told.name,
        media=told.media,
        anonymous=told.anonymous,
        confidential=told.confidential,
        may_call=bool(phone),
        urgency=urgency,
        insisted=told.insisted,
    )


def receipt(received: Received, told: Told) -> Facts:
    """Give what the answer shows: number, office, date, and what is kept secret; nothing personal."""
    return {
        **received.facts,
        "anonymous": told.anonymous,
        "confidential": told.confidential,
        "may_call": bool(told.phone) and not told.anonymous,
        "attachments": attached(list(told.media)),
        "nowhere": not told.where and told.kind in PLACED and bool(told.done),
        "quiet": False,
        "still": False,
    }


async def _with_media(db: Db, received: Received, told: Told, context: Context) -> tuple[Notice, ...]:
    """Have the pictures of what was said before go to the earlier number; a new one has its own."""
    if not (received.facts.get("repeated") and told.media):
        return ()
    return await asking_back.supply(db, received.request, asking_back.Said("", told.media), context)


def again(told: Told) -> Told:
    """Give what was told as a matter of its own, though the like was said before."""
    return replace(told, insisted=True)
