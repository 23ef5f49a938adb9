"""Declare an emergency: for named units, until a time, and never further than 72 hours ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.context import Context
from handlers.emergency import asking
from handlers.emergency.reading import Said, topic_in
from handlers.emergency.telling import facts_of, to_group, to_heads
from handlers.message import Incoming
from tasks.db import Db
from tasks.emergency import verbs
from tasks.emergency.queries import open_ones
from tasks.emergency.verbs import Declaration, Declared
from tasks.fields import Facts
from tasks.notices import Notice, Outcome

USUAL: Final = timedelta(hours=24)
"""How long it is on where nobody said until when."""
MOST: Final = timedelta(hours=72)
"""The furthest it reaches ahead; who needs more declares or prolongs it again."""


@dataclass(frozen=True, slots=True)
class Term:
    """Until when, and whether that was said, and cut to what is allowed."""

    until: datetime
    usual: bool = False
    capped: bool = False


def term(until: datetime | None, context: Context) -> Term:
    """Give the time that counts for what was said."""
    if until is None:
        return Term(context.now + USUAL, usual=True)
    most = context.now + MOST
    return Term(min(until, most), capped=until > most)


def wrong_scope(said: Said, context: Context) -> Outcome | None:
    """Give the answer where what was said cannot be meant so, with its cure; None where it can."""
    scope = said.scope
    facts: Facts = {"why": "", "names": [], "name": said.name, "until": None, "year": context.now.year}
    if scope.people:
        return Outcome("emergency.wrong", facts | {"why": "people", "names": list(scope.people)})
    if scope.unknown:
        return Outcome("emergency.wrong", facts | {"why": "unknown", "names": list(scope.unknown)})
    if scope.until.later:
        return Outcome("emergency.wrong", facts | {"why": "later"})
    if scope.until.at is not None and scope.until.at <= context.now:
        return Outcome("emergency.wrong", facts | {"why": "past", "until": scope.until.at.isoformat()})
    return None


async def declare(db: Db, said: Said, incoming: Incoming, context: Context) -> Outcome:
    """Begin it, or join the one that is on; what is missing is asked for."""
    wrong = wrong_scope(said, context)
    if wrong is not None:
        return wrong
    if not said.topic or not said.scope.units:
        return await asking.want(db, said, incoming, context)
    await asking.leave(db, incoming, context)
    until = term(said.scope.until.at, context)
    rows = await open_ones(db, context.now, lock=True)
    alike = [row for row in rows if topic_in(row.name) == said.topic]
    declaration = Declaration(
        said.name, said.scope.units, until.until, incoming.sender, incoming.chat, incoming.text
    )
    done = await verbs.declare(db, declaration, alike, org=context.org, now=context.now)
    return _answer(done, until, incoming, context)


def _answer(done: Declared, until: Term, incoming: Incoming, context: Context) -> Outcome:
    row, moved = done.emergency, done.joined and done.before != done.emergency.until
    facts = facts_of(row, context) | {
        "usual": until.usual,
        "capped": until.capped,
        "joined": done.joined,
        "before": done.before.isoformat() if done.before else None,
        "people": len(context.org.everyone_in(row.departments)),
    }
    notices = _notices(done, facts, incoming, context, moved=moved)
    told = sum(len(notice.to) for notice in notices if notice.place == "person")
    return Outcome("emergency.declared", facts | {"told": told, "moved": moved}, notices)


def _notices(
    done: Declared, facts: Facts, incoming: Incoming, context: Context, *, moved: bool
) -> tuple[Notice, ...]:
    """Tell the heads for whom it is new that it is on, and the others, if it moved, until when."""
    row, actor = done.emergency, incoming.sender
    notices = to_heads("emergency.on", row, done.units, facts, actor, context)
    if moved:
        known = verbs.with_below(row.departments, context.org) - done.units
        notices += to_heads("emergency.moved", row, known, facts, actor, context)
        notices += to_group("group.emergency_moved", row, facts, incoming.chat, context)
    return notices
