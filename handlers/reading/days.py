"""What a named day resolves to: 下周三, 11月30日, 月底, 国庆前. The patterns stand in dayrules.py."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.reading.numerals import number
from tasks.worktime import FESTIVALS, Festival, WorkCalendar, festival_day

DAY: Final = timedelta(days=1)
RECENT_DAYS: Final = 60  # rule 6: a date that passed less than this ago is past, else next year's

_NAMES: Final = {"十一": "国庆", "劳动节": "五一", "新年": "元旦"}


@dataclass(frozen=True, slots=True)
class Frame:
    """When and by which calendar a text is read."""

    today: date
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class Day:
    """A day as named.

    `options` in order; the first whose time is still to come is meant, else the last. `marked` needs a
    deadline mark to count (11.28), `complete` brings its own (国庆前), `gone` lies in the past and is no
    deadline. `relative` has no month or week of its own and follows the start of a range.
    """

    options: tuple[date, ...]
    marked: bool = False
    complete: bool = False
    gone: bool = False
    relative: str = ""
    counted: tuple[int, ...] = ()


Resolver = Callable[[re.Match[str], Frame], Day | None]


def _int(written: str | None) -> int:
    return (number(written) if written else None) or 0


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """Give the last day of a month; the month may lie outside 1 to 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _year(written: str | None, today: date) -> int | None:
    if not written:
        return None
    offsets = {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1, "前年": -2}
    if written in offsets:
        return today.year + offsets[written]
    digits = int(written.removesuffix("度").removesuffix("年"))
    return digits if digits > 99 else 2000 + digits


def nearest(today: date, place: Callable[[int], date | None]) -> date | None:
    """Give the date without a year that is meant, by rule 6; `place` gives it for a year."""
    for year in (today.year - 1, today.year):
        day = place(year)
        if day and day < today and (today - day).days < RECENT_DAYS:
            return day
    days = (place(year) for year in range(today.year, today.year + 5))
    return next((day for day in days if day and day >= today), None)


def month_day(found: re.Match[str], frame: Frame) -> Day | None:
    """Read 11月30日: this year's or the nearest."""
    month, day = _int(found["m"]), _int(found["d"])
    year = _year(found["y"], frame.today)
    bare = not found["unit"]
    if year is not None:
        made = _make(year, month, day)
        return Day((made,), marked=bare and not found["y"]) if made else None
    made = nearest(frame.today, lambda y: _make(y, month, day))
    return Day((made,), marked=bare) if made else None


def dotted(found: re.Match[str], frame: Frame) -> Day | None:
    """Read 11.28 and 2026-11-28."""
    month, day = _int(found["m"]), _int(found["d"])
    if found["y"]:
        made = _make(int(found["y"]), month, day)
        return Day((made,)) if made else None
    made = nearest(frame.today, lambda y: _make(y, month, day))
    return Day((made,), marked=True) if made else None


def month_part(found: re.Match[str], frame: Frame) -> Day | None:
    """Read 12月底, 12月上旬 and 12月."""
    month, year = _int(found["m"]), _year(found["y"], frame.today)

    def place(y: int) -> date:
        return _part_of_month(y, month, found["part"] or "")

    made = place(year) if year is not None else nearest(frame.today, place)
    return Day((made,), gone=bool(made < frame.today.replace(day=1) and not found["part"])) if made else None


def _part_of_month(year: int, month: int, part: str) -> date:
    day = {"上旬": 10, "中旬": 20, "中": 15, "月中": 15}.get(part)
    return month_end(year, month) if day is None else month_end(year, month).replace(day=day)


def relative_month(found: re.Match[str], frame: Frame) -> Day | None:
    """Read 下月底, 本月28日 and 下月中旬."""
    shift = {"下下": 2, "下": 1, "上": -1}.get(found["which"].removesuffix("个"), 0)
    end = month_end(frame.today.year, frame.today.month + shift)
    if found["d"]:
        made = _make(end.year, end.month, _int(found["d"]))
        return Day((made,), gone=shift < 0) if made else None
    return Day((_part_of_month(end.year, end.month, found["part"] or ""),), gone=shift < 0)


def bare_month_part(found: re.Match[str], frame: Frame) -> Day:
    """Read 月底, 月中 and 上旬."""
    part = found[0].removeprefix("月")
    ends = (month_end(frame.today.year, frame.today.month + n) for n in range(2))
    return Day(tuple(_part_of_month(end.year, end.month, part) for end in ends))


def day_of_month(found: re.Match[str], frame: Frame) -> Day | None:
    """Read 28号: this month's or the next."""
    day = _int(found["d"])
    ends = (month_end(frame.today.year, frame.today.month + n) for n in range(4))
    days = [made for end in ends if (made := _make(end.year, end.month, day)) and made >= frame.today]
    return Day(tuple(days[:2]), relative="month") if days else None


def weekday(found: re.Match[str], frame: Frame) -> Day:
    """Read 周五, 本周五 and 下周五."""
    index = "一二三四五六日天".find(found["d"]) if not found["d"].isdigit() else int(found["d"]) - 1
    index = min(index, 6)
    week = (found["which"] or "").removesuffix("个")
    if not week:
        ahead = frame.today + (index - frame.today.weekday()) % 7 * DAY
        return Day((ahead, ahead + 7 * DAY), relative="week")
    return Day((_monday(week, frame.today) + index * DAY,), gone=week.startswith("上"))


