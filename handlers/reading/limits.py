"""Less time than was asked for: 最多给一天, 只给一天, 给到周四, 不行,最多延到周三, 王五的只给两天."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.reading.clauses import AT, NAMES, clauses_of, viewed
from handlers.reading.deadlines import read_times
from handlers.reading.draft import Draft
from handlers.reading.later import read_later
from handlers.reading.targets import Addressed
from handlers.reading.values import NO_DEADLINE, Deadline, Later, Reading
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

LONGEST: Final = 80
TRIGGER: Final = re.compile(r"给|批|最多|最长|最迟|最晚|顶多|至多|不超过|只能?|仅|就")

_MOST: Final = r"(?:最多|顶多|至多|最长|最迟|最晚|不超过|只能?|仅能?|就)"
_LATER: Final = r"(?:延期|延长|延后|延|宽限|推迟|放宽|顺延|展期|缓|推)"
_LEAD: Final = rf"(?:那么?|但是?|不过|还是|可以|同意|我|领导|{NAMES}的?(?:申请|延期)?|你们?|他们?|也|都|一律|统一|全部|每人|各| )*"
_WHO: Final = rf"(?:你们?|他们?|其|大家|{NAMES})?"
_AMOUNT: Final = r"(?P<amount>(?:半|[一二两三四五六七八九十]{1,3}|\d{1,3}) ?个?半?(?:工作日|工作天|分钟|刻钟|小时|钟头|天|日|周|星期|礼拜|月)半?)"
_END: Final = r"(?:的?时间|工夫|期限|为止|吧|了|啊|哈|[! ])*"
_GIVES: Final = (
    rf"(?:{_MOST}(?:可以?|能|再| )*(?:给|批|{_LATER})|再?(?:给|批)) *{_WHO}(?:再|多|个|办理|{_LATER}| )*"
)
_LIMITS: Final = (
    re.compile(rf"{_LEAD}(?:{_GIVES}|{_MOST}(?:能|可以)?)(?:到|至) *{AT}{_END}"),
    re.compile(rf"{_LEAD}(?:{_GIVES}|{_MOST}){_AMOUNT}{_END}"),
)
"""Until when, or how much longer; 延到周四 alone moves the directive and is none."""
_ASKS: Final = re.compile(
    r"申请|请求|恳请|希望|能否|能不能|可否|可不可以|请(?:领导|您|批|给|再)|望|[?]|(?:吗|么|呢|行不行|好不好)[。! ]*$"
)


@dataclass(frozen=True, slots=True)
class Limit:
    """The time somebody gives: a moment or so much later than the old one, and to whom, if that is said."""

    deadline: Deadline
    later: Later | None
    to: Addressed


def limits(draft: Draft) -> bool:
    """Whether a message gives more time of its own measure."""
    return _found(draft) is not None


def read_limit(
    text: str, now: datetime, org: Org, calendar: WorkCalendar, *, speaker: str = ""
) -> Limit | None:
    """Give the time a message (without the mention of the bot) gives; None where it gives none, or asks for it."""
    draft = Draft(text, now, org, calendar, speaker)
    place = _found(draft)
    if place is None:
        return None
    (start, end), amount = place
    to = draft.addressing.find("asking", [(start, end)])
    if amount:
        later = read_later(amount, bare=True)
        return Limit(NO_DEADLINE, later, to) if later else None
    deadline = read_times(draft.rest[start:end], now, calendar, moved=True).deadline(any_named=True)
    return Limit(deadline, None, to) if deadline.due else None


def laid_over(reading: Reading, limit: Limit) -> Reading:
    """Give the reading of the same message as the grant of this time; a name that was asked about stays clear."""
    known = {target.written for target in reading.targets}
    return replace(
        reading,
        intent="grant",
        targets=(*reading.targets, *(t for t in limit.to.targets if t.written not in known)),
        ambiguous={name: who for name, who in limit.to.ambiguous if name not in known},
        deadline=limit.deadline,
        later=limit.later,
        reason="",
    )


def _found(draft: Draft) -> tuple[tuple[int, int], str] | None:
    """Give the clause that gives time, and the amount as written where it is one."""
    text = draft.rest
    if len(text) > LONGEST or not TRIGGER.search(text) or _ASKS.search(text):
        return None
    names = [(atom.start, atom.end) for group in draft.addressing.groups for atom in group.atoms]
    moved = read_times(text, draft.now, draft.calendar, moved=True).spans
    timed, named = viewed(text, names, moved), viewed(text, names, ())
    for start, end in clauses_of(text):
        if _LIMITS[0].fullmatch(timed[start:end].strip()):
            return (start, end), ""
        found = _LIMITS[1].fullmatch(named[start:end].strip())
        if found:
            return (start, end), found["amount"]
    return None
