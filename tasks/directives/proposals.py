"""What waits for the issuer's decision about a share: more time, another unit, not ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from tortoise.expressions import Q

from tasks import history
from tasks.db import Db
from tasks.directives import states
from tasks.directives.below import below, heads, nothing_asked
from tasks.directives.handing import move_due
from tasks.directives.models import Directive, Proposal, Share
from tasks.directives.verbs import on_behalf
from tasks.fields import Facts, Json

EXTEND: Final = "extend"
REASSIGN: Final = "reassign"
DECLINE: Final = "decline"

GRANTED: Final = "granted"
REFUSED: Final = "refused"

ASKED: Final = {EXTEND: "extension_asked", REASSIGN: "reassign_asked"}
"""Kind → action in the history; what is declined has its own move."""


async def propose(
    db: Db,
    directive: Directive,
    share: Share,
    kind: str,
    *,
    actor: str,
    reason: str,
    facts: Facts,
    now: datetime,
) -> Proposal:
    """Put something before the issuer; an older one of the same kind about the share is superseded."""
    await nothing_asked(db, [share.id], actor, now, [kind])
    if kind in ASKED:
        detail = on_behalf(share, actor, **facts, reason=reason)
        await history.append(db, directive, at=now, actor=actor, action=ASKED[kind], detail=detail)
    return await Proposal.create(
        using_db=db, directive_id=directive.id, share_id=share.id, kind=kind, asked_by=actor, asked_at=now,
        reason=reason, facts=facts,
    )  # fmt: skip


async def settle(
    db: Db,
    proposal: Proposal,
    decision: str,
    *,
    actor: str,
    now: datetime,
    more: Mapping[str, Json] | None = None,
) -> bool:
    """Write down the decision, and `more` of how it was decided; False where it was decided before."""
    if proposal.decision:
        return False
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, actor, now
    proposal.facts = {**proposal.facts, **(more or {})}
    columns = ["decision", "decided_by", "decided_at", "facts"]
    await proposal.save(using_db=db, update_fields=columns)
    return True


async def by_id(db: Db, number: int) -> Proposal | None:
    """Find a proposal by its number, locked for deciding."""
    return await Proposal.filter(id=number).using_db(db).select_for_update().first()


async def find(db: Db, number: int) -> Proposal | None:
    """Find a proposal by its number, for reading: whoever decides locks its directive first."""
    return await Proposal.filter(id=number).using_db(db).first()


async def open_in(db: Db, directive: Directive, kind: str | None = None) -> list[Proposal]:
    """Give what waits for a decision in this directive, oldest first."""
    found = Proposal.filter(directive_id=directive.id, decision="")
    if kind:
        found = found.filter(kind=kind)
    return await found.using_db(db).order_by("id")


async def open_for(
    db: Db, issuers: Iterable[str], kinds: Iterable[str], *, answering: Iterable[str] = ()
) -> list[tuple[Directive, Share, Proposal]]:
    """Give what waits for these people's decision in open directives, newest directive first.

    `issuers` decide in what they issued, except about what a head distributed: that is for the head
    (`answering`: who holds such a head's share).
    """
    people, those = list(issuers), list(answering)
    held = Share.filter(assignee__in=those, state__in=states.STANDING).using_db(db)
    numbers = await held.values_list("directive_id", flat=True) if those else []
    meant = Directive.filter(Q(issuer__in=people) | Q(id__in=list(numbers)), state=states.OPEN).using_db(db)
    own = {directive.id: directive for directive in await meant.order_by("-id")}
    waiting = Proposal.filter(directive_id__in=list(own), kind__in=list(kinds), decision="").using_db(db)
    found = await waiting.order_by("-directive_id", "id")
    rows = await Share.filter(id__in=[one.share_id for one in found]).using_db(db)
    shares, above = {share.id: share for share in rows}, await heads(db, rows)

    def decides(one: Proposal) -> bool:
        head = above.get(one.share_id)
        return head.assignee in those if head else own[one.directive_id].issuer in people

    return [(own[one.directive_id], shares[one.share_id], one) for one in found if decides(one)]


async def last_decided(db: Db, directive: Directive, kinds: Iterable[str]) -> Proposal | None:
    """Give what was granted or refused last of these kinds in a directive."""
    found = Proposal.filter(
        directive_id=directive.id, kind__in=list(kinds), decision__in=[GRANTED, REFUSED]
    ).using_db(db)
    return await found.order_by("-decided_at", "-id").first()


def still_asked(proposal: Proposal, share: Share) -> bool:
    """Whether it can still be decided: nobody has, and the share has not moved on by itself."""
    return not proposal.decision and fits(proposal, share)


def fits(proposal: Proposal, share: Share) -> bool:
    """Whether a share stands so that what was asked for could be granted."""
    return states.can(_NEEDS[proposal.kind], share.state)


_NEEDS: Final = {EXTEND: "extend", REASSIGN: "reassign", DECLINE: "uphold"}
"""Kind → the move that granting (or, of what was declined, upholding) is."""


async def open_of(db: Db, share: Share, kind: str) -> Proposal | None:
    """Give what waits for a decision of this kind about this share."""
    return await Proposal.filter(share_id=share.id, kind=kind, decision="").using_db(db).first()


async def extend(
    db: Db, directive: Directive, share: Share, *, actor: str, due: datetime, reason: str, now: datetime
) -> list[Share] | None:
    """Give one share another time; the directive's own stays. None where it takes none any more.

    What was distributed below it with its time moves along; those shares are given.
    """
    if not states.can("extend", share.state):
        return None
    old = share.due
    under = [one for one in await below(db, directive, [share.id]) if one.state in states.UNSETTLED]
    along = [one for one in under if one.due == old]
    for one in (share, *along):
        move_due(one, due)
        await one.save(using_db=db, update_fields=["due", "due_before"])
    detail: Facts = {
        "assignee": share.assignee,
        "due": due.isoformat(),
        "old": old.isoformat() if old else None,
        "reason": reason,
    }
    if along:
        detail["together"] = [one.assignee for one in along]
    await history.append(db, directive, at=now, actor=actor, action="extended", detail=detail)
    return along


async def refuse_extension(
    db: Db, directive: Directive, share: Share, *, actor: str, reason: str, now: datetime
) -> None:
    """Leave a share its time."""
    detail: Facts = {"assignee": share.assignee, "reason": reason}
    await history.append(db, directive, at=now, actor=actor, action="extension_refused", detail=detail)


async def refuse_reassign(
    db: Db, directive: Directive, share: Share, *, actor: str, reason: str, now: datetime
) -> None:
    """Leave a share with its assignee who wanted to hand it to another unit."""
    detail: Facts = {"assignee": share.assignee, "reason": reason}
    await history.append(db, directive, at=now, actor=actor, action="reassign_refused", detail=detail)
