"""Append-only history, one hash chain for each directive and each request.

`hash` is SHA-256 over the previous hash and the entry itself; the head (`seq`, `last_hash`) stands on the
row whose history it is, so that appending reads nothing. Every change under it appends an entry: the chain's
unique (owner, seq) is what keeps two writers apart. A move of a request's directive marks the request too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias

from tortoise.backends.base.client import BaseDBAsyncClient

from tasks.directives.models import Directive, HistoryEntry
from tasks.errors import BrokenChain
from tasks.fields import Facts, dumps, to_ms
from tasks.requests.models import Request, RequestEntry

Owner: TypeAlias = Directive | Request
"""Whatever has a history of its own."""
ENTRIES: Final[Mapping[type[Owner], tuple[type[HistoryEntry | RequestEntry], str]]] = {
    Directive: (HistoryEntry, "directive_id"),
    Request: (RequestEntry, "request_id"),
}
"""Whose history → its table, and the column of its owner."""
REQUEST: Final = "request"
"""The kind of the directives by which an office has a citizen's request."""


def chain(prev: str, code: str, seq: int, at_ms: int, actor: str, action: str, detail: str) -> str:
    """Hash of an entry; `detail` is canonical JSON. Fields are length-prefixed: none runs into the next."""
    parts = (prev, code, str(seq), str(at_ms), actor, action, detail)
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()


async def append(
    db: BaseDBAsyncClient, of: Owner, *, at: datetime, actor: str, action: str, detail: Facts
) -> None:
    """Append an entry and move the owner's head; the caller saves the owner's other columns."""
    table, owner = ENTRIES[type(of)]
    seq = of.seq + 1
    text = dumps(detail)
    digest = chain(of.last_hash, of.code, seq, to_ms(at), actor, action, text)
    await table.create(
        using_db=db,
        **{owner: of.id},
        seq=seq,
        at=at,
        actor=actor,
        action=action,
        detail=detail,
        prev=of.last_hash,
        hash=digest,
    )
    of.seq, of.last_hash = seq, digest
    await of.save(using_db=db, update_fields=["seq", "last_hash"])
    if isinstance(of, Directive) and of.kind == REQUEST:
        await Request.filter(directive_id=of.id).using_db(db).update(moved=True)


async def verify(db: BaseDBAsyncClient, of: Owner) -> int:
    """Recompute a chain; gives how many entries it has, raises BrokenChain where it is off."""
    table, owner = ENTRIES[type(of)]
    prev, seq = "", 0
    for entry in await table.filter(**{owner: of.id}).using_db(db).order_by("seq"):
        seq += 1
        digest = chain(prev, of.code, seq, to_ms(entry.at), entry.actor, entry.action, dumps(entry.detail))
        if (entry.seq, entry.prev, entry.hash) != (seq, prev, digest):
            raise BrokenChain(f"{of.code}: entry {seq} does not follow from the one before")
        prev = digest
    if (of.seq, of.last_hash) != (seq, prev):
        raise BrokenChain(f"{of.code}: the chain's head is not its last entry")
    return seq
