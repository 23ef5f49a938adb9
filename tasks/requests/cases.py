"""A request that became a directive to others: which one, when it is over, what it came to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from tasks.db import Db
from tasks.directives import states as directive_states
from tasks.directives.models import Directive, Feedback, Share
from tasks.requests import joining
from tasks.requests.models import Request

CASE: Final = "case"
"""Among the answers of a sentence that wants to become a directive: the code of the request it is for."""
MOST: Final = 50
"""Requests in one step."""
LONGEST: Final = 1500
"""Characters of a result that can be an answer."""


async def link(db: Db, code: object, directive: Directive, *, actor: str, now: datetime) -> None:
    """Keep that a directive was issued for the request of this code; nothing where there is no code."""
    if not isinstance(code, str) or not code:
        return
    request = await Request.filter(code=code).using_db(db).select_for_update().first()
    if request is not None and request.task_id != directive.id:
        await joining.link_task(db, request, directive, actor=actor, now=now)


async def over(db: Db, set_aside: Collection[int]) -> list[Request]:
    """Give the requests whose directive to others is over, locked; those set aside wait."""
    numbers = [number for number in await numbers_over(db) if number not in set_aside][:MOST]
    if not numbers:
        return []
    found = Request.filter(id__in=numbers, task_open=True).using_db(db)
    return await found.order_by("id").select_for_update(skip_locked=True)


async def numbers_over(db: Db) -> list[int]:
    """Give the rows of the requests whose directive to others is over, and which do not know it yet."""
    waiting = Request.filter(task_open=True).using_db(db).order_by("id")
    tasks = {row["id"]: row["task_id"] for row in await waiting.values("id", "task_id")}
    if not tasks:
        return []
    ended = Directive.filter(id__in=list(set(tasks.values()))).exclude(state=directive_states.OPEN)
    done = {row["id"] for row in await ended.using_db(db).values("id")}
    return [number for number, task in tasks.items() if task in done]


async def task_of(db: Db, request: Request) -> Directive | None:
    """Give the directive a request became."""
    if request.task_id is None:
        return None
    return await Directive.filter(id=request.task_id).using_db(db).first()


async def result_of(db: Db, task: Directive) -> str:
    """Give what was reported last on each accepted share, one after the other; empty where nothing was."""
    shares = Share.filter(directive_id=task.id, state=directive_states.ACCEPTED, parent_id__isnull=True)
    numbers = [share.id for share in await shares.using_db(db).order_by("id")]
    reports = Feedback.filter(share_id__in=numbers, undone_at__isnull=True).using_db(db).order_by("id")
    last = {report.share_id: report.text.strip() for report in await reports if report.text.strip()}
    texts = list(dict.fromkeys(last[number] for number in numbers if number in last))
    return "\n".join(texts)[:LONGEST]
