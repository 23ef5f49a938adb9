"""The burden: which kinds count as what, which messages count at all, and office time by the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.wording import load
from tasks.burden.kinds import ASKED, burden_of
from tasks.burden.sent import Count, office_spans, sent_to
from tasks.burden.units import by_unit
from tasks.burden.weeks import week_of
from tasks.fields import to_ms
from tests.lives.people import CALENDAR, township

ZONE = ZoneInfo("Asia/Shanghai")
WEEK = week_of(CALENDAR, datetime(2026, 11, 24, 9, tzinfo=ZONE))
INSERT = (
    "INSERT INTO sending (once, lane, place, receiver, kind, facts, same, critical, not_before, created_at, "
    "sent_at, state, reason, path, body, attempts, unclear, lease) "
    "VALUES (?, 1, ?, ?, ?, '{}', '', FALSE, 0, 0, ?, ?, '', '', '', 0, FALSE, 0)"
)


def row(number: int, kind: str, day: int, hour: int, **other: str) -> tuple[object, ...]:
    """Give a sending of that hour in November 2026."""
    at = to_ms(datetime(2026, 11, day, hour, tzinfo=ZONE))
    return (
        f"o{number}",
        other.get("place", "person"),
        other.get("to", "lisi"),
        kind,
        at,
        other.get("state", "sent"),
    )


def test_every_kind_that_was_asked_for_exists() -> None:
    """No kind stands in the table that is not said any more."""
    assert set() == ASKED - set(load().kinds) - {"attachment", "failed"}


@pytest.mark.parametrize(
    ("kind", "burden"),
    [
        ("nudge.list", "reminder"),
        ("nudge.by_hand", "reminder"),
        ("question", "asked"),
        ("share.accepted", "message"),
    ],
)
def test_what_a_kind_is(kind: str, burden: str) -> None:
    """Reminders are told by their name, what was asked for by the table, all else came unasked."""
    assert burden == burden_of(kind)


def test_a_week_is_monday_to_sunday() -> None:
    """In the service's zone; the next Monday is left out."""
    assert datetime(2026, 11, 23, tzinfo=ZONE) == WEEK[0]
    assert datetime(2026, 11, 30, tzinfo=ZONE) == WEEK[1]
    assert (WEEK[0] - timedelta(days=7), WEEK[0]) == week_of(CALENDAR, WEEK[0], 1)


def test_office_time_is_the_calendars() -> None:
    """Two spans on each working day, none at the weekend."""
    assert 10 == len(office_spans(CALENDAR, WEEK))


async def test_what_counts(storage) -> None:
    """What was sent, unasked, to these people in the week; out of hours by the moment of sending."""
    rows = [
        row(1, "directive.assigned", 23, 8),
        row(2, "nudge.share", 24, 10),
        row(3, "question", 24, 10),
        row(4, "nudge.share", 24, 11, state="dropped"),
        row(5, "nudge.share", 30, 10),
        row(6, "share.accepted", 28, 10, to="wangwu"),
        row(7, "nudge.group", 24, 10, to="chat", place="chat"),
        row(8, "nudge.group", 24, 12, to="lisi", place="chat"),
    ]
    await storage.many(storage.main, INSERT, rows)
    people = await sent_to(storage.reader, ["lisi", "wangwu", "nobody"], WEEK, CALENDAR)
    chats = await sent_to(storage.reader, ["chat"], WEEK, CALENDAR, "chat")

    assert {"lisi": Count(2, 1, 1, 1), "wangwu": Count(1, 0, 1, 0)} == people
    assert {"chat": Count(1, 1, 0, 0)} == chats


async def test_many_people(storage) -> None:
    """More people than one statement may name are asked for in several."""
    rows = [row(number, "share.accepted", 24, 10, to=f"p{number}") for number in range(1201)]
    await storage.many(storage.main, INSERT, rows)
    found = await sent_to(storage.reader, [f"p{number}" for number in range(1201)], WEEK, CALENDAR)

    assert 1201 == sum(count.messages for count in found.values())


def test_units_in_the_directorys_order() -> None:
    """Each person counts for the main unit; nobody is named."""
    org = township()
    rows = by_unit(
        org, ["wangwu", "lisi", "zhangsan", "weiguo"], {"lisi": Count(3, 1, 0), "weiguo": Count(1)}
    )

    assert [(2, 2, 3), (3, 1, 0), (11, 1, 1)] == [(one.unit, one.people, one.count.messages) for one in rows]
