"""For which units and until when, as it stands behind a declaration: 青溪镇各村，到明天18点."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from handlers.context import Context
from handlers.directives.later import counted
from handlers.reading import read_later
from handlers.reading.deadlines import read_times
from handlers.reading.moments import Moment
from handlers.reading.names import names_of
from handlers.typed import named_in

_LATER: Final = re.compile(
    r"(?<!今天)(?<!今日)(?<!即日)(?<!现在)(?<!此刻)(?<=[时点分半天日号\d])(?:起|开始)(?!床)"
)
"""今晚8点起: an emergency begins when it is declared."""
_AROUND_TIME: Final = (
    r"(?:(?:响应|应急|有效|持续|生效|截止|结束)?(?:时间|期限|时限|时长|期)?(?:为|是|:|共|暂定)?"
    r"(?:一直)?(?:从|自)?(?:即日|现在|此刻|今天|今日)?(?:起|开始)?(?:,|、)?"
    r"(?:持续到|持续至|延续到|截止到|截至|截止|直到|直至|到|至|持续|为期|期限|延长|延期|延续|有效|在|于|止于)?)$"
)
_BEHIND_TIME: Final = r"^(?:起|开始|为止|止|结束|截止|之前|以前|前|以内|内|之内|左右|有效|解除)"
_FILLER: Final = re.compile(
    r"^(?:(?:主要)?(?:涉及|适用(?:于|范围)?|覆盖|包括|面向|针对|限于|对|在|为)|(?:响应|涉及|应急|适用)?(?:范围|区域|对象|单位|地区)(?:包括|涉及)?(?:为|是|有|:)*|:)+"
    r"|(?:(?:等|这)?(?:单位|范围|区域)?(?:内|里)?(?:进入|执行|实行|启动)?(?:吧|了)?)$"
)
_BEGUN: Final = re.compile(r"(?:从|自)?(?:即日|现在|此刻|即时|今天|今日)(?:起|开始)|立即生效|即刻生效")
_SEPARATORS: Final = re.compile(r"[,、;。\s/+&]+")
_AND: Final = re.compile(r"以及|[和及与]")
_EVERYBODY: Final = re.compile(
    r"(?:我?(?:全镇|全县|全区|全市|全街道|本镇|我镇|全域|全辖区)|所有|全体|各)(?:各)?(?:有关|相关)?(?:单位|部门|干部)?"
)
_HERE: Final = re.compile(r"(?:本群|群里|本群各|群内)的?(?:各|所有|全部|成员)?(?:单位|部门|人员)?")
LIKE_A_UNIT: Final = re.compile(
    r"(?!.*[请报做没未须将已把让召参扫查改排组织加强])[\u4e00-\u9fffA-Za-z0-9()·]{1,14}"
    r"(?:办|站|所|局|科|室|股|队|组|中心|村|社区|院|校|园|部|厅|处|镇|乡|街道|政府|公司|厂|馆|片区|支部|水库|河)"
)


@dataclass(frozen=True, slots=True)
class Until:
    """When it is to end; `later` that it is to begin later, which it cannot."""

    at: datetime | None = None
    amount: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Units named, each once, what nobody is called, what was named besides units, and until when."""

    units: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    until: Until = Until()
    plain: bool = True
    """Whether it says nothing but units and a time."""


def read_scope(text: str, chat: str, context: Context) -> Scope:
    """Read units and a time; `text` is normal. What else is said makes it no `plain` one."""
    until, rest = _until(text, context)
    units: dict[int, None] = {}
    unknown: list[str] = []
    people: list[str] = []
    plain = True
    for piece in _pieces(rest, context):
        found = _units(piece, chat, context)
        if found is None:
            people.append(piece)
        elif found:
            units |= dict.fromkeys(found)
        elif LIKE_A_UNIT.fullmatch(piece):
            unknown.append(piece)
        else:
            plain = False
    return Scope(tuple(units), tuple(unknown), tuple(people), until, plain)


def _until(text: str, context: Context) -> tuple[Until, str]:
    """Give the time at which it ends, and the text without it."""
    times = read_times(text, context.said_at, context.calendar)
    found = sorted((*times.marked, *times.by_then, *times.others), key=lambda one: one.start)
    rest, amount = text, ""
    for one in reversed(found):
        before = re.sub(_AROUND_TIME, "", rest[: one.start])
        rest = f"{before},{re.sub(_BEHIND_TIME, '', rest[one.end :])}"
        amount = text[one.start : one.end] if one.kind == "span" else amount
    if _LATER.search(_BEGUN.sub("", text)):
        return Until(later=True), rest
    at = max((_end_of(one, text, context) for one in found), default=None)
    return Until(at, amount), _BEGUN.sub("", rest)


def _end_of(one: Moment, text: str, context: Context) -> datetime:
    """Give the moment that is meant: a day without a clock ends at its midnight, two days are two days."""
    due, now = one.due(context.said_at), context.said_at
    if one.kind == "span":
        later = read_later(text[one.start : one.end], bare=True)
        return counted(now, later, context.calendar) if later else due
    if one.timed:
        return due
    return context.calendar.at(context.calendar.local(due).date() + timedelta(days=1), time())


def _pieces(text: str, context: Context) -> Iterable[str]:
    """Cut into names of units; one that cannot be found whole may be two joined by 和."""
    for part in filter(None, _SEPARATORS.split(text)):
        piece = _FILLER.sub("", part)
        if not piece:
            continue
        if names_of(context.org).unit_called(piece) is not None:
            yield piece
            continue
        yield from filter(None, _AND.split(piece))


def _units(piece: str, chat: str, context: Context) -> tuple[int, ...] | None:
    """Give the units a piece names; empty where it names none, None where it names people."""
    if _EVERYBODY.fullmatch(piece):
        return context.org.roots
    if _HERE.fullmatch(piece):
        group = context.groups.get(chat)
        return group.departments if group else ()
    short = _without_root(piece, context)
    reading = named_in(short, context)
    if reading is None:
        return ()
    if reading.people or reading.ambiguous:
        return None
    if reading.everyone:
        return context.org.roots
    return () if reading.unknown else reading.departments


def _without_root(piece: str, context: Context) -> str:
    """Give 各村 of 青溪镇各村: the whole body in front says nothing."""
    for root in context.org.roots:
        unit = context.org.departments[root]
        for name in (
            *unit.aliases,
            unit.name,
            "全镇",
            "全县",
            "全区",
            "全市",
            "我镇",
            "本镇",
            "辖区内",
            "辖区",
            "镇",
            "所有",
        ):
            if piece.startswith(name) and len(piece) > len(name):
                return piece.removeprefix(name).removeprefix("的") or piece
    return piece
