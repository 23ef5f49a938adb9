"""`zhijian simulate`: a month of a city on a controlled clock, and what it would have meant for everybody.

On a temporary database, without a platform: the service's own verbs and sweeps, people by their habits
(bot/simulate_habits.py). What it says stands beside naive reminding and shouting in groups.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from bot.errors import ConfigError
from bot.simulate_city import City, made_up
from bot.simulate_month import Month, Span
from bot.simulate_naive import Naive, lines_read, naive, shouted
from bot.simulate_tally import CATEGORIES, DIGEST, FIRST, OTHER, REMINDER, Spread, spread_of
from bot.storage import Storage, opened
from tasks.nudges.budget import DIGEST_HOURS, MOST_A_DAY
from tasks.worktime import WorkCalendar

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Size:
    """What is simulated."""

    people: int = 3000
    groups: int = 288
    days: int = 31
    seed: int = 1
    start: date = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Check:
    """What has to hold: a name, the most there may be, and what there was."""

    name: str
    most: int
    was: int

    @property
    def holds(self) -> bool:
        """Whether it holds."""
        return self.was <= self.most


@dataclass(frozen=True, slots=True)
class Simulated:
    """What came of it: sizes, messages for each person, checks."""

    size: Size
    memberships: int
    directives: int
    shares: int
    reminded: int
    ours: dict[str, Spread]
    private: Spread
    lines: Spread
    together: Spread
    naive: Spread
    naive_reminders: Spread
    naive_out_of_hours: int
    shouted: Spread
    answers_out_of_hours: int
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether everything holds that has to."""
        return all(check.holds for check in self.checks)


def start_of(text: str) -> date:
    """Read the first day; raises ConfigError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"--start: {text} 不是日期，写法如 2026-11-01") from error


async def simulated(size: Size, step: Step) -> Simulated:
    """Play the month and count; `step` is told how far it is."""
    rng = Random(size.seed)  # noqa: S311 - a simulation wants the same chance again
    calendar = WorkCalendar()
    start: datetime = calendar.at(size.start, time())
    span = Span(start, start + timedelta(days=size.days))
    city = made_up(size.people, size.groups, rng)
    with tempfile.TemporaryDirectory(prefix="zhijian-simulate-") as folder:
        async with opened(f"sqlite://{Path(folder) / 'month.db'}") as storage:
            await _prepared(storage)
            month = Month(storage, city, span, calendar, rng)
            await month.play(step)
    return _counted(size, city, month, naive(month, span))


async def _prepared(storage: Storage) -> None:
    await storage.migrate()
    # The file is thrown away: it need not survive a power cut.
    await storage.main.execute_script("PRAGMA synchronous = OFF")


def _counted(size: Size, city: City, month: Month, timers: Naive) -> Simulated:
    tally, people, groups = month.people.tally, tuple(city.org.people), dict(city.groups)
    lines, loud = lines_read(month, groups), shouted(month, groups)
    own = {who: sum(tally.counts[one][who] for one in (FIRST, REMINDER, DIGEST, OTHER)) for who in people}
    rest = {who: tally.counts[FIRST][who] + tally.counts[OTHER][who] for who in people}
    return Simulated(
        size, city.memberships, len(month.people.orders), len(month.people.items), tally.reminders,
        ours={one: tally.spread(one) for one in CATEGORIES[:-1]},
        private=spread_of(list(own.values())),
        lines=spread_of([lines[who] for who in people]),
        together=spread_of([own[who] + lines[who] for who in people]),
        naive=spread_of([rest[who] + timers.counts[who] for who in people]),
        naive_reminders=spread_of([timers.counts[who] for who in people]),
        naive_out_of_hours=timers.out_of_hours,
        shouted=spread_of([loud[who] for who in people]),
        answers_out_of_hours=tally.answers_out_of_hours,
        checks=(
            Check("提醒时事情已经办了", 0, tally.done),
            Check("下班时间发出、不是特急的提醒和卡片", 0, tally.out_of_hours),
            Check("同一条消息发了两次", 0, tally.twice),
            Check("一人一天的提醒最多几条", MOST_A_DAY, tally.most(REMINDER)),
            Check("一人一天的汇总最多几条", len(DIGEST_HOURS), tally.most(DIGEST)),
        ),
    )  # fmt: skip
