"""What an office's moves mean for the request: a table from the directive's history to what follows.

The one way from a directive to its request (docs/adr/0014): the sweep reads what was added to the history
since it last looked, in order, and each move is followed once. What waits for a moment (an answer whose last
piece may still come, a citizen who is asked for something) is looked at then.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.requests import answering, joining, waiting
from handlers.requests.telling import tell
from handlers.stuck import at_row
from tasks.db import Db
from tasks.directives import changing, pausing, proposals
from tasks.directives import queries as directives
from tasks.directives import states as shares
from tasks.directives.models import Directive, HistoryEntry
from tasks.fields import Facts
from tasks.notices import Notice, Outcome
from tasks.personal import masked
from tasks.requests import moved, states, turning, verbs
from tasks.requests.models import Request
from tasks.requests.turning import Act, Timing


@dataclass(frozen=True, slots=True)
class Followed:
    """One move that is followed: for which request, in which directive, and who made it when."""

    request: Request
    directive: Directive
    entry: HistoryEntry
    act: Act

    @property
    def detail(self) -> Facts:
        """What the directive's history says of the move."""
        return self.entry.detail

    @property
    def reason(self) -> str:
        """Why, as a citizen may read it."""
        return masked(str(self.detail.get("reason") or ""))


Follow = Callable[[Db, Followed, Context], Awaitable[tuple[Notice, ...]]]
MOST: Final = 50
"""Requests in one step."""


async def _signed(db: Db, move: Followed, context: Context) -> tuple[Notice, ...]:
    """Take note that the office has it (收到)."""
    del context
    for one in await turning.together(db, move.request):
        await turning.signed(db, one, move.act)
    return ()


async def _undone(db: Db, move: Followed, context: Context) -> tuple[Notice, ...]:
    """Take back what was taken back: a 收到, or the answer; one that was sent is followed by another."""
    del context
    if move.detail.get("what") != "acknowledged":
        await _unanswered(db, move.request, "undone", move.act)
        return ()
    for one in await turning.together(db, move.request):
        await turning.unsigned(db, one, move.act)
    return ()


async def _returned(db: Db, move: Followed, context: Context) -> tuple[Notice, ...]:
    """Be without an answer: the second look sent it back, perhaps with another time."""
    await _unanswered(db, move.request, move.reason, move.act)
    return await _extended(db, move, context)


async def _added(db: Db, move: Followed, context: Context) -> tuple[Notice, ...]:
    """Have the answer go out once more, whole, where something was added after it went."""
    del context
    await _unanswered(db, move.request, "added", move.act)
    return ()


async def _unanswered(db: Db, request: Request, reason: str, act: Act) -> None:
    """Take the answer back from all who got it; who had it in an earlier round keeps it."""
    if await turning.taken_back(db, request, act, reason=reason):
        for one in (await turning.together(db, request))[1:]:
            await turning.taken_back(db, one, act, reason=reason)
    elif request.state != states.WAITING:
        request.look_at = None


async def _extended(db: Db, move: Followed, context: Context) -> tuple[Notice, ...]:
    """Move the date the citizen was given, and say why; what a head distributed has times of its own."""
    due = move.detail.get("due")
    if not isinstance(due, str) or await _is_below(db, move, str(move.detail.get("assignee") or "")):
        return ()
    sooner = move.request.due is not None and datetime.fromisoformat(due) < move.request.due
    at, out, reason = datetime.fromisoformat(due), list[Notice](), await _why_later(db, move)
    for one in await turning.together(db, move.request):
        # What was joined and was promised a later day than this keeps that.
        later = one.id == move.request.id or (one.due is not None and one.due < at)
        if later and await turning.extended(db, one, move.act, due=at, reason=reason):
            told: Facts = {"reason": reason, "sooner": sooner}
            out += await tell(db, "citizen.extended", one, told, str(one.seq), context)
    return tuple(out)


async def _why_later(db: Db, move: Followed) -> str:
    """Give the reason for another date: what the one who grants it says, else what was asked for it."""
    if move.reason or move.entry.action != "extended":
        return move.reason
    asked = await proposals.last_decided(db, move.directive, [proposals.EXTEND])
    return masked(asked.reason) if asked else ""


