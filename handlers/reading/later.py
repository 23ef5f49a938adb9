"""More time (or less) counted from the old due time (延期三天), and the answer to the question how much is wanted."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.reading.clauses import clauses_of, viewed
from handlers.reading.deadlines import read_times
from handlers.reading.numerals import NUMBER, number
from handlers.reading.reasons import reason_of
from handlers.reading.script import normal
from handlers.reading.values import NO_DEADLINE, Deadline, Later, Unit
from tasks.worktime import WorkCalendar

_AMOUNT: Final = (
    rf"(?P<n>半|(?<![\d.]){NUMBER}) ?个?(?P<half>半)?(?P<unit>工作[日天]|分钟|刻钟|小时|钟头|天|日(?!前|之?内)|周|星期|礼拜|月)(?P<more>半)?"
    r"(?![内]|之内|以内|前|之前|以前|后)"
)
_ASKED: Final = re.compile(
    r"(?:延期|延长|宽限|延后|推迟|延迟|顺延|展期|推后|放宽|延|缓|晚|推|拖|迟|往?后(?:推|延|放|挪|移|拖)|往后|错后|再给|多给|再要|再需要?|还需要?|还要|需要)"
    rf"(?:上|再|个|了|一下|给|我们?|办理|时限|时间|期限|上报|报送|反馈|申请|:|,| )*{_AMOUNT}"
)
_SOONER: Final = re.compile(
    rf"(?:提前|提早|往?前(?:推|放|挪|移|提|调))(?:上|再|个|了|一下|完成|办理|上报|报送|反馈| )*{_AMOUNT}"
)
_BARE: Final = re.compile(
    r"(?:再|延期?|延长|推迟|晚|宽限|给我?|多|需?要|大概|大约|约|估计|可能|还|申请|请求|想|请|到|[ ,])*"
    rf"{_AMOUNT}(?:时间|左右|吧|就行|就够了?|即可|可以|行吗|可以吗|能完成|[ 。!])*"
)
_UNITS: Final[dict[str, Unit]] = {
    "工作日": "workday", "工作天": "workday", "分钟": "minute", "小时": "hour", "钟头": "hour",
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month",
}  # fmt: skip
# half of a unit, in a unit that is whole; half a day is half a working day
_HALVES: Final[dict[str, Later]] = {
    "小时": Later(30, "minute"),
    "钟头": Later(30, "minute"),
    "天": Later(4, "hour"),
    "日": Later(4, "hour"),
    "月": Later(15, "day"),
}
_MOST: Final = 400
_TO: Final = re.compile(
    r"^[\s,]*(?:(?:想|请|能否|申请|请求|那就?|就|要|大概|再)*(?:延期?|改|推迟?|宽限)?[到至]|[到至])"
)


def read_later(text: str, *, bare: bool = False) -> Later | None:
    """Give how much later than the old due time is asked for, or sooner; None where no such amount is named.

    With `bare` the amount needs no word of asking (三天, 再要两天): it is an answer to that question.
    """
    plain = normal(text)
    if (sooner := _SOONER.search(plain)) and (by := _later(sooner)):
        return replace(by, amount=-by.amount)
    found = _ASKED.search(plain)
    if found is None and bare:
        found = next(
            (f for start, end in clauses_of(plain) if (f := _BARE.fullmatch(plain, start, end))), None
        )
    return _later(found) if found else None


def _later(found: re.Match[str]) -> Later | None:
    unit, more = found["unit"], found["half"] or found["more"]
    if unit == "刻钟":
        amount = number(found["n"])
        return Later(15 * amount, "minute") if amount else None
    if found["n"] == "半":
        return _HALVES.get(unit)
    amount = number(found["n"])
    if not amount or amount > _MOST:
        return None
    if not more:
        return Later(amount, _UNITS[unit])
    return _and_half(amount, unit)


def _and_half(amount: int, unit: str) -> Later | None:
    """一个半小时, 一天半: the whole in the unit of the half."""
    whole = {"小时": (60, 30, "minute"), "钟头": (60, 30, "minute"), "天": (24, 12, "hour")}.get(unit)
    return (
        Later(amount * whole[0] + whole[1], "minute" if whole[2] == "minute" else "hour") if whole else None
    )


def read_wanted_time(text: str, now: datetime, calendar: WorkCalendar) -> tuple[Deadline, Later | None, str]:
    """Read the answer to the question until when more time is wanted: a time, or how much later, and why.

    The words were asked for, so a time or an amount counts without any word of asking.
    """
    later = read_later(text, bare=True)
    times = read_times(text, now, calendar, moved=True)
    deadline = NO_DEADLINE if later else times.deadline(any_named=True)
    return deadline, later, _reason(text, times.spans)


def _reason(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    view = viewed(normal(text), (), spans)
    front = _TO.match(view)
    led = front.end() if front else 0
    return reason_of(" " * led + text[led:], " " * led + view[led:], "extend")
