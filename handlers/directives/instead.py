"""What is done instead of issuing, once it was asked whether a sentence is an order at all."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from handlers import asked
from handlers.context import Context
from handlers.directives import own, splitting, upward
from handlers.directives.issue import Request
from handlers.directives.report import report_one
from handlers.message import Incoming
from handlers.mirror import guard
from handlers.reading import Reading, read_delegate
from tasks.db import Db
from tasks.directives import queries, questions
from tasks.directives.models import Question
from tasks.fields import Facts
from tasks.notices import Outcome

_END: Final = r"[\s,，。.!！~吧的了呀啊呢]*"
WORDS: Final[Mapping[str, Mapping[str, re.Pattern[str]]]] = {
    upward.UPWARD: {
        "as_report": re.compile(rf"(?:是|作为|算|当作)*(?:任务)?(?:反馈|汇报){_END}"),
        "issue_up": re.compile(rf"(?:是|对|要|嗯)+{_END}(?:交办{_END})?|交办{_END}"),
        "cancel": re.compile(rf"(?:不是|不(?:要|用)?(?:发|交办)|算|取消){_END}(?:不(?:要|用)?发{_END})?"),
    },
    upward.ABOUT_CODE: {
        "status_of": re.compile(rf"(?:是|对|嗯)+{_END}|(?:看|查)?(?:一下|看)?(?:这一?项)?的?进[度展]{_END}"),
        "another": re.compile(rf"另(?:外)?发{_END}(?:一[项条个])?(?:新任务)?{_END}|(?:发)?新任务{_END}"),
        "cancel": re.compile(rf"(?:不(?:要|用)?发|算|取消){_END}"),
    },
    guard.KIND: guard.WORDS,
}
"""Doubt → choice → the words that make it."""


def said(question: Question, reading: Reading) -> int | None:
    """Give the place of the choice that words make; None where they make none, or several."""
    patterns = WORDS.get(str(question.facts.get("doubt")), {})
    kinds = [kind for kind, words in patterns.items() if words.fullmatch(reading.content.strip())]
    places = [n for n, choice in enumerate(question.choices) if choice["kind"] in kinds]
    return places[0] if len(places) == 1 else None


async def chosen(
    db: Db, question: Question, request: Request, choice: Facts, incoming: Incoming, context: Context
) -> Outcome:
    """Do what was meant instead; what waits behind the question goes on, and this is told one to one then."""
    await questions.answered(db, question, context.now)
    code = str(choice["code"])
    done = await INSTEAD[str(choice["kind"])](db, code, request, incoming, context)
    if not request.rest:
        return done
    directive = await queries.by_code(db, code)
    aside = asked.as_notice(done, incoming, context, directive.id if directive else 0)
    settled = Outcome("question.cancelled", {"code": ""}, (*done.notices, aside))
    return await splitting.after(db, request, settled, context)


async def _report(db: Db, code: str, request: Request, incoming: Incoming, context: Context) -> Outcome:
    """Take the words, and what came with them, as a report on the person's share."""
    leaders = context.roles.leaders_of(request.sender)
    reading = read_delegate(
        request.text, request.at, context.org, context.calendar,
        leaders=leaders, bot_name=context.bot_name, speaker=request.sender,
    )  # fmt: skip
    kept: Facts = {"text": reading.content, "media": list(request.media)}
    return await report_one(db, code, incoming, kept, context)


async def _status(db: Db, code: str, request: Request, incoming: Incoming, context: Context) -> Outcome:
    """Answer as if the code alone had been said."""
    del request
    alone = replace(incoming, text=code, kind="text", tap=None, quote=None, media=())
    return await own.status(db, alone, Reading("status", code=code, content=code), context)


Instead = Callable[[Db, str, Request, Incoming, Context], Awaitable[Outcome]]
INSTEAD: Final[Mapping[str, Instead]] = {"as_report": _report, "status_of": _status}
"""Choice → what is done instead of issuing."""
