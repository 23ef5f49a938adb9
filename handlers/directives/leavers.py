"""Somebody has left: what they had goes to the head of the unit, and everybody concerned is told once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.context import Context
from handlers.directives import unreachable
from handlers.directives.first_card import assigned
from handlers.directives.parties import owners, reached
from handlers.directives.proposed import question_cards
from tasks.db import Db
from tasks.directives import changing, leavers, proposals, queries, states
from tasks.directives.facts import moment
from tasks.directives.models import Directive, Share
from tasks.directives.verbs import NewShare
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome, Receiver

WHY = "left"
JOB = "people.left"
ASKED: Mapping[str, str] = {
    proposals.EXTEND: "directive.extension_asked",
    proposals.REASSIGN: "directive.reassign_asked",
    proposals.DECLINE: "directive.declined",
}
"""What waits for a decision → the card that asks for it; the new issuer gets it too."""


@dataclass(slots=True)
class Told:
    """What one person has to hear, and whether something of it cannot wait."""

    rows: list[Json] = field(default_factory=list)
    urgent: bool = False

    def add(self, directive: Directive, row: Facts) -> None:
        """Add a line about a directive."""
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


def heir(who: str, given: int, context: Context, *, but: str = "") -> tuple[str, int] | None:
    """Find who takes over, and in which unit: the head of the unit it was given to, of the main one, above.

    Never who has left, nor `but`, nor whom no card reaches.
    """
    for unit in _units(who, given, context):
        head = context.org.head(unit)
        if head and head not in (who, but) and reached(head, context):
            return head, unit
    return None


def _units(who: str, given: int, context: Context) -> Iterator[int]:
    units, former = context.org.departments, context.org.former[who]
    main = former.main or (former.departments[0] if former.departments else given)
    yield from (given, main)
    seen: set[int] = set()
    while main in units and main not in seen:
        seen.add(main)
        main = units[main].parent
        yield main


async def _new_issuer(db: Db, directive: Directive, who: str, news: News, context: Context) -> None:
    found = heir(who, 0, context)
    if found is None:
        news.nobody.add(directive, {})
        return
    await changing.hand_over(db, directive, to=found[0], actor=who, now=context.now)
    reported = await queries.shares_of(db, directive, (states.REPORTED,))
    row: Facts = {"part": "issuer", "had": False, "due": moment(directive.due), "waiting": len(reported)}
    news.heirs.setdefault(found[0], Told()).add(directive, row)
    for proposal in await proposals.open_in(db, directive):
        share = await queries.share_by_id(db, proposal.share_id)
        if share is not None and proposals.still_asked(proposal, share):
            news.cards += question_cards(ASKED[proposal.kind], directive, share, proposal, context)


async def _new_holder(db: Db, directive: Directive, share: Share, news: News, context: Context) -> None:
    """Hand one share over; what was reported or declined stays, because it is the issuer's turn."""
    who = share.assignee
    found = heir(who, share.department, context, but=directive.issuer)
    row: Facts = {"to": "", "unit": "", "state": share.state}
    if found and share.state in leavers.HANDED_ON:
        to, unit = found
        why: Facts = {"by": WHY, "written": context.org.name(who)}
        new = NewShare(to, unit, why, share.role, due=share.due)
        given = await leavers.hand_on(db, directive, share, new, now=context.now)
        if given is not None:
            row |= {"to": context.org.name(to), "unit": context.org.unit_name(unit)}
            new_share, fresh = given
            _to_heir(directive, to, new_share, news, context, fresh=fresh)
    elif share.state in leavers.HANDED_ON:
        news.cards += unreachable.named(directive, [share], context, {share.id: WHY})
    for owner in owners(directive):
        news.owners.setdefault(owner.id, Told()).add(directive, row)


def _to_heir(
    directive: Directive, to: str, share: Share, news: News, context: Context, *, fresh: bool
) -> None:
    row: Facts = {"part": "holder", "had": not fresh, "due": moment(share.due), "waiting": 0}
    news.heirs.setdefault(to, Told()).add(directive, row)
    if fresh:
        news.cards += assigned(
            directive, [share], _at(context, urgent=directive.urgency != "normal"), context, again=True
        )


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
    digest = hashlib.sha256(repr((kind, who, told.rows)).encode()).hexdigest()[:16]
    people = tuple(Receiver(reached(person, context) or person) for person in to)
    return Notice(kind, people, facts, f"left:{digest}", _at(context, urgent=told.urgent))
