"""The sweep: a series that is due issues its occurrence; one that was paused until now goes on."""

from __future__ import annotations

from handlers.context import Context
from handlers.directives.heirs import poster_after
from handlers.series.facts import as_posted, days, issuer_now, series_facts
from handlers.series.going_on import Gone, go_on
from handlers.series.occurrence import in_group, told
from handlers.stuck import at_row
from tasks.db import Db
from tasks.notices import Notice, Outcome
from tasks.series import queries, verbs
from tasks.series.models import Series


async def step(db: Db, context: Context) -> Outcome | None:
    """Do what the series that has waited longest has to do; None where none has."""
    series = await queries.claimed(db, context.now, without=context.set_aside)
    if series is None:
        return None
    with at_row(series.id):
        return await _done(db, series, context)


async def _done(db: Db, series: Series, context: Context) -> Outcome:
    heard = await settled(db, series, context)
    if series.issuer not in context.org.people:
        return Outcome("", {}, heard)
    if series.state == queries.PAUSED:
        return Outcome("", {}, (*heard, *await _resume(db, series, context)))
    gone = await go_on(db, series, context)
    return Outcome("", {}, (*heard, *await news(db, series, gone, context)))


async def _resume(db: Db, series: Series, context: Context) -> tuple[Notice, ...]:
    await verbs.resume(db, series, actor=series.issuer, now=context.now)
    gone = await go_on(db, series, context, anew=True)
    facts = series_facts(series, context)
    mark = context.now.isoformat()
    resumed = told("series.resumed", series, facts, mark, context)
    return (*resumed, *await news(db, series, gone, context))


async def news(db: Db, series: Series, gone: Gone, context: Context) -> tuple[Notice, ...]:
    """Give who hears of what became of a series; one without another occurrence ends here."""
    notices = list(gone.issued.notices) if gone.issued else []
    if gone.issued and gone.issued.directive and not _is_daily(series):
        notices += in_group(gone.issued.directive, context)
    if gone.missed:
        facts = series_facts(series, context) | {"missed": days(gone.missed)}
        notices += told("series.missed", series, facts, gone.missed[-1], context)
    if gone.following is None and series.state == queries.ACTIVE:
        await verbs.end(db, series, actor=series.issuer, now=context.now)
        notices += told("series.over", series, series_facts(series, context), "", context)
    return tuple(notices)


def _is_daily(series: Series) -> bool:
    """Whether a line in the group each time would be one every day: those concerned have their cards."""
    return series.rule.startswith("FREQ=DAILY")


async def settled(db: Db, series: Series, context: Context) -> tuple[Notice, ...]:
    """Hand over what a leaver issued; where nobody follows, it pauses and the administrators hear."""
    who = series.issuer
    if who in context.org.people:
        return ()
    to = issuer_now(series, context)
    facts = series_facts(series, context)
    if not to:
        await verbs.pause(db, series, actor=who, now=context.now, until=None)
        administrators = sorted(context.roles.administrators)
        return told("series.nobody", series, facts, who, context, administrators) if administrators else ()
    await verbs.hand_over(
        db, series, to=to, posted_by=poster_after(as_posted(series), to, context), now=context.now
    )
    return told("series.heir", series, facts, to, context, (to,))
