"""Append-only history, one hash chain for each directive.

`hash` is SHA-256 over the previous hash and the entry itself; the head (`seq`, `last_hash`) stands on the
directive's row, so that appending reads nothing. Every change under a directive appends an entry: the
chain's unique (directive, seq) is what keeps two writers apart.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from tortoise.backends.base.client import BaseDBAsyncClient

from tasks.directives.models import Directive, HistoryEntry
from tasks.errors import BrokenChain
from tasks.fields import Facts, dumps, to_ms


def chain(prev: str, code: str, seq: int, at_ms: int, actor: str, action: str, detail: str) -> str:
    """Hash of an entry; `detail` is canonical JSON. Fields are length-prefixed: none runs into the next."""
    parts = (prev, code, str(seq), str(at_ms), actor, action, detail)
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()


async def append(
    db: BaseDBAsyncClient, directive: Directive, *, at: datetime, actor: str, action: str, detail: Facts
) -> None:
    """Append an entry and move the directive's head; the caller saves the directive's other columns."""
    seq = directive.seq + 1
    text = dumps(detail)
    digest = chain(directive.last_hash, directive.code, seq, to_ms(at), actor, action, text)
    await HistoryEntry.create(
        using_db=db,
        directive_id=directive.id,
        seq=seq,
        at=at,
        actor=actor,
        action=action,
        detail=detail,
        prev=directive.last_hash,
        hash=digest,
    )
    directive.seq, directive.last_hash = seq, digest
    await directive.save(using_db=db, update_fields=["seq", "last_hash"])


async def verify(db: BaseDBAsyncClient, directive: Directive) -> int:
    """Recompute a directive's chain; gives how many entries it has, raises BrokenChain where it is off."""
    prev, seq = "", 0
    for entry in await HistoryEntry.filter(directive_id=directive.id).using_db(db).order_by("seq"):
        seq += 1
        digest = chain(
            prev, directive.code, seq, to_ms(entry.at), entry.actor, entry.action, dumps(entry.detail)
        )
        if (entry.seq, entry.prev, entry.hash) != (seq, prev, digest):
            raise BrokenChain(f"{directive.code}: entry {seq} does not follow from the one before")
        prev = digest
    if (directive.seq, directive.last_hash) != (seq, prev):
        raise BrokenChain(f"{directive.code}: the chain's head is not its last entry")
    return seq
