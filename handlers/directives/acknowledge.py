"""Acknowledge (收到, 签收), by words or a chosen code. The tap has its own path: tasks/directives/tap.py."""

from __future__ import annotations

from handlers.context import Context
from handlers.directives import lookup
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries, states, verbs
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Share
from tasks.directives.tap import TapDirective, all_acknowledged
from tasks.fields import Facts
from tasks.notices import Notice, Outcome


async def acknowledge(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Acknowledge what was named, else the only open one, else ask which."""
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is not None:
        return await acknowledge_one(db, directive.code, incoming, context)
    waiting = lookup.one_each(await lookup.candidates(db, incoming.sender, (states.ASSIGNED,), context))
    if not waiting:
        return Outcome("acknowledge.nothing", {})
    if len(waiting) > 1:
        choices = [mine.directive for mine in waiting]
        return await lookup.ask_which(db, incoming, "acknowledge", choices, context, {})
    return await acknowledge_one(db, waiting[0].directive.code, incoming, context)


async def acknowledge_one(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Acknowledge the person's share of this directive."""
    directive = await verbs.locked(db, code)
    if directive is None:
        return lookup.unknown_code(code)
    share = await lookup.my_share(db, directive, incoming.sender, "acknowledge", context)
    if share is None:
        return await refuse(db, directive, incoming, "acknowledge", "not_assignee", context)
    if directive.state != states.OPEN and share.state == states.ASSIGNED:
        return Outcome("refused.over", _facts(directive, share, incoming, context))
    if share.state in states.GONE:
        kind = "refused.over" if directive.state != states.OPEN else "refused.state"
        return Outcome(kind, _facts(directive, share, incoming, context) | {"verb": "acknowledge"})
    changed = await verbs.acknowledge(db, directive, share, actor=incoming.sender, now=context.now)
    kind = "acknowledged" if changed else "acknowledged.before"
    facts = _facts(directive, share, incoming, context)
    return Outcome(kind, facts, after(directive, context) if changed else ())


def after(directive: Directive, context: Context) -> tuple[Notice, ...]:
    """Tell the issuer and the group once everybody has acknowledged."""
    if directive.acknowledged < directive.total:
        return ()
    return all_acknowledged(plain(directive), now=context.now, name=context.org.name)


def plain(directive: Directive) -> TapDirective:
    """Give the directive as the tap path's plain value."""
    return TapDirective(
        id=directive.id,
        code=directive.code,
        kind=directive.kind,
        title=directive.title,
        content=directive.content,
        urgency=directive.urgency,
        issuer=directive.issuer,
        posted_by=directive.posted_by,
        supervised_by=directive.supervised_by,
        chat=directive.chat,
        state=directive.state,
        total=directive.total,
        acknowledged=directive.acknowledged,
        seq=directive.seq,
        last_hash=directive.last_hash,
    )


def _facts(directive: Directive, share: Share, incoming: Incoming, context: Context) -> Facts:
    base = directive_facts(directive, name=context.org.name, due=share.due)
    return base | {
        "total": directive.total,
        "acknowledged": directive.acknowledged,
        "for": lookup.held_for(share, incoming.sender, context),
        "state": share.state,
    }


async def refuse(
    db: Db, directive: Directive, incoming: Incoming, verb: str, reason: str, context: Context
) -> Outcome:
    """Refuse a verb with its reason, and write that into the history."""
    locked = await queries.locked_by_id(db, directive.id)
    await verbs.refuse(db, locked, actor=incoming.sender, verb=verb, reason=reason, now=context.now)
    return Outcome(f"refused.{reason}", {"code": directive.code, "title": directive.title, "verb": verb})
