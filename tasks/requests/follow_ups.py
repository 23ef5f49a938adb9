"""Calls back (回访) after a poor rating: opened, reminded of before and after they are due, recorded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tasks.db import Db
from tasks.fields import Facts
from tasks.personal import masked
from tasks.requests import verbs
from tasks.requests.models import FollowUp, Request
from tasks.worktime import WorkCalendar


@dataclass(frozen=True, slots=True)
class Times:
    """The clock of a call back: when it is due, when it is reminded of before that."""

    due: datetime
    remind: datetime


def times(now: datetime, days: int, calendar: WorkCalendar) -> Times:
    """Give the clock: so many working days from the next one; the reminder comes as the last one opens."""
    last = calendar.add_working_days(calendar.local(now).date(), days)
    return Times(calendar.day_close(last), calendar.day_open(last))


async def begin(db: Db, request: Request, who: str, clock: Times, now: datetime) -> FollowUp | None:
    """Open a call back for this round; None where there was one already."""
    rows = FollowUp.filter(request_id=request.id, round=request.round).using_db(db)
    if await rows.exists():
        return None
    return await FollowUp.create(
        using_db=db, request_id=request.id, round=request.round, who=who, opened_at=now, due=clock.due,
        remind_at=clock.remind,
    )  # fmt: skip


async def open_one(db: Db, request: Request) -> FollowUp | None:
    """Give the call back that is still to be made, locked for changing."""
    rows = FollowUp.filter(request_id=request.id, done_at__isnull=True).using_db(db)
    return await rows.order_by("-id").select_for_update().first()


async def open_of(db: Db, people: Sequence[str]) -> list[str]:
    """Give the codes of the requests whose call back one of these people still has to make."""
    rows = FollowUp.filter(who__in=list(people), done_at__isnull=True).using_db(db)
    numbers = await rows.order_by("due", "id").values_list("request_id", flat=True)
    found = await Request.filter(id__in=list(numbers)).using_db(db).order_by("id")
    return [request.code for request in found]


async def record(
    db: Db, request: Request, follow_up: FollowUp, result: str, *, actor: str, now: datetime
) -> None:
    """Keep what came of a call back."""
    follow_up.result, follow_up.done_at, follow_up.done_by = masked(result), now, actor
    follow_up.remind_at = None
    await follow_up.save(using_db=db, update_fields=["result", "done_at", "done_by", "remind_at"])
    detail: Facts = {"result": follow_up.result, "round": follow_up.round}
    await verbs.move(db, request, "followed_up", detail, actor=actor, now=now)


async def to_remind(db: Db, now: datetime, aside: Collection[int], most: int) -> Sequence[FollowUp]:
    """Give the calls back somebody is to be reminded of now; another process skips those."""
    rows = FollowUp.filter(remind_at__lte=now, id__not_in=[*aside, 0]).using_db(db)
    return await rows.order_by("remind_at", "id").limit(most).select_for_update(skip_locked=True)


async def reminded(db: Db, follow_up: FollowUp, now: datetime) -> bool:
    """Take note of a reminder: the next is when it is due, none after it; gives whether it was due."""
    late = now >= follow_up.due
    follow_up.remind_at = None if late else follow_up.due
    await follow_up.save(using_db=db, update_fields=["remind_at"])
    return late


async def next_due(db: Db, after: datetime) -> datetime | None:
    """Give the moment at which somebody is to be reminded next, not before this one."""
    row = await FollowUp.filter(remind_at__isnull=False).using_db(db).order_by("remind_at").first()
    return max(row.remind_at, after) if row and row.remind_at else None
