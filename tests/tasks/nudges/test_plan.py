"""What the rules come to: hours counted by hand, on an ordinary week, over holidays and make-up days."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks.nudges import course, plan
from tasks.nudges.plan import Matter
from tasks.nudges.rules import DEFAULT, overridden
from tasks.worktime import WorkCalendar

CALENDAR = WorkCalendar()
ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """Give a moment; 24 November 2026 is a Tuesday."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def said(matter: Matter, until: datetime) -> list[tuple[str, str]]:
    """Give what the rules ask for, as people would write it down."""
    found = plan.all_until(matter, DEFAULT, CALENDAR, until=until)
    return [(f"{one.at.astimezone(ZONE):%m-%d %H:%M}", one.name) for one in found]


def test_an_ordinary_task_that_nobody_acknowledges() -> None:
    """Half of four working hours, their end, twice that to the leader; then the time and what is late."""
    matter = Matter("task", "normal", "assigned", at(24, 9), at(27, 17, 30))

    assert [
        ("11-24 11:00", "unseen_half"),
        ("11-24 15:00", "unseen"),
        ("11-25 10:00", "unseen_leader"),
        ("11-25 16:00", "unseen_group"),
        ("11-26 15:20", "behind"),
        ("11-26 16:30", "day_before"),
        ("11-27 15:30", "hours_before"),
        ("11-30 08:45", "overdue"),
        ("12-01 08:45", "overdue"),
        ("12-01 08:45", "overdue_leader"),
        ("12-02 08:45", "overdue"),
        ("12-03 08:45", "overdue"),
        ("12-04 08:45", "overdue"),
        ("12-04 08:45", "overdue_supervisors"),
    ] == said(matter, at(4, 12, month=12))


def test_an_urgent_task_due_at_noon() -> None:
    """One working hour, its half, twice that; two hours before is said, a day before is not."""
    matter = Matter("task", "urgent", "assigned", at(24, 9), at(24, 12))

    assert [
        ("11-24 09:30", "unseen_half"),
        ("11-24 10:00", "hours_before"),
        ("11-24 10:00", "unseen"),
        ("11-24 11:00", "unseen_leader"),
        ("11-24 16:30", "overdue"),
    ] == [one for one in said(matter, at(24, 17)) if one[1] != "unseen_group"]


def test_critical_by_the_clock() -> None:
    """Every ten minutes for two hours, at night too; the leader once at twenty minutes."""
    matter = Matter("task", "critical", "assigned", at(24, 1), at(24, 12), in_group=False)
    found = said(matter, at(24, 4))

    assert [f"11-24 0{1 + n // 6}:{n % 6}0" for n in range(1, 13)] == [
        when for when, name in found if name == "unseen_critical"
    ]
    assert ["11-24 01:20"] == [when for when, name in found if name == "unseen_critical_leader"]


@pytest.mark.parametrize(
    ("urgency", "given", "due", "minutes"),
    [
        ("normal", at(24, 9), None, 240),
        ("normal", at(24, 9), at(27, 17, 30), 240),
        ("normal", at(24, 9), at(24, 12), 90),
        ("normal", at(24, 11, 50), at(24, 14, 4), 7),
        ("normal", at(24, 11, 50), at(24, 12), 5),
        ("urgent", at(24, 9), at(24, 10), 30),
        ("urgent", at(24, 17, 20), at(25, 8, 40), 10),
        ("critical", at(24, 22), at(24, 22, 14), 7),
        ("critical", at(24, 22), at(24, 22, 6), 5),
        ("critical", at(24, 22), at(25, 12), 10),
        ("normal", at(28, 10), at(28, 18), 5),
    ],
)
def test_the_time_allowed(urgency, given, due, minutes) -> None:
    """Never more than half of what is left to the due time, at least five minutes; 特急 by the clock."""
    matter = Matter("task", urgency, "assigned", given, due)

    assert minutes == plan.allowance(matter, DEFAULT, CALENDAR)


def test_nothing_about_it_after_the_due_time() -> None:
    """A moment that falls after the due time is left to the rules for overdue."""
    matter = Matter("task", "normal", "assigned", at(24, 11, 50), at(24, 12))
    found = said(matter, at(25, 9))

    assert [("11-24 11:52", "unseen_half"), ("11-24 11:55", "unseen")] == found[:2]
    assert {"overdue"} == {name for _, name in found[2:]}


def test_acknowledged_then_silent() -> None:
    """Without a time the acknowledgement goes stale after three working days, and again after five."""
    matter = Matter("task", "normal", "acknowledged", at(24, 9), None, at(24, 10))

    assert [("11-27 08:45", "silent"), ("12-04 08:45", "silent")] == said(matter, at(10, 12, month=12))


def test_returned_counts_from_the_return() -> None:
    """What was returned goes stale from then, not from the first 收到."""
    matter = Matter("task", "normal", "returned", at(24, 9), None, at(24, 10), at(30, 9))

    assert [("12-03 08:45", "silent")] == said(matter, at(4, 12, month=12))


