"""Assignees who are on leave when their card goes out: named to who issues, with who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.context import Context
from handlers.directives.parties import can_see, stand_in_of
from tasks.directives.facts import moment
from tasks.fields import Json


def of(people: Iterable[str], at: datetime, context: Context) -> list[Json]:
    """Name those who are away then, until when, and who gets their cards; empty where nobody does."""
    found: list[Json] = []
    for person in people:
        away = context.absences.at(person, at)
        if away is None or not can_see(person, context):
            continue
        stand_in = stand_in_of(person, context, at=at)
        found.append(
            {
                "name": context.org.name(person),
                "to": moment(context.calendar.last_office_time(away.until)),
                "stand_in": context.org.name(stand_in) if stand_in else "",
            }
        )
    return found
