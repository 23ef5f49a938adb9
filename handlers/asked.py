"""Words that a verb lacks are asked for, and the next ones one to one are taken as the answer.

A button's tap and a sentence without a reason meet here: a question of kind `words` keeps the verb and its
argument, `WORDS` says what takes the answer.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading import Reading, is_courtesy
from tasks.db import Db
from tasks.directives import questions
from tasks.directives.models import Question
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver

KIND = "words"
ONE_TO_ONE = "one"
"""The place of a question that is answered one to one, with the app or with the robot."""
LEAVE = re.compile(r"[\s,。,.!!]*(?:算了|不用了|不了|没事了?|取消|先不[了办]?|不[改延转退]了)[\s。.!!吧]*")

ROWS = re.compile(r"\d+(?:,\d+)*")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What takes the words of a verb, and the intents that are the answer and no command of their own.

    What else may leave the question stands in handlers/leaving.py.
    """

    take: Callable[[Db, Question, Incoming, Reading, Context], Awaitable[Outcome | None]]
    intents: frozenset[str]


def place_of_words(incoming: Incoming) -> str:
    """Name where the words are waited for: the group, or one to one wherever that is."""
    return ONE_TO_ONE if incoming.tap is not None or not incoming.chat else incoming.chat


async def want(
    db: Db, incoming: Incoming, context: Context, *, verb: str, argument: str, facts: Facts, directive: int
) -> Outcome:
    """Wait for the words of a verb; gives the answer that asks for them. `facts` are the directive's.

    One to one the same verb's question about another directive or share stays open behind this one.
    """
    place = place_of_words(incoming)
    thing = f"{facts['code']}:{_rows(argument)}:{context.whose}" if place == ONE_TO_ONE else ""
    kept: Facts = {
        "verb": verb, "argument": argument, "code": str(facts["code"]), "whose": context.whose,
        "thing": thing, "prompt": facts,
    }  # fmt: skip
    await questions.ask(
        db, asked=incoming.sender, place=place, kind=KIND, facts=kept, choices=(),
        now=context.now, directive_id=directive,
    )  # fmt: skip
    return Outcome("wanted", facts | {"verb": verb})


def _rows(argument: str) -> str:
    """Give the numbers of the rows an argument names, if that is what it does."""
    numbers = argument.partition("@")[0]
    return numbers if ROWS.fullmatch(numbers) else ""


def as_notice(asked: Outcome, incoming: Incoming, context: Context, directive: int) -> Notice:
    """Put the asking one to one, because a tap is answered with the card."""
    once = f"wanted:{incoming.account}:{incoming.dedupe}"
    to = (Receiver(incoming.sender),)
    facts: Facts = dict(asked.facts)  # type: ignore[arg-type]  # facts of `want`
    return Notice(asked.kind, to, facts, once, context.now, lane=Lane.FAST, directive=directive)


async def answer(
    db: Db,
    question: Question,
    incoming: Incoming,
    reading: Reading,
    context: Context,
    *,
    is_else: bool,
    words: Mapping[str, Waiting],
) -> Outcome | None:
    """Take a message as the words that were waited for; None where it is something else (`is_else`).

    What of the same verb was asked about before is asked about once more then.
    """
    verb, code = str(question.facts["verb"]), str(question.facts["code"])
    if not reading.content or is_courtesy(reading.content):
        return None
    if LEAVE.fullmatch(reading.content):
        await questions.answered(db, question, context.now)
        left = Outcome("wanted.left", {"code": code, "verb": verb})
        return await _and_before(db, question, left, incoming, context)
    if is_else:
        return None
    taken = await words[verb].take(db, question, incoming, reading, context)
    if taken is None or question.answered_at is None:
        return taken
    return await _and_before(db, question, taken, incoming, context)


async def _and_before(
    db: Db, question: Question, outcome: Outcome, incoming: Incoming, context: Context
) -> Outcome:
    """Ask one to one once more what the newer question of the same verb had put behind it."""
    open_ones = await questions.open_ones(db, incoming.sender, [ONE_TO_ONE], context.now)
    mine = [one for one in open_ones if one.kind == KIND and one.facts["verb"] == question.facts["verb"]]
    if not mine or question.place != ONE_TO_ONE or mine[0].id > question.id:
        return outcome  # nothing was behind it, or the verb itself has asked for more
    before = mine[0]
    await questions.prolong(db, before, context.now)
    facts = cast("Facts", before.facts["prompt"]) | {"verb": str(before.facts["verb"])}
    again = as_notice(Outcome("wanted", facts), incoming, context, before.directive_id or 0)
    return replace(outcome, notices=(*outcome.notices, again))


def said(reading: Reading) -> str:
    """Give what was answered in the person's own words, without the code."""
    return reading.body if reading.code and reading.body else reading.content
