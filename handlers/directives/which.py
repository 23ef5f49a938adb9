"""Which directive, or which share, a verb is about: named, quoted, the only one that fits, or asked for.

Each gives the rows, locked and allowed, or the outcome that says why not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from handlers import again
from handlers.context import Context
from handlers.directives import lookup
from handlers.directives.acknowledge import refuse
from handlers.directives.lookup import Mine
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Share
from tasks.fields import Facts
from tasks.notices import Outcome
from tasks.people.roles import may


async def issued(
    db: Db, incoming: Incoming, reading: Reading, context: Context, verb: str
) -> Directive | Outcome:
    """Give the open directive an owner's verb is about; `verb` is a right of the table."""
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is None:
        owners = [incoming.sender, *context.roles.leaders_of(incoming.sender)]
        found = await queries.issued_by(db, owners, chat=incoming.chat)
        if not found:
            return Outcome("nothing_meant", {"verb": verb})
        if len(found) > 1:
            return await again.which(db, incoming, reading, found, context)
        directive = found[0]
    return await owned(db, directive, incoming, context, verb)


async def owned(
    db: Db,
    directive: Directive,
    incoming: Incoming,
    context: Context,
    verb: str,
    *,
    wanted: Sequence[str] = (states.OPEN,),
    head: str = "",
) -> Directive | Outcome:
    """Lock a directive for an owner's verb; `wanted` are the states in which it makes sense.

    `head` is who distributed what it is about, and decides about that.
    """
    directive = await queries.locked_by_id(db, directive.id)
    if not may(verb, context.asked(incoming.sender, issuer=directive.issuer, head=head)):
        return await refuse(db, directive, incoming, verb, "not_issuer", context)
    if directive.state in wanted:
        return directive
    ended = over(directive, context)
    # Who may change it is told what can still be done.
    owns = may("amend", context.asked(incoming.sender, issuer=directive.issuer))
    return Outcome("refused.over_own", ended.facts) if owns else ended


async def held(
    db: Db, incoming: Incoming, reading: Reading, context: Context, verb: str, wanted: Sequence[str]
) -> Mine | Outcome:
    """Give the share a holder's verb is about; `wanted` are the states from which the verb is possible."""
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is not None:
        return await holding(db, directive, incoming, context, verb, wanted)
    mine = await lookup.candidates(db, incoming.sender, wanted, context)
    if not mine:
        return Outcome("nothing_meant", {"verb": verb})
    if len({one.directive.id for one in mine}) > 1:
        directives = list({one.directive.id: one.directive for one in mine}.values())
        return await again.which(db, incoming, reading, directives, context)
    return await holding(db, mine[0].directive, incoming, context, verb, wanted)


async def holding(
    db: Db, directive: Directive, incoming: Incoming, context: Context, verb: str, wanted: Sequence[str]
) -> Mine | Outcome:
    """Lock a directive for a holder's verb and give the share the person may act for."""
    directive = await queries.locked_by_id(db, directive.id)
    share = await lookup.my_share(db, directive, incoming.sender, verb, context)
    if share is None:
        return await refuse(db, directive, incoming, verb, "not_assignee", context)
    if directive.state != states.OPEN and share.state not in wanted:
        return over(directive, context)
    if share.state not in wanted:
        return wrong_state(directive, share, verb, context)
    return Mine(directive, share)


async def one_share(
    db: Db,
    directive: Directive,
    wanted: Sequence[str],
    incoming: Incoming,
    reading: Reading,
    context: Context,
    verb: str,
    among: Callable[[Sequence[Share]], Awaitable[Sequence[Share]]] | None = None,
) -> Share | Outcome:
    """Give the share an owner means: of whom is named, else the only one in these states, or it is asked.

    `among` keeps those that come into question.
    """
    shares: Sequence[Share] = await queries.shares_of(db, directive, wanted)
    shares = await among(shares) if among else shares
    named = set(reading.whose) or {person for target in reading.targets for person in target.people}
    units = {target.department for target in reading.targets if target.department is not None}
    if named or units:
        meant = [s for s in shares if s.assignee in named or (not reading.whose and s.department in units)]
        if not meant:
            facts = _facts(directive, directive.due, context)
            return Outcome("refused.no_such_share", facts | {"verb": verb})
        shares = meant
    if not shares:
        return Outcome("nothing_to", _facts(directive, directive.due, context) | {"verb": verb})
    if len(shares) > 1:
        return await again.whose(
            db, incoming, reading, directive, [share.assignee for share in shares], context
        )
    return shares[0]


def over(directive: Directive, context: Context) -> Outcome:
    """Answer that the directive is closed or withdrawn."""
    return Outcome("refused.over", _facts(directive, directive.due, context) | {"state": directive.state})


def wrong_state(directive: Directive, share: Share, verb: str, context: Context) -> Outcome:
    """Answer why this cannot be done with a share that stands so."""
    facts = _facts(directive, share.due, context)
    return Outcome("refused.state", facts | {"state": share.state, "verb": verb})


def _facts(directive: Directive, due: object, context: Context) -> Facts:
    return directive_facts(directive, name=context.org.name, due=due)  # type: ignore[arg-type]  # a moment or None
