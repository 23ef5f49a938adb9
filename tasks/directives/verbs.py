"""The verbs everybody uses, as ordinary transactions: issue, add, acknowledge, report, accept, refuse.

What happens besides stands in `handing.py` (shares) and `changing.py` (the directive).

Each takes an open transaction, changes rows, appends to the history and gives back values. A directive
that is changed was loaded by `locked`, so that two writers on PostgreSQL take turns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tasks import history
from tasks.db import Db
from tasks.directives import counts, states
from tasks.directives.below import acceptable, go_along, nothing_asked, settle
from tasks.directives.models import LONGEST_CODE, DayCounter, Directive, Feedback, Share
from tasks.fields import Facts, Json

CHUNK = 1000
CLOSING = "closing"
"""What stands in `wants` where reporting closes a share (办结即报)."""


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


@dataclass(frozen=True, slots=True)
class Draft:
    """A directive that was understood and may be issued. `chat` is empty one to one."""

    kind: str
    title: str
    content: str
    urgency: str
    issuer: str
    posted_by: str
    chat: str
    wants: tuple[str, ...]
    due: datetime | None
    shares: tuple[NewShare, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an acceptance did: the shares accepted now, how many are still open, whether all is closed."""

    shares: tuple[Share, ...]
    still_open: int
    closed: bool


async def locked(db: Db, code: str) -> Directive | None:
    """Load a directive for changing; other writers wait until this transaction ends."""
    if len(code) > LONGEST_CODE:
        return None
    return await Directive.filter(code=code).using_db(db).select_for_update().first()


async def next_code(db: Db, letter: str, now: datetime) -> str:
    """Give the next code of the service's day, such as Z20261124-003; never the same twice."""
    day = f"{letter}{now:%Y%m%d}"
    await DayCounter.get_or_create(day=day, using_db=db)
    counter = await DayCounter.filter(day=day).using_db(db).select_for_update().get()
    counter.highest += 1
    await counter.save(using_db=db, update_fields=["highest"])
    return f"{day}-{counter.highest:03d}"


async def issue(db: Db, draft: Draft, now: datetime) -> tuple[Directive, list[Share]]:
    """Create the directive, its shares and the first entry of its history."""
    directive = await Directive.create(
        using_db=db,
        code=await next_code(db, "Z", now),
        kind=draft.kind,
        title=draft.title,
        content=draft.content,
        urgency=draft.urgency,
        issuer=draft.issuer,
        posted_by=draft.posted_by,
        chat=draft.chat,
        wants=sorted(draft.wants),
        due=draft.due,
        created_at=now,
        state=states.OPEN,
    )
    shares = await give_out(db, directive, draft.shares, now)
    detail: Facts = {
        "kind": draft.kind,
        "urgency": draft.urgency,
        "due": draft.due.isoformat() if draft.due else None,
        "content": draft.content,
        "assignees": [share.assignee for share in shares],
    }
    if draft.posted_by != draft.issuer:
        detail["for"] = draft.issuer
    await history.append(db, directive, at=now, actor=draft.posted_by, action="issued", detail=detail)
    return directive, shares


async def add(
    db: Db, directive: Directive, new: Sequence[NewShare], *, actor: str, now: datetime
) -> list[Share]:
    """Add shares for people who have none that stands; gives them. What had closed is open again."""
    shares = await give_out(db, directive, new, now)
    if shares:
        detail: Facts = {"assignees": [share.assignee for share in shares]}
        if await counts.reopen(db, directive):
            detail["reopened"] = True
        await history.append(db, directive, at=now, actor=actor, action="added", detail=detail)
    return shares


async def give_out(
    db: Db,
    directive: Directive,
    new: Sequence[NewShare],
    now: datetime,
    *,
    again: bool = False,
) -> list[Share]:
    """Give shares to people who have none that stands, counted; the caller writes the history.

    Who handed a share on, or was taken off, gets the old row again: one person has one share in a directive.
    `again` gives to those too whose share was accepted.
    """
    unique: dict[str, NewShare] = {}
    for wanted in new:
        unique.setdefault(wanted.assignee, wanted)
    rows = Share.filter(directive_id=directive.id, assignee__in=list(unique)).using_db(db)
    have = {share.assignee: share for share in await rows} if directive.seq else {}
    may_have = states.able("give_again") if again else states.GONE
    revived = [share for share in have.values() if share.state in may_have]
    for share in revived:
        await _give_again(db, directive, share, unique[share.assignee], now)
    fresh = [_new_share(directive, wanted, now) for who, wanted in unique.items() if who not in have]
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


