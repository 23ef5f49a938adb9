"""When people may be told: office hours, unless something presses or an emergency is on for them.

What waits for office hours goes at once to whom a declared emergency (防汛, 应急) lifts quiet hours for. The
words stay the same, so that all who get them at one moment still get them in one call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.directives.parties import reached
from tasks.directives.facts import moment
from tasks.directives.models import Share
from tasks.fields import Json
from tasks.notices import Notice

FIRST_CARD: Final = "directive.assigned"


def is_free(person: str, context: Context) -> bool:
    """Whether an emergency is on for the person now."""
    return context.lifted.at(person, context.now)


def at_for(person: str, at: datetime, context: Context) -> datetime:
    """Give when a person is told what the others are told `at`."""
    return context.now if is_free(person, context) else at


def reader_at(share: Share, at: datetime, context: Context) -> str:
    """Give who is told of a share that goes out `at`: the assignee, or the stand-in of that moment."""
    return reached(share.assignee, context, at=at_for(share.assignee, at, context))


def let_through(notice: Notice, context: Context, free: frozenset[int] = frozenset()) -> tuple[Notice, ...]:
    """Give a notice that waits as two: at once to those an emergency is on for, later to the others.

    `free` are shares of people an emergency is on for, whoever reads in their place.
    """
    if notice.at <= context.now:
        return (notice,)
    now = tuple(one for one in notice.to if one.share in free or is_free(one.id, context))
    if not now:
        return (notice,)
    later = tuple(one for one in notice.to if one not in now)
    first = replace(notice, to=now, at=context.now)
    return (first, replace(notice, to=later)) if later else (first,)


def free_ones(shares: Iterable[Share], context: Context) -> frozenset[int]:
    """Give the numbers of those shares whose assignee an emergency is on for."""
    return frozenset(share.id for share in shares if is_free(share.assignee, context))


def held_until(at: datetime, notices: Iterable[Notice], context: Context) -> Json:
    """Give the moment people are told at; nothing where it has come, or nobody has to wait for it."""
    some = tuple(notices)
    if at <= context.now:
        return None
    waits = any(notice.at > context.now for notice in some)
    spared = any(is_free(one.id, context) for notice in some for one in notice.to)
    return moment(at) if waits or not spared else None


def early(at: datetime, notices: Iterable[Notice], context: Context) -> int:
    """Count who is told at once, because an emergency is on, what the others wait for."""
    if at <= context.now:
        return 0
    cards = (notice for notice in notices if notice.kind == FIRST_CARD and notice.at <= context.now)
    return sum(len(notice.to) for notice in cards)
