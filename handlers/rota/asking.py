"""Who is on duty, asked by anybody: 今天谁值班, 这周值班表, 我什么时候值班."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.rota import units
from handlers.rota.facts import day_facts, person_facts, row_facts, spans
from handlers.rota.heading import TABLE
from handlers.rota.seen import Seen, see
from tasks.db import Db
from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.rota import duties
from tasks.rota.days import DAY, begins, duty_day, ends, monday_of, week_of
from tasks.rota.models import Duty

MOST_UNITS: Final = 10
MOST_DAYS: Final = 31
AHEAD: Final = timedelta(days=62)

_BEFORE: Final = r"(?:请问|问一?下|想问一?下|麻烦|帮我|请|查一?下|查询|查看|看一?下|看看|看|发一?下|发|给我|我想知道|[, ])*"
_END: Final = r"(?:啊|呀|呢|吧|吗|[?, ])*"
_WHO: Final = r"(?:谁|哪位|哪几位|哪个人?|哪些人|什么人|哪个同志|哪位同志|哪位领导|哪个领导)"
_UNIT_DAY: Final = r"(?:Ｕ的?|Ｄ的?|现在的?|目前|[, ])*"
_ASKS_WHO: Final = (
    re.compile(rf"{_BEFORE}{_UNIT_DAY}(?:是|轮到|该|由)?{_WHO}(?:在)?(?:负责)?[值带]班的?{_END}"),
    re.compile(rf"{_BEFORE}{_UNIT_DAY}[值带]班的?(?:人员|领导|员|人|同志)?(?:都?[是有]){_WHO}{_END}"),
    re.compile(
        rf"{_BEFORE}{_UNIT_DAY}值班(?:室|人员|员)?的?(?:联系)?(?:电话|号码|手机|联系方式)(?:号码?)?(?:是?多少|是?什么|有吗|呢)?{_END}"
    ),
)
_ASKS_TABLE: Final = re.compile(
    rf"{_BEFORE}{_UNIT_DAY}{TABLE}(?:发一?下|发来|发我|发给我|呢|看一?下|有吗|排好了吗|出来了吗)?{_END}"
)
_WHEN: Final = r"(?:什么时候|哪天|哪几天|哪一天|几号|哪些天|何时)"
_ASKS_MINE: Final = (
    re.compile(
        rf"{_BEFORE}我(?:Ｄ|下次|最近|接下来|还|的|有)*(?:是)?(?:在)?{_WHEN}(?:要|该|轮到我?|有)*值班{_END}"
    ),
    re.compile(rf"{_BEFORE}我(?:下次|Ｄ)?的?值班(?:是|在)?{_WHEN}{_END}"),
    re.compile(rf"{_BEFORE}{_WHEN}(?:该|轮到)?(?:是)?我值班{_END}"),
    re.compile(rf"{_BEFORE}我的值班(?:表|安排|时间|情况|日期)?{_END}"),
    re.compile(
        rf"{_BEFORE}我Ｄ(?:要|用|是|该|有)?(?:不用?|没有?)?(?:要|用|是|该|有)?值班(?:吗|没有|不){_END}"
    ),
    re.compile(rf"{_BEFORE}我Ｄ(?:有没有|要不要|是不是|用不用)(?:安排)?值班{_END}"),
)


async def ask(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Answer a question about the rota; None for everything else."""
    seen = see(incoming, context)
    if seen is None or seen.people or len(seen.days) > 1:
        return None
    if any(form.fullmatch(seen.view) for form in _ASKS_MINE):
        return await _mine(db, incoming, context)
    who = any(form.fullmatch(seen.view) for form in _ASKS_WHO)
    if not who and not _ASKS_TABLE.fullmatch(seen.view):
        return None
    if seen.wrong:
        return Outcome("rota.no_such_day", {"wrong": seen.wrong})
    if who and len(_days(seen, context)) == 1:
        return await _day(db, seen, incoming, context)
    return await _table(db, seen, incoming, context, days=_days(seen, context) if seen.days else ())


