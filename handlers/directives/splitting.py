"""Several directives in one message: one look (拆成3条任务?), then each goes its own way.

What is clear goes out at once, all in the one transaction; what is doubtful is asked about one after the
other: a question keeps the sentences that wait behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from handlers.context import Context
from handlers.directives import for_whom
from handlers.directives.attachments import media_of
from handlers.directives.holding import holds
from handlers.directives.issue import (
    Examined,
    Request,
    carry_out,
    examine,
    examined,
    from_question,
    issuer_of,
    proceed,
    question_facts,
    question_notices,
    request_of,
)
from handlers.message import Incoming
from handlers.reading import Reading, on_behalf, several
from handlers.redraw import SILENT, card
from tasks.db import Db
from tasks.directives import queries, questions
from tasks.directives.facts import moment
from tasks.directives.models import Question
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome

KIND = "split"
MOST_CODES = 20
"""Directives of one card: a message is not split into more."""
_END = r"[\s,，、。.!！;；~吧的了呀啊呢哈]*"
_ITEMS = r"[\d一二两三四五六七八九十]*[条项个件](?:任务)?"
_CUT = rf"(?:请|帮我|就)?(?:拆|分)(?:开|分|成|发|办)*(?:{_ITEMS})?(?:发|办|交办)?"
ANSWERS: Mapping[str, re.Pattern[str]] = {
    "split": re.compile(rf"(?:是|对|好|行|可以|要|嗯|确认|同意)+{_END}(?:{_CUT}{_END})?|{_CUT}{_END}"),
    "whole": re.compile(
        rf"(?:不(?:要|用|必)?(?:拆|分)(?:开|分)?|(?:就)?(?:作为|当作|合成|合并成?|算)?[1一][条项个件](?:任务)?|不是|合并){_END}"
    ),
    "cancel": re.compile(rf"(?:(?:先|都)?不(?:用|要)?发|算|取消|撤销?){_END}"),
}
"""Choice → the words that make it."""
_CLEAR = re.compile(r"拆|分[开成发办]|[条项个件]|合并|不[用要]?发")


async def issue(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Issue what was just said; where it looks like several directives, ask first."""
    request = replace(request_of(incoming, context), media=tuple(media_of(incoming)))
    issuer = issuer_of(request, context)
    if isinstance(issuer, Outcome) and issuer.kind == "refused.for_whom":
        leaders = context.roles.leaders_of(request.sender)
        told = await for_whom.settle(db, request, incoming, leaders, context)
        if isinstance(told, Outcome):
            return told
        request, issuer = (told, told.leader) if told else (request, issuer)
    if isinstance(issuer, Outcome):
        return issuer
    parts = _parts(request, issuer, context)
    if len(parts) < 2:
        outcome = await proceed(db, request, context)
        held = holds(list(request.media), incoming, context) if outcome.kind == "question" else ()
        return replace(outcome, notices=(*outcome.notices, *held))
    leader = issuer if issuer != request.sender else ""
    return await _ask(db, replace(request, leader=leader), parts, incoming, context)


def _parts(request: Request, issuer: str, context: Context) -> tuple[str, ...]:
    """Give the sentences of a message that holds several directives; what is said in a name is in each."""
    leaders = context.roles.leaders_of(request.sender)
    spoken = on_behalf(request.text, leaders, context.org, context.bot_name)
    text = spoken.said if spoken else request.text
    return several(text, request.at, context.org, context.calendar, bot_name=context.bot_name, speaker=issuer)


async def _ask(
    db: Db, request: Request, parts: Sequence[str], incoming: Incoming, context: Context
) -> Outcome:
    choices: tuple[Facts, ...] = (
        {"kind": "split", "count": len(parts)},
        {"kind": "whole"},
        {"kind": "cancel"},
    )
    about: Facts = {"parts": [_brief(replace(request, text=text), context) for text in parts]}
    kept = request.as_facts() | {"parts": list(parts), "doubt": KIND, "about": about}
    question = await questions.ask(
        db, asked=request.sender, place=request.place, kind=KIND,
        facts=kept, choices=choices, now=context.now,
    )  # fmt: skip
    facts = question_facts(question, KIND, about)
    held = holds(list(request.media), incoming, context)
    return Outcome("question", {"question": facts}, (*question_notices(facts, request, context), *held))


def _brief(request: Request, context: Context) -> Facts:
    """Say in one line what a sentence would become: what, who, until when; doubtful names as written."""
    found = examine(request, context)
    if isinstance(found, Outcome):
        return {"title": request.text, "who": [], "due": None}
    reading = found.reading
    doubtful = (*reading.ambiguous, *reading.unknown)
    return {
        "title": reading.title,
        "who": [*found.addressed.who, *doubtful],
        "due": moment(found.due),
    }


