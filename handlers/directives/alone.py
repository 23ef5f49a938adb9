"""Pictures, files and places sent one to one with no word of what they are for: it is asked once.

Whoever has something to report on is asked whether it is that; what comes meanwhile is kept with it, and 是
begins a report in pieces with all of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from handlers.asked import LEAVE, said
from handlers.context import Context, place_of
from handlers.directives import collecting, lookup
from handlers.directives.attachments import attached, capped, media_of
from handlers.directives.holding import holds
from handlers.directives.issue import question_facts
from handlers.directives.lookup import Mine
from handlers.directives.report import BARE, Piece, report_one, wants_to_report
from handlers.message import Incoming
from handlers.reading import Reading, is_courtesy
from handlers.reading.intents import states as says_something
from handlers.reading.script import normal
from tasks.db import Db
from tasks.directives import queries, questions, states
from tasks.directives.models import Directive, Question, Share
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver

KIND: Final = "alone"
ONE: Final = "alone"
"""It is asked about one directive: 是 or 不是."""
WHICH: Final = "alone_which"
MOST: Final = 9
ON_A_CARD: Final = 6
WAITING: Final = (states.RETURNED, states.ACKNOWLEDGED)
"""States of a share whose assignee is expected to report."""
LONGEST: Final = 300
"""Characters of words that are kept as said about what was sent."""
_END: Final = r"[\s,，。.!！~吧的了呀啊呢哈]*"
_YES: Final = re.compile(rf"(?:是|对|嗯|好|行|可以|要|没错|就是|作为|算|这[个项一]|反馈)+{_END}")
_NO: Final = re.compile(rf"都?(?:不是|不(?:要|用)?(?:反馈|保存|存)?|没有?|发错)(?:这[个项一]|反馈)*{_END}")


async def offer(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome | None:
    """Ask what was sent alone is about; None where nobody waits for anything of the sender.

    With a code alone, or under a quoted card, it says so itself.
    """
    media = media_of(incoming)
    if not media or not _says_little(reading):
        return None
    named = await lookup.named(db, incoming, reading, context)
    if named is not None:
        return await _named(db, named, media, incoming, context)
    if incoming.chat:
        return None
    found = await _open(db, incoming.sender, context)
    one = await _meant(db, found)
    if one is None and not found:
        return None
    others = [mine.directive.code for mine in found if one is None or mine.directive.id != one.directive.id]
    kept: Facts = {"text": said(reading), "media": media, "others": list(others)}
    if one is not None:
        return await _ask_one(db, one, kept, incoming, context)
    return await _ask_which(db, kept, incoming, context)


def _says_little(reading: Reading) -> bool:
    """Whether the words that came along want nothing of their own: none, a code, or what a picture shows."""
    alone = reading.code is not None and not _besides(reading)
    return not reading.content or alone or (reading.intent == "none" and reading.choice is None)


def _besides(reading: Reading) -> str:
    """Give what is said besides a code."""
    left = lookup.CODE.sub("", reading.content)
    return (left.replace(reading.code, "", 1) if reading.code else left).strip(" ,，。:：!！\n")


async def _named(
    db: Db, named: Directive | str, media: list[Json], incoming: Incoming, context: Context
) -> Outcome | None:
    """Take it as the report on the directive that is named, where the sender has something to do there."""
    if isinstance(named, str) or named.kind == "notice" or named.state != states.OPEN:
        return None
    share = await lookup.my_share(db, named, incoming.sender, "report", context)
    if share is None or share.state not in states.UNDONE:
        return None
    context = lookup.pinned(share, context)
    if incoming.chat:  # in a group only what is in the same message belongs to it
        return await report_one(db, named.code, incoming, {"text": "", "media": media}, context)
    return await collecting.begin(db, named.code, Piece("", tuple(media)), incoming, context)


async def _open(db: Db, person: str, context: Context) -> list[Mine]:
    """Give what the person is expected to report on, what was sent back first; one of each directive."""
    found = await lookup.candidates(db, person, WAITING, context)
    tasks = lookup.one_each([one for one in found if one.directive.kind != "notice"])
    return sorted(tasks, key=lambda one: one.share.state != states.RETURNED)


async def _meant(db: Db, found: Sequence[Mine]) -> Mine | None:
    """Give the only one, or the one whose card (退回) was the last thing the person was given."""
    if len(found) <= 1:
        return found[0] if found else None
    first = found[0]
    returned = await _returned_at(db, first.directive, first.share)
    if first.share.state != states.RETURNED or returned is None:
        return None
    people = {one.share.assignee for one in found}
    given = await queries.open_shares(db, people, states.UNDONE)
    later = [share for _, share in given if share.id != first.share.id and _last_given(share) >= returned]
    again = [one for one in found[1:] if one.share.state == states.RETURNED]
    times = [await _returned_at(db, one.directive, one.share) or 0.0 for one in again]
    return first if not later and all(at < returned for at in times) else None


def _last_given(share: Share) -> float:
    return share.given_at.timestamp() if share.given_at else 0.0


async def _returned_at(db: Db, directive: Directive, share: Share) -> float | None:
    """Say when a share was sent back last."""
    entries = await queries.entries_of(db, directive, "returned")
    times = [entry.at.timestamp() for entry in entries if entry.detail.get("assignee") == share.assignee]
    return times[-1] if times else None


async def _ask_one(db: Db, mine: Mine, kept: Facts, incoming: Incoming, context: Context) -> Outcome:
    directive = mine.directive
    about: Facts = {"code": directive.code, "title": directive.title}
    choices: list[Facts] = [{"kind": "report_it", "code": directive.code}, {"kind": "not_it"}]
    return await _ask(db, ONE, kept | {"about": about}, choices, incoming, lookup.pinned(mine.share, context))


async def _ask_which(db: Db, kept: Facts, incoming: Incoming, context: Context) -> Outcome:
    choices: list[Facts] = []
    for code in cast("list[str]", kept["others"])[:MOST]:
        directive = await queries.by_code(db, code)
        if directive is not None:
            choices.append({"kind": "directive", "code": directive.code, "title": directive.title})
    kept = kept | {"about": {}, "others": []}
    return await _ask(db, WHICH, kept, [*choices, {"kind": "leave"}], incoming, context)


async def _ask(
    db: Db, doubt: str, kept: Facts, choices: Sequence[Facts], incoming: Incoming, context: Context
) -> Outcome:
    question = await questions.ask(
        db, asked=incoming.sender, place=place_of(incoming), kind=KIND, choices=choices, now=context.now,
        facts=kept | {"doubt": doubt, "whose": context.whose},
    )  # fmt: skip
    facts = _facts(question)
    notices = holds(kept["media"], incoming, context)
    if incoming.tap is None and place_of(incoming) == "work_app" and len(choices) <= ON_A_CARD:
        to, once = (Receiver(incoming.sender),), f"question:{question.id}"
        card = Notice("question", to, {"question": facts}, once, context.now, lane=Lane.FAST)
        notices = (card, *notices)
    return Outcome("question", {"question": facts}, notices)


def _facts(question: Question) -> Facts:
    about = cast("Facts", question.facts["about"])
    counted: Facts = {"count": attached(_media(question)), "text": bool(question.facts["text"])}
    return question_facts(question, str(question.facts["doubt"]), about | counted)


def _media(question: Question) -> list[Json]:
    return cast("list[Json]", question.facts["media"])


async def in_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take 是, 不是, which one, or more of the same as the answer; None where it is something else."""
    media = [] if incoming.chat else media_of(incoming)
    plain = normal(reading.content).strip()
    if await _codes(db, incoming, reading, context):
        return await _which_said(db, question, media, incoming, reading, context)
    if not media and (LEAVE.fullmatch(reading.content) or _NO.fullmatch(plain)):
        return await _go(db, question, question.choices[-1], incoming, context)
    one = question.choices[0] if question.facts["doubt"] == ONE else None
    if not media and one and (_YES.fullmatch(plain) or wants_to_report(reading)):
        return await _go(db, question, one, incoming, context)
    if reading.intent == "feedback" and one:
        await _add(db, question, said(reading), media, context)
        return await _go(db, question, one, incoming, context)
    if not (media and _says_little(reading)) and not _is_about_it(reading):
        return None
    await _add(db, question, said(reading), media, context)
    return Outcome("question", {"question": _facts(question)}, holds(media, incoming, context))


