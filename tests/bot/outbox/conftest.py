"""An outbox's desk with a post that only pretends."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.channels.work_app import SendResult
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.sendings import keep
from bot.storage import opened
from tasks.notices import Notice, Receiver

START = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class StandingClock:
    """A clock that somebody turns."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        """Give the time."""
        return self.at

    def turn(self, seconds: float) -> None:
        """Turn it forward."""
        self.at += timedelta(seconds=seconds)


class FakePost:
    """Writes what it is asked to and remembers every call; `plan` says what the next calls come to."""

    def __init__(self) -> None:
        self.plan: list[Any] = []
        self.calls: list[tuple[str, tuple[str, ...], str]] = []
        self.unwritable: set[str] = set()
        self.gate: asyncio.Event | None = None

    def why_not(self, place: str, receiver: str) -> str:
        """Everything may be sent, but to nobody."""
        return "nobody" if receiver == "nobody" else ""

    def write(self, parcel: Any) -> tuple[str, bytes]:
        """Write bytes that depend on the parcel alone."""
        if parcel.kind in self.unwritable:
            raise KeyError("title")
        return "/path", json.dumps([parcel.number, parcel.kind, list(parcel.receivers)]).encode()

    async def send(self, parcel: Any) -> SendResult:
        """Do what the plan says."""
        self.calls.append((parcel.kind, parcel.receivers, parcel.body))
        if self.gate is not None:
            await self.gate.wait()
        result = self.plan.pop(0) if self.plan else SendResult()
        if isinstance(result, BaseException):
            raise result
        return result


@pytest.fixture
async def desk(ready_url: str):
    """Give an outbox with a post that only pretends, on both databases."""
    async with opened(ready_url) as storage:
        yield Desk(storage)


class Desk:
    """Everything about one outbox, and a second process's outbox on the same database."""

    def __init__(self, storage: Any) -> None:
        self.storage, self.clock, self.post = storage, StandingClock(), FakePost()
        self.start = self.clock.now()
        self.machine = 1000.0
        self.metrics = Metrics()
        self.outbox = self.another(self.post)

    def another(self, post: FakePost, only: frozenset[str] = frozenset()) -> Outbox:
        """Make another process's outbox; `only` is the rehearsal list."""
        return Outbox(self.storage, self.clock, post, self.metrics, only=only, machine=lambda: self.machine)

    @staticmethod
    def new_post() -> FakePost:
        """Give another process's post."""
        return FakePost()

    @staticmethod
    async def at_once() -> None:
        """Wait for nothing."""

    async def owe(self, *people: str, kind: str = "late", facts: Any = None, **more: Any) -> None:
        """Owe each of them a message; without `once` every call is another message."""
        once = more.pop("once", f"n{id(object())}-{len(await self.rows())}")
        to = tuple(Receiver(who) for who in people)
        notice = Notice(kind, to, facts or {"a": 1}, once, self.clock.now(), **more)
        async with self.storage.transaction() as db:
            await keep(self.storage, db, [notice], self.clock.now())

    async def rows(self) -> list[SimpleNamespace]:
        """Give all rows, the oldest first."""
        found = await self.storage.rows(self.storage.main, "SELECT * FROM sending ORDER BY id")
        return [SimpleNamespace(**row) for row in found]

    async def states(self) -> list[str]:
        """Give the state of every row, the oldest first."""
        return [row.state for row in await self.rows()]

    async def set_state(self, table: str, state: str) -> None:
        """Turn every directive or share into this state."""
        await self.storage.rows(self.storage.main, f"UPDATE {table} SET state = ?", [state])

    async def directive(self, *people: str) -> tuple[int, dict[str, int]]:
        """Make an open directive; gives its id and each one's share."""
        await self.storage.rows(
            self.storage.main,
            "INSERT INTO directive (code, kind, title, content, urgency, issuer, posted_by, chat, wants, "
            "created_at, state, total, acknowledged, seq, last_hash, supervised_by) "
            "VALUES ('Z1', 'task', 't', 'c', 'normal', 'boss', 'boss', '', '[]', 0, 'open', 0, 0, 0, '', '')",
        )
        for who in people:
            await self.storage.rows(
                self.storage.main,
                "INSERT INTO share (directive_id, assignee, department, why, state, declines) "
                "SELECT id, ?, 0, '{}', 'assigned', 0 FROM directive",
                [who],
            )
        shares = await self.storage.rows(self.storage.main, "SELECT * FROM share")
        (directive,) = await self.storage.rows(self.storage.main, "SELECT id FROM directive")
        return directive["id"], {row["assignee"]: row["id"] for row in shares}

    async def owe_cards(self, *people: str, **more: Any) -> dict[str, int]:
        """Owe each of them the first card of one directive; gives their shares."""
        number, shares = await self.directive(*people)
        to = tuple(Receiver(who, shares[who]) for who in people)
        facts = {"code": "Z1"}
        notice = Notice("directive.assigned", to, facts, "first", self.clock.now(), directive=number, **more)
        async with self.storage.transaction() as db:
            await keep(self.storage, db, [notice], self.clock.now())
        return shares
