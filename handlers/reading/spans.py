"""Spans of time from the moment of the message: 3个工作日内, 半小时内, 两周内."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from handlers.reading.numerals import HAN, NUMBER, number
from tasks.worktime import WorkCalendar

_N: Final = rf"(?<![\d.第几数这那头{HAN}])(?P<n>{NUMBER}) ?"
LIMIT: Final = 400  # more working days than that nobody means


@dataclass(frozen=True, slots=True)
class Span:
    """When a span that starts now ends; `exact` is to the minute, else the day's close. Years counted with."""

    due: datetime
    exact: bool
    counted: tuple[int, ...] = ()


Resolver = Callable[[re.Match[str], datetime, WorkCalendar], Span | None]


def _value(written: str | None) -> float | None:
    if written == "半":
        return 0.5
    if written and "." in written:
        return float(written)
    return number(written) if written else None


def _working(found: re.Match[str], now: datetime, calendar: WorkCalendar) -> Span | None:
    count = number(found["n"])
    if not count or count > LIMIT:
        return None
    day = calendar.add_working_days(now.date(), count)
    return Span(calendar.day_close(day), exact=False, counted=tuple(range(now.year, day.year + 1)))


def _hours(found: re.Match[str], now: datetime, _: WorkCalendar) -> Span | None:
    hours = _value(found["n"])
    if not hours:
        return None
    hours += 0.5 if (found["half"] and found["n"] != "半") or found["more"] == "半" else 0
    minutes = number(found["minutes"]) if found["minutes"] else 0
    return Span(now + timedelta(hours=hours, minutes=minutes or 0), exact=True)


def _minutes(found: re.Match[str], now: datetime, _: WorkCalendar) -> Span | None:
    count = number(found["n"])
    return Span(now + timedelta(minutes=count), exact=True) if count else None


def _quarters(found: re.Match[str], now: datetime, _: WorkCalendar) -> Span | None:
    count = number(found["n"])
    return Span(now + timedelta(minutes=15 * count), exact=True) if count else None


def _days(found: re.Match[str], now: datetime, calendar: WorkCalendar, *, each: int = 1) -> Span | None:
    count = number(found["n"])
    return _closing(now.date() + timedelta(days=count * each), calendar) if count else None


def _weeks(found: re.Match[str], now: datetime, calendar: WorkCalendar) -> Span | None:
    return _days(found, now, calendar, each=7)


def _half_month(_: re.Match[str], now: datetime, calendar: WorkCalendar) -> Span:
    return _closing(now.date() + timedelta(days=15), calendar)


def _months(found: re.Match[str], now: datetime, calendar: WorkCalendar) -> Span | None:
    count = number(found["n"])
    if not count:
        return None
    day = add_months(now.date(), count)
    return _closing(day + timedelta(days=15) if found["half"] else day, calendar)


def _years(found: re.Match[str], now: datetime, calendar: WorkCalendar) -> Span | None:
    months = 6 if found["n"] == "半" else 12 * (number(found["n"]) or 0)
    return _closing(add_months(now.date(), months), calendar) if 0 < months <= 120 else None


def _closing(day: date, calendar: WorkCalendar) -> Span:
    return Span(calendar.day_close(day), exact=False)


def add_months(day: date, count: int) -> date:
    """Give the same day so many months later, or that month's last."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


RULES: Final[tuple[tuple[str, Resolver], ...]] = (
    (rf"{_N}个?工作[日天]", _working),
    (
        (
            rf"(?<![\d.第几数这那头{HAN}])(?P<n>\d{{1,3}}(?:\.\d)?|[{HAN}]{{1,4}}|半) ?个?(?P<half>半)? ?(?:小时|钟头|h(?![a-z]))"
            rf"(?:(?P<minutes>{NUMBER}) ?分钟?|(?P<more>半))?"
        ),
        _hours,
    ),
    (rf"{_N}(?:分钟|分(?=之?内|以内)|min)", _minutes),
    (rf"{_N}刻钟?(?=之?内|以内)", _quarters),
    (rf"{_N}(?:天|[日号](?=之?内|以内|之前完成时限))", _days),
    (rf"{_N}个?(?:周(?![年岁])|星期|礼拜)", _weeks),
    (rf"(?<![{HAN}\d])半个?月", _half_month),
    (rf"{_N}个(?P<half>半)?月", _months),
    (rf"(?<![\d.第几数这那头{HAN}])(?P<n>半|[{HAN}]{{1,2}}|\d{{1,2}})年(?=之?内(?!部)|以内)", _years),
)
_COMPILED: Final = tuple((re.compile(pattern), resolve) for pattern, resolve in RULES)
PATTERN: Final = "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern, _ in RULES)


def read_span(text: str, start: int, now: datetime, calendar: WorkCalendar) -> Span | None:
    """Give the span named at that place, counted from `now`; None where it names none."""
    for pattern, resolve in _COMPILED:
        found = pattern.match(text, start)
        if found:
            return resolve(found, now, calendar)
    return None
