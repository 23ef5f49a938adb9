"""What somebody who has left leaves behind: open shares, and directives that now need another issuer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from tortoise.expressions import F

from tasks import history
from tasks.db import Db
from tasks.directives import counts, queries, states
from tasks.directives.models import Directive, Share
from tasks.directives.proposals import drop_open
from tasks.directives.verbs import NewShare, give_out
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


async def hand_on(
    db: Db, directive: Directive, share: Share, to: NewShare, *, now: datetime
) -> tuple[Share, bool] | None:
    """Give a leaver's share to somebody else; gives that one's share and whether it is new.

    None where the share is not to be done any more. What was distributed below it hangs on the new one, what
    was asked for about it is over.
    """
    if share.state not in HANDED_ON or to.assignee == share.assignee:
        return None
    share.state, share.closed_at = states.REASSIGNED, now
    await share.save(using_db=db, update_fields=["state", "closed_at"])
    await drop_open(db, share, actor=share.assignee, now=now)
    given = await give_out(db, directive, [to], now, again=True)
    new = given[0] if given else await queries.share_of(db, directive, to.assignee)
    assert new is not None
    below = Share.filter(parent_id=share.id).exclude(id=new.id)
    await below.using_db(db).update(parent_id=new.id)
    detail: Facts = {"to": to.assignee, "why": "left"}
    await history.append(db, directive, at=now, actor=share.assignee, action="reassigned", detail=detail)
    await counts.recount(db, directive)
    return new, bool(given)


async def forget_delegate(db: Db, person: str) -> None:
    """Leave open directives to their issuers alone, where the person posted them."""
    posted = Directive.filter(posted_by=person, state=states.OPEN)
    await posted.using_db(db).update(posted_by=F("issuer"))
