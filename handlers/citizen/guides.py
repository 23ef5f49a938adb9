"""A citizen's question how something is done: its guide, three to choose from, or the way to a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from handlers.citizen import gathering
from handlers.citizen.gathering import PERSON, STORED
from handlers.citizen.gathering_send import FOLLOWING, MORE
from handlers.citizen.gathering_told import CALL, PIECES, WHERE
from handlers.citizen.reading_kind import LONG, kind_of, small_talk
from handlers.context import Context
from handlers.guides.judging import judged
from handlers.guides.telling import guide_facts
from handlers.message import Incoming
from handlers.reading.script import normal
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.guides import keeping
from tasks.guides.asked import Question, read_question
from tasks.guides.grams import plain
from tasks.guides.index import GuideIndex, Hit
from tasks.guides.parts import Matter
from tasks.notices import Outcome
from tasks.requests.kinds import CONSULT

LONGEST: Final = 200
"""Characters above which words are a story, not a question."""
TOLD: Final = timedelta(minutes=30)
"""How long «那要多少钱» refers to the guide that was told last."""
LISTED: Final = 9
BESIDE: Final = {MORE: FOLLOWING, WHERE: STORED, CALL: STORED}
"""Steps of a matter that keep a guide told in between → how long they go on then."""
NONE_OF_THEM: Final = re.compile(r"(?:都|全)?(?:不是|没有|不对|不是这些?|不是的)[。!\s]*")
YES: Final = re.compile(r"(?:是的?|好的?|要|行|可以|需要)[。!\s]*")
IT: Final = re.compile(
    r"(?:那么?|它|这个|这|那个|另外|还有|还|请问|再问一?下|我|要|需|的|去|来|办|得|[,。?!、\s])*"
)
"""What may stand around a question that names no matter."""


def _said(incoming: Incoming) -> str:
    """Give the words of a message in one writing; empty where there are none or too many."""
    text = normal(incoming.text).strip()
    return text if incoming.kind in ("text", "voice") and len(text) <= LONGEST else ""


async def ask(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Answer a question about how something is done; None for everything else."""
    text = _said(incoming)
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    last = _last(going)
    if PERSON.fullmatch(text):
        return await gathering.to_person(db, incoming, citizen, context, str(last.get("text") or ""))
    if not text or small_talk(text):
        return None
    question = read_question(text)
    if question.parts and IT.fullmatch(question.matter) and (index := await context.guides.index(db)).matters:
        matter = index.by_name.get(plain(str(last.get("name") or "")))
        if matter is not None:
            return await _tell(db, citizen, matter, question.parts, f"{matter.name} {text}", context)
        return await _of_what(db, text, citizen, context)
    outcome = await _answer(db, text, citizen, context)
    if outcome is None and going is not None and going.step == "guide.choose" and _says_more(text):
        # More about what was asked: the same question with it, and at least the way to a person.
        whole = f"{going.facts.get('text') or ''} {text}"[-LONGEST:].strip()
        return await _answer(db, whole, citizen, context, wanted=True)
    return outcome


def _last(going: talks.Going | None) -> Facts:
    """Give the guide that was told last, also where something else is under way."""
    if going is None:
        return {}
    kept = going.facts.get("guide")
    return kept if isinstance(kept, dict) else going.facts if going.step.startswith("guide.") else {}


def _says_more(text: str) -> bool:
    """Whether words can go on with a question: they are no matter of another kind."""
    kind = kind_of(text)
    return 2 <= len(text) < LONG and not text.isdecimal() and (kind is None or kind.name == CONSULT)


async def _of_what(db: Db, text: str, citizen: Citizen, context: Context) -> Outcome:
    """Ask which matter «多少钱» is about: nothing was told that it can refer to."""
    names: list[Json] = list(await keeping.categories(db))
    numbered = await _put(db, citizen, "guide.about", {"categories": names, "asked": text}, context)
    return Outcome("citizen.guide_about", {"categories": names if numbered else [], "asked": True})