def is_clear(question: Question, reading: Reading) -> bool:
    """Whether words answer 拆成3条任务? and could be said of nothing else: 是 could, 拆 could not."""
    said = reading.content.strip()
    return question.kind == KIND and _CLEAR.search(said) is not None and _said(said) != ""


def _said(said: str) -> str:
    return next((kind for kind, words in ANSWERS.items() if said and words.fullmatch(said)), "")


async def in_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take 拆, 不拆 or 不发了 as the answer; None for everything else."""
    del incoming
    kind = _said(reading.content.strip())
    return await _go(db, question, kind, context) if kind else None


async def chosen(db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context) -> Outcome:
    """Go on with a choice by button or number."""
    del incoming
    return await _go(db, question, str(choice["kind"]), context)


async def _go(db: Db, question: Question, kind: str, context: Context) -> Outcome:
    await questions.answered(db, question, context.now)
    request = from_question(question)
    if kind == "cancel":
        return Outcome("question.cancelled", {"code": ""})
    if kind == "whole":
        return await proceed(db, request, context)
    return await _each(db, request, cast("list[str]", question.facts["parts"]), context)


OUT = ("issued", "series.begun")
"""What has a directive and its code: issued, or the first one of a series."""


async def after(db: Db, request: Request, outcome: Outcome, context: Context) -> Outcome:
    """Go on with what waited behind a question that was settled; `outcome` is what came of that one."""
    if not request.rest or _question_of(outcome):
        return outcome
    outcome = replace(outcome, facts={"title": request.text, **outcome.facts})
    fresh = replace(request, answers={}, directive_id=None, rest=())
    return await _each(db, fresh, request.rest, context, outcome)


async def _each(
    db: Db, request: Request, texts: Sequence[str], context: Context, *before: Outcome
) -> Outcome:
    """Issue each sentence; the first doubtful one asks, the other doubtful ones wait behind its question."""
    parts = [replace(request, text=text) for text in texts]
    looked = [(part, await examined(db, part, context)) for part in parts]
    doubtful = [part for part, found in looked if isinstance(found, Examined) and found.doubts]
    waiting = tuple(part.text for part in doubtful[1:])
    done: list[Outcome] = [*before]
    for part, found in looked:
        if isinstance(found, Outcome):
            done.append(replace(found, facts={**found.facts, "title": part.text}))
        elif not found.doubts or part is doubtful[0]:
            rest = waiting if found.doubts else ()
            done.append(await carry_out(db, replace(part, rest=rest), found, context))
    return await _together(db, done, len(waiting), context)


def _question_of(outcome: Outcome) -> Json:
    return cast("Json", outcome.facts.get("question"))


async def _together(db: Db, done: Sequence[Outcome], waiting: int, context: Context) -> Outcome:
    """Give one answer for all: the codes and who got them, what did not go out, and what is asked."""
    if len(done) == 1 and not waiting:
        return done[0]
    parts: list[Json] = [_part(outcome) for outcome in done if outcome.kind != "question"]
    question = next((found for outcome in done if (found := _question_of(outcome))), None)
    notices: tuple[Notice, ...] = tuple(notice for outcome in done for notice in outcome.notices)
    codes = [str(outcome.facts["code"]) for outcome in done if outcome.kind in OUT]
    facts: Facts = {
        "parts": parts,
        "issued": len(codes),
        "waiting": waiting,
        "question": question,
        **await several_facts(db, codes, context),
    }
    return Outcome("issued.several", facts, notices)


def _part(outcome: Outcome) -> Facts:
    facts = cast("Facts", dict(outcome.facts))
    return facts | {"outcome": outcome.kind, "question": None}


async def several_facts(db: Db, codes: Sequence[str], context: Context) -> Facts:
    """Facts of the one card for several directives: how each stands."""
    rows: list[Json] = []
    for code in codes:
        directive = await queries.by_code(db, code)
        if directive is not None:
            stand = await queries.progress(db, directive)
            rows.append(
                {
                    "code": directive.code,
                    "title": directive.title,
                    "kind": directive.kind,
                    "state": directive.state,
                    "total": stand.total,
                    "acknowledged": stand.acknowledged,
                    "accepted": stand.accepted,
                }
            )
    return {"rows": rows, "codes": list(codes), "at": moment(context.now)}


async def tap_several(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Redraw the one card for several directives."""
    codes = list(dict.fromkeys(argument.upper().split(",")))[:MOST_CODES]
    facts = await several_facts(db, codes, context)
    if not facts["rows"]:
        return SILENT
    return card("card.several", facts | {"question": None}, incoming, context)
