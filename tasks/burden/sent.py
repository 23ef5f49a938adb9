"""What was sent to whom in a span of time, counted in the database: by receiver and kind, and out of hours.

The table belongs to the outbox, which knows no directive of ours; here it is only read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from tasks.burden.kinds import burden_of
from tasks.db import Db
from tasks.fields import MILLISECOND, to_ms
from tasks.worktime import WorkCalendar

SLICE: Final = 500
"""Receivers in one condition: both databases bound how many there may be."""
Place = Literal["person", "chat"]
Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Count:
    """Messages that came unasked: how many, how many of them reminders, how many out of office hours.

    `first` are the first cards of directives among them.
    """

    messages: int = 0
    reminders: int = 0
    late: int = 0
    first: int = 0

    def __add__(self, other: Count) -> Count:
        """Give both together."""
        return Count(
            self.messages + other.messages,
            self.reminders + other.reminders,
            self.late + other.late,
            self.first + other.first,
        )


NONE: Final = Count()
FIRST_CARD: Final = "directive.assigned"


def total(counts: Iterable[Count]) -> Count:
    """Give all of them together."""
    return sum(counts, NONE)


async def sent_to(
    db: Db, receivers: Iterable[str], period: Period, calendar: WorkCalendar, place: Place = "person"
) -> dict[str, Count]:
    """Count what each of these got in the period, its end left out; who got nothing is not in it.

    :param calendar: whose office hours count.
    """
    query = _query(period, calendar, place)
    found: defaultdict[str, Count] = defaultdict(Count)
    some = sorted(set(receivers))
    for start in range(0, len(some), SLICE):
        part = some[start : start + SLICE]
        rows = await db.execute_query_dict(query.format(places=_places(db, len(part))), list(part))
        for row in rows:
            found[row["receiver"]] += _counted(row)
    return {receiver: count for receiver, count in found.items() if count.messages}


def _counted(row: Mapping[str, object]) -> Count:
    kind, count, late = str(row["kind"]), int(str(row["many"])), int(str(row["late"]))
    burden = burden_of(kind)
    if burden == "asked":
        return NONE
    return Count(count, count if burden == "reminder" else 0, late, count if kind == FIRST_CARD else 0)


def _query(period: Period, calendar: WorkCalendar, place: Place) -> str:
    """Write the statement; all that is put into it are our own numbers and a word of ours."""
    begins, ends = to_ms(period[0]), to_ms(period[1])
    spans = office_spans(calendar, period)
    office = " OR ".join(f"(sent_at >= {a} AND sent_at < {b})" for a, b in spans) or "1 = 0"
    # `|| ''` keeps SQLite from reading all that was ever sent, instead of what is the receiver's.
    return (
        f"SELECT receiver, kind, count(*) AS many, sum(CASE WHEN {office} THEN 0 ELSE 1 END) AS late "
        f"FROM sending WHERE receiver IN ({{places}}) AND sent_at >= {begins} AND sent_at < {ends} "
        f"AND state || '' = 'sent' AND place = '{place}' GROUP BY receiver, kind"
    )


def office_spans(calendar: WorkCalendar, period: Period) -> Sequence[tuple[int, int]]:
    """Give the office time in the period, in milliseconds since 1970."""
    day, last = (calendar.local(at).date() for at in (period[0], period[1] - MILLISECOND))
    found: list[tuple[int, int]] = []
    while day <= last:
        found += [(to_ms(start), to_ms(end)) for start, end in calendar.spans_on(day)]
        day += timedelta(days=1)
    return found


def _places(db: Db, count: int) -> str:
    """Write so many placeholders as the database wants them."""
    if db.capabilities.dialect == "sqlite":
        return ", ".join("?" * count)
    return ", ".join(f"${number}" for number in range(1, count + 1))
