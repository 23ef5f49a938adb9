"""Answers to open questions: a number, a tap, or words that fit what was asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from handlers.context import Context
from handlers.directives.accept import accept_one
from handlers.directives.acknowledge import acknowledge_one
from handlers.directives.issue import Request, from_question, proceed
from handlers.directives.report import media_of, report_one
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.typed import answer_in
from tasks.db import Db
from tasks.directives import questions
from tasks.directives.models import Question
from tasks.fields import Facts, Json
from tasks.notices import Outcome

COMMANDS = frozenset(
    {
        "ack",
        "pending",
        "status",
        "mine",
        "help",
        "nudge",
        "withdraw",
        "extend",
        "reassign",
        "accept",
        "return",
    }
)
"""Intents that are a message of their own, whatever was asked before."""


async def try_answer(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take a message as the answer to the open question; None where it is something else."""
    if question.kind == "report":
        return await _report(db, question, incoming, reading, context)
    number = reading.choice
    if number is not None and question.choices:
        if 1 <= number <= len(question.choices):
            return await choose(db, question, number - 1, incoming, context)
        return Outcome("question.out_of_range", {"count": len(question.choices)})
    if question.kind == "issue":
        return await _typed(db, question, reading, context)
    return None


async def _report(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    code = str(question.facts["code"])
    other = reading.code is not None and reading.code != code
    if other or (reading.intent in COMMANDS and reading.choice is None and reading.content):
        return None
    await questions.answered(db, question, context.now)
    text = reading.body if reading.intent == "feedback" and reading.body else reading.content
    return await report_one(db, code, incoming, {"text": text, "media": media_of(incoming)}, context)


async def _typed(db: Db, question: Question, reading: Reading, context: Context) -> Outcome | None:
    value = answer_in(str(question.facts["doubt"]), reading, context)
    if value is None:
        return None
    key = str(question.facts["key"])
    answer: Facts = {"who": "typed", "names": value} if key == "who" else {key: value}
    return await _go_on(db, question, from_question(question), answer, context)


async def choose(db: Db, question: Question, index: int, incoming: Incoming, context: Context) -> Outcome:
    """Go on with the choice of this place in the list."""
    choice: Facts = question.choices[index]
    return await _CHOSEN[question.kind](db, question, choice, incoming, context)


async def _chosen_issue(
    db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context
) -> Outcome:
    del incoming
    request = from_question(question)
    if choice["kind"] == "cancel":
        await questions.answered(db, question, context.now)
        return Outcome("question.cancelled", {"code": ""})
    value = _VALUES[str(choice["kind"])](choice)
    return await _go_on(db, question, request, {str(question.facts["key"]): value}, context)


async def _go_on(db: Db, question: Question, request: Request, answer: Facts, context: Context) -> Outcome:
    await questions.answered(db, question, context.now)
    return await proceed(db, replace(request, answers={**request.answers, **answer}), context)


_VALUES: Mapping[str, Callable[[Facts], Json]] = {
    "person": lambda choice: choice["userid"],
    "skip": lambda _: None,
    "due": lambda choice: choice["due"],
    "no_due": lambda _: None,
    "unit": lambda choice: [choice["id"]],
    "everyone": lambda _: "everyone",
    "units": lambda _: "units",
}


async def _chosen_ack(
    db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context
) -> Outcome:
    await questions.answered(db, question, context.now)
    return await acknowledge_one(db, str(choice["code"]), incoming, context)


async def _chosen_report(
    db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context
) -> Outcome:
    await questions.answered(db, question, context.now)
    return await report_one(db, str(choice["code"]), incoming, question.facts, context)


async def _chosen_accept(
    db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context
) -> Outcome:
    await questions.answered(db, question, context.now)
    return await accept_one(db, str(choice["code"]), incoming, context)


_CHOSEN: Mapping[str, Callable[[Db, Question, Facts, Incoming, Context], Awaitable[Outcome]]] = {
    "issue": _chosen_issue,
    "acknowledge": _chosen_ack,
    "report_on": _chosen_report,
    "accept": _chosen_accept,
}
