"""The burden by week: of units for who answers for them, of a person for that person alone."""

# ruff: noqa: E501 - patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.names import names_of
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from tasks.burden.sent import NONE, Count, Period, sent_to, total
from tasks.burden.units import UnitBurden, by_person, by_unit
from tasks.burden.weeks import week_of
from tasks.db import Db
from tasks.emergency.verbs import with_below
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may
from tasks.worktime import Calendars

LONGEST: Final = 40
_WEEK: Final = (
    r"(?P<week>上上个?(?:周|星期|礼拜)|上个?(?:周|星期|礼拜)|(?:本|这个?|这一|当前)?(?:周|星期|礼拜))?"
)
_LOOK: Final = r"(?:请|麻烦|帮我|给我|查一?下|查询|查看|查|看一?下|看看|看|统计一?下|统计|汇总)*"
_WHAT: Final = (
    r"(?:(?:消息|信息|提醒|催办|减负|基层)(?:负担|减负|量|数量?|条数)?(?:和(?:提醒|消息)(?:数量?)?)?|负担)"
)
_HOW: Final = r"(?:的?(?:情况|统计|汇总|数据|报告|排查|怎么样|如何|多少|有多少|是多少|大不大|重不重))*"
_END: Final = r"(?:吗|呢|么|[?。!\s])*"
_UNITS: Final = re.compile(
    rf"{_LOOK}{_WEEK}的?(?P<units>(?:各|全镇|全县|全区|所有|(?:(?!消息|提醒|信息|负担|减负|催办|统计|汇总|[上本这]个?(?:周|星期|礼拜))[^\s,。我]){{2,14}}?)?(?:单位|部门|村|社区)?)的?{_WEEK.replace('week', 'again')}的?(?:收到的?)?{_WHAT}{_HOW}{_END}"
)
_TOLD: Final = re.compile(
    r"负担|减负|(?:消息|提醒|信息)(?:量|数量?|条数)?(?:的?(?:情况|统计|汇总|数据))|(?:统计|汇总).*(?:消息|提醒)"
)
_OWN: Final = re.compile(
    rf"{_LOOK}(?:{_WEEK}我|我(?:自己)?的?{_WEEK.replace('week', 'again')})(?:一共|总共|共|都|大概)*(?:(?:收到?|接到?|被发|来)了?(?:多少|几)(?:条|个)?(?:消息|提醒|信息|通知)|的?(?:消息|信息|提醒)?(?:负担|减负)|的?(?:消息|提醒)(?:统计|数量?|量|情况)){_HOW}{_END}"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the own figures or those of units (empty: all one may see), how many weeks back."""

    own: bool = False
    units: tuple[int, ...] = ()
    back: int = 0


def read_asked(text: str, context: Context) -> Asked | None:
    """Understand a question about the burden; None for every other sentence."""
    plain = normal(without_mention(text, context.bot_name)).strip(" \n,。!?")
    if not 2 < len(plain) <= LONGEST:
        return None
    if own := _OWN.fullmatch(plain):
        return Asked(own=True, back=_back(own))
    found = _UNITS.fullmatch(plain)
    if found is None or not _TOLD.search(plain):
        return None
    units = _units(found["units"], context)
    return None if units is None else Asked(units=units, back=_back(found))


def _back(found: re.Match[str]) -> int:
    written = found["week"] or found["again"] or ""
    return written.count("上")


def _units(written: str, context: Context) -> tuple[int, ...] | None:
    """Give the unit that is named, none for 各单位; None where the words name no unit."""
    if re.fullmatch(r"(?:各|全镇|全县|全区|所有)*(?:单位|部门|村|社区)*", written):
        return ()
    unit = names_of(context.org).unit_called(written)
    return None if unit is None else (unit,)


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Answer a question about the burden; in a group with the whole alone, the rest one to one."""
    asked = read_asked(incoming.text, context)
    if asked is None:
        return None
    if asked.own or not may("burden", context.asked(incoming.sender)):
        return await _own(db, incoming, context, refused=not asked.own)
    seen = _may_see(incoming.sender, context)
    wanted = with_below(asked.units, context.org) & seen if asked.units else seen
    if not wanted:
        return Outcome("refused.burden", {"unit": context.org.unit_name(asked.units[0])})
    return await _of_units(db, wanted, asked, incoming, context)


def _may_see(person: str, context: Context) -> frozenset[int]:
    """Give the units whose figures somebody may see: all, or those one heads and what is below."""
    org, roles = context.org, context.roles
    if person in roles.supervisors or person in roles.administrators:
        return frozenset(org.departments)
    return with_below((unit for unit in org.departments if org.head(unit) == person), org)


async def _own(db: Db, incoming: Incoming, context: Context, *, refused: bool) -> Outcome:
    """Tell a person what came to that person this week and last; in a group only one to one."""
    me, calendars = incoming.sender, _calendars(context)
    weeks: list[Json] = []
    for back in (0, 1):
        period = week_of(context.calendar, context.now, back)
        count = (await by_person(db, context.org, [me], period, calendars)).get(me, NONE)
        weeks.append(_period(period, context) | _count(count))
    facts: Facts = {"weeks": weeks, "refused": refused, "year": context.now.year}
    return _aside("burden.own", facts, incoming, context)


def _aside(kind: str, facts: Facts, incoming: Incoming, context: Context) -> Outcome:
    """Answer one to one; what was asked in a group is sent to who asked."""
    if not incoming.chat:
        return Outcome(kind, facts)
    once, to = f"{kind}:{incoming.account}:{incoming.dedupe}", (Receiver(incoming.sender),)
    notice = Notice(kind, to, facts, once, context.now, lane=Lane.FAST)
    return Outcome("burden.aside", {}, (notice,))


async def _of_units(
    db: Db, units: frozenset[int], asked: Asked, incoming: Incoming, context: Context
) -> Outcome:
    period = week_of(context.calendar, context.now, asked.back)
    org = context.org
    people = [who for who in org.people if org.unit_of(who) in units]
    counts = await by_person(db, org, people, period, _calendars(context))
    rows = by_unit(org, people, counts)
    chats = _chats(units, context)
    groups = await sent_to(db, chats, period, context.calendar, "chat")
    facts: Facts = _period(period, context) | _count(total(row.count for row in rows))
    facts |= {
        "people": len(people),
        "rows": _rows(rows, context),
        "chats": len(groups),
        "chat_messages": total(groups.values()).messages,
        "back": asked.back,
        "named": [org.unit_name(unit) for unit in asked.units],
        "year": context.now.year,
    }
    return _aside("burden.units", facts, incoming, context)


def _chats(units: frozenset[int], context: Context) -> Sequence[str]:
    """Give the groups whose units are all among these; who sees everything sees every group."""
    everything = units >= frozenset(context.org.departments)
    return [
        group.chat
        for group in context.groups.values()
        if everything or (group.departments and with_below(group.departments, context.org) <= units)
    ]


def _rows(rows: Sequence[UnitBurden], context: Context) -> list[Json]:
    found: list[Json] = []
    for row in rows:
        own: Facts = {"unit": context.org.unit_name(row.unit), "people": row.people}
        found.append(own | _count(row.count))
    return found


def _count(count: Count) -> Facts:
    return {"messages": count.messages, "reminders": count.reminders, "late": count.late}


def _period(period: Period, context: Context) -> Facts:
    """Facts of a week: its first day, its last, and whether that is still to come."""
    last = period[1] - timedelta(minutes=1)
    return {"first": period[0].isoformat(), "last": last.isoformat(), "going": context.now < period[1]}


def _calendars(context: Context) -> Calendars:
    return context.calendars or Calendars(context.calendar)
