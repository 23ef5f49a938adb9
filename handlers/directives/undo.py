"""Undo (撤销收到, 撤回反馈, 点错了): a mistaken 收到 or 反馈 is taken back within ten minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers import again
from handlers.context import Context
from handlers.directives import lookup, unclose, which
from handlers.directives.lookup import Mine
from handlers.directives.parties import owners, reached
from handlers.directives.telling import to_owners
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.redraw import SILENT, facts_of_share, share_card
from tasks.db import Db
from tasks.directives import below, handing, queries, states, unclosing
from tasks.directives.facts import directive_facts
from tasks.directives.handing import UNDO_FOR
from tasks.directives.models import Directive, Feedback, Share
from tasks.fields import Facts
from tasks.history import REQUEST
from tasks.notices import Lane, Notice, Outcome, Receiver

VERB: Final = "undo"
REPORTED, ACKNOWLEDGED, CLOSED = "reported", "acknowledged", "closed"
WHAT: Final = (
    (re.compile(r"反馈|汇报|上报|报送|报告|报错|误报|回复"), REPORTED),
    (re.compile(r"收到|签收|误签|确认"), ACKNOWLEDGED),
    (re.compile(r"办结|结束|销号"), CLOSED),
)
"""Words → which of them is meant; without any it is what was done last."""


async def undo(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Take back what was named, else what the person did last within ten minutes.

    An owner takes back 全部办结 so; whoever holds a share alone has reported with those words.
    """
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    what = _meant(reading)
    if directive is None:
        found = await recent(db, incoming, reading, context)
        if not found:
            return Outcome("undo.nothing", {"what": what})
        if len(found) > 1:
            return await again.which(db, incoming, reading, found, context)
        directive = found[0]
    if await unclose.is_meant(db, directive, what, incoming, context):
        return await unclose.unclose(db, directive, incoming, context)
    what = "" if what == CLOSED else what
    context = await _last_of(db, directive, what, incoming, context)
    mine = await which.holding(db, directive, incoming, context, VERB, states.SHARE_STATES)
    return mine if isinstance(mine, Outcome) else await _undo(db, mine, what, incoming, context)


async def _last_of(db: Db, directive: Directive, what: str, incoming: Incoming, context: Context) -> Context:
    """Say whose share was acted on last, where nothing says it: who stands in may have a share too."""
    people = lookup.stood_for(incoming.sender, context)
    if context.whose or len(people) == 1:
        return context
    found = await handing.undoable(db, people, context.now)
    here = [s for _, done, s in found if s.directive_id == directive.id and what in ("", done)]
    return lookup.pinned(here[0], context) if here else context


def _meant(reading: Reading) -> str:
    return next((what for words, what in WHAT if words.search(reading.content)), "")


async def recent(db: Db, incoming: Incoming, reading: Reading, context: Context) -> list[Directive]:
    """Give the directive of what the person did last within ten minutes; several where that was at once.

    Where a directive is named, it is that one or none.
    """
    named = await lookup.named(db, incoming, reading, context)
    what, people = _meant(reading), lookup.stood_for(incoming.sender, context)
    own = await handing.undoable(db, people, context.now)
    done = [(at, share.directive_id) for at, kind, share in own if what in ("", CLOSED, kind)]
    if what in ("", CLOSED):
        closed = await unclosing.recent(db, incoming.sender, context.now)
        done = [*((at, one.id) for at, one in closed), *(done if not closed or not what else ())]
    if named is not None:
        done = [one for one in done if isinstance(named, Directive) and one[1] == named.id]
    last = max((at for at, _ in done), default=None)
    latest = [number for at, number in done if at == last]
    rows = [await queries.by_id(db, number) for number in dict.fromkeys(latest)]
    return [directive for directive in rows if directive is not None]


