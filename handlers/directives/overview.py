"""Who is missing, how it stands, what is mine.

One to one the whole answer comes within the callback. In a group it carries numbers only; names go to the
one who asked, by the app (docs/principles.md, rule 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from handlers.context import Context
from handlers.directives import lookup, seeing, watching
from handlers.directives.acknowledge import refuse
from handlers.directives.missing import lacking, missing, of_units
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Share
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver

MOST = 4
"""Directives in one answer; a phone shows no more at a glance."""
MOST_ROWS = 20
"""Rows of 我的任务 handed to the wording, which shows as many of them as one text message holds."""


async def pending(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Who has not acknowledged, and who has acknowledged but not reported."""
    return await _overview(db, incoming, reading, context, "pending")


async def status(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """How directives stand: the one named, else the person's own of today and all still open."""
    return await _overview(db, incoming, reading, context, "status")


async def _overview(db: Db, incoming: Incoming, reading: Reading, context: Context, kind: str) -> Outcome:
    directive = await watching.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    reading = of_units(reading, context.org)
    if directive is not None:
        return await _one(db, directive, incoming, reading, context, kind)
    directives = await owned(db, incoming, context, kind)
    if not directives:
        if kind == "status":
            return await mine(db, incoming, reading, context)
        return Outcome("pending.nothing", {})
    rows = [await _stand(db, d, incoming.sender, reading, context) for d in directives[:MOST]]
    return _answer(kind, rows, incoming, context, more=len(directives) > MOST)


async def owned(db: Db, incoming: Incoming, context: Context, kind: str) -> list[Directive]:
    """Give what somebody asks about without a code: the own open ones, for `status` those of today too.

    Else all that is open (a supervisor), or that in which the own people have a share (a head).
    """
    sender, roles = incoming.sender, context.roles
    owners = [sender, *roles.leaders_of(sender)]
    midnight = datetime.combine(context.now.date(), time(), context.now.tzinfo)
    found = await queries.issued_by(db, owners, chat=incoming.chat)
    if kind == "status":
        today = await queries.issued_by(db, owners, chat=incoming.chat, since=midnight)
        found = list({d.id: d for d in (*found, *today)}.values())
    if not found and sender in roles.supervisors:
        # One over, so that the answer can say there are more; in a group only what was said in that group.
        found = await queries.page(db, state=states.OPEN, before=None, limit=MOST + 1, chat=incoming.chat)
    if not found:
        led = await queries.open_in(db, _led(sender, context))
        found = [d for d in led if incoming.chat in ("", d.chat)]
    return sorted(found, key=lambda d: -d.id)


def _led(person: str, context: Context) -> list[str]:
    """Everybody in units this person heads."""
    org = context.org
    heads = [unit for unit in org.departments if org.head(unit) == person]
    return [member for member in org.everyone_in(heads) if member != person]


async def _one(
    db: Db,
    directive: Directive,
    incoming: Incoming,
    reading: Reading,
    context: Context,
    kind: str,
) -> Outcome:
    row = await _stand(db, directive, incoming.sender, reading, context)
    if not row["visible"]:
        return await refuse(db, directive, incoming, kind, "not_concerned", context)
    return _answer(kind, [row], incoming, context)


async def _stand(db: Db, directive: Directive, person: str, reading: Reading, context: Context) -> Facts:
    """How a directive stands, with the names this person may see."""
    shares = await queries.shares_of(db, directive)
    sees_all = seeing.sees_all(person, directive, context)
    seen = [s for s in shares if sees_all or seeing.sees(person, directive, s, context)]
    seen = [s for s in seen if seeing.is_meant(s, reading, context)]
    part = "asked" if seeing.names_somebody(reading) else "" if sees_all else "own"
    standing = [s for s in (seen if part else shares) if s.state in states.STANDING]
    notice, what = directive.kind == "notice", lacking(reading)
    silent = [s for s in seen if s.state in (states.ACKNOWLEDGED, states.RETURNED)]
    base = directive_facts(directive, name=context.org.name, due=directive.due)
    return base | {
        "visible": sees_all or bool(seen),
        "state": directive.state,
        # Numbers beside names count whom they are about; a withdrawn directive keeps its own.
        "part": part,
        "total": len(standing) if part else directive.total,
        "acknowledged": (
            sum(s.acknowledged_at is not None for s in standing) if part else directive.acknowledged
        ),
        "reported": sum(s.state in (states.REPORTED, states.ACCEPTED) for s in standing),
        "accepted": sum(s.state == states.ACCEPTED for s in standing),
        "lacking": what,
        "missing": missing(seen, what, notice=notice),
        "unread": names([s for s in seen if s.state == states.ASSIGNED], context),
        "silent": [] if notice or what == "read" else names(silent, context),
        "waiting": names([s for s in seen if s.state == states.REPORTED], context),
        "extended": extended(directive, seen, context),
    }


def extended(directive: Directive, shares: Sequence[Share], context: Context) -> list[Json]:
    """Name whose share has a time of its own, while it is still to be done."""
    own = [s for s in shares if s.state in states.UNDONE and s.due is not None and s.due != directive.due]
    return [
        {
            "who": context.org.name(share.assignee),
            "due": moment(share.due),
            "later": directive.due is not None and share.due is not None and share.due > directive.due,
        }
        for share in own
    ]


def names(shares: Sequence[Share], context: Context) -> list[Json]:
    """Name whose shares these are, each with the unit it was given to."""
    org = context.org
    return [
        f"{org.name(s.assignee)}({unit})" if (unit := org.unit_name(s.department)) else org.name(s.assignee)
        for s in shares
    ]


def _answer(
    kind: str, rows: Sequence[Facts], incoming: Incoming, context: Context, *, more: bool = False
) -> Outcome:
    facts: dict[str, object] = {"rows": list(rows), "at": moment(context.now), "more": more}
    if not incoming.chat:
        return Outcome(kind, facts)
    hidden = ("unread", "silent", "waiting", "extended")
    numbers = [{k: v for k, v in row.items() if k not in hidden} for row in rows]
    names = sum(len(v) for row in rows for k in hidden if isinstance(v := row[k], list))
    notices = (_to_asker(f"{kind}.names", incoming, facts, context),) if names else ()
    return Outcome(f"{kind}.numbers", {**facts, "rows": numbers, "names_sent": bool(names)}, notices)


def _to_asker(kind: str, incoming: Incoming, facts: dict[str, object], context: Context) -> Notice:
    return Notice(
        kind,
        (Receiver(incoming.sender),),
        facts,  # type: ignore[arg-type]  # made of facts above
        f"{kind}:{incoming.account}:{incoming.dedupe}",
        context.now,
        lane=Lane.FAST,
    )


async def mine(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Say what the person still has to do; in a group the number alone, the list one to one."""
    del reading
    rows: list[Json] = []
    for one in await lookup.candidates(db, incoming.sender, states.UNDER_WAY, context):
        base = directive_facts(one.directive, name=context.org.name, due=one.share.due)
        done_notice = one.directive.kind == "notice" and one.share.state == states.ACKNOWLEDGED
        if not done_notice:
            rows.append(
                base | {"state": one.share.state, "for": lookup.held_for(one.share, incoming.sender, context)}
            )
    rows.sort(key=_first_due)
    facts: dict[str, object] = {"rows": rows[:MOST_ROWS], "count": len(rows), "at": moment(context.now)}
    if not incoming.chat or not rows:
        return Outcome("mine", facts)
    notice = _to_asker("mine", incoming, facts, context)
    return Outcome("mine.numbers", {"count": len(rows)}, (notice,))


def _first_due(row: Json) -> tuple[bool, str]:
    """Sort what is still to be done by its time, and what waits for the issuer behind it."""
    assert isinstance(row, dict)
    return row["state"] == states.REPORTED, str(row["due"] or "9")
