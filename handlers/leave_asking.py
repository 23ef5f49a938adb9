"""Questions about leave: my own, somebody's, who is away today among one's own people."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.context import Context
from handlers.leave_telling import MOST, shown
from handlers.message import Incoming
from handlers.reading.absence import Leave as Said
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people import leave as leaves
from tasks.people.roles import may


async def of_one(db: Db, incoming: Incoming, person: str, context: Context) -> Outcome:
    """Say from when until when somebody is away, now and later."""
    found = await leaves.coming(db, person, context.now)
    rows: list[Json] = [shown(one, context) for one in found[:MOST]]
    own = person == incoming.sender
    facts: Facts = {"person": "" if own else context.org.name(person), "rows": rows, "count": len(found)}
    return _aside("leave.own", facts, incoming, context)


async def who(db: Db, incoming: Incoming, said: Said, context: Context) -> Outcome:
    """Say who of the people one answers for is away: today, or in the time that is named."""
    people = _own_people(incoming.sender, context)
    if not people:
        return Outcome("refused.leave", {"asks": True})
    start, end = context.now, _midnight_after(context)
    if said.period is not None and said.period.until > context.now:
        start, end = max(said.period.begins_at, context.now), said.period.until
    found = await leaves.away(db, people, start, end)
    rows: list[Json] = [shown(one, context) | {"person": context.org.name(one.person)} for one in found]
    facts: Facts = {"rows": rows, "count": len(rows)}
    return _aside("leave.people", facts, incoming, context)


def _own_people(sender: str, context: Context) -> list[str]:
    """Give the people one answers for: all for an administrator, else those of one's units and one's own."""
    org = context.org
    if may("administer", context.asked(sender)):
        return [person for person in org.people if person != sender]
    headed = [unit for unit in org.departments if org.head(unit) == sender]
    led = (person.userid for person in org.people.values() if sender in person.leaders)
    return sorted({*org.everyone_in(headed), *led} - {sender})


def _midnight_after(context: Context) -> datetime:
    calendar = context.calendar
    return calendar.at(calendar.local(context.now).date() + timedelta(days=1), time())


def _aside(kind: str, facts: Facts, incoming: Incoming, context: Context) -> Outcome:
    """Answer one to one; who asks in a group gets it aside, because it names people."""
    if not incoming.chat:
        return Outcome(kind, facts)
    once = f"{kind}:{incoming.account}:{incoming.dedupe}"
    notice = Notice(kind, (Receiver(incoming.sender),), facts, once, context.now, lane=Lane.FAST)
    return Outcome("leave.aside", {}, (notice,))
