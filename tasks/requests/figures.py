"""Figures of requests by kind, category, area and office, for a span of time; never by person.

What came counts by when it came, what was answered by when that was, ratings by when they were given. A
rating whose appeal was upheld is left out, as is what has been opened again from what is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final, TypeAlias, TypeVar

from tortoise.expressions import Q

from tasks.db import Db
from tasks.requests import states
from tasks.requests.models import Rating, Request
from tasks.requests.rating import UPHELD

Period: TypeAlias = tuple[datetime, datetime]
"""From the first moment to the last, which is left out."""
CONTENT: Final = 3
"""From so many stars on somebody is content."""
Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers of one group; `open` and `overdue` are as they stand at the end of the span, or now."""

    received: int = 0
    answered: int = 0
    in_time: int = 0
    refused: int = 0
    open: int = 0
    overdue: int = 0
    reopened: int = 0
    rated: int = 0
    content: int = 0

    def __add__(self, other: Count) -> Count:
        """Add group to group."""
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted of one request, and what it is grouped by."""

    kind: str
    category: str
    area: int
    office: int
    title: str
    count: Count


COLUMNS: Final = (
    "id", "kind", "category", "area", "office", "title", "state", "created_at", "answered_at", "due", "round"
)  # fmt: skip


async def rows(db: Db, period: Period, now: datetime, offices: Collection[int] | None = None) -> list[Row]:
    """Read what has anything to do with the span; `offices` (None: all) are those whose requests count."""
    first, last = period
    touched = Q(created_at__gte=first, created_at__lt=last) | Q(answered_at__gte=first, answered_at__lt=last)
    still = Q(state__in=list(states.OPEN), created_at__lt=last)
    rated = await _ratings(db, period)
    query = Request.filter(touched | still | Q(id__in=[*rated, 0])).using_db(db)
    if offices is not None:
        query = query.filter(office__in=[*offices, -1])
    found = await query.order_by("id").only(*COLUMNS)
    return [_row(one, rated.get(one.id, ()), period, min(now, last)) for one in found]


async def _ratings(db: Db, period: Period) -> dict[int, tuple[int, ...]]:
    """Give the stars of the span by request, those that count."""
    given = Rating.filter(rated_at__gte=period[0], rated_at__lt=period[1], stars__isnull=False)
    found: dict[int, tuple[int, ...]] = {}
    for rating in await given.exclude(upheld=UPHELD).using_db(db):
        found[rating.request_id] = (*found.get(rating.request_id, ()), int(rating.stars or 0))
    return found


def _row(request: Request, stars: tuple[int, ...], period: Period, end: datetime) -> Row:
    answered = request.state == states.ANSWERED and _within(request.answered_at, period)
    is_open = request.state in states.OPEN
    count = Count(
        received=_within(request.created_at, period),
        answered=answered,
        in_time=answered and _before(request.answered_at, request.due),
        refused=request.state == states.REFUSED and _within(request.created_at, period),
        open=is_open,
        overdue=request.state in states.RUNNING and request.due is not None and request.due < end,
        reopened=request.round > 1 and is_open,
        rated=len(stars),
        content=sum(one >= CONTENT for one in stars),
    )
    return Row(request.kind, request.category, request.area, request.office, request.title, count)


def _within(at: datetime | None, period: Period) -> bool:
    return at is not None and period[0] <= at < period[1]


def _before(at: datetime | None, due: datetime | None) -> bool:
    return at is not None and (due is None or at <= due)


def total(counted: Iterable[Row]) -> Count:
    """Add up all rows."""
    return sum((row.count for row in counted), Count())


def by(counted: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, Count]:
    """Add up by what `key` gives of a row; the most received first."""
    found: dict[Key, Count] = {}
    for row in counted:
        group = key(row)
        found[group] = found.get(group, Count()) + row.count
    return dict(sorted(found.items(), key=lambda one: (-one[1].received, -one[1].open, one[0])))