def _days(seen: Seen, context: Context) -> tuple[date, ...]:
    return seen.days[0] if seen.days and seen.days[0] else (context.calendar.local(context.said_at).date(),)


async def _day(db: Db, seen: Seen, incoming: Incoming, context: Context) -> Outcome:
    """Say who is on duty on a day, or today: and before the office opens who still is."""
    day = _days(seen, context)[0]
    on = duty_day(context.calendar, context.now)
    days = (on, day) if day == on + DAY and begins(context.calendar, day) > context.now else (day,)
    told: list[Json] = [await _of_day(db, one, seen, incoming, context) for one in days]
    phone = "电话" in seen.view or "号码" in seen.view or "手机" in seen.view or "联系" in seen.view
    facts: Facts = {"days": told, "phone": phone, "any": any(_any(one) for one in told)}
    return Outcome("rota.day", facts)


def _any(told: Json) -> bool:
    return isinstance(told, dict) and bool(told["units"])


async def _of_day(db: Db, day: date, seen: Seen, incoming: Incoming, context: Context) -> Facts:
    asked = units.asked_about(seen.units, incoming, context)
    rows = await duties.between(db, day, day, asked)
    rows.sort(key=lambda row: (asked.index(row.unit), row.id))
    found: list[Json] = [
        {"unit": context.org.unit_name(unit), **row_facts(them, context)}
        for unit, them in groupby(rows, key=lambda row: row.unit)
    ]
    on = duty_day(context.calendar, context.now) == day
    return {
        "day": day_facts(day),
        "now": on,
        "until": moment(ends(context.calendar, day)) if on else None,
        "from": moment(begins(context.calendar, day)),
        "units": found[:MOST_UNITS],
        "more": max(0, len(found) - MOST_UNITS),
    }


async def _table(
    db: Db, seen: Seen, incoming: Incoming, context: Context, *, days: Sequence[date]
) -> Outcome:
    """Give the rota of a week, a month or the days named, of the nearest unit that has one."""
    wanted = days or week_of(monday_of(context.calendar.local(context.said_at).date()))
    asked = units.asked_about(seen.units, incoming, context)
    rows = await duties.between(db, min(wanted), max(wanted), asked)
    having = [unit for unit in asked if any(row.unit == unit for row in rows)]
    names: list[Json] = [context.org.unit_name(unit) for unit in having[1:7]]
    unit = having[0] if having else asked[0] if asked else 0
    mine = [row for row in rows if row.unit == unit]
    listed: list[Json] = [*spans([(day, _row(day, mine, context)) for day in wanted[:MOST_DAYS]])]
    return Outcome(
        "rota.table",
        {
            "unit": context.org.unit_name(unit),
            "first": day_facts(min(wanted)),
            "last": day_facts(max(wanted)),
            "any": bool(mine),
            "rows": listed,
            "others": names,
        },
    )


def _row(day: date, rows: Sequence[Duty], context: Context) -> Facts:
    return row_facts((row for row in rows if row.day == day.isoformat()), context)


async def _mine(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """List the days on which the person is on duty, and those somebody else serves in the person's place."""
    first = duty_day(context.calendar, context.now)
    rows = await duties.of_person(db, incoming.sender, first, first + AHEAD)
    listed: list[Json] = [_own(row, incoming.sender, context) for row in rows[:MOST_DAYS]]
    return Outcome("rota.mine", {"rows": listed})


def _own(row: Duty, person: str, context: Context) -> Facts:
    return {
        "day": day_facts(row.day),
        "unit": context.org.unit_name(row.unit),
        "role": row.role,
        "given_to": context.org.name(row.stand_in) if row.stand_in and row.person == person else "",
        "for": person_facts(row, context)["for"] if row.stand_in == person else "",
        "was": context.org.name(row.was) if row.was else "",
    }
