"""A doubtful sentence is kept and read again under the answer: which directive, whose share, which 张伟.

The same verb then runs on the reading with the answer laid over it; no verb needs anything for it
(docs/adr/0012).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from handlers.asked import ONE_TO_ONE
from handlers.context import Context, place_of
from handlers.directives import lookup
from handlers.directives.addressees import person_choice
from handlers.directives.issue import question_facts
from handlers.message import Incoming, Media
from handlers.reading import Reading, Target, read_delegate
from handlers.rota import on_duty
from tasks.db import Db
from tasks.directives import questions
from tasks.directives.models import Directive, Question
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver

KIND = "again"
MOST = 9
"""Choices offered; people answer with one digit."""
ON_A_CARD = 6


@dataclass(frozen=True, slots=True)
class Doubt:
    """What of a sentence is doubtful: its kind, the key its answer has, what may be meant, and about what."""

    kind: str
    key: str
    choices: list[Facts]
    about: Facts


async def which(
    db: Db, incoming: Incoming, reading: Reading, directives: Sequence[Directive], context: Context
) -> Outcome:
    """Ask which directive is meant."""
    choices: list[Facts] = [
        {"kind": "directive", "code": d.code, "title": d.title} for d in directives[:MOST]
    ]
    doubt = Doubt("which", "code", choices, {"verb": reading.intent})
    return await _ask(db, incoming, reading, context, doubt)


async def whose(
    db: Db,
    incoming: Incoming,
    reading: Reading,
    directive: Directive,
    people: Sequence[str],
    context: Context,
    *,
    every: bool = False,
) -> Outcome:
    """Ask whose share is meant; what is said in a group is asked one to one, because it names people.

    `every`: it may be about all of them.
    """
    choices = [person_choice(person, context.org) for person in people[: MOST - every]]
    if every:
        choices.append({"kind": "every", "userids": list(people), "count": len(people)})
    reading = replace(reading, code=directive.code)
    about: Facts = {"code": directive.code, "title": directive.title, "verb": reading.intent}
    doubt = Doubt("whose", "whose", choices, about)
    if not incoming.chat:
        return await _ask(db, incoming, reading, context, doubt)
    question, facts = await _keep(db, incoming, reading, context, doubt, place=ONE_TO_ONE)
    asked = _card(question, facts, incoming, context)
    return Outcome("question.aside", about | {"count": len(people)}, (asked,))


async def doubtful_name(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome | None:
    """Ask about the first name that several bear, or nobody; None where all are clear."""
    for name, candidates in reading.ambiguous.items():
        choices = [person_choice(person, context.org) for person in candidates[:MOST]]
        doubt = Doubt("ambiguous", f"name:{name}", choices, {"name": name})
        return await _ask(db, incoming, reading, context, doubt)
    if reading.unknown:
        return await _unknown(db, incoming, reading, context)
    return None


async def _unknown(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Answer that nobody bears a name, with the directive that is meant, where one is."""
    directive = await lookup.named(db, incoming, reading, context)
    about = {"code": directive.code, "title": directive.title} if isinstance(directive, Directive) else {}
    return unknown_names(reading.unknown, **about)


def unknown_names(names: Sequence[str], *, code: str = "", title: str = "") -> Outcome:
    """Answer that nobody bears these names, in what was said of the directive of this code."""
    return Outcome("refused.unknown_names", {"names": list(names), "code": code, "title": title})


async def _ask(db: Db, incoming: Incoming, reading: Reading, context: Context, doubt: Doubt) -> Outcome:
    question, facts = await _keep(db, incoming, reading, context, doubt, place=place_of(incoming))
    on_a_card = place_of(incoming) == "work_app" and len(question.choices) <= ON_A_CARD
    notices = (_card(question, facts, incoming, context),) if on_a_card else ()
    return Outcome("question", {"question": facts}, notices)


async def _keep(
    db: Db, incoming: Incoming, reading: Reading, context: Context, doubt: Doubt, *, place: str
) -> tuple[Question, Facts]:
    """Keep the sentence with what is doubtful; gives the question, and the facts under which it is put."""
    question = await questions.ask(
        db, asked=incoming.sender, place=place, kind=KIND, choices=[*doubt.choices, {"kind": "leave"}],
        facts={
            "text": incoming.text, "at": context.said_at.isoformat(), "key": doubt.key, "doubt": doubt.kind,
            "about": doubt.about, "settled": _settled(reading), "media": _media(incoming),
            "whose": context.whose,
        },
        now=context.now,
    )  # fmt: skip
    return question, question_facts(question, doubt.kind, doubt.about)


def _card(question: Question, facts: Facts, incoming: Incoming, context: Context) -> Notice:
    """Put the question one to one with the app."""
    to, once = (Receiver(incoming.sender),), f"question:{question.id}"
    return Notice("question", to, {"question": facts}, once, context.now, lane=Lane.FAST)


def _settled(reading: Reading) -> Facts:
    """Give what of a reading is clear: it is laid over the next reading of the same sentence."""
    names: dict[str, Json] = {t.written: list(t.people) for t in reading.targets if t.kind == "person"}
    return {"code": reading.code, "whose": list(reading.whose), "names": names}


def _media(incoming: Incoming) -> list[Json]:
    return [{"kind": m.kind, "media_id": m.media_id, "url": m.url, "name": m.name} for m in incoming.media]


async def answered(
    db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context
) -> tuple[Incoming, Reading, Context] | None:
    """Give the kept message, read again under the answer; None where the person let it be."""
    await questions.answered(db, question, context.now)
    if choice["kind"] == "leave":
        return None
    kept = question.facts
    said = datetime.fromisoformat(str(kept["at"]))
    context = replace(context, said=said)
    media = tuple(Media(**one) for one in cast("list[dict[str, str]]", kept["media"]))  # type: ignore[arg-type]  # as kept
    before = replace(incoming, text=str(kept["text"]), kind="text", tap=None, media=media)
    reading = read_delegate(
        before.text, said, context.org, context.calendar,
        leaders=context.roles.leaders_of(before.sender), bot_name=context.bot_name, speaker=before.sender,
    )  # fmt: skip
    settled = cast("Facts", kept["settled"])
    reading = _laid_over(on_duty.resolved(reading, before.sender, before.chat, context), settled)
    return before, _answer(reading, str(kept["key"]), choice), context


def _laid_over(reading: Reading, settled: Facts) -> Reading:
    names = cast("dict[str, list[str]]", settled["names"])
    for name, people in names.items():
        if name in reading.ambiguous:
            reading = _named(reading, name, tuple(people))
    whose = tuple(cast("list[str]", settled["whose"]))
    return replace(reading, code=cast("str | None", settled["code"]) or reading.code, whose=whose)


def _named(reading: Reading, name: str, people: tuple[str, ...]) -> Reading:
    """Take an ambiguous name as these people."""
    target = Target(name, "person", people=people, role=reading.roles.get(name))
    left = {other: who for other, who in reading.ambiguous.items() if other != name}
    return replace(reading, targets=(*reading.targets, target), ambiguous=left)


def _answer(reading: Reading, key: str, choice: Facts) -> Reading:
    if key == "code":
        return replace(reading, code=str(choice["code"]))
    if choice["kind"] == "every":
        return replace(reading, whose=tuple(cast("list[str]", choice["userids"])))
    userid = str(choice["userid"])
    if key == "whose":
        return replace(reading, whose=(userid,))
    return _named(reading, key.removeprefix("name:"), (userid,))
