"""Hours of departments: the nearest above holds, and who has none has the body's."""

from __future__ import annotations

from datetime import datetime

from tasks.people.org import Department, Org
from tasks.worktime import SHANGHAI, Calendars, WorkCalendar, parse_hours

EARLY, LATE = parse_hours(["07:30-11:30", "13:00-17:00"]), parse_hours(["09:00-17:00"])
UNITS = {1: 0, 2: 1, 3: 2, 4: 3, 5: 1, 6: 7, 7: 6}
ORG = Org(departments={unit: Department(unit, f"u{unit}", above) for unit, above in UNITS.items()})
BODY = WorkCalendar()
CALENDARS = Calendars(BODY, {2: EARLY, 4: LATE}, ORG)


def test_the_nearest_wins() -> None:
    """A unit has its own hours, else those of the nearest unit above it, else the body's."""
    hours = [CALENDARS.of(unit).office_hours for unit in (1, 2, 3, 4, 5)]

    assert [BODY.office_hours, EARLY, EARLY, LATE, BODY.office_hours] == hours


def test_nobody_knows_the_unit() -> None:
    """An unknown unit, none, and a loop in the directory have the body's hours."""
    assert [BODY, BODY, BODY] == [CALENDARS.of(unit) for unit in (0, 99, 6)]


def test_one_value_for_all_of_the_same_hours() -> None:
    """Calendars are made once: what they have counted serves everybody."""
    assert CALENDARS.of(2) is CALENDARS.of(3)
    assert BODY is Calendars(BODY, {2: BODY.office_hours}, ORG).of(2)


def test_half_past_eight_is_too_early_for_one() -> None:
    """The same moment is office time in one unit and not in another."""
    at = datetime(2026, 11, 24, 8, 0, tzinfo=SHANGHAI)

    assert [True, False, False] == [CALENDARS.of(unit).is_office_time(at) for unit in (3, 4, 5)]
