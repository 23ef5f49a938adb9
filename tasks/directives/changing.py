"""What the issuer changes in a directive that is out: time, text, people; withdrawn, closed as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tortoise.expressions import F

from tasks import history
from tasks.db import Db
from tasks.directives import counts, states
from tasks.directives.handing import move_due
from tasks.directives.models import Directive, Proposal, Share
from tasks.directives.proposals import EXTEND, SUPERSEDED
from tasks.directives.verbs import CHUNK, NewShare, give_out
from tasks.fields import Facts


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is changed. `due` counts where `moved` is set; `content` is the whole new text, or empty."""

    moved: bool = False
    due: datetime | None = None
    content: str = ""
    title: str = ""
    add: Sequence[NewShare] = ()
    take_off: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Amended:
    """What an amendment did, by share: new ones, taken off, asked again, merely told of another time.

    `before` is the time each share had, where it changed.
    """

    added: list[Share] = field(default_factory=list)
    taken_off: list[Share] = field(default_factory=list)
    asked_again: list[Share] = field(default_factory=list)
    told: list[Share] = field(default_factory=list)
    before: Mapping[int, datetime | None] = field(default_factory=dict)


async def amend(db: Db, directive: Directive, change: Amendment, *, actor: str, now: datetime) -> Amended:
    """Change a directive; 收到 is asked again where the time comes nearer or the text changes.

    A share whose own time was extended beyond the new one gets the new one too: the latest word counts. What
    waits about more time is settled by it. A notice that everybody had acknowledged is open again if it asks.
    """
    old = directive.due
    await _rewrite(db, directive, change)
    gone = await _take_off(db, directive, change.take_off, now)
    left = Share.filter(directive_id=directive.id, state__in=states.UNSETTLED).using_db(db)
    stay = await left.order_by("id") if change.moved or change.content else []
    before = {share.id: share.due for share in stay if change.moved and share.due != change.due}
    again = [share for share in stay if _asks_again(share, change)]
    if change.moved:
        await _move(db, directive, stay, change.due)
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
    told = [s for s in stay if s.id in before and s.state in states.UNDONE and s.id not in asked]
    return Amended(added, gone, again, told, before)


def _asks_again(share: Share, change: Amendment) -> bool:
    """Ask again what is not reported yet, and what is if the task itself is another now."""
    if share.state == states.REPORTED:
        return bool(change.content)
    nearer = change.moved and change.due is not None and (share.due is None or change.due < share.due)
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


async def _move(db: Db, directive: Directive, shares: Sequence[Share], due: datetime | None) -> None:
    """Move all in two statements: thousands may have it; the time that was set first stays known."""
    unsettled = Share.filter(directive_id=directive.id, state__in=states.UNSETTLED)
    first = unsettled.filter(due_before__isnull=True, due__isnull=False)
    if due is not None:
        first = first.exclude(due=due)
    await first.using_db(db).update(due_before=F("due"))
    await unsettled.using_db(db).update(due=due)
    for share in shares:
        move_due(share, due)


async def _ask_again(db: Db, shares: Sequence[Share], now: datetime) -> None:
    numbers = [share.id for share in shares]
    for start in range(0, len(numbers), CHUNK):
        some = Share.filter(id__in=numbers[start : start + CHUNK]).using_db(db)
        await some.update(state=states.ASSIGNED, acknowledged_at=None, acknowledged_by=None, given_at=now)
    for share in shares:
        share.state, share.acknowledged_at, share.acknowledged_by = states.ASSIGNED, None, None
        share.given_at = now


async def _take_off(db: Db, directive: Directive, people: Sequence[str], now: datetime) -> list[Share]:
    found = Share.filter(
        directive_id=directive.id, assignee__in=list(people), state__in=states.able("take_off")
    )
    gone = await found.using_db(db).order_by("id")
    await _end(db, [share.id for share in gone], states.WITHDRAWN, now)
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
    left = await _end_all(db, directive, (*undone, states.DECLINED), states.WITHDRAWN, now)
    await _drop_proposals(db, directive, actor, now)
    await counts.recount(db, directive)
    detail: Facts = {
        "accepted": [share.assignee for share in accepted],
        "undone": [share.assignee for share in left],
    }
    if reason:
        detail["reason"] = reason
    detail |= with_issuer(directive, actor)
    await counts.close(db, directive, actor=actor, now=now, detail=detail)
    return ClosedWhole(accepted, left)


async def _end_all(
    db: Db, directive: Directive, before: Sequence[str], after: str, now: datetime
) -> list[Share]:
    query = Share.filter(directive_id=directive.id, state__in=list(before))
    found = await query.only(*TOLD).using_db(db).order_by("id")
    await query.using_db(db).update(state=after, closed_at=now)
    return found


async def _drop_proposals(db: Db, directive: Directive, actor: str, now: datetime) -> None:
    waiting = Proposal.filter(directive_id=directive.id, decision="")
    await waiting.using_db(db).update(decision=SUPERSEDED, decided_by=actor, decided_at=now)


async def hand_over(db: Db, directive: Directive, *, to: str, actor: str, now: datetime) -> None:
    """Give an open directive another issuer, because the old one left."""
    old, directive.issuer = directive.issuer, to
    await directive.save(using_db=db, update_fields=["issuer"])
    detail: Facts = {"from": old, "to": to}
    await history.append(db, directive, at=now, actor=actor, action="handed_over", detail=detail)
