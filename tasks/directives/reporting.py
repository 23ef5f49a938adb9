"""What was reported on its way to who decides: a report in pieces, what is news, when it was passed on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tasks import history
from tasks.db import Db
from tasks.directives import states
from tasks.directives.below import below, heads
from tasks.directives.models import Directive, Feedback, Share
from tasks.directives.verbs import closes, on_behalf, readable
from tasks.fields import Json

MERGE_FOR: Final = timedelta(minutes=10)
"""After who decides was told of feedback, how long what comes besides waits, to be told together."""


@dataclass(frozen=True, slots=True)
class News:
    """A share's last report on its way to who decides. `newer`: something in it was not seen yet.

    `earlier` are reports before it that are told with it: something in them was news too when it came.
    """

    feedback: Feedback
    share: Share
    newer: bool = False
    earlier: tuple[Feedback, ...] = ()

    @property
    def reports(self) -> tuple[Feedback, ...]:
        """Everything that is told of together, in the order it was said."""
        return (*self.earlier, self.feedback)

    @property
    def text(self) -> str:
        """All words of it."""
        return "\n".join(one.text for one in self.reports if one.text)

    @property
    def added(self) -> bool:
        """Whether a part of what is news now was passed on before."""
        return self.feedback.told_at is not None and self.feedback.is_news


async def add_piece(
    db: Db,
    directive: Directive,
    share: Share,
    feedback: Feedback,
    *,
    actor: str,
    text: str,
    media: Sequence[Json],
    attachments: int,
    now: datetime,
) -> None:
    """Add a piece to a report that still stands; the history proves the piece.

    `media` is what the report has in all now, `attachments` how many came with this piece.
    """
    text = readable(directive, text)
    feedback.text = "\n".join(part for part in (feedback.text, text) if part)
    feedback.media = list(media)
    feedback.is_news = True
    await feedback.save(using_db=db, update_fields=["text", "media", "is_news"])
    detail = on_behalf(share, actor, text=text, attachments=attachments)
    await history.append(db, directive, at=now, actor=actor, action="added_to_report", detail=detail)


def takes_more(directive: Directive, share: Share, feedback: Feedback) -> bool:
    """Whether a report can still be added to: nobody has dealt with it, and it was not taken back."""
    if feedback.undone_at is not None or directive.state == states.WITHDRAWN:
        return False
    accepted = share.state == states.ACCEPTED and share.closed_at == feedback.at
    by_itself = accepted and closes(directive)
    return by_itself or (directive.state == states.OPEN and share.state == states.REPORTED)


async def renew(
    db: Db, directive: Directive, heads_gone: Collection[int], *, since: datetime | None = None
) -> None:
    """Make news again of what waits below shares that answer for it no more: somebody else decides now.

    `since` leaves out what was reported before that moment.
    """
    under = await below(db, directive, heads_gone, own=True)
    waiting = await _reported(db, directive, [share.id for share in under]) if under else []
    found = Feedback.filter(share_id__in=[share.id for share in waiting], undone_at__isnull=True)
    by_share = _by_share(await found.using_db(db).order_by("id"))
    last = [_last(by_share[share.id], share) for share in waiting if share.id in by_share]
    told = [one for one in last if since is None or one.feedback.at >= since]
    numbers = [report.id for one in told for report in one.reports]
    await Feedback.filter(id__in=numbers).using_db(db).update(is_news=True, told_at=None)


async def news(db: Db, directive: Directive, head: Share | None) -> list[News]:
    """Give what is to be passed on to the head, or (None) to the issuer: what still waits, share by share."""
    if directive.state == states.WITHDRAWN:
        return []
    found = await (
        Feedback.filter(directive_id=directive.id, is_news=True, undone_at__isnull=True)
        .using_db(db)
        .order_by("id")
    )
    reported = await _reported(db, directive, {feedback.share_id for feedback in found})
    shares = await _below(db, reported, head)
    by_share = _by_share(found)
    return sorted((_last(by_share[one.id], one) for one in shares), key=lambda one: one.feedback.id)


def _by_share(rows: Sequence[Feedback]) -> dict[int, list[Feedback]]:
    found: dict[int, list[Feedback]] = {}
    for row in rows:
        found.setdefault(row.share_id, []).append(row)
    return found


def _last(rows: Sequence[Feedback], share: Share, *, newer: bool = False) -> News:
    """Give a share's last report, with those before it that are news still or were told of with it."""
    last = rows[-1]
    together = [one for one in rows[:-1] if one.is_news or one.told_at == last.told_at is not None]
    return News(last, share, newer, tuple(together))


