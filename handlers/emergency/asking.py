"""What a declaration lacks is asked for: what it is for, which units. The next words are the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final, cast

from handlers.asked import KIND, ONE_TO_ONE, place_of_words
from handlers.context import Context
from handlers.emergency.reading import Said, read_topic
from handlers.emergency.scope import Scope, Until, read_scope
from handlers.message import Incoming
from handlers.reading.script import normal
from tasks.db import Db
from tasks.directives import questions
from tasks.directives.models import Question
from tasks.fields import Facts, Json
from tasks.notices import Outcome

VERB: Final = "emergency"


async def want(db: Db, said: Said, incoming: Incoming, context: Context) -> Outcome:
    """Keep what was said, and ask for what it lacks; every answer names a whole sentence to copy."""
    units: list[Json] = list(said.scope.units)
    until = said.scope.until.at
    kept: Facts = {
        "verb": VERB, "argument": "", "code": "", "whose": "", "thing": "", "prompt": {"code": ""},
        "topic": said.topic, "level": said.level, "units": units,
        "until": until.isoformat() if until else None, "text": incoming.text,
    }  # fmt: skip
    await questions.ask(
        db, asked=incoming.sender, place=place_of_words(incoming), kind=KIND, facts=kept, choices=(),
        now=context.now,
    )  # fmt: skip
    facts: Facts = {"name": said.name, "no_topic": not said.topic, "no_units": not said.scope.units}
    return Outcome("emergency.wanted", facts)


async def leave(db: Db, incoming: Incoming, context: Context) -> None:
    """End what was asked before: a whole declaration was made instead of the answer."""
    places = [incoming.chat] if incoming.chat else [incoming.channel, ONE_TO_ONE]
    for question in await questions.open_ones(db, incoming.sender, places, context.now):
        if question.kind == KIND and question.facts.get("verb") == VERB:
            await questions.answered(db, question, context.now)


def completed(question: Question, text: str, chat: str, context: Context) -> Said | None:
    """Lay an answer over what was said before; None where it answers nothing that was asked."""
    said = _kept(question)
    answer = normal(text).strip(" ,。;:!\n")
    if not said.topic:
        head, _, rest = answer.partition(",")
        topic = read_topic(head)
        if topic is None:
            return None
        said, answer = replace(said, topic=topic[0], level=topic[1] or said.level), rest
        if not answer:
            return said
    scope = read_scope(answer, chat, context)
    if not scope.plain or not (scope.units or scope.unknown or scope.people):
        return None
    until = scope.until if scope.until.at or scope.until.later else said.scope.until
    return replace(said, scope=replace(scope, units=scope.units or said.scope.units, until=until))


def _kept(question: Question) -> Said:
    facts = question.facts
    until = facts["until"]
    at = datetime.fromisoformat(str(until)) if until else None
    scope = Scope(units=tuple(cast("list[int]", facts["units"])), until=Until(at))
    return Said("declare", str(facts["topic"]), str(facts["level"]), scope)
