"""What is asked and kept around taking matters down: who fell silent, who may be called, earlier requests."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from tasks.citizens.models import Citizen, Talk
from tasks.db import Db
from tasks.ports import Sealer
from tasks.requests.models import Request


async def silent(
    db: Db, steps: Sequence[str], since: datetime, aside: Collection[int], most: int
) -> list[Citizen]:
    """Give citizens who were asked something at one of these steps and said nothing since, locked.

    Who writes at this moment is left alone: that message goes on with the talk.
    """
    talks = Talk.filter(step__in=list(steps), asked_at__lte=since, citizen_id__not_in=[*aside, 0])
    numbers = await talks.using_db(db).order_by("asked_at").limit(most).values_list("citizen_id", flat=True)
    found = Citizen.filter(id__in=list(numbers)).using_db(db)
    return await found.order_by("id").select_for_update(skip_locked=True)


async def next_silent(
    db: Db, steps: Sequence[str], after: datetime, quiet: timedelta, aside: Collection[int] = ()
) -> datetime | None:
    """Give when the next of them has been silent for so long, after this moment."""
    talks = Talk.filter(step__in=list(steps), citizen_id__not_in=[*aside, 0], asked_at__gt=after - quiet)
    first = await talks.using_db(db).order_by("asked_at").first()
    return first.asked_at + quiet if first else None


async def may_be_called(db: Db, request: Request, phone: str, sealer: Sealer) -> None:
    """Keep the number a citizen gives later, enciphered as the rest of it is."""
    whole = json.loads(sealer.unseal(request.sealed) or "{}") if request.sealed else {}
    request.sealed = sealer.seal(json.dumps({**whole, "phone": phone}, ensure_ascii=False))
    request.phone_key, request.may_call = sealer.digest(phone), True
    await request.save(using_db=db, update_fields=["sealed", "phone_key", "may_call"])


async def of_phone(db: Db, phone: str, sealer: Sealer, most: int) -> list[Request]:
    """Give the requests of whoever has this number, the newest first, whoever took them down."""
    found = Request.filter(phone_key__in=list(sealer.digests(phone))).using_db(db)
    return await found.order_by("-id").limit(most)
