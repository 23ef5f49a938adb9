"""Who hears a reminder: the assignee, the own leader, the issuer, the supervisors, the group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from handlers.context import Context
from handlers.directives.parties import owners, reached
from tasks.db import Db
from tasks.directives import states
from tasks.directives.below import heads as heads_of
from tasks.directives.models import Directive, Share
from tasks.nudges.models import Nudge
from tasks.nudges.rules import Whom

ROLES: Final[Mapping[Whom, str]] = {
    "assignee": "assignee",
    "leader": "leader",
    "issuer": "issuer",
    "supervisors": "supervisor",
    "group": "group",
}
"""Whom a rule names → as what that one hears it."""


def leader_of(person: str, context: Context) -> str:
    """Give the own leader: by the settings or the directory, else the head of the main unit or of one above.

    Whoever can be shown nothing has a stand-in, or the next one up hears it; empty where nobody is left.
    """
    return next(
        (who for one in _above(person, context) if (who := reached(one, context)) and who != person), ""
    )


def _above(person: str, context: Context) -> Iterator[str]:
    found = context.org.people.get(person) or context.org.former.get(person)
    if found is None:
        return
    yield from found.leaders[:1]
    unit, seen = context.org.unit_of(person) or found.main, set[int]()
    while unit in context.org.departments and unit not in seen:
        seen.add(unit)
        head = context.org.head(unit)
        if head and head != person:
            yield head
        unit = context.org.departments[unit].parent


def _assignee(directive: Directive, share: Share, head: str, context: Context) -> list[str]:  # noqa: ARG001 - one signature for the table
    return [reached(share.assignee, context)]


def _leader(directive: Directive, share: Share, head: str, context: Context) -> list[str]:  # noqa: ARG001
    return [leader_of(share.assignee, context) or reached(directive.issuer, context)]


def _issuer(directive: Directive, share: Share, head: str, context: Context) -> list[str]:  # noqa: ARG001
    """Who decides about a report: the issuer and the delegate who posted it, or the head who gave it out."""
    if head:
        return [reached(head, context)]
    return [reached(one.id, context) for one in owners(directive, context=context)]


def _supervisors(directive: Directive, share: Share, head: str, context: Context) -> list[str]:  # noqa: ARG001
    """Whoever took it under supervision (督办), else all supervisors."""
    watching = [directive.supervised_by] if directive.supervised_by else sorted(context.roles.supervisors)
    return [reached(one, context) for one in watching]


def _group(directive: Directive, share: Share, head: str, context: Context) -> list[str]:  # noqa: ARG001
    return [directive.chat]


_RECEIVERS: Final[Mapping[Whom, Callable[[Directive, Share, str, Context], list[str]]]] = {
    "assignee": _assignee,
    "leader": _leader,
    "issuer": _issuer,
    "supervisors": _supervisors,
    "group": _group,
}


def receivers(to: Whom, directive: Directive, share: Share, head: str, context: Context) -> tuple[str, ...]:
    """Give who hears this, each once; `head` has the share this one was distributed from, if any."""
    found = _RECEIVERS[to](directive, share, head, context)
    return tuple(dict.fromkeys(who for who in found if who))


async def reviewers(db: Db, shares: Iterable[Share]) -> Mapping[int, str]:
    """Give the heads who gave shares out and have not reported themselves: they decide, not the issuer."""
    found = await heads_of(db, shares)
    return {number: head.assignee for number, head in found.items() if head.state in states.UNDONE}


def heard_by(nudge: Nudge, to: Whom, directive: Directive, share: Share, head: str, context: Context) -> str:
    """Give who gets this reminder now: leave began or ended, or people left, since it was decided.

    Empty where nobody does any more.
    """
    now = receivers(to, directive, share, head, context)
    if nudge.person in now:
        return nudge.person
    stand_in = reached(nudge.person, context)
    return stand_in if stand_in in now else next(iter(now), "")
