"""How the citizen hears of what became of a request: written to, or called by the clerk who took it down."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from handlers.context import Context
from handlers.requests.facts import facts_of
from handlers.requests.routing import triage
from tasks.citizens import reach
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Notice, Receiver
from tasks.requests.models import Request

AWAKE: Final = (time(8), time(21))
"""The hours of a day in which a citizen is written to who has not just written: also at the weekend."""


def polite(at: datetime, context: Context) -> datetime:
    """Give when somebody may be written to of their own accord, from this moment on."""
    here = context.calendar.local(at)
    begins, ends = AWAKE
    if begins <= here.time() < ends:
        return at
    day = here.date() + timedelta(days=1) if here.time() >= ends else here.date()
    return context.calendar.at(day, begins)


async def tell(
    db: Db, kind: str, request: Request, facts: Facts, once: str, context: Context
) -> tuple[Notice, ...]:
    """Tell the citizen; who can only be called is called by the clerk, to whom it is told instead."""
    base = facts_of(request, context)
    once = f"{kind}:{request.code}:{once}"
    number = request.citizen_id
    if number is not None and await reach.has_account(db, number):
        at = polite(context.now, context)
        return (Notice(kind, (Receiver(str(number)),), base | facts, once, at, place="citizen"),)
    who = _caller(request, context)
    if not who:
        return ()
    said = base | facts | {"what": kind.removeprefix("citizen."), "may_call": request.may_call}
    at = context.calendar.next_office_time(context.now)
    return (Notice("request.to_call", (Receiver(who),), said, once, at),)


def _caller(request: Request, context: Context) -> str:
    """Give who calls: the clerk who took it down, else whoever sends requests to their offices."""
    if request.entered_by in context.org.people:
        return request.entered_by
    found = triage(context)
    return found.person if found else ""
