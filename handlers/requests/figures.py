"""诉求统计: by kind, area and office for a week or a month; units may be compared, persons never are."""

# ruff: noqa: E501 - patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from handlers.requests.bulletin import bulletin_facts
from tasks.burden.weeks import week_of
from tasks.db import Db
from tasks.emergency.verbs import with_below
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may
from tasks.requests import figures
from tasks.requests.figures import Count, Period, Row

_WHEN: Final = r"(?P<week>上上个?周|上个?周|(?:本|这个?)周)?(?P<month>上上个?月|上个?月|(?:本|这个?)月)?(?:(?P<year>\d{4})年)?(?:(?P<number>1[0-2]|0?[1-9])月份?)?"
_LOOK: Final = r"(?:请|麻烦|帮我|给我|查一?下|查询|查看|查|看一?下|看看|看|生成|写一?份|出一?份|要)*"
STATISTICS: Final = re.compile(
    rf"{_LOOK}{_WHEN}(?:的)?(?:群众)?诉求(?:办理)?(?:的)?(?:统计|数据|汇总|情况统计|办理情况)(?:情况|表)?{_WHEN.replace('<', '<again_')}[。?!\s]*"
)
BULLETIN: Final = re.compile(
    rf"{_LOOK}{_WHEN}(?:的)?(?:群众)?诉求(?:办理)?(?:情况)?(?:的)?(?:月报|月度通报|通报|月度报告){_WHEN.replace('<', '<again_')}[。?!\s]*"
)
MOST: Final = 6
"""Lines of one list of units: what all say together fits into one message."""


@dataclass(frozen=True, slots=True)
class Span:
    """The span that is asked for; whether it is a month, else how many weeks before this one."""

    period: Period
    is_month: bool
    back: int = 0


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Answer 诉求统计 and 诉求月报, one to one; None for every other sentence."""
    plain = normal(without_mention(incoming.text, context.bot_name)).replace(" ", "")
    found, monthly = STATISTICS.fullmatch(plain), BULLETIN.fullmatch(plain)
    asked = found or monthly
    if asked is None:
        return None
    if not may("figures", context.asked(incoming.sender)):
        return Outcome("refused.figures", {})
    span = _span(asked, context, month=monthly is not None)
    seen = _may_see(incoming.sender, context)
    rows = await figures.rows(db, span.period, context.now, seen)
    facts = _when(span, context) | {"own": seen is not None}
    if monthly is not None:
        return _aside("request.bulletin", facts | bulletin_facts(rows, context), incoming, context)
    return _aside("request.figures", facts | _figures(rows, context), incoming, context)


def _may_see(person: str, context: Context) -> frozenset[int] | None:
    """Give the units whose figures somebody may see; None: all."""
    org, roles = context.org, context.roles
    if person in roles.supervisors or person in roles.administrators or person in context.desk.clerks:
        return None
    headed = [unit for unit in org.departments if org.head(unit) == person]
    return None if set(headed) & set(org.roots) else with_below(headed, org)


def _span(found: re.Match[str], context: Context, *, month: bool) -> Span:
    said: Mapping[str, str | None] = {
        name: found[name] or found[f"again_{name}"] for name in ("week", "month", "year", "number")
    }
    today = context.calendar.local(context.now).date()
    if said["number"]:
        number = int(said["number"])
        year = int(said["year"]) if said["year"] else today.year - (number > today.month)
        return Span(_month(date(year, number, 1), context), is_month=True)
    if said["week"] or not (said["month"] or month):
        back = (said["week"] or "").count("上")
        return Span(week_of(context.calendar, context.now, back), is_month=False, back=back)
    first = today.replace(day=1)
    for _ in range((said["month"] or "").count("上")):
        first = (first - timedelta(days=1)).replace(day=1)
    return Span(_month(first, context), is_month=True)


def _month(first: date, context: Context) -> Period:
    after = (first + timedelta(days=31)).replace(day=1)
    return context.calendar.at(first, time()), context.calendar.at(after, time())


def _when(span: Span, context: Context) -> Facts:
    """Facts of a span: its first day and its last, and whether that is still to come."""
    first, end = span.period
    last: datetime = end - timedelta(minutes=1)
    facts: Facts = {"first": first.isoformat(), "last": last.isoformat(), "is_month": span.is_month}
    facts["back"] = span.back
    here = context.calendar.local(first)
    of_month: Facts = {"of_year": here.year, "of_month": here.month}
    return facts | of_month | {"going": context.now < end, "year": context.now.year}


def _figures(rows: list[Row], context: Context) -> Facts:
    org = context.org
    kinds = figures.by(rows, lambda row: row.kind)
    offices = figures.by(rows, lambda row: row.office)
    areas = figures.by((row for row in rows if row.area), lambda row: row.area)
    return counted(figures.total(rows)) | {
        "kinds": [{"kind": kind, **counted(count)} for kind, count in kinds.items()],
        "offices": _units({org.unit_name(unit): count for unit, count in offices.items()}),
        "areas": _units({org.unit_name(unit): count for unit, count in areas.items()}),
    }


def _units(found: Mapping[str, Count]) -> list[Json]:
    return [{"unit": unit, **counted(count)} for unit, count in list(found.items())[:MOST]]


def counted(count: Count) -> Facts:
    """Give a count as facts."""
    return dict(asdict(count))


def _aside(kind: str, facts: Facts, incoming: Incoming, context: Context) -> Outcome:
    """Answer one to one; what was asked in a group is sent to who asked."""
    if not incoming.chat:
        return Outcome(kind, facts)
    once, to = f"{kind}:{incoming.account}:{incoming.dedupe}", (Receiver(incoming.sender),)
    notice = Notice(kind, to, facts, once, context.now, lane=Lane.FAST)
    return Outcome("request.figures_aside", {}, (notice,))
