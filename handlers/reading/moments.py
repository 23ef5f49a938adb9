"""Every time named in a text, put together from days, clock times, spans and recurrences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final, Literal

from handlers.reading import clocks, dayrules, recurring, spans
from handlers.reading.clocks import Clock, read_clock
from handlers.reading.dayrules import read_day
from handlers.reading.days import Day, Frame
from handlers.reading.masks import BLANK
from handlers.reading.recurring import Every, read_every
from handlers.reading.spans import Span, read_span
from tasks.worktime import WorkCalendar

Kind = Literal["every", "span", "day", "clock"]

_TOKEN: Final = re.compile(
    rf"(?P<every>{dayrules.plain(recurring.PATTERN)})|(?P<span>{spans.PATTERN})|(?P<day>{dayrules.PATTERN})"
    rf"|(?P<clock>{clocks.CLOCK})"
)
_ASIDE: Final = re.compile(
    r"(?<=[日号天一二三四五六末底])\s*\((?:含|即|也就是)?(?:(?:本|这|下|下下)?(?:周|星期|礼拜)[一二三四五六日天]|[今明后]天|当[天日]|含|"
    r"\d{1,2}月?\d{0,2}[日号]?)[^()]{0,2}\)"
)
_BETWEEN: Final = re.compile(rf"[\s{BLANK}]*的?\s*")
_RANGE: Final = re.compile(rf"[\s{BLANK}]*起?\s*[-~至到]+\s*")
_LIST: Final = re.compile(rf"[\s{BLANK}]*[、和及与]\s*")
_STARTING: Final = re.compile(r"\s*(?:起|开始|以后)[,\s]*")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as named: where it stands in the text and the instants it may mean, in order.

    The first option still to come is meant, else the last. `timed` says that a clock time was named, `day`
    that a day was.
    """

    start: int
    end: int
    options: tuple[datetime, ...]
    kind: Kind
    rrule: str | None = None
    timed: bool = False
    day: Day | None = None
    clock: Clock | None = None
    counted: tuple[int, ...] = ()

    def due(self, now: datetime) -> datetime:
        """Give the instant meant when it was said."""
        return next((option for option in self.options if option >= now), self.options[-1])


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the times of one text said at `now`."""

    text: str
    now: datetime
    calendar: WorkCalendar

    def moments(self) -> list[Moment]:
        """Give the times named, in the text's order; both ends of a range are one."""
        out: list[Moment] = []
        for moment in self._single():
            last = out[-1] if out else None
            if last and (joined := self._joined(last, moment)):
                out[-1] = joined
            else:
                out.append(self._inheriting(last, moment) if last else moment)
        return [moment for moment in out if moment.options]

    def _single(self) -> Iterator[Moment]:
        """Give the times named, each by itself."""
        position, starting = 0, None
        while found := _TOKEN.search(self.text, position):
            moment = self._moment(found, starting)
            position = max(moment.end if moment else found.end(), position + 1)
            starting = self._start_of(moment) if moment else None
            if moment:
                yield moment

    def _start_of(self, moment: Moment) -> date | None:
        """Give the day a recurrence right behind starts on (从明天起每天)."""
        if not _STARTING.match(self.text, moment.end) or moment.kind != "day" or not moment.options:
            return None
        day, written = moment.options[0].date(), self.text[moment.start : moment.end]
        if written.endswith(("月", "月份")):
            return day.replace(day=1)
        return day - timedelta(days=day.weekday()) if written.endswith(("周", "星期", "礼拜")) else day

    def _moment(self, found: re.Match[str], starting: date | None) -> Moment | None:
        match found.lastgroup:
            case "every":
                return self._every(found, starting)
            case "span":
                return self._span(found)
            case "day":
                return self._day(found)
        return self._clock(found)

    def _clock(self, found: re.Match[str]) -> Moment | None:
        clock = read_clock(found[0])
        if clock is None:
            return None
        options = (self._at(self.now.date(), clock),)
        return Moment(found.start(), found.end(), options, "clock", timed=True, clock=clock)

    def _span(self, found: re.Match[str]) -> Moment | None:
        span: Span | None = read_span(self.text, found.start(), self.now, self.calendar)
        if span is None:
            return None
        return Moment(found.start(), found.end(), (span.due,), "span", timed=span.exact, counted=span.counted)

    def _day(self, found: re.Match[str]) -> Moment | None:
        day = read_day(self.text, found.start(), Frame(self.now.date(), self.calendar))
        if day is None:
            return None
        clock, end = self._clock_after(found.end())
        options = tuple(self._at(option, clock) for option in day.options)
        return Moment(
            found.start(),
            end,
            options,
            "day",
            timed=clock is not None,
            day=day,
            clock=clock,
            counted=day.counted,
        )

    def _every(self, found: re.Match[str], starting: date | None) -> Moment | None:
        every: Every | None = read_every(found[0], self.calendar)
        if every is None:
            return None
        clock, end = self._clock_after(found.end())
        days = every.days(max(starting or self.now.date(), self.now.date()))
        options = tuple(self._at(day, clock) for day in islice(days, 2))
        years = tuple({option.year for option in options}) if "WORKDAY" in every.rrule else ()
        return Moment(
            found.start(), end, options, "every", every.rrule, clock is not None, clock=clock, counted=years
        )

    def _clock_after(self, position: int) -> tuple[Clock | None, int]:
        """Give the clock time that belongs to the day ending there, and where it ends."""
        gap = _BETWEEN.match(self.text, position)
        start = gap.end() if gap else position
        found = _TOKEN.match(self.text, start)
        if found and found.lastgroup == "clock" and (clock := read_clock(found[0])):
            return clock, found.end()
        short = clocks.SHORT.match(self.text, position)
        if short and (clock := read_clock(short[0])):
            return clock, short.end()
        return None, position

    def _at(self, day: date, clock: Clock | None) -> datetime:
        if clock is None:
            return self.calendar.day_close(day)
        return datetime.combine(day, time(), self.calendar.zone) + timedelta(minutes=clock.minutes)

    def _joined(self, first: Moment, second: Moment) -> Moment | None:
        """Both as one where they are the ends of a range; it ends at its end."""
        if not _RANGE.fullmatch(self.text, first.end, second.start) or "span" in {first.kind, second.kind}:
            return None
        if first.kind == "every":
            return replace(first, end=second.end) if second.kind == "clock" else None
        if second.kind == "every":
            return None
        if second.kind == "clock":
            return self._until_clock(first, second)
        if first.kind == "clock":
            return None
        return self._until_day(first, second)

    def _until_clock(self, first: Moment, second: Moment) -> Moment:
        clock = second.clock
        if clock and clock.bare and first.clock and first.clock.part:
            shifted = read_clock(self.text[second.start : second.end], first.clock.part)
            clock = shifted if shifted and shifted.minutes > first.clock.minutes else clock
        days = (self._day_of(option, first.clock) for option in first.options)
        options = tuple(self._at(day, clock) for day in days)
        return replace(first, end=second.end, options=options, clock=clock, timed=True)

    @staticmethod
    def _day_of(option: datetime, clock: Clock | None) -> date:
        return (
            (option - timedelta(minutes=1)).date()
            if clock and clock.minutes >= clocks.MIDNIGHT
            else option.date()
        )

    def _until_day(self, first: Moment, second: Moment) -> Moment:
        """Give a bare day or weekday at the end of a range is the first one from its start on."""
        assert first.day
        assert second.day
        day, start = second.day, first.options[0].date()
        if day.relative:
            day = replace(day, options=(self._following(start, day),))
        options = tuple(self._at(option, second.clock) for option in day.options)
        return replace(second, start=first.start, options=options, day=replace(day, marked=False))

    @staticmethod
    def _following(start: date, day: Day) -> date:
        wanted = day.options[0]
        days = (start + timedelta(days=n) for n in range(62))
        if day.relative == "week":
            return next(d for d in days if d.weekday() == wanted.weekday())
        return next((d for d in days if d.day == wanted.day), wanted)

    def _inheriting(self, last: Moment, moment: Moment) -> Moment:
        """In a list a clock time belongs to the day named before it (明天10点、16点前)."""
        listed = _LIST.fullmatch(self.text, last.end, moment.start)
        return self._on_day_of(last, moment) if listed else moment

    def continued(self, last: Moment, moment: Moment) -> Moment:
        """Put a later clock time without a day on the day of the deadline before (明天10点前…,下午5点前…)."""
        if not (last.clock and moment.clock and moment.clock.minutes > last.clock.minutes):
            return moment
        return self._on_day_of(last, moment)

    def prepared(self, last: Moment, moment: Moment) -> Moment:
        """Put an earlier clock time on the day a thing is wanted (明天3点要用,请在2点前布置好)."""
        between = self.text[last.end : moment.start]
        if (
            not (last.clock and moment.clock and last.day)
            or last.day.gone
            or re.search(r"[。;!?\n]", between)
        ):
            return moment
        return self._on_day_of(last, moment) if moment.clock.minutes < last.clock.minutes else moment

    def _on_day_of(self, last: Moment, moment: Moment) -> Moment:
        if moment.kind != "clock" or last.kind not in {"day", "every"}:
            return moment
        options = tuple(self._at(self._day_of(o, last.clock), moment.clock) for o in last.options)
        return replace(moment, options=options, kind=last.kind, rrule=last.rrule, day=last.day)


def without_asides(text: str) -> str:
    """Give the text with weekdays in brackets behind a date blanked out: 11月27日(周五)前."""
    return _ASIDE.sub(lambda found: BLANK * len(found[0]), text)
