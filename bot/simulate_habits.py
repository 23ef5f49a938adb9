"""How people behave in the simulation: how much is issued, how soon it is seen, done, reviewed.

Every number is an assumption, written into the report; nothing here is measured. Times are whole minutes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from tasks.worktime import WorkCalendar

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
WAKES, SLEEPS = time(7, 30), time(22)

A_DAY: Final = 0.5
"""Directives of a group on a working day, on average; groups differ."""
OFF_DAY: Final = 0.08
"""The same on a day off, as a part of that."""
CRITICAL, URGENT = 0.02, 0.10
NOTICES: Final = 0.40
"""Part of the directives that is only to be acknowledged."""
ABOVE: Final = 0.15
"""Part of the directives that comes from the head above."""
TO_ALL: Final = 0.8
"""Part of the notices that goes to the whole group."""
TASK_TO_ALL: Final = 0.1
WITHDRAWN, MOVED, BY_HAND, SENT_BACK = 0.02, 0.04, 0.08, 0.06
"""Parts: directives withdrawn, tasks whose time moves, what is nudged by hand, reports returned."""
NEVER_PEOPLE, NEVER = 0.01, 0.015
"""People who never answer anything; other shares that nobody ever answers."""
NEVER_REPORTED, LATE = 0.06, 0.15
REACTS: Final = 0.5
"""How likely somebody acts on what a reminder names."""
REVIEWS: Final = 0.9
"""How likely an issuer reviews what was reported without being asked."""

ASSUMPTIONS: Final = (
    (
        f"每个群每个工作日平均交办{A_DAY:g}件(群与群相差数倍)，休息日为其{OFF_DAY:.0%}；其中特急{CRITICAL:.0%}、"
        f"加急{URGENT:.0%}，通知占{NOTICES:.0%}；通知{TO_ALL:.0%}发全群，任务{TASK_TO_ALL:.0%}发全群，其余1到8人"
    ),
    "上班时间交办的占85%，其余在早晚；时限：特急2到6小时，加急半天到一天半，其他1到10个工作日；一成任务、七成通知不写时限",
    (
        "签收用时的中位数：特急6分钟，加急25分钟，其他六成20分钟、三成3小时、一成15小时；夜里22:00到7:30不看手机，"
        "休息日收到的一般任务七成等到上班"
    ),
    (
        f"{NEVER_PEOPLE:.0%}的人从不回应，另有{NEVER:.1%}的份从不签收；"
        f"任务{NEVER_REPORTED:.0%}自己不会反馈，{LATE:.0%}逾期，其余在时限前"
    ),
    (
        f"收到提醒的，{REACTS:.0%}会去办；反馈{REVIEWS:.0%}会有人审核，一半在一小时前后，一半等到次日上午，"
        f"其中{SENT_BACK:.0%}退回"
    ),
    f"{WITHDRAWN:.0%}的任务撤回，{MOVED:.0%}改时限，{BY_HAND:.0%}有人手动催办一次",
)
"""The same in words, for the report."""


@dataclass(frozen=True)
class Wish:
    """What somebody is about to issue."""

    at: datetime
    kind: str
    urgency: str
    people: tuple[str, ...]
    due: datetime | None


class Habits:
    """Draws what happens, from one source of chance."""

    def __init__(self, rng: Random, calendar: WorkCalendar) -> None:
        self._rng = rng
        self._calendar = calendar

    def chance(self, part: float) -> bool:
        """Say yes so often."""
        return self._rng.random() < part

    def issuer(self, heads: Sequence[str]) -> str:
        """Say who posts: the head of the unit, now and then the one above."""
        return heads[-1] if self.chance(ABOVE) else heads[0]

    def pace(self) -> float:
        """Say how much more or less than others a group is used."""
        return self._rng.lognormvariate(-0.245, 0.7)

    def wishes(self, day: datetime, pace: float, members: Sequence[str]) -> list[Wish]:
        """Give what is issued in a group on one day."""
        works = self._calendar.is_working_day(self._calendar.local(day).date())
        count = self._poisson(A_DAY * pace * (1 if works else OFF_DAY))
        return [self._wish(self._hour(day), members) for _ in range(count)]

    def _wish(self, at: datetime, members: Sequence[str]) -> Wish:
        roll = self._rng.random()
        urgency = "critical" if roll < CRITICAL else "urgent" if roll < CRITICAL + URGENT else "normal"
        kind = "notice" if urgency != "critical" and self.chance(NOTICES) else "task"
        to_all = self.chance(TO_ALL if kind == "notice" else TASK_TO_ALL)
        count = len(members) if to_all else min(len(members), self._rng.randint(1, 8))
        people = tuple(members) if to_all else tuple(self._rng.sample(list(members), count))
        return Wish(at, kind, urgency, people, self._due(at, kind, urgency))

    def _due(self, at: datetime, kind: str, urgency: str) -> datetime | None:
        if self.chance(0.7 if kind == "notice" else 0.1):
            return None
        if urgency == "critical":
            return at + timedelta(hours=self._rng.randint(2, 6))
        if urgency == "urgent":
            return self._calendar.add_minutes(at, self._rng.choice((240, 450, 700)))
        day = self._calendar.add_working_days(
            self._calendar.local(at).date(), min(10, 1 + self._poisson(2.5))
        )
        return self._calendar.at(day, self._rng.choice((time(12), time(17, 30), time(17, 30))))

    def _hour(self, day: datetime) -> datetime:
        here = self._calendar.local(day).date()
        early, late = (510, 1050) if self.chance(0.85) else (435, 1290)
        minute = self._rng.randrange(early, late)
        return self._calendar.at(here, time(minute // 60, minute % 60))

    def _poisson(self, mean: float) -> int:
        limit, product, count = math.exp(-mean), self._rng.random(), 0
        while product > limit:
            product *= self._rng.random()
            count += 1
        return count

    def _after(self, median: float, spread: float = 1.0) -> timedelta:
        return max(1, round(self._rng.lognormvariate(math.log(median), spread))) * MINUTE

    def seen_at(self, told: datetime, urgency: str) -> datetime:
        """Say when somebody acknowledges what arrived then."""
        if urgency == "critical":
            return told + self._after(6)
        if urgency == "urgent":
            return self._awake(told + self._after(25), calm=False)
        roll = self._rng.random()
        median = 20 if roll < 0.6 else 180 if roll < 0.9 else 900
        return self._awake(told + self._after(median), calm=True)

    def reported_at(self, seen: datetime, given: datetime, due: datetime | None) -> datetime | None:
        """Say when somebody reports without being asked again; None: never."""
        roll = self._rng.random()
        if roll < NEVER_REPORTED:
            return None
        if due is None:
            return self._awake(seen + self._after(2 * 1440), calm=True)
        if roll < NEVER_REPORTED + LATE:
            return self._awake(max(due, seen) + self._after(1440), calm=True)
        whole = (due - given) / MINUTE
        at = given + round(whole * self._rng.uniform(0.25, 0.98)) * MINUTE
        return max(self._awake(at, calm=False), seen + 5 * MINUTE)

    def reviewed_at(self, reported: datetime) -> datetime:
        """Say when an issuer looks at what was reported."""
        if self.chance(0.5):
            return self._awake(reported + self._after(60), calm=True)
        day = self._calendar.next_working_day(self._calendar.local(reported).date())
        return self._calendar.at(day, time(9, self._rng.randrange(10, 59)))

    def soon(self, at: datetime, median: float = 20) -> datetime:
        """Say when somebody does what a reminder asks for."""
        return self._awake(at + self._after(median), calm=False)

    def within(self, start: datetime, end: datetime, low: float, high: float) -> datetime:
        """Give a whole minute in a part of a span."""
        return start + round((end - start) / MINUTE * self._rng.uniform(low, high)) * MINUTE

    def _awake(self, at: datetime, *, calm: bool) -> datetime:
        """Put off until somebody looks at the phone; what is `calm` waits for work on a day off, mostly."""
        here = self._calendar.local(at)
        if here.time() >= SLEEPS:
            here = self._calendar.at(here.date() + DAY, WAKES) + self._after(15)
        elif here.time() < WAKES:
            here = self._calendar.at(here.date(), WAKES) + self._after(15)
        if calm and not self._calendar.is_working_day(here.date()) and self.chance(0.7):
            here = self._calendar.next_office_time(here) + self._after(15)
        return here
