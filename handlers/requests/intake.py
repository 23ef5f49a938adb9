"""Intake clerks (受理员) take matters down for people who call or come in, into the same queue.

The number is given back to be read to the caller, with what the same telephone has told before. A clerk's words
hold somebody's number: what is kept of them while the matter itself is asked for is enciphered.
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers.asked import KIND, place_of_words
from handlers.citizen.gathering_told import PLACED, Told, heard
from handlers.citizen.reading_kind import BEGUN
from handlers.citizen.reading_place import place_of
from handlers.context import Context
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.reading.reader import without_mention
from handlers.requests.receive import receive
from tasks.citizens import intake
from tasks.db import Db
from tasks.directives import questions
from tasks.directives.models import Question
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.people.org import Org
from tasks.people.roles import may
from tasks.personal import found_in, mask_phone, masked, phone_in
from tasks.requests.models import Request
from tasks.requests.verbs import Wish

VERB: Final = "intake"
MOST: Final = 5
"""Earlier requests that are listed."""
_ENTER: Final = re.compile(
    r"\s*(?:请|帮我?|我要|麻烦)?(?:登记|录入|录|受理|新建|新增)(?:一下|一?[个件条])?(?P<new>新)?(?:一?[个件条])?(?:的)?(?:群众|来电|来访|市民)?(?:诉求|工单)(?![怎如有在是的]|编号)(?:了)?[\s:：,，。]*"
)
_FIND: Final = re.compile(
    r"\s*(?:帮我?|请)?(?:查询?|查找|查一下|找)(?:一下)?(?:群众)?(?:诉求|工单)(?:记录)?[\s:：,，]*(?P<who>[^\n]{0,40})"
)
_HELP: Final = re.compile(r"\s*(?:受理|登记诉求|受理员)(?:的)?(?:帮助|用法|怎么用|怎么说|说明)[\s。?？!！]*")
_NAME: Final = re.compile(
    r"[\u4e00-\u9fff]{1,4}(?:先生|女士|师傅|大爷|大妈|阿姨|老师|老板|婆婆|爷爷|奶奶|同志)|[\u4e00-\u9fff]{2,4}"
)
_TITLED: Final = re.compile(r"(?:先生|女士|师傅|大爷|大妈|阿姨|老师|老板|婆婆|爷爷|奶奶|同志)$")
_BREAKS: Final = re.compile(r"[\s,，:：;；]+")


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take a matter down, list what a telephone told, or show how it is said; None for other sentences."""
    text = without_mention(incoming.text, context.bot_name)
    enter, find, shows = _ENTER.match(text), _FIND.match(text), _HELP.fullmatch(text)
    if not (enter or find or shows):
        return None
    if not may("intake", context.asked(incoming.sender)):
        return Outcome("refused.intake", {})
    if shows:
        return Outcome("intake.help", {})
    if enter:
        said = taken_apart(text[enter.end() :], context.org)
        said = replace(said, insisted=bool(enter["new"]))
        return await _enter(db, said, incoming, context)
    return await _find(db, text, context)


def taken_apart(text: str, org: Org) -> Told:
    """Read «投诉 张三 13812345678 幸福路路灯不亮»: kind, name and number in front, then the matter."""
    number = next((one for one in found_in(text) if one.kind in ("phone", "landline")), None)
    front, rest = (text[: number.start], text[number.end :]) if number else ("", text)
    kind, front = _kind(front)
    if not number:
        kind, rest = _kind(rest)
    name, before = _name(front, org) if number else _titled(rest)
    matter = " ".join(part.strip(" ,，:：;；。\n") for part in ((before, rest) if number else (before,)))
    told = heard(Told(kind=kind, phone=number.value if number else ""), matter.strip(), (), org)
    return replace(told, name=name or told.name)


def _kind(text: str) -> tuple[str, str]:
    """Give the kind that the first word names, and what follows it."""
    first, _, rest = text.strip().partition(" ")
    for written in (first, first[:2]):
        if kind := BEGUN.get(written.strip(",，:：")):
            return kind, text.strip()[len(written) :].strip(" ,，:：") if written != first else rest.strip()
    return "", text.strip()


