"""暂停周汇报, 这周的周汇报不用报了, 有哪些周期任务: what is said of a series, by whom it is and who watches.

A command counts only where it names a series there is, so that it is no answer to anything else; every other
sentence is left to the ordinary reading.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading import on_behalf, read_deadline
from handlers.reading.reader import without_mention
from handlers.series import phrases
from handlers.series.calling_off import call_off
from handlers.series.changing import move, shift
from handlers.series.facts import owns, series_facts
from handlers.series.going_on import go_on
from handlers.series.phrases import Said
from handlers.series.sweep import news, settled
from tasks.db import Db
from tasks.directives.facts import moment
from tasks.fields import Json
from tasks.notices import Outcome
from tasks.people.roles import may
from tasks.series import queries, verbs
from tasks.series.models import Series

MOST = 20
"""Series that are listed in one answer."""


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Do what a sentence wants with a series; None for every sentence that is about none."""
    said = phrases.read_command(_said(incoming, context))
    if said is None:
        return None
    found = await queries.going(db)
    mine = [one for one in found if owns(one, incoming.sender, context)]
    if said.verb == "list":
        return _listed(found, mine, incoming, context)
    meant = _meant(mine, said, incoming)
    if not meant:
        return _others(_meant(found, said, incoming), incoming, context) if said.name else None
    if len(meant) > 1:
        return Outcome("series.which", {"rows": _rows(meant, context), "verb": said.verb})
    return await _do(db, meant[0], said, incoming, context)


def _said(incoming: Incoming, context: Context) -> str:
    """Give the words without the mention, and without what says whose delegate speaks."""
    leaders = context.roles.leaders_of(incoming.sender)
    spoken = on_behalf(incoming.text, leaders, context.org, context.bot_name)
    return spoken.said if spoken else without_mention(incoming.text, context.bot_name)


def _meant(found: Sequence[Series], said: Said, incoming: Incoming) -> list[Series]:
    """Give the series that are meant: by number, by name (those of this group first); without any, all."""
    if said.number:
        return [one for one in found if one.id == said.number]
    if not said.name:
        return list(found)
    named = [one for one in found if phrases.same(one.title, said.name)]
    named = named or [one for one in found if phrases.fits(one.title, said.name)]
    here = [one for one in named if incoming.chat and one.chat == incoming.chat]
    return here or named


def _others(found: Sequence[Series], incoming: Incoming, context: Context) -> Outcome | None:
    """Refuse where it is somebody else's: of the same group, or one the person may see."""
    seen = [one for one in found if _may_see(one, incoming, context)]
    return Outcome("refused.not_series_owner", series_facts(seen[0], context)) if len(seen) == 1 else None


def _may_see(series: Series, incoming: Incoming, context: Context) -> bool:
    here = bool(incoming.chat) and series.chat == incoming.chat
    return here or may("see", context.asked(incoming.sender, issuer=series.issuer))


def _listed(found: Sequence[Series], mine: Sequence[Series], incoming: Incoming, context: Context) -> Outcome:
    """List the own ones, for a supervisor all; in a group those of the group."""
    seen = [
        one for one in found if one in mine or may("see", context.asked(incoming.sender, issuer=one.issuer))
    ]
    if incoming.chat:
        seen = [one for one in seen if one.chat == incoming.chat]
    if not seen:
        can = may("issue", context.asked(incoming.sender))
        return Outcome("series.none", {"group": bool(incoming.chat), "issues": can})
    return Outcome("series.list", {"rows": _rows(seen, context), "count": len(seen)})


def _rows(found: Sequence[Series], context: Context) -> list[Json]:
    return [series_facts(one, context) for one in found[:MOST]]


async def _do(db: Db, series: Series, said: Said, incoming: Incoming, context: Context) -> Outcome:
    series = await queries.locked(db, series.id)
    if series.state == queries.ENDED:
        return Outcome("series.ended", series_facts(series, context) | {"before": True, "open": []})
    heard = await settled(db, series, context)
    done = await VERBS[said.verb](db, series, said, incoming, context)
    return replace(done, notices=(*heard, *done.notices))


async def _pause(db: Db, series: Series, said: Said, incoming: Incoming, context: Context) -> Outcome:
    before = series.state == queries.PAUSED
    until = _resumes(said.until, context)
    if said.until and until is None:
        return Outcome("series.until_what", series_facts(series, context) | {"said": said.until})
    if not before or until is not None:
        await verbs.pause(db, series, actor=incoming.sender, now=context.now, until=until)
    facts = series_facts(series, context) | await _open(db, series)
    return Outcome("series.paused", facts | {"before": before, "resumes": moment(until)})


def _resumes(words: str, context: Context) -> datetime | None:
    """Give when a pause ends: when the offices open on the day after the last one of the pause."""
    if not words:
        return None
    due = read_deadline(f"{words}前", context.said_at, context.calendar).due
    if due is None or due <= context.now:
        return None
    last: date = context.calendar.local(due).date()
    return context.calendar.day_open(date.fromordinal(last.toordinal() + 1))


async def _resume(db: Db, series: Series, said: Said, incoming: Incoming, context: Context) -> Outcome:
    del said
    if series.state != queries.PAUSED:
        return Outcome("series.going", series_facts(series, context))
    await verbs.resume(db, series, actor=incoming.sender, now=context.now)
    gone = await go_on(db, series, context, anew=True)
    notices = await news(db, series, gone, context)
    return Outcome("series.resumed", series_facts(series, context), notices)


async def _end(db: Db, series: Series, said: Said, incoming: Incoming, context: Context) -> Outcome:
    del said
    facts = series_facts(series, context)
    await verbs.end(db, series, actor=incoming.sender, now=context.now)
    return Outcome("series.ended", facts | await _open(db, series) | {"before": False, "ended": True})


async def _open(db: Db, series: Series) -> dict[str, Json]:
    """Give the occurrences that are open and stay so."""
    rows: list[Json] = [{"code": one.code, "title": one.title} for one in await queries.open_ones(db, series)]
    return {"open": rows}


Doing = Callable[[Db, Series, Said, Incoming, Context], Awaitable[Outcome]]
VERBS: Mapping[str, Doing] = {
    "pause": _pause,
    "resume": _resume,
    "end": _end,
    "skip": call_off,
    "move": move,
    "shift": shift,
}
"""Verb of a command → what it does with the series."""
