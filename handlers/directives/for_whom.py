"""Whose name a delegate of several leaders speaks in, where the sentence tells it without 代….

The directive that is named or quoted says it. Words that only press for what was given out (请王五抓紧反馈)
are no new order at all, and words to the leaders themselves are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from handlers.context import Context
from handlers.directives import addressees, lookup, nudge, upward
from handlers.directives.issue import Request, question_facts, question_notices
from handlers.message import Incoming
from handlers.reading import Reading, read_delegate
from handlers.reading.script import normal
from tasks.db import Db
from tasks.directives import queries, questions, states
from tasks.directives.models import Directive
from tasks.fields import Facts, Json
from tasks.notices import Outcome

_PRESSING: Final = re.compile(
    r"(?:请|通知|提醒|督促|再|还|怎么|没有?|未|的|了|各位?|承办|责任|单位|部门|村|同志|人员?|大家|全体|所有|相关|有关"
    r"|抓紧|尽快|赶紧|赶快|及时|按时|马上|立即|尽早|快点?|时间|一下|情况|材料|任务|工作|反馈|上报|报送|回复|签收|收到"
    r"|报|交|办理|办|完成|落实|[\s,。.!?、:~@])+"
)
"""What is left, without names and code, of words that press for what was given out and ask nothing new."""
_PRESSES: Final = re.compile(r"抓紧|尽快|赶紧|赶快|及时|按时|马上|立即|尽早|快|催|提醒|督促|怎么|没|未")


async def settle(
    db: Db, request: Request, incoming: Incoming, leaders: Collection[str], context: Context
) -> Request | Outcome | None:
    """Give the request with the leader it is said for, or what was meant instead; None if nothing tells."""
    reading = read_delegate(
        request.text, request.at, context.org, context.calendar,
        leaders=leaders, bot_name=context.bot_name, speaker=request.sender,
    )  # fmt: skip
    above = _leaders_addressed(request, reading, leaders, context)
    if above:
        return await _to_leaders(db, request, above, context)
    directive = await _named(db, incoming, reading, context)
    if _only_presses(reading):
        directive = directive or await _only_one(db, incoming, reading, leaders, context)
        if directive is not None and directive.issuer in leaders:
            pressed = replace(reading, intent="nudge", code=directive.code, content=request.text)
            return await nudge.nudge(db, incoming, pressed, context)
    if directive is None or directive.issuer not in leaders:
        return None
    return replace(request, leader=directive.issuer)


def _leaders_addressed(
    request: Request, reading: Reading, leaders: Collection[str], context: Context
) -> list[str]:
    """Give to whom it is said where that is the leaders themselves, or who is above all of them."""
    found = addressees.resolve(
        reading, issuer=request.sender, leader="", chat=request.chat, answers={}, context=context
    ).shares
    above = all(
        who in leaders or all(upward.leads(who, leader, context.org) for leader in leaders) for who in found
    )
    return list(found) if found and above else []


async def _to_leaders(db: Db, request: Request, who: list[str], context: Context) -> Outcome:
    """Offer the words as a report on a task of theirs; without one say how a report is made."""
    names: list[Json] = [context.org.name(one) for one in who]
    reports = await upward.reports_on(db, request.sender, who)
    if not reports:
        return Outcome("refused.upward", {"who": names})
    about: Facts = {"who": names, "leader": "", "reports": len(reports)}
    kept = request.as_facts() | {"key": upward.UPWARD, "doubt": upward.UPWARD, "about": about}
    question = await questions.ask(
        db, asked=request.sender, place=request.place, kind="issue", facts=kept,
        choices=(*reports, {"kind": "cancel"}), now=context.now,
    )  # fmt: skip
    facts = question_facts(question, upward.UPWARD, about)
    return Outcome("question", {"question": facts}, question_notices(facts, request, context))


async def _named(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Directive | None:
    """Find the directive a sentence names, anywhere in it, or quotes."""
    said = upward.Said(incoming.text, incoming.sender, incoming.sender, incoming.chat, {})
    found = await lookup.named(db, incoming, reading, context)
    return found if isinstance(found, Directive) else await upward.about(db, said, context)


def _only_presses(reading: Reading) -> bool:
    """Whether a sentence presses for something and says nothing of what: 请王五抓紧反馈."""
    plain = normal(lookup.CODE.sub("", reading.content))
    written = {normal(target.written) for target in reading.targets}
    for name in sorted({*written, normal(reading.code or "")}, key=len, reverse=True):
        plain = plain.replace(name, "") if name else plain
    plain = re.sub(r"(?<!\d)\d{3}(?!\d)", "", plain)
    if reading.due is not None or not _PRESSES.search(plain):
        return False
    return _PRESSING.fullmatch(plain) is not None


async def _only_one(
    db: Db, incoming: Incoming, reading: Reading, leaders: Collection[str], context: Context
) -> Directive | None:
    """Give the only open directive of the leaders in which somebody meant is not done."""
    found = await queries.issued_by(db, leaders, chat=incoming.chat)
    named = {*reading.people, *(context.org.head(unit) or "" for unit in reading.departments)}
    fitting = []
    for directive in found:
        shares = await queries.shares_of(db, directive, states.UNDONE)
        if any(not named or share.assignee in named for share in shares):
            fitting.append(directive)
    return fitting[0] if len(fitting) == 1 else None
