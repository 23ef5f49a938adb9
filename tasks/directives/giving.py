"""Giving out shares: to people who have none that stands, counted; how often a share changes hands.

Every verb that gives somebody something to do comes here: issue, add, hand on, distribute, take over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.db import Db
from tasks.directives import counts, states
from tasks.directives.models import AT_ONCE, Directive, Share
from tasks.fields import Facts

ABOUT = "request"
"""What stands in `why` of a citizen's request besides: its kind, place and marks, for whoever has it."""
CHUNK = 1000
"""Rows in one statement."""


@dataclass(frozen=True, slots=True)
class NewShare:
    """A share to be given out; `why` holds `by` (person, post, unit, each, everyone, …) and `written`.

    `due` is None where the directive's own time holds; `parent` is the share it was distributed from.
    """

    assignee: str
    department: int
    why: Facts
    role: str | None = None
    due: datetime | None = None
    parent: int | None = None


async def give_out(
    db: Db,
    directive: Directive,
    new: Sequence[NewShare],
    now: datetime,
    *,
    again: bool = False,
    look_at: datetime | None = AT_ONCE,
) -> list[Share]:
    """Give shares to people who have none that stands, counted; the caller writes the history.

    Who handed a share on, or was taken off, gets the old row again: one person has one share in a directive.
    `again` gives to those too whose share was accepted.
    """
    unique: dict[str, NewShare] = {}
    for wanted in await _with_request(db, directive, new):
        unique.setdefault(wanted.assignee, wanted)
    rows = Share.filter(directive_id=directive.id, assignee__in=list(unique)).using_db(db)
    have = {share.assignee: share for share in await rows} if directive.seq else {}
    may_have = states.able("give_again") if again else states.GONE
    revived = [share for share in have.values() if share.state in may_have]
    for share in revived:
        await _give_again(db, directive, share, unique[share.assignee], now)
    fresh = [_new_share(directive, wanted, now, look_at) for who, wanted in unique.items() if who not in have]
    await Share.bulk_create(fresh, batch_size=CHUNK, using_db=db)
    if directive.seq:
        await counts.recount(db, directive)
    else:
        directive.total = len(fresh)
        await directive.save(using_db=db, update_fields=["total"])
    # Only the numbers are read back: 9,047 whole rows would cost a third of the answer's time.
    found = await Share.filter(directive_id=directive.id).using_db(db).values("assignee", "id")
    numbers = {row["assignee"]: row["id"] for row in found}
    for share in fresh:
        share.id = numbers[share.assignee]
    given = {share.assignee: share for share in (*revived, *fresh)}
    return [given[who] for who in unique if who in given]


async def _with_request(db: Db, directive: Directive, new: Sequence[NewShare]) -> Sequence[NewShare]:
    """Let everybody who gets a share of a citizen's request read what the first one did."""
    if directive.kind != ABOUT or not directive.seq:
        return new
    first = await Share.filter(directive_id=directive.id).using_db(db).order_by("id").first()
    about = first.why.get(ABOUT) if first else None
    if not isinstance(about, dict):
        return new
    # Why it came to the first office is no reason why the next one has it.
    handed: Facts = {**about, "why": "handed"}
    return [replace(one, why={ABOUT: handed, **one.why}) for one in new]


def _new_share(directive: Directive, wanted: NewShare, now: datetime, look_at: datetime | None) -> Share:
    return Share(
        directive_id=directive.id,
        assignee=wanted.assignee,
        department=wanted.department,
        role=wanted.role,
        why=wanted.why,
        state=states.ASSIGNED,
        due=wanted.due or directive.due,
        given_at=now,
        parent_id=wanted.parent,
        look_at=AT_ONCE if wanted.due else look_at,
        looked_at=now,
    )


async def _give_again(db: Db, directive: Directive, share: Share, wanted: NewShare, now: datetime) -> None:
    share.state, share.department, share.role, share.why = (
        states.ASSIGNED,
        wanted.department,
        wanted.role,
        wanted.why,
    )
    share.due, share.due_before, share.parent_id = wanted.due or directive.due, None, wanted.parent
    share.acknowledged_at = share.acknowledged_by = share.closed_at = None
    share.given_at, share.look_at, share.looked_at, share.since = now, AT_ONCE, None, None
    await share.save(using_db=db)
