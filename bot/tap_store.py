"""The tap path on the two databases: read for a batch, let it be decided, write for a batch, one commit.

Set statements beside the ORM (docs/adr/0003): the ORM's own calls cost a tenth of the speed here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from bot.sendings import COLUMNS, rows_of
from bot.storage import Storage, numbered
from tasks.directives.tap import TapAnswer, TapDirective, Tapped, TapPlan, TapShare, TapState
from tasks.fields import dumps

Decide = Callable[[TapState], TapPlan]

KEPT = "SELECT key, kind, facts FROM seen WHERE key"
DIRECTIVES = (
    "SELECT id, code, kind, title, content, urgency, issuer, posted_by, supervised_by, chat, state, total, "
    "acknowledged, seq, last_hash FROM directive WHERE code"
)
SHARES = (
    "SELECT s.id, s.directive_id, s.assignee, s.role, s.why, s.state, s.due, s.due_before, "
    "s.acknowledged_at, s.acknowledged_by FROM share s"
)


class Clockwork(Protocol):
    """What carries out batches of taps."""

    async def run(self, taps: Sequence[Tapped], decide: Decide, now_ms: int) -> TapPlan:
        """Read, decide, write, commit; raises the database's own errors, then nothing was changed."""


def _state(
    kept: Sequence[Mapping[str, Any]],
    directives: Sequence[Mapping[str, Any]],
    shares: Sequence[Mapping[str, Any]],
) -> TapState:
    return TapState(
        {r["key"]: TapAnswer(r["kind"], json.loads(r["facts"]), fresh=False) for r in kept},
        {r["code"]: TapDirective(**dict(r)) for r in directives},
        {
            (r["directive_id"], r["assignee"]): TapShare(**{**dict(r), "why": json.loads(r["why"])})
            for r in shares
        },
    )


def _seen_rows(plan: TapPlan, now_ms: int) -> list[tuple[object, ...]]:
    return [(key, now_ms, a.kind, dumps(a.facts)) for key, a in plan.answers.items() if a.fresh]


class SqliteTaps:
    """One synchronous function in the database's own thread."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def run(self, taps: Sequence[Tapped], decide: Decide, now_ms: int) -> TapPlan:
        """Run one batch."""

        def work(raw: sqlite3.Connection) -> TapPlan:
            plan = decide(self._read(raw, taps))
            self._write(raw, plan, now_ms)
            return plan

        return await self._storage.run_batch(work)

    @staticmethod
    def _read(raw: sqlite3.Connection, taps: Sequence[Tapped]) -> TapState:
        keys = json.dumps([tap.key for tap in taps])
        codes = json.dumps(sorted({tap.code for tap in taps}))
        pairs = json.dumps([[tap.code, tap.person] for tap in taps])
        among = "IN (SELECT value FROM json_each(?))"
        return _state(
            raw.execute(f"{KEPT} {among}", (keys,)).fetchall(),
            raw.execute(f"{DIRECTIVES} {among}", (codes,)).fetchall(),
            raw.execute(
                f"{SHARES} JOIN directive d ON d.id = s.directive_id "
                "JOIN json_each(?) t ON d.code = t.value ->> 0 AND s.assignee = t.value ->> 1",
                (pairs,),
            ).fetchall(),
        )

    @staticmethod
    def _write(raw: sqlite3.Connection, plan: TapPlan, now_ms: int) -> None:
        for statement, rows in (
            (SQLITE_DIRECTIVES, _directive_rows(plan, now_ms)),
            (SQLITE_SHARES, _share_rows(plan)),
            (SQLITE_HISTORY, _entry_rows(plan)),
            (SQLITE_SEEN, _seen_rows(plan, now_ms)),
            (SQLITE_SENDING, _outbox(plan)),
        ):
            if rows:
                marks = f"({', '.join('?' * len(rows[0]))})"
                values = [value for row in rows for value in row]
                raw.execute(statement.format(", ".join([marks] * len(rows))), values)
        if plan.requests:
            raw.execute(SQLITE_REQUESTS, (json.dumps(sorted(plan.requests)),))


SQLITE_DIRECTIVES = """
WITH v(id, acknowledged, seq, last_hash, state, closed_at) AS (VALUES {})
UPDATE directive SET acknowledged = v.acknowledged, seq = v.seq, last_hash = v.last_hash, state = v.state,
       closed_at = coalesce(v.closed_at, directive.closed_at)
