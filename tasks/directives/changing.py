"""What the issuer changes in a directive that is out: time, text, people; withdrawn, closed as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tortoise.expressions import F

from tasks import history
from tasks.db import Db
from tasks.directives import counts, reporting, states
from tasks.directives.below import SUPERSEDED, with_own_time
from tasks.directives.giving import CHUNK, NewShare, give_out
from tasks.directives.handing import move_due
from tasks.directives.models import AT_ONCE, Directive, Proposal, Share
from tasks.directives.proposals import EXTEND
from tasks.fields import Facts, Json


@dataclass(frozen=True, slots=True)
class Known:
    """The time of a directive that its people have heard of."""

    due: datetime | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is changed. `due` counts where `moved` is set; `content` is the whole new text, or empty.

    `known` is the time people have heard of, where what was changed since has not been told yet.
    """

    moved: bool = False
    due: datetime | None = None
    known: Known | None = None
    content: str = ""
    title: str = ""
    add: Sequence[NewShare] = ()
    take_off: Sequence[str] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Amended:
    """What an amendment did, by share: new ones, taken off, asked again, merely told of another time.

    `before` is the time each had, as far as its assignee knows, where it changed.
    """

    added: list[Share] = field(default_factory=list)
    taken_off: list[Share] = field(default_factory=list)
    asked_again: list[Share] = field(default_factory=list)
    told: list[Share] = field(default_factory=list)
    before: Mapping[int, datetime | None] = field(default_factory=dict)


async def amend(db: Db, directive: Directive, change: Amendment, *, actor: str, now: datetime) -> Amended:
    """Change a directive; 收到 is asked again where the time comes nearer or the text changes.

    A share whose own time was extended beyond the new one gets the new one too: the latest word counts. What
    waits about more time is settled by it. What a head distributed with an earlier time keeps that. A notice
    that everybody had acknowledged is open again if it asks.
    """
    old = directive.due
    await _rewrite(db, directive, change)
    gone = await _take_off(db, directive, change.take_off, now)
    left = Share.filter(directive_id=directive.id, state__in=states.UNSETTLED).using_db(db)
    stay = await left.order_by("id") if change.moved or change.content else []
    heard = {share.id: _heard_of(share, old, change) for share in stay}
    kept = await with_own_time(db, stay, change.due) if change.moved else set()
    moving = [share for share in stay if change.moved and share.id not in kept]
    before = {share.id: heard[share.id] for share in moving if share.due != change.due}
    again = [share for share in stay if _asks_again(share, change, heard[share.id])]
    if change.moved:
        await _move(db, directive, moving, change.due, kept)
        await _settle_extensions(db, directive, actor, now)
    await _ask_again(db, again, now)
    added = await give_out(db, directive, change.add, now) if change.add else []
    detail = _detail(change, old) | with_issuer(directive, actor)
    if added:
        detail["added"] = [share.assignee for share in added]
    if (again or added) and await counts.reopen(db, directive):
        detail["reopened"] = True
    await history.append(db, directive, at=now, actor=actor, action="amended", detail=detail)
    await counts.recount(db, directive)
    await counts.close_if_done(db, directive, actor=actor, now=now)
    asked = {share.id for share in again}
    moved = [share for share in stay if before.get(share.id, change.due) != change.due]
    told = [share for share in moved if share.state in states.UNDONE and share.id not in asked]
    return Amended(added, gone, again, told, before)


def _heard_of(share: Share, old: datetime | None, change: Amendment) -> datetime | None:
    """Give the time a share's assignee knows of: its own, or the directive's that was told last."""
    return change.known.due if change.known and share.due == old else share.due


def _asks_again(share: Share, change: Amendment, due: datetime | None) -> bool:
    """Ask again what is not reported yet, and what is if the task itself is another now.

    `due` is the time people know of: nearer than what nobody was told of is no news.
    """
    if share.state == states.REPORTED:
        return bool(change.content)
    nearer = change.moved and change.due is not None and (due is None or change.due < due)
    return (nearer or bool(change.content)) and share.state in states.UNDONE


async def _settle_extensions(db: Db, directive: Directive, actor: str, now: datetime) -> None:
    waiting = Proposal.filter(directive_id=directive.id, kind=EXTEND, decision="")
    await waiting.using_db(db).update(decision=SUPERSEDED, decided_by=actor, decided_at=now)


def with_issuer(directive: Directive, actor: str) -> Facts:
    """Give what the history adds where somebody acted for the issuer."""
    return {"for": directive.issuer} if actor != directive.issuer else {}


async def _rewrite(db: Db, directive: Directive, change: Amendment) -> None:
    if change.moved:
        directive.due = change.due
    if change.content:
        directive.content, directive.title = change.content, change.title or directive.title
    await directive.save(using_db=db, update_fields=["due", "content", "title"])


async def _move(
    db: Db, directive: Directive, shares: Sequence[Share], due: datetime | None, kept: Collection[int]
) -> None:
    """Move all but the kept in two statements: thousands may have it; the time set first stays known."""
    unsettled = Share.filter(directive_id=directive.id, state__in=states.UNSETTLED)
    unsettled = unsettled.exclude(id__in=list(kept)) if kept else unsettled
    first = unsettled.filter(due_before__isnull=True, due__isnull=False)
    if due is not None:
        first = first.exclude(due=due)
    await first.using_db(db).update(due_before=F("due"))
    await unsettled.using_db(db).update(due=due, look_at=AT_ONCE)
    for share in shares:
        move_due(share, due)


