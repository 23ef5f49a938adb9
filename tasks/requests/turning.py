"""What becomes of a request once an office has it: signed, paused, extended, answered, ended.

Each takes an open transaction and locked rows, changes columns and appends to the history; what the answer is
due by is what the history comes to. False, or nothing, where the state does not allow it: then nothing is
written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tasks.db import Db
from tasks.fields import Facts
from tasks.requests import states, verbs
from tasks.requests.clocks import Move, clock_of
from tasks.requests.kinds import Desk
from tasks.requests.models import Request
from tasks.requests.proofs import due_with, moves_of
from tasks.worktime import WorkCalendar

COLUMNS: Final = (
    "state", "office", "due", "paused_at", "look_at", "answer", "answered_at", "answered_by",
)  # fmt: skip
"""Columns these verbs change. What marks a request as moved is not theirs: that very move may be theirs."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What dates are worked out by."""

    desk: Desk
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, when, and by which table the dates go."""

    actor: str
    now: datetime
    timing: Timing


async def together(db: Db, request: Request) -> list[Request]:
    """Give a request and those that were joined to it, locked, in the order of their numbers."""
    joined = Request.filter(merged_into=request.id).using_db(db).select_for_update()
    return [request, *await joined.order_by("id")]


async def handed(
    db: Db, request: Request, act: Act, *, to: str, unit: int, why: str, back: bool = False
) -> bool:
    """Let another office have it (`back`: nobody has said yet that the matter is known there)."""
    if not states.can("hand", request.state):
        return False
    request.office = unit
    if back and request.state != states.WAITING:
        request.state = states.HANDED
    await _turn(db, request, "handed", {"to": to, "department": unit, "why": why}, act)
    return True


async def signed(db: Db, request: Request, act: Act) -> bool:
    """Take note that the office has it (收到)."""
    return await _plain(db, request, "sign", states.HANDLING, "signed", act)


async def unsigned(db: Db, request: Request, act: Act) -> bool:
    """Take note that a mistaken 收到 was taken back."""
    return await _plain(db, request, "unsign", states.HANDED, "unsigned", act)


async def paused(db: Db, request: Request, act: Act, *, reason: str, look_at: datetime | None) -> bool:
    """Wait for the citizen: the clock stands still."""
    if not states.can("pause", request.state):
        return False
    request.state, request.paused_at, request.look_at = states.WAITING, act.now, look_at
    await _turn(db, request, "paused", {"reason": reason}, act)
    return True


async def resumed(db: Db, request: Request, act: Act, *, why: str) -> bool:
    """Go on: the citizen answered, or was waited for long enough; the clock runs again."""
    if not states.can("resume", request.state):
        return False
    request.state, request.paused_at, request.look_at = await _before(db, request), None, None
    await _turn(db, request, "resumed", {"why": why}, act)
    return True


async def _before(db: Db, request: Request) -> str:
    """Give the state in which the waiting began, as the history has it."""
    state = states.RECEIVED
    for move in await moves_of(db, request):
        state = _LEADS_TO.get(move.action, state)
    return state


_LEADS_TO: Final = {
    "handed": states.HANDED,
    "unsigned": states.HANDED,
    "signed": states.HANDLING,
    "returned": states.HANDLING,
    "reopened": states.HANDED,
}
"""Move → the state it leads to, of those in which a waiting can begin."""


async def extended(db: Db, request: Request, act: Act, *, due: datetime, reason: str) -> bool:
    """Have more time, or (an amendment) another one."""
    if not states.can("extend", request.state) or due == request.due:
        return False
    detail: Facts = {"due": due.isoformat(), "reason": reason, "by": act.actor}
    await _turn(db, request, "extended", detail, act)
    return True


async def answered(db: Db, request: Request, act: Act, *, text: str, by: str) -> bool:
    """Have the answer; it is the citizen's from here on."""
    if not states.can("answer", request.state):
        return False
    request.state, request.paused_at, request.look_at = states.ANSWERED, None, None
    request.answer, request.answered_at, request.answered_by = text, act.now, by
    await _turn(db, request, "answered", {"text": text, "by": by}, act)
    return True


async def taken_back(db: Db, request: Request, act: Act, *, reason: str) -> bool:
    """Be without an answer again: it was undone, sent back, or more was added to it."""
    if not states.can("return", request.state):
        return False
    request.state, request.look_at = states.HANDLING, None
    await _turn(db, request, "returned", {"reason": reason}, act)
    return True


async def refused(db: Db, request: Request, act: Act, *, reason: str, door: str) -> bool:
    """Not take it: it is for another door, which the citizen is shown."""
    if not states.can("refuse", request.state):
        return False
    request.state, request.paused_at, request.look_at = states.REFUSED, None, None
    await _turn(db, request, "refused", {"reason": reason, "door": door}, act)
    return True


async def withdrawn(db: Db, request: Request, act: Act, *, reason: str) -> bool:
    """Let it end without an answer."""
    if not states.can("withdraw", request.state):
        return False
    request.state, request.paused_at, request.look_at = states.WITHDRAWN, None, None
    await _turn(db, request, "withdrawn", {"reason": reason}, act)
    return True


async def supplied(db: Db, request: Request, act: Act, *, text: str, attachments: int) -> None:
    """Take what the citizen says besides; who was waited for is waited for no longer.

    What was joined to another request waits with that one: for the citizen who was asked there.
    """
    if request.merged_into is None:
        for one in await together(db, request):
            await resumed(db, one, act, why="supplied")
    await _turn(db, request, "supplied", {"text": text, "attachments": attachments}, act)


async def in_step(db: Db, lead: Request, one: Request, act: Act) -> None:
    """Let what was joined to a request wait for the citizen while that one does, and only then."""
    if lead.state == states.WAITING:
        await paused(db, one, act, reason=await asked_for(db, lead), look_at=None)
    else:
        await resumed(db, one, act, why="joined")


async def sooner(db: Db, request: Request, act: Act, *, due: datetime, code: str) -> bool:
    """Have the nearer date of another request (its code) that was joined to this one; says whether it is."""
    moves, terms = await moves_of(db, request), act.timing.desk.terms_of(request.kind)
    own = clock_of(moves, terms, act.timing.calendar).waited(act.now)
    if own is None or own <= due:
        return False
    detail: Facts = {"due": due.isoformat(), "from": code}
    await _turn(db, request, "recounted", detail, act)
    return True


async def asked_for(db: Db, request: Request) -> str:
    """Give what the citizen was asked for last."""
    asked = [move for move in await moves_of(db, request) if move.action == "paused"]
    return str(asked[-1].detail.get("reason", "")) if asked else ""


async def was_answered(db: Db, request: Request) -> bool:
    """Whether the citizen had an answer in this round already."""
    said = False
    for move in await moves_of(db, request):
        said = (said or move.action == "answered") and move.action != "reopened"
    return said


async def _plain(db: Db, request: Request, verb: str, state: str, action: str, act: Act) -> bool:
    if not states.can(verb, request.state):
        return False
    request.state = state
    await _turn(db, request, action, {}, act)
    return True


async def _turn(db: Db, request: Request, action: str, detail: Facts, act: Act) -> None:
    """Write the move; the row's due is what the history comes to with it."""
    terms = act.timing.desk.terms_of(request.kind)
    move = Move(act.now, action, detail)
    request.due = await due_with(db, request, move, terms, act.timing.calendar)
    await verbs.move(db, request, action, detail, actor=act.actor, now=act.now)
    await request.save(using_db=db, update_fields=list(COLUMNS))