async def opened(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome:
    """Ask what it is about, with the categories asked for most: a tap on 咨询办事."""
    del incoming
    names: list[Json] = list(await keeping.categories(db))
    await talks.put(db, citizen, "guide.about", {"categories": names}, context.sealer, context.now)
    return Outcome("citizen.guide_about", {"categories": names, "asked": False})


async def _about(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    text = _said(incoming)
    category = _picked(text, going.facts.get("categories"))
    if category:
        index = await context.guides.index(db)
        found = index.of_category(category)
        return await _offer(db, citizen, found, {"category": category}, context) if found else None
    if not text or small_talk(text):
        return None
    if PERSON.fullmatch(text):
        return await gathering.begin(db, incoming, citizen, context, kind=CONSULT)
    asked = str(going.facts.get("asked") or "")
    return await _answer(db, f"{text} {asked}".strip(), citizen, context, wanted=True)


async def _chosen(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    text = _said(incoming)
    name = _picked(text, going.facts.get("names"))
    if name:
        matter = (await context.guides.index(db)).by_name.get(plain(name))
        asked = _texts(going.facts.get("asked"))
        if matter is None:
            return None
        await _settle(db, going, "chosen", matter.name)
        return await _tell(db, citizen, matter, asked, str(going.facts.get("text") or ""), context)
    if PERSON.fullmatch(text) or NONE_OF_THEM.fullmatch(text):
        return await _by_person(db, incoming, citizen, going, context)
    return None


async def _further(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Take «那要多少钱» for the guide that was told last, and 人工 for the way to a person."""
    text = _said(incoming)
    if PERSON.fullmatch(text):
        return await _by_person(db, incoming, citizen, going, context)
    question = read_question(text)
    if not question.parts or not IT.fullmatch(question.matter):
        return None
    matter = (await context.guides.index(db)).by_name.get(plain(str(going.facts.get("name") or "")))
    if matter is None:
        return None
    return await _tell(db, citizen, matter, question.parts, f"{matter.name} {text}", context)


async def _missed(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    text = _said(incoming)
    if PERSON.fullmatch(text) or YES.fullmatch(text):
        return await _by_person(db, incoming, citizen, going, context)
    return None


STEPS: Final = {
    "guide.about": _about, "guide.choose": _chosen, "guide.told": _further, "guide.missed": _missed
}  # fmt: skip
"""Step of the talk → what takes its answer."""


async def _answer(
    db: Db, text: str, citizen: Citizen, context: Context, *, wanted: bool = False
) -> Outcome | None:
    index = await context.guides.index(db)
    if not index.matters:
        return None
    question, hits = found_in(text, index)
    verdict = judged(text, question, hits, wanted=wanted)
    if verdict == "sure":
        return await _tell(db, citizen, hits[0].matter, question.parts, text, context)
    if not verdict:
        return None
    facts: Facts = {"text": text, "note": await keeping.missed(db, text, context.now)}
    if verdict == "unsure":
        facts |= {"asked": list(question.parts)}
        return await _offer(db, citizen, [hit.matter for hit in hits], facts, context)
    await _put(db, citizen, "guide.missed", facts, context, TOLD)
    return Outcome("citizen.guide_none", {})


def found_in(text: str, index: GuideIndex) -> tuple[Question, Sequence[Hit]]:
    """Read a question and look for its guide; one that is named in full is meant alone."""
    question = read_question(text)
    for words in (text, question.matter):
        if (named := index.by_name.get(plain(words))) is not None:
            return Question(question.parts if words != text else (), named.name), [Hit(named, 1.0)]
    return question, index.search(question.matter)


async def _tell(
    db: Db, citizen: Citizen, matter: Matter, asked: Sequence[str], text: str, context: Context
) -> Outcome:
    await keeping.counted(db, matter.number)
    await _put(db, citizen, "guide.told", {"name": matter.name, "text": text}, context, TOLD)
    return Outcome("citizen.guide", guide_facts(matter, asked, context))


async def _offer(
    db: Db, citizen: Citizen, found: Sequence[Matter], facts: Facts, context: Context
) -> Outcome:
    names: list[Json] = [one.name for one in found[:LISTED]]
    numbered = await _put(db, citizen, "guide.choose", {**facts, "names": names}, context)
    shown: Facts = {"names": names, "category": facts.get("category") or "", "numbered": numbered}
    return Outcome("citizen.guide_which", {**shown, "more": len(found) - len(names)})


async def _put(
    db: Db,
    citizen: Citizen,
    step: str,
    facts: Facts,
    context: Context,
    keep: timedelta = talks.KEPT,
) -> bool:
    """Be at this step, unless something else is under way with the citizen, which goes on; says whether."""
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    if going is not None and going.step != PIECES and not going.step.startswith("guide."):
        if step == "guide.told" and going.step in BESIDE:
            kept: Facts = {**going.facts, "guide": facts}
            await talks.put(db, citizen, going.step, kept, context.sealer, context.now, BESIDE[going.step])
        return False
    last = _last(going)
    if step != "guide.told" and "name" in last:
        facts = {"name": last["name"], **facts}
    await talks.put(db, citizen, step, facts, context.sealer, context.now, keep)
    return True


async def _by_person(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    await _settle(db, going, "request")
    text = str(going.facts.get("text") or "")
    return await gathering.to_person(db, incoming, citizen, context, text)


async def _settle(db: Db, going: talks.Going, outcome: str, guide: str = "") -> None:
    note = going.facts.get("note")
    if isinstance(note, int):
        await keeping.settled(db, note, outcome, guide)


def _picked(text: str, names: Json) -> str:
    """Give the one of these whose number, or whose own words, were written; empty where none was."""
    offered = _texts(names)
    number = text.rstrip("。.、 ")
    if number.isdecimal():
        return offered[int(number) - 1] if 0 < int(number) <= len(offered) else ""
    return next((name for name in offered if plain(name) == plain(text)), "")


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
