"""First cards the platform did not deliver: one notice for a directive, in however many calls they went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from bot.models import Sending
from handlers.context import Context
from handlers.directives.undelivered import learned
from handlers.directives.unreachable import KIND as NAMED
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.models import Directive
from tasks.fields import to_ms
from tasks.notices import Lane, Notice, Outcome, Receiver

FIRST = "directive.assigned"
JOB = "directive.lost"
REASONS = ("invalid", "unlicensed")
PAUSE = timedelta(seconds=5)
"""After which it is looked again, while cards of the same directive are still going out."""


def job(code: str, once: str, at: datetime) -> Notice:
    """Have the issuer of a directive told whom its first cards did not reach."""
    return Notice(JOB, (Receiver("lost"),), {"code": code}, once, at, place="job", lane=Lane.FAST)


async def tell(db: Db, facts: Mapping[str, Any], context: Context) -> Outcome:
    """Name those whom no card reached and who are not named yet, once all cards are out."""
    directive = await queries.by_code(db, str(facts["code"]))
    if directive is None:
        return Outcome()
    if await _going_out(db, directive, context.now):
        at = context.now + PAUSE
        later = to_ms(at) // 5_000
        return Outcome("", {}, (job(directive.code, f"lost:{directive.code}:{later}", at),))
    shares = await queries.shares_of(db, directive, states.UNDER_WAY)
    given = {share.id: share.given_at for share in shares}
    why = await _failed(db, directive, given)
    for told in await Sending.filter(directive_id=directive.id, kind=NAMED).using_db(db):
        for number in cast("list[int]", told.facts["shares"]):
            if _since(told.created_at, given.get(number)):
                why.pop(number, None)
    return Outcome("", {}, await learned(db, directive, why, context))


async def _going_out(db: Db, directive: Directive, now: datetime) -> bool:
    cards = Sending.filter(directive_id=directive.id, kind=FIRST).using_db(db)
    due = cards.filter(state="waiting", not_before__lte=now)
    return await cards.filter(state="sending").exists() or await due.exists()


def _since(created_at: datetime, given_at: datetime | None) -> bool:
    """Whether something was said since a share was given out last; before, it was about another time."""
    return given_at is None or created_at >= given_at


async def _failed(db: Db, directive: Directive, given: Mapping[int, datetime | None]) -> dict[int, str]:
    """Give the shares whose card was refused for its receiver since they were given out last, and why."""
    found = Sending.filter(directive_id=directive.id, kind=FIRST, state="failed", reason__in=REASONS)
    rows = await found.using_db(db).order_by("id").values("share_id", "reason", "created_at")
    return {
        row["share_id"]: row["reason"]
        for row in rows
        if _since(row["created_at"], given.get(row["share_id"]))
    }
