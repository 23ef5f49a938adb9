"""Close with the rest undone (全部办结): what was reported is accepted, nothing more is asked of the rest."""

from __future__ import annotations

from handlers.context import Context
from handlers.directives import which
from handlers.directives.accept import tell_accepted
from handlers.directives.changes import only_holds
from handlers.directives.hours import held_until
from handlers.directives.own import manage_card
from handlers.directives.proposed import when
from handlers.directives.report import report
from handlers.directives.telling import facts_by, has_heard, to_group, to_holders, to_owners
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.redraw import SILENT
from tasks.db import Db
from tasks.directives import changing, queries, states
from tasks.directives.models import Directive
from tasks.fields import Facts
from tasks.history import REQUEST
from tasks.notices import Notice, Outcome
from tasks.people.roles import may

VERB = "close"


async def close(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Close what was named, else the only open directive; from who only holds a share it is a report."""
    if await only_holds(db, incoming, reading, context, VERB):
        return await report(db, incoming, reading, context)
    directive = await which.issued(db, incoming, reading, context, VERB)
    if isinstance(directive, Outcome):
        return directive
    return await _close(db, directive, incoming, reading.reason, context)


async def _close(db: Db, directive: Directive, incoming: Incoming, reason: str, context: Context) -> Outcome:
    if directive.kind == REQUEST and not await queries.shares_of(db, directive, (states.REPORTED,)):
        return Outcome("close.unanswered", facts_by(directive, incoming.sender, context))
    ended = await changing.close_whole(db, directive, actor=incoming.sender, reason=reason, now=context.now)
    facts = facts_by(directive, incoming.sender, context) | {"reason": reason}
    heard = [share for share in ended.undone if has_heard(directive, share, context)]
    line = facts | {"total": directive.total, "undone": len(ended.undone)}
    let_go = to_holders("share.let_go", directive, heard, facts, incoming, context)
    await tell_accepted(db, directive, ended.accepted, str(facts["by_whom"]), context)
    notices: tuple[Notice, ...] = (
        *let_go,
        *to_owners("directive.closed_whole", directive, line, incoming, context),
        *to_group("group.closed", directive, line, context),
    )
    at = when(directive, context)
    numbers: Facts = {
        "accepted": len(ended.accepted),
        "undone": len(ended.undone),
        "told": sum(len(notice.to) for notice in let_go),
        "held_until": held_until(at, let_go, context),
    }
    return Outcome("closed_whole", facts | numbers, notices)


async def tapped(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 全部办结 on the issuer's card stands for, and redraw it."""
    directive = await queries.by_code(db, code.upper())
    if directive is None or not may(VERB, context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    owned = await which.owned(db, directive, incoming, context, VERB)
    done = owned if isinstance(owned, Outcome) else await _close(db, owned, incoming, "", context)
    return await manage_card(db, directive, incoming, context, done.notices)
