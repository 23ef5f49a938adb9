"""The verbs everybody uses, as ordinary transactions: issue, add, acknowledge, report, accept, refuse.

What happens besides stands in `handing.py` (shares) and `changing.py` (the directive).

Each takes an open transaction, changes rows, appends to the history and gives back values. A directive
that is changed was loaded by `locked`, so that two writers on PostgreSQL take turns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tasks import history
from tasks.db import Db
from tasks.directives import counts, states
from tasks.directives.below import acceptable, go_along, nothing_asked, settle
from tasks.directives.giving import NewShare, give_out
from tasks.directives.models import AT_ONCE, LONGEST_CODE, DayCounter, Directive, Feedback, Share
from tasks.fields import Facts, Json
from tasks.personal import masked

CLOSING = "closing"
"""What stands in `wants` where reporting closes a share (办结即报)."""
DIGITS: Final = {"Z": 3, "S": 4}
"""Digits a code has at least after the day: directives, requests."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A directive that was understood and may be issued. `chat` is empty one to one.

    `rules` are the rules of reminding it keeps, `look_at` when they have something to say first; `series` and
    `occurrence` are of what recurs. `code` is given where it has one already (a citizen's request).
    `provisional`: its time was counted in a year that is not published.
    """

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
    provisional: bool = False
    rules: str = ""
    look_at: datetime | None = AT_ONCE
    series: int | None = None
    occurrence: str | None = None
    code: str = ""


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
    """Give the next code of the service's day, Z20261124-003 or S20261124-0012; never the same twice."""
    day = f"{letter}{now:%Y%m%d}"
    await DayCounter.get_or_create(day=day, using_db=db)
    counter = await DayCounter.filter(day=day).using_db(db).select_for_update().get()
    counter.highest += 1
    await counter.save(using_db=db, update_fields=["highest"])
    return f"{day}-{counter.highest:0{DIGITS[letter]}d}"


async def issue(db: Db, draft: Draft, now: datetime) -> tuple[Directive, list[Share]]:
    """Create the directive, its shares and the first entry of its history."""
    directive = await Directive.create(
        using_db=db,
        code=draft.code or await next_code(db, "Z", now),
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
        provisional=draft.provisional,
        rules=draft.rules,
        series_id=draft.series,
        occurrence=draft.occurrence,
    )
    shares = await give_out(db, directive, draft.shares, now, look_at=draft.look_at)
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
    before, text = share.state, readable(directive, text)
    share.state = states.ACCEPTED if closes(directive) else states.REPORTED
    if share.acknowledged_at is None:
        await _acknowledged(db, directive, share, actor, now)
    share.closed_at, share.since = now if share.state == states.ACCEPTED else None, now
    await share.save(using_db=db, update_fields=["state", "closed_at", "since"])
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


def readable(directive: Directive, text: str) -> str:
    """Give the words of a report as they are kept: what a citizen will read has no personal data in it."""
    return masked(text) if directive.kind == history.REQUEST else text


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
