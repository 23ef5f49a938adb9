"""Plays the month: people act by their habits, the service's own code issues, reminds and merges.

From moment to moment, as the clock of a rehearsal turns: what people do in a minute, then the sweeps. There
is no platform: a notice counts as sent when it would have been.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Final

from bot.simulate_acts import Agenda, People
from bot.simulate_city import City
from bot.simulate_habits import Habits
from bot.storage import Storage
from bot.tap_store import SqliteTaps
from handlers.context import Context
from handlers.nudging import deliver
from handlers.nudging import sweep as looking
from tasks.db import Db
from tasks.directives import tap
from tasks.directives.tap import Tapped
from tasks.fields import from_ms, to_ms
from tasks.notices import Notice, Outcome
from tasks.people.roles import Roles
from tasks.worktime import Calendars, WorkCalendar

TICK: Final = timedelta(seconds=15)
"""How often the service looks what is due."""
Step = Callable[[Db, Context], Awaitable[Outcome | None]]
STEPS: Final[Mapping[str, Step]] = {"look": looking.step, "remind": deliver.step}
"""The sweeps by what they wait for, in their order."""
DUE: Final = (
    "SELECT (SELECT min(look_at) FROM share WHERE look_at IS NOT NULL) AS look, "
    "(SELECT min(at) FROM nudge WHERE state = 'waiting') AS remind"
)
"""What the two sweeps ask for by themselves, in one question: it is asked thousands of times."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when the month goes."""

    start: datetime
    end: datetime

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days


class Month:
    """One month of a city; `play` it, then ask its people what they did and got."""

    def __init__(self, storage: Storage, city: City, span: Span, calendar: WorkCalendar, rng: Random) -> None:
        self._storage = storage
        self._city = city
        self._span = span
        self._habits = Habits(rng, calendar)
        self._taps = SqliteTaps(storage)
        self._agenda = Agenda()
        self._numbers = count()
        self._ahead: list[datetime] = []
        self.people = People(city, self._habits, calendar, self._agenda)
        self.context = Context(
            now=span.start, org=city.org, calendar=calendar, calendars=Calendars(calendar),
            roles=Roles(supervisors=city.supervisors),
        )  # fmt: skip

    async def play(self, step: Callable[[int, int], None]) -> None:
        """Play it to its end; `step` is told how far it is, in hours."""
        self._plan_issues()
        whole = self._span.days * 24
        now: datetime | None = self._span.start
        while now is not None and now <= self._span.end:
            step((now - self._span.start) // timedelta(hours=1), whole)
            now = await self._stop_at(now)
        step(whole, whole)

    def _plan_issues(self) -> None:
        paces = {chat: self._habits.pace() for chat in self._city.groups}
        for day in range(self._span.days):
            at = self._span.start + timedelta(days=day)
            for chat, members in self._city.groups.items():
                for wish in self._habits.wishes(at, paces[chat], members):
                    issuer = self._habits.issuer(self._city.issuers[chat])
                    others = tuple(who for who in wish.people if who != issuer)
                    if others:
                        wanted = replace(wish, people=others)
                        self._agenda.do(wish.at, self.people.issuing(chat, issuer, wanted))

    async def _stop_at(self, now: datetime) -> datetime | None:
        """Do everything that is due now; gives the next moment at which somebody or the service acts."""
        self.context = replace(self.context, now=now)
        await self._tap(now)
        await self._act(now)
        while due := await self._due(now):
            await self._sweep(STEPS[due], now)
        self.people.outbox.send_due(now)
        return min((*self._ahead, *self._agenda.next(), *self.people.outbox.next_due()), default=None)

    async def _due(self, now: datetime) -> str:
        """Name the sweep that has something to do, the one that makes reminders first; empty: none."""
        (row,) = await self._storage.rows(self._storage.main, DUE)
        moments = {name: from_ms(at) for name, at in row.items() if at is not None}
        self._ahead = [_tick(at) for at in moments.values()]
        return next((name for name in STEPS if name in moments and moments[name] <= now), "")

    async def _sweep(self, step: Step, now: datetime) -> None:
        async with self._storage.transaction() as db:
            outcome = await step(db, self.context)
        assert outcome is not None, "a sweep does not see what is due"
        for person, said in await self.people.outbox.remind(self._storage.main, outcome.notices, now):
            self.people.react(person, said, now)

    async def _tap(self, now: datetime) -> None:
        """Let everybody tap 收到 who does so now, in one batch, as the service takes them."""
        if not (items := self._agenda.taps(now)):
            return
        taps = [Tapped(f"tap{next(self._numbers)}", one.order.code, one.person) for one in items]
        name = self._city.org.name
        plan = await self._taps.run(
            taps, lambda state: tap.decide(taps, state, now=now, name=name), to_ms(now)
        )
        for item in items:
            self.people.saw(item, now)
        self._take(plan.notices)

    async def _act(self, now: datetime) -> None:
        if not (deeds := self._agenda.deeds(now)):
            return
        async with self._storage.transaction() as db:
            for deed in deeds:
                self._take(await deed(db, self.context))

    def _take(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            if notice.kind == "feedback.merge":
                self.people.merge(notice)
            elif notice.place in ("person", "chat"):
                self.people.outbox.keep(notice)


def _tick(at: datetime) -> datetime:
    """Give the tick of the service at which something due then is seen."""
    return at + timedelta(milliseconds=-to_ms(at) % int(TICK / timedelta(milliseconds=1)))
