"""Join requests about the same matter (合并), tell them apart, take one out again (拆出), undo a raising.

By the card that shows what may be the same, and by words: S…0013 并入 S…0012, S…0013 拆出, S…0012 取消提级.
The citizens are told honestly; the office that had the joined one hears once that it has not to do it twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers.context import Context
from handlers.directives.first_card import assigned
from handlers.directives.parties import reached
from handlers.directives.proposed import when
from handlers.directives.telling import has_heard
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.redraw import SILENT, card
from handlers.requests.facts import act_of, facts_of
from handlers.requests.receive import hand, office_facts
from handlers.requests.routing import Office, triage
from handlers.requests.telling import tell
from handlers.requests.which import CODE, LONGEST, Part, allowed, asked, codes_of, named, part_of, plain_of
from tasks.db import Db
from tasks.directives import states as directive_states
from tasks.directives.giving import ABOUT, NewShare
from tasks.directives.models import Directive, Share
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome, Receiver
from tasks.people.roles import may
from tasks.requests import joining, queries, states, turning
from tasks.requests.models import Request

VERB: Final = "case"
_JOIN: Final = re.compile(
    rf"(?:把|将|请把)?\s*(?P<other>{CODE})\s*(?:和|与|跟)?\s*(?:并入|合并到|合并进|并到|归并到|归入|合到)\s*(?P<lead>{CODE})(?:里|中|去|办理)*"
)
_BOTH: Final = re.compile(
    rf"(?:把|将|请把)?\s*(?P<codes>{CODE}(?:\s*[和与跟、,及]\s*{CODE})+)\s*(?:这?[两几三四]?[件个条])?(?:诉求|工单)?(?:都|其实|应该|可能|反映的|说的)*"
    r"(?:是?(?:同?一[件个回码]?|同样的?|相同的?)(?:事情?|问题|诉求)?|请?(?:合并|并案|归并)|一起办|重复了?)(?:[\s,。;]*(?:请|可以|应该|建议|需要|帮我)?(?:合并|并案|归并|一起办))?(?:一下|办理|处理|了|吧|成一件)*"
)
_SPLIT: Final = re.compile(
    rf"(?:把|将|请把)?\s*(?P<code>{CODE})\s*(?:拆出来?|拆开|拆分|分开办?|单独办理?|取消合并|撤销合并)(?:一下|办理)*"
)
_LOWER: Final = re.compile(rf"(?:把|将)?\s*(?P<code>{CODE})\s*(?:取消|撤销|不用?)(?:提级|加急|升级)(?:办理)?")


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take a sentence that joins, splits or lowers; None for every other one."""
    plain = plain_of(incoming, context)
    if len(plain) > LONGEST or incoming.sender not in context.org.people:
        return None
    if found := _JOIN.fullmatch(plain):
        return await _join_codes(db, found["lead"], [found["other"]], incoming, context)
    if found := _BOTH.fullmatch(plain):
        return await _join_all(db, re.findall(CODE, found["codes"]), incoming, context)
    if found := _SPLIT.fullmatch(plain):
        return await _split(db, found["code"], incoming, context)
    if found := _LOWER.fullmatch(plain):
        return await _lower(db, found["code"], incoming, context)
    return None


async def _join_all(db: Db, codes: Sequence[str], incoming: Incoming, context: Context) -> Outcome:
    """Join the later ones to the earliest."""
    found = {code: await named(db, code) for code in codes}
    missing = next((code for code, one in found.items() if one is None), "")
    if missing:
        return Outcome("case.unknown", {"code": missing.upper()})
    lead, *others = sorted(codes, key=lambda code: getattr(found[code], "id", 0))
    return await _join_codes(db, lead, others, incoming, context)


async def _join_codes(
    db: Db, lead: str, others: Sequence[str], incoming: Incoming, context: Context
) -> Outcome:
    numbers: list[int] = []
    for code in (lead, *others):
        part = await allowed(db, code, VERB, incoming, context)
        if isinstance(part, Outcome):
            return part
        numbers.append(part.request.id)
    return await _join(db, numbers[0], numbers[1:], incoming, context)


