"""Which office answers for a request: the table of routes, the unit that is named, else the triage.

What somebody complains of is not sent to whom it is complained of: then only the place names the unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.context import Context
from handlers.reading.names import names_of
from handlers.reading.script import normal
from tasks.people.org import Org
from tasks.requests.kinds import COMPLAINT, REPORT, Route
from tasks.requests.models import Request

ROUTE: Final = "route"
NAMED: Final = "named"
TRIAGE: Final = "triage"
_ABOUT_PEOPLE: Final = re.compile(
    r"态度|不作为|乱作为|推诿|扯皮|刁难|吃拿卡要|乱收费|收[钱礼]|贪|受贿|以权|徇私|包庇|干部|工作人员|书记|主任|所长|站长|镇长|村长|领导"
)
"""What a complaint says where it is about those who work there, not about what they look after."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who gets a request, in which unit, and why: route, named, triage or clerk."""

    person: str
    unit: int
    why: str


def triage(context: Context) -> Office | None:
    """Give who takes what has no office: as set, else the head of the first unit under the root."""
    org, named = context.org, context.desk.triage
    if named in org.people:
        return Office(named, org.unit_of(named), TRIAGE)
    below = [unit for unit in org.in_order if unit not in org.roots]
    for unit in (*below, *org.roots):
        if head := org.head(unit):
            return Office(head, unit, TRIAGE)
    return None


def office_of(request: Request, context: Context) -> Office | None:
    """Give the office of a request; None only where the directory knows nobody."""
    routed = (_routed(route, context.org) for route in routes_of(request, context))
    office = next((found for found in routed if found), None)
    return office or _named(request, context) or triage(context)


def category_of(text: str, routes: Sequence[Route]) -> str:
    """Give the category a text is about by the words of the table, whatever its area; empty where none is."""
    said = normal(text)
    for route in routes:
        if any(normal(word) in said for word in (route.category, *route.words)):
            return route.category
    return ""


def area_of(place: str, content: str, org: Org) -> int:
    """Give the unit whose area is meant: the one the place names, else the text; 0 where none is named."""
    return next(_units_in(place, org), 0) or next(_units_in(content, org), 0)


def routes_of(request: Request, context: Context) -> list[Route]:
    """Give the rows of the table that fit a request, the first one first."""
    org = context.org
    return [
        route
        for route in context.desk.routes
        if route.category == request.category
        and (not route.area or request.area == route.area or request.area in org.below(route.area))
    ]


def _routed(route: Route, org: Org) -> Office | None:
    """Give the office of a row: the person it names, else the head; None where there is neither any more."""
    person = route.person if route.person in org.people else org.head(route.unit)
    return Office(person, route.unit, ROUTE) if person else None


def _named(request: Request, context: Context) -> Office | None:
    """Give the office a request names, in the place first."""
    org = context.org
    guarded = request.kind in (COMPLAINT, REPORT) and _ABOUT_PEOPLE.search(request.content)
    texts = (request.place,) if guarded else (request.place, request.content)
    for unit in (unit for text in texts for unit in _units_in(text, org)):
        if (head := org.head(unit)) and not (guarded and _is_meant(org, unit, request.content)):
            return Office(head, unit, NAMED)
    return None


def _is_meant(org: Org, unit: int, content: str) -> bool:
    """Whether what is complained of names this unit too."""
    return unit in _units_in(content, org)


def _units_in(text: str, org: Org) -> Iterator[int]:
    """Give the units a text names by a name that only one of them bears, in order; the whole body is none."""
    names, plain, at = names_of(org), normal(text), 0
    while at < len(plain):
        found = names.longest(plain, at)
        if found is None:
            at += 1
            continue
        written, entry = found
        if len(entry.units) == 1 and not entry.people and entry.units[0] not in org.roots:
            yield entry.units[0]
        at += len(written)
