"""The outbox's rows: taking what is due under a lease, and marking what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import pacing
from bot.posting import MOST, Parcel, Post, receivers_facts
from bot.sendings import keep
from bot.storage import Storage
from tasks.directives.wanted import is_wanted
from tasks.fields import from_ms, to_ms
from tasks.notices import Lane, Notice

LEASE_S = 30.0
"""Machine seconds one process has for a claimed call; longer than a call's own limit of 10 s."""
BATCH = 1000

DUE = """
SELECT x.id, x.place, x.receiver, x.kind, x.facts, x.same, x.critical, x.lane, x.created_at, x.call, x.path,
       x.body, x.attempts, x.unclear, d.state AS directive_state, s.state AS share_state
FROM sending x
LEFT JOIN directive d ON d.id = x.directive_id
LEFT JOIN share s ON s.id = x.share_id
"""

class Claims:
    """What is due, whose turn it is, and how it ended. `only` is the rehearsal list."""

    def __init__(
        self, storage: Storage, post: Post, *, only: frozenset[str], machine: Callable[[], float]
    ) -> None:
        self._storage = storage
        self._post = post
        self._only = only
        self._machine = machine

    async def take(self, lanes: Sequence[Lane], now: datetime) -> list[Parcel]:
        """Take what is due under a lease, ready to be sent; what is not wanted any more is dropped."""
        if not await self._anything(lanes, now):
            return []
        async with self._storage.transaction() as db:
            await self._free_expired(db, lanes, now)
            repeats = await self._repeats(db, lanes, now)
            fresh = await self._fresh(db, lanes, now)
            return [*repeats, *fresh]

    async def _anything(self, lanes: Sequence[Lane], now: datetime) -> bool:
        low, high = int(min(lanes)), int(max(lanes))
        rows = await self._storage.rows(
            self._storage.reader,
            "SELECT 1 AS one FROM sending WHERE lane BETWEEN ? AND ? AND "
            "((state = 'waiting' AND not_before <= ?) OR (state = 'sending' AND lease < ?)) LIMIT 1",
            [low, high, to_ms(now), self._machine()],
        )
        return bool(rows)

    async def _free_expired(self, db: Any, lanes: Sequence[Lane], now: datetime) -> None:
        """A lease that ran out: the process died between send and mark, nobody knows what became of it."""
        rows = await self._storage.rows(
            db,
            f"{DUE} WHERE x.state = 'sending' AND x.call = x.id AND x.lease < ? AND x.lane BETWEEN ? AND ? "
            f"ORDER BY x.id LIMIT {BATCH}{self._skip_locked()}",
            [self._machine(), int(min(lanes)), int(max(lanes))],
        )
        for row in rows:
            parcel = await self._parcel(db, row)
            if parcel.repeatable or (parcel.critical and not parcel.unclear):
                await self._set(db, parcel, "waiting", "", not_before=now, unclear=True)
            else:
                await self.give_up(db, parcel, "unconfirmed", "the process ended while it was being sent")

    async def _repeats(self, db: Any, lanes: Sequence[Lane], now: datetime) -> list[Parcel]:
        rows = await self._due(db, "x.call = x.id", lanes, now)
        out: list[Parcel] = []
        for row in rows:
            parcel = await self._parcel(db, row)
            members = await self._members(db, parcel)
            wanted = [m for m in members if is_wanted(m["kind"], m["directive_state"], m["share_state"])]
            if not wanted:
                state = "unconfirmed" if parcel.unclear else "dropped"
                await self.give_up(db, parcel, state, "no longer wanted")
            elif len(wanted) < len(members) and not parcel.unclear:
                # Definitely not sent: it may go out anew to those who still need it.
                await self._scatter(db, parcel, wanted)
            else:
                await self._set(db, parcel, "sending", "", lease=self._machine() + LEASE_S)
                out.append(parcel)
        return out

    async def _scatter(self, db: Any, parcel: Parcel, wanted: Sequence[Any]) -> None:
        keep_ids = [row["id"] for row in wanted]
        await self.give_up(db, parcel, "dropped", "no longer wanted")
        condition, values = self._storage.among("id", keep_ids)
        await self._storage.rows(
            db,
            f"UPDATE sending SET state = 'waiting', reason = '', call = NULL, body = '', path = '' "
            f"WHERE {condition}",
            [values],
        )

    async def _fresh(self, db: Any, lanes: Sequence[Lane], now: datetime) -> list[Parcel]:
        rows = await self._due(db, "x.call IS NULL", lanes, now)
        good = await self._paced(db, await self._sendable(db, rows), now)
        parcels = list(self._packed(good))
        until = self._machine() + LEASE_S
        await self._storage.many(
            db,
            "UPDATE sending SET state = 'sending', call = ?, path = ?, body = ?, lease = ? WHERE id = ?",
            [
                (p.number, p.path if n == p.number else "", p.body if n == p.number else "", until, n)
                for p in parcels
                for n in p.rows
            ],
        )
        return parcels

    async def _due(self, db: Any, which: str, lanes: Sequence[Lane], now: datetime) -> list[Any]:
        return await self._storage.rows(
            db,
            f"{DUE} WHERE x.state = 'waiting' AND x.not_before <= ? AND x.lane BETWEEN ? AND ? AND {which} "
            f"ORDER BY x.lane, x.id LIMIT {BATCH}{self._skip_locked()}",
            [to_ms(now), int(min(lanes)), int(max(lanes))],
        )

    def _skip_locked(self) -> str:
        return "" if self._storage.engine == "sqlite" else " FOR UPDATE OF x SKIP LOCKED"

    async def _sendable(self, db: Any, rows: Sequence[Any]) -> list[Any]:
        """Drop what is not wanted any more, or can never be sent, each with its reason."""
        good, dropped = [], []
        for row in rows:
            reason = self._why_drop(row)
            if reason:
                dropped.append((reason, row["id"]))
            else:
                good.append(row)
        await self._storage.many(db, "UPDATE sending SET state = 'dropped', reason = ? WHERE id = ?", dropped)
        return good

    def _why_drop(self, row: Any) -> str:
        if not is_wanted(row["kind"], row["directive_state"], row["share_state"]):
            return "no longer wanted"
        if self._only and row["place"] == "person" and row["receiver"] not in self._only:
            return "rehearsal: this person is not on the list"
        return self._post.why_not(row["place"], row["receiver"])

    async def _paced(self, db: Any, rows: Sequence[Any], now: datetime) -> list[Any]:
        good: list[Any] = []
        later: list[tuple[int, int]] = []
        for place in sorted({row["place"] for row in rows}):
            group = [row for row in rows if row["place"] == place]
            receivers = sorted({row["receiver"] for row in group})
            room = await pacing.full_until(self._storage, db, place, receivers, now)
            for row in group:
                wait = pacing.room_for(row["receiver"], place, room, now)
                if wait is None:
                    good.append(row)
                else:
                    later.append((to_ms(wait), row["id"]))
        await self._storage.many(db, "UPDATE sending SET not_before = ? WHERE id = ?", later)
        return sorted(good, key=lambda row: (row["lane"], row["id"]))

    def _packed(self, rows: Sequence[Any]) -> Iterable[Parcel]:
        groups: dict[tuple[str, str, str], list[Any]] = {}
        for row in rows:
            alone = "" if row["place"] == "person" else str(row["id"])
            groups.setdefault((row["place"], row["same"], alone), []).append(row)
        for group in groups.values():
            for start in range(0, len(group), MOST):
                yield self._pack(group[start : start + MOST])

    def _pack(self, rows: Sequence[Any]) -> Parcel:
        bare = Parcel(
            number=rows[0]["id"],
            place=rows[0]["place"],
            kind=rows[0]["kind"],
            receivers=tuple(dict.fromkeys(row["receiver"] for row in rows)),
            rows=tuple(row["id"] for row in rows),
            facts=receivers_facts(rows),
            critical=bool(rows[0]["critical"]),
        )
        path, body = self._post.write(bare)
        return replace(bare, path=path, body=body.decode())

    async def _parcel(self, db: Any, lead: Any) -> Parcel:
        rows = await self._storage.rows(
            db, "SELECT id, receiver FROM sending WHERE call = ? ORDER BY id", [lead["id"]]
        )
        return Parcel(
            number=lead["id"],
            place=lead["place"],
            kind=lead["kind"],
            receivers=tuple(dict.fromkeys(row["receiver"] for row in rows)),
            rows=tuple(row["id"] for row in rows),
            facts=receivers_facts([lead]),
            critical=bool(lead["critical"]),
            attempts=lead["attempts"],
            unclear=bool(lead["unclear"]),
            path=lead["path"],
            body=lead["body"],
        )

    async def _members(self, db: Any, parcel: Parcel) -> list[Any]:
        return await self._storage.rows(db, f"{DUE} WHERE x.call = ?", [parcel.number])

    async def _set(self, db: Any, parcel: Parcel, state: str, reason: str, **columns: object) -> None:
        values = {
            k: to_ms(v) if isinstance(v, datetime) else v
            for k, v in {"state": state, "reason": reason[:300], **columns}.items()
        }
        names = ", ".join(f"{name} = ?" for name in values)
        await self._storage.rows(
            db, f"UPDATE sending SET {names} WHERE call = ?", [*values.values(), parcel.number]
        )

    async def sent(self, db: Any, parcels: Sequence[Parcel], now: datetime) -> None:
        """Mark whole parcels as taken by the platform."""
        await self._storage.many(
            db,
            "UPDATE sending SET state = 'sent', sent_at = ?, lease = 0, reason = '' WHERE call = ?",
            [(to_ms(now), parcel.number) for parcel in parcels],
        )

    async def lost(self, db: Any, parcel: Parcel, people: Sequence[str], reason: str) -> None:
        """Mark those of a parcel whom the platform could not reach."""
        condition, values = self._storage.among("receiver", people)
        await self._storage.rows(
            db,
            f"UPDATE sending SET state = 'failed', reason = ? WHERE call = ? AND {condition}",
            [reason, parcel.number, values],
        )

    async def give_up(self, db: Any, parcel: Parcel, state: str, reason: str) -> None:
        """End a parcel as failed, unconfirmed or dropped."""
        await self._set(db, parcel, state, reason, lease=0.0)

    async def again(self, db: Any, parcel: Parcel, at: datetime, reason: str) -> None:
        """Have a parcel tried again, with the same bytes."""
        await self._set(
            db, parcel, "waiting", reason,
            not_before=at, attempts=parcel.attempts, unclear=parcel.unclear, lease=0.0,
        )  # fmt: skip

    async def keep(self, db: Any, notices: Sequence[Notice], now: datetime) -> None:
        """Owe something more, in the same transaction."""
        await keep(self._storage, db, notices, now)

    async def next_due(self, after: datetime) -> datetime | None:
        """When the next waiting row will be due, after this moment."""
        rows = await self._storage.rows(
            self._storage.reader,
            "SELECT min(not_before) AS at FROM sending WHERE state = 'waiting' AND not_before > ?",
            [to_ms(after)],
        )
        return from_ms(int(rows[0]["at"])) if rows and rows[0]["at"] is not None else None
