"""Open questions: asked, found again, answered.

A newer question puts an older one of the same chat aside, unless the older one keeps what the person wrote (a
directive, a report): that is not lost because something else is asked meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from tasks.db import Db
from tasks.directives.models import Question
from tasks.fields import Facts

OPEN_FOR: Final = timedelta(minutes=10)
"""How long a question is open, by the service's clock."""


async def ask(
    db: Db,
    *,
    asked: str,
    place: str,
    kind: str,
    facts: Facts,
    choices: Sequence[Facts],
    now: datetime,
    directive_id: int | None = None,
) -> Question:
    """Put a question; older open ones in the same chat that keep nothing, or the same words, end."""
    await _put_aside(db, asked, place, facts, now)
    return await Question.create(
        using_db=db,
        asked=asked,
        place=place,
        kind=kind,
        facts=facts,
        choices=list(choices),
        directive_id=directive_id,
        asked_at=now,
        until=now + OPEN_FOR,
    )


async def open_ones(db: Db, asked: str, places: Sequence[str], now: datetime) -> list[Question]:
    """Find what is open for this person in these chats, newest first; `now` is when the answer was said."""
    found = Question.filter(
        asked=asked, place__in=list(places), asked_at__lte=now, until__gt=now, answered_at__isnull=True
    )
    return await found.using_db(db).order_by("-id")


async def open_about(db: Db, directive_id: int, kind: str, now: datetime) -> Question | None:
    """Find the question of this kind that is open about a directive."""
    found = Question.filter(directive_id=directive_id, kind=kind, until__gt=now, answered_at__isnull=True)
    return await found.using_db(db).order_by("-id").first()


async def by_id(db: Db, number: int) -> Question | None:
    """Find a question by its number, locked for answering."""
    return await Question.filter(id=number).using_db(db).select_for_update().first()


async def answered(db: Db, question: Question, now: datetime) -> None:
    """Mark a question as answered."""
    question.answered_at = now
    await question.save(using_db=db, update_fields=["answered_at"])


async def prolong(db: Db, question: Question, now: datetime) -> None:
    """Begin an open question's ten minutes anew: it has just been asked once more."""
    question.until = now + OPEN_FOR
    await question.save(using_db=db, update_fields=["until"])


async def _put_aside(db: Db, asked: str, place: str, facts: Facts, now: datetime) -> None:
    """Put aside what is open for this person in this chat, except where it keeps other words than `facts`.

    Where a report is collected goes on beside other questions, until the next report is. The same verb asked
    for another share stays open too, and has its turn after the newer one.
    """
    older = Question.filter(asked=asked, place=place, until__gt=now, answered_at__isnull=True)
    over = [question.id for question in await older.using_db(db) if not _keeps(question, facts)]
    await Question.filter(id__in=over).using_db(db).update(until=now)


def _keeps(question: Question, facts: Facts) -> bool:
    if question.facts.get("thing") and question.facts.get("verb") == facts.get("verb"):
        return question.facts["thing"] != facts.get("thing")
    if question.facts.get("collects"):
        return not facts.get("collects")
    kept = question.facts.get("text")
    return kept != facts.get("text") if kept else bool(question.facts.get("media"))
