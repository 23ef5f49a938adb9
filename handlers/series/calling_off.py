"""这周的周汇报不用报了: one occurrence is called off; where it is out already, it is withdrawn."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.context import Context
from handlers.directives.withdraw import withdraw
from handlers.message import Incoming
from handlers.reading import Reading, read_deadline
from handlers.series.facts import days, series_facts, upcoming
from handlers.series.going_on import go_on
from handlers.series.phrases import Said
from handlers.series.sweep import news
from tasks.db import Db
from tasks.directives.models import Directive
from tasks.fields import Json
from tasks.notices import Notice, Outcome
from tasks.series import queries, verbs
from tasks.series.models import Series

DAY = timedelta(days=1)


async def call_off(db: Db, series: Series, said: Said, incoming: Incoming, context: Context) -> Outcome:
    """Call off what is due in the time that was named: withdraw what is out, leave out what is to come."""
    plan = verbs.plan_of(series, context.calendar)
    out = await queries.open_ones(db, series)
    coming = [one.name for one in upcoming(series, plan)]
    gone, left = _named(said.when, out, coming, context)
    if not gone and not left:
        return Outcome("series.nothing_to_skip", series_facts(series, context) | {"when": said.when})
    await verbs.note(
        db, series, incoming.sender, "called_off", context.now, {"days": days([*_of(gone), *left])}
    )
    await verbs.keep_days(db, series, "skips", left)
    notices: list[Notice] = []
    for directive in gone:
        done = await _withdrawn(db, directive, incoming, context)
        notices += done.notices
    if series.state == queries.ACTIVE:
        gone_on = await go_on(db, series, context, anew=True)
        notices += await news(db, series, gone_on, context)
    rows: list[Json] = [{"code": one.code, "title": one.title} for one in gone]
    facts = series_facts(series, context) | {"withdrawn": rows, "days": days(left)}
    return Outcome("series.skipped", facts, tuple(notices))


def _of(gone: list[Directive]) -> list[str]:
    return [str(one.occurrence) for one in gone]


def _named(
    when: str, out: list[Directive], coming: list[str], context: Context
) -> tuple[list[Directive], list[str]]:
    """Give the open directives and the days to come that are meant."""
    today = context.calendar.local(context.said_at).date()
    if re.match(r"[这本]一?[次期]", when):
        now = [one for one in out if str(one.occurrence) >= today.isoformat()][:1]
        return now, [] if now else coming[:1]
    if re.match(r"下一?[次期]", when):
        return [], coming[:1]
    first, last = _span(when, today, context)
    wanted = {date.fromordinal(n).isoformat() for n in range(first.toordinal(), last.toordinal() + 1)}
    return [one for one in out if one.occurrence in wanted], [day for day in coming if day in wanted]


def _span(when: str, today: date, context: Context) -> tuple[date, date]:
    """Give the first and the last day of the time named."""
    week = 7 if when.startswith("下") else 0
    if re.fullmatch(r"(?:这一?|本|下一?)周", when):
        monday = today - today.weekday() * DAY + week * DAY
        return monday, monday + 6 * DAY
    if re.fullmatch(r"(?:本|这个?|下个?)月", when):
        first = today.replace(day=1)
        if week:
            first = (first + 31 * DAY).replace(day=1)
        return first, (first + 31 * DAY).replace(day=1) - DAY
    due = read_deadline(f"{when}前", context.said_at, context.calendar).due
    day = context.calendar.local(due).date() if due else today - DAY
    return day, day


async def _withdrawn(db: Db, directive: Directive, incoming: Incoming, context: Context) -> Outcome:
    """Withdraw an occurrence that is out, as its issuer does by words."""
    reading = Reading("withdraw", code=directive.code, content=f"撤回 {directive.code}", reason="本期不用报")
    return await withdraw(db, incoming, reading, context)
