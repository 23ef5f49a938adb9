"""The township for random lives: who there is, what each may, and how a message of theirs looks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.people import departments_of, members_of, org_of
from handlers.context import Context
from handlers.message import Incoming, Tap
from tasks.people.org import Org
from tasks.people.roles import Roles
from tasks.worktime import WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
LEADER, DELEGATE, SUPERVISOR, STRANGER = "zhaoming", "sunli", "chujing", "fenggang"
HEAD, STAFF, OTHER_HEAD, STAND_IN, ABSENT = "zhouqiang", "wangwu", "wufang", "zhangsan", "lisi"
EVERYBODY = (LEADER, DELEGATE, SUPERVISOR, STRANGER, HEAD, STAFF, OTHER_HEAD, STAND_IN, ABSENT)

ROLES = Roles(
    delegates={LEADER: frozenset({DELEGATE})},
    supervisors=frozenset({SUPERVISOR}),
    stand_ins={ABSENT: STAND_IN},
)
CALENDAR = WorkCalendar(
    zone=ZONE, office_hours=((time(8, 30), time(12)), (time(14), time(17, 30))),
    holidays=frozenset(), workdays=frozenset(),
)  # fmt: skip


def township() -> Org:
    """Give the bundled township."""
    path = Path(__file__).parents[2] / "sandbox" / "qingxi.json"
    found: Mapping[str, list[dict[str, object]]] = json.loads(path.read_text("utf-8"))
    units = departments_of(
        [{k: v for k, v in unit.items() if k != "aliases"} for unit in found["departments"]]
    )
    return org_of(units, members_of(found["members"]), Config())


def context(now: datetime, org: Org) -> Context:
    """Give what handlers may know at a moment."""
    return Context(now=now, org=org, calendar=CALENDAR, roles=ROLES)


_numbers = count(1)


def says(who: str, text: str, chat: str = "") -> Incoming:
    """Make a message to the app, or in a group to the robot."""
    channel = "work_robot" if chat else "work_app"
    return Incoming(channel, "a", f"m{next(_numbers)}", "text", sender=who, chat=chat, text=text)


def taps(who: str, key: str) -> Incoming:
    """Make a tap on a card of the app."""
    number = next(_numbers)
    tap = Tap(key, f"t{number}", "button_interaction", f"code{number}")
    return Incoming("work_app", "a", f"t{number}", "tap", sender=who, tap=tap)
