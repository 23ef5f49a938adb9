"""How a series comes from one occurrence to the next: issued, called off, let go because it came too late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from handlers.context import Context
from handlers.directives.examining import Examined
from handlers.series.occurrence import Issued, issue
from tasks.db import Db
from tasks.series import queries, verbs
from tasks.series.models import Series
from tasks.series.rules import Occurrence, Plan

AHEAD = 120
"""Occurrences looked at in one go; a daily one that was down for longer goes on in the next step."""


@dataclass(slots=True)
class Gone:
    """What became of the occurrences looked at: the one issued, those too late, and the next one."""

    issued: Issued | None = None
    missed: list[str] = field(default_factory=list)
    following: Occurrence | None = None


async def go_on(
    db: Db, series: Series, context: Context, *, anew: bool = False, found: Examined | None = None
) -> Gone:
    """Issue the occurrence that is due, if any, and keep when the next one is.

    What there is no time for any more is let go; `anew` (it was begun, resumed, changed) does not count that
    as missed.
    """
    plan = verbs.plan_of(series, context.calendar)
    last, gone = verbs.done_until(series), Gone()
    coming = list(islice(plan.after(last), AHEAD))
    had = {*verbs.days_in(series, "skips"), *await queries.issued_days(db, series, [o.name for o in coming])}
    urgent = str(series.facts.get("urgency")) != "normal"
    for one in coming:
        if one.name in had:
            last = one.nominal
            continue
        if not plan.is_in_time(one, context.now, urgent=urgent):
            gone.missed += [] if anew else [one.name]
            last = one.nominal
            continue
        if plan.issue_at(one) > context.now or gone.issued is not None:
            gone.following = one
            break
        gone.issued = await issue(db, series, one, plan, context, found)
        last = one.nominal
    await _keep(db, series, gone, last, coming, plan)
    return gone


async def _keep(
    db: Db, series: Series, gone: Gone, last: date, coming: Sequence[Occurrence], plan: Plan
) -> None:
    if gone.following is None and len(coming) == AHEAD:
        gone.following = next(plan.after(last), None)
    await verbs.move_on(db, series, last, gone.following, plan)
    if gone.missed:
        await verbs.keep_days(db, series, "missed", gone.missed)