def test_reported_and_not_reviewed() -> None:
    """The issuer is reminded too: after a working day, then every second."""
    matter = Matter("task", "normal", "reported", at(24, 9), at(24, 12), at(24, 9, 5), at(26, 15))

    assert [("11-27 08:45", "unreviewed"), ("12-01 08:45", "unreviewed")] == said(matter, at(2, 12, month=12))


@pytest.mark.parametrize("state", ["acknowledged", "accepted", "declined", "reassigned", "withdrawn"])
def test_a_notice_is_over_once_seen(state) -> None:
    """Nobody is reminded of a notice they have seen, nor of what is settled."""
    assert [] == said(Matter("notice", "normal", state, at(24, 9), at(25, 9), at(24, 9, 5)), at(30, 12))


def test_over_the_spring_festival() -> None:
    """17:29 on the last Friday before: four working hours go on after the holidays, on the make-up day."""
    given = at(13, 17, 29, month=2)
    matter = Matter("task", "normal", "assigned", given, at(27, 17, 30, month=2), in_group=False)
    found = said(matter, at(28, 12, month=2))

    assert [("02-14 10:29", "unseen_half"), ("02-14 14:29", "unseen")] == found[:2]
    assert ("02-24 09:29", "unseen_leader") == found[2]


def test_due_at_midnight_is_the_end_of_that_day() -> None:
    """24:00 on Friday: the day before is Thursday afternoon."""
    matter = Matter("task", "normal", "acknowledged", at(23, 9), at(28, 0), at(23, 10))

    assert ("11-26 16:30", "day_before") in said(matter, at(28, 0))


def test_a_tap_never_comes_too_early_for_a_look() -> None:
    """While 收到 is missing the look is no later than what an acknowledgement of now leads to."""
    given = at(24, 9)
    matter = Matter("task", "normal", "assigned", given)
    looks = [given]
    while (look := plan.next_look(matter, DEFAULT, CALENDAR, after=looks[-1])) and len(looks) < 9:
        looks.append(look)

    for look, before in zip(looks[1:], looks, strict=False):
        seen = Matter("task", "normal", "acknowledged", given, None, before)
        first = plan.moments(seen, DEFAULT, CALENDAR, after=before)[0].at

        assert look <= first


def test_down_for_a_week() -> None:
    """Of each rule the last moment in the time missed is heard once."""
    matter = Matter("task", "normal", "acknowledged", at(16, 9), at(18, 12), at(16, 10))
    found = plan.due_between(matter, DEFAULT, CALENDAR, after=at(19, 17), until=at(27, 9))

    assert [
        ("11-20 08:45", "overdue_leader"),
        ("11-25 08:45", "overdue_supervisors"),
        ("11-27 08:45", "overdue"),
    ] == [(f"{one.at.astimezone(ZONE):%m-%d %H:%M}", one.name) for one in found]


def test_repeated_in_a_unit_of_its_own() -> None:
    """Ten minutes allowed, then every five of the clock: the first counts in its unit, the rest in theirs."""
    rules = overridden({"unseen_critical": {"every": "5 clock_minutes", "until": "25 clock_minutes"}})
    matter = Matter("task", "critical", "assigned", at(24, 1), None)
    found = plan.all_until(matter, rules, CALENDAR, until=at(24, 3))

    assert ["01:10", "01:15", "01:20", "01:25"] == [
        f"{one.at.astimezone(ZONE):%H:%M}" for one in found if one.name == "unseen_critical"
    ]


def test_late_for_years_is_still_said() -> None:
    """Two years after the time a task that nobody touched is in the digest of each working day."""
    matter = Matter(
        "task", "normal", "acknowledged", at(2, 9, year=2024), at(5, 17, year=2024), at(2, 10, year=2024)
    )
    upcoming = plan.moments(matter, DEFAULT, CALENDAR, after=at(24, 9))
    missed = plan.due_between(matter, DEFAULT, CALENDAR, after=at(23, 9), until=at(24, 9))

    assert ("overdue", at(25, 8, 45)) == (upcoming[0].name, upcoming[0].at)
    assert [("overdue", at(24, 8, 45))] == [(one.name, one.at) for one in missed if one.name == "overdue"]


def test_a_long_time_takes_few_steps(monkeypatch) -> None:
    """What is late for two years costs no more than what is late for a week."""
    steps: list[object] = []
    shifted = course.shifted

    def counted(*args, **kwargs):
        steps.append(args)
        return shifted(*args, **kwargs)

    monkeypatch.setattr(course, "shifted", counted)
    costs = []
    for given in (at(2, 9, year=2024), at(2, 9)):
        matter = Matter("task", "normal", "acknowledged", given, given + timedelta(days=3), given)
        plan.due_between(matter, DEFAULT, CALENDAR, after=at(23, 9), until=at(24, 9))
        costs.append(len(steps))
        steps.clear()

    assert costs[0] <= costs[1] + 10
