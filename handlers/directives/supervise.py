"""Supervision (督办, 解除督办) by words or by the button: who may, what it does, who is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.context import Context
from handlers.directives import lookup, watching
from handlers.directives.acknowledge import refuse
from handlers.directives.parties import owners, reached
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.redraw import SILENT, card
from tasks.db import Db
from tasks.directives import queries, states, supervision, verbs
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Share
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may

MANY = 50
"""Receivers above which a notice is bulk, behind which nobody else waits."""


async def supervise(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Take what was named under supervision, else the only open directive there is."""
    found = await _meant(db, incoming, reading, context, taken=False)
    return found if isinstance(found, Outcome) else await supervise_one(db, found, incoming, context)


async def unsupervise(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Let go of what was named, else of the only directive under supervision."""
    found = await _meant(db, incoming, reading, context, taken=True)
    return found if isinstance(found, Outcome) else await unsupervise_one(db, found, incoming, context)


async def _meant(
    db: Db, incoming: Incoming, reading: Reading, context: Context, *, taken: bool
) -> str | Outcome:
    """Give the code of the directive that is meant, or the answer where it is not clear."""
    directive = await watching.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is not None:
        return directive.code
    if not may("supervise", context.asked(incoming.sender)):
        return await _refuse(db, None, incoming, "supervise", context)
    found = await supervision.candidates(db, taken=taken, chat=incoming.chat)
    if len(found) == 1:
        return found[0].code
    return Outcome("supervise.which", {"taken": taken, "any": bool(found)})


async def _refuse(
    db: Db, directive: Directive | None, incoming: Incoming, verb: str, context: Context
) -> Outcome:
    """Refuse whoever is no supervisor, and say who is one; in a group how many there are."""
    facts: Facts = {"code": "", "title": ""}
    if directive is not None:
        said = await refuse(db, directive, incoming, verb, "not_supervisor", context)
        facts = dict(said.facts)  # type: ignore[arg-type]  # facts of `refuse`
    roles, alone = context.roles, not incoming.chat
    supervisors, administrators = (_named(who, context) for who in (roles.supervisors, roles.administrators))
    return Outcome(
        "refused.not_supervisor",
        facts
        | {
            "supervisors": supervisors if alone else [],
            "count": len(supervisors),
            "administrators": administrators if alone else [],
        },
    )


def _named(people: Iterable[str], context: Context) -> list[Json]:
    """Name those who are in the directory, in an order that does not change."""
    return [context.org.name(who) for who in sorted(people) if who in context.org.people]


async def supervise_one(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Take this directive under supervision and tell its people."""
    directive = await verbs.locked(db, code)
    if directive is None:
        return lookup.unknown_code(code)
    if not may("supervise", context.asked(incoming.sender)):
        return await _refuse(db, directive, incoming, "supervise", context)
    if directive.state != states.OPEN:
        return Outcome("supervise.over", _facts(directive, incoming, context))
    if not await supervision.supervise(db, directive, actor=incoming.sender, now=context.now):
        return Outcome("supervised.before", _facts(directive, incoming, context))
    at = _when(directive, context)
    undone = await supervision.undone(db, directive)
    shares = [share for share in undone if _reader(share.assignee, incoming, context)]
    facts = _facts(directive, incoming, context) | {
        "told": len(shares),
        "held_until": moment(at) if at > context.now else None,
    }
    return Outcome("supervised", facts, _notices(directive, shares, at, incoming, context))


async def unsupervise_one(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Let go of this directive; what was not sent yet is not sent any more, and nobody else is written to."""
    directive = await verbs.locked(db, code)
    if directive is None:
        return lookup.unknown_code(code)
    if not may("supervise", context.asked(incoming.sender)):
        return await _refuse(db, directive, incoming, "unsupervise", context)
    facts = _facts(directive, incoming, context)
    if not await supervision.unsupervise(db, directive, actor=incoming.sender, now=context.now):
        return Outcome("unsupervise.nothing", facts)
    return Outcome("unsupervised", facts)


async def card_facts(db: Db, directive: Directive, context: Context) -> Facts:
    """Facts of the supervisor's card: how the directive stands, and who watches it since when."""
    name, stand = context.org.name, await queries.progress(db, directive)
    return directive_facts(directive, name=name, due=directive.due) | {
        "total": stand.total,
        "acknowledged": stand.acknowledged,
        "reported": stand.reported,
        "accepted": stand.accepted,
        "state": directive.state,
        "supervisor": name(directive.supervised_by) if directive.supervised_by else "",
        "supervisor_left": directive.supervised_by in context.org.former,
        "supervised_at": moment(directive.supervised_at),
        "at": moment(context.now),
    }


async def card_notice(db: Db, directive: Directive, incoming: Incoming, context: Context) -> Notice:
    """Send the supervisor's card, with 督办 or 解除督办, one to one to whoever asked for it."""
    facts = await card_facts(db, directive, context)
    once = f"card.supervision:{incoming.account}:{incoming.dedupe}"
    to = (Receiver(incoming.sender),)
    return Notice("card.supervision", to, facts, once, context.now, lane=Lane.FAST, directive=directive.id)


async def tap_supervise(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 督办 on the supervisor's card stands for, and redraw the card."""
    return await _redrawn(
        db, code, await supervise_one(db, code.upper(), incoming, context), incoming, context
    )


async def tap_unsupervise(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 解除督办 on the supervisor's card stands for, and redraw the card."""
    done = await unsupervise_one(db, code.upper(), incoming, context)
    return await _redrawn(db, code, done, incoming, context)


async def _redrawn(db: Db, code: str, done: Outcome, incoming: Incoming, context: Context) -> Outcome:
    directive = await queries.by_code(db, code.upper())
    if directive is None or not may("supervise", context.asked(incoming.sender)):
        return SILENT  # the refusal stands in the history
    facts = await card_facts(db, directive, context)
    return card("card.supervision", facts, incoming, context, done.notices, directive.id)


def _when(directive: Directive, context: Context) -> datetime:
    """Give the moment at which people are told: 特急 at once, everything else within office hours."""
    if directive.urgency == "critical":
        return context.now
    return context.calendar.next_office_time(context.now)


def _reader(person: str, incoming: Incoming, context: Context) -> str:
    """Give who is told in this person's place or in person; empty where that would say nothing new."""
    reader = reached(person, context)
    return reader if reader != incoming.sender else ""


def _facts(directive: Directive, incoming: Incoming, context: Context) -> Facts:
    """Facts of the answer; in a group nobody is named."""
    name = context.org.name
    return directive_facts(directive, name=name, due=directive.due) | {
        "state": directive.state,
        "supervisor": "" if incoming.chat or not directive.supervised_by else name(directive.supervised_by),
        "supervisor_left": directive.supervised_by in context.org.former,
        "supervised_at": moment(directive.supervised_at),
    }


def _notices(
    directive: Directive, shares: list[Share], at: datetime, incoming: Incoming, context: Context
) -> tuple[Notice, ...]:
    """Tell the issuer, the delegate who posted it, and everybody who has something to do.

    What waits for the office is named by the moment it goes out: taken, let go and taken again is told once.
    """
    name, critical = context.org.name, directive.urgency == "critical"
    base = directive_facts(directive, name=name, due=directive.due) | {"supervisor": name(incoming.sender)}
    once = f"{directive.code}:{at.isoformat() if at > context.now else directive.seq}"
    told = {_reader(owner.id, incoming, context): None for owner in owners(directive, context=context)}
    told.pop("", None)
    lane = Lane.FAST if critical else Lane.BULK if len(shares) > MANY else Lane.NORMAL
    heard = tuple(Receiver(person) for person in told)
    first = Notice("directive.supervised", heard, base, f"directive.supervised:{once}", at)
    own = Notice("share.supervised", (), base | {"for": ""}, f"share.supervised:{once}", at)
    owed = (first, *_to_holders(shares, own, incoming, context))
    return tuple(
        replace(notice, lane=lane, critical=critical, directive=directive.id) for notice in owed if notice.to
    )


def _to_holders(
    shares: Sequence[Share], notice: Notice, incoming: Incoming, context: Context
) -> Iterator[Notice]:
    """Tell the assignees together, and apart for whom somebody stands in: one may stand in for several."""
    own: list[Receiver] = []
    for share in shares:
        reader, due = _reader(share.assignee, incoming, context), moment(share.due)
        if reader == share.assignee:
            own.append(Receiver(reader, share.id, {"due": due}))
            continue
        to = Receiver(reader, share.id, {"due": due, "for": context.org.name(share.assignee)})
        yield replace(notice, to=(to,), once=f"{notice.once}:for:{share.assignee}")
    yield replace(notice, to=tuple(own))
