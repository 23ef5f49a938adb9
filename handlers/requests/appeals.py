"""Appeals against a malicious rating: «S… 评价申诉：…» by the office, decided by a supervisor."""

from __future__ import annotations

import re
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from handlers.requests.afterwards import to_citizen, told
from handlers.requests.facts import directive_of, facts_of
from handlers.requests.follow_ups import AboutRequest, about_request
from handlers.requests.routing import triage
from tasks.db import Db
from tasks.directives import queries
from tasks.fields import Facts
from tasks.notices import Outcome
from tasks.people.roles import may
from tasks.personal import masked
from tasks.requests import finding, rating
from tasks.requests.models import Rating, Request

DAYS: Final = 5
"""Working days in which an office may appeal against a rating."""
APPEALS: Final = re.compile(
    r"[\s,:]*(?:的)?(?:评价|差评|评分)(?:进行|提出)?(?:申诉|有异议|复核)[\s:,]*(?P<text>.*)", re.DOTALL
)
DECIDES: Final = re.compile(
    r"[\s,:]*(?:的)?(?:评价)?申诉(?P<no>不|不予)?(?:成立|支持|采纳|通过)[\s:,。]*(?P<text>.*)", re.DOTALL
)


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take an appeal, or the decision about one; None for every other sentence."""
    about = about_request(incoming, context)
    if about is None:
        nameless = APPEALS.fullmatch(normal(without_mention(incoming.text, context.bot_name)).strip())
        return Outcome("appeal.which", {}) if nameless else None
    decides, appeals = DECIDES.fullmatch(about.rest), APPEALS.fullmatch(about.rest)
    if decides is None and appeals is None:
        return None
    request = await finding.called(db, about.code)
    row = await rating.of_round(db, request) if request else None
    if request is None or row is None:
        return Outcome("appeal.none", {"code": request.code if request else about.code})
    if decides is not None:
        upheld = decides["no"] is None
        return await _decide(db, request, row, about.said(decides), incoming, context, upheld=upheld)
    return await _appeal(db, request, row, _said(about, appeals), incoming, context)


def _said(about: AboutRequest, found: re.Match[str] | None) -> str:
    return about.said(found) if found else ""


async def _appeal(
    db: Db, request: Request, row: Rating, reason: str, incoming: Incoming, context: Context
) -> Outcome:
    facts = _facts(request, row, context)
    if not await _may_appeal(db, request, incoming.sender, context):
        return Outcome("refused.appeal", facts)
    calendar = context.calendar
    last = calendar.add_working_days(calendar.local(row.rated_at or context.now).date(), DAYS)
    if not reason or row.appealed_at is not None or context.now > calendar.day_close(last):
        why = "before" if row.appealed_at else "late" if reason else "reason"
        return Outcome("appeal.not_taken", facts | {"why": why, "days": DAYS})
    await rating.appeal(db, request, row, reason, actor=incoming.sender, now=context.now)
    judges = _judges(request, incoming.sender, context)
    said: Facts = {"reason": masked(reason), "appealer": context.org.name(incoming.sender)}
    once = f"request.appealed:{request.code}:{row.round}"
    at = calendar.next_office_time(context.now)
    notices = told("request.appealed", judges, facts | said, once, context, at=at)
    return Outcome("appealed", facts | {"judges": len(judges)}, notices)


async def _may_appeal(db: Db, request: Request, person: str, context: Context) -> bool:
    """Whether somebody has a share of it, stands in for who has, or heads the unit of one."""
    directive = await directive_of(db, request)
    held = await queries.shares_of(db, directive) if directive else []
    return any(
        may(verb, context.asked(person, assignee=share.assignee, department=share.department))
        for share in held
        for verb in ("report", "see_share")
        if person not in context.roles.supervisors or verb == "report"
    )


def _judges(request: Request, appealer: str, context: Context) -> list[str]:
    """Give who decides: the supervisors, else who sends requests on; nobody whose own rating it is."""
    office = triage(context)
    others = [office.person] if office else []
    found = sorted(context.roles.supervisors) or others or sorted(context.desk.clerks)
    return [who for who in found if who not in {appealer, request.answered_by}]


async def _decide(
    db: Db, request: Request, row: Rating, reason: str, incoming: Incoming, context: Context, *, upheld: bool
) -> Outcome:
    facts = _facts(request, row, context) | {"decided": upheld, "reason": masked(reason)}
    if incoming.sender not in _judges(request, row.appealed_by, context):
        return Outcome("refused.appeal_decide", facts)
    if row.appealed_at is None or row.upheld:
        return Outcome("appeal.nothing", facts)
    if not reason:
        return Outcome("appeal.reason", facts)
    await rating.decide(db, request, row, reason, upheld=upheld, actor=incoming.sender, now=context.now)
    once = f"appeal.decided:{request.code}:{row.round}"
    at = context.calendar.next_office_time(context.now)
    notices = told("appeal.told", [row.appealed_by], facts, once, context, at=at)
    if upheld:
        # Nothing else changes for anybody outside: a rating that counts goes on counting.
        why: Facts = {"reason": masked(reason)}
        kind = "citizen.rating_left_out"
        notices += await to_citizen(db, kind, request, why, str(row.round), context)
    return Outcome("appeal.decided", facts, notices)


def _facts(request: Request, row: Rating, context: Context) -> Facts:
    facts = facts_of(request, context) | {"stars": row.stars, "text": row.text}
    return facts | {"reasons": row.reasons}
