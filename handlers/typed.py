"""Typed answers to an open question: names alone, or a time alone; a whole sentence is no answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.reading import Reading, read, read_deadline
from tasks.fields import Json

SHORT = 40
"""Characters up to which a message is taken for an answer."""
SHORT_TIME = 20
"""The same of a time: 改到明天下午5点前, 那就明天下班前吧."""

LEADING = re.compile(r"^(?:请|就|那就|还是|交给|交由|转给|发给|通知|由|给|让|是|改成|改为|@|\s)+")
UNITS = re.compile(r"^(?:(?:本群|群里|群内)?的?(?:群?成员)?单位(?:是|有|为|包括)?\s*[:：]?|包括|有)\s*")
"""What may stand before units where units were asked for: 单位:应急办、民政办."""
AROUND = re.compile(
    r"(?:请|就|的|吧|来|去|负责|牵头|配合|主办|协办|办理|办|处理|以及|和|及|与|同志|[\s、,，。.!！@])*"
)
"""What may stand around names where names were asked for."""
AROUND_TIME = re.compile(r"^(?:那?就|请|还是)?(?:改到|改成|改为|改至|延到|延至|推迟到|推到|到)?")


def answer_in(doubt: str, said: Reading, context: Context) -> Json:
    """Give what a message answers to a question of this kind; None where it is something else."""
    find = ANSWERS.get(doubt)
    return find(said, context) if find and len(said.content) <= SHORT else None


def named_in(text: str, context: Context) -> Reading | None:
    """Read names as if they had been asked to do something; None where there is more than names."""
    names = LEADING.sub("", text)
    reading = _read(names, context)
    rest = names
    for written in (*(target.written for target in reading.targets), *reading.ambiguous):
        rest = rest.replace(written, "", 1)
    return reading if len(rest) < len(names) and AROUND.fullmatch(rest) else None


def _read(names: str, context: Context) -> Reading:
    return read(
        f"请{names}办理",
        context.said_at,
        context.org,
        context.calendar,
        bot_name=context.bot_name,
        speaker="",
    )


def _due(said: Reading, context: Context) -> Json:
    text = AROUND_TIME.sub("", said.content)
    if len(text) > SHORT_TIME or said.wants or named_in(text, context):
        return None
    found = read_deadline(text if text.endswith("前") else f"{text}前", context.said_at, context.calendar)
    return found.due.isoformat() if found.due else None


def _names(said: Reading, context: Context) -> Json:
    return LEADING.sub("", said.content) if named_in(said.content, context) else None


def _people(said: Reading, context: Context) -> Json:
    reading = named_in(said.content, context)
    return list(reading.people) or None if reading else None


def _units(said: Reading, context: Context) -> Json:
    reading = named_in(UNITS.sub("", said.content), context)
    return list(reading.departments) or None if reading else None


def _person(said: Reading, context: Context) -> Json:
    reading = named_in(said.content, context)
    return reading.people[0] if reading and len(reading.people) == 1 else None


ANSWERS: Mapping[str, Callable[[Reading, Context], Json]] = {
    "past": _due,
    "nobody": _names,
    "notice_to_all": _names,
    "everyone_where": _units,
    "ambiguous": _people,
    "unknown": _people,
    "no_head": _person,
    "no_duty": _person,
    "issuer_heads": _person,
}
"""What was asked → what of a typed message answers it."""
