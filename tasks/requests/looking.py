"""Each look at what is enciphered of a request is a row, and a move of its history."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tasks.db import Db
from tasks.fields import Facts
from tasks.requests import verbs
from tasks.requests.models import Request, Unmasking

LONGEST_WHY: Final = 200
"""Characters of a reason that are kept."""


async def record(db: Db, request: Request, *, who: str, what: str, why: str, now: datetime) -> None:
    """Keep who looked at which part, when and why; the request may be another writer's: it is locked here."""
    row = await Request.filter(id=request.id).using_db(db).select_for_update().get()
    await Unmasking.create(using_db=db, request_id=row.id, who=who, at=now, what=what, why=why)
    detail: Facts = {"what": what, "why": why}
    await verbs.move(db, row, "unmasked", detail, actor=who, now=now)
