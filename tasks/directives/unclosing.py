"""The way back from 全部办结: within ten minutes whoever closed it has the shares as they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from tasks import history
from tasks.db import Db
from tasks.directives import counts, states
from tasks.directives.changing import with_issuer
from tasks.directives.handing import UNDO_FOR
from tasks.directives.models import AT_ONCE, Directive, Feedback, HistoryEntry, Proposal, Share
from tasks.fields import Facts


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closed a directive with the rest undone, and when."""

    actor: str
    at: datetime
    detail: Facts


@dataclass(frozen=True, slots=True)
class Reopened:
    """What stands as it did again: shares that wait for the issuer, shares something is still asked of.

    `unseen` says whether the issuer was to be shown reports meanwhile, which nobody wanted then.
    """

    at: datetime
    reported: list[Share]
    undone: list[Share]
    unseen: bool


async def closing_of(db: Db, directive: Directive) -> Closing | None:
    """Give how a closed directive was closed with the rest undone; None where its last share closed it."""
    if directive.state != states.CLOSED:
        return None
    found = HistoryEntry.filter(directive_id=directive.id, action="closed").using_db(db)
    last = await found.order_by("-seq").first()
    if last is None or "was" not in last.detail:
        return None
    return Closing(last.actor, last.at, last.detail)


async def recent(db: Db, actor: str, now: datetime) -> list[tuple[datetime, Directive]]:
    """Give what this person closed with the rest undone and may take back, latest first."""
    closed = Directive.filter(state=states.CLOSED, closed_at__gte=now - UNDO_FOR).using_db(db)
    found: list[tuple[datetime, Directive]] = []
    for directive in await closed.order_by("-closed_at", "-id"):
        closing = await closing_of(db, directive)
        if closing is not None and closing.actor == actor:
            found.append((closing.at, directive))
    return found


async def undo_close(db: Db, directive: Directive, *, actor: str, now: datetime) -> Reopened | None:
    """Take back a closing of the last ten minutes; None where that is not possible, or it was another's."""
    closing = await closing_of(db, directive)
    if closing is None or closing.actor != actor or now - closing.at > UNDO_FOR:
        return None
    detail = closing.detail
    reported = await _back(db, directive, detail["accepted"], states.REPORTED)
    undone: list[Share] = []
    for state, people in cast("dict[str, list[str]]", detail["was"]).items():
        undone += await _back(db, directive, people, state)
    asked = Proposal.filter(id__in=cast("list[int]", detail["asked"])).using_db(db)
    await asked.update(decision="", decided_by="", decided_at=None)
    unseen = await _unseen(db, reported, closing.at)
    await counts.reopen(db, directive)
    entry: Facts = {"what": "closed", "reopened": True, **with_issuer(directive, actor)}
    await history.append(db, directive, at=now, actor=actor, action="undone", detail=entry)
    await counts.recount(db, directive)
    return Reopened(closing.at, reported, undone, unseen)


async def _back(db: Db, directive: Directive, people: object, state: str) -> list[Share]:
    """Give these people's shares the state they had."""
    who = cast("list[str]", people)
    shares = Share.filter(directive_id=directive.id, assignee__in=who).using_db(db)
    await shares.update(state=state, closed_at=None, look_at=AT_ONCE)
    return await shares.order_by("id")


async def _unseen(db: Db, shares: Iterable[Share], since: datetime) -> bool:
    """Make news again of what should have been told while the directive was closed."""
    numbers = [share.id for share in shares]
    told = Feedback.filter(share_id__in=numbers, undone_at__isnull=True, told_at__gt=since).using_db(db)
    return await told.update(is_news=True) > 0
