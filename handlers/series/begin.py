"""A leader's sentence that recurs becomes a series; the first occurrence goes out when its time has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers.context import Context
from handlers.directives.examining import Examined, Request, reading_of
from handlers.reading import read_deadline
from handlers.reading.script import normal
from handlers.series import phrases
from handlers.series.facts import series_facts
from handlers.series.going_on import go_on
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.series import queries, verbs
from tasks.series.models import Series
from tasks.series.rules import Rule, Shift, read_rule, usual_shift
from tasks.series.verbs import NewSeries

WORKDAYS: Final = "FREQ=DAILY;WORKDAY=1"
DAILY: Final = "FREQ=DAILY"


def recurs(request: Request, found: Examined) -> bool:
    """Whether a request is for something that recurs, and not a part of a directive there is."""
    task = found.reading.intent == "task" and request.directive_id is None
    return task and bool(found.reading.rrule) and found.due is not None


async def begin(db: Db, request: Request, found: Examined, context: Context) -> Outcome:
    """Keep the series, issue the first occurrence if it is time, and say when it recurs."""
    before = await _before(db, request, found)
    if before is not None:
        return Outcome("series.before", series_facts(before, context))
    new = _new(request, found, context)
    series = await verbs.create(db, new, now=context.now)
    gone = await go_on(db, series, context, anew=True, found=found)
    facts = series_facts(series, context, found.addressed.who)
    issued = gone.issued
    if issued is not None and issued.directive is not None:
        return Outcome("series.begun", issued.facts | {"series": facts}, issued.notices)
    if gone.following is None:
        await verbs.end(db, series, actor=request.sender, now=context.now)
        return Outcome("series.no_day", facts)
    plan = verbs.plan_of(series, context.calendar)
    first = plan.issue_at(gone.following).isoformat()
    return Outcome("series.set", {"series": facts, "first": first, "year": context.now.year})


async def _before(db: Db, request: Request, found: Examined) -> Series | None:
    """Give the series that was set up by the same words already: nothing goes out twice."""
    said = normal(found.reading.content)
    for one in await queries.going(db):
        kept = normal(str(one.facts.get("content") or ""))
        if (one.issuer, one.chat, kept) == (found.issuer, request.chat, said):
            return one
    return None


def _new(request: Request, found: Examined, context: Context) -> NewSeries:
    assert found.due is not None
    day, clock = verbs.clock_of(context.calendar.local(found.due))
    content = found.reading.content
    rule, shift = ruled(str(found.reading.rrule), content)
    # The first working day of a month may come later than the day it stands for.
    anchor = day.replace(day=1) if shift == "later" and read_rule(rule).monthdays == (1,) else day
    names: dict[str, Json] = {
        target.written: target.people[0]
        for target in found.reading.targets
        if target.kind == "person" and len(target.people) == 1
    }
    facts: Facts = {
        "answers": dict(request.answers),
        "leader": found.issuer if found.issuer != request.sender else "",
        "names": names,
        "content": content,
        "urgency": found.reading.urgency,
        "anchor": anchor.isoformat(),
        "last": (anchor - timedelta(days=1)).isoformat(),
        "until": _until(content, day, context),
    }
    return NewSeries(
        title=_name(request, found, context), text=request.text, issuer=found.issuer,
        posted_by=request.sender, chat=request.chat, rule=rule, clock=clock, shift=shift, facts=facts,
    )  # fmt: skip


def ruled(rrule: str, text: str) -> tuple[str, Shift]:
    """Give the rule and what becomes of a day off, as a sentence says it or as is usual."""
    rule = read_rule(rrule)
    if rule.freq == "DAILY":
        return _daily(rule, rrule, text)
    if phrases.only_workdays(text):
        return rrule, "skip"
    if rule.monthdays == (1,) and "工作日" in normal(text):
        return rrule, "later"  # 每月第一个工作日
    return rrule, phrases.shift_said(text) or usual_shift(rule)


def _daily(rule: Rule, rrule: str, text: str) -> tuple[str, Shift]:
    """Give the rule of what is daily: on a day off it is there or it is not, there is no other day for it."""
    left_out = phrases.shift_said(text) in {"skip", "earlier", "later"}
    return (WORKDAYS, "keep") if rule.workdays or left_out or phrases.only_workdays(text) else (rrule, "keep")


def _until(text: str, first: date, context: Context) -> str | None:
    """Give the last day of a series, where the sentence says one that is still to come."""
    words = phrases.until_said(text)
    if not words:
        return None
    due = read_deadline(f"{words}前", context.said_at, context.calendar).due
    last = context.calendar.local(due).date() if due else None
    return last.isoformat() if last and last >= first else None


def _name(request: Request, found: Examined, context: Context) -> str:
    """Name a series by what is reported, without what is said of its days."""
    bare = phrases.without_rules(request.text)
    title = (
        reading_of(replace(request, text=bare), found.issuer, context).title if bare != request.text else ""
    )
    return phrases.name_of(title or found.reading.title)
