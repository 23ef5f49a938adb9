"""Who follows somebody who has left: the heads above, and where there are none whoever else may decide."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from handlers.context import Context
from handlers.directives.parties import reached
from tasks.directives.models import Directive
from tasks.people.roles import may


def heir(who: str, given: int, context: Context, *, but: str = "") -> tuple[str, int] | None:
    """Find who takes a share over, and in which unit: the head of the one it was given to, of one above.

    Never who has left, nor `but`, nor whom no card reaches.
    """
    return next((found for found in _heads(who, given, context) if found[0] != but), None)


def issuer_after(who: str, directive: Directive, context: Context, holding: Collection[str]) -> str:
    """Find who decides from now on; empty where nobody is left.

    Whoever holds a share would decide about the own report, and is taken only where there is nobody else.
    """
    found = [one for one in dict.fromkeys(_deciders(who, directive, context)) if _fits(one, who, context)]
    return next((one for one in found if one not in holding), next(iter(found), ""))


def poster_after(directive: Directive, issuer: str, context: Context) -> str:
    """Give who posted a directive, where that person may act for the new issuer too; else the new issuer."""
    poster = directive.posted_by
    there = poster in context.org.people
    return poster if there and may("decide", context.asked(poster, issuer=issuer)) else issuer


def _fits(person: str, who: str, context: Context) -> bool:
    return person not in ("", who) and person in context.org.people and bool(reached(person, context))


def _heads(who: str, given: int, context: Context) -> Iterator[tuple[str, int]]:
    for unit in _units(who, given, context):
        head = context.org.head(unit) or ""
        if _fits(head, who, context):
            yield head, unit


def _units(who: str, given: int, context: Context) -> Iterator[int]:
    units, former = context.org.departments, context.org.former[who]
    main = former.main or (former.departments[0] if former.departments else given)
    yield from (given, main)
    seen: set[int] = set()
    while main in units and main not in seen:
        seen.add(main)
        main = units[main].parent
        yield main


def _deciders(who: str, directive: Directive, context: Context) -> Iterator[str]:
    """Name all who could decide in place of an issuer, the best first."""
    roles = context.roles
    yield from (head for head, _ in _heads(who, 0, context))
    yield directive.posted_by
    yield from sorted(roles.delegates.get(who, ()))
    yield from sorted(roles.supervisors)
    yield from _leaders(who, context)
    yield from sorted(roles.issuers)


def _leaders(who: str, context: Context) -> list[str]:
    """Give who leads anybody: those of the leaver's own units first, then who leads most."""
    org, units = context.org, set(context.org.former[who].departments)
    led = [leader for person in org.people.values() for leader in person.leaders]

    def rank(person: str) -> tuple[bool, int, str]:
        beside = units.intersection(org.people[person].departments) if person in org.people else ()
        return (not beside, -led.count(person), person)

    return sorted(org.leading, key=rank)
