"""Until when: which of the times in a text is the deadline."""

from __future__ import annotations

from datetime import datetime

from handlers.reading.marks import Bond, bond
from handlers.reading.masks import masked
from handlers.reading.moments import Moment, Reader, without_asides
from handlers.reading.script import normal
from handlers.reading.values import NO_DEADLINE, Deadline
from tasks.worktime import WorkCalendar


def read_deadline(
    text: str, now: datetime, calendar: WorkCalendar, *, marked_only: bool = False, moved: bool = False
) -> Deadline:
    """Read until when a thing is due, said at `now` (aware).

    `marked_only` takes only times bound to a deadline mark (notices); `moved` takes 延期到 and its like as
    such a mark (somebody asks for more time).
    """
    here = calendar.local(now)
    clean = without_asides(masked(normal(text)))
    bound: dict[Bond, list[Moment]] = {"marked": [], "done by then": [], "none": []}
    reader = Reader(clean, here, calendar)
    for moment in reader.moments():
        kind = bond(clean, moment, moved=moved)
        last = bound[kind][-1] if bound[kind] else None
        bound[kind].append(reader.continued(last, moment) if last else moment)
    chosen = bound["marked"] or ([] if marked_only else bound["done by then"])
    return _latest(chosen, here, calendar) if chosen else NO_DEADLINE


def _latest(moments: list[Moment], now: datetime, calendar: WorkCalendar) -> Deadline:
    """Of several the later; a recurring one goes before one that happens once."""
    recurring = [moment for moment in moments if moment.rrule]
    meant = max(recurring or moments, key=lambda moment: moment.due(now))
    due = meant.due(now)
    others = sorted({moment.due(now) for moment in moments} - {due})
    return Deadline(
        due=due,
        past=due < now,
        rrule=meant.rrule,
        provisional=any(not calendar.is_published(year) for year in meant.counted),
        others=tuple(others),
    )
