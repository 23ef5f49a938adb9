"""Who may read what of a directive: all of it, the own people's shares, or the own share alone."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Context
from handlers.reading import Reading
from tasks.directives.models import Directive, Share
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
