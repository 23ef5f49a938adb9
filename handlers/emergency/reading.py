"""Words about an emergency: 启动防汛应急响应, 延长到…, 解除防汛应急响应.

A sentence that says more than that is none of these.
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from handlers.context import Context
from handlers.emergency.scope import Scope, read_scope
from handlers.reading.reader import without_mention
from handlers.reading.script import normal

Kind = Literal["declare", "prolong", "end", "ask"]
LONGEST: Final = 300
"""Characters of a sentence that is looked at."""
NAME: Final = 20
"""Characters of what an emergency is for."""

_WORD: Final = r"应急(?:响应|状态|预案|响应状态)"
_LEVEL: Final = r"(?:[ⅠⅡⅢⅣIV]{1,3}|[一二三四1-4])级"
_LEVELS: Final = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ", "一": "Ⅰ", "二": "Ⅱ", "三": "Ⅲ", "四": "Ⅳ", "1": "Ⅰ", "2": "Ⅱ", "3": "Ⅲ", "4": "Ⅳ"}  # fmt: skip
_LEAD: Final = (
    r"(?:各位[^,。;]{0,8}[,:])?(?:(?:根据|按照|鉴于|因|由于|接)[^。;]{2,60}?,)?(?:经[^,。;]{0,20}(?:研究|会商|研判|批准|同意|决定),?)?"
    r"(?:我?[镇县区市乡](?:防指|三防|党委|政府|应急委)?|现|特此|特|决定|宣布|正式|即日起|(?:从|自)?(?:现在|即日|此刻|即时)(?:起|开始)|即刻|立即|马上|于?今天|,)*"
)
_WHAT: Final = rf"(?P<what>(?:(?!已|正在|[请把将各]|{_WORD})[\u4e00-\u9fffA-Z0-9ⅠⅡⅢⅣ、]){{0,{NAME}}})"
_SAID: Final = rf"{_WHAT}(?:应急(?P<level>{_LEVEL})?(?:响应|状态|预案)(?:状态)?(?P<behind>\(?{_LEVEL}\)?)?|(?<=[汛旱灾火震风灭害情病疫冻雪])应急)"
_THEN: Final = r"(?P<rest>(?:$|[,。;:!\s(]|(?=到|至|直到|直至|持续|为期|涉及|范围|对象)).*)"
_DECLARED: Final = re.compile(
    rf"{_LEAD}(?:启动|进入|宣布(?:启动|进入)?|开启|升级为|提升(?:为|至)){_SAID}{_THEN}", re.DOTALL
)
_SHORT: Final = re.compile(r"(?:宣布)?应急:\s*(?P<first>[^,、;。\s:]{1,24})(?P<rest>.*)", re.DOTALL)
_PROLONGED: Final = (
    re.compile(
        rf"{_LEAD}(?:把|将)?{_SAID}(?:的)?(?:时间|期限|时限|截止时间)?(?:再|继续)?(?:延长|延期|延续|顺延|延)(?P<rest>.*)",
        re.DOTALL,
    ),
    re.compile(rf"{_LEAD}(?:再|继续)?(?:延长|延续){_SAID}(?:的)?(?:时间|期限|时限)?(?P<rest>.*)", re.DOTALL),
)
_ENDED: Final = (
    re.compile(rf"{_LEAD}(?:解除|结束|终止|停止|撤销|取消)(?:了)?{_SAID}{_THEN}", re.DOTALL),
    re.compile(
        rf"{_LEAD}(?:把|将)?{_SAID}(?:现|即)?(?:解除|结束|终止|停止|撤销|取消)(?:了|吧)?{_THEN}", re.DOTALL
    ),
)
_ASKED: Final = re.compile(
    rf"(?:请问|查一?下|查询|查看|看一?下|现在|目前|当前|我镇|全镇|有没有|有无|是否|还?有|还|哪些|什么|正在|处于)*{_SAID}"
    r"(?:的?(?:情况|状态|有哪些|哪些|还?有效|还?在|到什么时候|到几点|什么时候(?:结束|解除)|结束|解除|了)*)(?:吗|没有?|么|呢|[?。\s])*"
)
_QUESTION: Final = re.compile(r"吗|没|么|[?]|哪|什么|几点|情况|有无|是否|查|看")
_ALL: Final = re.compile(r"(?:全部|所有|各类?|一切)的?")
_NO_TOPIC: Final = re.compile(r"[请报做没未须已让召查改排组:?]|我|你|他|是|有|在|到|的|了")


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of an emergency. `topic` is what for (防汛), `level` as Ⅲ级; empty where not said.

    `every`: of all that are on. `rest` is what stands behind, in normal writing.
    """

    kind: Kind
    topic: str
    level: str
    scope: Scope
    rest: str = ""
    every: bool = False

    @property
    def name(self) -> str:
        """The whole name: 防汛Ⅲ级应急响应; empty without a topic."""
        return name_of(self.topic, self.level) if self.topic else ""