def _name(front: str, org: Org) -> tuple[str, str]:
    """Give the name that stands before the number, and what else does."""
    parts = [part for part in _BREAKS.split(front) if part and part not in ("电话", "手机", "姓名", "联系人")]
    if parts and _NAME.fullmatch(parts[-1]) and not place_of(parts[-1], org).text:
        return parts[-1], " ".join(parts[:-1])
    if parts and _NAME.fullmatch(parts[0]) and _TITLED.search(parts[0]):
        return parts[0], " ".join(parts[1:])
    return "", " ".join(parts)


def _titled(rest: str) -> tuple[str, str]:
    """Give the name in front of a matter without a number: only 张先生 and the like is surely one."""
    first, _, more = rest.partition(" ")
    return (first, more) if more and _TITLED.search(first) and len(first) <= 6 else ("", rest)


async def _enter(db: Db, told: Told, incoming: Incoming, context: Context) -> Outcome:
    if not told.what:
        return await _ask(db, told, incoming, context)
    wish = Wish(
        kind=told.kind,
        content=told.what,
        entered_by=incoming.sender,
        area=told.area,
        place=told.where,
        phone=told.phone,
        name="" if told.anonymous else told.name,
        anonymous=told.anonymous,
        confidential=told.confidential,
        may_call=bool(told.phone),
        insisted=told.insisted,
    )
    received = await receive(db, wish, context)
    earlier = await _earlier(db, told.phone, received.request, context)
    facts: Facts = {
        "phone": bool(told.phone),
        "nowhere": told.kind in PLACED and not told.where,
        "earlier": [_row(one, context) for one in earlier[:MOST]],
        "more": len(earlier) > MOST,
    }
    return Outcome("intake.taken", {**received.facts, **facts}, received.notices)


async def _earlier(db: Db, phone: str, taken: Request, context: Context) -> list[Request]:
    if not phone:
        return []
    found = await intake.of_phone(db, phone, context.sealer, MOST + 2)
    return [one for one in found if one.id != taken.id]


def _row(request: Request, context: Context) -> Json:
    """Give a line of a list: what is masked, and nothing else."""
    return {
        "code": request.code,
        "title": request.title,
        "state": request.state,
        "at": request.created_at.isoformat(),
        "office": context.org.unit_name(request.office),
    }


async def _ask(db: Db, told: Told, incoming: Incoming, context: Context) -> Outcome:
    """Wait for the matter itself; who called is kept enciphered until then."""
    who = f"{told.kind}\n{told.name}\n{told.phone}"
    kept: Facts = {
        "verb": VERB, "argument": "", "code": "", "whose": "", "thing": "", "prompt": {},
        "sealed": context.sealer.seal(who),
    }  # fmt: skip
    await questions.ask(
        db, asked=incoming.sender, place=place_of_words(incoming), kind=KIND, facts=kept, choices=(),
        now=context.now,
    )  # fmt: skip
    return Outcome("intake.missing", {})


async def completed(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the matter that was asked for; None where the words are no matter."""
    del reading
    kind, name, phone = context.sealer.unseal(str(question.facts["sealed"])).split("\n")
    text = without_mention(incoming.text, context.bot_name).strip()
    told = heard(Told(kind=kind, name=name, phone=phone), text, (), context.org)
    if not told.what:
        return None
    await questions.answered(db, question, context.now)
    return await _enter(db, told, incoming, context)


async def _find(db: Db, text: str, context: Context) -> Outcome | None:
    """List what a telephone told; other words after 查诉求 are for the lists."""
    phone = phone_in(text)
    if not phone:
        found = _FIND.match(text)
        return Outcome("intake.number", {}) if found and not found["who"].strip() else None
    rows = await intake.of_phone(db, phone, context.sealer, MOST * 2 + 1)
    listed: list[Json] = [_row(one, context) for one in rows[: MOST * 2]]
    facts: Facts = {"phone": masked(mask_phone(phone)), "rows": listed, "more": len(rows) > MOST * 2}
    return Outcome("intake.found", facts)
