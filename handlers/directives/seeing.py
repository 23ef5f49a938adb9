"""Who may read what of a directive: all of it, the own people's shares, or the own share alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Context
from handlers.directives.acknowledge import refuse
from handlers.directives.chosen import asked_about
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries
from tasks.directives.models import Directive, Share
from tasks.notices import Outcome
from tasks.people.roles import may


def sees_all(person: str, directive: Directive, context: Context) -> bool:
    """Whether somebody may see the whole directive: the issuer, a delegate, a supervisor."""
    return may("see", context.asked(person, issuer=directive.issuer))


def sees(person: str, directive: Directive, share: Share, context: Context) -> bool:
    """Whether somebody may see how a share stands: who may see all, and a head for the own people."""
    about = context.asked(
        person, issuer=directive.issuer, assignee=share.assignee, department=share.department
    )
    return may("see_share", about)


def holds(person: str, share: Share, context: Context) -> bool:
    """Whether somebody has a share: the assignee, the stand-in, the head of the unit it was given to."""
    given = str(share.why.get("by", ""))
    about = context.asked(person, assignee=share.assignee, department=share.department, given=given)
    return may("report", about)


def readable(person: str, directive: Directive, shares: Sequence[Share], context: Context) -> list[Share]:
    """Give those of a directive's shares whose reports somebody may read.

    Who may see a share, who has it, and the head who distributed it, or that one's stand-in.
    """
    if sees_all(person, directive, context):
        return list(shares)
    mine = {share.id for share in shares if holds(person, share, context)}
    return [
        share
        for share in shares
        if share.id in mine or share.parent_id in mine or sees(person, directive, share, context)
    ]


@dataclass(frozen=True, slots=True)
class Meant:
    """A directive somebody asked about: all its shares, and those whose reports are meant and may be read."""

    directive: Directive
    shares: Sequence[Share]
    meant: Sequence[Share]


async def meant_by(
    db: Db, incoming: Incoming, reading: Reading, context: Context, *, verb: str
) -> Meant | Outcome:
    """Find what somebody asks about, as far as it may be read; refused to whom it does not concern."""
    directive = await asked_about(db, incoming, reading, context)
    if isinstance(directive, Outcome):
        return directive
    shares = await queries.shares_of(db, directive)
    found = readable(incoming.sender, directive, shares, context)
    if not found and not sees_all(incoming.sender, directive, context):
        return await refuse(db, directive, incoming, verb, "not_concerned", context)
    return Meant(directive, shares, [share for share in found if is_meant(share, reading, context)])


def names_somebody(reading: Reading) -> bool:
    """Whether a question is about people or units it names."""
    return bool(reading.targets or reading.ambiguous)


def is_meant(share: Share, reading: Reading, context: Context) -> bool:
    """Whether a question that names people or units is about this share; of namesakes about both."""
    if not names_somebody(reading):
        return True
    people = {*reading.people, *(who for bearers in reading.ambiguous.values() for who in bearers)}
    units = {u for unit in reading.departments for u in (unit, *context.org.below(unit))}
    person = context.org.people.get(share.assignee)
    places = set(person.departments if person else ()) | {share.department}
    return share.assignee in people or bool(units & places)
