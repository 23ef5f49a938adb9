"""What was distributed (分办): which shares hang below which, and which head answers for a share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import AT_ONCE, Directive, Proposal, Share

SUPERSEDED: Final = "superseded"
"""Decision about what was asked and is not asked any more."""


async def below(db: Db, directive: Directive, numbers: Collection[int], *, own: bool = False) -> list[Share]:
    """Give what was distributed below these shares, at any depth, in the order it was given out.

    With `own` only what their heads answer for: not what hangs below another head who stands.
    """
    rows = Share.filter(directive_id=directive.id, parent_id__isnull=False).using_db(db)
    left = list(await rows.order_by("id"))
    found: dict[int, Share] = {}
    above = set(numbers)
    while layer := [share for share in left if share.parent_id in above]:
        found |= {share.id: share for share in layer}
        above = {share.id for share in layer if not (own and share.state in states.STANDING)}
        left = [share for share in left if share.id not in found]
    return sorted(found.values(), key=lambda share: share.id)


async def heads(db: Db, shares: Iterable[Share]) -> dict[int, Share]:
    """Give a share's number → the nearest head's share above it that stands; the issuer answers for the rest.

    Where a head in between has gone, the one above that answers.
    """
    asked = [share for share in shares if share.parent_id is not None]
    rows = await _above(db, asked)
    found: dict[int, Share] = {}
    for share in asked:
        head = rows.get(share.parent_id or 0)
        seen: set[int] = {share.id}
        while head is not None and head.state not in states.STANDING and head.id not in seen:
            seen.add(head.id)
            head = rows.get(head.parent_id or 0)
        if head is not None and head.state in states.STANDING:
            found[share.id] = head
    return found


async def _above(db: Db, shares: Sequence[Share]) -> Mapping[int, Share]:
    """Give every share above these by its number; no statement where nothing was distributed."""
    rows: dict[int, Share] = {}
    wanted = {share.parent_id for share in shares if share.parent_id is not None}
    while wanted:
        found = await Share.filter(id__in=list(wanted)).using_db(db)
        rows |= {share.id: share for share in found}
        wanted = {share.parent_id for share in found if share.parent_id is not None} - rows.keys()
    return rows


async def with_own_time(db: Db, shares: Sequence[Share], due: datetime | None) -> set[int]:
    """Give those of these shares that keep their time when the directive's is moved.

    A head gave it: another one than the head's own, and not after the new one.
    """
    above = await heads(db, [share for share in shares if share.due is not None])
    timed = [share for share in shares if share.id in above and share.due != above[share.id].due]
    return {share.id for share in timed if due is None or (share.due is not None and share.due <= due)}


async def head_of(db: Db, share: Share) -> Share | None:
    """Give the share of the head who distributed this one and answers for it; None: the issuer decides."""
    return (await heads(db, [share])).get(share.id)


async def undone_heads(db: Db, shares: Sequence[Share]) -> set[int]:
    """Give the numbers of those of these shares whose head has not reported yet."""
    return {number for number, head in (await heads(db, shares)).items() if head.state in states.UNDONE}


async def go_along(
    db: Db, directive: Directive, head: Share, after: str, now: datetime, *, actor: str
) -> list[Share]:
    """Let what is undone below a head's share go along with the head's report; what was asked is over."""
    together = [share for share in await below(db, directive, [head.id]) if share.state in states.UNDONE]
    numbers = [share.id for share in together]
    if numbers:
        ended = now if after == states.ACCEPTED else None
        await (
            Share.filter(id__in=numbers)
            .using_db(db)
            .update(state=after, closed_at=ended, since=now, look_at=AT_ONCE)
        )
        await nothing_asked(db, numbers, actor, now)
    return together


async def acceptable(
    db: Db, directive: Directive, only: Collection[int] | None, unseen: Collection[int]
) -> list[Share]:
    """Give the reported shares that can be accepted: all whose head reported, or these with all below them.

    None of the `unseen` ones, nor what hangs below them.
    """
    query = Share.filter(directive_id=directive.id, state=states.REPORTED).using_db(db)
    reported = await query.order_by("id")
    shut = {*unseen, *(one.id for one in await below(db, directive, unseen))} if unseen else set()
    if only is None:
        shut |= await undone_heads(db, reported)
        return [share for share in reported if share.id not in shut]
    meant = set(only) - shut
    meant |= {share.id for share in await below(db, directive, meant)}
    return [share for share in reported if share.id in meant]


async def settle(
    db: Db, directive: Directive, numbers: Collection[int], now: datetime, *, actor: str
) -> None:
    """End what is left below shares that were accepted: the head answered for all of it.

    What was undone is accepted along; nobody decides any more about what was declined.
    """
    left = await below(db, directive, numbers)
    for befores, after in ((states.UNDONE, states.ACCEPTED), ((states.DECLINED,), states.WITHDRAWN)):
        some = [share.id for share in left if share.state in befores]
        if some:
            await Share.filter(id__in=some).using_db(db).update(state=after, closed_at=now)
            await nothing_asked(db, some, actor, now)


async def nothing_asked(
    db: Db, numbers: Collection[int], actor: str, now: datetime, kinds: Iterable[str] = ()
) -> None:
    """End what still waits for a decision about shares that have moved on."""
    waiting = Proposal.filter(share_id__in=list(numbers), decision="")
    if wanted := list(kinds):
        waiting = waiting.filter(kind__in=wanted)
    await waiting.using_db(db).update(decision=SUPERSEDED, decided_by=actor, decided_at=now)
