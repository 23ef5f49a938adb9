"""The verbs of a directive as ordinary transactions: issue, add, acknowledge, report, accept, refuse.

Each takes an open transaction, changes rows, appends to the history and gives back values. A directive
that is changed was loaded by `locked`, so that two writers on PostgreSQL take turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tortoise.backends.base.client import BaseDBAsyncClient

from tasks import history
from tasks.directives import states
from tasks.directives.models import DayCounter, Directive, Feedback, Share
from tasks.fields import Facts, Json

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class NewShare:
    """A share to be given out; `why` holds `by` (person, post, unit, each, everyone) and `written`."""

    assignee: str
    department: int
    why: Facts
    role: str | None = None


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


async def locked(db: BaseDBAsyncClient, code: str) -> Directive | None:
    """Load a directive for changing; other writers wait until this transaction ends."""
    return await Directive.filter(code=code).using_db(db).select_for_update().first()


async def next_code(db: BaseDBAsyncClient, letter: str, now: datetime) -> str:
    """Give the next code of the service's day, such as Z20261124-003; never the same twice."""
    day = f"{letter}{now:%Y%m%d}"
    await DayCounter.get_or_create(day=day, using_db=db)
    counter = await DayCounter.filter(day=day).using_db(db).select_for_update().get()
    counter.highest += 1
    await counter.save(using_db=db, update_fields=["highest"])
    return f"{day}-{counter.highest:03d}"


async def issue(db: BaseDBAsyncClient, draft: Draft, now: datetime) -> tuple[Directive, list[Share]]:
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
    shares = await _give_out(db, directive, draft.shares)
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
    db: BaseDBAsyncClient, directive: Directive, new: Sequence[NewShare], *, actor: str, now: datetime
) -> list[Share]:
    """Add shares for people who have none yet; gives them. What had closed meanwhile is open again."""
    have = {share.assignee for share in await Share.filter(directive_id=directive.id).using_db(db)}
    shares = await _give_out(db, directive, [share for share in new if share.assignee not in have])
    if shares:
        detail: Facts = {"assignees": [share.assignee for share in shares]}
        if directive.state == states.CLOSED:
            directive.state, directive.closed_at = states.OPEN, None
            await directive.save(using_db=db, update_fields=["state", "closed_at"])
            detail["reopened"] = True
        await history.append(db, directive, at=now, actor=actor, action="added", detail=detail)
    return shares


async def _give_out(db: BaseDBAsyncClient, directive: Directive, new: Sequence[NewShare]) -> list[Share]:
    unique: dict[str, NewShare] = {}
    for wanted in new:
        unique.setdefault(wanted.assignee, wanted)
    shares = [
        Share(
            directive_id=directive.id,
            assignee=wanted.assignee,
            department=wanted.department,
            role=wanted.role,
            why=wanted.why,
            state=states.ASSIGNED,
            due=directive.due,
        )
        for wanted in unique.values()
    ]
    await Share.bulk_create(shares, batch_size=CHUNK, using_db=db)
    directive.total += len(shares)
    await directive.save(using_db=db, update_fields=["total"])
    # Only the numbers are read back: 9,047 whole rows would cost a third of the answer's time.
    found = await Share.filter(directive_id=directive.id).using_db(db).values("assignee", "id")
    numbers = {row["assignee"]: row["id"] for row in found}
    for share in shares:
        share.id = numbers[share.assignee]
    return shares


async def acknowledge(
    db: BaseDBAsyncClient, directive: Directive, share: Share, *, actor: str, now: datetime
) -> bool:
    """Mark the share as seen; gives False where it was before. A notice's share ends here."""
    if states.MOVES["acknowledge"].get(share.state) is None:
        return False
    await _acknowledged(db, directive, share, actor, now)
    if directive.kind == "notice" and directive.acknowledged >= directive.total:
        await _close(db, directive, actor=actor, now=now)
    return True


async def _close(db: BaseDBAsyncClient, directive: Directive, *, actor: str, now: datetime) -> None:
    directive.state, directive.closed_at = states.CLOSED, now
    await directive.save(using_db=db, update_fields=["state", "closed_at"])
    await history.append(db, directive, at=now, actor=actor, action="closed", detail={})


async def _acknowledged(
    db: BaseDBAsyncClient, directive: Directive, share: Share, actor: str, now: datetime
) -> None:
    share.state, share.acknowledged_at, share.acknowledged_by = states.ACKNOWLEDGED, now, actor
    await share.save(using_db=db, update_fields=["state", "acknowledged_at", "acknowledged_by"])
    directive.acknowledged += 1
    await directive.save(using_db=db, update_fields=["acknowledged"])
    detail: Facts = {} if actor == share.assignee else {"for": share.assignee}
    await history.append(db, directive, at=now, actor=actor, action="acknowledged", detail=detail)


async def report(
    db: BaseDBAsyncClient,
    directive: Directive,
    share: Share,
    *,
    actor: str,
    text: str,
    media: Sequence[Json],
    now: datetime,
) -> Feedback | None:
    """Keep what was reported; acknowledges too. Gives None where the share takes no report any more."""
    after = states.MOVES["report"].get(share.state)
    if after is None:
        return None
    if share.acknowledged_at is None:
        await _acknowledged(db, directive, share, actor, now)
    share.state = after
    await share.save(using_db=db, update_fields=["state"])
    feedback = await Feedback.create(
        using_db=db,
        directive_id=directive.id,
        share_id=share.id,
        author=actor,
        at=now,
        text=text,
        media=list(media),
    )
    detail: Facts = {"text": text, "attachments": len(media)}
    if actor != share.assignee:
        detail["for"] = share.assignee
    await history.append(db, directive, at=now, actor=actor, action="reported", detail=detail)
    return feedback


async def accept(
    db: BaseDBAsyncClient, directive: Directive, *, actor: str, now: datetime, share_id: int | None = None
) -> Accepted:
    """Accept every reported share, or the one named; closes the directive when all are accepted."""
    query = Share.filter(directive_id=directive.id, state=states.REPORTED)
    if share_id is not None:
        query = query.filter(id=share_id)
    done = await query.using_db(db).order_by("id")
    if done:
        await (
            Share.filter(id__in=[share.id for share in done])
            .using_db(db)
            .update(state=states.ACCEPTED, closed_at=now)
        )
        detail: Facts = {"assignees": [share.assignee for share in done]}
        if actor != directive.issuer:
            detail["for"] = directive.issuer
        await history.append(db, directive, at=now, actor=actor, action="accepted", detail=detail)
    left = await Share.filter(directive_id=directive.id, state__in=states.UNDER_WAY).using_db(db).count()
    closed = bool(done) and left == 0
    if closed:
        await _close(db, directive, actor=actor, now=now)
    return Accepted(tuple(done), left, closed)


async def refuse(
    db: BaseDBAsyncClient, directive: Directive, *, actor: str, verb: str, reason: str, now: datetime
) -> None:
    """Write a refused verb into the history (docs/glossary.md, “Rights”)."""
    detail: Facts = {"verb": verb, "reason": reason}
    await history.append(db, directive, at=now, actor=actor, action="refused", detail=detail)
