"""What happens to a share besides 收到, 反馈, 办结: returned, declined, handed on, distributed, undone.

As in `verbs.py` each takes an open transaction and a locked directive, changes rows, appends to the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from tortoise.expressions import Q

from tasks import history
from tasks.db import Db
from tasks.directives import counts, reporting, states
from tasks.directives.below import below, nothing_asked
from tasks.directives.giving import NewShare, give_out
from tasks.directives.models import Directive, Feedback, HistoryEntry, Share
from tasks.directives.verbs import closes, on_behalf
from tasks.fields import Facts

UNDO_FOR: Final = timedelta(minutes=10)
"""How long a mistaken 收到 or 反馈 can be taken back, by the service's clock."""
MOST_DECLINES: Final = 2
"""How often one share may be declined; after that the issuer has decided."""
LEAD: Final = "lead"
"""Role of who answers for the whole (主办)."""


async def send_back(
    db: Db,
    directive: Directive,
    share: Share,
    *,
    actor: str,
    reason: str,
    now: datetime,
    due: datetime | None = None,
) -> bool:
    """Return a share to its assignee with what is missing, and a new time where one was named."""
    if not states.can("return", share.state):
        return False
    share.state, share.closed_at, share.since = states.RETURNED, None, now
    if due is not None:
        move_due(share, due)
        await nothing_asked(db, [share.id], actor, now)
    await share.save(using_db=db, update_fields=["state", "closed_at", "due", "due_before", "since"])
    detail: Facts = {"assignee": share.assignee, "reason": reason}
    if actor != directive.issuer:
        detail["for"] = directive.issuer
    if due is not None:
        detail["due"] = due.isoformat()
    if await counts.reopen(db, directive):
        detail["reopened"] = True
    await history.append(db, directive, at=now, actor=actor, action="returned", detail=detail)
    return True


def move_due(share: Share, due: datetime | None) -> None:
    """Give a share another time; the one that was set first stays known."""
    if due == share.due:
        return
    share.due_before = share.due_before or share.due
    share.due = due


async def decline(
    db: Db, directive: Directive, share: Share, *, actor: str, reason: str, now: datetime
) -> bool:
    """Give a share back to the issuer, who decides what becomes of it."""
    if not states.can("decline", share.state):
        return False
    share.state, share.declines = states.DECLINED, share.declines + 1
    await share.save(using_db=db, update_fields=["state", "declines"])
    await nothing_asked(db, [share.id], actor, now)
    await reporting.renew(db, directive, [share.id])
    detail = on_behalf(share, actor, reason=reason)
    await history.append(db, directive, at=now, actor=actor, action="declined", detail=detail)
    await counts.recount(db, directive)
    return True


async def uphold(
    db: Db, directive: Directive, share: Share, *, actor: str, reason: str, now: datetime
) -> bool:
    """Leave a declined share with its assignee; the hours in which it may be declined begin again."""
    if not states.can("uphold", share.state):
        return False
    share.state = states.ACKNOWLEDGED if share.acknowledged_at else states.ASSIGNED
    share.given_at = now
    await share.save(using_db=db, update_fields=["state", "given_at"])
    detail: Facts = {"assignee": share.assignee, "reason": reason}
    await history.append(db, directive, at=now, actor=actor, action="upheld", detail=detail)
    await counts.recount(db, directive)
    return True


async def reassign(
    db: Db, directive: Directive, share: Share, to: NewShare, *, actor: str, reason: str, now: datetime
) -> Share | None:
    """Hand a share to somebody else, who gets one of their own with its time; gives that one.

    None where the share cannot be handed on any more. Whoever has a share that is under way keeps that one,
    and leads (主办) with it if the other did. What was distributed below the share goes along.
    """
    if not states.can("reassign", share.state) or to.assignee == share.assignee:
        return None
    share.state, share.closed_at = states.REASSIGNED, now
    await share.save(using_db=db, update_fields=["state", "closed_at"])
    await nothing_asked(db, [share.id], actor, now)
    await reporting.renew(db, directive, [share.id])
    given = await give_out(db, directive, [to], now, again=True)
    for fresh in given:
        # give_out begins anew; the time that was set first stays known.
        fresh.due_before = share.due_before
        await fresh.save(using_db=db, update_fields=["due_before"])
    rows = Share.filter(directive_id=directive.id, assignee=to.assignee).using_db(db)
    taken = given[0] if given else await rows.get()
    if share.role == LEAD and taken.role != LEAD:
        taken.role = LEAD
        await taken.save(using_db=db, update_fields=["role"])
    await _adopt(db, share, taken)
    detail = on_behalf(share, actor, to=to.assignee, reason=reason)
    await history.append(db, directive, at=now, actor=actor, action="reassigned", detail=detail)
    await counts.close_if_done(db, directive, actor=actor, now=now)
    return taken


async def _adopt(db: Db, share: Share, taken: Share) -> None:
    """Let what was distributed below a share hang below the one that took its place.

    One that hung below it, at whatever depth, stands in its place now: nothing hangs below itself.
    """
    if await _hangs_below(db, taken, share):
        taken.parent_id = share.parent_id
        await taken.save(using_db=db, update_fields=["parent_id"])
    await Share.filter(parent_id=share.id).exclude(id=taken.id).using_db(db).update(parent_id=taken.id)


async def _hangs_below(db: Db, share: Share, above: Share) -> bool:
    """Whether a share was distributed from another one, or from one below that."""
    rows = await Share.filter(directive_id=share.directive_id, parent_id__isnull=False).using_db(db)
    parents = {row.id: row.parent_id for row in rows}
    seen, at = {share.id}, share.parent_id
    while at is not None and at not in seen:
        if at == above.id:
            return True
        seen.add(at)
        at = parents.get(at)
    return False