def _is_about_it(reading: Reading) -> bool:
    """Whether words say what was sent: no greeting, no question, nothing that wants something."""
    plain, intent = normal(reading.content), reading.intent
    if len(plain) > LONGEST or is_courtesy(reading.content) or reading.choice is not None:
        return False
    return intent == "feedback" or (intent == "none" and says_something(plain))


async def _codes(db: Db, incoming: Incoming, reading: Reading, context: Context) -> str:
    """Give the code of the directive that is named or quoted; empty where none is."""
    named = await lookup.named(db, incoming, reading, context)
    return named if isinstance(named, str) else named.code if named else ""


async def _which_said(
    db: Db, question: Question, media: list[Json], incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take a code alone, or a report that names one, for which it is: of those that can be meant."""
    code = await _codes(db, incoming, reading, context)
    offered = {str(choice.get("code")) for choice in question.choices}
    besides = _besides(reading) if reading.code else reading.content
    reports = reading.intent == "feedback" or not besides or BARE.fullmatch(besides)
    if not reports or code not in {*offered, *cast("list[str]", question.facts["others"])}:
        return None
    text = reading.body if reading.intent == "feedback" and not BARE.fullmatch(besides) else ""
    await _add(db, question, text, media, context)
    return await _go(db, question, {"kind": "directive", "code": code}, incoming, context)


async def _add(db: Db, question: Question, text: str, media: Sequence[Json], context: Context) -> None:
    """Keep more with what is asked about; the ten minutes begin anew, because it is asked once more."""
    texts = (str(question.facts["text"]), text)
    more: Facts = {
        "text": "\n".join(one for one in texts if one),
        "media": capped([*_media(question), *media]),
    }
    question.facts = question.facts | more
    await question.save(using_db=db, update_fields=["facts"])
    await questions.prolong(db, question, context.now)


async def chosen(db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context) -> Outcome:
    """Go on with a choice by button or number."""
    return await _go(db, question, choice, incoming, context)


async def _go(db: Db, question: Question, choice: Facts, incoming: Incoming, context: Context) -> Outcome:
    await questions.answered(db, question, context.now)
    kept = question.facts
    if choice["kind"] == "not_it" and kept["others"]:
        same: Facts = {name: kept[name] for name in ("text", "media", "others")}
        return await _ask_which(db, same, incoming, replace(context, whose=""))
    if "code" not in choice:
        about = cast("Facts", kept["about"])
        facts: Facts = {"code": about.get("code", ""), "title": about.get("title", "")}
        return Outcome("alone.left", facts | {"count": attached(_media(question))})
    code = str(choice["code"])
    asked_about = cast("Facts", kept["about"]).get("code", code)
    context = context if asked_about == code else replace(context, whose="")
    piece = Piece(str(kept["text"]), tuple(_media(question)))
    return await collecting.begin(db, code, piece, incoming, context)
