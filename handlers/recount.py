"""A year's calendar is published: times that were counted provisionally in it are counted again.

Nothing is remembered but the mark on the directive: it goes when its year is published, whatever comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

from handlers.context import Context
from handlers.directives.parties import owners, reached
from handlers.reading import read_delegate
from handlers.stuck import at_row
from tasks.db import Db
from tasks.directives import queries, recounting
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Share
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver
from tasks.worktime import WorkCalendar, before_publication

AHEAD: Final = 2
"""Years that times are given in advance, and looked at."""


async def step(db: Db, context: Context) -> Outcome | None:
    """Count one directive's time again; None where no provisional one lies in a year that is published."""
    directive = await recounting.claim(db, list(_published(context)), without=context.set_aside)
    if directive is None:
        return None
    with at_row(directive.id):
        return await _again(db, directive, context)


async def _again(db: Db, directive: Directive, context: Context) -> Outcome:
    old, due = directive.due, await _counted(db, directive, context)
    if old is None or due is None or due == old or due <= context.now:
        await recounting.settled(db, directive)
        return Outcome()
    shares = await recounting.move(db, directive, due, context.now)
    return Outcome("", {}, _told(directive, shares, old, context))


async def next_due(db: Db, after: datetime) -> datetime | None:
    """Never by itself: a calendar comes with a restart."""
    del db, after
    return None


def _published(context: Context) -> Iterable[tuple[datetime, datetime]]:
    """Give the years in which open times may lie and which are published, as spans."""
    calendar, year = context.calendar, context.calendar.local(context.now).year
    for one in range(year, year + AHEAD + 1):
        if calendar.is_published(one):
            yield calendar.at(date(one, 1, 1), time()), calendar.at(date(one + 1, 1, 1), time())


async def _counted(db: Db, directive: Directive, context: Context) -> datetime | None:
    """Count a directive's time by the calendar of today; None where it is no more the one counted first.

    That it was counted at all is tried: with the calendar as it was then the sentence, as it was issued,
    gives the old time.
    """
    issued = await queries.entries_of(db, directive, "issued")
    amended = await queries.entries_of(db, directive, "amended")
    if directive.due is None or not issued or any("due" in entry.detail for entry in amended):
        return None
    local = context.calendar.local
    years = range(local(directive.created_at).year, local(directive.due).year + 1)
    then = before_publication(context.calendar, frozenset(years[1:] or years))
    content = str(issued[0].detail.get("content") or directive.content)
    if _read(directive, content, then, context) != directive.due:
        return None
    return _read(directive, content, context.calendar, context)


def _read(directive: Directive, content: str, calendar: WorkCalendar, context: Context) -> datetime | None:
    reading = read_delegate(
        content, directive.created_at, context.org, calendar,
        leaders=context.roles.leaders_of(directive.posted_by), bot_name=context.bot_name,
        speaker=directive.issuer,
    )  # fmt: skip
    return reading.due


def _told(directive: Directive, shares: list[Share], old: datetime, context: Context) -> tuple[Notice, ...]:
    """Tell the owners, and everybody whose share moved, once at a decent hour."""
    urgent = directive.urgency != "normal"
    at = context.now if urgent else context.calendar.next_office_time(context.now)
    facts = directive_facts(directive, name=context.org.name, due=directive.due)
    facts |= {"old_due": moment(old), "count": len(shares)}
    once, critical = f"recounted:{directive.code}:{directive.seq}", directive.urgency == "critical"
    theirs = tuple(
        Receiver(who, share.id, _own(share, who, context))
        for share in shares
        if (who := reached(share.assignee, context, at=at))
    )
    notices = (
        Notice("directive.recounted", owners(directive, context=context), facts, f"{once}:owner", at,
               directive=directive.id, critical=critical),
        Notice("share.recounted", theirs, facts | {"for": ""}, once, at,
               directive=directive.id, critical=critical),
    )  # fmt: skip
    return tuple(notice for notice in notices if notice.to)


def _own(share: Share, who: str, context: Context) -> Facts:
    return {} if who == share.assignee else {"for": context.org.name(share.assignee)}
