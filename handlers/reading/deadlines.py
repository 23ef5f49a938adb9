"""Until when: which of the times in a text is the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.reading.marks import Bond, Spans, bond
from handlers.reading.masks import BLANK, masked
from handlers.reading.moments import Moment, Reader, without_asides
from handlers.reading.script import normal
from handlers.reading.values import NO_DEADLINE, Deadline
from tasks.worktime import WorkCalendar


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one text: those marked as deadlines, those to be done by then, others."""

    marked: tuple[Moment, ...]
    by_then: tuple[Moment, ...]
    now: datetime
    calendar: WorkCalendar
    others: tuple[Moment, ...] = ()

    @property
    def spans(self) -> Spans:
        """Where any time is named."""
        named = (*self.marked, *self.by_then, *self.others)
        return tuple(sorted((moment.start, moment.end) for moment in named))

    def deadline(self, *, marked_only: bool = False, any_named: bool = False) -> Deadline:
        """Give the deadline; `marked_only` takes only times bound to a deadline mark (notices).

        `any_named` takes a time however it is named, where none is bound to anything (an answer: 周五).
        """
        chosen = self.marked or (() if marked_only else self.by_then)
        if any_named and not chosen:
            chosen = tuple(moment for moment in self.others if moment.kind != "span")
        return _latest(chosen, self.now, self.calendar) if chosen else NO_DEADLINE


def read_times(
    text: str,
    now: datetime,
    calendar: WorkCalendar,
    *,
    named: Spans = (),
    addressed: Spans = (),
    moved: bool = False,
) -> Times:
    """Read every time in a text said at `now` (aware); `moved` takes 延期到 and its like as a mark.

    `named` are the places of names, in which no time is looked for (王五24小时内), `addressed` of those
    who are asked to do something.
    """
    here = calendar.local(now)
    clean = without_asides(masked(_without(normal(text), named)))
    bound: dict[Bond, list[Moment]] = {"marked": [], "done by then": [], "none": []}
    reader, last, before = Reader(clean, here, calendar), None, None
    for named_time in reader.moments():
        moment, kind = named_time, bond(clean, named_time, addressed, moved=moved)
        if kind == "marked" and before:
            moment = reader.prepared(before, moment)
        moment = reader.continued(last, moment) if last and kind != "none" else moment
        last = moment if kind != "none" else last
        before = moment
        bound[kind].append(moment)
    return Times(tuple(bound["marked"]), tuple(bound["done by then"]), here, calendar, tuple(bound["none"]))


def read_deadline(text: str, now: datetime, calendar: WorkCalendar) -> Deadline:
    """Read until when a thing is due, said at `now` (aware). Never raises for any text."""
    return read_times(text, now, calendar).deadline()


def _without(text: str, named: Spans) -> str:
    characters = list(text)
    for start, end in named:
        characters[start:end] = BLANK * (end - start)
    return "".join(characters)


def _latest(moments: Sequence[Moment], now: datetime, calendar: WorkCalendar) -> Deadline:
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