async def _is_below(db: Db, move: Followed, person: str) -> bool:
    share = await directives.share_of(db, move.directive, person) if person else None
    return share is not None and share.parent_id is not None


async def _handed(db: Db, move: Followed, context: Context) -> tuple[Notice, ...]:
    """Have another office answer for it from now on; the citizen hears of it where it is another unit."""
    to = str(move.detail.get("to") or "")
    share = await directives.share_of(db, move.directive, to)
    if share is None or share.parent_id is not None:
        return ()
    unit, out = share.department or context.org.unit_of(to), list[Notice]()
    for one in await turning.together(db, move.request):
        before = one.office
        if await turning.handed(db, one, move.act, to=to, unit=unit, why="handed", back=True):
            other = unit != before
            out += await tell(db, "citizen.handed", one, {}, str(one.seq), context) if other else ()
    return tuple(out)


async def _withdrawn(db: Db, move: Followed, context: Context) -> tuple[Notice, ...]:
    """Let it end: who registered it called it off. What was refused is refused, and was told so."""
    if not await turning.withdrawn(db, move.request, move.act, reason=move.reason):
        return ()
    facts: Facts = {"reason": move.reason}
    told = await tell(db, "citizen.called_off", move.request, facts, str(move.request.seq), context)
    return (*told, *await joining.without(db, move.request, context, actor=verbs.SYSTEM))


FOLLOWS: Mapping[str, Follow] = {
    "acknowledged": _signed,
    "undone": _undone,
    "returned": _returned,
    "added_to_report": _added,
    "extended": _extended,
    "amended": _extended,
    "reassigned": _handed,
    "withdrawn": _withdrawn,
}
"""Action of the directive's history → what follows for the request. What is missing means nothing to it."""


async def step(db: Db, context: Context) -> Outcome | None:
    """Follow what moved, do what is due by itself; None where nothing was."""
    rows = await moved.due(db, context.now, MOST, but=context.set_aside)
    if not rows:
        return None
    notices: list[Notice] = []
    for request in rows:
        with at_row(request.id):
            notices += await _follow(db, request, context)
    return Outcome("", {}, tuple(notices))


async def _follow(db: Db, request: Request, context: Context) -> list[Notice]:
    directive = await directives.by_id(db, request.directive_id or 0)
    out: list[Notice] = []
    # What was joined to another request shares that one's directive; its own is over.
    if directive is not None and request.merged_into is None:
        timing = Timing(context.desk, context.calendar)
        for entry in await moved.fresh(db, request, directive):
            move = Followed(request, directive, entry, Act(entry.actor, entry.at, timing))
            if follow := FOLLOWS.get(entry.action):
                out += await follow(db, move, context)
            request.read_seq = entry.seq
        await _in_step(db, request, directive, context.now)
        out += await _settled(db, request, directive, Act(verbs.SYSTEM, context.now, timing), context)
    else:
        request.look_at = None
    await moved.read(db, request)
    return out


async def _in_step(db: Db, request: Request, directive: Directive, now: datetime) -> None:
    """Let time run for what the office has to do, and only while no citizen is waited for.

    What came back to the office after the request had ended, its report undone, ends with it.
    """
    if request.state == states.WAITING:
        await pausing.without_due(db, directive.id)
    elif request.state in states.RUNNING:
        await pausing.with_due(db, directive.id, request.due)
    elif request.state in {states.REFUSED, states.WITHDRAWN} and directive.state == shares.OPEN:
        await changing.withdraw(db, directive, actor=verbs.SYSTEM, reason="", now=now)
        request.read_seq = directive.seq


async def _settled(
    db: Db, request: Request, directive: Directive, act: Act, context: Context
) -> tuple[Notice, ...]:
    """Give an answer that is complete; wait for one that is not, or for the citizen."""
    if directive.state == shares.CLOSED and states.can("answer", request.state):
        request.look_at = await answering.complete_at(db, directive, context)
        if request.look_at <= context.now:
            return await answering.send(db, request, directive, act, context)
    elif request.state == states.WAITING:
        if request.look_at and request.look_at <= context.now:
            return await waiting.looked_at(db, request, act, context)
    else:
        request.look_at = None
    return ()


async def next_due(db: Db, after: datetime) -> datetime | None:
    """Give the moment after this one at which something is due; what moved is followed without one."""
    return await moved.next_due(db, after)
