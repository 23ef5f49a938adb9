"""The seven public holidays and the day each falls on, the lunar ones from a table of the lunar year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Festival:
    """A public holiday.

    `statutory` is how many days from the day itself the law gives (国务院令第795号). `month` and `day` are
    set for a fixed day, `lunar` is its place in the table below; neither means 清明.
    """

    name: str
    statutory: int = 1
    month: int = 0
    day: int = 0
    lunar: int = 0


FESTIVALS: Final[tuple[Festival, ...]] = (
    Festival("元旦", 1, 1, 1),
    Festival("春节", 3, lunar=1),
    Festival("清明", 1),
    Festival("五一", 2, 5, 1),
    Festival("端午", 1, lunar=2),
    Festival("中秋", 1, lunar=3),
    Festival("国庆", 3, 10, 1),
)

# For each year from 2004 the days (month, day) of 春节, 端午 and 中秋.
FIRST_YEAR: Final = 2004
_LUNAR: Final = (
    "0122 0622 0928",
    "0209 0611 0918",
    "0129 0531 1006",
    "0218 0619 0925",
    "0207 0608 0914",
    "0126 0528 1003",
    "0214 0616 0922",
    "0203 0606 0912",
    "0123 0623 0930",
    "0210 0612 0919",
    "0131 0602 0908",
    "0219 0620 0927",
    "0208 0609 0915",
    "0128 0530 1004",
    "0216 0618 0924",
    "0205 0607 0913",
    "0125 0625 1001",
    "0212 0614 0921",
    "0201 0603 0910",
    "0122 0622 0929",
    "0210 0610 0917",
    "0129 0531 1006",
    "0217 0619 0925",
    "0206 0609 0915",
    "0126 0528 1003",
    "0213 0616 0922",
    "0203 0605 0912",
    "0123 0624 1001",
    "0211 0612 0919",
    "0131 0601 0908",
    "0219 0620 0927",
    "0208 0610 0916",
    "0128 0530 1004",
    "0215 0618 0924",
    "0204 0607 0913",
    "0124 0527 1002",
    "0212 0614 0920",
    "0201 0603 0910",
    "0122 0622 0928",
    "0210 0611 0917",
    "0130 0531 1005",
    "0217 0619 0925",
    "0206 0608 0915",
    "0126 0529 1004",
    "0214 0615 0922",
    "0202 0604 0911",
    "0123 0623 0930",
    "0211 0613 0919",
    "0201 0601 0907",
    "0219 0620 0926",
    "0208 0610 0916",
    "0128 0530 1005",
    "0215 0617 0924",
    "0204 0606 0913",
    "0124 0625 1002",
    "0212 0614 0921",
    "0202 0603 0909",
)
LAST_YEAR: Final = FIRST_YEAR + len(_LUNAR) - 1


def festival_day(festival: Festival, year: int) -> date:
    """Give the day the festival falls on in that year.

    Raises ValueError for a year the table of the lunar year does not reach (2004 to 2060).
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"holidays are known from {FIRST_YEAR} to {LAST_YEAR}, not for {year}")
    if festival.month:
        return date(year, festival.month, festival.day)
    if festival.lunar:
        written = _LUNAR[year - FIRST_YEAR].split()[festival.lunar - 1]
        return date(year, int(written[:2]), int(written[2:]))
    return date(year, 4, _clear_and_bright(year))


def _clear_and_bright(year: int) -> int:
    """Give the day in April of 清明, by the usual formula for the 21st century."""
    return int((year - 2000) * 0.2422 + 4.81) - (year - 2000) // 4
