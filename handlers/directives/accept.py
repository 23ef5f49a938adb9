"""Accept (同意办结): the issuer closes reported shares; the directive closes with its last one."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from handlers.context import Context
from handlers.directives import lookup
from handlers.directives.acknowledge import refuse
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries, states, verbs
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive
from tasks.directives.verbs import Accepted
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver
from tasks.people.roles import may

DIGEST_HOURS: Final = (time(8, 45), time(16, 30))


async def accept(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Accept what was named, else the only directive with something reported, else ask which."""
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is not None:
        return await accept_one(db, directive.code, incoming, context)
    owners = (incoming.sender, *context.roles.leaders_of(incoming.sender))
    reported = await queries.with_reports(db, owners)
    if not reported:
        return Outcome("accept.nothing", {})
    if len(reported) > 1:
        return await lookup.ask_which(db, incoming, "accept", reported, context, {})
    return await accept_one(db, reported[0].code, incoming, context)


async def accept_one(
    db: Db, code: str, incoming: Incoming, context: Context, share_id: int | None = None
) -> Outcome:
    """Accept every reported share of this directive, or the one named."""
    directive = await verbs.locked(db, code)
    if directive is None:
        return lookup.unknown_code(code)
    if not may("accept", context.asked(incoming.sender, issuer=directive.issuer)):
        return await refuse(db, directive, incoming, "accept", "not_issuer", context)
    done = await verbs.accept(db, directive, actor=incoming.sender, now=context.now, share_id=share_id)
    facts = directive_facts(directive, name=context.org.name, due=directive.due) | {
        "accepted": len(done.shares),
        "names": [context.org.name(share.assignee) for share in done.shares[:6]],
        "still_open": done.still_open,
        "accepter": context.org.name(incoming.sender) if incoming.sender != directive.issuer else "",
        "closed": directive.state == states.CLOSED,
    }
    kind = "accepted" if done.shares else "accept.none_reported"
    return Outcome(kind, facts, _notices(directive, done, facts, context))


def _notices(directive: Directive, done: Accepted, facts: Facts, context: Context) -> tuple[Notice, ...]:
    """Good news waits for the digest's hour; the group hears one line when all is closed."""
    if not done.shares:
        return ()
    at = _next_digest(context)
    people = tuple(Receiver(share.assignee, share.id) for share in done.shares)
    base = directive_facts(directive, name=context.org.name, due=directive.due) | {
        "accepter": facts["accepter"]
    }
    notices = (
        Notice("share.accepted", people, base, f"accepted:{directive.code}", at, directive=directive.id),
    )
    if not done.closed:
        return notices
    line = Notice(
        "group.closed",
        (Receiver(directive.chat),),
        base | {"total": directive.total},
        f"group:closed:{directive.code}:{directive.total}",
        context.now,
        place="chat",
        directive=directive.id,
    )
    return (*notices, line)


def _next_digest(context: Context) -> datetime:
    """Give the next hour at which what can wait goes out: 08:45 or 16:30 on a working day."""
    day = context.now.date()
    while True:
        hours = (datetime.combine(day, hour, context.now.tzinfo) for hour in DIGEST_HOURS)
        later = [at for at in hours if at > context.now]
        if later and context.calendar.is_working_day(day):
            return later[0]
        day += timedelta(days=1)
