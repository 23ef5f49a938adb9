"""The corridor: one queue, one writer. Seen before? → handle → history, notices, kept answer → one commit.

A callback, a page's post and a clock's tick all come through here (bot/writer.py is the queue). Taps on 收到
go in batches of set statements, everything else one at a time in an ordinary transaction (docs/adr/0003).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import groupby

import asyncpg
import structlog
from tortoise.exceptions import IntegrityError

from bot.citizen_answers import is_citizens, is_counted, kept_form, owed_after_all, settled, without_words
from bot.late_shelf import LateShelf
from bot.metrics import Metrics
from bot.models import Failed, Seen
from bot.patience import Patience
from bot.people import People
from bot.sendings import keep
from bot.storage import Storage
from bot.tap_store import taps_on
from bot.writer import RESTART_S, Item, Overfull, Work, Writer
from handlers.citizen.known import known
from handlers.context import Context
from handlers.dispatch import handle
from handlers.message import Answer, Incoming, as_facts
from handlers.staff import keep_out, marked
from handlers.taps import as_tapped
from tasks.db import Db
from tasks.directives import tap
from tasks.directives.tap import Tapped, TapPlan
from tasks.fields import to_ms
from tasks.notices import Lane, Notice, Outcome, Receiver

__all__ = ["Corridor", "Overfull", "Work", "as_facts", "key_of"]

log = structlog.get_logger(__name__)

DOUBLES = (
    IntegrityError,
    asyncpg.IntegrityConstraintViolationError,
    sqlite3.IntegrityError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
"""Another process was quicker with the same message or the same history, or in our way: read again."""
TRIES = 3


def key_of(incoming: Incoming) -> str:
    """Name a message for good: channel, account and its own key; 32 hex digits."""
    text = f"{incoming.channel}\0{incoming.account}\0{incoming.dedupe}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Corridor:
    """The one writer of this process. `after` hears what a commit left to be sent."""

    def __init__(
        self,
        storage: Storage,
        people: People,
        metrics: Metrics,
        *,
        after: Callable[[Sequence[Notice]], None],
        restart_s: float = RESTART_S,
        shelf: LateShelf | None = None,
        words: Callable[[str, Mapping[str, object]], str] = lambda _kind, _facts: "",
    ) -> None:
        self._storage = storage
        self._people = people
        self._metrics = metrics
        self._after = after
        self._taps = taps_on(storage)
        self._writer = Writer(self._carry_out, metrics, restart_s=restart_s)
        self._words = words
        self.patience = Patience(self._writer, self.recall, shelf) if shelf else None

    @property
    def alive(self) -> bool:
        """Whether the worker is there to take messages."""
        return self._writer.alive

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return self._writer.idle

    async def quiet(self) -> None:
        """Wait until no message came for a moment, or long enough."""
        await self._writer.quiet()

    async def run(self) -> None:
        """Work for ever; what was accepted when it is cancelled is finished first."""
        try:
            if self.patience:
                self.patience.resume()
            await self._writer.run()
        finally:
            if self.patience:
                await self.patience.close()

    async def submit(self, incoming: Incoming) -> Answer:
        """Handle a message and give its answer; raises Overfull. Cancelling the caller cancels nothing."""
        incoming, key = self._people.known_as(incoming), key_of(incoming)
        return await self._writer.put(Item(key, incoming, tapped=as_tapped(incoming, key)))

    async def submit_citizens(self, incoming: Incoming) -> Answer:
        """Handle a citizen's message and give its answer, or in time the sentence that it will come."""
        if self.patience is None:
            return await self.submit(incoming)
        return await self.patience.answer(key_of(incoming), incoming)

    async def again(self, key: str, incoming: Incoming, work: Work) -> Answer:
        """Handle a message that was answered before, by `work`: once for good under this key."""
        return await self._writer.put(Item(key, incoming, work=work))

    async def work(self, work: Work) -> Answer:
        """Do a piece of our own work in the writer's turn."""
        return await self._writer.put(Item(work=work))

    async def once(self, work: Work) -> Answer:
        """Do a piece of work in this task, for commands: nobody else writes in their process."""
        return await self._once(Item(work=work))

    async def recall(self, key: str) -> Answer | None:
        """Give the kept answer of a message, for a stream's refresh; None where there is none."""
        kept = await Seen.filter(key=key).using_db(self._storage.reader).first()
        return Answer(kept.kind, kept.facts) if kept else None

    async def _carry_out(self, items: Sequence[Item]) -> None:
        for is_tap, run in groupby(items, key=lambda item: item.tapped is not None):
            batch = list(run)
            await (self._tap_all(batch) if is_tap else self._one_by_one(batch))

    async def _tap_all(self, items: Sequence[Item]) -> None:
        taps = [item.tapped for item in items if item.tapped is not None]
        try:
            plan = await self._tap_tries(taps)
        except Exception as error:  # noqa: BLE001 - whatever it was, each is tried alone
            log.warning(
                "a batch of taps broke; they are done one by one",
                action="taps.broke", error=f"{type(error).__name__}: {error}"[:500],
            )  # fmt: skip
            await self._one_by_one(items)
            return
        if plan.notices:
            self._after(plan.notices)
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
            except Exception as error:  # noqa: BLE001 - it goes to who waits
                item.done.set_exception(error)
            else:
                item.done.set_result(answer)

    async def _one(self, item: Item) -> Answer:
        for _ in range(TRIES - 1):
            try:
                return await self._transaction(item)
            except DOUBLES:
                continue
            except Exception as error:  # noqa: BLE001 - kept with its message
                return await self._failed(item, error)
        return await self._once(item)

    async def _once(self, item: Item) -> Answer:
        try:
            return await self._transaction(item)
        except Exception as error:  # noqa: BLE001 - kept with its message
            return await self._failed(item, error)

    async def _failed(self, item: Item, error: Exception) -> Answer:
        """Answer with a plain sentence once the message is kept; raises the error where it cannot be kept."""
        if item.incoming is None:
            raise error
        citizens = is_citizens(item)
        log.error(
            "a message could not be handled",
            action="message.failed",
            channel=item.incoming.channel,
            kind=item.incoming.kind,
            error=without_words(error),
            exc_info=None if citizens else error,
        )
        return await self._keep_failure(item, item.incoming, error)

    async def _transaction(self, item: Item) -> Answer:
        item.settled = False
        async with self._storage.transaction() as db:
            if item.incoming is not None:
                kept = await Seen.filter(key=item.key).using_db(db).first()
                if kept is not None:
                    return await self._kept(db, item, kept)
            outcome = await self._outcome(db, item)
            await self._keep(db, item.key if _worth_keeping(item, outcome) else "", outcome)
        if outcome.notices:
            self._after(outcome.notices)
        return Answer(outcome.kind, dict(outcome.facts))  # type: ignore[arg-type]  # handlers' facts are JSON

    async def _outcome(self, db: Db, item: Item) -> Outcome:
        if item.work is not None:
            return await item.work(db)
        assert item.incoming is not None
        context = await self._people.current(db)
        outcome = await handle(db, item.incoming, context)
        return await settled(db, item, outcome, context, self._words) if is_citizens(item) else outcome

    async def _kept(self, db: Db, item: Item, kept: Seen) -> Answer:
        """Give a repeat the kept answer; who was told «later» here still has to hear it."""
        answer, context = Answer(kept.kind, kept.facts), self._people.context()
        owed = await owed_after_all(db, item, answer, context)
        if owed is None:
            return answer
        kept.kind, kept.facts = owed.kind, {}
        await kept.save(using_db=db, update_fields=["kind", "facts"])
        await keep(self._storage, db, owed.notices, context.now)
        self._after(owed.notices)
        return Answer(owed.kind)

    async def _keep(self, db: Db, key: str, outcome: Outcome) -> None:
        """Keep the answer under the message's key, and what it owes, in the message's own transaction."""
        now = self._people.context().now
        if key:
            await Seen.create(using_db=db, key=key, at=now, kind=outcome.kind, facts=dict(outcome.facts))
        await keep(self._storage, db, outcome.notices, now)

    async def _keep_failure(self, item: Item, incoming: Incoming, error: Exception) -> Answer:
        """Keep what could not be handled, tell the administrators, and give the sender a plain sentence."""
        context, citizens = self._people.context(), is_citizens(item)
        incoming = keep_out(incoming) if marked(incoming) else incoming
        async with self._storage.transaction() as db:
            failed = await Failed.create(
                using_db=db,
                key=item.key,
                at=context.now,
                incoming=kept_form(incoming, context.sealer) if citizens else as_facts(incoming),
                error=without_words(error) if citizens else f"{type(error).__name__}: {error}"[:2000],
            )
            owed = (to_administrators(failed.id, context), *_to_unanswered(item, incoming, context))
            outcome = Outcome("failed", {}, owed)
            if citizens:
                # What was noted of the sender went with the transaction that failed.
                await known(db, incoming, context)
                outcome = await settled(db, item, outcome, context, self._words)
            await self._keep(db, item.key, outcome)
        self._after(outcome.notices)
        self._metrics.failed_messages.inc()
        return Answer(outcome.kind, dict(outcome.facts))  # type: ignore[arg-type]  # as above


def to_administrators(failed: int, context: Context) -> Notice:
    """Tell the administrators, once an hour, that something could not be handled."""
    return Notice(
        "admin.failed",
        tuple(Receiver(who) for who in sorted(context.roles.administrators)),
        {"id": failed},
        f"failed:{context.now:%Y%m%d%H}",
        context.calendar.next_office_time(context.now),
    )


def _to_unanswered(item: Item, incoming: Incoming, context: Context) -> tuple[Notice, ...]:
    """Tell in a message who gets no answer: a tap wants a card, what is handled again had its answer."""
    if incoming.tap is None and item.work is None:
        return ()
    once, to = f"failed:{item.key}", (Receiver(incoming.sender),)
    return (Notice("failed", to, {}, once, context.now, lane=Lane.FAST),)


def _worth_keeping(item: Item, outcome: Outcome) -> bool:
    """Silence is an answer too and stays one, except for events and kinds that mean nothing here."""
    if outcome.kind or outcome.notices or is_counted(item):
        return True
    return item.incoming is not None and item.incoming.kind not in {"event", "other"}
