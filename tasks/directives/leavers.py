"""What somebody who has left leaves behind: open shares, and directives that now need another issuer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from tortoise.expressions import F

from tasks import history
from tasks.db import Db
from tasks.directives import counts, handing, queries, states
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Share
from tasks.fields import Facts

CHUNK: Final = 5_000
"""People asked about in one statement; a statement has room for 32,766 values."""
HANDED_ON: Final = states.UNDONE
"""States in which a leaver's share goes to somebody else; the rest waits for its issuer."""


async def shares_of(db: Db, person: str) -> list[tuple[Directive, Share]]:
    """Give what the person has under open directives, oldest first, what waits for its issuer included."""
    return list(reversed(await queries.open_shares(db, [person], states.UNSETTLED)))


async def needed(db: Db, people: Collection[str]) -> list[str]:
    """Give those of these people whose open shares or directives somebody else has to take, sorted."""
    chunks = [sorted(people)[start : start + CHUNK] for start in range(0, len(people), CHUNK)]
    found: set[str] = set()
    for chunk in chunks:
        issued = Directive.filter(issuer__in=chunk, state=states.OPEN).using_db(db)
        found |= {str(who) for who in await issued.distinct().values_list("issuer", flat=True)}
        found |= {share.assignee for _, share in await queries.open_shares(db, chunk, HANDED_ON)}
    return sorted(found)


async def issued_by(db: Db, person: str) -> list[Directive]:
    """Give the open directives of which the person is the issuer, oldest first, locked for changing."""
    found = Directive.filter(issuer=person, state=states.OPEN).using_db(db).select_for_update()
    return await found.order_by("id")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a leaver's share: whose it is now, and what that one had of the directive before.

    `fresh`: it begins anew, with a first card. `again`: what had been reported has to be reported again.
    """

    share: Share
    fresh: bool
    again: bool = False


async def hand_on(db: Db, directive: Directive, share: Share, to: NewShare, *, now: datetime) -> Taken | None:
    """Give a leaver's share to somebody else; None where it is not to be done any more.

    Whoever has a share under way keeps it, for both. What that one had reported was said before there was
    more to do: it begins anew.
    """
    if share.state not in HANDED_ON or to.assignee == share.assignee:
        return None
    had = await queries.share_of(db, directive, to.assignee)
    before = had.state if had is not None else ""
    to = replace(to, parent=await _above(db, share, to.assignee))
    taken = await handing.reassign(db, directive, share, to, actor=share.assignee, reason="", now=now)
    if taken is None:
        return None
    again = taken.state == states.REPORTED
    if again:
        await _begin_again(db, directive, taken, to, now)
    return Taken(taken, fresh=again or before not in states.UNDER_WAY, again=again)


async def _above(db: Db, share: Share, heir: str) -> int | None:
    """Give the share under which the new one hangs: never the heir's own."""
    number: int | None = share.parent_id
    above = await queries.share_by_id(db, number) if number else None
    if above is not None and above.assignee == heir:
        number = None if above.parent_id == share.id else above.parent_id
    return number


async def _begin_again(db: Db, directive: Directive, share: Share, to: NewShare, now: datetime) -> None:
    """Ask again for what was reported, with 收到, as after an amendment."""
    share.state, share.why, share.given_at, share.closed_at = states.ASSIGNED, to.why, now, None
    share.acknowledged_at = share.acknowledged_by = None
    await share.save(using_db=db)
    detail: Facts = {"assignee": share.assignee, "reason": ""}
    await history.append(db, directive, at=now, actor=share.assignee, action="returned", detail=detail)
    await counts.recount(db, directive)


async def pass_upward(db: Db, share: Share, head: Share) -> None:
    """Have a share answered for by who is above its head, because nothing reaches that head any more."""
    share.parent_id = None if head.parent_id == share.id else head.parent_id
    await share.save(using_db=db, update_fields=["parent_id"])


async def forget_delegate(db: Db, person: str) -> None:
    """Leave open directives to their issuers alone, where the person posted them."""
    posted = Directive.filter(posted_by=person, state=states.OPEN)
    await posted.using_db(db).update(posted_by=F("issuer"))
