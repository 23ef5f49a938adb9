"""What a citizen does with an own request by its number: add a word, urge, withdraw."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final

from handlers.citizen.mine_showing import progress
from handlers.context import Context
from handlers.directives.hours import reader_at
from handlers.directives.parties import owners
from handlers.message import Incoming
from handlers.reading.script import normal
from handlers.requests import asking_back, joining
from handlers.requests.facts import act_of, directive_of, facts_of
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.directives import changing, queries
from tasks.directives import states as shares
from tasks.directives.models import Directive
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver
from tasks.nudges.budget import next_digest
from tasks.requests import finding, states, turning, verbs
from tasks.requests.models import Request

URGE_DAYS: Final = 2
"""Working days between two urgings of one request: the office hears of each with its digest."""
STEP: Final = "mine.withdraw"


async def note(db: Db, request: Request, text: str, citizen: Citizen, context: Context) -> Outcome:
    """Add what a citizen says besides to a request that is not answered yet; a clock that waited runs."""
    del citizen
    facts = facts_of(request, context)
    if request.state not in states.OPEN:
        return Outcome("citizen.note_too_late", facts)
    notices = await asking_back.supply(db, request, asking_back.Said(text), context)
    return Outcome("citizen.noted", facts_of(request, context), notices)


async def urge(db: Db, request: Request, citizen: Citizen, context: Context) -> Outcome:
    """Tell the office kindly, with its next digest, that the citizen asks; once in two working days."""
    del citizen
    if request.state not in states.RUNNING:
        return await progress(db, request, context)
    facts, calendar = facts_of(request, context), context.calendar
    last = await finding.last_move(db, request, "urged")
    if last is not None:
        again = calendar.add_working_days(calendar.local(last.at).date(), URGE_DAYS)
        if calendar.local(context.now).date() < again:
            asked: Facts = {"asked_at": last.at.isoformat(), "again": calendar.day_open(again).isoformat()}
            return Outcome("citizen.urged_before", facts | asked)
    await verbs.move(db, request, "urged", {}, actor=verbs.CITIZEN, now=context.now)
    once = f"request.urged:{request.code}:{request.seq}"
    return Outcome("citizen.urged", facts, await _to_office(db, request, facts, once, context))


async def _to_office(
    db: Db, request: Request, facts: Facts, once: str, context: Context
) -> tuple[Notice, ...]:
    """Tell whoever has the request with the next digest; its issuer, where nobody has it now."""
    directive = await directive_of(db, request)
    if directive is None:
        return ()
    at = next_digest(context.calendar, context.now)
    held = await queries.shares_of(db, directive, shares.UNDER_WAY)
    people = ((share, reader_at(share, at, context)) for share in held)
    to = tuple(Receiver(who, share.id) for share, who in people if who) or owners(directive, context=context)
    return (Notice("request.urged", to, facts, once, at, directive=directive.id),) if to else ()


async def ask_withdraw(db: Db, request: Request, citizen: Citizen, context: Context) -> Outcome:
    """Ask once whether it is really not needed any more."""
    facts = facts_of(request, context)
    if not states.can("withdraw", request.state):
        return Outcome("citizen.withdraw_over", facts)
    await talks.put(db, citizen, STEP, {"request": request.id}, context.sealer, context.now)
    return Outcome("citizen.withdraw_ask", facts)


YES: Final = re.compile(
    r"(?:1|是的?|对的?|确认|确定|好的?|嗯|可以|不用(?:办|管|处理)?了|撤[回销]?)[。.!了吧]*"
)
NO: Final = re.compile(r"(?:2|不是|不对|不撤|不|别|算了|继续(?:办|处理)?|还要办|要办|取消)[。.!了吧]*")


async def withdraw(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Withdraw after 是, leave it after 不; None for every other word."""
    plain = normal(incoming.text).strip()
    request = await finding.numbered(db, citizen.id, int(str(going.facts["request"])))
    if request is None or not (YES.fullmatch(plain) or NO.fullmatch(plain)):
        return None
    await talks.end(db, citizen)
    if NO.fullmatch(plain):
        return Outcome("citizen.withdraw_not", facts_of(request, context))
    if not states.can("withdraw", request.state):
        return Outcome("citizen.withdraw_over", facts_of(request, context))
    return await _withdraw(db, request, context)


async def _withdraw(db: Db, request: Request, context: Context) -> Outcome:
    directive = await directive_of(db, request)
    await turning.withdrawn(db, request, act_of(verbs.CITIZEN, context), reason="")
    facts = facts_of(request, context)
    if request.merged_into is not None or directive is None:
        return Outcome("citizen.withdrawn", facts)
    # Those that were joined to it go on without it.
    others = await joining.without(db, request, context, actor=verbs.SYSTEM)
    return Outcome(
        "citizen.withdrawn", facts, (*others, *await _ended(db, request, directive, facts, context))
    )


async def _ended(
    db: Db, request: Request, directive: Directive, facts: Facts, context: Context
) -> tuple[Notice, ...]:
    """End the office's part; whoever has it, and whoever gave it, hears so in office hours."""
    read = request.read_seq == directive.seq
    gone = await changing.withdraw(db, directive, actor=verbs.SYSTEM, reason="", now=context.now)
    if read:
        request.read_seq = directive.seq
        await request.save(using_db=db, update_fields=["read_seq"])
    at = context.calendar.next_office_time(context.now)
    people = [reader_at(share, at, context) for share in gone]
    people += [one.id for one in owners(directive, context=context)]
    to = tuple(Receiver(who) for who in dict.fromkeys(people) if who)
    once = f"request.withdrawn:{request.code}"
    return (Notice("request.withdrawn", to, facts, once, at, directive=directive.id),) if to else ()


Verb = Callable[[Db, Request, Citizen, Context], Awaitable[Outcome]]
_PLEASE: Final = r"(?:请|麻烦|帮我|我要|我想|把|这个|这件|的|,|\s)*"
DOES: Final[tuple[tuple[re.Pattern[str], Verb], ...]] = (
    (
        re.compile(
            rf"{_PLEASE}(?:催|请)?(?:再)?(?:催(?:一?催|一下|办|促)?|(?:请)?(?:尽快|快点|赶快|抓紧|加快)"
            rf"(?:处理|办理|解决|办)?)(?:一下|吧|了)?[。!,\s]*"
        ),
        urge,
    ),
    (
        re.compile(
            rf"{_PLEASE}(?:(?:不用|不需要|不必|别)(?:再)?(?:办|处理|管|弄|查)?了?|撤(?:销|回|诉|单)?|取消|不反映了"
            rf"|(?:自己|已经)?(?:解决|好|修好)了,?不用(?:办|管|处理)?了?)(?:诉求|反映|投诉|吧|了)*[。!,\s]*"
        ),
        ask_withdraw,
    ),
)
"""What is said → what is done with the request, in this order."""
