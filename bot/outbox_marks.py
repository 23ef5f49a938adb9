"""What became of the outbox's rows: sent, lost, to be tried again, given up; each only where it still fits.

A process whose lease ran out may be late with its mark: it changes only what nobody else has ended since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import lost, outbox_reminders
from bot.citizen_ways import CITIZEN, Ways
from bot.errors import NoTarget, PlatformError, Refused, Throttled, Unconfirmed
from bot.identify import given_up
from bot.posting import JOB, REMINDER, Parcel, Row
from bot.sendings import keep
from bot.storage import Storage
from handlers.directory import sync_wanted
from handlers.identity import LOOKUP
from tasks.citizens import waiting
from tasks.db import Db
from tasks.fields import to_ms
from tasks.notices import Notice

DELAYS_S = (5, 15, 60, 300, 900, 1800)
"""Seconds of the service's clock between tries; the last one repeats."""
THROTTLED_S = 60
"""Seconds after which a limit of the platform is tried again at the earliest."""
MOST_TRIES = 50
"""Tries before a sending is given up: a day of the platform's silence."""
CITIZENS_TRIES = 200
"""The same for what a citizen sent with a request: the platform keeps it for three days, and so long it is
tried; bot/media.py ends it."""
UNCLEAR_TRIES = 4
"""Tries of a call whose outcome nobody knows: all within the 30 minutes in which doubles are checked."""
FETCH = "media.fetch"
TURN = 4_912_009
"""The advisory lock on PostgreSQL under which rows are taken and marked, so that processes take turns."""


class Marks:
    """Writes what became of parcels. `ways` are those to citizens."""

    def __init__(self, storage: Storage, ways: Ways | None = None) -> None:
        self._storage = storage
        self._ways = ways

    async def turn(self, db: Db) -> None:
        """Wait for this process's turn until the transaction ends: no deadlocks, limits kept together."""
        if self._storage.engine == "postgres":
            await self._storage.rows(db, "SELECT pg_advisory_xact_lock(?)", [TURN])

    async def sent(self, db: Db, parcels: Sequence[Parcel], now: datetime) -> None:
        """Mark whole parcels as taken by the platform."""
        await self._storage.many(
            db,
            "UPDATE sending SET state = 'sent', sent_at = ?, lease = 0, reason = '' "
            "WHERE call = ? AND state = 'sending'",
            [(to_ms(now), parcel.number) for parcel in parcels],
        )

    async def numbered(self, db: Db, parcel: Parcel, msgid: str) -> None:
        """Keep the platform's number of a citizen's message: an event tells later whether it arrived."""
        if parcel.place == CITIZEN and msgid.isdigit():
            await self._storage.rows(
                db,
                "UPDATE sending SET reason = ? WHERE call = ? AND state = 'sent'",
                [waiting.named(int(msgid)), parcel.number],
            )

    async def lost(self, db: Db, parcel: Parcel, people: Sequence[str], reason: str, now: datetime) -> None:
        """Mark those of a parcel whom the platform could not reach, and owe what follows from it."""
        condition, values = self._storage.among("receiver", people)
        await self._storage.rows(
            db,
            "UPDATE sending SET state = 'failed', reason = ?, lease = 0 "
            f"WHERE call = ? AND state = 'sending' AND {condition}",
            [reason, parcel.number, values],
        )
        await keep(self._storage, db, lost_notices(parcel, reason, now), now)

    async def not_sent(self, db: Db, parcel: Parcel, error: PlatformError, now: datetime) -> None:
        """Have a parcel tried again, with the same bytes, or end it with its reason."""
        if isinstance(error, NoTarget) and parcel.place == "person":
            await self.lost(db, parcel, parcel.receivers, "invalid", now)
            return
        if parcel.place == CITIZEN and not parcel.unclear and not isinstance(error, Unconfirmed):
            await self._another_way(db, parcel, error, now)
            return
        state = end_of(parcel, error)
        if state:
            await self.give_up(db, parcel, state, f"{error} {error.cure}".strip())
            if parcel.kind == LOOKUP:
                # Somebody was told that what was said is not lost.
                await keep(self._storage, db, (given_up(parcel.number, parcel.facts, str(error), now),), now)
            return
        if await self._decided_anew(db, parcel, error, now):
            return
        first_doubt = isinstance(error, Unconfirmed) and not parcel.unclear
        tried = replace(
            parcel, attempts=1 if first_doubt else parcel.attempts + 1, unclear=parcel.unclear or first_doubt
        )
        await self.again(db, tried, now + delay_after(parcel, error), str(error))

    async def _another_way(self, db: Db, parcel: Parcel, error: PlatformError | None, now: datetime) -> None:
        """Have a citizen's message that was surely not sent wait for the way that is open next: never lost.

        Without an error it was not even tried.
        """
        after = None
        if self._ways is not None:
            citizen = int(parcel.receivers[0])
            after = await self._ways.put_right(db, citizen, parcel.body, error, now)
        if error is None:
            after = timedelta()
        elif after is None:
            after = delay_after(parcel, error)
        tries = min(parcel.attempts + (error is not None), MOST_TRIES)
        said = f"{error} {error.cure}".strip() if error else ""
        await self.change(
            db, parcel, "waiting", said, not_before=now + after, attempts=tries, path="", body="", lease=0.0
        )
        await self._storage.rows(
            db, "UPDATE sending SET call = NULL WHERE call = ? AND state = 'waiting'", [parcel.number]
        )

    async def _decided_anew(self, db: Db, parcel: Parcel, error: PlatformError, now: datetime) -> bool:
        """Put a reminder back that was surely not sent: by the next try it may not be wanted, or not now."""
        if not parcel.kind.startswith(REMINDER) or parcel.unclear or isinstance(error, Unconfirmed):
            return False
        tries = await outbox_reminders.tries(self._storage, db, parcel.receivers, now)
        if tries >= MOST_TRIES:
            await self.give_up(db, parcel, "failed", str(error))
            return True
        at = now + delay_after(replace(parcel, attempts=tries), error)
        return bool(
            await outbox_reminders.put_back(self._storage, db, parcel.rows, at, str(error), whole=True)
        )

    async def again(self, db: Db, parcel: Parcel, at: datetime, reason: str) -> None:
        """Have a parcel tried again at a moment."""
        await self.change(
            db, parcel, "waiting", reason,
            not_before=at, attempts=parcel.attempts, unclear=parcel.unclear, lease=0.0,
        )  # fmt: skip

    async def hand_back(self, db: Db, parcel: Parcel, now: datetime) -> None:
        """Give back a parcel that was taken and not tried."""
        if parcel.place == CITIZEN and not parcel.unclear:
            await self._another_way(db, parcel, None, now)
            return
        await self.change(db, parcel, "waiting", "", lease=0.0)

    async def scatter(self, db: Db, members: Sequence[Row], wanted: Sequence[Row]) -> None:
        """Undo the joining of rows; those that are not wanted any more end."""
        wanted_ids = {row["id"] for row in wanted}
        gone = [row["id"] for row in members if row["id"] not in wanted_ids]
        await self._storage.many(
            db,
            "UPDATE sending SET state = 'dropped', reason = 'no longer wanted', lease = 0 WHERE id = ?",
            [(number,) for number in gone],
        )
        await self._storage.many(
            db,
            "UPDATE sending SET call = NULL, body = '', path = '', reason = '', lease = 0 WHERE id = ?",
            [(number,) for number in sorted(wanted_ids)],
        )

    async def give_up(self, db: Db, parcel: Parcel, state: str, reason: str) -> None:
        """End a parcel as failed, unconfirmed or dropped."""
        await self.change(db, parcel, state, reason, lease=0.0)

    async def change(self, db: Db, parcel: Parcel, state: str, reason: str, **columns: object) -> None:
        """Change what is under way of a parcel; rows that ended before are left as they are."""
        values = {
            k: to_ms(v) if isinstance(v, datetime) else v
            for k, v in {"state": state, "reason": reason[:300], **columns}.items()
        }
        names = ", ".join(f"{name} = ?" for name in values)
        await self._storage.rows(
            db,
            f"UPDATE sending SET {names} WHERE call = ? AND state IN ('waiting', 'sending')",
            [*values.values(), parcel.number],
        )


