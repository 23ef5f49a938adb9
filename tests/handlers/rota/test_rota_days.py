"""Days as a rota writes them."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.reading.script import normal
from handlers.rota.days import DayReader

TODAY = date(2026, 11, 24)


def read(text: str, today: date = TODAY) -> tuple[list[str], str]:
    """Read the days at the beginning of a text: month and day of each, and what is wrong."""
    found = DayReader(today).at(normal(text))
    return ([day.isoformat()[5:] for day in found.days], found.wrong) if found else ([], "none")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("11月24日", ["11-24"]),
        ("11.24 王磊", ["11-24"]),
        ("11-24", ["11-24"]),
        ("11/24", ["11-24"]),
        ("2026-11-25", ["11-25"]),
        ("2026年12月1日", ["12-01"]),
        ("25日", ["11-25"]),
        ("23日", ["11-23"]),
        ("3号", ["12-03"]),
        ("周三", ["11-25"]),
        ("周一", ["11-30"]),
        ("星期天", ["11-29"]),
        ("下周一", ["11-30"]),
        ("本周五", ["11-27"]),
        ("今晚", ["11-24"]),
        ("大后天", ["11-27"]),
        ("23号-25号 王磊", ["11-23", "11-24", "11-25"]),
        ("24-26日", ["11-24", "11-25", "11-26"]),
        ("11月30日至12月2日", ["11-30", "12-01", "12-02"]),
        ("11.24-11.26", ["11-24", "11-25", "11-26"]),
        ("11.24-26 王磊", ["11-24", "11-25", "11-26"]),
        ("周一至周三", ["11-30", "12-01", "12-02"]),
        ("11月24、26日", ["11-24", "11-26"]),
        ("24日、26日和28日", ["11-24", "11-26", "11-28"]),
        ("周末", ["11-28", "11-29"]),
        ("下周末", ["12-05", "12-06"]),
        ("11月24日(周二)", ["11-24"]),
        ("11月24日 周二 王磊", ["11-24"]),
    ],
)
def test_written_days(text, days) -> None:
    """Each way of writing days gives the days meant."""
    assert (days, "") == read(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("11月31日", "no_day"),
        ("2月30日", "no_day"),
        ("11月24日(周三)", "weekday"),
        ("26日-24日", "span"),
        ("王磊", "none"),
    ],
)
def test_days_that_are_none(text, wrong) -> None:
    """A day that does not exist, or is not that weekday, is said and not moved."""
    assert wrong == read(text)[1]


def test_weeks() -> None:
    """下周 is seven days, 本周 what is left of it."""
    assert 7 == len(read("下周")[0])
    assert ["11-24", "11-25", "11-26", "11-27", "11-28", "11-29"] == read("本周")[0]


def test_leap_day_and_new_year() -> None:
    """The 29th of February is one in a leap year, and January said in December is next year's."""
    assert (["02-29"], "") == read("2月29日", date(2028, 2, 20))
    assert "no_day" == read("2027年2月29日")[1]
    found = DayReader(date(2026, 12, 30)).at("12月31日-1月2日")
    assert found is not None

    assert (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)) == found.days


def test_one_follows_the_other() -> None:
    """A day without a month follows the one before; a much lower number is of the next month."""
    reader = DayReader(TODAY)
    for text, day in (("11月29日", 29), ("30日", 30), ("1日", 1)):
        found = reader.at(text)
        assert found is not None

        assert day == found.days[0].day
    assert date(2026, 12, 1) == reader.last