async def _join(db: Db, lead_id: int, others: Sequence[int], incoming: Incoming, context: Context) -> Outcome:
    """Join these requests to that one, as far as they can be; everybody concerned is told."""
    rows = {row.id: row for row in await joining.locked(db, [lead_id, *others])}
    lead = await joining.lead_of(db, rows[lead_id])
    standing = await part_of(db, lead)
    if why := _cannot(standing):
        return Outcome("case.cannot", facts_of(lead, context) | {"why": why})
    joined: list[Request] = []
    notices: list[Notice] = []
    for row in (rows[number] for number in others if number != lead.id and number in rows):
        part = await _own_part(db, row)
        if row.merged_into is None and not (why := _cannot(part)):
            notices += await _join_one(db, standing, part, incoming, context)
            joined.append(row)
    if not joined:
        return Outcome("case.cannot", facts_of(lead, context) | {"why": why or "joined"})
    facts: Facts = await _facts(db, lead, joined, context)
    notices += _to_holder(standing, facts, incoming, context)
    return Outcome("case.joined", facts, tuple(notices))


async def _facts(db: Db, lead: Request, joined: Sequence[Request], context: Context) -> Facts:
    codes: list[Json] = [*codes_of(joined)]
    return facts_of(lead, context) | {"joined": codes, "count": 1 + len(await joining.members(db, lead))}


async def _own_part(db: Db, request: Request) -> Part:
    """Give a request with the office's own part of it, whatever it was joined to."""
    if request.directive_id is None:
        return Part(request, None, None)
    directive = await Directive.filter(id=request.directive_id).using_db(db).select_for_update().get()
    return Part(request, directive, await queries.share_of(db, directive))


def _cannot(part: Part) -> str:
    """Say why a request can be joined to nothing, and nothing to it; empty where it can."""
    if part.request.state not in states.OPEN:
        return "over"
    told = (directive_states.REPORTED, directive_states.ACCEPTED)
    is_closed = part.directive is not None and part.directive.state != directive_states.OPEN
    return "reported" if is_closed or (part.share is not None and part.share.state in told) else ""


async def _join_one(
    db: Db, lead: Part, part: Part, incoming: Incoming, context: Context
) -> tuple[Notice, ...]:
    """Join one; the citizen is told, and who had it where that is another office than the lead's."""
    other = part.request
    gone = await joining.join(db, lead.request, other, act_of(incoming.sender, context))
    facts: Facts = {"lead_office": context.org.unit_name(lead.request.office)}
    notices = await tell(db, "citizen.joined", other, facts, str(other.seq), context)
    holder = lead.share.assignee if lead.share else ""
    heard = [
        share for share in gone if part.directive is not None and has_heard(part.directive, share, context)
    ]
    to = _readers([share for share in heard if share.assignee != holder], incoming, context)
    if not to or part.directive is None:
        return notices
    said = facts_of(other, context) | {"lead": lead.request.code, "holder": context.org.name(holder)}
    at = context.calendar.next_office_time(context.now)
    once = f"case.ended:{other.code}:{other.seq}"
    return (*notices, Notice("case.ended", to, said, once, at, directive=part.directive.id))


def _readers(shares: Sequence[Share], incoming: Incoming, context: Context) -> tuple[Receiver, ...]:
    found = {share.id: reached(share.assignee, context) for share in shares}
    return tuple(Receiver(who, number) for number, who in found.items() if who not in ("", incoming.sender))


def _to_holder(lead: Part, facts: Facts, incoming: Incoming, context: Context) -> tuple[Notice, ...]:
    """Tell who handles it that there are more now; not who joined them."""
    if lead.directive is None or lead.share is None:
        return ()
    to = _readers([lead.share], incoming, context)
    at = context.calendar.next_office_time(context.now)
    once = f"case.more:{lead.request.code}:{lead.request.seq}"
    return (Notice("case.more", to, facts, once, at, directive=lead.directive.id),) if to else ()


