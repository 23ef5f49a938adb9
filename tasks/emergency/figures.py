"""What happened in an emergency: directives, messages, how soon they were seen, what is still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final, TypeVar

from tasks.burden.sent import Count, Period, total
from tasks.burden.units import by_person
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.people.org import Org
from tasks.worktime import Calendars

MINUTE: Final = timedelta(minutes=1)
SLICE: Final = 500
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Open:
    """A directive of the emergency that is not settled: of so many shares it has in these units."""

    code: str
    title: str
    shares: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What an emergency came to. Minutes are of the clock, from when a share was given to 收到.

    `median` is none where nothing was acknowledged, `slowest` the unit whose own median is longest, 0 where
    fewer than two units acknowledged anything.
    """

    directives: int
    shares: int
    acknowledged: int
    sent: Count
    median: int | None
    slowest: int
    slowest_median: int
    open: tuple[Open, ...]


async def figures(
    db: Db, people: Sequence[str], period: Period, *, org: Org, calendars: Calendars
) -> Figures:
    """Work out what these people were given and sent in the period, as it stands now."""
    rows = [row for some in _sliced(people) for row in await _shares(db, some, period)]
    minutes = _minutes(rows, org)
    every = [one for some in minutes.values() for one in some]
    slowest = max(minutes, key=lambda unit: (median(minutes[unit]), -unit), default=0)
    alone = len(minutes) < 2
    return Figures(
        directives=len({row["directive_id"] for row in rows}),
        shares=len(rows),
        acknowledged=len(every),
        sent=total((await by_person(db, org, people, period, calendars)).values()),
        median=round(median(every)) if every else None,
        slowest=0 if alone else slowest,
        slowest_median=0 if alone else round(median(minutes[slowest])),
        open=await _open(db, rows),
    )


async def _shares(db: Db, people: Sequence[str], period: Period) -> list[dict[str, Any]]:
    found = Share.filter(assignee__in=list(people), given_at__gte=period[0], given_at__lt=period[1])
    return await found.using_db(db).values(
        "directive_id", "assignee", "department", "state", "given_at", "acknowledged_at"
    )


def _minutes(rows: Iterable[dict[str, Any]], org: Org) -> dict[int, list[float]]:
    """Give the minutes until 收到 by the unit that was given the share."""
    found: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        given: datetime = row["given_at"]
        seen: datetime | None = row["acknowledged_at"]
        if seen is not None and seen >= given:
            unit = row["department"] or org.unit_of(row["assignee"])
            found[unit].append((seen - given) / MINUTE)
    return found


async def _open(db: Db, rows: Sequence[dict[str, Any]]) -> tuple[Open, ...]:
    """Give the directives of which something is not settled yet, the oldest first."""
    undone: dict[int, int] = defaultdict(int)
    for row in rows:
        undone[row["directive_id"]] += row["state"] in states.UNSETTLED
    numbers = sorted(number for number, count in undone.items() if count)
    found: list[Open] = []
    for some in _sliced(numbers):
        tasks = Directive.filter(id__in=list(some), state=states.OPEN).using_db(db).order_by("id")
        found += [Open(one.code, one.title, undone[one.id]) for one in await tasks if _waits(one, rows)]
    return tuple(found)


def _waits(directive: Directive, rows: Iterable[dict[str, Any]]) -> bool:
    """Whether anything is asked of anybody still: a notice is done when it is acknowledged."""
    if directive.kind != "notice":
        return True
    return any(row["directive_id"] == directive.id and row["state"] == states.ASSIGNED for row in rows)


def _sliced(values: Sequence[_Value]) -> Iterable[Sequence[_Value]]:
    return (values[start : start + SLICE] for start in range(0, len(values), SLICE))
