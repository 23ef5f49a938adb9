"""Clock times and parts of the day: 下午3点半, 17:30, 下班前, 今晚12点."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from handlers.reading.numerals import HAN, number

NOON: Final = 12 * 60
CLOSE: Final = 17 * 60 + 30
OPEN: Final = 8 * 60 + 30
AFTER_LUNCH: Final = 14 * 60
NIGHT: Final = 22 * 60
MIDNIGHT: Final = 24 * 60

# part of the day: what it is alone (minutes after 00:00, None where it says nothing alone), how it shifts hours
PARTS: Final[dict[str, tuple[int | None, str]]] = {
    "上午": (NOON, "morning"), "中午": (NOON, "noon"), "正午": (NOON, "noon"), "午": (NOON, "noon"),
    "午间": (NOON, "noon"), "下午": (CLOSE, "afternoon"), "午后": (CLOSE, "afternoon"), "傍晚": (None, "afternoon"),
    "早上": (OPEN, "morning"), "早晨": (OPEN, "morning"), "清晨": (OPEN, "morning"), "清早": (OPEN, "morning"),
    "一大早": (OPEN, "morning"), "大清早": (OPEN, "morning"), "一早": (OPEN, "morning"), "早": (OPEN, "morning"),
    "晨": (OPEN, "morning"), "凌晨": (None, "small hours"), "晚上": (NIGHT, "evening"), "晚间": (NIGHT, "evening"),
    "夜里": (NIGHT, "evening"), "夜间": (NIGHT, "evening"), "深夜": (NIGHT, "evening"), "夜晚": (NIGHT, "evening"),
    "半夜": (None, "evening"), "午夜": (MIDNIGHT, "evening"), "晚": (NIGHT, "evening"), "夜": (NIGHT, "evening"),
}  # fmt: skip
WORKING: Final[dict[str, int]] = {
    "上午上班": OPEN, "早上上班": OPEN, "早上班": OPEN, "一早上班": OPEN, "上午下班": NOON, "中午下班": NOON, "下午上班": AFTER_LUNCH,
    "下午下班": CLOSE, "晚上下班": CLOSE, "一上班": OPEN, "刚上班": OPEN, "上班": OPEN, "下班": CLOSE, "收班": CLOSE,
}  # fmt: skip

_LONG_PARTS: Final = "|".join(sorted((p for p in PARTS if len(p) > 1), key=len, reverse=True)).replace(
    "|早上", "|早上(?!班)"
)
_SHORT_PARTS: Final = "早(?!日|点|期)|晚(?!点|于|些|了)|晨|夜|午(?=之?前|以前)"
_HOUR: Final = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
_MINUTE: Final = (
    rf"(?:整|正|钟整?|半|[一三]刻钟?|(?:\d{{1,2}}|[{HAN}]{{1,3}})分|\d\d(?!\d|人|个|名|处|户|家|份|月|日|号)"
    rf"|[二三四五]?十[一二三四五六七八九]?(?!人|个|名|处|户|家|份|月|日|号|天)|零[一二三四五六七八九])"
)
# what a day may be followed by, and what stands alone; the short parts need a day or an hour beside them
CLOCK: Final = (
    rf"(?:(?:{_LONG_PARTS}|(?:{_SHORT_PARTS})(?={_HOUR}(?:点|时|:))) ?的?)?"
    rf"(?<![\d:.])(?:\d{{1,2}}:\d\d(?::\d\d)?(?![\d:])|{_HOUR} ?(?:点|时(?![候段期间刻效限常代时机长])){_MINUTE}?)"
    rf"|(?:{'|'.join(sorted(WORKING, key=len, reverse=True))})|(?:{_LONG_PARTS})"
)
SHORT: Final = re.compile(_SHORT_PARTS)
_TIMED: Final = re.compile(
    rf"(?P<part>{_LONG_PARTS}|{_SHORT_PARTS})? ?的?(?P<h>{_HOUR}) ?(?::(?P<cm>\d\d)(?::\d\d)?|[点时](?P<m>{_MINUTE})?)"
)
_MINUTES: Final = {"半": 30, "一刻": 15, "三刻": 45, "一刻钟": 15, "三刻钟": 45}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: `minutes` after 00:00 of its day (24:00 and later belong to the next), `part` as said."""

    minutes: int
    part: str = ""
    bare: bool = False


def read_clock(written: str, inherited: str = "") -> Clock | None:
    """Give the clock time written; `inherited` is the part of the day an earlier end of the range named."""
    found = _TIMED.fullmatch(written)
    if found:
        part = found["part"] or ""
        return _timed(found, part or inherited, bare=not part)
    if written in WORKING:
        return Clock(WORKING[written], "work")
    alone = PARTS.get(written, (None, ""))[0]
    return None if alone is None else Clock(alone, written)


def _timed(found: re.Match[str], part: str, *, bare: bool) -> Clock | None:
    hour, minute = number(found["h"]), _minute(found["cm"] or found["m"] or "")
    if hour is None or minute is None or hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    if not part and found["h"].startswith("0"):
        return Clock(hour * 60 + minute, bare=bare)  # 06:30 is written on the 24-hour clock
    return Clock(_shifted(hour, PARTS[part][1] if part in PARTS else "") * 60 + minute, part, bare=bare)


def _minute(written: str) -> int | None:
    plain = written.removesuffix("分")
    if plain in {"", "整", "正", "钟", "钟整"}:
        return 0
    return _MINUTES[plain] if plain in _MINUTES else number(plain)


def _shifted(hour: int, part: str) -> int:
    """Give the hour on the 24-hour clock; 24 and more are after midnight."""
    match part:
        case "":
            return hour + 12 if 1 <= hour <= 6 else hour
        case "noon":
            return hour + 12 if 1 <= hour <= 4 else hour
        case "afternoon":
            return hour + 12 if 1 <= hour < 12 else hour
        case "evening" if hour in {0, 12, 24}:
            return 24
        case "evening":
            return hour + 24 if hour <= 4 else hour + 12 if hour < 12 else hour
        case "small hours":
            return 0 if hour in {12, 24} else hour
    return hour
