"""Five seconds: what a citizen hears when the answer is not ready in time (docs/adr/0014).

The callback waits for its turn. When that takes too long the message is written down (bot/late_shelf.py),
marked as late, and answered with one sentence. The corridor looks at the mark once more before the commit:
late → the answer goes through the outbox in the same transaction, and the sentence is what is kept;
not late → it is `settled`, and the callback waits for the commit. So there is one answer to all repeats.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final

import structlog

from bot.late_shelf import LateShelf
from bot.writer import Item, Overfull, Stopped, Writer
from handlers.citizen.abuse import passes_flood
from handlers.message import NOTHING, Answer, Incoming
from handlers.staff import marked
from tasks.citizens.limits import Flood

log = structlog.get_logger(__name__)

PATIENCE_S: Final = 4.5
"""Machine seconds until a citizen is answered with a sentence; the platform hangs up after 5."""
SETTLING_S: Final = 0.05
"""Machine seconds between looks at what is about to be committed."""
AGAIN_S: Final = 5.0
"""Machine seconds until what was promised and could not even be kept as a failure is tried again."""
LATER = "citizen.later"
TELLING: Final = frozenset({"subscribe", "scan", "click"})
"""Events after which somebody waits for an answer; nobody does after the others."""


def later(incoming: Incoming) -> Answer:
    """Give what a message is answered with whose answer takes longer."""
    return NOTHING if incoming.kind == "event" and incoming.event not in TELLING else Answer(LATER)


class Patience:
    """Waits with citizens for their answers. `recall` gives the kept answer of a message by its key."""

    def __init__(
        self,
        writer: Writer,
        recall: Callable[[str], Awaitable[Answer | None]],
        shelf: LateShelf,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._writer = writer
        self._recall = recall
        self._shelf = shelf
        self.patience_s = patience_s
        self.again_s = AGAIN_S
        self.flood = Flood()
        self._under_way: dict[str, Item] = {}
        self._owed: set[str] = set()
        self._retries: set[asyncio.Task[None]] = set()
        self._closed = False

    async def answer(self, key: str, incoming: Incoming) -> Answer:
        """Give the answer, or the sentence where it takes too long. A repeat joins the first one.

        :raises Overfull: too much waits. OSError: a promise could not be written down.
        """
        item = self._under_way.get(key)
        if item is None and self.flood.over(incoming.account, monotonic()) and not passes_flood(incoming):
            return Answer("citizen.busy")
        if item is None:
            # What was answered is answered at once, however long the queue is.
            if (kept := await self._recall(key)) is not None:
                return kept
            # Who was told «later» before, and whose answer is being tried again, is told so once more.
            item = self._under_way.get(key) or self._begun(Item(key, incoming, late=key in self._owed))
        await asyncio.wait({item.done}, timeout=self.patience_s)
        while not item.done.done():
            if (said := await self._promised(item, incoming)) is not None:
                return said
            await asyncio.wait({item.done}, timeout=SETTLING_S)
        return item.done.result()

    def resume(self) -> None:
        """Take up what was promised before the last process ended."""
        for key, incoming in self._shelf.left():
            item = Item(key, incoming, late=True)
            self._owed.add(key)
            try:
                self._begun(item)
            except Overfull:
                self._try_again(item)

    async def close(self) -> None:
        """Try nothing again any more; what was promised stays on the shelf for the next start."""
        self._closed = True
        for task in self._retries:
            task.cancel()
        await asyncio.gather(*self._retries, return_exceptions=True)

    def _begun(self, item: Item) -> Item:
        self._writer.offer(item)
        self._under_way[item.key] = item
        item.done.add_done_callback(lambda done: self._ended(item, done))
        return item

    async def _promised(self, item: Item, incoming: Incoming) -> Answer | None:
        """Give the sentence, once the answer cannot be lost any more; None: it is about to be there."""
        if marked(incoming):
            return Answer("classified")  # nothing of it may be written down, and this is its answer anyhow
        held = await asyncio.to_thread(self._shelf.hold, item.key, incoming)
        # Nothing is awaited from here on: the corridor sees both, the mark and the promise, or neither.
        if item.done.done() or (item.settled and not item.late):
            held.unlink(missing_ok=True)
            return None
        self._shelf.promise(held, item.key)
        self._owed.add(item.key)
        item.late = True
        return later(incoming)

    def _ended(self, item: Item, done: asyncio.Future[Answer]) -> None:
        if self._under_way.get(item.key) is item:
            del self._under_way[item.key]
        if not item.late:
            return
        if done.exception() is None:
            self._shelf.forget(item.key)
            self._owed.discard(item.key)
        elif not self._closed:
            self._try_again(item)

    def _try_again(self, item: Item) -> None:
        task = asyncio.create_task(self._again(item), name="late-again")
        self._retries.add(task)
        task.add_done_callback(self._retries.discard)

    async def _again(self, item: Item) -> None:
        """Put what was promised into the queue again: the database was away, or the writer died over it."""
        while item.key not in self._under_way and item.incoming is not None:
            await asyncio.sleep(self.again_s)
            try:
                self._begun(Item(item.key, item.incoming, late=True))
            except (Overfull, Stopped) as error:
                log.warning("what was promised has to wait", action="late.waits", error=type(error).__name__)
