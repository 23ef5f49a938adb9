"""Laws of working time, over every kind of calendar: additive, inverse, monotone, and quick however far."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tasks.worktime import SHANGHAI, WorkCalendar, away_from, before_publication, parse_hours

MINUTE = timedelta(minutes=1)
BODY = WorkCalendar()


def at(text: str) -> datetime:
    """Give that time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


AWAY = (
    (at("2026-02-10T10:10"), at("2026-02-26T15:00")),
    (at("2026-10-01T00:00"), at("2026-10-12T00:00")),
    (at("2026-11-24T09:00"), at("2026-11-24T12:00")),
    (at("2026-12-31T15:00"), at("2027-01-04T00:00")),
)
CALENDARS = {
    "the body's": BODY,
    "one span without lunch": WorkCalendar(office_hours=parse_hours(["07:45-16:15"])),
    "own days": WorkCalendar(
        holidays=frozenset({date(2026, 4, 3), date(2028, 2, 29)}), workdays=frozenset({date(2026, 11, 28)})
    ),
    "of a person on leave": away_from(BODY, AWAY),
    "before 2026 was published": before_publication(BODY, frozenset({2026})),
}
calendars = st.sampled_from(sorted(CALENDARS)).map(CALENDARS.__getitem__)
START = at("2025-12-01T00:00")
moments = st.integers(0, 30 * 30 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)
LAWS = settings(max_examples=150, deadline=None)


@given(calendars, moments, moments, moments)
@LAWS
def test_between_adds_up(calendar: WorkCalendar, a: datetime, b: datetime, c: datetime) -> None:
    """between(a,b) + between(b,c) = between(a,c), in any order of the three."""
    sums = calendar.minutes_between(a, b) + calendar.minutes_between(b, c)

    assert calendar.minutes_between(a, c) == sums


@given(calendars, moments, st.integers(-9000, 9000))
@LAWS
def test_what_was_added_lies_between(calendar: WorkCalendar, a: datetime, minutes: int) -> None:
    """So many minutes later, or earlier, exactly so many minutes lie between."""
    assert minutes == calendar.minutes_between(a, calendar.add_minutes(a, minutes))


@given(calendars, moments, st.integers(1, 9000))
@LAWS
def test_taking_away_is_inverse_inside_working_time(
    calendar: WorkCalendar, a: datetime, minutes: int
) -> None:
    """From inside working time there and back again is the moment itself."""
    start = calendar.next_office_time(a)
    assume(start != _opening(calendar, start))

    assert start == calendar.add_minutes(calendar.add_minutes(start, minutes), -minutes)


@given(calendars, moments, st.integers(1, 9000))
@LAWS
def test_at_the_edges_both_ends_of_a_pause_are_one_minute(
    calendar: WorkCalendar, a: datetime, minutes: int
) -> None:
    """From an opening, or from outside, there and back is the closing or opening with no work in between."""
    back = calendar.add_minutes(calendar.add_minutes(a, minutes), -minutes)

    assert 0 == calendar.minutes_between(a, back)


def _opening(calendar: WorkCalendar, start: datetime) -> datetime | None:
    return next((first for first, _ in calendar.spans_on(start.date()) if first == start), None)


@given(calendars, moments, moments, st.integers(-3000, 3000))
@LAWS
def test_later_stays_later(calendar: WorkCalendar, a: datetime, b: datetime, minutes: int) -> None:
    """What begins later ends no earlier, and more time has passed by then."""
    first, last = sorted((a, b))

    assert calendar.add_minutes(first, minutes) <= calendar.add_minutes(last, minutes)
    assert calendar.minutes_between(first, last) >= 0


@given(calendars, moments)
@LAWS
def test_the_next_office_time(calendar: WorkCalendar, a: datetime) -> None:
    """It is office time, no work lies before it, and inside office hours it is the moment itself."""
    found = calendar.next_office_time(a)

    assert calendar.is_office_time(found)
    assert (0, True) == (calendar.minutes_between(a, found), found >= a)
    assert calendar.is_office_time(a) == (found == a)


@given(calendars, moments)
@LAWS
def test_the_last_office_time(calendar: WorkCalendar, a: datetime) -> None:
    """No work lies between it and the moment, and right before it the offices work."""
    found = calendar.last_office_time(a)

    assert (0, True) == (calendar.minutes_between(found, a), found <= a)
    assert calendar.is_office_time(found - timedelta(microseconds=1))


