"""The ledger: colours by the calendar, what is in it, what is asked for; supervision's own moves."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers.context import Context
from handlers.directives.ledger import Asked, read_question
from handlers.directives.supervise import card_notice
from handlers.message import Incoming, Tap
from handlers.reading import read
from handlers.taps import tap
from tasks import history
from tasks.directives import ledger, states, supervision, verbs
from tasks.directives.giving import NewShare
from tasks.directives.ledger import Clock
from tasks.directives.models import Directive, HistoryEntry, Share
from tasks.directives.verbs import Draft
from tasks.people.org import Department, Org, Person
from tasks.people.roles import Roles
from tasks.worktime import SHANGHAI, WorkCalendar

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
CALENDAR = WorkCalendar()
ORG = Org(
    departments={
        unit.id: unit
        for unit in (
            Department(1, "青溪镇"),
            Department(3, "应急管理办公室", 1, 2),
            Department(2, "党政办公室", 1, 3),
            Department(10, "村(社区)", 1, 4, aliases=("各村",)),
            Department(11, "竹里村", 10, 1),
            Department(12, "石桥村", 10, 2),
        )
    },
    people={"wangwu": Person("wangwu", "王五", (3,), 3)},
)


def at(text: str) -> datetime:
    """Read a moment of November 2026: 24T12:00."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "due", "colour"),
    [
        ("23T08:30", "24T09:59", "red"),
        ("23T08:30", "24T10:00", "red"),
        ("23T08:30", "24T10:01", "yellow"),
        # Seven hours a day: from Monday 08:30 to Tuesday 10:00 are 510 of 765 minutes, just two thirds.
        ("23T08:30", "24T16:15", "yellow"),
        ("23T08:30", "24T16:16", "blue"),
        ("24T09:00", "25T10:00", "blue"),
        ("24T09:00", "25T10:01", ""),
        ("24T09:00", "30T17:30", ""),
        # Nothing of the working time was ever there: the clock on the wall counts.
        ("23T18:00", "24T08:00", "red"),
        ("24T09:59", "24T12:30", "blue"),
    ],
)
def test_colours(start: str, due: str, colour: str) -> None:
    """Overdue is red, two thirds of the working time gone yellow, one working day left blue."""
    assert colour == Clock(NOW, CALENDAR).colour(states.ASSIGNED, at(start), at(due))


@pytest.mark.parametrize(
    ("now", "due", "colour"),
    [
        # Friday 17:00: half an hour of Friday and Monday till 17:00 are a working day.
        ("27T17:00", "30T17:00", "blue"),
        ("27T17:00", "30T17:01", ""),
        ("28T12:00", "30T17:30", "blue"),
        ("28T12:00", "30T23:00", "blue"),
        ("24T08:00", "24T23:59", "blue"),
    ],
)
def test_near_over_the_weekend(now: str, due: str, colour: str) -> None:
    """A working day is counted in working time; a time after closing is as near as the closing."""
    assert colour == Clock(at(now), CALENDAR).colour(states.ASSIGNED, at(now), at(due))


def test_time_outside_office_hours() -> None:
    """From 19:00 to 22:00 there is no working time: two thirds of the hours count."""
    colours = [
        Clock(at(f"24T{now}"), CALENDAR).colour(states.ASSIGNED, at("24T19:00"), at("24T22:00"))
        for now in ("20:59", "21:00", "22:00")
    ]

    assert ["blue", "yellow", "red"] == colours


@pytest.mark.parametrize("state", states.SHARE_STATES)
def test_colour_is_for_whoever_has_to_act(state: str) -> None:
    """What was reported or declined waits for somebody else, what is over for nobody: no colour."""
    clock = Clock(NOW, CALENDAR)

    assert ("red" if state in states.UNDONE else "") == clock.colour(state, at("23T08:30"), NOW)
    assert "" == clock.colour(state, NOW, None)


async def issued(
    db: Any, *people: str, due: datetime | None, kind: str = "task", chat: str = "wrk"
) -> Directive:
    """Issue to these people."""
    shares = tuple(NewShare(who, 3, {"by": "person", "written": ""}) for who in people)
    draft = Draft(kind, "报送", "请报送", "normal", "zhaoming", "zhaoming", chat, (), due, shares)
    directive, _ = await verbs.issue(db, draft, NOW - timedelta(days=3))
    return directive


