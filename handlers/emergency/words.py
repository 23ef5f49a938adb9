"""Words about an emergency: who may, declares, prolongs and ends one; everybody may ask what is on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from handlers.context import Context
from handlers.emergency import asking, changing
from handlers.emergency.declare import declare
from handlers.emergency.reading import Kind, Said, begun, read_said
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import questions
from tasks.directives.models import Question
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may

Verb = Callable[[Db, Said, Incoming, Context], Awaitable[Outcome]]
ISSUED: Final = frozenset({"issued"})
_VERBS: Final[Mapping[Kind, Verb]] = {
    "declare": declare,
    "prolong": changing.prolong,
    "end": changing.end,
    "ask": changing.now_on,
}


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Do what is said of an emergency by who may declare one; None for everybody and everything else."""
    if not may("emergency", context.asked(incoming.sender)):
        return None
    said = read_said(incoming.text, incoming.chat, context)
    return await _VERBS[said.kind](db, said, incoming, context) if said else None


async def by_others(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Say what is on, and to who may not declare one who may; in a group how many there are."""
    said = read_said(incoming.text, incoming.chat, context)
    if said is None:
        return None
    if said.kind == "ask":
        return await changing.now_on(db, said, incoming, context)
    roles, alone = context.roles, not incoming.chat
    allowed, administrators = (_named(who, context) for who in (roles.emergency, roles.administrators))
    return Outcome(
        "refused.emergency",
        {
            "verb": said.kind,
            "names": allowed if alone else [],
            "count": len(allowed),
            "administrators": administrators if alone else [],
        },
    )


def hinted(outcome: Outcome, incoming: Incoming, context: Context) -> Outcome:
    """Say one to one that an order that begins like a declaration was issued, and declared nothing."""
    if outcome.kind not in ISSUED or not may("emergency", context.asked(incoming.sender)):
        return outcome
    said = begun(incoming.text, incoming.chat, context)
    if said is None:
        return outcome
    once = f"emergency.hint:{incoming.account}:{incoming.dedupe}"
    facts: Facts = {
        "code": str(outcome.facts.get("code", "")),
        "title": str(outcome.facts.get("title", "")),
        "name": said.name,
    }
    hint = Notice("emergency.hint", (Receiver(incoming.sender),), facts, once, context.now, lane=Lane.FAST)
    return replace(outcome, notices=(*outcome.notices, hint))


def _named(people: frozenset[str], context: Context) -> list[str]:
    return [context.org.name(who) for who in sorted(people) if who in context.org.people]


async def completed(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take what a declaration lacked; None where the words are no answer to that."""
    said = asking.completed(question, reading.content, incoming.chat, context)
    if said is None or not may("emergency", context.asked(incoming.sender)):
        return None
    whole = replace(incoming, text=f"{question.facts['text']} {incoming.text}")
    outcome = await declare(db, said, whole, context)
    if outcome.kind != "emergency.wrong":
        await questions.answered(db, question, context.now)
    return outcome
