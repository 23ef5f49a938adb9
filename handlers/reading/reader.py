"""One message, read: what it is for, whom it names, until when, what it wants back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.reading import intents
from handlers.reading.codes import Code, find_code, without_code
from handlers.reading.deadlines import read_deadline
from handlers.reading.marks import ACTION, SOFT
from handlers.reading.names import names_of
from handlers.reading.numerals import number
from handlers.reading.script import normal
from handlers.reading.targets import Addressed, Addressing, Mode
from handlers.reading.titles import body_of, title_of
from handlers.reading.values import NO_DEADLINE, Deadline, Intent, Reading, Urgency
from handlers.reading.wants import wants_of, without_acknowledgement
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

_CHOICE: Final = re.compile(r"\s*(?:我?选择?|第)?\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])\s*(?:个|号|项)?\s*[.。、,!)]?\s*")
_URGENT: Final = re.compile(r"(?<!非)(?<!不是)特急|(?<![更愈越增])加急(?![切迫需剧速遽])")
_IMPERATIVE: Final = re.compile(
    rf"(?:^|[,。!:\s])(?:立即|马上|抓紧|尽快|迅速|火速|全力|连夜|即刻|立刻|速|切实|认真|严格|全面|按)(?:{SOFT})*\S{{0,10}}?(?:{ACTION})"
)
_NAMING: Final[dict[Intent, Mode]] = {
    "task": "order", "notice": "order", "pending": "any", "status": "any", "nudge": "any", "reassign": "transfer",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """One message prepared: `content` as posted, `plain` in normal writing and `rest` without the code, all equally long."""

    content: str
    plain: str
    rest: str
    code: Code | None


def read(
    text: str, now: datetime, org: Org, calendar: WorkCalendar, *, bot_name: str = "指尖办", speaker: str = ""
) -> Reading:
    """Read one message as posted, said at `now` (aware) by `speaker` (userid).

    Never raises for any text. What is not understood has the intent `none`; names nobody bears and names
    several bear are given back as such, nobody is guessed.
    """
    message = _prepared(text, bot_name)
    choice = _choice(message.plain)
    intent: Intent = "help" if not message.plain.strip() else "none"
    if message.plain.strip():
        intent = _bare(choice) if choice is not None else _intent(message, now, org, calendar)
    return _filled(message, intent, now, org, calendar, choice)


def _prepared(text: str, bot_name: str) -> Message:
    mention = re.compile(rf"<?@\s?{re.escape(normal(bot_name))}>?[ \n]*", re.IGNORECASE)
    content = _cut(text, [found.span() for found in mention.finditer(normal(text))]) if bot_name else text
    content = content.strip(" \n\t\r\u2005\u3000\u200b\ufeff")
    plain = normal(content)
    code = find_code(plain)
    return Message(content, plain, without_code(plain, code), code)


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text


def _choice(plain: str) -> int | None:
    found = _CHOICE.fullmatch(plain)
    if not found:
        return None
    written = found["n"]
    value = ord(written) - 0x2460 + 1 if "①" <= written <= "⑳" else number(written)
    return value if value and value <= 20 else None


def _bare(choice: int) -> Intent:
    return "ack" if choice == 1 else "none"


def _intent(message: Message, now: datetime, org: Org, calendar: WorkCalendar) -> Intent:
    rest, coded = message.rest.strip(" ,。;:!~\n"), message.code is not None
    if found := intents.manages(rest, coded=coded):
        return found
    addressed = _addressed(message, org, "order")
    if intents.reports(rest, coded=coded) and not (addressed and intents.orders(rest)) and not intents.starts_notice(rest):
        return "feedback"
    return _issued(message, addressed, now, calendar)


def _issued(message: Message, addressed: Addressed, now: datetime, calendar: WorkCalendar) -> Intent:
    """Whether the message gives an order, only tells something, or neither."""
    rest = message.rest
    if not without_acknowledgement(rest).strip(" ,。!~"):
        return "none"
    wants = wants_of(rest)
    marked = read_deadline(rest, now, calendar, marked_only=True).due is not None
    told = bool(addressed) or intents.orders(rest)
    if intents.starts_notice(rest):
        return "task" if wants and (told or marked) else "notice"
    if not told and intents.is_chat(rest):
        return "none"
    if intents.calls_meeting(rest) and not wants and not marked:
        return "notice" if told or "会议" in rest else "none"
    if told or marked or _URGENT.search(rest) or _IMPERATIVE.search(rest):
        return "task"
    return "task" if wants and read_deadline(rest, now, calendar).due else "none"


def _addressed(message: Message, org: Org, mode: Mode) -> Addressed:
    return Addressing(message.plain, names_of(org)).find(mode)


def _filled(
    message: Message, intent: Intent, now: datetime, org: Org, calendar: WorkCalendar, choice: int | None
) -> Reading:
    mode = _NAMING.get(intent)
    addressed = _addressed(message, org, mode) if mode else Addressed()
    if intent in {"pending", "status", "nudge"}:
        addressed = replace(addressed, everyone=False, targets=tuple(t for t in addressed.targets if t.kind != "everyone"))
    issued = intent in {"task", "notice"}
    return Reading(
        intent=intent,
        targets=addressed.targets,
        ambiguous=dict(addressed.ambiguous),
        unknown=addressed.unknown,
        everyone=addressed.everyone,
        deadline=_deadline(message, intent, now, calendar),
        urgency=_urgency(message.plain) if issued else "normal",
        wants=wants_of(message.rest) if intent == "task" else frozenset(),
        code=message.code.value if message.code and not (issued and not message.code.whole) else None,
        content=message.content,
        title=title_of(message.content, addressed.spans) if issued else "",
        body=_body(message),
        choice=choice,
    )


def _deadline(message: Message, intent: Intent, now: datetime, calendar: WorkCalendar) -> Deadline:
    match intent:
        case "task" | "return":
            return read_deadline(message.rest, now, calendar)
        case "notice":
            return read_deadline(message.rest, now, calendar, marked_only=True)
        case "extend":
            return read_deadline(message.rest, now, calendar, marked_only=True, moved=True)
    return NO_DEADLINE


def _urgency(plain: str) -> Urgency:
    words = set(_URGENT.findall(plain))
    return "critical" if "特急" in words else "urgent" if words else "normal"


def _body(message: Message) -> str:
    if message.code is None:
        return body_of(message.content)
    return body_of(message.content[: message.code.start] + message.content[message.code.end :])