@given(calendars, moments, st.integers(1, 700))
@LAWS
def test_working_days_there_and_back(calendar: WorkCalendar, a: datetime, days: int) -> None:
    """The n-th working day after a working day leads back to it, and between them lie n working days."""
    day = a.date()
    assume(calendar.is_working_day(day))
    later = calendar.add_working_days(day, days)
    walked = sum(
        calendar.is_working_day(day + n * timedelta(days=1)) for n in range(1, (later - day).days + 1)
    )

    assert (days, True) == (walked, calendar.is_working_day(later))
    assert day == calendar.add_working_days(later, -days)


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-11-27T17:29", 1, "2026-11-27T17:30"),
        ("2026-11-27T17:29", 2, "2026-11-30T08:31"),
        ("2026-11-24T11:59", 1, "2026-11-24T12:00"),
        ("2026-11-24T11:59", 2, "2026-11-24T14:01"),
        ("2026-10-09T17:00", 60, "2026-10-10T09:00"),
        ("2026-02-13T17:00", 60, "2026-02-14T09:00"),
        ("2026-02-14T17:00", 60, "2026-02-24T09:00"),
        ("2028-02-28T17:00", 60, "2028-02-29T09:00"),
        ("2028-02-29T17:00", 60, "2028-03-01T09:00"),
        ("2026-12-31T17:00", 60, "2027-01-01T09:00"),
        ("2026-11-24T17:30", -1, "2026-11-24T17:29"),
        ("2026-11-24T14:00", -1, "2026-11-24T11:59"),
        ("2026-11-24T08:30", -1, "2026-11-23T17:29"),
        ("2026-10-08T08:30", -1, "2026-09-30T17:29"),
    ],
)
def test_over_lunch_nights_make_up_days_and_years(start: str, minutes: int, expected: str) -> None:
    """Lunch, a Friday evening, make-up Saturdays, 春节, a leap day, the 31st of December."""
    assert at(expected) == BODY.add_minutes(at(start), minutes)


def test_seconds_are_kept() -> None:
    """What begins within a minute ends within one."""
    assert at("2026-11-24T14:00:30") == BODY.add_minutes(at("2026-11-24T11:59:30"), 1)


def test_a_year_that_is_not_published_counts_monday_to_friday() -> None:
    """Before its calendar comes a year has neither holidays nor make-up days, own ones included."""
    calendar = before_publication(WorkCalendar(holidays=frozenset({date(2026, 4, 3)})), frozenset({2026}))
    days = [date(2026, 10, 1), date(2026, 10, 10), date(2026, 4, 3), date(2025, 10, 1)]

    assert [True, False, True, False] == [calendar.is_working_day(day) for day in days]
    assert (False, True) == (calendar.is_published(2026), calendar.is_published(2025))


def test_a_year_somebody_entered_is_published() -> None:
    """Years the settings say are published are so, with the days the settings give."""
    calendar = WorkCalendar(holidays=frozenset({date(2033, 1, 3)}), published=frozenset({2033}))

    assert (True, False) == (calendar.is_published(2033), calendar.is_working_day(date(2033, 1, 3)))


class Counting(WorkCalendar):
    """A calendar that counts how often it is asked about a day."""

    asked = 0

    def is_working_day(self, day: date) -> bool:
        """Count, and say what the body's calendar says."""
        type(self).asked += 1
        return super().is_working_day(day)


@pytest.mark.parametrize("sign", [1, -1])
def test_long_spans_are_jumped_over(sign: int) -> None:
    """Ten years of working minutes are no walk: the years are counted once and kept."""
    calendar = Counting()
    start = at("2026-06-01T10:00")
    far = calendar.add_minutes(start, sign * 420 * 250 * 10)
    Counting.asked = 0
    again = calendar.add_minutes(start, sign * 420 * 250 * 10)

    assert far == again
    assert Counting.asked < 20


def test_nobody_away_needs_no_calendar_of_the_own() -> None:
    """Without absences a person's calendar is the body's itself."""
    empty = [(at("2026-11-24T09:00:10"), at("2026-11-24T09:00:50"))]

    assert BODY is away_from(BODY, []) is away_from(BODY, empty)


def test_a_day_away_is_no_working_day() -> None:
    """A whole day away is none, half a day is one."""
    whole = away_from(BODY, [(at("2026-11-24T00:00"), at("2026-11-25T00:00"))])
    half = away_from(BODY, [(at("2026-11-24T12:00"), at("2026-11-25T00:00"))])
    day = date(2026, 11, 24)

    assert (False, True) == (whole.is_working_day(day), half.is_working_day(day))
    assert at("2026-11-25T08:30") == whole.next_office_time(at("2026-11-24T09:00"))
    assert at("2026-11-24T12:00") == half.add_minutes(at("2026-11-24T08:30"), 210)
    assert at("2026-11-25T08:31") == half.add_minutes(at("2026-11-24T08:30"), 211)
