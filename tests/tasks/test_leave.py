"""Leave: which rows one word changes, who stands in when, and what time does not count."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.storage import Storage, opened
from handlers.context import Context
from handlers.directives.parties import reached
from tasks.people import leave
from tasks.people.absences import GRACE, Absence, Absences
from tasks.people.models import Leave
from tasks.people.org import Org, Person
from tasks.people.roles import Roles
from tasks.worktime import SHANGHAI, WorkCalendar


def at(text: str) -> datetime:
    """Give that time of November 2026 in Shanghai."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=SHANGHAI)


NOW = at("24T10:00")
PEOPLE = ("a", "b", "c", "lost")


@pytest.fixture
async def storage(ready_url: str) -> AsyncIterator[Storage]:
    """Give an empty, migrated database."""
    async with opened(ready_url) as storage:
        yield storage


async def take(db, begins: str, until: str, stand_in: str = "b", now: datetime = NOW) -> leave.Taken:
    """Take leave for a."""
    return await leave.take(
        db, person="a", begins_at=at(begins), until=at(until), stand_in=stand_in, told_by="a", now=now
    )


async def rows(db) -> list[tuple[str, str, str]]:
    """Give what holds or is to come."""
    found = await leave.coming(db, "a", NOW)
    return [
        (f"{r.begins_at.astimezone(SHANGHAI):%dT%H}", f"{r.until.astimezone(SHANGHAI):%dT%H}", r.stand_in)
        for r in found
    ]


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        (("25T00:00", "28T00:00"), ("25T00:00", "27T00:00"), [("25T00", "27T00", "c")]),
        (("25T00:00", "28T00:00"), ("24T10:00", "26T00:00"), [("24T10", "26T00", "c")]),
        (
            ("25T00:00", "28T00:00"),
            ("26T00:00", "29T00:00"),
            [("25T00", "26T00", "b"), ("26T00", "29T00", "c")],
        ),
        (
            ("25T00:00", "28T00:00"),
            ("26T12:00", "27T00:00"),
            [("25T00", "26T12", "b"), ("26T12", "27T00", "c"), ("27T00", "28T00", "b")],
        ),
        (
            ("25T00:00", "26T00:00"),
            ("26T00:00", "27T00:00"),
            [("25T00", "26T00", "b"), ("26T00", "27T00", "c")],
        ),
    ],
)
async def test_the_newer_word_holds(storage: Storage, before, after, left) -> None:
    """One that begins no earlier is replaced, one that began before is cut, what only touches stays."""
    async with storage.transaction() as db:
        await take(db, *before)
        await take(db, *after, stand_in="c")

        assert left == await rows(db)


async def test_every_change_is_seen(storage: Storage) -> None:
    """The signature changes with each row and each end, although the clock stands still."""
    seen = []
    async with storage.transaction() as db:
        seen.append(await leave.signature(db, NOW))
        first = (await take(db, "25T00:00", "26T00:00")).leave
        seen.append(await leave.signature(db, NOW))
        second = await leave.hand_to(db, first, "c", "a", NOW)
        seen.append(await leave.signature(db, NOW))
        await leave.end(db, [second], NOW)
        seen.append(await leave.signature(db, NOW))
        seen.append(await leave.signature(db, at("27T00:00")))

    assert 4 == len(set(seen))
    assert seen[0] == seen[-1]


async def test_what_is_read(storage: Storage) -> None:
    """Who can be written to stands in, the named one before the usual one; what never began is left out."""
    async with storage.transaction() as db:
        await take(db, "24T00:00", "26T00:00", stand_in="lost")
        never = (await take(db, "27T00:00", "28T00:00")).leave
        await leave.end(db, [never], NOW)
        found = await leave.absences(db, NOW, {"a": "c"}, ["a", "b", "c"])

    assert [("c",)] == [one.stand_ins for one in found.by_person["a"]]


async def test_two_at_once_take_turns(storage: Storage) -> None:
    """Rows that are changed were locked, and those of others are left alone."""
    async with storage.transaction() as db:
        await take(db, "25T00:00", "26T00:00")
        await Leave.create(
            using_db=db, person="b", begins_at=NOW, until=at("26T00:00"), told_by="b", told_at=NOW
        )

        assert ["a"] == [row.person for row in await leave.locked(db, "a", NOW)]


AWAY = Absences(
    {
        "a": (Absence("a", at("24T00:00"), at("26T00:00"), ("b", "c")),),
        "b": (Absence("b", at("24T12:00"), at("25T00:00"), ()),),
        "c": (Absence("c", at("24T18:00"), at("30T00:00"), ()),),
    }
)


@pytest.mark.parametrize(
    ("moment", "stand_in"),
    [
        ("23T12:00", ""),
        ("24T09:00", "b"),
        ("24T15:00", "c"),
        ("24T20:00", ""),
        ("25T09:00", "b"),
        ("26T00:00", ""),
    ],
)
def test_who_stands_in_when(moment: str, stand_in: str) -> None:
    """The first of the stand-ins who is there; nobody outside the absence, and nobody who is away, too."""
    assert stand_in == AWAY.stand_in("a", at(moment))


def test_only_what_nobody_attends_does_not_count() -> None:
    """The time in which all stand-ins are away too is cut out of the working time, and no more."""
    assert ((at("24T18:00"), at("25T00:00")),) == AWAY.unattended("a")
    assert ((at("24T12:00"), at("25T00:00")),) == AWAY.unattended("b")
    assert () == AWAY.unattended("nobody")


def test_who_may_act_for_whom() -> None:
    """While it holds, and for a week after it, so that what came meanwhile can be finished."""
    during, after = AWAY.acting(at("25T09:00")), at("27T09:00")

    assert {"a": frozenset({"b", "c"})} == during
    assert ({}, {"a": frozenset({"b", "c"})}) == (AWAY.acting(after), AWAY.acting(after, GRACE))


def context(now: datetime, absences: Absences = AWAY) -> Context:
    """Give a context in which these are away."""
    people = {who: Person(who, who, status=4 if who == "lost" else 1) for who in PEOPLE}
    return Context(now, Org(people=people), WorkCalendar(), Roles(stand_ins={"lost": "c"}), absences=absences)


@pytest.mark.parametrize(
    ("who", "moment", "reader"),
    [
        ("a", "23T09:00", "a"),
        ("a", "24T09:00", "b"),
        ("a", "24T20:00", "a"),
        ("b", "24T15:00", "b"),
        ("lost", "24T09:00", "c"),
        ("lost", "25T09:00", ""),
    ],
)
def test_who_gets_a_card(who: str, moment: str, reader: str) -> None:
    """The stand-in where one is there, else the person: a card is needed; nobody where neither can see it."""
    assert reader == reached(who, context(at(moment)))


def test_a_card_of_tomorrow_is_asked_as_of_tomorrow() -> None:
    """What goes out later is for who is there then."""
    assert ("a", "b") == (
        reached("a", context(at("23T18:00"))),
        reached("a", context(at("23T18:00")), at=at("24T08:30")),
    )


def test_reminders_wait_for_the_return() -> None:
    """In the working time of who is away without a stand-in an hour ends after the return."""
    alone = Absences({"a": (Absence("a", at("24T12:00"), at("26T00:00")),)})
    calendar = context(NOW, alone).calendar_of("a")

    assert at("26T09:00") == calendar.add_minutes(at("24T11:30"), 60)
    assert WorkCalendar() == context(NOW, alone).calendar_of("b")
