"""The queue and its one worker, watched over: it is restarted when it dies, and finishes before it stops.

It takes what waits, without a timer: while one batch is carried out, the next gathers by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from bot.errors import ZhijianError
from bot.metrics import Metrics
from handlers.message import Answer, Incoming
from tasks.db import Db
from tasks.directives.tap import Tapped
from tasks.notices import Outcome

log = structlog.get_logger(__name__)

BATCH = 64
WAITING = 2000
"""Messages that may wait; beyond it the door answers 503 and the platform repeats."""
RESTART_S = 1.0
"""Machine seconds between the death of the worker and the next one; /readyz says so meanwhile."""
STOP_S = 8.0
"""Machine seconds in which what was accepted is finished when the service stops."""

LULL_S, PATIENCE_S = 0.05, 1.0
"""Machine seconds without a message that count as quiet; and for which quiet is waited for at most."""

Work = Callable[[Db], Awaitable[Outcome]]


class Overfull(ZhijianError):  # noqa: N818 - named for what it is
    """More waits than can be promised an answer in time."""


class Stopped(ZhijianError):  # noqa: N818 - named for what it is
    """The worker died over this, or the service is stopping: the platform repeats."""


@dataclass(slots=True)
class Item:
    """One thing in the queue: a message, a piece of work of our own, or neither, to wake the worker.

    `late`: the sender was told that the answer will come as a message (bot/patience.py). `settled`: whether
    it is late was looked at for the last time, the commit follows.
    """

    key: str = ""
    incoming: Incoming | None = None
    work: Work | None = None
    tapped: Tapped | None = None
    late: bool = False
    settled: bool = False
    done: asyncio.Future[Answer] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def refuse(self, error: Exception) -> None:
        """End it with an error, unless it has ended."""
        if not self.done.done():
            self.done.set_exception(error)


class Writer:
    """`carry_out` gets a batch and ends every item of it; an exception ends what it left open."""

    def __init__(
        self,
        carry_out: Callable[[Sequence[Item]], Awaitable[None]],
        metrics: Metrics,
        *,
        most: int = WAITING,
        restart_s: float = RESTART_S,
    ) -> None:
        self._carry_out = carry_out
        self._metrics = metrics
        self._queue: asyncio.Queue[Item] = asyncio.Queue(most)
        self._busy = 0
        self._last = 0.0
        self._restart_s = restart_s
        self._stopping = False
        self.alive = False

    async def put(self, item: Item) -> Answer:
        """Wait for an item's turn and its answer; raises Overfull. Cancelling the caller cancels nothing."""
        self.offer(item)
        return await asyncio.shield(item.done)

    def offer(self, item: Item) -> None:
        """Put an item into the queue; raises Overfull, or Stopped."""
        if self._stopping:
            raise Stopped("the service is stopping")
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            raise Overfull("too many messages are waiting") from None
        self._busy += 1
        self._last = asyncio.get_running_loop().time()
        item.done.add_done_callback(self._ended)

    def _ended(self, done: asyncio.Future[Answer]) -> None:
        self._busy -= 1
        if not done.cancelled():
            done.exception()  # it is seen here even where nobody waits for it any more

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return self._busy == 0

    async def quiet(self) -> None:
        """Wait for a lull, but not for ever: for work that may stand back while many messages come."""
        clock = asyncio.get_running_loop().time
        until = clock() + PATIENCE_S
        # An event instead would be set and cleared at every message, also when nobody waits for it.
        while clock() < until and (self._busy or clock() - self._last < LULL_S):  # noqa: ASYNC110
            await asyncio.sleep(LULL_S)

    async def run(self) -> None:
        """Keep a worker at work for ever; when this is cancelled, what was accepted is finished first."""
        worker: asyncio.Task[None] | None = None
        try:
            while True:
                worker = asyncio.create_task(self._work(), name="writer")
                self.alive = True
                await asyncio.wait({worker})
                self.alive = False
                log.error("the writer died", action="writer.died", error=repr(_death(worker)))
                await asyncio.sleep(self._restart_s)
        finally:
            self.alive = False
            await self._finish(worker)

    async def _work(self) -> None:
        while not (self._stopping and self._queue.empty()):
            await self._batch([await self._queue.get()])

    async def _finish(self, worker: asyncio.Task[None] | None) -> None:
        """Let the worker empty the queue; what it cannot finish in time is refused."""
        self._stopping = True
        if worker is None or worker.done():
            worker = asyncio.create_task(self._work(), name="writer-last")
        with suppress(asyncio.QueueFull):
            self._queue.put_nowait(Item())  # a worker that waits at the queue wakes, and ends
        await asyncio.wait({worker}, timeout=STOP_S)
        worker.cancel()
        await asyncio.wait({worker})
        _death(worker)
        while not self._queue.empty():
            self._queue.get_nowait().refuse(Stopped("the service is stopping"))

    async def _batch(self, items: list[Item]) -> None:
        while len(items) < BATCH and not self._queue.empty():
            items.append(self._queue.get_nowait())
        self._metrics.queue_waiting.set(self._queue.qsize())
        items = [item for item in items if item.incoming or item.work]
        error: Exception = Stopped("the writer died, or the service is stopping")
        try:
            await self._carry_out(items)
        except Exception as broken:
            error = broken
            log.exception("a batch broke", action="writer.broke", items=len(items))
        finally:
            for item in items:
                item.refuse(error)


def _death(worker: asyncio.Task[None]) -> BaseException | None:
    """Give what ended a worker, so that it does not go unseen; None where it was cancelled or is through."""
    return None if worker.cancelled() else worker.exception()