async def distribute(
    db: Db, directive: Directive, share: Share, people: Sequence[NewShare], *, actor: str, now: datetime
) -> list[Share]:
    """Give shares below a head's share, which stays the head's; gives the new ones.

    Distributing acknowledges: who gives a thing out has seen it.
    """
    if not states.can("distribute", share.state):
        return []
    given = await give_out(db, directive, people, now)
    if not given:
        return []
    detail = on_behalf(share, actor, to=[one.assignee for one in given])
    if share.state == states.ASSIGNED:
        share.state, share.acknowledged_at, share.acknowledged_by = states.ACKNOWLEDGED, now, actor
        await share.save(using_db=db, update_fields=["state", "acknowledged_at", "acknowledged_by"])
        await history.append(
            db, directive, at=now, actor=actor, action="acknowledged", detail=on_behalf(share, actor)
        )
    await history.append(db, directive, at=now, actor=actor, action="distributed", detail=detail)
    await counts.recount(db, directive)
    return given


async def undo_acknowledge(db: Db, directive: Directive, share: Share, *, actor: str, now: datetime) -> bool:
    """Take back a mistaken 收到 of the last ten minutes."""
    at = share.acknowledged_at
    if not states.can("undo_acknowledge", share.state) or at is None or now - at > UNDO_FOR:
        return False
    if await _ended_by_hand(db, directive):
        return False
    share.state, share.acknowledged_at, share.acknowledged_by = states.ASSIGNED, None, None
    await share.save(using_db=db, update_fields=["state", "acknowledged_at", "acknowledged_by"])
    await _undone(db, directive, share, actor, "acknowledged", now)
    return True


async def undo_report(
    db: Db, directive: Directive, share: Share, *, actor: str, now: datetime
) -> Feedback | None:
    """Take back the last report of the last ten minutes, unless its issuer has dealt with it; gives it.

    What the issuer accepted stays; what was closed by the report itself (办结即报) can be taken back.
    """
    last = await last_report(db, share)
    if last is None or now - last.at > UNDO_FOR or not _still_open(directive, share, last):
        return None
    if await _ended_by_hand(db, directive):
        return None
    last.undone_at = now
    await last.save(using_db=db, update_fields=["undone_at"])
    await _part(db, directive, share)
    share.state = states.ACKNOWLEDGED if last.before in ("", states.ASSIGNED) else last.before
    share.closed_at = None
    await share.save(using_db=db, update_fields=["state", "closed_at"])
    await _undone(db, directive, share, actor, "reported", now)
    return last


def _still_open(directive: Directive, share: Share, last: Feedback) -> bool:
    """Whether nobody has dealt with a report yet: it waits, or it closed its share by itself."""
    by_itself = closes(directive) and share.state == states.ACCEPTED and share.closed_at == last.at
    return share.state == states.REPORTED or by_itself


async def _ended_by_hand(db: Db, directive: Directive) -> bool:
    """Whether the issuer withdrew the directive or closed it with the rest undone: that stays."""
    if directive.state != states.CLOSED:
        return directive.state == states.WITHDRAWN
    found = HistoryEntry.filter(directive_id=directive.id, action="closed").using_db(db)
    last = await found.order_by("-seq").first()
    return last is not None and "undone" in last.detail


async def _part(db: Db, directive: Directive, share: Share) -> None:
    """Give back to those below what went along with a head's report; who reported in person stays."""
    along = [one for one in await below(db, directive, [share.id]) if one.state == share.state]
    told = Feedback.filter(share_id__in=[one.id for one in along], undone_at__isnull=True).using_db(db)
    own = set(await told.values_list("share_id", flat=True)) if along else set()
    for one in along:
        if one.id not in own:
            one.state = states.ACKNOWLEDGED if one.acknowledged_at else states.ASSIGNED
            one.closed_at = None
            await one.save(using_db=db, update_fields=["state", "closed_at"])


async def last_report(db: Db, share: Share) -> Feedback | None:
    """Give the share's last report that was not taken back."""
    found = Feedback.filter(share_id=share.id, undone_at__isnull=True)
    return await found.using_db(db).order_by("-id").first()


async def undoable(db: Db, people: Sequence[str], now: datetime) -> list[tuple[datetime, str, Share]]:
    """Give what was done for these people's shares within ten minutes and may be taken back, latest first.

    A report comes before the 收到 that it brought along.
    """
    since = now - UNDO_FOR
    recent = Q(state=states.ACKNOWLEDGED, acknowledged_at__gte=since) | Q(state=states.REPORTED)
    recent |= Q(state=states.ACCEPTED, closed_at__gte=since)
    shares = await Share.filter(recent, assignee__in=list(people)).using_db(db)
    found: list[tuple[datetime, str, Share]] = []
    for share in shares:
        if share.state == states.ACKNOWLEDGED and share.acknowledged_at is not None:
            found.append((share.acknowledged_at, "acknowledged", share))
        elif (last := await last_report(db, share)) is not None and last.at >= since:
            found.append((last.at, "reported", share))
    return sorted(found, key=lambda one: one[0], reverse=True)


async def _undone(db: Db, directive: Directive, share: Share, actor: str, what: str, now: datetime) -> None:
    detail = on_behalf(share, actor, what=what)
    if await counts.reopen(db, directive):
        detail["reopened"] = True
    await history.append(db, directive, at=now, actor=actor, action="undone", detail=detail)
    await counts.recount(db, directive)
