"""Random histories: nothing is reminded of that is done or not due, and nothing that was owed is missing."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.storage import Storage, opened
from tasks.nudges.models import Nudge
from tests.histories.acts import ACTS, Act, act
from tests.histories.hours import DAY, hours_from
from tests.histories.judging import Judge
from tests.histories.playing import World
from tests.lives.people import township

HISTORIES = int(os.environ.get("ZHIJIAN_HISTORIES", "60"))
AFTERWARDS = 4 * DAY
"""How long nothing more is done at the end: everything that is owed by then is heard."""
LAST = 40
"""The day of the window after which nothing new is begun."""
BEGINNINGS = ((2026, 11, 24), (2026, 9, 29), (2026, 2, 12), (2026, 12, 30), (2026, 9, 18), (2028, 2, 28))
"""An ordinary Tuesday; before 国庆, 春节, an unpublished year, a Sunday made up for; before a leap day."""
CLOCK = (9 * 60, 8 * 60, 11 * 60 + 50, 17 * 60 + 29, 22 * 60)
GAPS = (0, 1, 7, 29, 60, 125, 240, 470, 720, 1440, 2900)
TABLES = ("share", "directive", "nudge", "rule_set", "history", "feedback", "proposal", "day_counter")
NUMBER = st.integers(0, 59)
OFTEN = (
    *sorted(ACTS),
    *("issue",) * 4,
    *("ack",) * 2,
    *("report",) * 2,
    "down",
    *("killed",) * 2,
    *("leave",) * 2,
)
MOVE = st.tuples(st.sampled_from(GAPS), st.tuples(st.sampled_from(OFTEN), NUMBER, NUMBER))


async def at_once(connection: Any, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Ask SQLite in this thread: most of a history's time would be handing over to aiosqlite's own."""
    return work(*arguments, **named)


class Table:
    """A database that is used again for every history, and the loop it lives in."""

    def __init__(self, path: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.storage: Storage = self.loop.run_until_complete(self._open(path))
        self.org = township()

    async def _open(self, path: Path) -> Storage:
        storage = await self.stack.enter_async_context(opened(f"sqlite://{path}"))
        await storage.main.execute_script("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
        return storage

    def close(self) -> None:
        """Close the database."""
        self.loop.run_until_complete(self.stack.aclose())
        self.loop.close()

    async def play(self, beginning: int, clock: int, moves: Sequence[tuple[int, Act]]) -> Judge:
        """Play one history to its end."""
        for table in TABLES:
            await self.storage.main.execute_query(f"DELETE FROM {table}")
        hours = hours_from(*BEGINNINGS[beginning])
        world = World(self.storage, self.org, hours, hours.moment(10 * DAY + CLOCK[clock]))
        for gap, what in moves:
            if world.minute > LAST * DAY:
                break
            if gap:
                await world.go(gap)
            await act(world, what)
        await world.go(AFTERWARDS)
        return Judge(world, await Nudge.all().using_db(self.storage.main).order_by("id"))


@pytest.fixture(scope="module")
def table(sqlite_ready: Path, tmp_path_factory: pytest.TempPathFactory):
    """Give a database for all histories."""
    path = tmp_path_factory.mktemp("histories") / "history.db"
    shutil.copy(sqlite_ready, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, check_same_thread=False))
        patch.setattr(aiosqlite.Connection, "_execute", at_once)
        table = Table(path)
        yield table
        table.close()


@settings(
    max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck),
    derandomize="ZHIJIAN_HISTORIES" not in os.environ, database=None,
    phases=[p for p in Phase if p is not Phase.explain],
)  # fmt: skip
@given(
    beginning=st.integers(0, len(BEGINNINGS) - 1),
    clock=st.integers(0, len(CLOCK) - 1),
    moves=st.lists(MOVE, min_size=3, max_size=18),
)
def test_random_histories(table: Table, beginning: int, clock: int, moves: list[tuple[int, Act]]) -> None:
    """What is sent was owed, what was owed is sent, at a decent hour, within the budget."""
    judge = table.loop.run_until_complete(table.play(beginning, clock, moves))
    judge.judge()
