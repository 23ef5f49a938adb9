"""How what recurs is written: 每周五15:00前, 每季度末月25日17:30前; and what becomes of days off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

WEEKDAYS: Final = "一二三四五六日"
ENDS: Final[Mapping[tuple[int, ...], str]] = {(3, 6, 9, 12): "每季度", (6, 12): "每半年"}
"""Months of which the last day is the end of something."""
QUARTERS: Final[Mapping[tuple[int, ...], str]] = {
    (3, 6, 9, 12): "每季度末月",
    (1, 4, 7, 10): "每季度首月",
    (2, 5, 8, 11): "每季度第二个月",
}
SHIFTS: Final[Mapping[str, str]] = {
    "earlier": "遇节假日提前到前一个工作日",
    "later": "遇节假日顺延到后一个工作日",
    "skip": "遇节假日跳过不报",
    "keep": "节假日照常",
}


def every(facts: Mapping[str, Any]) -> str:
    """Write when something recurs and until which time of the day."""
    return f"{_days(facts)}{facts['clock']}前"


def _days(facts: Mapping[str, Any]) -> str:
    if facts["workdays"]:
        return "每个工作日"
    if facts["weekdays"]:
        names = "、".join(f"周{WEEKDAYS[day]}" for day in facts["weekdays"])
        return f"每两周的{names}" if facts["interval"] > 1 else f"每{names}"
    if facts["monthdays"]:
        if facts["monthdays"] == [-1] and tuple(facts["months"]) in ENDS:
            return f"{ENDS[tuple(facts['months'])]}最后一天"
        return f"{_months(facts['months'])}{'、'.join(_day(day) for day in facts['monthdays'])}"
    return "每天"


def _day(day: int) -> str:
    return "最后一天" if day == -1 else f"{day}日"


def _months(months: Sequence[int]) -> str:
    if not months:
        return "每月"
    return QUARTERS.get(tuple(months)) or f"每年{'、'.join(str(month) for month in months)}月"


def days_off(series: Mapping[str, Any]) -> str:
    """Write what becomes of weekends and holidays."""
    facts = series["every"]
    if facts["workdays"]:
        return "周末和节假日不报"
    return "周末和节假日也报" if facts["freq"] == "DAILY" else SHIFTS[series["shift"]]


def day_name(day: object) -> str:
    """Write a day: 11月27日(周五)."""
    found = date.fromisoformat(str(day))
    return f"{found.month}月{found.day}日(周{WEEKDAYS[found.weekday()]})"
