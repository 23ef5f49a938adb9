"""Working days, office hours and arithmetic on them."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.worktime import FESTIVALS, SHANGHAI, WorkCalendar, festival_day, parse_hours

CALENDAR = WorkCalendar()
NAMED = {festival.name: festival for festival in FESTIVALS}


def at(text: str) -> datetime:
    """Give that time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda m: at("2025-01-01T00:00") + timedelta(minutes=m))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-24", True),
        ("2026-11-28", False),
        ("2026-10-01", False),
        ("2026-10-10", True),
        ("2026-02-14", True),
        ("2027-01-01", True),
    ],
)
def test_working_days_follow_the_published_calendar(day, works):
    """Holidays are off, make-up days are on, an unpublished year counts Monday to Friday."""
    assert works == CALENDAR.is_working_day(date.fromisoformat(day))


def test_a_body_has_its_own_days():
    """Local holidays and working days go before the published calendar."""
    own = WorkCalendar(holidays=frozenset({date(2026, 11, 25)}), workdays=frozenset({date(2026, 11, 28)}))

    assert (False, True) == (own.is_working_day(date(2026, 11, 25)), own.is_working_day(date(2026, 11, 28)))


def test_published_years():
    """A year beyond the published ones is provisional."""
    assert (True, False) == (CALENDAR.is_published(2026), CALENDAR.is_published(2031))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24T10:00", "2026-11-24T10:00"),
        ("2026-11-24T12:30", "2026-11-24T14:00"),
        ("2026-11-24T07:00", "2026-11-24T08:30"),
        ("2026-11-27T17:30", "2026-11-30T08:30"),
        ("2026-09-30T18:00", "2026-10-08T08:30"),
    ],
)
def test_the_next_office_time(now, expected):
    """Inside office hours it is now; at lunch, in the evening and on days off the next start."""
    assert at(expected) == CALENDAR.next_office_time(at(now))


@pytest.mark.parametrize(
    ("name", "year", "before", "after"),
    [
        ("春节", 2026, "2026-02-14", "2026-02-24"),
        ("五一", 2026, "2026-04-30", "2026-05-06"),
        ("国庆", 2026, "2026-09-30", "2026-10-08"),
        ("中秋", 2025, "2025-09-30", "2025-10-09"),
        ("元旦", 2027, "2026-12-31", "2027-01-04"),
        ("春节", 2027, "2027-02-05", "2027-02-09"),
    ],
)
def test_the_days_around_a_holiday(name, year, before, after):
    """The last working day before a holiday and the first after it."""
    assert date.fromisoformat(before) == CALENDAR.before_festival(NAMED[name], year)
    assert date.fromisoformat(after) == CALENDAR.after_festival(NAMED[name], year)


def test_festivals_fall_on_days_off():
    """The table of the lunar year agrees with every published calendar since 2008."""
    years = [y for y in range(2008, 2040) if CALENDAR.is_published(y)]
    wrong = [(f.name, y) for y in years for f in FESTIVALS if CALENDAR.is_working_day(festival_day(f, y))]

    assert [] == wrong


def test_festivals_beyond_the_table_are_refused():
    """Nobody guesses a lunar date."""
    with pytest.raises(ValueError, match="2060"):
        festival_day(NAMED["春节"], 2099)


@given(moments, moments, moments)
@settings(max_examples=60, deadline=None)
def test_minutes_add_up(a, b, c):
    """What lies between two times is the sum of what lies between them and a third."""
    assert CALENDAR.minutes_between(a, c) == CALENDAR.minutes_between(a, b) + CALENDAR.minutes_between(b, c)


@given(moments, st.integers(1, 5000))
@settings(max_examples=60, deadline=None)
def test_adding_and_counting_are_inverse(start, minutes):
    """So many minutes later, so many minutes lie between; going back leads back."""
    later = CALENDAR.add_minutes(start, minutes)

    assert minutes == CALENDAR.minutes_between(start, later)
    assert -minutes == CALENDAR.minutes_between(later, CALENDAR.add_minutes(later, -minutes))


def test_a_span_over_night():
    """Two working hours from 16:30 end at 09:30 on the next working day."""
    assert at("2026-11-30T09:30") == CALENDAR.add_minutes(at("2026-11-27T16:30"), 120)


def test_office_hours_are_parsed():
    """Settings write spans as 08:30-12:00."""
    expected = ((time(8, 30), time(12)), (time(14), time(17, 30)))

    assert expected == parse_hours(["08:30-12:00", "14:00 - 17:30"])


@pytest.mark.parametrize(
    "spans", [[], ["8.30-12"], ["12:00-08:30"], ["25:00-26:00"], ["08:30-12:00", "11:00-17:30"]]
)
def test_bad_office_hours_are_refused(spans):
    """A span that makes no sense is refused with how to write it."""
    with pytest.raises(ValueError, match="office hours"):
        parse_hours(spans)