def _new_share(directive: Directive, wanted: NewShare, now: datetime) -> Share:
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
    share.given_at = now
    await share.save(using_db=db)


async def acknowledge(db: Db, directive: Directive, share: Share, *, actor: str, now: datetime) -> bool:
    """Mark the share as seen; gives False where it was before. A notice's share ends here."""
    if not states.can("acknowledge", share.state):
        return False
    share.state = states.ACKNOWLEDGED
    await _acknowledged(db, directive, share, actor, now)
    if directive.kind == "notice":
        await counts.close_if_done(db, directive, actor=actor, now=now)
    return True


async def _acknowledged(db: Db, directive: Directive, share: Share, actor: str, now: datetime) -> None:
    share.acknowledged_at, share.acknowledged_by = now, actor
    await share.save(using_db=db, update_fields=["state", "acknowledged_at", "acknowledged_by"])
    directive.acknowledged += 1
    await directive.save(using_db=db, update_fields=["acknowledged"])
    await history.append(
        db, directive, at=now, actor=actor, action="acknowledged", detail=on_behalf(share, actor)
    )


def on_behalf(share: Share, actor: str, **detail: Json) -> Facts:
    """Give a detail of the history that names the assignee where somebody else acted."""
    return detail if actor == share.assignee else {**detail, "for": share.assignee}


async def report(
    db: Db,
    directive: Directive,
    share: Share,
    *,
    actor: str,
    text: str,
    media: Sequence[Json],
    now: datetime,
) -> Feedback | None:
    """Keep what was reported; acknowledges too. Gives None where the share takes no report any more.

    Where reporting closes (办结即报) the share is accepted with it. A head who distributed reports for all:
    what is undone below goes along. What was asked for meanwhile is over.
    """
    if not states.can("report", share.state):
        return None
    before = share.state
    share.state = states.ACCEPTED if closes(directive) else states.REPORTED
    if share.acknowledged_at is None:
        await _acknowledged(db, directive, share, actor, now)
    share.closed_at = now if share.state == states.ACCEPTED else None
    await share.save(using_db=db, update_fields=["state", "closed_at"])
    feedback = await Feedback.create(
        using_db=db, directive_id=directive.id, share_id=share.id, author=actor, at=now,
        text=text, media=list(media), before=before, is_news=True,
    )  # fmt: skip
    detail = on_behalf(share, actor, text=text, attachments=len(media))
    await nothing_asked(db, [share.id], actor, now)
    if together := await go_along(db, directive, share, share.state, now, actor=actor):
        detail["together"] = [one.assignee for one in together]
    if closes(directive):
        await settle(db, directive, [share.id], now, actor=actor)
    await history.append(db, directive, at=now, actor=actor, action="reported", detail=detail)
    if closes(directive):
        await counts.close_if_done(db, directive, actor=actor, now=now)
    return feedback


def closes(directive: Directive) -> bool:
    """Whether reporting closes a share of this directive (办结即报)."""
    return CLOSING in directive.wants


async def accept(
    db: Db,
    directive: Directive,
    *,
    actor: str,
    now: datetime,
    only: Collection[int] | None = None,
    unseen: Collection[int] = (),
) -> Accepted:
    """Accept every reported share, or those of these numbers, with all that was distributed below them.

    What was distributed waits for the head, who reports for all; `unseen` ones, which nobody was shown, wait
    too. Closes the directive when nothing is left.
    """
    done = await acceptable(db, directive, only, unseen)
    if done:
        await settle(db, directive, [share.id for share in done], now, actor=actor)
        await (
            Share.filter(id__in=[share.id for share in done])
            .using_db(db)
            .update(state=states.ACCEPTED, closed_at=now)
        )
        detail: Facts = {"assignees": [share.assignee for share in done]}
        if actor != directive.issuer:
            detail["for"] = directive.issuer
        await history.append(db, directive, at=now, actor=actor, action="accepted", detail=detail)
    closed = bool(done) and await counts.close_if_done(db, directive, actor=actor, now=now)
    return Accepted(tuple(done), await counts.unsettled(db, directive), closed)


async def refuse(db: Db, directive: Directive, *, actor: str, verb: str, reason: str, now: datetime) -> None:
    """Write a refused verb into the history (docs/glossary.md, “Rights”)."""
    detail: Facts = {"verb": verb, "reason": reason}
    await history.append(db, directive, at=now, actor=actor, action="refused", detail=detail)
