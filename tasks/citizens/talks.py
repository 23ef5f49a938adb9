"""What is going on with a citizen: one step at a time, kept enciphered, so that a restart forgets nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from tasks.citizens.models import Citizen, Talk
from tasks.db import Db
from tasks.fields import Facts
from tasks.ports import Sealer

KEPT: Final = timedelta(hours=48)
"""How long what was begun waits for its next word: as long as the account may answer at all."""


@dataclass(frozen=True, slots=True)
class Going:
    """A talk that is under way: the step it is at, and what was said so far."""

    step: str
    facts: Facts
    asked_at: datetime


async def under_way(db: Db, citizen: Citizen, sealer: Sealer, now: datetime) -> Going | None:
    """Give the talk with a citizen; None where there is none, or it is over."""
    talk = await Talk.filter(citizen_id=citizen.id).using_db(db).first()
    if talk is None or talk.until < now:
        return None
    facts = cast("Facts", json.loads(sealer.unseal(talk.sealed) or "{}"))
    return Going(talk.step, facts, talk.asked_at)


async def left_off(db: Db, citizen: Citizen, sealer: Sealer) -> Going | None:
    """Give the talk with a citizen even where its time is over: what was told in it is not lost."""
    talk = await Talk.filter(citizen_id=citizen.id).using_db(db).first()
    if talk is None:
        return None
    return Going(talk.step, cast("Facts", json.loads(sealer.unseal(talk.sealed) or "{}")), talk.asked_at)


async def forget(db: Db, before: datetime, but: Sequence[str]) -> None:
    """Forget what was over before a moment, except at these steps: their matter is put down first."""
    await Talk.filter(until__lt=before, step__not_in=list(but)).using_db(db).delete()


async def put(
    db: Db, citizen: Citizen, step: str, facts: Facts, sealer: Sealer, now: datetime, keep: timedelta = KEPT
) -> None:
    """Be at this step now; what was at another one before is replaced."""
    values = {
        "step": step,
        "sealed": sealer.seal(json.dumps(facts, ensure_ascii=False)),
        "asked_at": now,
        "until": now + keep,
    }
    await Talk.update_or_create(citizen_id=citizen.id, defaults=values, using_db=db)


async def end(db: Db, citizen: Citizen) -> None:
    """Be at no step any more."""
    await Talk.filter(citizen_id=citizen.id).using_db(db).delete()
