"""The sweep that ends emergencies by themselves, and reports to who declared them and to the supervisors."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.directives.parties import reached
from handlers.emergency.telling import facts_of
from tasks.db import Db
from tasks.directives.facts import moment
from tasks.emergency import queries, verbs
from tasks.emergency.figures import Figures, figures
from tasks.emergency.lifted import ends_at
from tasks.emergency.models import Emergency
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome, Receiver
from tasks.worktime import Calendars

MOST_OPEN: Final = 8
"""Directives the report names; the rest is a number."""


async def step(db: Db, context: Context) -> Outcome | None:
    """End one emergency whose time is over and report on it; None where there is none."""
    row = await queries.over(db, context.now)
    if row is None:
        return None
    await verbs.report(db, row, context.now)
    period = (row.begins_at, ends_at(row))
    people = context.org.everyone_in(row.departments)
    calendars = context.calendars or Calendars(context.calendar)
    found = await figures(db, people, period, org=context.org, calendars=calendars)
    return Outcome("", {}, _notices(row, report_facts(row, found, context), context))


async def next_due(db: Db, after: datetime) -> datetime | None:
    """When the next emergency ends by itself."""
    return await queries.next_end(db, after)


def _notices(row: Emergency, facts: Facts, context: Context) -> tuple[Notice, ...]:
    """Report in office hours: nobody has to do anything about it."""
    people = dict.fromkeys((row.declared_by, *sorted(context.roles.supervisors)))
    to = dict.fromkeys(who for one in people if (who := reached(one, context)))
    at = context.calendar.next_office_time(context.now)
    once = f"emergency.report:{row.id}"
    return (Notice("emergency.report", tuple(map(Receiver, to)), facts, once, at),) if to else ()


def report_facts(row: Emergency, found: Figures, context: Context) -> Facts:
    """Facts of the report: units and numbers, and no person but who declared and who ended it."""
    org = context.org
    opened: list[Json] = [
        {"code": one.code, "title": one.title, "shares": one.shares} for one in found.open[:MOST_OPEN]
    ]
    return facts_of(row, context) | {
        "begins": moment(row.begins_at),
        "ended": moment(ends_at(row)),
        "actor": org.name(row.declared_by),
        "ender": org.name(row.ended_by) if row.ended_by else "",
        "people": len(org.everyone_in(row.departments)),
        "directives": found.directives,
        "shares": found.shares,
        "acknowledged": found.acknowledged,
        "first": found.sent.first,
        "messages": found.sent.messages,
        "reminders": found.sent.reminders,
        "late": found.sent.late,
        "median": found.median,
        "slowest": org.unit_name(found.slowest) if found.slowest else "",
        "slowest_median": found.slowest_median,
        "open_count": len(found.open),
        "open": opened,
        "at": moment(context.now),
    }
