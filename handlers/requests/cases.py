"""A case becomes a directive to others (转为任务), and what that comes to is offered as the answer.

The directive is issued like every other one, by whoever may issue; when it is over, who holds the request's
part is shown the result, and one tap (用作答复) or a sentence makes it the report on that part.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.directives.attachments import media_of
from handlers.directives.issue import issuer_of, proceed, request_of
from handlers.directives.parties import reached
from handlers.directives.report import report_one
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from handlers.redraw import SILENT, card
from handlers.requests.facts import facts_of
from handlers.requests.which import CODE, LONGEST, Part, allowed, named, part_of, plain_of
from handlers.stuck import at_row
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver
from tasks.people.roles import may
from tasks.personal import masked
from tasks.requests import cases, joining, queries, states
from tasks.requests.cases import CASE
from tasks.requests.models import Request

VERB: Final = "case"
_FRONT: Final = re.compile(
    rf"\s*(?:把|将|请把)?\s*(?P<code>{CODE})\s*(?:转为|转成|转作|转|变为|立为)(?:一[个项条])?(?:任务|指令|交办|督办)\s*[:,;。\s]\s*"
)
_BARE: Final = re.compile(
    rf"\s*(?:把|将|请把)?\s*(?P<code>{CODE})\s*(?:转为|转成|转作|转|变为|立为)(?:一[个项条])?(?:任务|指令|交办|督办)[\s。!]*"
)
_USE: Final = re.compile(
    rf"(?:把|将)?\s*(?P<code>{CODE})\s*(?:的?(?:任务)?结果)?\s*(?:用作|作为|当作|就用[这该]个?)(?:答复|回复)(?:群众)?"
)
SHOWN: Final = 400
"""Characters of a result that its card carries; the answer has all of it."""


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take a sentence that turns a case into a directive, or uses a result; None for every other one."""
    if incoming.sender not in context.org.people:
        return None
    posted = without_mention(incoming.text, context.bot_name)
    said = normal(posted)
    if _BARE.fullmatch(said):
        code = _BARE.fullmatch(said)["code"]  # type: ignore[index]  # it was just seen to match
        return Outcome("case.task_wanted", {"code": code.upper()})
    if found := _FRONT.match(said):
        text = posted[found.end() :].strip()
        return await _task(db, found["code"], text, incoming, context)
    plain = plain_of(incoming, context)
    if len(plain) <= LONGEST and (use := _USE.fullmatch(plain)):
        return await _use(db, use["code"], incoming, context)
    return None


async def _task(db: Db, code: str, text: str, incoming: Incoming, context: Context) -> Outcome:
    """Issue the directive; what it was issued for goes along with its questions until it is out."""
    part = await allowed(db, code, VERB, incoming, context)
    if isinstance(part, Outcome):
        return part
    lead = await joining.lead_of(db, part.request)
    if why := _why_not(lead):
        return Outcome("case.no_task", facts_of(lead, context) | {"why": why})
    said = replace(incoming, text=text)
    request = replace(request_of(said, context), media=tuple(media_of(said)), answers={CASE: lead.code})
    issuer = issuer_of(request, context)
    return issuer if isinstance(issuer, Outcome) else await proceed(db, request, context)


def _why_not(request: Request) -> str:
    if request.state not in states.OPEN:
        return "over"
    return "tasked" if request.task_open else ""


async def _use(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Answer a request with what its task came to."""
    request = await named(db, code)
    if request is None:
        return Outcome("case.unknown", {"code": code.upper()})
    lead = await joining.lead_of(db, request)
    task = await cases.task_of(db, lead)
    text = masked(await cases.result_of(db, task)) if task else ""
    if not text or lead.task_open:
        why = "open" if lead.task_open else "nothing"
        return Outcome("case.no_result", facts_of(lead, context) | {"why": why})
    return await report_one(db, lead.code, incoming, {"text": text, "media": []}, context)


async def tapped_use(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 用作答复 on the card stands for, and redraw it."""
    request = await queries.by_code(db, code)
    part = await part_of(db, request) if request else None
    if request is None or part is None or part.directive is None or not _holds(part, incoming, context):
        return SILENT
    outcome = await _use(db, request.code, incoming, context)
    facts = facts_of(request, context) | {
        "lead": "", "lead_title": "", "outcome": outcome.kind, "why": "",
    }  # fmt: skip
    return card("card.case", facts, incoming, context, outcome.notices, part.directive.id)


def _holds(part: Part, incoming: Incoming, context: Context) -> bool:
    share = part.share
    if share is None:
        return False
    given = str(share.why.get("by", ""))
    about = context.asked(incoming.sender, assignee=share.assignee, department=share.department, given=given)
    return may("report", about)


async def step(db: Db, context: Context) -> Outcome | None:
    """Offer the results of what is over to who has the requests' parts; None where nothing is."""
    over = await cases.over(db, context.set_aside)
    if not over:
        return None
    notices: list[Notice] = []
    for request in over:
        with at_row(request.id):
            notices += await _offered(db, request, context)
    return Outcome("", {}, tuple(notices))


async def _offered(db: Db, request: Request, context: Context) -> tuple[Notice, ...]:
    task = await cases.task_of(db, request)
    request.task_open = False
    await request.save(using_db=db, update_fields=["task_open"])
    part = await part_of(db, request)
    if task is None or part.directive is None or part.share is None or request.state not in states.OPEN:
        return ()
    result = masked(await cases.result_of(db, task))
    holder = reached(part.share.assignee, context)
    facts: Facts = facts_of(request, context) | {
        "task": task.code,
        "task_title": task.title,
        "task_state": task.state,
        "text": result[:SHOWN],
        "usable": bool(result),
    }
    if not holder:
        return ()
    at = context.calendar.next_office_time(context.now)
    to, once = (Receiver(holder, part.share.id),), f"case.result:{request.code}:{task.code}:{task.seq}"
    kind = "case.result" if result else "case.task_over"
    return (Notice(kind, to, facts, once, at, directive=part.directive.id),)


async def next_due(db: Db, after: datetime) -> datetime | None:
    """Give the moment after this one at which there is something to do: what is over is offered at once."""
    return after if await cases.numbers_over(db) else None
