"""What is asked about directives; reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.expressions import Q

from tasks.directives import states
from tasks.directives.models import LONGEST_CODE, Directive, Feedback, HistoryEntry, Share
from tasks.people.roles import GIVEN_TO_UNITS

RECENT = 50
"""Directives of one chat, the last ones, among which a quoted sentence is looked for."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a directive stands: shares in all, acknowledged, reported (or further), accepted."""

    total: int
    acknowledged: int
    reported: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A directive with all that hangs on it."""

    directive: Directive
    shares: Sequence[Share]
    feedback: Sequence[Feedback]
    history: Sequence[HistoryEntry]


async def by_code(db: BaseDBAsyncClient, code: str) -> Directive | None:
    """Find a directive by its full code; anybody can write any text there."""
    if len(code) > LONGEST_CODE:
        return None
    return await Directive.filter(code=code).using_db(db).first()


async def latest_ending(
    db: BaseDBAsyncClient, digits: str, people: Sequence[str], chat: str, *, kind: str = ""
) -> Directive | None:
    """Find the latest directive with these digits that one of these people has to do with, or this chat."""
    mine = await Share.filter(assignee__in=people).using_db(db).values_list("directive_id", flat=True)
    about = Q(issuer__in=people) | Q(posted_by__in=people) | Q(id__in=list(mine))
    if chat:
        about |= Q(chat=chat)
    for ending in _endings(digits):
        found = Directive.filter(about, code__endswith=ending).using_db(db)
        found = found.filter(kind=kind) if kind else found
        if directive := await found.order_by("-id").first():
            return directive
    return None


def _endings(digits: str) -> tuple[str, ...]:
    """Give how a code with these digits ends: 012 is a directive's or else a request's, 0012 a request's."""
    number = int(digits)
    endings = (f"-{number:03d}", f"-{number:04d}")
    return endings[1:] if len(digits) > len("012") else tuple(dict.fromkeys(endings))


async def by_content(
    db: BaseDBAsyncClient, content: str, people: Sequence[str], chat: str
) -> Directive | None:
    """Find the latest directive with this text, of the last ones in this chat or issued by these people."""
    own = Q(chat=chat) if chat else Q(issuer__in=people) | Q(posted_by__in=people)
    last = await Directive.filter(own).using_db(db).order_by("-id").limit(RECENT).values_list("id", "content")
    number = next((number for number, text in last if text == content), None)
    return await Directive.filter(id=number).using_db(db).first() if number is not None else None


async def open_shares(
    db: BaseDBAsyncClient, people: Iterable[str], wanted: Sequence[str]
) -> list[tuple[Directive, Share]]:
    """Shares of these people in these states under open directives, newest first."""
    shares = await Share.filter(assignee__in=list(people), state__in=wanted).using_db(db).order_by("-id")
    found = await Directive.filter(
        id__in=[share.directive_id for share in shares], state=states.OPEN
    ).using_db(db)
    directives = {d.id: d for d in found}
    return [(directives[s.directive_id], s) for s in shares if s.directive_id in directives]


async def issued_by(
    db: BaseDBAsyncClient,
    people: Iterable[str],
    *,
    chat: str = "",
    since: datetime | None = None,
    limit: int = 20,
) -> list[Directive]:
    """Give the open directives these people issued (in this chat, where one is given), newest first."""
    query = Directive.filter(issuer__in=list(people))
    query = query.filter(created_at__gte=since) if since else query.filter(state=states.OPEN)
    if chat:
        query = query.filter(chat=chat)
    return await query.using_db(db).order_by("-id").limit(limit)


async def shares_of(
    db: BaseDBAsyncClient, directive: Directive, wanted: Sequence[str] = states.SHARE_STATES
) -> list[Share]:
    """Give a directive's shares in these states, in the order they were given out."""
    return await Share.filter(directive_id=directive.id, state__in=wanted).using_db(db).order_by("id")


async def share_of(db: BaseDBAsyncClient, directive: Directive, person: str) -> Share | None:
    """Give the person's own share of a directive."""
    return await Share.filter(directive_id=directive.id, assignee=person).using_db(db).first()


async def shares_open_to(
    db: BaseDBAsyncClient, directive: Directive, people: Sequence[str], units: Sequence[int]
) -> list[Share]:
    """Give the shares under way that these people have, or that were given to these units."""
    to_units = Q(*(Q(why__startswith=f'{{"by":"{by}"') for by in GIVEN_TO_UNITS), join_type=Q.OR)
    theirs = Q(assignee__in=people) | (Q(department__in=units) & to_units)
    found = Share.filter(theirs, directive_id=directive.id, state__in=states.UNDER_WAY)
    return await found.using_db(db).order_by("id")


