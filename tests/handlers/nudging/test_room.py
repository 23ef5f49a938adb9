"""What one message shows: everything in it can be read, and what does not fit stays owed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.wording import Wording, environment, load
from handlers.context import Context
from handlers.nudging import deliver
from handlers.nudging.deliver import Round
from handlers.nudging.wanted import Stand
from tasks.directives.models import Directive, Share
from tasks.nudges import queue
from tasks.nudges.models import Nudge
from tasks.people.absences import Absence, Absences
from tasks.people.org import Department, Org, Person
from tasks.people.roles import Roles
from tasks.worktime import SHANGHAI, Calendars, WorkCalendar, parse_hours

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 16, 30, tzinfo=ZONE)
PEOPLE = {"lisi": "李四" * 6, "wangwu": "王五", "zhaoming": "赵明" * 6}
ROLES = {"leader": "overdue_leader", "supervisor": "overdue_supervisors", "issuer": "unreviewed"}
TITLE = "关于报送某某专项行动阶段性工作总结和台账的通知"


def context(now: datetime = NOW, **changes: Any) -> Context:
    """Give what the handler knows."""
    people = {userid: Person(userid, name, (2,)) for userid, name in PEOPLE.items()}
    org = Org({1: Department(1, "青溪镇"), 2: Department(2, "党政办", 1)}, people)
    return Context(now=now, org=org, calendar=WorkCalendar(), roles=Roles(), **changes)


def stand(number: int, role: str = "assignee", *, person: str = "wangwu", **changes: Any) -> Stand:
    """Give a reminder as long as they come: nudged by hand, or by the rule of its role."""
    due = NOW - timedelta(days=400)
    directive = Directive(
        id=number, code=f"Z20261124-{number:03}", title=TITLE, content=TITLE, kind="task", urgency="urgent",
        issuer="zhaoming", posted_by="zhaoming", created_at=NOW - timedelta(days=500),
    )  # fmt: skip
    share = Share(id=number, directive_id=number, assignee="lisi", state="returned", due=due)
    values = {
        "id": number, "directive_id": number, "share_id": number, "person": person, "role": role,
        "rule": ROLES.get(role, "by_hand"), "by": "" if role in ROLES else "zhaoming",
        "made_at": NOW, "at": NOW, "digest": True,
    }  # fmt: skip
    return Stand(Nudge(**(values | changes)), directive, share)


def decided(stands: list[Stand], *, now: datetime = NOW, free: bool = False, **about: Any) -> Round:
    """Decide for one person."""
    done = Round()
    deliver._decide("wangwu", stands, done, context(now, **about), had=0, free=free)
    return done


def sent(done: Round) -> set[int]:
    """Give the reminders that were sent."""
    return {one for (state, _), some in done.ended.items() if state == queue.SENT for one in some}


def waiting(done: Round) -> set[int]:
    """Give the reminders that go on waiting."""
    return {one for some in done.moved.values() for one in some}


@pytest.fixture(scope="module")
def wording() -> Wording:
    """Compile the sentences once."""
    return load(env=environment(SHANGHAI))


@pytest.mark.parametrize(
    "roles",
    [
        {"assignee": 40},
        {"supervisor": 60},
        {"assignee": 30, "leader": 30, "issuer": 30, "supervisor": 30, "news": 30},
    ],
    ids=["own", "watched", "all"],
)
def test_what_is_said_can_be_read(roles, wording) -> None:
    """Each reminder that is sent stands in the words, all others wait, and the message says how many."""
    kinds = [role for role, count in roles.items() for _ in range(count)]
    stands = [stand(number, role) for number, role in enumerate(kinds, 1)]
    done = decided(stands)
    text = str(wording.say("nudge.list", done.notices[0].facts)["text"])
    codes = {one.nudge.id for one in stands if one.directive.code in text}

    assert codes == sent(done)
    assert {one.nudge.id for one in stands} - codes == waiting(done)
    assert f"另有{len(waiting(done))}项，下次汇总再列" in text
    assert ("发“我的任务”可看全部" in text) == ("assignee" in roles)
    assert len(text.encode()) <= 2048
    assert len(codes) >= 4


def test_every_section_gets_room(wording) -> None:
    """However much of one kind there is, the escalations and all others have their line."""
    stands = [stand(number) for number in range(1, 40)]
    stands += [stand(40 + number, role) for number, role in enumerate(("leader", "supervisor", "issuer"))]
    text = str(wording.say("nudge.list", decided(stands).notices[0].facts)["text"])

    assert ["以下同志还没有办" in text, "请督查了解" in text, "等您审核" in text] == [True] * 3


def test_what_waited_comes_first() -> None:
    """Digest by digest everything is said, though the rules go on asking for all of it."""
    old = [stand(number) for number in range(1, 31)]
    first = sent(decided(old))
    later = NOW + timedelta(days=1)
    left = [one for one in old if one.nudge.id not in first]
    again = [stand(n, id=100 + n, made_at=later, at=later) for n in range(1, 31)]
    second = sent(decided(left + again, now=later))

    assert not {number % 100 for number in second} & first


def test_what_presses_takes_as_many_messages_as_it_needs() -> None:
    """特急 waits for no digest: all of it is said at once."""
    stands = [stand(number, critical=True, digest=False) for number in range(1, 21)]
    done = decided(stands)

    assert {one.nudge.id for one in stands} == sent(done)
    assert set() == waiting(done)
    assert len(done.notices) == len({notice.once for notice in done.notices}) > 1


@pytest.mark.parametrize(
    ("rule", "role", "due", "said"),
    [
        ("unseen_leader", "leader", NOW + timedelta(days=3), "还没有签收"),
        ("overdue_leader", "leader", NOW - timedelta(days=3), "已过时限，还没有反馈"),
        ("day_before", "leader", NOW + timedelta(days=1), "临近时限，还没有反馈"),
        ("silent", "leader", NOW + timedelta(days=3), "签收后还没有反馈"),
        ("overdue_leader", "issuer", NOW - timedelta(days=3), "已过时限，还没有反馈"),
        ("unseen_leader", "supervisor", NOW + timedelta(days=3), "还没有签收"),
        ("unreviewed", "issuer", NOW + timedelta(days=3), "已反馈"),
    ],
)
def test_words_say_what_the_rule_is_about(rule, role, due, said, wording) -> None:
    """A line says what its rule and its time are about, whomever a city has it told to."""
    one = stand(1, role, rule=rule)
    one.share.due = due
    text = str(wording.say("nudge.list", decided([one]).notices[0].facts)["text"])

    assert any(line.endswith(said) or f"{said}，时限" in line for line in text.splitlines())
    assert ("以下等您审核" in text) == (rule == "unreviewed")
    assert "两个工作日" not in text


def test_the_hours_of_the_department_hold() -> None:
    """A digest at a body's hour waits for the person's own."""
    hours = {2: parse_hours(["10:00-12:00", "14:00-16:00"])}
    calendars = Calendars(WorkCalendar(), hours, context().org)
    done = decided([stand(1)], calendars=calendars)

    assert [(datetime(2026, 11, 25, 10, 0, tzinfo=ZONE), True, "hours")] == list(done.moved)


def test_who_is_away_hears_it_when_back() -> None:
    """Nobody stands in: nothing is sent to somebody who is on leave."""
    away = Absence("wangwu", NOW - timedelta(days=1), NOW + timedelta(days=1))
    done = decided([stand(1)], absences=Absences({"wangwu": (away,)}))

    assert [(NOW + timedelta(days=1), True, "hours")] == list(done.moved)


def test_who_is_back_in_the_morning_hears_it_with_the_digest() -> None:
    """What was held over a leave goes with the digest of that morning: there are two a day."""
    away = Absence("wangwu", NOW - timedelta(days=1), NOW + timedelta(hours=12))
    done = decided([stand(1)], absences=Absences({"wangwu": (away,)}))

    assert [(datetime(2026, 11, 25, 8, 45, tzinfo=ZONE), True, "hours")] == list(done.moved)


def test_a_late_digest_joins_the_next_one() -> None:
    """Missed by more than an hour it waits, also in office hours, but what is due now does not."""
    morning = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)
    stands = [stand(1), stand(2, digest=False, at=morning)]
    done = decided(stands, now=morning)
    both = decided([stand(1), stand(2, at=morning - timedelta(minutes=30))], now=morning)

    assert [(datetime(2026, 11, 25, 16, 30, tzinfo=ZONE), True, "late")] == list(done.moved)
    assert ({2}, {1, 2}) == (sent(done), sent(both))