async def test_lines(storage) -> None:
    """Every unsettled share of what is open, the most urgent first; a notice's once it is read is none."""
    async with storage.transaction() as db:
        late = await issued(db, "a", "b", due=NOW - timedelta(hours=1))
        await issued(db, "c", due=None)
        await issued(db, "d", due=NOW + timedelta(days=30), chat="")
        soon = await issued(db, "e", due=NOW + timedelta(hours=1))
        await issued(db, "f", "g", due=NOW, kind="notice")
        await Share.filter(assignee="b").using_db(db).update(state=states.REPORTED)
        await Share.filter(assignee="f").using_db(db).update(state=states.ACKNOWLEDGED)
        await Share.filter(directive_id=soon.id).using_db(db).update(given_at=NOW - timedelta(minutes=1))
        await Directive.filter(id=late.id).using_db(db).update(supervised_by="s")
        over = await issued(db, "h", due=NOW)
        await Directive.filter(id=over.id).using_db(db).update(state=states.CLOSED)
        found = await ledger.lines(db, now=NOW, calendar=CALENDAR)
        group = await ledger.lines(db, now=NOW, calendar=CALENDAR, chat="wrk")

    assert [("a", "red"), ("g", "red"), ("e", "blue"), ("b", ""), ("d", ""), ("c", "")] == [
        (line.assignee, line.colour) for line in found
    ]
    assert ["a", "g", "e", "b", "c"] == [line.assignee for line in group]
    assert {"a", "b"} == {line.assignee for line in found if line.supervised}
    assert (late.code, NOW - timedelta(hours=1)) == (found[0].code, found[0].due)


async def test_many_lines_are_quick(storage) -> None:
    """Three thousand shares of sixty directives with times of their own take a part of a second."""
    async with storage.transaction() as db:
        for number in range(60):
            people = [f"u{number}-{n}" for n in range(50)]
            await issued(db, *people, due=NOW + timedelta(days=number, minutes=number))
        began = time.perf_counter()
        found = await ledger.lines(db, now=NOW, calendar=CALENDAR)

    assert 3000 == len(found)
    assert time.perf_counter() - began < 2


async def test_supervision(storage) -> None:
    """Taken once, let go once, both in the history; another's name is kept where another lets go."""
    async with storage.transaction() as db:
        directive = await issued(db, "a", due=None)
        done = [
            await supervision.supervise(db, directive, actor="s", now=NOW),
            await supervision.supervise(db, directive, actor="t", now=NOW),
            await supervision.unsupervise(db, directive, actor="t", now=NOW),
            await supervision.unsupervise(db, directive, actor="t", now=NOW),
        ]
        moves = await HistoryEntry.filter(directive_id=directive.id).using_db(db).order_by("seq")
        await history.verify(db, directive)

    assert [True, False, True, False] == done
    assert [("s", "supervised", {}), ("t", "unsupervised", {"supervisor": "s"})] == [
        (move.actor, move.action, move.detail) for move in moves[1:]
    ]
    assert ("", None) == (directive.supervised_by, directive.supervised_at)


async def test_supervision_of_what_is_over(storage) -> None:
    """What is closed is not taken; who has nothing to do is not among its people."""
    async with storage.transaction() as db:
        directive = await issued(db, "a", "b", due=None)
        await Share.filter(assignee="b").using_db(db).update(state=states.REPORTED)
        people = [share.assignee for share in await supervision.undone(db, directive)]
        directive.state = states.CLOSED
        taken = await supervision.supervise(db, directive, actor="s", now=NOW)

    assert (["a"], False) == (people, taken)


def tapped(who: str, key: str) -> Incoming:
    """Make a tap on a card of the app."""
    tap = Tap(key, f"{key.partition(':')[2]}@7", code="response")
    return Incoming("work_app", "app", f"{who}{key}", "tap", sender=who, tap=tap)