async def tapped(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Take back what was done last with a share: 撤销 on its card, which is redrawn."""
    directive = await queries.by_code(db, code.upper())
    if directive is None or await lookup.my_share(db, directive, incoming.sender, VERB, context) is None:
        return SILENT
    mine = await which.holding(db, directive, incoming, context, VERB, states.SHARE_STATES)
    if isinstance(mine, Outcome):
        return SILENT
    done = await _undo(db, mine, "", incoming, context)
    notices = done.notices
    if done.kind != "undone":
        notices = (_said(done, mine.directive, incoming, context),)
    return await share_card(db, mine.directive, mine.share, incoming, context, notices)


def _said(done: Outcome, directive: Directive, incoming: Incoming, context: Context) -> Notice:
    """Say one to one why nothing was taken back: the tap itself is answered with the card."""
    once = f"{done.kind}:{incoming.account}:{incoming.dedupe}"
    facts: Facts = dict(done.facts)  # type: ignore[arg-type]  # facts of `_refused`
    to = (Receiver(incoming.sender),)
    return Notice(done.kind, to, facts, once, context.now, lane=Lane.FAST, directive=directive.id)


async def _undo(db: Db, mine: Mine, what: str, incoming: Incoming, context: Context) -> Outcome:
    directive, share = mine.directive, mine.share
    last = await handing.last_report(db, share)
    what = what or _last(share, last)
    if what == REPORTED:
        taken = await handing.undo_report(db, directive, share, actor=incoming.sender, now=context.now)
        if taken is not None:
            notices = await _notices(db, directive, share, taken, incoming, context)
            return Outcome("undone", _facts(mine, what, incoming, context), notices)
    else:
        complete = directive.acknowledged >= directive.total
        if await handing.undo_acknowledge(db, directive, share, actor=incoming.sender, now=context.now):
            # Of a citizen's request nobody heard that all have it.
            heard = complete and directive.kind != REQUEST
            notices = _not_all(mine, incoming, context) if heard else ()
            return Outcome("undone", _facts(mine, what, incoming, context), notices)
    why = _why_not(directive, share, what, last, context)
    return Outcome("undo.refused", _facts(mine, what, incoming, context) | {"why": why})


def _not_all(mine: Mine, incoming: Incoming, context: Context) -> tuple[Notice, ...]:
    """Tell those who heard that all have acknowledged that one has not any more, at once."""
    directive = mine.directive
    facts = directive_facts(directive, name=context.org.name, due=directive.due) | {
        "who": context.org.name(incoming.sender),
        "for": lookup.held_for(mine.share, incoming.sender, context),
        "total": directive.total,
        "acknowledged": directive.acknowledged,
    }
    return to_owners("acknowledged.undone", directive, facts, incoming, context)


def _last(share: Share, last: Feedback | None) -> str:
    """Say which of both was done last: a report stands, or only the 收到."""
    acknowledged = share.state in (states.ASSIGNED, states.ACKNOWLEDGED)
    return ACKNOWLEDGED if last is None or acknowledged else REPORTED


def _why_not(directive: Directive, share: Share, what: str, last: Feedback | None, context: Context) -> str:
    """Say why nothing was taken back: how things stand, else that ten minutes are over."""
    if directive.state == states.WITHDRAWN or share.state in states.GONE:
        return "over"
    if share.state in (states.ACCEPTED, states.RETURNED):
        return share.state
    if what == REPORTED:
        return "late" if last is not None and share.state == states.REPORTED else "nothing"
    if share.state == states.REPORTED:
        return "reported"
    at = share.acknowledged_at
    if at is None:
        return "nothing"
    return "late" if context.now - at > UNDO_FOR else "over"


def _facts(mine: Mine, what: str, incoming: Incoming, context: Context) -> Facts:
    share = mine.share
    return facts_of_share(mine.directive, share, context) | {
        "what": what,
        "for": lookup.held_for(share, incoming.sender, context),
        "total": mine.directive.total,
        "acknowledged": mine.directive.acknowledged,
    }


async def _notices(
    db: Db, directive: Directive, share: Share, taken: Feedback, incoming: Incoming, context: Context
) -> tuple[Notice, ...]:
    """Tell who was told of the report, at once: issuer and delegate, or the head who distributed it."""
    if taken.told_at is None:
        return ()
    head = await below.head_of(db, share)
    to: Sequence[Receiver] = owners(directive, but=incoming.sender, context=context)
    if head is not None:
        to = [Receiver(reached(head.assignee, context))]
    facts = directive_facts(directive, name=context.org.name, due=directive.due) | {
        "reporter": context.org.name(incoming.sender),
        "for": lookup.held_for(share, incoming.sender, context),
        "text": taken.text,
    }
    once = f"report.undone:{taken.id}"
    return (
        (Notice("report.undone", tuple(to), facts, once, context.now, directive=directive.id),) if to else ()
    )
