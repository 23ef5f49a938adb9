"""Answers to open questions: a number, a tap, or words that fit what was asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from handlers import again, asked, directory
from handlers.context import Context
from handlers.directives import alone, collecting, instead, splitting
from handlers.directives.acknowledge import acknowledge_one
from handlers.directives.issue import Request, from_question, proceed
from handlers.directives.report import report_one, wants_to_report
from handlers.directives.reviewing import asks_each, each_of
from handlers.intents import INTENTS, WORDS
from handlers.leaving import leaves
from handlers.message import Incoming
from handlers.mirror import guard, preview
from handlers.reading import Reading
from handlers.rota import swapping
from handlers.typed import answer_in
from tasks.db import Db
from tasks.directives import questions
from tasks.directives.models import Question
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.rota import swaps


async def try_answer(
    db: Db, open_ones: Sequence[Question], incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take a message as the answer to the first of the open questions it fits; None where it fits none.

    A bare number is for the first one that has choices.
    """
    number, listed = reading.choice, next((question for question in open_ones if question.choices), None)
    if number is not None and listed is not None:
        if 1 <= number <= len(listed.choices):
            return await choose(db, listed, number - 1, incoming, context)
        return Outcome("question.out_of_range", {"count": len(listed.choices)})
    # 拆 is meant for that question, whatever was opened since; other words are for what is newest.
    for question in sorted(open_ones, key=lambda one: not splitting.is_clear(one, reading)):
        in_words = _IN_WORDS.get(question.kind)
        under = _whose(question, context)
        if context.whose not in ("", under.whose):
            continue  # the words name another share
        outcome = await in_words(db, question, incoming, reading, under) if in_words else None
        if outcome is not None:
            return outcome
    return None


def _whose(question: Question, context: Context) -> Context:
    """Give the context in which a question was asked: whose share it is about."""
    return replace(context, whose=str(question.facts.get("whose") or ""))


async def _report(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    is_else = await _is_else(db, question, incoming, reading, context)
    return await collecting.take(db, question, incoming, reading, context, is_else=is_else)


async def _is_else(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> bool:
    """Whether a message is one of its own and no answer in the person's own words."""
    if asks_each(reading) or reading.content in directory.COMMANDS:
        return True
    waiting = WORDS.get(str(question.facts.get("verb") or ""))
    own = waiting.intents if waiting else frozenset()
    return await leaves(db, question, incoming, reading, context, own)


async def _typed(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    place = instead.said(question, reading)
    if place is not None:
        return await choose(db, question, place, incoming, context)
    value = answer_in(str(question.facts["doubt"]), reading, context)
    if value is None:
        return None
    key = str(question.facts["key"])
    answer: Facts = {"who": "typed", "names": value} if key == "who" else {key: value}
    return await _go_on(db, question, from_question(question), answer, context)


async def _words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    is_else = wants_to_report(reading) or await _is_else(db, question, incoming, reading, context)
    return await asked.answer(db, question, incoming, reading, context, is_else=is_else, words=WORDS)


_IN_WORDS: Mapping[str, Callable[[Db, Question, Incoming, Reading, Context], Awaitable[Outcome | None]]] = {
    "report": _report,
    "issue": _typed,
    splitting.KIND: splitting.in_words,
    alone.KIND: alone.in_words,
    asked.KIND: _words,
    swaps.KIND: swapping.in_words,
}
"""Kind of question → what takes words as its answer."""


async def choose(db: Db, question: Question, index: int, incoming: Incoming, context: Context) -> Outcome:
    """Go on with the choice of this place in the list."""
    choice: Facts = question.choices[index]
    context = _whose(question, context)
    return await _CHOSEN[question.kind](db, question, choice, incoming, context)


async def _chosen_issue(
    db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context
) -> Outcome:
    request = from_question(question)
    if choice["kind"] in instead.INSTEAD:
        return await instead.chosen(db, question, request, choice, incoming, context)
    if choice["kind"] == "cancel":
        await questions.answered(db, question, context.now)
        return await splitting.after(db, request, Outcome("question.cancelled", {"code": ""}), context)
    value = _VALUES[str(choice["kind"])](choice)
    return await _go_on(db, question, request, {str(question.facts["key"]): value}, context)


async def _go_on(db: Db, question: Question, request: Request, answer: Facts, context: Context) -> Outcome:
    await questions.answered(db, question, context.now)
    outcome = await proceed(db, replace(request, answers={**request.answers, **answer}), context)
    return await splitting.after(db, request, outcome, context)


_VALUES: Mapping[str, Callable[[Facts], Json]] = {
    "person": lambda choice: choice["userid"],
    "skip": lambda _: None,
    "due": lambda choice: choice["due"],
    "no_due": lambda _: None,
    "unit": lambda choice: [choice["id"]],
    "everyone": lambda _: "everyone",
    "units": lambda _: "units",
    "issue_up": lambda _: "yes",
    "another": lambda _: "yes",
    **dict.fromkeys((guard.QUIET, guard.PRESS, guard.INSIST), guard.answer),
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


async def _chosen_each(
    db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context
) -> Outcome:
    await questions.answered(db, question, context.now)
    return await each_of(db, str(choice["code"]), incoming, context)


async def _chosen_preview(
    db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context
) -> Outcome:
    await questions.answered(db, question, context.now)
    return await preview.of_code(db, str(choice["code"]), incoming, context)


async def _chosen_again(
    db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context
) -> Outcome:
    settled = await again.answered(db, question, choice, incoming, context)
    if settled is None:
        return Outcome("question.left", {})
    before, reading, context = settled
    return await INTENTS[reading.intent](db, before, reading, context)


_CHOSEN: Mapping[str, Callable[[Db, Question, Facts, Incoming, Context], Awaitable[Outcome]]] = {
    "issue": _chosen_issue,
    splitting.KIND: splitting.chosen,
    alone.KIND: alone.chosen,
    "acknowledge": _chosen_ack,
    "report_on": _chosen_report,
    "each": _chosen_each,
    preview.KIND: _chosen_preview,
    again.KIND: _chosen_again,
}
