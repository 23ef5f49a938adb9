"""周汇报改到每周四, 遇节假日顺延, 只在工作日报: a series recurs on other days from now on."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading import read_deadline
from handlers.series import phrases
from handlers.series.begin import DAILY, WORKDAYS, ruled
from handlers.series.facts import series_facts
from handlers.series.going_on import go_on
from handlers.series.phrases import Said
from handlers.series.sweep import news
from tasks.db import Db
from tasks.fields import Json
from tasks.notices import Notice, Outcome
from tasks.series import queries, verbs
from tasks.series.models import Series
from tasks.series.rules import Shift, read_rule

_CLOCK: Final = re.compile(r"[点时:]|上午|下午|中午|早上|晚上|上班|下班|凌晨")


async def move(db: Db, series: Series, said: Said, incoming: Incoming, context: Context) -> Outcome:
    """Have it recur otherwise; where no clock time is said, the old one holds."""
    written = said.rule.rstrip("前内 ")
    found = read_deadline(f"{written}前", context.said_at, context.calendar)
    if found.rrule is None or found.due is None:
        return Outcome("series.when_what", series_facts(series, context) | {"said": said.rule})
    day, clock = verbs.clock_of(context.calendar.local(found.due))
    if not _CLOCK.search(written):
        clock = series.clock
        day = max(
            context.calendar.local(context.said_at).date(), verbs.plan_of(series, context.calendar).anchor
        )
    rule, shift = ruled(found.rrule, said.rule)
    if read_rule(rule).freq == read_rule(series.rule).freq != "DAILY" and shift != "keep":
        shift = _kept(series)
    return await _changed(db, series, rule, clock, shift, day, incoming, context)


def _kept(series: Series) -> Shift:
    """Give the shift it has: another weekday changes nothing of what was said about days off."""
    return series.shift if series.shift != "keep" else "earlier"  # type: ignore[return-value]  # as stored


async def shift(db: Db, series: Series, said: Said, incoming: Incoming, context: Context) -> Outcome:
    """Have days off dealt with otherwise; what is daily is there on days off or is not."""
    daily = read_rule(series.rule).freq == "DAILY"
    rule, moved = series.rule, phrases.shift_said(said.how)
    if daily:
        every = phrases.every_day(said.how) or moved == "keep"
        rule, moved = (DAILY if every else WORKDAYS), "keep"
    elif phrases.only_workdays(said.how):
        moved = "skip"
    elif phrases.every_day(said.how):
        moved = "keep"
    anchor = verbs.plan_of(series, context.calendar).anchor
    return await _changed(db, series, rule, series.clock, moved or "keep", anchor, incoming, context)


async def _changed(
    db: Db,
    series: Series,
    rule: str,
    clock: str,
    moved: Shift,
    anchor: date,
    incoming: Incoming,
    context: Context,
) -> Outcome:
    """Change it, and see at once what comes next; what is out already stays as it is."""
    rows: list[Json] = [{"code": one.code, "title": one.title} for one in await queries.open_ones(db, series)]
    await verbs.change(
        db, series, actor=incoming.sender, now=context.now, rule=rule, clock=clock, shift=moved, anchor=anchor
    )
    notices: tuple[Notice, ...] = ()
    if series.state == queries.ACTIVE:
        gone = await go_on(db, series, context, anew=True)
        notices = await news(db, series, gone, context)
    return Outcome("series.changed", series_facts(series, context) | {"open": rows}, notices)
