"""The verbs of a request, as ordinary transactions: received, handed to an office, and what becomes of it.

Each takes an open transaction, changes the row and appends to the request's history, as those of a directive.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tasks import history
from tasks.db import Db
from tasks.directives.verbs import next_code
from tasks.fields import Facts, Json
from tasks.personal import masked
from tasks.ports import Sealer
from tasks.requests import states
from tasks.requests.models import Request

LONGEST_TITLE = 24
"""Characters of a title that is made from the first words."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants, as it was told: everything in the person's own words, nothing masked yet.

    `entered_by` is the clerk who took it down. `citizen` is the number of the citizen's row (None: nobody who
    can be written to). `media` are as in a report (handlers/directives/attachments.py). `urgency` is the
    directive's: what is critical is told at once, whatever the hour. `insisted`: it is a matter of its own,
    though the same person has said the like.
    """

    kind: str
    content: str
    citizen: int | None = None
    entered_by: str = ""
    category: str = ""
    area: int = 0
    place: str = ""
    phone: str = ""
    name: str = ""
    media: Sequence[Json] = field(default=())
    anonymous: bool = False
    confidential: bool = False
    may_call: bool = False
    urgency: str = "normal"
    insisted: bool = False


async def receive(db: Db, wish: Wish, sealer: Sealer, due: datetime, now: datetime) -> Request:
    """Take a request down under the next code; what is personal is kept enciphered alone."""
    whole = {"content": wish.content, "place": wish.place, "phone": wish.phone, "name": wish.name}
    content = masked(wish.content)
    request = await Request.create(
        using_db=db,
        code=await next_code(db, "S", now),
        kind=wish.kind,
        category=wish.category,
        area=wish.area,
        state=states.RECEIVED,
        citizen_id=wish.citizen,
        entered_by=wish.entered_by,
        title=title_of(content),
        content=content,
        place=masked(wish.place)[:200],
        sealed=sealer.seal(json.dumps({k: v for k, v in whole.items() if v}, ensure_ascii=False)),
        phone_key=sealer.digest(wish.phone) if wish.phone else "",
        media=list(wish.media),
        anonymous=wish.anonymous,
        confidential=wish.confidential,
        may_call=wish.may_call,
        created_at=now,
        due=due,
        first_due=due,
    )
    detail: Facts = {
        "kind": wish.kind,
        "category": wish.category,
        "area": wish.area,
        "content": content,
        "due": due.isoformat(),
    }
    await move(db, request, "received", detail, actor=wish.entered_by or CITIZEN, now=now)
    return request


CITIZEN = "citizen"
"""The actor in a history where the citizen acted: never who it is."""
SYSTEM = "system"
"""The actor where the service acted by a table of its own."""


async def move(db: Db, request: Request, action: str, detail: Facts, *, actor: str, now: datetime) -> None:
    """Append a move to a request's history; the caller saves the columns that changed."""
    await history.append(db, request, at=now, actor=actor, action=action, detail=detail)


def title_of(content: str) -> str:
    """Make a title of the first words, up to the first full stop."""
    first = next((line.strip() for line in content.splitlines() if line.strip()), "诉求")
    for stop in "。!！?？;；":
        first = first.partition(stop)[0] or first
    return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1] + "…"


async def locked(db: Db, code: str) -> Request | None:
    """Load a request for changing; other writers wait until this transaction ends."""
    return await Request.filter(code=code).using_db(db).select_for_update().first()