async def progress(db: BaseDBAsyncClient, directive: Directive) -> Progress:
    """Count how the directive stands."""
    reported = (
        await Share.filter(directive_id=directive.id, state__in=(states.REPORTED, states.ACCEPTED))
        .using_db(db)
        .count()
    )
    accepted = await Share.filter(directive_id=directive.id, state=states.ACCEPTED).using_db(db).count()
    return Progress(directive.total, directive.acknowledged, reported, accepted)


async def whole(db: BaseDBAsyncClient, directives: Sequence[Directive]) -> list[Whole]:
    """Load everything of these directives in three statements."""
    ids = [d.id for d in directives]
    shares = await Share.filter(directive_id__in=ids).using_db(db).order_by("id")
    feedback = await Feedback.filter(directive_id__in=ids).using_db(db).order_by("id")
    entries = await HistoryEntry.filter(directive_id__in=ids).using_db(db).order_by("directive_id", "seq")
    return [
        Whole(
            d,
            [s for s in shares if s.directive_id == d.id],
            [f for f in feedback if f.directive_id == d.id],
            [e for e in entries if e.directive_id == d.id],
        )
        for d in directives
    ]


async def page(
    db: BaseDBAsyncClient, *, state: str | None, before: int | None, limit: int, chat: str = ""
) -> list[Directive]:
    """Give a page of directives, newest first; `before` is the id the last page ended at, `chat` a group.

    An office's part of a citizen's request is none of them: requests have lists of their own.
    """
    query = (Directive.filter(chat=chat) if chat else Directive.all()).exclude(kind="request")
    if state:
        query = query.filter(state=state)
    if before is not None:
        query = query.filter(id__lt=before)
    return await query.using_db(db).order_by("-id").limit(limit)


async def locked_by_id(db: BaseDBAsyncClient, number: int) -> Directive:
    """Load a directive by its row number for changing; other writers wait."""
    return await Directive.filter(id=number).using_db(db).select_for_update().get()


async def with_reports(db: BaseDBAsyncClient, issuers: Iterable[str]) -> list[Directive]:
    """Give the open directives of these people in which something reported waits to be accepted."""
    found = await Directive.filter(issuer__in=list(issuers), state=states.OPEN).using_db(db).order_by("-id")
    ids = [d.id for d in found]
    waiting = set(
        await Share.filter(directive_id__in=ids, state=states.REPORTED)
        .using_db(db)
        .values_list("directive_id", flat=True)
    )
    return [d for d in found if d.id in waiting]


async def open_in(db: BaseDBAsyncClient, people: Iterable[str]) -> list[Directive]:
    """Give the open directives in which one of these people has a share that is still under way."""
    found: dict[int, Directive] = {}
    for directive, _share in await open_shares(db, people, states.UNDER_WAY):
        found[directive.id] = directive
    return list(found.values())


async def by_id(db: BaseDBAsyncClient, number: int) -> Directive | None:
    """Find a directive by its row number."""
    return await Directive.filter(id=number).using_db(db).first()


async def share_by_id(db: BaseDBAsyncClient, number: int) -> Share | None:
    """Find a share by its row number."""
    return await Share.filter(id=number).using_db(db).first()


async def entries_of(db: BaseDBAsyncClient, directive: Directive, action: str) -> list[HistoryEntry]:
    """Give the entries of one kind in a directive's history, oldest first."""
    return await HistoryEntry.filter(directive_id=directive.id, action=action).using_db(db).order_by("seq")


async def last_feedback(db: BaseDBAsyncClient, share_id: int) -> Feedback | None:
    """Give what was reported last for this share and not taken back."""
    found = Feedback.filter(share_id=share_id, undone_at__isnull=True)
    return await found.using_db(db).order_by("-id").first()


async def texts_of(db: BaseDBAsyncClient, share_id: int) -> list[str]:
    """Give the words of a share's reports that were not taken back, the last one first."""
    found = Feedback.filter(share_id=share_id, undone_at__isnull=True).using_db(db).order_by("-id")
    return [str(text) for text in await found.values_list("text", flat=True)]


async def feedback_by_id(db: BaseDBAsyncClient, number: int) -> Feedback | None:
    """Find a report by its row number."""
    return await Feedback.filter(id=number).using_db(db).first()
