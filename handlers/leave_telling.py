"""What is said of a leave: to who said it, to the person, to the stand-in once at a decent hour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.directives.parties import can_see
from handlers.message import Incoming
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people import leave as leaves
from tasks.people.models import Leave

MOST: Final = 8
"""Tasks listed to a stand-in."""


def joined(outcome: Outcome, *notices: Notice) -> Outcome:
    """Add to what an answer owes."""
    return replace(outcome, notices=(*outcome.notices, *notices))


def stand_in_of(leave: Leave, context: Context) -> str:
    """Give who stands in while this absence holds: whom it names, else the usual one; empty: nobody can."""
    them = (leave.stand_in, context.roles.stand_ins.get(leave.person, ""))
    return next((who for who in them if who != leave.person and can_see(who, context)), "")


def shown(leave: Leave, context: Context) -> Facts:
    """Give the facts of an absence; its ends are those of the office time that is missed."""
    calendar, stand_in = context.calendar, stand_in_of(leave, context)
    first, last = calendar.next_office_time(leave.begins_at), calendar.last_office_time(leave.until)
    missed = first < last
    return {
        "from": moment(first if missed else calendar.local(leave.begins_at)),
        "to": moment(last if missed else calendar.local(leave.until)),
        "stand_in": context.org.name(stand_in) if stand_in else "",
        "usual": bool(stand_in) and stand_in != leave.stand_in,
        "year": context.calendar.local(context.now).year,
    }


async def taken(
    db: Db, incoming: Incoming, leave: Leave, replaced: Sequence[Leave], context: Context
) -> Outcome:
    """Answer who took leave, or said so of somebody, with what it means."""
    open_ones = await queries.open_shares(db, [leave.person], states.UNDONE)
    others = [one for one in await leaves.coming(db, leave.person, context.now) if one.id != leave.id]
    rows: list[Json] = [shown(one, context) for one in others[:MOST]]
    gone: list[Json] = [shown(one, context) for one in replaced[:MOST]]
    own = leave.person == incoming.sender
    facts = shown(leave, context) | {
        "person": "" if own else context.org.name(leave.person),
        "open": len(open_ones),
        "others": rows,
        "replaced": gone,
        "stand_in_away": _is_away(leave, context),
    }
    return _answer("leave.taken", facts, incoming, leave, context)


def _is_away(leave: Leave, context: Context) -> bool:
    """Whether the stand-in is away in that time, too."""
    absences = context.absences.by_person.get(stand_in_of(leave, context), ())
    return any(one.begins_at < leave.until and one.until > leave.begins_at for one in absences)


async def ended(db: Db, incoming: Incoming, leave: Leave, back: datetime, context: Context) -> Outcome:
    """Answer who is back, or called an absence off."""
    open_ones = await queries.open_shares(db, [leave.person], states.UNDONE)
    own = leave.person == incoming.sender
    facts = shown(leave, context) | {
        "person": "" if own else context.org.name(leave.person),
        "open": len(open_ones),
        "back": moment(context.calendar.next_office_time(back)) if back > context.now else None,
        "begun": leave.begins_at <= context.now,
    }
    return _answer("leave.ended", facts, incoming, leave, context)


def _answer(kind: str, facts: Facts, incoming: Incoming, leave: Leave, context: Context) -> Outcome:
    """Answer one to one; in a group without names, and all of it aside. The person hears what others say."""
    notices: tuple[Notice, ...] = ()
    if leave.person != incoming.sender:
        notices = (_to_person(kind, facts, incoming, leave, context),)
    if not incoming.chat:
        return Outcome(kind, facts, notices)
    once = f"{kind}:{incoming.account}:{incoming.dedupe}"
    aside = Notice(kind, (Receiver(incoming.sender),), facts, once, context.now, lane=Lane.FAST)
    return Outcome("leave.noted", {"ended": kind == "leave.ended"}, (*notices, aside))


def _to_person(kind: str, facts: Facts, incoming: Incoming, leave: Leave, context: Context) -> Notice:
    """Tell the person what somebody else said for them."""
    told = facts | {"person": "", "by": context.org.name(incoming.sender), "ended": kind == "leave.ended"}
    once = f"leave.told:{incoming.account}:{incoming.dedupe}"
    at = context.calendar.next_office_time(context.now)
    return Notice("leave.told", (Receiver(leave.person),), told, once, at)


def begun(leave: Leave, context: Context) -> tuple[Notice, ...]:
    """Have the stand-in told at a decent hour, if there is one, and if the leave still stands then."""
    if not stand_in_of(leave, context):
        return ()
    at = context.calendar.next_office_time(context.now)
    facts: Facts = {"leave": leave.id}
    return (
        Notice("leave.tell", (Receiver(str(leave.id)),), facts, f"leave.tell:{leave.id}", at, place="job"),
    )


async def tell(db: Db, number: int, context: Context) -> Outcome:
    """Tell a stand-in for whom, from when until when, and what is open; nothing where it was called off."""
    leave = await leaves.by_id(db, number)
    stand_in = stand_in_of(leave, context) if leave else ""
    if leave is None or leave.ended_at is not None or leave.until <= context.now or not stand_in:
        return Outcome()
    open_ones = await queries.open_shares(db, [leave.person], states.UNDONE)
    rows: list[Json] = [
        {"code": d.code, "title": d.title, "state": s.state, "due": moment(s.due)}
        for d, s in open_ones[:MOST]
    ]
    facts = shown(leave, context) | {
        "person": context.org.name(leave.person),
        "rows": rows,
        "count": len(open_ones),
    }
    once = f"leave.stand_in:{leave.id}"
    return Outcome("", {}, (Notice("leave.stand_in", (Receiver(stand_in),), facts, once, context.now),))


def over(
    old: Iterable[Leave], context: Context, but: Leave | None = None, back: datetime | None = None
) -> tuple[Notice, ...]:
    """Tell the stand-ins of absences that were called off, replaced or cut, if they had been told.

    Whoever stands in under the new one (`but`) hears of that one instead. `back` is when somebody is back
    who stays away until then.
    """
    return tuple(
        notice
        for leave in old
        for notice in _over(leave, back or (leave.until if leave.ended_at is None else None), context)
        if but is None or notice.to[0].id != stand_in_of(but, context)
    )


def _over(leave: Leave, back: datetime | None, context: Context) -> tuple[Notice, ...]:
    stand_in = stand_in_of(leave, context)
    if not stand_in or context.calendar.next_office_time(leave.told_at) > context.now:
        return ()
    facts = shown(leave, context) | {
        "person": context.org.name(leave.person),
        "back": moment(context.calendar.next_office_time(back)) if back else None,
    }
    once = f"leave.over:{leave.id}:{context.now.isoformat()}"
    at = context.calendar.next_office_time(context.now)
    return (Notice("leave.over", (Receiver(stand_in),), facts, once, at),)
