"""The arithmetic of what recurs: days, days off, lead times; held for any rule, clock, shift and calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.series.rules import LEADS, WEEKDAYS, Occurrence, Plan, Rule, read_rule, usual_shift
from tasks.worktime import SHANGHAI, WorkCalendar

CALENDAR = WorkCalendar()
DAY = timedelta(days=1)


def plan(
    rule: str,
    *,
    start: str = "2026-11-24",
    shift: str = "earlier",
    minutes: int = 900,
    until: str | None = None,
) -> Plan:
    """Make a plan that begins on a day."""
    last = date.fromisoformat(until) if until else None
    return Plan(read_rule(rule), minutes, shift, date.fromisoformat(start), CALENDAR, last)  # type: ignore[arg-type]  # a shift


def days(made: Plan, count: int = 5) -> list[str]:
    """Give the first days on which something is due."""
    return [one.name for one in islice(made.after(made.anchor - DAY), count)]


@pytest.mark.parametrize(
    ("rule", "start", "shift", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", "2026-11-24", "earlier", ["2026-11-27", "2026-12-04", "2026-12-11"]),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
            "2026-11-27",
            "earlier",
            ["2026-11-27", "2026-12-11", "2026-12-25"],
        ),
        ("FREQ=DAILY", "2026-11-27", "keep", ["2026-11-27", "2026-11-28", "2026-11-29"]),
        ("FREQ=DAILY;WORKDAY=1", "2026-11-27", "keep", ["2026-11-27", "2026-11-30", "2026-12-01"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2027-01-01", "keep", ["2027-01-31", "2027-02-28", "2027-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-15", "keep", ["2028-01-31", "2028-02-29", "2028-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-10-01", "later", ["2026-10-08", "2026-11-02", "2026-12-01"]),
        ("FREQ=MONTHLY;BYMONTHDAY=5,20", "2026-11-24", "keep", ["2026-12-05", "2026-12-20", "2027-01-05"]),
        (
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
            "2026-01-01",
            "earlier",
            ["2026-03-31", "2026-06-30", "2026-09-30"],
        ),
        # The week of 国庆 asks for one report on the day before and not for three.
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-09-28", "earlier", ["2026-09-28", "2026-09-30", "2026-10-09"]),
        ("FREQ=WEEKLY;BYDAY=FR", "2026-09-30", "skip", ["2026-10-09", "2026-10-16", "2026-10-23"]),
    ],
)
def test_days(rule: str, start: str, shift: str, expected: list[str]) -> None:
    """Each rule comes on its days, moved off days off as the series has it."""
    assert expected == days(plan(rule, start=start, shift=shift), 3)


@pytest.mark.parametrize(
    ("rule", "day", "minutes", "issued"),
    [
        ("FREQ=DAILY", "2026-11-26", 17 * 60, "2026-11-26T08:30"),
        ("FREQ=DAILY", "2026-11-28", 17 * 60, "2026-11-27T16:30"),
        ("FREQ=DAILY", "2026-11-26", 8 * 60, "2026-11-25T16:30"),
        ("FREQ=WEEKLY;BYDAY=FR", "2026-11-27", 900, "2026-11-26T08:30"),
        ("FREQ=WEEKLY;BYDAY=MO", "2026-11-30", 900, "2026-11-27T08:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "2026-11-25", 1050, "2026-11-20T08:30"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "2026-12-31", 1050, "2026-12-24T08:30"),
    ],
)
def test_lead_times(rule: str, day: str, minutes: int, issued: str) -> None:
    """A table by frequency; for days off and early hours the afternoon of the working day before."""
    one = Occurrence(date.fromisoformat(day), date.fromisoformat(day))

    assert datetime.fromisoformat(issued).replace(tzinfo=SHANGHAI) == plan(rule, minutes=minutes).issue_at(
        one
    )


def test_midnight_is_the_end_of_the_day() -> None:
    """24:00 of a day is due at 00:00 of the next."""
    one = Occurrence(date(2026, 11, 27), date(2026, 11, 27))

    assert datetime(2026, 11, 28, tzinfo=SHANGHAI) == plan("FREQ=DAILY", minutes=24 * 60).due(one)


def test_nothing_after_the_last_day() -> None:
    """A series with a last day ends there."""
    assert ["2026-11-27", "2026-12-04"] == days(plan("FREQ=WEEKLY;BYDAY=FR", until="2026-12-10"))


@pytest.mark.parametrize(
    ("rule", "shift"),
    [
        ("FREQ=DAILY", "keep"),
        ("FREQ=WEEKLY;BYDAY=FR", "earlier"),
        ("FREQ=WEEKLY;BYDAY=SU", "keep"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "earlier"),
    ],
)
def test_usual_shift(rule: str, shift: str) -> None:
    """What is daily stays, and so does a Sunday that was named; everything else comes earlier."""
    assert shift == usual_shift(read_rule(rule))


@pytest.mark.parametrize("written", ["", "FREQ=HOURLY", "FREQ=WEEKLY;BYSETPOS=1", "nonsense=1"])
def test_no_rule_of_ours(written: str) -> None:
    """What we do not know is refused and not half understood."""
    with pytest.raises(ValueError, match="no recurrence"):
        read_rule(written)


RULES = st.one_of(
    st.just("FREQ=DAILY"),
    st.just("FREQ=DAILY;WORKDAY=1"),
    st.builds(
        lambda places, n: f"FREQ=WEEKLY;INTERVAL={n};BYDAY={','.join(WEEKDAYS[p] for p in sorted(places))}",
        st.sets(st.integers(0, 6), min_size=1),
        st.integers(1, 2),
    ),
    st.builds(
        lambda places: f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, sorted(places)))}",
        st.sets(st.integers(1, 31), min_size=1, max_size=3),
    ),
    st.sampled_from(["FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"]),
)
PLANS = st.builds(
    Plan,
    rule=RULES.map(read_rule),
    minutes=st.integers(0, 24 * 60),
    shift=st.sampled_from(["earlier", "later", "skip", "keep"]),
    anchor=st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    calendar=st.builds(
        WorkCalendar, holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=10)
    ),
)


@given(PLANS)
def test_days_are_in_order_and_none_twice(made: Plan) -> None:
    """Days to come are strictly later each time, and so are the days of the rule they stand for."""
    found = list(islice(made.after(made.anchor - DAY), 12))

    assert len(found) == 12
    assert sorted({one.day for one in found}) == [one.day for one in found]
    assert sorted({one.nominal for one in found}) == [one.nominal for one in found]


@given(PLANS, st.integers(0, 10))
def test_going_on_is_the_same_as_looking_ahead(made: Plan, n: int) -> None:
    """Whoever goes on after an occurrence finds the rest as it was seen from the beginning."""
    found = list(islice(made.after(made.anchor - DAY), n + 4))

    assert found[n + 1 :] == list(islice(made.after(found[n].nominal), 3))


@given(PLANS)
def test_days_off(made: Plan) -> None:
    """Unless they are kept or a Sunday was named, nothing is due on a day off; a working day never moves."""
    for one in islice(made.after(made.anchor - DAY), 12):
        working = made.calendar.is_working_day(one.day)

        named = one.day.weekday() >= 5 and one.day.weekday() in made.rule.weekdays

        assert working or named or made.shift == "keep"
        if made.calendar.is_working_day(one.nominal):
            assert one.day == one.nominal or made.shift == "later"


@given(PLANS)
def test_issued_in_office_hours_before_it_is_due(made: Plan) -> None:
    """Cards go out when somebody is there to see them, and before the time is over."""
    for one in islice(made.after(made.anchor - DAY), 6):
        issued = made.issue_at(one)

        assert made.calendar.is_office_time(issued)
        assert issued < made.due(one)


@given(PLANS)
def test_every_day_of_the_rule_is_answered_for(made: Plan) -> None:
    """No day of the rule is lost but those that are skipped because they are days off."""
    found = list(islice(made.after(made.anchor - DAY), 8))
    day, covered = made.anchor, {one.nominal for one in found}
    while day <= found[-1].nominal:
        if made.rule.holds(day, made.calendar, made.anchor) and day not in covered:
            moved = [one for one in found if one.nominal > day and one.day == _moved(made, day)]

            assert moved or (made.shift == "skip" and not made.calendar.is_working_day(day))
        day += DAY


def _moved(made: Plan, day: date) -> date:
    named = day.weekday() >= 5 and day.weekday() in made.rule.weekdays
    if named or made.calendar.is_working_day(day) or made.shift == "keep":
        return day
    step = (
        made.calendar.last_working_day_before if made.shift == "earlier" else made.calendar.next_working_day
    )
    return step(day)


@given(RULES, st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_each_rule_comes_again(written: str, day: date) -> None:
    """Within a quarter every rule has a day."""
    rule: Rule = read_rule(written)

    assert any(rule.holds(day + n * DAY, CALENDAR, day) for n in range(93))
    assert LEADS[rule.freq] >= 0


@given(PLANS, st.times())
def test_in_time_leaves_half_an_hour(made: Plan, clock: time) -> None:
    """What is in time leaves half an hour after its card comes; urgent ones only have to be ahead."""
    one = next(made.after(made.anchor - DAY))
    now = datetime.combine(one.day, clock, SHANGHAI)

    if made.is_in_time(one, now, urgent=False):
        assert made.calendar.next_office_time(now) + timedelta(minutes=30) <= made.due(one)
    assert made.is_in_time(one, now, urgent=True) == (made.due(one) > now)
