"""What is asked about series, and how one that has something to do is claimed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive
from tasks.fields import EPOCH
from tasks.series.models import Series

ACTIVE, PAUSED, ENDED = "active", "paused", "ended"
GOING = (ACTIVE, PAUSED)


async def claimed(db: Db, now: datetime, *, without: Collection[int] = ()) -> Series | None:
    """Lock the series that has waited longest for its look; None where none waits, or others are at it."""
    due = Series.filter(look_at__lte=now, state__in=GOING)
    found = due.exclude(id__in=list(without)).using_db(db)
    return await found.order_by("look_at", "id").select_for_update(skip_locked=True).first()


async def next_due(db: Db, after: datetime) -> datetime | None:
    """Give the next moment after this one at which a series has something to do."""
    found = Series.filter(look_at__gt=after, state__in=GOING).using_db(db)
    series = await found.order_by("look_at").first()
    return series.look_at if series else None


async def going(db: Db) -> list[Series]:
    """Give the series that have not ended, oldest first."""
    return await Series.filter(state__in=GOING).using_db(db).order_by("id")


async def look_again(db: Db) -> None:
    """Have it worked out anew when each series issues next; one that pauses goes on when it was told to."""
    await Series.filter(state=ACTIVE, look_at__isnull=False).using_db(db).update(look_at=EPOCH)


async def locked(db: Db, number: int) -> Series:
    """Load a series for changing; other writers wait."""
    return await Series.filter(id=number).using_db(db).select_for_update().get()


async def issued_days(db: Db, series: Series, days: Iterable[str]) -> set[str]:
    """Give those of these days for which there is a directive of the series already."""
    found = Directive.filter(series_id=series.id, occurrence__in=list(days)).using_db(db)
    return {str(day) for day in await found.values_list("occurrence", flat=True)}


async def open_ones(db: Db, series: Series) -> list[Directive]:
    """Give the open directives of a series, oldest first."""
    found = Directive.filter(series_id=series.id, state=states.OPEN).using_db(db)
    return await found.order_by("id")