def name_of(topic: str, level: str) -> str:
    """Give the name of an emergency."""
    return f"{topic}{level}应急响应"


def topic_in(name: str) -> str:
    """Give what an emergency of this name is for."""
    return re.sub(_LEVEL, "", name.removesuffix("应急响应"))


def read_said(text: str, chat: str, context: Context) -> Said | None:
    """Understand a sentence about an emergency; None for any other, and for one that says more."""
    plain = normal(without_mention(text, context.bot_name)).strip(" \n,。!;")
    if not 4 <= len(plain) <= LONGEST or "应急" not in plain:
        return None
    for kind, pattern in _FORMS:
        found = pattern.fullmatch(plain)
        said = _filled(kind, found, chat, context) if found else None
        if said is not None:
            return said
    return _shortly(plain, chat, context)


def begun(text: str, chat: str, context: Context) -> Said | None:
    """Understand the first clause of a sentence that says more: it begins like a declaration."""
    plain = re.sub(
        r"^(?:特急|加急)[\s,:]*", "", normal(without_mention(text, context.bot_name)).strip(" \n,。!;")
    )
    first = re.split(r"[,。;:!\n]", plain, maxsplit=1)[0]
    said = read_said(first, chat, context) if len(first) <= NAME + NAME else None
    return said if said is not None and said.kind == "declare" else None


_FORMS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    *(("end", pattern) for pattern in _ENDED),
    *(("prolong", pattern) for pattern in _PROLONGED),
    ("declare", _DECLARED),
    ("ask", _ASKED),
)


def _filled(kind: Kind, found: re.Match[str], chat: str, context: Context) -> Said | None:
    values = found.groupdict()
    topic, level = _topic(values["what"] or "", values["level"] or values["behind"] or "")
    every = _ALL.match(topic) is not None
    topic = _ALL.sub("", topic)
    if _NO_TOPIC.search(topic):
        return None
    if kind == "ask":
        return Said(kind, topic, level, Scope()) if _QUESTION.search(found[0]) else None
    rest = (values["rest"] or "").strip(" ,。;:!\n")
    scope = read_scope(rest, chat, context)
    return Said(kind, topic, level, scope, rest, every) if scope.plain else None


def _topic(what: str, level: str) -> tuple[str, str]:
    """Part what it is for from its level, wherever that stands."""
    found = re.search(_LEVEL, level or what)
    topic = re.sub(_LEVEL, "", what)
    written = found[0].removesuffix("级") if found else ""
    return topic.strip("、"), f"{_LEVELS.get(written, written)}级" if written else ""


def _shortly(plain: str, chat: str, context: Context) -> Said | None:
    """Understand 应急:防汛,各村,到明天18点."""
    found = _SHORT.fullmatch(plain)
    if found is None:
        return None
    topic = read_topic(found["first"])
    named = read_scope(found["first"], chat, context)
    if named.units or named.people or named.until.at:
        topic, found_rest = ("", ""), plain.partition(":")[2]
    else:
        found_rest = found["rest"]
    if topic is None:
        return None
    scope = read_scope(found_rest.strip(" ,。;:!\n"), chat, context)
    return Said("declare", *topic, scope, found_rest) if scope.plain else None


def read_topic(text: str) -> tuple[str, str] | None:
    """Read what an emergency is for, and its level; None where more or something else is said."""
    plain = normal(text).strip(" ,。;:!\n")
    plain = re.sub(rf"^(?:启动|进入|宣布|是|为)+|(?:{_WORD}|应急)$", "", plain)
    topic, level = _topic(plain, "")
    good = (
        2 <= len(topic) <= 12 and re.fullmatch(r"[\u4e00-\u9fff、]+", topic) and not _NO_TOPIC.search(topic)
    )
    return (topic, level) if good else None
