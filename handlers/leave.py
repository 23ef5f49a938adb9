"""Leave (请假, 出差, 销假): taken, handed to another stand-in, called off; by oneself or by one's leader."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from handlers import again, leave_asking, leave_telling
from handlers.context import Context
from handlers.directives.parties import can_see
from handlers.leave_telling import shown
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.reading.absence import Leave as Said
from handlers.reading.absence import Named, read_leave
from tasks.db import Db
from tasks.fields import Json
from tasks.notices import Outcome
from tasks.people import leave as leaves
from tasks.people.models import Leave
from tasks.people.roles import may

VERB: Final = "leave"
LONGEST: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, with the names cleared: about whom, by whom, and who is to stand in."""

    said: Said
    person: str
    sender: str
    stand_in: str
    chat: str


async def leave(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Do what a message about being away says; a doubtful name is asked about first."""
    said = read_leave(
        reading.content, context.said_at, context.org, context.calendar, speaker=incoming.sender
    )
    if said is None:
        return Outcome("leave.when", {"doubt": ""})
    doubt = await again.doubtful_name(db, incoming, reading, context)
    if doubt is not None:
        return doubt
    person = _meant(said.who, reading) or incoming.sender
    asked = Asked(said, person, incoming.sender, _meant(said.stand_in, reading), incoming.chat)
    if said.kind == "who":
        return await leave_asking.who(db, incoming, said, context)
    if not may(VERB, context.asked(incoming.sender, assignee=person)):
        return Outcome("refused.leave", {"asks": said.kind == "ask"})
    if said.kind == "ask":
        return await leave_asking.of_one(db, incoming, person, context)
    return await _DOES[said.kind](db, asked, incoming, context)


def _meant(named: Named, reading: Reading) -> str:
    """Give the one person a name stands for, after it was asked about; empty where none is named."""
    found = [target.people[0] for target in reading.targets if target.written == named.written]
    return found[0] if found else ""


async def _take(db: Db, asked: Asked, incoming: Incoming, context: Context) -> Outcome:
    if wrong := _wrong(asked, context):
        return wrong
    period = asked.said.period
    if period is None:
        return await _hand_to(db, asked, incoming, context)
    same = await _same(db, asked, context)
    if same is not None:
        return await leave_telling.taken(db, incoming, same, (), context)
    done = await leaves.take(
        db,
        person=asked.person,
        begins_at=period.begins_at,
        until=period.until,
        stand_in=asked.stand_in,
        told_by=asked.sender,
        now=context.now,
    )
    await leaves.look_again(db, asked.person)
    outcome = await leave_telling.taken(db, incoming, done.leave, done.replaced, context)
    over = leave_telling.over((*done.replaced, *done.cut), context, but=done.leave)
    return leave_telling.joined(outcome, *over, *leave_telling.begun(done.leave, context))


async def _same(db: Db, asked: Asked, context: Context) -> Leave | None:
    """Give the absence that was told of before in the same words: nobody is told of it twice."""
    period = asked.said.period
    assert period is not None
    for old in await leaves.coming(db, asked.person, context.now):
        begins = old.begins_at == period.begins_at or max(old.begins_at, period.begins_at) <= context.now
        if begins and old.until == period.until and old.stand_in == asked.stand_in:
            return old
    return None


def _wrong(asked: Asked, context: Context) -> Outcome | None:
    """Give the answer to what cannot be done, with its cure."""
    who = asked.stand_in
    if asked.said.stand_in and (who == asked.person or not can_see(who, context)):
        own = who == asked.person
        name = "" if asked.chat else context.org.name(who)
        return Outcome("leave.no_stand_in", {"name": name, "own": own})
    period = asked.said.period
    if period is None:
        return None
    if period.doubt:
        return Outcome("leave.when", {"doubt": period.doubt})
    if period.until <= context.now:
        return Outcome("leave.past", {})
    return Outcome("leave.long", {}) if period.until - period.begins_at > LONGEST else None


async def _hand_to(db: Db, asked: Asked, incoming: Incoming, context: Context) -> Outcome:
    """Give the absence that holds, or the next one, another stand-in; without one it is asked when."""
    coming = await leaves.locked(db, asked.person, context.now)
    if not asked.stand_in or not coming:
        return Outcome("leave.when", {"doubt": ""})
    old = coming[0]
    if old.stand_in == asked.stand_in:
        return await leave_telling.taken(db, incoming, old, (), context)
    new = await leaves.hand_to(db, old, asked.stand_in, asked.sender, context.now)
    await leaves.look_again(db, asked.person)
    outcome = await leave_telling.taken(db, incoming, new, (), context)
    over = leave_telling.over((old,), context, but=new)
    return leave_telling.joined(outcome, *over, *leave_telling.begun(new, context))


async def _back(db: Db, asked: Asked, incoming: Incoming, context: Context) -> Outcome:
    """End the absence that holds, or call off the one that is meant; of several it is asked which."""
    coming = await leaves.locked(db, asked.person, context.now)
    meant = _fitting(coming, asked.said, context)
    if not meant:
        rows: list[Json] = [shown(one, context) for one in coming]
        return Outcome(
            "leave.none", {"own": asked.person == asked.sender, "rows": [] if asked.chat else rows}
        )
    if len(meant) > 1:
        which: list[Json] = [shown(one, context) for one in meant]
        return Outcome("leave.which", {"rows": [] if asked.chat else which, "count": len(meant)})
    old, back = meant[0], asked.said.back
    if back is not None and back > context.now:
        return await _shorten(db, old, back, asked, incoming, context)
    await leaves.end(db, [old], context.now)
    await leaves.look_again(db, asked.person)
    outcome = await leave_telling.ended(db, incoming, old, context.now, context)
    return leave_telling.joined(outcome, *leave_telling.over((old,), context))


async def _shorten(
    db: Db, old: Leave, back: datetime, asked: Asked, incoming: Incoming, context: Context
) -> Outcome:
    """Have an absence end on the day somebody is back."""
    day = context.calendar.at(context.calendar.local(back).date(), time())
    if day <= old.begins_at:
        await leaves.end(db, [old], context.now)
        outcome = await leave_telling.ended(db, incoming, old, context.now, context)
        return leave_telling.joined(outcome, *leave_telling.over((old,), context))
    new = await leaves.shorten(db, old, day, context.now)
    await leaves.look_again(db, asked.person)
    outcome = await leave_telling.ended(db, incoming, old, day, context)
    notices = leave_telling.over((old,), context, back=day) or leave_telling.begun(new, context)
    return leave_telling.joined(outcome, *notices)


def _fitting(coming: list[Leave], said: Said, context: Context) -> list[Leave]:
    """Give the absences that are meant: of the time named, else the one that holds, else those to come."""
    if said.period is not None:
        return [
            one for one in coming if one.begins_at < said.period.until and one.until > said.period.begins_at
        ]
    if said.back is not None:
        return [one for one in coming if one.begins_at <= said.back < one.until][:1]
    return [one for one in coming if one.begins_at <= context.now][:1] or coming


_DOES: Final[Mapping[str, Callable[[Db, Asked, Incoming, Context], Awaitable[Outcome]]]] = {
    "take": _take,
    "back": _back,
}
"""What a message about leave says → what does it; questions are answered in leave_asking.py."""