async def test_the_button(storage) -> None:
    """督办 on the supervisor's card takes it, and 解除督办 stands there; a stranger's tap is silent."""
    context = Context(NOW, ORG, CALENDAR, Roles(supervisors=frozenset({"s"})))
    async with storage.transaction() as db:
        directive = await issued(db, "wangwu", "gone", due=None)
        taken = await tap(db, tapped("s", f"supervise:{directive.code}"), context)
        refused = await tap(db, tapped("wangwu", f"unsupervise:{directive.code}"), context)
        left = await tap(db, tapped("s", f"unsupervise:{directive.code}"), context)
        unknown = await tap(db, tapped("s", "supervise:Z20261124-099"), context)
        moves = await HistoryEntry.filter(directive_id=directive.id).using_db(db).order_by("seq")

    assert ["card.supervision"] * 2 == [taken.kind, left.kind]
    assert ("s", "") == (taken.facts["supervisor"], left.facts["supervisor"])
    assert [("card", "response"), ("person", "wangwu")] == [
        (notice.place, receiver.id) for notice in taken.notices for receiver in notice.to
    ]
    assert ["", ""] == [refused.kind, unknown.kind]
    assert ["issued", "supervised", "refused", "unsupervised"] == [move.action for move in moves]


async def test_the_card_is_sent_to_whoever_asked(storage) -> None:
    """The supervisor's card goes one to one, once for each message that asked for it."""
    context = Context(NOW, ORG, CALENDAR, Roles(supervisors=frozenset({"s"})))
    async with storage.transaction() as db:
        directive = await issued(db, "wangwu", due=None)
        notice = await card_notice(db, directive, tapped("s", "own:x"), context)

    assert ("card.supervision", "s", directive.id) == (notice.kind, notice.to[0].id, notice.directive)
    assert (1, 0, "") == tuple(notice.facts[name] for name in ("total", "acknowledged", "supervisor"))


ALL = Asked()
RED, BLUE = Asked(("red",)), Asked(("blue",))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("督查台账", ALL),
        ("台账", ALL),
        ("看一下督办台账", ALL),
        ("各单位办理情况", ALL),
        ("未办结的有哪些?", ALL),
        ("还有哪些没办结", ALL),
        ("逾期的有哪些", RED),
        ("请问哪些任务超期了", RED),
        ("逾期未办结的单位", RED),
        ("红牌", RED),
        ("红黄牌有哪些", Asked(("red", "yellow"))),
        ("红黄蓝", Asked(("red", "yellow", "blue"))),
        ("红黄蓝情况", Asked(("red", "yellow", "blue"))),
        ("黄牌有哪些", Asked(("yellow",))),
        ("快到期的", BLUE),
        ("即将到期的有几件", BLUE),
        ("快超期的", BLUE),
        ("督办件有哪些", Asked(supervised=True)),
        ("督办情况", Asked(supervised=True)),
        ("红牌 应急办", Asked(("red",), frozenset({3}), ("应急管理办公室",))),
        ("应急办的红牌", Asked(("red",), frozenset({3}), ("应急管理办公室",))),
        ("应急办办理情况", Asked((), frozenset({3}), ("应急管理办公室",))),
        ("竹里村、石桥村逾期的", Asked(("red",), frozenset({11, 12}), ("竹里村", "石桥村"))),
        ("应急管理办公室未办结的有哪些", Asked((), frozenset({3}), ("应急管理办公室",))),
        ("各村逾期的有哪些", Asked(("red",), frozenset({10, 11, 12}), ("村(社区)",))),
    ],
)
def test_questions(text: str, asked: Asked) -> None:
    """Which colours and units a question narrows the ledger to."""
    assert asked == read_question(text, read(text, NOW, ORG, CALENDAR), ORG)


@pytest.mark.parametrize(
    "text",
    [
        "请应急办把逾期的任务尽快办结",
        "办理情况",
        "今天的任务完成情况",
        "Z20261124-001 逾期了吗",
        "003 未办结",
        "谁没收到",
        "情况",
        "通知:红牌警告已发",
        "逾期的事请王五处理一下",
        "请各村上报台账",
        "报送隐患台账",
        "催一下逾期的",
        "",
        "督办 003",
        "应急办",
    ],
)
def test_other_sentences(text: str) -> None:
    """An order, a report, a question about one directive or about who is missing is none about the ledger."""
    assert read_question(text, read(text, NOW, ORG, CALENDAR), ORG) is None
