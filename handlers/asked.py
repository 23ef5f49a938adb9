"""Words that a verb lacks are asked for, and the next ones one to one are taken as the answer.

A button's tap and a sentence without a reason meet here: a question of kind `words` keeps the verb and its
argument, `WORDS` says what takes the answer.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Waiting:
    """What takes the words of a verb, and the intents that are the answer and no command of their own."""

    take: Callable[[Db, Question, Incoming, Reading, Context], Awaitable[Outcome | None]]
    intents: frozenset[str]


def place_of_words(incoming: Incoming) -> str:
    """Name where the words are waited for: the group, or one to one wherever that is."""
    return ONE_TO_ONE if incoming.tap is not None or not incoming.chat else incoming.chat


async def want(
    db: Db, incoming: Incoming, context: Context, *, verb: str, argument: str, facts: Facts, directive: int
) -> Outcome:
    """Wait for the words of a verb; gives the answer that asks for them. `facts` are the directive's."""
    await questions.ask(
        db, asked=incoming.sender, place=place_of_words(incoming), kind=KIND,
        facts={"verb": verb, "argument": argument, "code": str(facts["code"])}, choices=(),
        now=context.now, directive_id=directive,
    )  # fmt: skip
    return Outcome("wanted", facts | {"verb": verb})


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
    """Take a message as the words that were waited for; None where it is something else.

    `is_else` says that it is a command by itself, unless its intent is the very one that was asked about.
    """
    verb, code = str(question.facts["verb"]), str(question.facts["code"])
    if (reading.code or code) != code or not reading.content or is_courtesy(reading.content):
        return None
    if LEAVE.fullmatch(reading.content):
        await questions.answered(db, question, context.now)
        return Outcome("wanted.left", {"code": code, "verb": verb})
    waiting = words[verb]
    if is_else and (reading.intent not in waiting.intents or _is_order(reading)):
        return None
    return await waiting.take(db, question, incoming, reading, context)


def _is_order(reading: Reading) -> bool:
    """Whether a message that names somebody is a directive of its own: by when, urgent, what is wanted."""
    ordered = reading.due is not None or reading.urgency != "normal" or reading.wants or reading.closes
    return reading.intent in {"task", "notice"} and bool(ordered)
