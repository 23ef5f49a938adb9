"""What is owed to a citizen and could not go out yet: let go as soon as a way is open, or said first of all.

The table belongs to the outbox, which knows no citizen of ours; here only its rows for citizens are touched,
each in the transaction of the citizen's own message.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from tasks.db import Db
from tasks.fields import Facts, to_ms

PASSIVE: Final = "passive"
"""The way, in the column path, of what came with the answer to the citizen's own message."""
PARKED: Final = "no way open"
"""How the reason begins of a row for which no way is open."""
SOON, LATER = timedelta(hours=1), timedelta(days=1)
"""After which what could not be delivered is tried again, unless the citizen is heard of before."""
TAPS: Final = ("templatesendjobfinish", "subscribe_msg_sent_event")
"""Events that tell what became of a template message or a notice."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message that waits: the number of its row, its kind and facts."""

    number: int
    kind: str
    facts: Facts


async def waiting_for(db: Db, citizen_id: int, now: datetime, most: int = 20) -> Sequence[Waiting]:
    """Give what could be said to a citizen now, the oldest first; none of it is under way."""
    found = await db.execute_query_dict(_select(db, citizen_id, now, most))
    return [Waiting(int(row["id"]), row["kind"], cast("Facts", json.loads(row["facts"]))) for row in found]


async def take_waiting(
    db: Db, citizen_id: int, now: datetime, most: int = 20, only: Sequence[int] = ()
) -> Sequence[Waiting]:
    """Give what waits and mark it as sent: it is said in the answer that belongs to this transaction.

    `only` are the numbers of those for which there is room, all of them where it is empty.
    """
    found = await waiting_for(db, citizen_id, now, most)
    taken = [one for one in found if not only or one.number in only]
    if taken:
        numbers = ", ".join(str(one.number) for one in taken)
        await db.execute_query(
            f"UPDATE sending SET state = 'sent', sent_at = {to_ms(now)}, path = '{PASSIVE}', body = '', "
            f"reason = '', lease = 0 WHERE id IN ({numbers}) AND state = 'waiting' AND call IS NULL"
        )
    return taken


async def open_ways(db: Db, citizen_id: int, now: datetime) -> None:
    """Let go what waits for a way: the citizen wrote, tapped, followed again, or allowed a notice."""
    await db.execute_query(
        f"UPDATE sending SET not_before = {to_ms(now)} WHERE place = 'citizen' "
        f"AND receiver = '{int(citizen_id)}' AND sent_at IS NULL AND state || '' = 'waiting' "
        f"AND call IS NULL AND reason <> '' AND not_before > {to_ms(now)}"
    )


async def not_arrived(db: Db, citizen_id: int, msgid: int, why: str, now: datetime) -> None:
    """Have a template message or notice wait again that the platform took and then could not deliver.

    For the events in `TAPS`, where their status is not a success; `msgid` is the platform's number.
    """
    at = to_ms(now + (LATER if "block" in why or "refuse" in why else SOON))
    why = "".join(letter for letter in why if letter.isalnum() or letter in ":_ ")[:60]
    await db.execute_query(
        f"UPDATE sending SET state = 'waiting', sent_at = NULL, call = NULL, path = '', body = '', "
        f"not_before = {at}, unclear = FALSE, reason = '{PARKED}: {why}' WHERE place = 'citizen' "
        f"AND receiver = '{int(citizen_id)}' AND state = 'sent' AND reason = '{named(msgid)}'"
    )


def named(msgid: int) -> str:
    """Write the platform's number of a message as it stands in the row until the message has arrived."""
    return f"msgid {int(msgid)}"


def _select(db: Db, citizen_id: int, now: datetime, most: int) -> str:
    """Write the statement; all that is put into it are our own numbers.

    `|| ''` keeps SQLite from looking among all that waits, instead of among what is the citizen's.
    """
    locked = "" if db.capabilities.dialect == "sqlite" else " FOR UPDATE SKIP LOCKED"
    return (
        f"SELECT id, kind, facts FROM sending WHERE place = 'citizen' AND receiver = '{int(citizen_id)}' "
        "AND sent_at IS NULL AND state || '' = 'waiting' AND call IS NULL "
        f"AND (not_before <= {to_ms(now)} OR reason <> '') "
        f"ORDER BY id LIMIT {int(most)}{locked}"
    )
