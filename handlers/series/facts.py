"""What messages about a series show: its number and name, when it recurs, when it comes next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import cast

from handlers.context import Context
from handlers.directives.heirs import issuer_after
from tasks.directives.facts import moment
from tasks.directives.models import Directive
from tasks.fields import Facts, Json
from tasks.people.roles import may
from tasks.series import queries, verbs
from tasks.series.models import Series
from tasks.series.rules import Occurrence, Plan

SHOWN = 2
"""Dates to come that are shown."""


def series_facts(series: Series, context: Context, who: Sequence[str] = ()) -> Facts:
    """Facts of a series as it stands."""
    plan = verbs.plan_of(series, context.calendar)
    following = [plan.due(one) for one in islice(upcoming(series, plan), SHOWN)]
    name = context.org.name
    return {
        "number": series.id,
        "name": series.title,
        "every": _every(plan, series.clock),
        "shift": series.shift,
        "paused": series.state == queries.PAUSED,
        "ended": series.state == queries.ENDED,
        "issuer": name(series.issuer),
        "by": name(series.posted_by) if series.posted_by != series.issuer else "",
        "who": list(who),
        "next": [moment(due) for due in following],
        "until": plan.until.isoformat() if plan.until else None,
        "provisional": any(not context.calendar.is_published(due.year) for due in following),
        "year": context.now.year,
    }


def _every(plan: Plan, clock: str) -> Facts:
    rule = plan.rule
    return {
        "freq": rule.freq,
        "interval": rule.interval,
        "weekdays": list(rule.weekdays),
        "monthdays": list(rule.monthdays),
        "months": list(rule.months),
        "workdays": rule.workdays,
        "clock": clock,
    }


def upcoming(series: Series, plan: Plan) -> list[Occurrence]:
    """Give the next occurrences that are neither issued nor called off."""
    skips = verbs.days_in(series, "skips")
    coming = (one for one in plan.after(verbs.done_until(series)) if one.name not in skips)
    return list(islice(coming, SHOWN + 1))


def owners(series: Series, context: Context) -> tuple[str, ...]:
    """Give the issuer and the delegate who said it, if they are there and still may."""
    people = dict.fromkeys((series.issuer, series.posted_by))
    return tuple(who for who in people if who in context.org.people and owns(series, who, context))


def owns(series: Series, person: str, context: Context) -> bool:
    """Whether this person may change a series: the issuer, or a delegate."""
    return may("amend", context.asked(person, issuer=issuer_now(series, context)))


def issuer_now(series: Series, context: Context) -> str:
    """Give the issuer, or who decides in place of one who has left; empty where nobody is left."""
    who = series.issuer
    if who in context.org.people:
        return who
    return issuer_after(who, as_posted(series), context, ()) if who in context.org.former else ""


def as_posted(series: Series) -> Directive:
    """Give a series where a directive is asked for who posted it, which is all that is asked."""
    return cast("Directive", series)


def days(named: Sequence[str]) -> list[Json]:
    """Give days as the words read them."""
    return list(named)