async def _split(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    part = await allowed(db, code, VERB, incoming, context)
    if isinstance(part, Outcome):
        return part
    facts = facts_of(part.request, context)
    if part.request.merged_into is None:
        members = await joining.members(db, part.request)
        return Outcome("case.not_joined", facts | {"members": [*codes_of(members)]})
    row = (await joining.locked(db, [part.request.id]))[0]
    lead = await joining.lead_of(db, row)
    notices = await apart(db, row, context, actor=incoming.sender, why="clerk")
    if row.state in states.OPEN:
        notices += await tell(db, "citizen.split", row, {}, str(row.seq), context)
    return Outcome("case.split", facts_of(row, context) | {"lead": lead.code}, notices)


async def apart(db: Db, request: Request, context: Context, *, actor: str, why: str) -> tuple[Notice, ...]:
    """Take a request out of what it was joined to; the office there has it by itself again, and is told.

    For whoever opens a joined request again too: its state and its date are set before this.
    """
    part = await part_of(db, request)
    await joining.split(db, request, actor=actor, why=why, now=context.now)
    await turning.resumed(db, request, act_of(actor, context), why=why)
    share = part.share or (await queries.last_share_of(db, part.directive) if part.directive else None)
    office = Office(share.assignee, share.department, "split") if share else triage(context)
    if request.state not in states.OPEN or office is None:
        return ()
    if request.directive_id is None:
        return await hand(db, request, office, context, actor=actor)
    new = _new_share(request, office, context)
    revived = await joining.revive(db, request, new, due=request.due, actor=actor, now=context.now)
    if revived is None:
        return ()
    directive, shares = revived
    return assigned(directive, shares, when(directive, context), context, again=True)


def _new_share(request: Request, office: Office, context: Context) -> NewShare:
    is_head = context.org.head(office.unit) == office.person
    why: Facts = {
        "by": "unit" if is_head else "person",
        "written": context.org.unit_name(office.unit),
        ABOUT: office_facts(request, office.why),
    }
    return NewShare(office.person, office.unit, why)


async def without(db: Db, lead: Request, context: Context, *, actor: str) -> tuple[Notice, ...]:
    """Let those that were joined to a request go on without it before it ends: the first leads the rest."""
    open_ones = [one for one in await joining.members(db, lead) if one.state in states.OPEN]
    if not open_ones:
        return ()
    first, *others = await joining.locked(db, [one.id for one in open_ones])
    notices = await apart(db, first, context, actor=actor, why="lead_ended")
    for one in others:
        await joining.split(db, one, actor=actor, why="lead_ended", now=context.now)
        await joining.join(db, first, one, act_of(actor, context))
    return notices


async def _lower(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    part = await allowed(db, code, VERB, incoming, context)
    if isinstance(part, Outcome):
        return part
    lead = await joining.lead_of(db, part.request)
    return await _lowered(db, await part_of(db, lead), incoming, context)


async def _lowered(db: Db, part: Part, incoming: Incoming, context: Context) -> Outcome:
    facts = facts_of(part.request, context)
    if part.request.raised_at is None:
        return Outcome("case.not_raised", facts)
    raised = [one for one in await joining.members(db, part.request) if one.raised_at is not None]
    await joining.lower(db, [part.request, *raised], actor=incoming.sender, now=context.now)
    if part.directive is not None:
        await joining.press(db, part.directive, joining.NORMAL, actor=incoming.sender, now=context.now)
    return Outcome("case.lowered", facts)


async def tapped_join(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Join what the card showed: `lead:new,other,…`, the numbers of the rows."""
    return await _tapped(db, argument, incoming, context, join=True)


async def tapped_apart(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Write that what the card showed is another matter: `lead:new,other,…`."""
    return await _tapped(db, argument, incoming, context, join=False)


async def _tapped(db: Db, argument: str, incoming: Incoming, context: Context, *, join: bool) -> Outcome:
    lead_id, others = _numbers(argument)
    rows = {row.id: row for row in await queries.by_ids(db, [lead_id, *others])}
    if len(rows) < 1 + len(others) or not others:
        return SILENT
    fresh = rows[others[0]]
    part = await part_of(db, fresh)
    if not may(VERB, asked(part, incoming.sender, context)):
        return SILENT
    if join:
        outcome = await _join(db, lead_id, others, incoming, context)
    else:
        outcome = await _told_apart(db, fresh, rows[lead_id], incoming, context)
    facts = facts_of(fresh, context) | {
        "lead": rows[lead_id].code,
        "lead_title": rows[lead_id].title,
        "outcome": outcome.kind,
        "why": str(outcome.facts.get("why") or ""),
    }
    number = part.directive.id if part.directive else 0
    return card("card.case", facts, incoming, context, outcome.notices, number)


async def _told_apart(
    db: Db, request: Request, lead: Request, incoming: Incoming, context: Context
) -> Outcome:
    row = (await joining.locked(db, [request.id]))[0]
    if not await queries.moved_by(db, [row.id], "told_apart"):
        await joining.tell_apart(db, row, [lead.code], actor=incoming.sender, now=context.now)
    return Outcome("case.apart", facts_of(row, context))


def _numbers(argument: str) -> tuple[int, list[int]]:
    lead, _, others = argument.partition(":")
    return number_of(lead), [number_of(one) for one in others.split(",")]
