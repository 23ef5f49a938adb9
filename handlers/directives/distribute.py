"""Distribute (分办): the head of a unit keeps the share and gives shares to several of the unit's people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from handlers import again, asked
from handlers.context import Context
from handlers.directives import successor, which
from handlers.directives.acknowledge import refuse
from handlers.directives.first_card import assigned
from handlers.directives.hours import held_until
from handlers.directives.lookup import Mine, held_for
from handlers.directives.parties import can_see
from handlers.directives.proposed import about, when
from handlers.message import Incoming
from handlers.reading import Reading, Target
from tasks.db import Db
from tasks.directives import handing, queries, questions, states
from tasks.directives.facts import moment
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Question, Share
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.people.org import Org
from tasks.people.roles import GIVEN_TO_UNITS

VERB: Final = "distribute"


@dataclass(slots=True)
class Sorted:
    """Who of those named gets a share, and who does not: names for the answer."""

    given: dict[str, int] = field(default_factory=dict)
    outside: list[Json] = field(default_factory=list)
    unreachable: list[Json] = field(default_factory=list)


async def distribute(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Distribute the person's share of what was named, else of the only one, else ask which."""
    mine = await which.held(db, incoming, reading, context, VERB, states.able(VERB))
    return mine if isinstance(mine, Outcome) else await share_out(db, mine, incoming, reading, context)


async def share_out(db: Db, mine: Mine, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Give shares below the head's, or answer why not."""
    directive, share = mine.directive, mine.share
    if not _heads(share, incoming.sender, context.org):
        return await refuse(db, directive, incoming, VERB, "not_head", context)
    doubt = await again.doubtful_name(db, incoming, reading, context)
    if doubt is not None:
        return doubt
    facts = about(directive, share, context)
    if not reading.targets and not reading.everyone:
        return successor.nobody_found(directive, share, reading, context) or await asked.want(
            db, incoming, context, verb=VERB, argument="", facts=facts, directive=directive.id
        )
    people = _sorted(directive, share, reading, context)
    if not people.given:
        return Outcome("distribute.nobody", facts | _left_out(people, incoming))
    return await _give(db, mine, people, reading.due, incoming, context)


def _heads(share: Share, person: str, org: Org) -> bool:
    """Whether a share is a unit's: given to it, or held by whoever leads it."""
    unit = share.department or org.unit_of(share.assignee)
    return share.why.get("by") in GIVEN_TO_UNITS or org.head(unit) in {share.assignee, person}


def _sorted(directive: Directive, share: Share, reading: Reading, context: Context) -> Sorted:
    org, found = context.org, Sorted()
    unit = share.department or org.unit_of(share.assignee)
    below = set(org.everyone_in([unit]))
    for person, place in _named(reading, unit, org):
        if person in {share.assignee, directive.issuer}:
            continue
        if person not in below:
            found.outside.append(org.name(person))
        elif not can_see(person, context):
            found.unreachable.append(org.name(person))
        else:
            found.given.setdefault(person, place)
    return found


def _named(reading: Reading, unit: int, org: Org) -> Iterable[tuple[str, int]]:
    """Give everybody who is named, with the unit for which that is."""
    for target in reading.targets:
        yield from _in_target(target, org)
    if reading.everyone:
        yield from ((person, org.unit_of(person)) for person in org.everyone_in([unit]))


def _in_target(target: Target, org: Org) -> Iterable[tuple[str, int]]:
    if target.kind in {"unit", "each"}:
        unit = target.department or 0
        units = org.below(unit) if target.kind == "each" else (unit,)
        return [(head, one) for one in units if (head := org.head(one))]
    return [(person, org.unit_of(person)) for person in target.people]


async def _give(
    db: Db, mine: Mine, people: Sorted, due: datetime | None, incoming: Incoming, context: Context
) -> Outcome:
    directive, share = mine.directive, mine.share
    own = _own_due(share, due, context)
    why: Facts = {"by": "distributed", "written": context.org.name(share.assignee)}
    new = [NewShare(person, unit, why, None, own, share.id) for person, unit in people.given.items()]
    given = await handing.distribute(db, directive, share, new, actor=incoming.sender, now=context.now)
    at = when(directive, context)
    notices = assigned(directive, given, at, context, again=True)
    names: list[Json] = [context.org.name(one.assignee) for one in given]
    facts = about(directive, share, context) | {
        "given": len(given),
        "names": [] if incoming.chat else names,
        "had": len(people.given) - len(given),
        "for": "" if incoming.chat else held_for(share, incoming.sender, context),
        "below_due": moment(own),
        "held_until": held_until(at, notices, context) if given else None,
    }
    return Outcome("distributed" if given else "distribute.had", facts | _left_out(people, incoming), notices)


def _own_due(share: Share, due: datetime | None, context: Context) -> datetime | None:
    """Give the time of the shares below: the one the head named, but none after the head's own."""
    if due is None or due <= context.now:
        return share.due
    return min(due, share.due) if share.due else due


def _left_out(people: Sorted, incoming: Incoming) -> Facts:
    """Say who of those named got nothing: numbers in a group, names one to one."""
    return {
        "outside": len(people.outside),
        "outside_names": [] if incoming.chat else people.outside,
        "unreachable": len(people.unreachable),
        "unreachable_names": [] if incoming.chat else people.unreachable,
    }


async def by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the names that were asked for."""
    directive = await queries.by_id(db, question.directive_id or 0)
    if directive is None:
        return None
    said = successor.as_said(incoming, directive, "分办给", reading, context, timed=True)
    if said is None:
        return successor.unknown(reading, directive)
    await questions.answered(db, question, context.now)
    incoming, reading = said
    mine = await which.holding(db, directive, incoming, context, VERB, states.able(VERB))
    return mine if isinstance(mine, Outcome) else await share_out(db, mine, incoming, reading, context)
