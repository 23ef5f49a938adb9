"""The supervisor's ledger (督查台账): every share that is not settled, and how urgent it is by now.

Red: the time is over. Yellow: two thirds of the working time are gone and nothing is reported. Blue: at most
one working day is left. What waits for somebody else (reported, declined) and what has no time has no colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final, Literal

from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.worktime import WorkCalendar

Colour = Literal["red", "yellow", "blue", ""]
COLOURS: Final[tuple[Colour, ...]] = ("red", "yellow", "blue", "")
"""The most urgent first."""
MINUTE: Final = timedelta(minutes=1)
SLICE: Final = 1000
"""Numbers in one condition: both databases bound how many there may be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One share of an open directive, as the ledger shows it. `start` is when its time began to run."""

    code: str
    title: str
    assignee: str
    department: int
    state: str
    due: datetime | None
    start: datetime
    supervised: bool
    colour: Colour = ""


@dataclass
class Clock:
    """Colours as of one moment; what the calendar counted is kept, for many shares have the same times."""

    now: datetime
    calendar: WorkCalendar
    _late: dict[tuple[datetime, datetime], bool] = field(default_factory=dict)
    _near: datetime = field(init=False)

    def __post_init__(self) -> None:
        day = self.calendar.next_working_day(self.calendar.local(self.now).date())
        minutes = sum(int((end - start) / MINUTE) for start, end in self.calendar.spans_on(day))
        # A time between closing and the next opening is as near as the closing.
        self._near = self.calendar.next_office_time(self.calendar.add_minutes(self.now, minutes))

    def colour(self, state: str, start: datetime, due: datetime | None) -> Colour:
        """Give the colour of a share in this state whose time runs from `start` to `due`."""
        if due is None or state not in states.UNDONE:
            return ""
        if due <= self.now:
            return "red"
        if self._is_late(start, due):
            return "yellow"
        return "blue" if due <= self._near else ""

    def _is_late(self, start: datetime, due: datetime) -> bool:
        """Whether two thirds of the working time are gone; of all time where none of it is working time."""
        key = (start, due)
        if key not in self._late:
            whole: float = self.calendar.minutes_between(start, due)
            gone: float = self.calendar.minutes_between(start, self.now)
            if whole <= 0:
                whole, gone = (due - start).total_seconds(), (self.now - start).total_seconds()
            self._late[key] = gone * 3 >= whole * 2
        return self._late[key]


async def lines(db: Db, *, now: datetime, calendar: WorkCalendar, chat: str = "") -> list[Line]:
    """Give every unsettled share of the open directives (of this chat, if any), the most urgent first."""
    clock = Clock(now, calendar)
    found = Directive.filter(state=states.OPEN, chat=chat) if chat else Directive.filter(state=states.OPEN)
    wanted = ("id", "code", "title", "kind", "created_at", "supervised_by")
    directives = {row["id"]: row for row in await found.using_db(db).values(*wanted)}
    out = [
        _line(directives[row["directive_id"]], row, clock)
        for ids in _sliced(list(directives))
        for row in await Share.filter(directive_id__in=ids, state__in=states.UNSETTLED)
        .using_db(db)
        .order_by("id")
        .values("directive_id", "assignee", "department", "state", "due", "given_at")
        if not _is_read(directives[row["directive_id"]], row)
    ]
    return sorted(out, key=_urgency)


def _line(directive: dict[str, Any], share: dict[str, Any], clock: Clock) -> Line:
    start = share["given_at"] or directive["created_at"]
    return Line(
        directive["code"],
        directive["title"],
        share["assignee"],
        share["department"],
        share["state"],
        share["due"],
        start,
        bool(directive["supervised_by"]),
        clock.colour(share["state"], start, share["due"]),
    )


def _is_read(directive: dict[str, Any], share: dict[str, Any]) -> bool:
    """Whether it is a notice's share that was acknowledged: nothing else is asked of it."""
    return directive["kind"] == "notice" and share["state"] in (states.ACKNOWLEDGED, states.REPORTED)


def _urgency(line: Line) -> tuple[int, float, str]:
    return (
        COLOURS.index(line.colour),
        line.due.timestamp() if line.due else float("inf"),
        line.code,
    )


def _sliced(numbers: Sequence[int]) -> Iterator[list[int]]:
    left = iter(numbers)
    while part := list(islice(left, SLICE)):
        yield part