def end_of(parcel: Parcel, error: PlatformError) -> str:
    """Say how a parcel ends after this error: failed, unconfirmed, or empty where it is tried again."""
    doubtful = parcel.place != JOB and (parcel.unclear or isinstance(error, Unconfirmed))
    if isinstance(error, Unconfirmed) and not may_repeat(parcel):
        return "unconfirmed"
    most = UNCLEAR_TRIES if parcel.unclear and parcel.place != JOB else most_tries(parcel)
    if isinstance(error, Refused) or parcel.attempts >= most:
        return "unconfirmed" if doubtful else "failed"
    return ""


def most_tries(parcel: Parcel) -> int:
    """Say how often something is tried at most before it is given up."""
    is_citizens = parcel.kind == FETCH and bool(parcel.facts.get("account"))
    return CITIZENS_TRIES if is_citizens else MOST_TRIES


def may_repeat(parcel: Parcel) -> bool:
    """Say whether a call whose outcome nobody knows may be made once more."""
    if parcel.place == JOB:
        return True
    if parcel.repeatable:
        return not parcel.unclear or parcel.attempts < UNCLEAR_TRIES
    return parcel.critical and not parcel.unclear


def delay_after(parcel: Parcel, error: PlatformError) -> timedelta:
    """Give how long to wait before the next try."""
    usual = DELAYS_S[min(parcel.attempts, len(DELAYS_S) - 1)]
    return timedelta(seconds=max(usual, THROTTLED_S) if isinstance(error, Throttled) else usual)


def lost_notices(parcel: Parcel, reason: str, now: datetime) -> tuple[Notice, ...]:
    """Have the issuer told whom first cards did not reach, and the directory read again."""
    sync = sync_wanted(reason, f"lost:{parcel.number}:{reason}", now)
    if parcel.kind != lost.FIRST:
        return (sync,)
    return (sync, lost.job(str(parcel.facts["code"]), f"lost:{parcel.number}:{reason}", now))
