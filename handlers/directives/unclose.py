"""Take back 全部办结 (撤销办结) within ten minutes: who was told that it is over hears that it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.context import Context
from handlers.directives import passing_on, which
from handlers.directives.first_card import assigned
from handlers.directives.hours import held_until
from handlers.directives.proposed import when
from handlers.directives.telling import facts_by, has_heard, to_group, to_holders, to_owners
from handlers.message import Incoming
from tasks.db import Db
from tasks.directives import states, unclosing
from tasks.directives.facts import moment
from tasks.directives.models import Directive, Share
from tasks.directives.unclosing import Closing, Reopened
from tasks.fields import Facts, to_ms
from tasks.notices import Notice, Outcome
from tasks.nudges.budget import next_digest
from tasks.people.roles import may

RIGHT = "close"


async def is_meant(db: Db, directive: Directive, what: str, incoming: Incoming, context: Context) -> bool:
    """Whether who says 撤销 means the closing: says so and may close, or did just that."""
    if not may(RIGHT, context.asked(incoming.sender, issuer=directive.issuer)):
        return False
    if what == "closed":
        return True
    closed = await unclosing.recent(db, incoming.sender, context.now) if not what else []
    return any(one.id == directive.id for _, one in closed)


async def unclose(db: Db, directive: Directive, incoming: Incoming, context: Context) -> Outcome:
    """Have everything stand as it did before 全部办结."""
    owned = await which.owned(db, directive, incoming, context, RIGHT, wanted=states.DIRECTIVE_STATES)
    if isinstance(owned, Outcome):
        return owned
    closing = await unclosing.closing_of(db, owned)
    done = await unclosing.undo_close(db, owned, actor=incoming.sender, now=context.now)
    facts = facts_by(owned, incoming.sender, context)
    if done is None:
        return Outcome("unclose.refused", facts | _why_not(owned, closing, incoming, context))
    told = _told(owned, done, facts, incoming, context)
    notices = (
        *told,
        *_first_cards(owned, done, context),
        *to_owners("directive.resumed", owned, facts, incoming, context),
        *to_group("group.resumed", owned, facts, context),
        *await _unseen(db, owned, done, context),
    )
    at = when(owned, context)
    numbers: Facts = {
        "undone": len(done.undone),
        "reported": len(done.reported),
        "told": sum(len(notice.to) for notice in told),
        "held_until": held_until(at, told, context),
    }
    return Outcome("unclosed", facts | numbers, notices)


def _why_not(directive: Directive, closing: Closing | None, incoming: Incoming, context: Context) -> Facts:
    if directive.state != states.CLOSED:
        return {"why": directive.state, "closer": ""}
    if closing is None:
        return {"why": "done", "closer": ""}
    if closing.actor != incoming.sender:
        return {"why": "other", "closer": context.org.name(closing.actor)}
    return {"why": "late", "closer": ""}


def _told(
    directive: Directive, done: Reopened, facts: Facts, incoming: Incoming, context: Context
) -> tuple[Notice, ...]:
    """Tell whoever heard that the own share is over: at once or when offices opened, or with the digest."""
    shares = [*_who_heard(directive, done, context)]
    if next_digest(context.calendar, done.at) <= context.now:
        shares += done.reported
    own: dict[int, Facts] = {share.id: {"state": share.state, "due": moment(share.due)} for share in shares}
    return to_holders("share.resumed", directive, shares, facts, incoming, context, own=own, apart=True)


def _who_heard(directive: Directive, done: Reopened, context: Context) -> Sequence[Share]:
    then = replace(context, now=done.at)
    late = when(directive, then) > context.now
    return [
        share
        for share in done.undone
        if has_heard(directive, share, then) and not (late and not context.lifted.at(share.assignee, done.at))
    ]


def _first_cards(directive: Directive, done: Reopened, context: Context) -> tuple[Notice, ...]:
    """Give the card to those for whom it fell due while the directive was closed."""
    then = replace(context, now=done.at)
    missed = [
        share
        for share in done.undone
        if share.state == states.ASSIGNED
        and not has_heard(directive, share, then)
        and has_heard(directive, share, context)
    ]
    return assigned(directive, missed, context.now, context, again=True) if missed else ()


async def _unseen(db: Db, directive: Directive, done: Reopened, context: Context) -> tuple[Notice, ...]:
    """Show the issuer the reports whose turn it was while the directive was closed."""
    if not done.unseen or directive.told_at is None:
        return ()
    return (await passing_on.merged(db, directive.code, 0, to_ms(directive.told_at), context)).notices
