"""The clock of a request as its history proves it: read from the rows, compared with what the row says."""

from __future__ import annotations

from datetime import datetime

from tasks.db import Db
from tasks.requests import clocks
from tasks.requests.clocks import Move
from tasks.requests.kinds import Terms
from tasks.requests.models import Request, RequestEntry
from tasks.worktime import WorkCalendar


async def moves_of(db: Db, request: Request) -> list[Move]:
    """Give what happened to a request, in order."""
    entries = RequestEntry.filter(request_id=request.id).using_db(db).order_by("seq")
    return [Move(entry.at, entry.action, entry.detail) for entry in await entries]


async def due_proved(db: Db, request: Request, terms: Terms, calendar: WorkCalendar) -> datetime:
    """Give when the answer is due as the history has it."""
    return clocks.due_of(await moves_of(db, request), terms, calendar)


async def due_with(db: Db, request: Request, move: Move, terms: Terms, calendar: WorkCalendar) -> datetime:
    """Give what will be due once this move is written too."""
    return clocks.due_after(await moves_of(db, request), move, terms, calendar)
