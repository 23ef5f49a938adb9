"""Running the sweeps: until nothing moves, and none harms another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot import sweeps as module
from bot.metrics import Metrics
from bot.sweeps import Sweeps
from handlers.stuck import at_row
from handlers.sweeping import Sweep
from tasks.notices import Notice, Outcome, Receiver

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class FakeCorridor:
    """Does every piece of work at once, and remembers what it came to."""

    def __init__(self) -> None:
        self.done: list[Outcome] = []

    async def work(self, work: Any) -> None:
        """Do it."""
        self.done.append(await work(None))


@dataclass(frozen=True, slots=True)
class FakeContext:
    """What the runner knows of a context."""

    now: datetime
    set_aside: frozenset[int] = frozenset()


class FakePeople:
    """Knows nobody."""

    now = NOW

    async def current(self, db: Any) -> Any:
        """Give a context in which nothing is known."""
        del db
        return FakeContext(self.now)


def counted(name: str, times: int, *, error: bool = False) -> Sweep:
    """Make a sweep that moves so many times."""
    left = [times]

    async def step(_db: Any, _context: Any) -> Outcome | None:
        if error:
            raise ValueError(name)
        if not left[0]:
            return None
        left[0] -= 1
        return Outcome("", {}, (Notice(name, (Receiver("a"),), {}, f"{name}{left[0]}", NOW),))

    async def next_due(_db: Any, after: datetime) -> datetime | None:
        return after + timedelta(hours=times) if times else None

    return Sweep(name, step, next_due)


def running(*sweeps: Sweep) -> tuple[Sweeps, FakeCorridor]:
    """Give the table of these sweeps, and the corridor they go through."""
    corridor = FakeCorridor()
    made: Any = Sweeps(SimpleNamespace(reader=None), FakePeople(), corridor, sweeps)  # type: ignore[arg-type]  # fakes
    return made, corridor


def said(corridor: FakeCorridor) -> list[str]:
    """Give the names of everything that was owed."""
    return [notice.once for outcome in corridor.done for notice in outcome.notices]


async def test_until_nothing_moves() -> None:
    """All that is due is done, in as few transactions as the longest takes, and one that finds nothing."""
    table, corridor = running(counted("a", 3), counted("b", 1))
    await table.run()

    assert ["a2", "b0", "a1", "a0"] == said(corridor)
    assert 4 == len(corridor.done)


async def test_one_that_fails_harms_no_other() -> None:
    """It is logged, and the others do what is due."""
    table, corridor = running(counted("broken", 0, error=True), counted("b", 2))
    await table.run()

    assert ["b1", "b0"] == said(corridor)


async def test_one_without_an_end_is_stopped(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    """A sweep that moves for ever would hold the writer for ever; it says so."""
    monkeypatch.setattr(module, "MOST_STEPS", 5)
    table, corridor = running(counted("a", 9))
    await table.run()

    assert 5 == len(corridor.done)
    assert "sweep.endless" in capsys.readouterr().out


async def test_the_next_moment_is_the_earliest() -> None:
    """The clock that is turned stops at the first of all."""
    table, _ = running(counted("a", 3), counted("b", 1), counted("c", 0))

    assert NOW + timedelta(hours=1) == await table.next_due(NOW)


def rows(numbers: Sequence[int], broken: int, tried: list[int]) -> Sweep:
    """Make a sweep over rows that fails at one of them."""
    left = list(numbers)

    async def step(_db: Any, context: Any) -> Outcome | None:
        row = next((one for one in left if one not in context.set_aside), None)
        if row is None:
            return None
        tried.append(row)
        with at_row(row):
            if row == broken:
                raise ZeroDivisionError
        left.remove(row)
        return Outcome("", {}, (Notice("row", (Receiver("a"),), {}, f"row{row}", NOW),))

    async def next_due(_db: Any, _after: datetime) -> datetime | None:
        return None

    return Sweep("rows", step, next_due)


async def test_a_row_that_fails_is_set_aside(capsys) -> None:
    """The rows behind it are done in the same run; after an hour it is tried once more. It is counted."""
    tried: list[int] = []
    people, corridor, metrics = FakePeople(), FakeCorridor(), Metrics()
    sweeps = (rows([1, 2, 3], 1, tried), counted("b", 1))
    table: Any = Sweeps(SimpleNamespace(reader=None), people, corridor, sweeps, metrics=metrics)  # type: ignore[arg-type]  # fakes
    await table.run()
    at_first = list(tried)
    people.now = NOW + timedelta(minutes=59)
    await table.run()
    before_the_hour = list(tried)
    people.now = NOW + timedelta(minutes=60)
    await table.run()

    assert [1, 1, 2, 3] == at_first == before_the_hour
    assert 1 in tried[4:]
    assert {"row2", "row3", "b0"} == set(said(corridor))
    assert b'zhijian_sweeps_stuck_total{sweep="rows"} 2.0' in metrics.render()[0]
    assert "sweep.stuck" in capsys.readouterr().out


async def test_an_error_keeps_its_type_for_the_corridor() -> None:
    """What may be tried again is known by its type, whichever row it came from."""
    table, corridor = running(rows([1], 1, []))
    seen: list[type[Exception]] = []
    work = corridor.work

    async def watched(one: Any) -> None:
        try:
            await work(one)
        except Exception as error:
            seen.append(type(error))
            raise

    corridor.work = watched  # type: ignore[assignment,method-assign]  # the fake watched
    await table.run()

    assert {ZeroDivisionError} == set(seen)
