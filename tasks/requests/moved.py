"""Which requests have something to be followed: their directive moved, or a moment has come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from tasks.db import Db
from tasks.directives.models import Directive, HistoryEntry
from tasks.fields import to_ms
from tasks.requests.models import Request

OWN: Final = frozenset({"citizen_asked", "citizen_supplied", "citizen_silent", "acknowledged"})
"""Moves of a directive that are made where the request's own are."""


async def due(db: Db, now: datetime, most: int, *, but: Collection[int] = ()) -> list[Request]:
    """Give the first of them, locked; what another process has in hand is left to it."""
    numbers = await db.execute_query_dict(wanted(now, most, but))
    if not numbers:
        return []
    found = Request.filter(id__in=[row["id"] for row in numbers]).using_db(db)
    return await found.order_by("id").select_for_update(skip_locked=True)


def wanted(now: datetime, most: int, but: Collection[int]) -> str:
    """Write the statement that finds them; all that is put into it are our own numbers.

    Bare `moved` is the term of the partial index, and `+id` keeps SQLite from reading the whole table in
    the order of `id` instead.
    """
    aside = ", ".join(str(int(number)) for number in (*but, 0))
    return (
        "SELECT id FROM (SELECT id FROM request WHERE moved "
        f"UNION SELECT id FROM request WHERE look_at <= {to_ms(now)}) AS x "
        f"WHERE id NOT IN ({aside}) ORDER BY +id LIMIT {int(most)}"
    )


async def fresh(db: Db, request: Request, directive: Directive) -> list[HistoryEntry]:
    """Give what was added to the directive's history since it was last read."""
    found = HistoryEntry.filter(directive_id=directive.id, seq__gt=request.read_seq).using_db(db)
    return await found.order_by("seq")


async def read(db: Db, request: Request) -> None:
    """Keep up to where it was read."""
    request.moved = False
    await request.save(using_db=db, update_fields=["moved", "read_seq", "look_at"])


async def of_directive(db: Db, directive_id: int) -> Request | None:
    """Give the request an office has by this directive, locked."""
    return await Request.filter(directive_id=directive_id).using_db(db).select_for_update().first()


async def by_id(db: Db, number: int) -> Request | None:
    """Give a request by the number of its row, locked."""
    return await Request.filter(id=number).using_db(db).select_for_update().first()


async def caught_up(db: Db, request: Request, directive: Directive) -> None:
    """Know of the moves that were made for the request itself, if nothing else is left to be followed."""
    entries = await fresh(db, request, directive)
    if all(entry.action in OWN for entry in entries):
        request.read_seq = directive.seq
        await request.save(using_db=db, update_fields=["read_seq"])


async def skip(db: Db, request: Request, directive: Directive) -> None:
    """Know of everything that was done under the directive: the request itself has come to its end."""
    request.read_seq = directive.seq
    await request.save(using_db=db, update_fields=["read_seq"])


async def mark(db: Db, directive_id: int) -> None:
    """Have a directive's request looked at: what waited for more of a report need not wait any longer."""
    await Request.filter(directive_id=directive_id).using_db(db).update(moved=True)


async def next_due(db: Db, after: datetime) -> datetime | None:
    """Give the moment after this one at which something is due; what moved is followed without one."""
    found = Request.filter(look_at__gt=after).using_db(db).order_by("look_at")
    first = await found.first()
    return first.look_at if first else None
