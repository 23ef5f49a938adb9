"""Which emergencies are on, and for whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tortoise.expressions import Q

from tasks.db import Db
from tasks.emergency.models import Emergency
from tasks.people.org import Org

REMEMBERED: Final = timedelta(days=15)
"""How long after its end it is still known who was told outside office hours: longer than any holiday."""


async def open_ones(db: Db, now: datetime, *, lock: bool = False) -> list[Emergency]:
    """Give the emergencies that are on at this moment, the oldest first; `lock` them to change one."""
    rows = Emergency.filter(begins_at__lte=now, until__gt=now, ended_at__isnull=True)
    rows = rows.using_db(db).order_by("id")
    return await (rows.select_for_update() if lock else rows)


async def remembered(db: Db, now: datetime) -> list[Emergency]:
    """Give the emergencies that are on, and those that were in the last days."""
    return await Emergency.filter(until__gt=now - REMEMBERED).using_db(db).order_by("id")


async def people_in(db: Db, org: Org, now: datetime) -> frozenset[str]:
    """Give everybody for whom an emergency lifts quiet hours and budgets now."""
    units = {unit for one in await open_ones(db, now) for unit in one.departments}
    return frozenset(org.everyone_in(units)) if units else frozenset()


async def over(db: Db, now: datetime) -> Emergency | None:
    """Claim one emergency that is over and of which nobody was told yet; another process takes another."""
    ended = Q(ended_at__isnull=False) | Q(until__lte=now)
    rows = Emergency.filter(ended, reported_at__isnull=True).using_db(db)
    return await rows.order_by("id").select_for_update(skip_locked=True).first()


async def next_end(db: Db, after: datetime) -> datetime | None:
    """Give when the next emergency ends by itself, after this moment."""
    rows = Emergency.filter(until__gt=after, ended_at__isnull=True, reported_at__isnull=True)
    found = await rows.using_db(db).order_by("until").first()
    return found.until if found else None
