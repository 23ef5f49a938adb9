"""The corridor: one queue, one writer. Seen before? → handle → history, notices, kept answer → one commit.

A callback, a page's post and a clock's tick all come through here. The worker takes what waits, without a
timer: while one batch commits, the next gathers by itself. Taps on 收到 go in batches of set statements,
everything else one at a time in an ordinary transaction (docs/adr/0003).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

import asyncpg
import sqlite3
import structlog
from tortoise.exceptions import IntegrityError

from bot.errors import ZhijianError
from bot.metrics import Metrics
from bot.models import Failed, Seen
from bot.people import People
from bot.sendings import keep
from bot.storage import Storage
from bot.tap_store import taps_on
from handlers.cards import as_tapped
from handlers.dispatch import handle
from handlers.message import Answer, Incoming
from handlers.staff import keep_out, marked
from tasks.db import Db
from tasks.directives import tap
from tasks.directives.tap import TapPlan, Tapped
from tasks.fields import Facts, to_ms
from tasks.notices import Notice, Outcome, Receiver

log = structlog.get_logger(__name__)

BATCH = 64
WAITING = 2000
"""Messages that may wait; beyond it the door answers 503 and the platform repeats."""
DOUBLES = (IntegrityError, asyncpg.UniqueViolationError, sqlite3.IntegrityError)
"""Another process was quicker with the same message or the same history: read again."""
TRIES = 3

Work = Callable[[Db], Awaitable[Outcome]]


class Overfull(ZhijianError):  # noqa: N818 - named for what it is
    """More waits than can be promised an answer in time."""


@dataclass(slots=True)
class Item:
    """One thing in the queue: a message, or a piece of work of our own (`work`)."""

    key: str
    incoming: Incoming | None
    work: Work | None
    tapped: Tapped | None = None
    done: asyncio.Future[Answer] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


def key_of(incoming: Incoming) -> str:
    """Name a message for good: channel, account and its own key; 32 hex digits."""
    text = f"{incoming.channel}\0{incoming.account}\0{incoming.dedupe}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Corridor:
    """The one writer of this process. `after` is called when a commit left something to be sent."""

    def __init__(
        self, storage: Storage, people: People, metrics: Metrics, *, after: Callable[[], None]
    ) -> None:
        self._storage = storage
        self._people = people
        self._metrics = metrics
        self._after = after
        self._taps = taps_on(storage)
        self._queue: asyncio.Queue[Item] = asyncio.Queue(WAITING)
        self._busy = 0
        self.alive = False

    async def submit(self, incoming: Incoming) -> Answer:
        """Handle a message and give its answer; raises Overfull. Cancelling the caller cancels nothing."""
        key = key_of(incoming)
        return await self._put(Item(key, incoming, None, as_tapped(incoming, key)))

    async def work(self, work: Work) -> Answer:
        """Do a piece of our own work in the writer's turn."""
        return await self._put(Item("", None, work))

    async def once(self, work: Work) -> Answer:
        """Do a piece of work in this task, for commands: nobody else writes in their process."""
        return await self._once(Item("", None, work))

    async def _put(self, item: Item) -> Answer:
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            raise Overfull("too many messages are waiting") from None
        self._busy += 1
        item.done.add_done_callback(self._ended)
        return await asyncio.shield(item.done)

    def _ended(self, done: asyncio.Future[Answer]) -> None:
        self._busy -= 1
        if not done.cancelled():
            done.exception()  # it is seen here even where nobody waits for it any more

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return self._busy == 0

    async def recall(self, key: str) -> Answer | None:
        """Give the kept answer of a message, for a stream's refresh; None where there is none."""
        kept = await Seen.filter(key=key).using_db(self._storage.reader).first()
        return Answer(kept.kind, kept.facts) if kept else None

    async def run(self) -> None:
        """Work for ever; what waits when it is cancelled is finished first."""
        self.alive = True
        try:
            while True:
                await self._batch([await self._queue.get()])
        finally:
            self.alive = False
            while not self._queue.empty():
                await self._batch([self._queue.get_nowait()])

    async def _batch(self, items: list[Item]) -> None:
        while len(items) < BATCH and not self._queue.empty():
            items.append(self._queue.get_nowait())
        self._metrics.queue_waiting.set(self._queue.qsize())
        try:
            for is_tap, run in groupby(items, key=lambda item: item.tapped is not None):
                await (self._tap_all(list(run)) if is_tap else self._one_by_one(list(run)))
        except BaseException as error:
            for item in items:
                if not item.done.done():
                    item.done.set_exception(
                        error if isinstance(error, Exception) else ZhijianError("the service is stopping")
                    )
            if not isinstance(error, Exception):
                raise
            log.exception("a batch broke", action="corridor.broke", items=len(items))

    async def _tap_all(self, items: Sequence[Item]) -> None:
        taps = [item.tapped for item in items if item.tapped is not None]
        try:
            plan = await self._tap_tries(taps)
        except Exception:
            log.exception("a batch of taps broke; they are done one by one", action="taps.broke")
            await self._one_by_one(items)
            return
        if plan.notices:
            self._after()
        for item in items:
            answer = plan.answers[item.key]
            item.done.set_result(Answer(answer.kind, answer.facts))

    async def _tap_tries(self, taps: Sequence[Tapped]) -> TapPlan:
        for _ in range(TRIES - 1):
            with suppress(*DOUBLES):
                return await self._tap_once(taps)
        return await self._tap_once(taps)

    async def _tap_once(self, taps: Sequence[Tapped]) -> TapPlan:
        context = self._people.context()
        now, name = context.now, context.org.name
        return await self._taps.run(
            taps, lambda state: tap.decide(taps, state, now=now, name=name), to_ms(now)
        )

    async def _one_by_one(self, items: Sequence[Item]) -> None:
        for item in items:
            try:
                answer = await self._one(item)
            except Exception as error:
                item.done.set_exception(error)
            else:
                item.done.set_result(answer)

    async def _one(self, item: Item) -> Answer:
        for _ in range(TRIES - 1):
            with suppress(*DOUBLES):
                return await self._once(item)
        return await self._once(item)

    async def _once(self, item: Item) -> Answer:
        try:
            return await self._transaction(item)
        except DOUBLES:
            raise
        except Exception as error:
            if item.incoming is None:
                raise
            log.exception(
                "a message could not be handled",
                action="message.failed",
                channel=item.incoming.channel,
                kind=item.incoming.kind,
            )
            return await self._keep_failure(item.key, item.incoming, error)

    async def _transaction(self, item: Item) -> Answer:
        async with self._storage.transaction() as db:
            if item.incoming is not None:
                kept = await Seen.filter(key=item.key).using_db(db).first()
                if kept is not None:
                    return Answer(kept.kind, kept.facts)
            outcome = await self._outcome(db, item)
            await self._keep(db, item.key, outcome)
        if outcome.notices:
            self._after()
        return Answer(outcome.kind, dict(outcome.facts))  # type: ignore[arg-type]  # handlers' facts are JSON

    async def _outcome(self, db: Db, item: Item) -> Outcome:
        if item.work is not None:
            return await item.work(db)
        assert item.incoming is not None
        return await handle(db, item.incoming, self._people.context())

    async def _keep(self, db: Db, key: str, outcome: Outcome) -> None:
        """Keep the answer under the message's key, and what it owes, in the message's own transaction."""
        now = self._people.context().now
        if key and (outcome.kind or outcome.notices):
            await Seen.create(using_db=db, key=key, at=now, kind=outcome.kind, facts=dict(outcome.facts))
        await keep(self._storage, db, outcome.notices, now)

    async def _keep_failure(self, key: str, incoming: Incoming, error: Exception) -> Answer:
        """Keep what could not be handled, tell the administrators, and give a plain sentence to the sender."""
        context = self._people.context()
        async with self._storage.transaction() as db:
            failed = await Failed.create(
                using_db=db,
                key=key,
                at=context.now,
                incoming=as_facts(keep_out(incoming) if marked(incoming) else incoming),
                error=f"{type(error).__name__}: {error}"[:2000],
            )
            told = Notice(
                "admin.failed",
                tuple(Receiver(who) for who in sorted(context.roles.administrators)),
                {"id": failed.id},
                f"failed:{context.now:%Y%m%d%H}",
                context.calendar.next_office_time(context.now),
            )
            await self._keep(db, key, Outcome("failed", {}, (told,)))
        self._metrics.failed_messages.inc()
        return Answer("failed", {})


def as_facts(incoming: Incoming) -> Facts:
    """Give a message as JSON, without what binds its answer to one request."""
    values: dict[str, Any] = asdict(incoming) | {"door": {}, "fields": {}}
    return values
