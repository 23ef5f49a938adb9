"""催办预演: what would be sent when to whom if nobody did anything, of a directive there is or a draft.

Looking changes nothing and sends nothing. Issuer, delegates and supervisors see all of it, whoever has a
share the own; in a group there are numbers and times alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.directives import lookup, overview, seeing, watching
from handlers.directives.acknowledge import refuse
from handlers.directives.examining import Examined, Request, draft_of, examine, request_of
from handlers.message import Incoming
from handlers.mirror import guard
from handlers.mirror.lines import lines_of
from handlers.mirror.outlook import Ahead, asked_for, scheduled
from handlers.reading import Reading, several
from handlers.series.begin import recurs
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.facts import moment
from tasks.directives.models import Directive, Share
from tasks.fields import Facts
from tasks.notices import Outcome
from tasks.nudges import budget, keeping, queue

KIND: Final = "preview"
"""The question which directive is meant."""
DAYS: Final = 10
"""Working days after the time is over that are looked at."""


async def of_words(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Preview what a code or a quoted card names, else the only directive there is, else ask which."""
    found = await watching.named(db, incoming, Reading("status", code=code or None), context)
    if isinstance(found, str):
        return lookup.unknown_code(found)
    if found is not None:
        return await of_code(db, found.code, incoming, context)
    meant = await overview.owned(db, incoming, context, "pending")
    if not meant:
        mine = await lookup.candidates(db, incoming.sender, states.UNDER_WAY, context)
        meant = [one.directive for one in lookup.one_each(mine)]
    if not meant:
        return Outcome("mirror.nothing", {})
    if len(meant) > 1:
        return await lookup.ask_which(db, incoming, KIND, meant, context, {})
    return await of_code(db, meant[0].code, incoming, context)


async def of_code(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Preview this directive for whoever may see it, or a part of it."""
    directive = await queries.by_code(db, code)
    if directive is None:
        return lookup.unknown_code(code)
    shares = await queries.shares_of(db, directive)
    if not seeing.sees_all(incoming.sender, directive, context):
        shares = [share for share in shares if _is_own(share, incoming.sender, directive, context)]
        if not shares:
            return await refuse(db, directive, incoming, "status", "not_concerned", context)
        own = True
    else:
        own = False
    if directive.state != states.OPEN:
        return Outcome("mirror.over", _base(directive, context) | {"state": directive.state})
    rules = (await keeping.kept(db, {directive.rules}, context.rules))[directive.rules]
    heads = await _heads(db, shares)
    ahead = Ahead(directive, shares, rules, heads)
    facts = await _facts(db, ahead, incoming, context)
    return Outcome("mirror.preview", facts | {"own": own, "draft": False})


def _is_own(share: Share, person: str, directive: Directive, context: Context) -> bool:
    return seeing.holds(person, share, context) or seeing.sees(person, directive, share, context)


async def _heads(db: Db, shares: Sequence[Share]) -> Mapping[int, str]:
    parents = {share.parent_id for share in shares if share.parent_id is not None}
    return {number: share.assignee for number, share in (await queue.shares_of(db, parents)).items()}


async def of_draft(db: Db, text: str, incoming: Incoming, context: Context) -> Outcome:
    """Preview what a sentence would become; nothing is issued, nothing is asked."""
    request = request_of(incoming, context)
    request = Request(text, request.at, request.sender, request.chat, request.place)
    found = examine(request, context)
    if isinstance(found, Outcome):
        return found
    if found.reading.intent not in ("task", "notice"):
        return Outcome("mirror.what", {})
    parts = several(
        text, request.at, context.org, context.calendar, bot_name=context.bot_name, speaker=found.issuer
    )
    if len(parts) > 1:
        return Outcome("mirror.several", {"count": len(parts)})
    if not found.addressed.shares:
        return Outcome("mirror.nobody", {})
    directive, shares = _unsent(request, found, context)
    facts = await _facts(db, Ahead(directive, shares, context.rules, {}), incoming, context)
    at = context.now if directive.urgency != "normal" else context.calendar.next_office_time(context.now)

    facts |= {
        "own": False, "draft": True, "who": list(found.addressed.who), "count": len(shares),
        "card_at": moment(at), "doubts": len(found.doubts), "recurs": recurs(request, found),
        "guarded": bool(guard.doubts(request, found, context)),
    }  # fmt: skip
    return Outcome("mirror.preview", facts)


def _unsent(request: Request, found: Examined, context: Context) -> tuple[Directive, list[Share]]:
    """Give the rows that issuing would write, unwritten."""
    draft = draft_of(request, found)
    directive = Directive(
        id=0, code="", kind=draft.kind, title=draft.title, content=draft.content, urgency=draft.urgency,
        issuer=draft.issuer, posted_by=draft.posted_by, supervised_by="", chat=draft.chat, state=states.OPEN,
        due=draft.due, created_at=context.now, group_told_at=None,
    )  # fmt: skip
    shares = [
        Share(
            id=number, directive_id=0, assignee=new.assignee, department=new.department, why=new.why,
            role=new.role, state=states.ASSIGNED, due=new.due or draft.due, given_at=context.now,
        )
        for number, new in enumerate(draft.shares, start=1)
    ]  # fmt: skip
    return directive, shares


def _base(directive: Directive, context: Context) -> Facts:
    return {
        "code": directive.code,
        "title": directive.title,
        "kind": directive.kind,
        "urgency": directive.urgency,
        "due": moment(directive.due),
        "year": context.now.year,
    }


async def _facts(db: Db, ahead: Ahead, incoming: Incoming, context: Context) -> Facts:
    heard = asked_for(ahead, context, until=_until(ahead, context))
    had = await budget.had_today(db, context.calendar, heard.keys(), context.now)
    lines, more = lines_of(scheduled(heard, had, context), ahead, context, group=bool(incoming.chat))
    return _base(ahead.directive, context) | {
        "group": incoming.chat != "",
        "reminds": context.reminds,
        "waiting": sum(share.state in states.UNDONE for share in ahead.shares),
        "lines": lines,
        "more": more,
    }


def _until(ahead: Ahead, context: Context) -> datetime:
    """Give how far is looked: so many working days after the last due time, or from now on."""
    calendar = context.calendar
    dues = [share.due for share in ahead.shares if share.due is not None]
    last = max([context.now, *dues])
    return calendar.day_close(calendar.add_working_days(calendar.local(last).date(), DAYS))
