"""Which request is meant: by its code, by the last digits of it, of one citizen or of all."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tasks.db import Db
from tasks.requests.models import Request, RequestEntry
from tasks.requests.states import ANSWERED

SHOWN = 5
"""Requests a citizen is shown at once."""


async def called(db: Db, code: str) -> Request | None:
    """Give the request of this code, or the last one whose code ends so; locked for changing."""
    rows = Request.filter(code=code) if "-" in code else Request.filter(code__endswith=_ending(code))
    return await rows.using_db(db).order_by("-id").select_for_update().first()


async def own_called(db: Db, citizen: int, code: str) -> Request | None:
    """Give the same among those of one citizen: another's is as unknown as one that does not exist."""
    own = Request.filter(citizen_id=citizen).using_db(db)
    rows = own.filter(code=code) if "-" in code else own.filter(code__endswith=_ending(code))
    return await rows.order_by("-id").select_for_update().first()


def _ending(digits: str) -> str:
    return f"-{digits:0>4}"


async def own(db: Db, citizen: int, states: Collection[str] = (), most: int = SHOWN) -> Sequence[Request]:
    """Give the last requests of a citizen, those in these states (none: in any)."""
    rows = Request.filter(citizen_id=citizen).using_db(db)
    rows = rows.filter(state__in=list(states)) if states else rows
    return await rows.order_by("-id").limit(most)


async def last_answered(db: Db, citizen: int) -> Request | None:
    """Give the request of a citizen that was answered last and stands so."""
    rows = Request.filter(citizen_id=citizen, state=ANSWERED).using_db(db)
    return await rows.order_by("-answered_at", "-id").first()


async def numbered(db: Db, citizen: int, number: int) -> Request | None:
    """Give a citizen's request by the number of its row, locked for changing."""
    rows = Request.filter(id=number, citizen_id=citizen).using_db(db)
    return await rows.select_for_update().first()


async def last_move(db: Db, request: Request, action: str) -> RequestEntry | None:
    """Give the last entry of this action in a request's history."""
    rows = RequestEntry.filter(request_id=request.id, action=action).using_db(db)
    return await rows.order_by("-seq").first()
