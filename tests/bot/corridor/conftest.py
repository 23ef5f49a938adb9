"""A corridor whose handlers are told by the test."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot import corridor as corridor_room
from bot.corridor import Corridor
from bot.demo import made_up_secrets
from bot.demo import settings as demo_settings
from bot.metrics import Metrics
from bot.people import People
from bot.storage import opened
from handlers.message import Incoming
from sandbox.qingxi import qingxi
from tasks.notices import Notice, Outcome, Receiver
from tests.bot.corridor.counter import Counter


class Hall:
    """A corridor whose handlers are told by the test: `acts` by text."""

    def __init__(self, storage: Any, people: People) -> None:
        self.storage, self.people, self.metrics = storage, people, Metrics()
        self.acts: dict[str, Any] = {}
        self.handled: list[str] = []
        self.told: list[Notice] = []
        self.corridor = Corridor(storage, people, self.metrics, after=self.told.extend, restart_s=0)
        self.running: asyncio.Task[None] | None = None

    async def handle(self, _db: Any, incoming: Incoming, _context: Any) -> Outcome:
        """Do what the test told; otherwise answer with a number and owe one message."""
        self.handled.append(incoming.text)
        act = self.acts.get(incoming.text)
        if isinstance(act, BaseException):
            raise act
        if act is not None:
            await act()
        notice = Notice("late", (Receiver("x"),), {}, f"n{incoming.dedupe}", self.people.context().now)
        return Outcome("answer", {"n": len(self.handled)}, (notice,))

    def beside(self) -> Hall:
        """Make another process's corridor on the same database."""
        return Hall(self.storage, self.people)

    def start(self) -> None:
        """Start the writer."""
        self.running = asyncio.create_task(self.corridor.run())

    async def stop(self) -> None:
        """Stop the writer and wait for its end."""
        if self.running is not None:
            self.running.cancel()
            await asyncio.gather(self.running, return_exceptions=True)

    async def count(self, table: str) -> int:
        """Count the rows of a table."""
        return int((await self.storage.rows(self.storage.main, f"SELECT count(*) AS n FROM {table}"))[0]["n"])


@pytest.fixture
async def hall(ready_url, tmp_path, monkeypatch):
    """Give a hall with its writer at work, on both databases."""
    config = demo_settings(qingxi(secrets_given=made_up_secrets()), "http://127.0.0.1:9", tmp_path, 8080)
    async with opened(ready_url) as storage:
        clock = type("Clock", (), {"now": lambda _: config.clock.start})()
        hall = Hall(storage, People(storage, config, clock))
        monkeypatch.setattr(corridor_room, "handle", hall.handle)
        hall.start()
        await asyncio.sleep(0)
        yield hall
        await hall.stop()


@pytest.fixture
async def counter(hall, tmp_path):
    """Give a counter at work."""
    await hall.stop()
    counter = Counter(hall, tmp_path)
    hall.start()
    await asyncio.sleep(0)
    return counter
