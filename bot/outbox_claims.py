"""The outbox's rows: taking what is due under a lease, ready to be sent."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot import outbox_reminders as reminders
from bot import pacing
from bot.citizen_ways import CITIZEN, Way, Ways
from bot.outbox_marks import Marks, may_repeat
from bot.posting import DUE, JOB, Parcel, Post, Row, joined, parcel_of, still_wanted
from bot.storage import Storage
from tasks.db import Db
from tasks.fields import from_ms, to_ms
from tasks.notices import Lane, Notice

log = structlog.get_logger(__name__)

LEASE_S = 30.0
"""Machine seconds one process has for a claimed call."""
JOB_LEASE_S = 180.0
"""The same for our own work: a whole directory, a large file."""
CHECKED_S = {"person": 1500.0, CITIZEN: 480.0}
"""Machine seconds for which the platform surely still knows a message again (30 minutes, path/90236).

A template message's client_msg_id is good for ten minutes; of other places nothing is checked.
"""
REPEATED_IN = timedelta(minutes=2)
"""How late the repeat of a citizen's message may be: the platform forgets its id soon."""
BATCH = 1000
SHOWN = 20
"""People the log names whose sending was dropped: a rehearsal says to whom else it would have sent."""

APART = ("card", JOB)
"""Places with a worker of their own."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Which rows one worker takes: lanes from `low` to `high`, at most `most` together.

    `only` is a place with a worker of its own, empty for all others. A `patient` one lets callbacks go first.
    """

    low: Lane
    high: Lane
    only: str = ""
    most: int = BATCH
    patient: bool = False

    def takes(self, notice: Notice) -> bool:
        """Say whether what this notice becomes is for this worker."""
        mine = notice.place == self.only if self.only else notice.place not in APART
        return mine and self.low <= notice.lane <= self.high

    @property
    def condition(self) -> str:
        """Give the condition on `x`, with two parameters."""
        return f"x.lane BETWEEN ? AND ? AND x.place {f'= {self.only!r}' if self.only else f'NOT IN {APART}'}"

    @property
    def values(self) -> list[int]:
        """Give the two parameters."""
        return [int(self.low), int(self.high)]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one look brought: parcels to be sent, and how many rows or parcels it dealt with in all."""

    parcels: Sequence[Parcel] = ()
    moved: int = 0


class Claims:
    """What is due, and whose turn it is. `only` is the rehearsal list."""

    def __init__(
        self,
        storage: Storage,
        post: Post,
        marks: Marks,
        *,
        only: frozenset[str],
        machine: Callable[[], float],
        hours: reminders.Hours = reminders.always,
        ways: Ways | None = None,
    ) -> None:
        self._storage = storage
        self._post = post
        self._marks = marks
        self._ways = ways
        self._only = only
        self._machine = machine
        self._hours = hours

    async def take(self, turn: Turn, now: datetime) -> Taken:
        """Take what is due under a lease, ready to be sent; what is not wanted any more is dropped."""
        if not await self._anything(turn, now):
            return Taken()
        async with self._storage.transaction() as db:
            await self._marks.turn(db)
            expired = await self._free_expired(db, turn, now)
            repeats = await self._due(db, "x.call = x.id", turn, now)
            again = await self._repeats(db, repeats, now)
            rows = await self._due(db, "x.call IS NULL", turn, now)
            fresh, busy = await self._fresh(db, rows, now)
        return Taken([*again, *fresh], expired + len(repeats) + len(rows) - busy)

    async def _anything(self, turn: Turn, now: datetime) -> bool:
        rows = await self._storage.rows(
            self._storage.reader,
            f"SELECT 1 AS one FROM sending x WHERE {turn.condition} AND "
            "((x.state = 'waiting' AND x.not_before <= ?) OR (x.state = 'sending' AND x.lease < ?)) LIMIT 1",
            [*turn.values, to_ms(now), self._machine()],
        )
        return bool(rows)

    async def _free_expired(self, db: Db, turn: Turn, now: datetime) -> int:
        """Deal with leases that ran out: the process died between send and mark, nobody knows the outcome."""
        machine = self._machine()
        rows = await self._storage.rows(
            db,
            f"{DUE} WHERE x.state = 'sending' AND x.call = x.id AND x.lease < ? AND {turn.condition} "
            f"ORDER BY x.id LIMIT {BATCH}",
            [machine, *turn.values],
        )
        for row in rows:
            parcel = await self._parcel(db, row)
            known_s = CHECKED_S.get(parcel.place, math.inf)
            checked = parcel.critical or machine - row["lease"] < known_s
            if checked and may_repeat(parcel):
                tried = replace(parcel, attempts=parcel.attempts + 1, unclear=True)
                await self._marks.again(db, tried, now, "")
            else:
                reason = "the process ended while it was being sent"
                await self._marks.give_up(db, parcel, "unconfirmed", reason)
        return len(rows)

    async def _due(self, db: Db, which: str, turn: Turn, now: datetime) -> list[Row]:
        locked = "" if self._storage.engine == "sqlite" else " FOR UPDATE OF x SKIP LOCKED"
        return list(
            await self._storage.rows(
                db,
                f"{DUE} WHERE x.state = 'waiting' AND x.not_before <= ? AND {turn.condition} AND {which} "
                f"ORDER BY x.lane, x.id LIMIT {turn.most}{locked}",
                [to_ms(now), *turn.values],
            )
        )

    async def _repeats(self, db: Db, rows: Sequence[Row], now: datetime) -> list[Parcel]:
        out: list[Parcel] = []
        for row in rows:
            parcel = await self._parcel(db, row)
            members = await self._members(db, parcel)
            if await reminders.put_back_late(self._storage, db, members, now, self._hours, whole=True):
                continue
            gone = await reminders.settled(self._storage, db, members)
            wanted = [member for member in members if still_wanted(member) and member["id"] not in gone]
            wait = await self._full_until(db, parcel, now)
            if parcel.unclear and reminders.may_not_repeat(row, now, self._hours):
                await self._marks.give_up(db, parcel, "unconfirmed", "out of office hours")
            elif parcel.place == CITIZEN and now - from_ms(row["not_before"]) > REPEATED_IN:
                await self._marks.give_up(db, parcel, "unconfirmed", "too late to be repeated safely")
            elif not wanted:
                state = "unconfirmed" if parcel.unclear else "dropped"
                await self._marks.give_up(db, parcel, state, "no longer wanted")
            elif not parcel.unclear and (len(wanted) < len(members) or (wait and len(members) > 1)):
                # Definitely not sent: it may go out anew to those who still need it, and have room.
                await self._marks.scatter(db, members, wanted)
            elif wait and len(members) == 1:
                await self._marks.change(db, parcel, "waiting", "", not_before=wait)
            else:
                lease = self._machine() + _lease_s(parcel)
                await self._marks.change(db, parcel, "sending", "", lease=lease)
                out.append(parcel)
        return out

    async def _full_until(self, db: Db, parcel: Parcel, now: datetime) -> datetime | None:
        """When the last of a parcel's receivers who are full has room again; None: all have room."""
        room = await pacing.room_of(self._storage, db, parcel.place, parcel.receivers, now)
        waits = [room.take(receiver) for receiver in parcel.receivers]
        return max((wait for wait in waits if wait is not None), default=None)

    async def _fresh(self, db: Db, rows: Sequence[Row], now: datetime) -> tuple[list[Parcel], int]:
        """Claim what is fresh; gives the parcels, and how many rows were left alone for the moment."""
        back = await reminders.put_back_late(self._storage, db, rows, now, self._hours)
        sendable = await self._sendable(db, [row for row in rows if row["id"] not in back])
        good = await self._paced(db, sendable, now)
        ways, busy = await self._ways_of(db, good, now)
        going = [row for row in good if row["place"] != CITIZEN or row["id"] in ways]
        bare = [replace(parcel_of(g[0], g), way=ways.get(g[0]["id"])) for g in joined(going)]
        parcels = [parcel for one in bare if (parcel := await self._packed(db, one))]
        machine = self._machine()
        await self._storage.many(
            db,
            "UPDATE sending SET state = 'sending', call = ?, path = ?, body = ?, lease = ? WHERE id = ?",
            [
                (p.number, p.path if lead else "", p.body if lead else "", machine + _lease_s(p), number)
                for p in parcels
                for number in p.rows
                for lead in (number == p.number,)
            ],
        )
        return parcels, busy

    async def _ways_of(self, db: Db, rows: Sequence[Row], now: datetime) -> tuple[Mapping[int, Way], int]:
        """Choose the ways to citizens; what has none waits, with the reason, for as long as it takes."""
        mine = [row for row in rows if row["place"] == CITIZEN]
        if self._ways is None or not mine:
            return {}, 0
        chosen = await self._ways.choose(db, mine, now)
        await self._storage.many(
            db,
            "UPDATE sending SET not_before = ?, reason = ? WHERE id = ?",
            [(to_ms(parked.again), parked.why, number) for number, parked in chosen.parked.items()],
        )
        return chosen.ways, len(chosen.busy)

    async def _sendable(self, db: Db, rows: Sequence[Row]) -> list[Row]:
        """Drop what is not wanted any more, or can never be sent, each with its reason."""
        gone = await reminders.settled(self._storage, db, rows)
        reasons = ["no longer wanted" if row["id"] in gone else self._why_drop(row) for row in rows]
        dropped = [(reason, row["id"]) for row, reason in zip(rows, reasons, strict=True) if reason]
        await self._storage.many(db, "UPDATE sending SET state = 'dropped', reason = ? WHERE id = ?", dropped)
        for why in sorted(set(reasons) - {""}):
            ended = [row for row, reason in zip(rows, reasons, strict=True) if reason == why]
            people = sorted({row["receiver"] for row in ended if row["place"] == "person"})
            log.info("dropped", action="sending.dropped", why=why, receivers=len(ended), some=people[:SHOWN])
        return [row for row, reason in zip(rows, reasons, strict=True) if not reason]

    def _why_drop(self, row: Row) -> str:
        if not still_wanted(row):
            return "no longer wanted"
        if row["place"] == CITIZEN and self._ways is not None and self._ways.rehearsing:
            return "rehearsal: no citizens"
        if self._only and row["place"] in {"person", "chat"} and row["receiver"] not in self._only:
            return "rehearsal: not on the list"
        return self._post.why_not(row["place"], row["receiver"])

    async def _paced(self, db: Db, rows: Sequence[Row], now: datetime) -> list[Row]:
        """Leave out whoever has had as much as the platform allows, until there is room again."""
        good: list[Row] = []
        later: list[tuple[int, int]] = []
        for place in sorted({row["place"] for row in rows}):
            group = [row for row in rows if row["place"] == place]
            receivers = sorted({row["receiver"] for row in group})
            room = await pacing.room_of(self._storage, db, place, receivers, now)
            for row in group:
                wait = room.take(row["receiver"])
                if wait is None:
                    good.append(row)
                else:
                    later.append((to_ms(wait), row["id"]))
        await self._storage.many(db, "UPDATE sending SET not_before = ? WHERE id = ?", later)
        return sorted(good, key=lambda row: (row["lane"], row["id"]))

    async def _packed(self, db: Db, bare: Parcel) -> Parcel | None:
        """Write the call; what cannot be written is given up, so that it never holds up the others."""
        try:
            path, body = self._post.write(bare)
        except Exception as error:
            log.exception("a sending could not be written", action="sending.unwritten", kind=bare.kind)
            reason = f"{type(error).__name__}: {error}"[:300]
            await self._storage.many(
                db,
                "UPDATE sending SET state = 'failed', reason = ? WHERE id = ?",
                [(reason, number) for number in bare.rows],
            )
            return None
        return replace(bare, path=path, body=body.decode())

    async def _parcel(self, db: Db, lead: Row) -> Parcel:
        rows = await self._storage.rows(
            db,
            "SELECT id, receiver FROM sending WHERE call = ? AND state IN ('waiting', 'sending') ORDER BY id",
            [lead["id"]],
        )
        return parcel_of(lead, rows)

    async def _members(self, db: Db, parcel: Parcel) -> list[Row]:
        condition, values = self._storage.among("x.id", parcel.rows)
        return list(await self._storage.rows(db, f"{DUE} WHERE {condition} ORDER BY x.id", [values]))


def _lease_s(parcel: Parcel) -> float:
    return JOB_LEASE_S if parcel.place == JOB else LEASE_S
