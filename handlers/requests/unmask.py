"""A look at what is enciphered of a request: the telephone, the name, the place, the words as they were.

One to one only, for who needs it, each look a row and a move of the history. What is seen goes into the one
answer and is kept nowhere in plain: the facts hold it enciphered, the answer alone is written from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final, cast

from handlers import asked as asking
from handlers.asked import ONE_TO_ONE
from handlers.context import Context
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.requests.facts import facts_of
from handlers.requests.which import CODE, LONGEST, Part, allowed, plain_of
from tasks.db import Db
from tasks.directives import questions
from tasks.directives.models import Question
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.personal import masked
from tasks.requests import looking, queries

VERB: Final = "unmask"
LOOKS: Final = 20
"""Looks that are listed."""
_WHAT: Final = (
    r"(?P<what>联系电话|电话(?:号码?)?|手机(?:号码?)?|号码|联系方式|怎么联系|姓名|名字|叫什么名?字?|详细地址|地址"
    r"|原文|原话|原始内容)"
)
_WHY: Final = r"(?:[\s,;:。]*(?P<why>.+))?"
_LOOK: Final = r"(?:请|帮我|我要|我想|想)*(?:查看|看一?下|看看|看|查一?下|查询|查|调取|要)?"
_OF: Final = r"(?:群众|反映人|来电人|当事人)?的?"
_FRONT: Final = re.compile(
    rf"{_LOOK}\s*(?P<code>{CODE})\s*{_OF}\s*{_WHAT}(?:是多少|是什么|多少|呢|吗|\?)*{_WHY}", re.DOTALL
)
_BEHIND: Final = re.compile(rf"{_LOOK}{_OF}{_WHAT}\s*(?P<code>{CODE}){_WHY}", re.DOTALL)
_REASON: Final = re.compile(r"^(?:理由|原因|因为|因|由于|用于|为了|目的)\s*(?:是|为)?\s*[:,]?\s*")
_SEEN: Final = re.compile(
    rf"(?:查|看)?(?:一?下)?\s*(?P<code>{CODE})\s*(?:的?(?:电话|联系方式|个人信息|信息|原文))?\s*(?:都?有?谁|哪些人|什么人)(?:查?看过?|查过|调取过)(?:电话|联系方式|信息)?[了呢吗?]*"
)
_PARTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "联": ("contact", ("name", "phone")),
    "怎": ("contact", ("name", "phone")),
    "电": ("phone", ("phone",)),
    "手": ("phone", ("phone",)),
    "号": ("phone", ("phone",)),
    "姓": ("name", ("name",)),
    "名": ("name", ("name",)),
    "叫": ("name", ("name",)),
    "详": ("place", ("place",)),
    "地": ("place", ("place",)),
    "原": ("content", ("content",)),
}
"""First character of what is asked for → its name in the record, and the parts of the request it shows."""


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take a sentence that asks for what is enciphered, or who has seen it; None for every other one."""
    plain = plain_of(incoming, context)
    if len(plain) > LONGEST or incoming.sender not in context.org.people:
        return None
    if seen := _SEEN.fullmatch(plain):
        return await _looks(db, seen["code"], incoming, context)
    found = _FRONT.fullmatch(plain) or _BEHIND.fullmatch(plain)
    if found is None:
        return None
    why = _REASON.sub("", (found["why"] or "").strip()).strip()
    return await look(db, found["code"], found["what"], why, incoming, context)


async def look(db: Db, code: str, said: str, why: str, incoming: Incoming, context: Context) -> Outcome:
    """Show what was asked for, or say why not; where confidence was asked for, a reason is needed."""
    part = await allowed(db, code, VERB, incoming, context)
    if isinstance(part, Outcome):
        return part
    request = part.request
    facts = facts_of(request, context)
    if incoming.chat:
        return Outcome("contact.alone", facts)
    if request.anonymous:
        return Outcome("contact.anonymous", facts)
    if request.confidential and not why:
        return await _ask_why(db, part, said, incoming, context)
    what, names = _PARTS[said[0]]
    if said.startswith("联系电话"):
        what, names = _PARTS["电"]
    whole: dict[str, Json] = json.loads(context.sealer.unseal(request.sealed) or "{}")
    shown: Facts = {name: whole[name] for name in names if whole.get(name)}
    if not shown:
        return Outcome("contact.none", facts | {"what": what})
    reason = masked(why)[: looking.LONGEST_WHY]
    await looking.record(db, request, who=incoming.sender, what=what, why=reason, now=context.now)
    sealed = context.sealer.seal(json.dumps(shown, ensure_ascii=False))
    return Outcome("contact.shown", facts | {"what": what, "sealed": sealed, "plain": None})


async def _ask_why(db: Db, part: Part, said: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask for the reason; the next words one to one are it."""
    facts = facts_of(part.request, context)
    number = part.directive.id if part.directive else 0
    await asking.want(db, incoming, context, verb=VERB, argument=said, facts=facts, directive=number)
    return Outcome("contact.why", facts)


async def by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the reason that was asked for."""
    if incoming.chat or question.place != ONE_TO_ONE:
        return None
    await questions.answered(db, question, context.now)
    code, said = str(question.facts["code"]), str(question.facts["argument"])
    return await look(db, code, said, asking.said(reading), incoming, context)


async def _looks(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """List who looked, for supervisors."""
    part = await allowed(db, code, "unmaskings", incoming, context)
    if isinstance(part, Outcome):
        return part
    facts = facts_of(part.request, context)
    if incoming.chat:
        return Outcome("contact.alone", facts)
    rows: list[Json] = [
        {"who": context.org.name(row.who), "at": row.at.isoformat(), "what": row.what, "why": row.why}
        for row in await queries.looks_of(db, part.request, LOOKS)
    ]
    return Outcome("contact.looks", facts | {"rows": cast("Json", rows), "most": LOOKS})