FROM v WHERE directive.id = v.id
"""
SQLITE_SHARES = """
WITH v(id, state, acknowledged_at, acknowledged_by) AS (VALUES {})
UPDATE share SET state = v.state, acknowledged_at = v.acknowledged_at, acknowledged_by = v.acknowledged_by
FROM v WHERE share.id = v.id
"""
SQLITE_REQUESTS = (
    "UPDATE request SET moved = TRUE WHERE directive_id IN (SELECT value FROM json_each(?)) AND NOT moved"
)
SQLITE_HISTORY = "INSERT INTO history (directive_id, seq, at, actor, action, detail, prev, hash) VALUES {}"
SQLITE_SEEN = "INSERT INTO seen (key, at, kind, facts) VALUES {}"
SQLITE_SENDING = f"""
WITH v({COLUMNS}) AS (VALUES {{}})
INSERT INTO sending ({COLUMNS}, state, reason, path, body, attempts, unclear, lease)
SELECT {COLUMNS}, 'waiting', '', '', '', 0, FALSE, 0 FROM v WHERE TRUE
ON CONFLICT (once) DO NOTHING
"""
"""One statement for all rows of a table: each statement's end hands the interpreter's lock to the event loop
and has to wait for it again, so a statement for each row makes a busy service wait long for its commit."""


def _directive_rows(plan: TapPlan, now_ms: int) -> list[tuple[object, ...]]:
    return [
        (d.id, d.acknowledged, d.seq, d.last_hash, d.state, now_ms if d.id in plan.closed else None)
        for d in plan.directives.values()
    ]


def _share_rows(plan: TapPlan) -> list[tuple[object, ...]]:
    return [(s.id, s.state, s.acknowledged_at, s.acknowledged_by) for s in plan.shares.values()]


def _entry_rows(plan: TapPlan) -> list[tuple[object, ...]]:
    return [(e.directive_id, e.seq, e.at, e.actor, e.action, e.detail, e.prev, e.hash) for e in plan.entries]


def _outbox(plan: TapPlan) -> list[tuple[object, ...]]:
    return [row for notice in plan.notices for row in rows_of([notice], notice.at)]


POSTGRES_WRITE = numbered(
    f"""
WITH d AS (
  UPDATE directive SET acknowledged = v.acknowledged, seq = v.seq, last_hash = v.last_hash, state = v.state,
         closed_at = coalesce(v.closed_at, directive.closed_at)
  FROM unnest(?::bigint[], ?::int[], ?::int[], ?::text[], ?::text[], ?::bigint[])
       AS v(id, acknowledged, seq, last_hash, state, closed_at)
  WHERE directive.id = v.id
), s AS (
  UPDATE share SET state = v.state, acknowledged_at = v.acknowledged_at, acknowledged_by = v.acknowledged_by
  FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[])
       AS v(id, state, acknowledged_at, acknowledged_by)
  WHERE share.id = v.id
), h AS (
  INSERT INTO history (directive_id, seq, at, actor, action, detail, prev, hash)
  SELECT * FROM unnest(?::bigint[], ?::int[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                       ?::text[])
), k AS (
  INSERT INTO seen (key, at, kind, facts)
  SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[])
), r AS (
  UPDATE request SET moved = TRUE WHERE directive_id = ANY(?::bigint[]) AND NOT moved
)
INSERT INTO sending ({COLUMNS}, state, reason, path, body, attempts, unclear, lease)
SELECT v.*, 'waiting', '', '', '', 0, FALSE, 0
FROM unnest(?::text[], ?::smallint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
            ?::bigint[], ?::boolean[], ?::bigint[], ?::bigint[]) AS v
ON CONFLICT (once) DO NOTHING
"""
)
"""Branches of a data-modifying WITH all see the state before the statement: none reads another's rows."""


class PostgresTaps:
    """One transaction: directives locked in id order, then two reads, then one statement that writes."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def run(self, taps: Sequence[Tapped], decide: Decide, now_ms: int) -> TapPlan:
        """Run one batch."""
        codes = sorted({tap.code for tap in taps})
        async with self._storage.postgres() as raw:
            # Several writers deadlock on rows in random order, so the locks are taken in the order of ids.
            directives = await raw.fetch(f"{DIRECTIVES} = ANY($1) ORDER BY id FOR UPDATE", codes)
            kept = await raw.fetch(f"{KEPT} = ANY($1)", [tap.key for tap in taps])
            shares = await raw.fetch(
                f"{SHARES} JOIN directive d ON d.id = s.directive_id "
                "JOIN unnest($1::text[], $2::text[]) AS t(code, person) "
                "ON d.code = t.code AND s.assignee = t.person",
                [tap.code for tap in taps],
                [tap.person for tap in taps],
            )
            plan = decide(_state(kept, directives, shares))
            await raw.execute(POSTGRES_WRITE, *self._columns(plan, now_ms))
        return plan

    @staticmethod
    def _columns(plan: TapPlan, now_ms: int) -> list[list[object]]:
        return [
            *_turned(_directive_rows(plan, now_ms), 6),
            *_turned(_share_rows(plan), 4),
            *_turned(_entry_rows(plan), 8),
            *_turned(_seen_rows(plan, now_ms), 4),
            list[object](sorted(plan.requests)),
            *_turned(_outbox(plan), 12),
        ]


def _turned(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    """Turn rows into columns, as unnest wants them."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def taps_on(storage: Storage) -> Clockwork:
    """Give the tap path of this database."""
    return SqliteTaps(storage) if storage.engine == "sqlite" else PostgresTaps(storage)
