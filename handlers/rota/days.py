"""Days as a rota writes them: 11月23日, 11.23, 23号-29号, 周一, 下周, each beside the one before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from handlers.reading.days import month_end, nearest
from tasks.rota.days import DAY, monday_of, week_of

LONGEST: Final = 62
"""Days of one span; what is longer is no rota."""
BACKWARDS: Final = 14
"""A number lower than the one before by more than this is of the next month: 30日, 1日."""
BACK: Final = 7
"""Days back up to which a day without a month is of this month: a table begins on Monday."""

_WEEK: Final = r"(?:周|星期|礼拜)"
_WHICH: Final = r"(?:(?P<which>上上|上|下下|下|本|这)一?个?)?"
_INDEX: Final = "一二三四五六日"
_SPAN: Final = re.compile(r"(?P<a>\d{1,2}) ?[日号]? ?(?:-+|~+|至|到) ?(?P<b>\d{1,2}) ?[日号]")
_BETWEEN: Final = re.compile(r" ?(?:-+|~+|至|到) ?")
_ALSO: Final = re.compile(r" ?[、,和及/] ?")
_BARE: Final = re.compile(r"(?P<d>\d{1,2})(?![\d.:点月/年])")
_NOTED: Final = re.compile(rf" ?(?:\( ?{_WEEK}(?P<in>[{_INDEX}天]) ?\)|{_WEEK}(?P<out>[{_INDEX}天]))")


@dataclass(frozen=True, slots=True)
class Days:
    """Days named, where their words end, what is wrong with them: `no_day`, `weekday`, `span`, or nothing."""

    days: tuple[date, ...]
    end: int
    wrong: str = ""


@dataclass(slots=True)
class DayReader:
    """Reads the days of one rota; a day without a month or week follows the one before it.

    `monday` is the week the rota is for and `month` its year and month, where its heading says so.
    """

    today: date
    monday: date | None = None
    month: tuple[int, int] | None = None
    last: date | None = field(default=None)

    def at(self, text: str, start: int = 0) -> Days | None:
        """Give the days named at this place of a normal text; None where none are."""
        found = self._whole_week(text, start) or self._some(text, start)
        if found is None or found.wrong:
            return found
        found = self._noted(text, found)
        self.last = found.days[-1]
        return found

    def _whole_week(self, text: str, start: int) -> Days | None:
        found = re.compile(
            rf"{_WHICH}{_WEEK}末|(?P<named>上|下下|下|本|这)一?个?{_WEEK}(?![{_INDEX}天末\d])"
        ).match(text, start)
        if not found:
            return None
        monday = self._monday(found["named"] or found["which"] or "")
        week = week_of(monday)
        if found["named"]:
            coming = tuple(day for day in week if day >= self.today) if found["named"] in "本这" else week
            return Days(coming, found.end())
        if not found["which"] and self.last and not self.monday:
            saturday = self.last + (5 - self.last.weekday()) % 7 * DAY
            return Days((saturday, saturday + DAY), found.end())
        return Days(week[5:], found.end())

    def _monday(self, which: str) -> date:
        if not which and self.monday:
            return self.monday
        return monday_of(self.today) + 7 * (which.count("下") - which.count("上")) * DAY

    def _some(self, text: str, start: int) -> Days | None:
        found = self._span_or_point(text, start)
        while found is not None and not found.wrong and (also := _ALSO.match(text, found.end)):
            self.last = found.days[-1]
            more = self._span_or_point(text, also.end())
            if more is None:
                break
            found = Days((*found.days, *more.days), more.end, more.wrong)
        return found

    def _span_or_point(self, text: str, start: int) -> Days | None:
        if found := _SPAN.match(text, start):
            first = self._of_month(int(found["a"]))
            last = self._of_month(int(found["b"]), first)
            return _span(first, last, found.end())
        first, end = self._point(text, start)
        if end == start:
            return None
        if first is None:
            return Days((), end, "no_day")
        if between := _BETWEEN.match(text, end):
            self.last = first
            last, behind = self._point(text, between.end(), after=first)
            if behind == between.end() and (bare := _BARE.match(text, behind)):
                last, behind = self._of_month(int(bare["d"]), first), bare.end()
            if behind > between.end():
                return _span(first, last, behind)
        return Days((first,), end)

    def _point(self, text: str, start: int, after: date | None = None) -> tuple[date | None, int]:
        """Give one day and where it ends; `start` where none is named, no day where there is no such day."""
        for pattern, resolve in _POINTS:
            if found := pattern.match(text, start):
                return resolve(self, found, after or self.last), found.end()
        return None, start

    def bare(self, text: str) -> date | None:
        """Give the day a cell names by its number alone, where the heading says the month."""
        found = _BARE.fullmatch(text)
        return self._of_month(int(found["d"])) if found and (self.month or self.last) else None

    def _of_month(self, day: int, after: date | None = None) -> date | None:
        """Give the day of this number: of the month being listed, else of this one or the next."""
        before = after or self.last
        if before is not None:
            year, month = before.year, before.month
            return _made(year, month + (before.day - day > BACKWARDS), day)
        if self.month:
            return _made(*self.month, day)
        back = day < self.today.day - BACK
        return _made(self.today.year, self.today.month + back, day)

    def _noted(self, text: str, found: Days) -> Days:
        """Hold a day against the weekday written beside it: 11月23日(周一)."""
        noted = _NOTED.match(text, found.end)
        if noted is None or len(found.days) != 1:
            return found
        index = _INDEX.find((noted["in"] or noted["out"]).replace("天", "日"))
        return Days(found.days, noted.end(), "" if found.days[0].weekday() == index else "weekday")

    def dated(self, found: re.Match[str], _: date | None) -> date | None:
        """Read 11月23日 and 11.23."""
        month, day = int(found["m"]), int(found["d"])
        if found["y"]:
            return _made(int(found["y"]), month, day)
        if not 1 <= month <= 12:
            return None
        return nearest(self.today, lambda year: _made(year, month, day))

    def numbered(self, found: re.Match[str], after: date | None) -> date | None:
        """Read 23日."""
        return self._of_month(int(found["d"]), after)

    def weekday(self, found: re.Match[str], after: date | None) -> date:
        """Read 周一 and 下周一."""
        index = _INDEX.find(found["d"].replace("天", "日"))
        if found["which"]:
            return self._monday(found["which"]) + index * DAY
        if after is not None:
            return after + (index - after.weekday()) % 7 * DAY
        if self.monday:
            return self.monday + index * DAY
        return self.today + (index - self.today.weekday()) % 7 * DAY

    def relative(self, found: re.Match[str], _: date | None) -> date:
        """Read 今天 and 明天."""
        return self.today + _RELATIVE[found["word"]] * DAY


def _made(year: int, month: int, day: int) -> date | None:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, day) if 1 <= day <= month_end(year, month).day else None


def _span(first: date | None, last: date | None, end: int) -> Days:
    if first is None or last is None:
        return Days((), end, "no_day")
    length = (last - first).days
    if not 0 <= length < LONGEST:
        return Days((), end, "span")
    return Days(tuple(first + n * DAY for n in range(length + 1)), end)


_RELATIVE: Final = {"大后": 3, "后": 2, "明": 1, "今": 0, "昨": -1}
_POINTS: Final[
    tuple[tuple[re.Pattern[str], Callable[[DayReader, re.Match[str], date | None], date | None]], ...]
] = (
    (
        re.compile(
            r"(?:(?P<y>20\d\d) ?[年./-] ?)?(?P<m>\d{1,2}) ?(?:月份?|[./-])"
            r" ?(?P<d>\d{1,2})(?![\d.:点%]) ?[日号]?"
        ),
        DayReader.dated,
    ),
    (re.compile(r"(?P<d>\d{1,2}) ?[日号](?![令称码])"), DayReader.numbered),
    (re.compile(rf"{_WHICH}{_WEEK}(?P<d>[{_INDEX}天])"), DayReader.weekday),
    (re.compile(r"(?P<word>大后|后|明|今|昨)[天日晚]上?"), DayReader.relative),
)
"""How one day is written → what reads it."""