async def last_of(db: Db, share: Share) -> News | None:
    """Give what a share reported last and did not take back, with what is shown together with it."""
    rows = await Feedback.filter(share_id=share.id, undone_at__isnull=True).using_db(db).order_by("id")
    return _last(rows, share) if rows else None


async def _reported(db: Db, directive: Directive, numbers: Collection[int]) -> list[Share]:
    """Give those of the shares whose report waits, or closed them by itself (办结即报)."""
    standing = (states.REPORTED, states.ACCEPTED) if closes(directive) else (states.REPORTED,)
    return await Share.filter(id__in=list(numbers), state__in=standing).using_db(db)


async def unseen(db: Db, directive: Directive) -> list[News]:
    """Give the reports that wait for the issuer's decision, and of which something was not shown yet."""
    return [one for one in await news(db, directive, None) if one.share.state == states.REPORTED]


def size(feedback: Feedback) -> int:
    """Give how much a report holds: only adding to it changes that, so it says which piece a card showed."""
    return len(feedback.text) + len(feedback.media)


async def passed_on(
    db: Db, directive: Directive, head: Share | None, told: Sequence[News], now: datetime
) -> None:
    """Keep that this was passed on now, and that the head, or the issuer, heard of feedback."""
    numbers = [report.id for one in told for report in one.reports]
    await Feedback.filter(id__in=numbers).using_db(db).update(told_at=now, is_news=False)
    about = head or directive
    about.told_at = now
    await about.save(using_db=db, update_fields=["told_at"])


async def told_at(db: Db, directive: Directive, head: Share | None, at: datetime) -> list[News]:
    """Give what the head, or the issuer, was told of at this moment and not again since, share by share.

    What was taken back is left out.
    """
    found = Feedback.filter(directive_id=directive.id, undone_at__isnull=True)
    rows = await found.using_db(db).order_by("id")
    newer = {feedback.share_id for feedback in rows if feedback.is_news}
    last = {feedback.share_id: feedback for feedback in rows if feedback.told_at is not None}
    then = {number for number, feedback in last.items() if feedback.told_at == at}
    told = _by_share([one for one in rows if one.told_at == at])
    shares = await Share.filter(id__in=list(then)).using_db(db).order_by("id")
    below = await _below(db, shares, head)
    return [_last(told[share.id], share, newer=share.id in newer) for share in below]


async def waiting(db: Db, directive: Directive, head: Share | None, *, after: int = 0) -> list[News]:
    """Give the reports that wait for a decision (a head goes through them), the last of each share."""
    found = Share.filter(directive_id=directive.id, state=states.REPORTED, id__gt=after)
    shares = await _below(db, await found.using_db(db).order_by("id"), head)
    numbers = [share.id for share in shares]
    rows = Feedback.filter(share_id__in=numbers, undone_at__isnull=True).using_db(db).order_by("id")
    reports = _by_share(await rows)
    return [_last(reports[share.id], share) for share in shares if share.id in reports]


async def _below(db: Db, shares: Sequence[Share], head: Share | None) -> list[Share]:
    """Give those of the shares that the head, or (None) the issuer, hears of."""
    above = await heads(db, shares)
    wanted = head.id if head else None
    return [share for share in shares if (above[share.id].id if share.id in above else None) == wanted]
