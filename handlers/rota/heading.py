"""The heading of a rota: 应急办下周值班表：, 12月值班安排. What it is for, and where the table begins."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.reading.names import Names
from handlers.rota.days import DayReader
from tasks.rota.days import DAY, monday_of

TABLE: Final = r"(?:值班(?:人员)?(?:安排|轮值)?(?:表|名单)|值班(?:人员)?安排|排班(?:安排)?表?)"
_HEADING: Final = re.compile(
    rf"(?P<front>[^:\n]{{0,40}}?)[《]?{TABLE}[》]?(?:调整|更新|更正)?(?:如下|附后|见下)? *(?::|,|(?=[\n ])|$)(?: *\n)*"
)
_NOISE: Final = re.compile(
    r"(?:的|份|第|期间|防汛|防火|防灭火|节日|节假日|假期|应急|综合|领导|机关|夜间|24小时|更新|调整|更正|修改|最新|新|关于|元旦|春节|清明|五一|端午|中秋|国庆|《|[ ,()-])*"
)
_MONTH: Final = re.compile(
    r"(?:(?P<y>20\d\d) ?年?)?(?P<m>1[0-2]|0?[1-9]) ?月份?(?! ?\d)|(?P<which>下个?|本|这个?|当)月份?(?! ?\d)"
)
_YEAR: Final = re.compile(r"20\d\d ?年度?")
MONTHS: Final = 12
HALF_A_YEAR: Final = 6
_WEEK: Final = re.compile(r"(?P<which>下下|下|本|这)一?个?(?:周|星期|礼拜)(?![一二三四五六日天末])")


@dataclass(frozen=True, slots=True)
class Heading:
    """Units named, the reader set to the week or month, the days it is for, and where the table begins."""

    units: tuple[int, ...]
    reader: DayReader
    days: tuple[date, ...]
    end: int


def read_heading(text: str, today: date, names: Names) -> Heading | None:
    """Understand the heading at the beginning of a normal text; None where there is none."""
    found = _HEADING.match(text)
    if found is None:
        return None
    units, left = _units(found["front"], names)
    reader = DayReader(today)
    days, left = _time(left, reader)
    if not _NOISE.fullmatch(left):
        return None
    return Heading(units, reader, days, found.end())


def _units(front: str, names: Names) -> tuple[tuple[int, ...], str]:
    """Take the units out of what stands before 值班表."""
    found: dict[int, None] = {}
    left, position = "", 0
    while position < len(front):
        named = names.longest(front, position)
        if named and named[1].units:
            found |= dict.fromkeys(named[1].units)
            position += len(named[0])
        else:
            left += front[position]
            position += 1
    return tuple(found), left


def _time(front: str, reader: DayReader) -> tuple[tuple[date, ...], str]:
    """Take week or month out of what stands before 值班表, and set the reader to it."""
    if week := _WEEK.search(front):
        reader.monday = monday_of(reader.today) + 7 * week["which"].count("下") * DAY
        days = tuple(reader.monday + n * DAY for n in range(7))
        return days, front[: week.start()] + front[week.end() :]
    for start in range(len(front)):
        found = DayReader(reader.today).at(front, start)
        if found and not found.wrong:
            return found.days, front[:start] + front[found.end :]
        if month := read_month(front, start, reader.today):
            days, end = month
            reader.month = (days[0].year, days[0].month)
            return days, front[:start] + front[end:]
    return (), _YEAR.sub("", front)


def read_month(text: str, start: int, today: date) -> tuple[tuple[date, ...], int] | None:
    """Give the days of the month named at this place, and where its words end; None where none is."""
    found = _MONTH.match(text, start)
    if found is None or (start and text[start - 1].isdigit()):
        return None
    month = int(found["m"]) if found["m"] else today.month + ("下" in found["which"])
    behind = bool(found["m"]) and month < today.month - HALF_A_YEAR
    year = int(found["y"]) if found["y"] else today.year + (month > MONTHS) + behind
    first = date(year, (month - 1) % MONTHS + 1, 1)
    return tuple(day for n in range(31) if (day := first + n * DAY).month == first.month), found.end()