def _monday(week: str, today: date) -> date:
    weeks = -week.count("上") + week.count("下")
    return today - today.weekday() * DAY + weeks * 7 * DAY


def week(found: re.Match[str], frame: Frame) -> Day:
    """Read 本周, 下周 and 周末: up to the last working day."""
    week = (found["which"] or "").removesuffix("个")
    monday = _monday(week, frame.today)
    last = frame.calendar.last_working_day(monday, monday + 6 * DAY)
    return Day((last,), gone="上" in week, counted=(monday.year, (monday + 6 * DAY).year))


_RELATIVE: Final = {
    "大后": 3, "后": 2, "明": 1, "次": 1, "翌": 1, "第二": 1, "今": 0, "当": 0, "本": 0, "昨": -1, "前": -2, "大前": -3,
}  # fmt: skip


def relative_day(found: re.Match[str], frame: Frame) -> Day:
    """Read 今天, 明天, 次日."""
    shift = _RELATIVE[found[0].rstrip("天日儿个")]
    return Day((frame.today + shift * DAY,), gone=shift < 0)


def two_days(found: re.Match[str], frame: Frame) -> Day:
    """Read 今明两天: up to the second."""
    return Day((frame.today + (2 if "后" in found[0] else 1) * DAY,))


def year_end(found: re.Match[str], frame: Frame) -> Day:
    """Read 年底 and 明年内."""
    year = _year((found["y"] or "今年"), frame.today) or frame.today.year
    return Day((date(year, 12, 31),), gone=year < frame.today.year)


def half_year(found: re.Match[str], frame: Frame) -> Day | None:
    """Read 上半年."""
    month, year = (6 if found["half"] == "上" else 12), _year(found["y"], frame.today)
    made = month_end(year, month) if year is not None else nearest(frame.today, lambda y: month_end(y, month))
    return Day((made,)) if made else None


def quarter(found: re.Match[str], frame: Frame) -> Day | None:
    """Read 季度末 and 三季度."""
    year, which = _year(found["y"], frame.today), found["q"] or ""
    if index := _int(which):
        made = month_end(year, index * 3) if year else nearest(frame.today, lambda y: month_end(y, index * 3))
        return Day((made,), marked=not found["end"]) if made else None
    shift = {"上": -1, "下": 1}.get(which[:1], 0)
    month = ((frame.today.month - 1) // 3 + 1 + shift) * 3
    return Day((month_end(frame.today.year, month),), marked=not found["end"], gone=shift < 0)


def _festival(name: str) -> Festival:
    return next(f for f in FESTIVALS if f.name == _NAMES.get(name, name))


def _coming(festival: Festival, frame: Frame) -> int | None:
    """Give the year in which the festival comes next."""
    years = range(frame.today.year, frame.today.year + 2)
    return next((y for y in years if _known(festival, y) and festival_day(festival, y) > frame.today), None)


def _known(festival: Festival, year: int) -> bool:
    try:
        festival_day(festival, year)
    except ValueError:
        return False
    return True


def before_festival(found: re.Match[str], frame: Frame) -> Day | None:
    """Read 国庆前: the last working day before."""
    festival = _festival(found["name"])
    year = _year(found["y"], frame.today) or _coming(festival, frame)
    if year is None or not _known(festival, year):
        return None
    return Day((frame.calendar.before_festival(festival, year),), complete=True, counted=(year,))


def _next_festival(frame: Frame, *, ended: bool) -> tuple[Festival, int] | None:
    """Give the next holiday to come, or for `ended` the one that is on or comes next."""
    spans = [(f, y) for y in range(frame.today.year, frame.today.year + 2) for f in FESTIVALS if _known(f, y)]
    ahead = [
        (frame.calendar.before_festival(f, y), f, y)
        for f, y in spans
        if (frame.calendar.after_festival(f, y) - DAY if ended else frame.calendar.before_festival(f, y))
        >= frame.today
    ]
    found = min(ahead, key=lambda row: row[0], default=None)
    return (found[1], found[2]) if found else None


def before_holiday(_: re.Match[str], frame: Frame) -> Day | None:
    """Read 节前: before the next holiday to come."""
    coming = _next_festival(frame, ended=False)
    if not coming:
        return None
    return Day((frame.calendar.before_festival(*coming),), complete=True, counted=(coming[1],))


def after_holiday(found: re.Match[str], frame: Frame) -> Day | None:
    """Read 节后第一个工作日."""
    nth = _int(found["n"]) or 1
    if found["name"]:
        festival = _festival(found["name"])
        year = _year(found["y"], frame.today) or _coming_end(festival, frame)
    else:
        coming = _next_festival(frame, ended=True)
        festival, year = coming or (FESTIVALS[0], None)
    if year is None or not _known(festival, year):
        return None
    first = frame.calendar.after_festival(festival, year)
    return Day((frame.calendar.add_working_days(first, nth - 1),), complete=True, counted=(year,))


def _coming_end(festival: Festival, frame: Frame) -> int | None:
    years = range(frame.today.year, frame.today.year + 2)
    ends = (
        y for y in years if _known(festival, y) and frame.calendar.after_festival(festival, y) >= frame.today
    )
    return next(ends, None)