async def _ask_again(db: Db, shares: Sequence[Share], now: datetime) -> None:
    numbers = [share.id for share in shares]
    for start in range(0, len(numbers), CHUNK):
        some = Share.filter(id__in=numbers[start : start + CHUNK]).using_db(db)
        await some.update(
            state=states.ASSIGNED, acknowledged_at=None, acknowledged_by=None, given_at=now, look_at=AT_ONCE
        )
    for share in shares:
        share.state, share.acknowledged_at, share.acknowledged_by = states.ASSIGNED, None, None
        share.given_at = now


async def _take_off(db: Db, directive: Directive, people: Sequence[str], now: datetime) -> list[Share]:
    found = Share.filter(
        directive_id=directive.id, assignee__in=list(people), state__in=states.able("take_off")
    )
    gone = await found.using_db(db).order_by("id")
    await _end(db, [share.id for share in gone], states.WITHDRAWN, now)
    if gone:
        await reporting.renew(db, directive, [share.id for share in gone])
    return gone


async def _end(db: Db, ids: Sequence[int], state: str, now: datetime) -> None:
    await Share.filter(id__in=list(ids)).using_db(db).update(state=state, closed_at=now)
    open_ones = Proposal.filter(share_id__in=list(ids), decision="")
    await open_ones.using_db(db).update(decision=SUPERSEDED, decided_at=now)


def _detail(change: Amendment, old: datetime | None) -> Facts:
    detail: Facts = {}
    if change.moved:
        detail["due"] = change.due.isoformat() if change.due else None
        detail["old"] = old.isoformat() if old else None
        if change.reason:
            detail["reason"] = change.reason
    if change.content:
        detail["content"] = change.content
    if change.take_off:
        detail["taken_off"] = list(change.take_off)
    return detail


TOLD: Final = ("id", "assignee", "department", "state", "given_at", "acknowledged_at")
"""Columns of a share that are read where thousands may end at once: who, and whether they had heard."""


async def withdraw(db: Db, directive: Directive, *, actor: str, reason: str, now: datetime) -> list[Share]:
    """End the directive; gives the shares that end with it. Its counts stay as they stood."""
    query = Share.filter(directive_id=directive.id, state__in=states.able("withdraw"))
    gone = await query.only(*TOLD).using_db(db).order_by("id")
    # One statement for all: thousands may have it.
    await query.using_db(db).update(state=states.WITHDRAWN, closed_at=now)
    await _drop_proposals(db, directive, actor, now)
    directive.state, directive.closed_at = states.WITHDRAWN, now
    await directive.save(using_db=db, update_fields=["state", "closed_at"])
    detail: Facts = {"reason": reason, **with_issuer(directive, actor)}
    await history.append(db, directive, at=now, actor=actor, action="withdrawn", detail=detail)
    return gone


@dataclass(frozen=True, slots=True)
class ClosedWhole:
    """What 全部办结 ended: shares accepted with it, and shares nothing more is asked of."""

    accepted: list[Share]
    undone: list[Share]


async def close_whole(db: Db, directive: Directive, *, actor: str, reason: str, now: datetime) -> ClosedWhole:
    """Close an open directive with the rest undone: what was reported is accepted, the rest is let go.

    Of a notice only what nobody has acknowledged is left.
    """
    undone = (states.ASSIGNED,) if directive.kind == "notice" else states.UNDONE
    accepted = await _end_all(db, directive, (states.REPORTED,), states.ACCEPTED, now)
    before = (*undone, states.DECLINED)
    left = await _end_all(db, directive, before, states.WITHDRAWN, now)
    asked = await _drop_proposals(db, directive, actor, now)
    await counts.recount(db, directive)
    detail: Facts = {
        "accepted": [share.assignee for share in accepted],
        "undone": [share.assignee for share in left],
        # What `unclosing.undo_close` needs to know of what they were.
        "was": _were(left),
        "asked": list(asked),
    }
    if reason:
        detail["reason"] = reason
    detail |= with_issuer(directive, actor)
    await counts.close(db, directive, actor=actor, now=now, detail=detail)
    return ClosedWhole(accepted, left)


def _were(shares: Sequence[Share]) -> dict[str, Json]:
    """Give whose share was in which state."""
    found: dict[str, list[Json]] = {}
    for share in shares:
        found.setdefault(share.state, []).append(share.assignee)
    return {**found}


async def _end_all(
    db: Db, directive: Directive, before: Sequence[str], after: str, now: datetime
) -> list[Share]:
    query = Share.filter(directive_id=directive.id, state__in=list(before))
    found = await query.only(*TOLD).using_db(db).order_by("id")
    await query.using_db(db).update(state=after, closed_at=now)
    return found


async def _drop_proposals(db: Db, directive: Directive, actor: str, now: datetime) -> list[int]:
    """End what waits for a decision; gives the numbers."""
    waiting = Proposal.filter(directive_id=directive.id, decision="").using_db(db)
    numbers = [proposal.id for proposal in await waiting.order_by("id")]
    await waiting.update(decision=SUPERSEDED, decided_by=actor, decided_at=now)
    return numbers


async def hand_over(
    db: Db, directive: Directive, *, to: str, actor: str, now: datetime, posted_by: str = ""
) -> None:
    """Give an open directive another issuer, because the old one left.

    `posted_by` is who goes on acting for the new one; nobody does for whom the old one alone had leave.
    """
    old, directive.issuer = directive.issuer, to
    directive.posted_by = posted_by or to
    await directive.save(using_db=db, update_fields=["issuer", "posted_by"])
    detail: Facts = {"from": old, "to": to}
    await history.append(db, directive, at=now, actor=actor, action="handed_over", detail=detail)
