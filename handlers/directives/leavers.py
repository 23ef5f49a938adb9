"""Somebody has left: what they had goes to the head of the unit, and everybody concerned is told once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from handlers.context import Context
from handlers.directives import deciding, unreachable
from handlers.directives.accept import accept_own, closed_line
from handlers.directives.first_card import assigned
from handlers.directives.heirs import heir, issuer_after, poster_after
from handlers.directives.parties import owners, reached
from handlers.directives.proposed import ASKED
from tasks.db import Db
from tasks.directives import changing, leavers, proposals, queries, states
from tasks.directives.facts import moment
from tasks.directives.giving import NewShare
from tasks.directives.leavers import Taken
from tasks.directives.models import Directive, Share
from tasks.fields import Facts, Json, to_ms
from tasks.notices import Notice, Outcome, Receiver

WHY = "left"
JOB = "people.left"


@dataclass(slots=True)
class Told:
    """What one person has to hear, and whether something of it cannot wait."""

    rows: list[Json] = field(default_factory=list)
    urgent: bool = False
    marks: list[object] = field(default_factory=list)

    def add(self, directive: Directive, row: Facts, mark: object) -> None:
        """Add a line about a directive; its `mark` says which time this is: the same again is no news."""
        self.marks.append((directive.code, mark))
        named: Facts = {"code": directive.code, "title": directive.title, "year": int(directive.code[1:5])}
        self.rows.append(named | row)
        self.urgent = self.urgent or directive.urgency != "normal"


@dataclass(slots=True)
class News:
    """What a leaving makes people hear: one message each."""

    heirs: dict[str, Told] = field(default_factory=dict)
    owners: dict[str, Told] = field(default_factory=dict)
    nobody: Told = field(default_factory=Told)
    cards: list[Notice] = field(default_factory=list)


async def left(db: Db, who: str, context: Context) -> Outcome:
    """Hand over what a person who has left has open; nothing for who is there, or has nothing."""
    if who not in context.org.former:
        return Outcome()
    news = News()
    for directive in await leavers.issued_by(db, who):
        await _new_issuer(db, directive, who, news, context)
    await leavers.forget_delegate(db, who)
    for found, share in await leavers.shares_of(db, who):
        directive = await queries.locked_by_id(db, found.id)
        await _new_holder(db, directive, share, news, context)
    return Outcome("", {}, (*_messages(who, news, context), *news.cards))


def passed_on(directive: Directive, shares: Iterable[Share], context: Context) -> tuple[Notice, ...]:
    """Have shares handed over that came back to somebody who has left meanwhile; none for who is there."""
    gone = sorted({share.assignee for share in shares if share.assignee in context.org.former})
    return tuple(
        Notice(
            JOB,
            (Receiver(who),),
            {"who": who},
            f"left:{directive.code}:{directive.seq}",
            context.now,
            place="job",
        )
        for who in gone
    )


async def _new_issuer(db: Db, directive: Directive, who: str, news: News, context: Context) -> None:
    shares = await queries.shares_of(db, directive, states.UNSETTLED)
    to = issuer_after(who, directive, context, {share.assignee for share in shares})
    if not to:
        news.nobody.add(directive, {}, "nobody")
        return
    poster = poster_after(directive, to, context)
    await changing.hand_over(db, directive, to=to, actor=who, now=context.now, posted_by=poster)
    own = [share.id for share in shares if share.assignee == to and share.state == states.REPORTED]
    if own:
        news.cards += await accept_own(db, directive, own[0], context)
    reported = await queries.shares_of(db, directive, (states.REPORTED,))
    row: Facts = {"part": "issuer", "had": False, "again": False, "own": bool(own)}
    row |= {"due": moment(directive.due), "waiting": len(reported)}
    news.heirs.setdefault(to, Told()).add(directive, row, directive.seq)
    for proposal in await proposals.open_in(db, directive):
        share = await queries.share_by_id(db, proposal.share_id)
        if share is not None and proposals.still_asked(proposal, share):
            cards = await deciding.put(db, ASKED[proposal.kind], directive, share, proposal, context)
            news.cards += _in_time(directive, cards, context)


async def _new_holder(db: Db, directive: Directive, share: Share, news: News, context: Context) -> None:
    """Hand one share over; what was reported or declined stays, because it is the issuer's turn."""
    who = share.assignee
    found = heir(who, share.department, context, but=directive.issuer)
    row: Facts = {"to": "", "unit": "", "state": share.state, "again": False}
    mark: object = (share.state, share.given_at and to_ms(share.given_at))
    if found and share.state in leavers.HANDED_ON:
        to, unit = found
        why: Facts = {"by": WHY, "written": context.org.name(who)}
        new = NewShare(to, unit, why, share.role, due=share.due, parent=share.parent_id)
        taken = await leavers.hand_on(db, directive, share, new, now=context.now)
        if taken is not None:
            row |= {"to": context.org.name(to), "unit": context.org.unit_name(unit), "again": taken.again}
            mark = directive.seq
            await _to_heir(db, directive, taken, news, context)
    elif share.state in leavers.HANDED_ON:
        lost = unreachable.named(directive, [share], context, {share.id: WHY})
        news.cards += _in_time(directive, lost, context)
    for owner in owners(directive, context=context):
        news.owners.setdefault(owner.id, Told()).add(directive, row, mark)


async def _to_heir(db: Db, directive: Directive, taken: Taken, news: News, context: Context) -> None:
    """Tell the heir in a line, with a first card, and with what was reported to the one who left."""
    share = taken.share
    row: Facts = {"part": "holder", "had": not taken.fresh, "again": taken.again, "own": False}
    row |= {"due": moment(share.due), "waiting": 0}
    news.heirs.setdefault(share.assignee, Told()).add(directive, row, directive.seq)
    if taken.fresh:
        at = _at(context, urgent=directive.urgency != "normal")
        news.cards += assigned(directive, [share], at, context, again=True)
    below = await deciding.passed_up(db, directive, share, context)
    news.cards += _in_time(directive, below, context)
    if directive.state == states.CLOSED:
        news.cards += closed_line(directive, context)


def _in_time(directive: Directive, notices: Iterable[Notice], context: Context) -> list[Notice]:
    """Let what is not urgent wait for office hours: nobody is woken because somebody has left."""
    at = _at(context, urgent=directive.urgency != "normal")
    return [replace(notice, at=max(at, notice.at)) for notice in notices]


def _at(context: Context, *, urgent: bool) -> datetime:
    return context.now if urgent else context.calendar.next_office_time(context.now)


def _messages(who: str, news: News, context: Context) -> Iterator[Notice]:
    for person, told in news.heirs.items():
        mine = any(isinstance(row, dict) and row["part"] == "holder" for row in told.rows)
        yield _message("leaver.heir", who, (person,), told, context, held_by_you=mine)
    for person, told in news.owners.items():
        yield _message("leaver.told", who, (person,), told, context)
    if news.nobody.rows:
        administrators = sorted(context.roles.administrators)
        yield _message("leaver.nobody", who, administrators, news.nobody, context)


def _message(kind: str, who: str, to: Sequence[str], told: Told, context: Context, **more: Json) -> Notice:
    facts: Facts = {"leaver": context.org.name(who), "count": len(told.rows), "rows": told.rows, **more}
    digest = hashlib.sha256(repr((kind, who, told.rows, told.marks)).encode()).hexdigest()[:16]
    people = tuple(Receiver(reached(person, context) or person) for person in to)
    return Notice(kind, people, facts, f"left:{digest}", _at(context, urgent=told.urgent))
