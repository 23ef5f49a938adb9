"""A swap waits for the other's word: kept as a question that only its own answers fit."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tasks.db import Db
from tasks.directives.models import Question
from tasks.fields import Facts

KIND: Final = "rota.swap"


async def propose(
    db: Db, *, asked: str, place: str, facts: Facts, now: datetime, until: datetime
) -> Question:
    """Keep what was proposed until the first of both days begins; the same one proposed anew replaces it."""
    await _withdraw_same(db, asked, facts, now)
    return await Question.create(
        using_db=db, asked=asked, place=place, kind=KIND, facts=facts, choices=[], asked_at=now, until=until
    )


async def _withdraw_same(db: Db, asked: str, facts: Facts, now: datetime) -> None:
    held = Question.filter(asked=asked, kind=KIND, until__gt=now, answered_at__isnull=True).using_db(db)
    for question in await held:
        if (question.facts["mine"], question.facts["other"]) == (facts["mine"], facts["other"]):
            question.answered_at = now
            await question.save(using_db=db, update_fields=["answered_at"])


async def waiting(db: Db, asked: str, now: datetime) -> list[Question]:
    """Find what waits for this person's word, newest first."""
    held = Question.filter(asked=asked, kind=KIND, until__gt=now, answered_at__isnull=True)
    return await held.using_db(db).order_by("-id")


async def keep(db: Db, question: Question) -> None:
    """Keep what came of a proposal."""
    await question.save(using_db=db, update_fields=["facts"])
