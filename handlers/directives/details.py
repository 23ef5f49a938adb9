"""A directive as it stands (详情, 都反馈了什么): text, time, counts, what was reported, what is asked for.

For those concerned, and one to one alone: in a group one line says that it was sent. An assignee sees the
directive and the own share, a head the own people's, issuer, delegates and supervisors everybody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.context import Context
from handlers.directives import lookup, seeing
from handlers.directives.attachments import attached
from handlers.directives.full_text import parts_of
from handlers.directives.overview import extended
from handlers.directives.proposed import facts_of
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import proposals, reports, states
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Feedback, Share
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.nudges import queue
from tasks.people.roles import may

MOST_ROWS = 40
"""Reports handed to the wording, which shows as many of them as one text message holds."""
MOST_OF_ONE = 5
"""Reports of one share that are shown: the last ones."""
TEXT = 160
"""Characters of the directive's text that are shown; more of it follows whole."""
WORDS = 120
"""Characters of a report that is shown alone; a longer one follows whole."""
FEW = 60
"""Characters of each of a few reports; where they are one person's, a longer last one follows whole."""


async def details(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Say how a directive stands with what was reported, to whom it concerns."""
    found = await seeing.meant_by(db, incoming, reading, context, verb="status")
    if isinstance(found, Outcome):
        return found
    directive, shares, meant = found.directive, found.shares, found.meant
    if not meant and seeing.names_somebody(reading):
        facts = directive_facts(directive, name=context.org.name, due=directive.due)
        return Outcome("details.nobody", facts)
    told = _shown(await reports.of_shares(db, directive, {share.id for share in meant}))
    facts = await _facts(db, directive, shares, meant, told, incoming, reading, context)
    longer = _texts(directive, told, incoming, reading, context)
    if not incoming.chat:
        return Outcome("details", facts, longer)
    about: Facts = {name: facts[name] for name in ("code", "title")}
    return Outcome(
        "details.aside", about, (_notice("details", directive, facts, 0, incoming, context), *longer)
    )


def _shown(told: Sequence[Feedback]) -> list[Feedback]:
    """Give the last report of each share, the newest first; of one share the last few."""
    last: dict[int, Feedback] = {}
    for feedback in told:
        last.setdefault(feedback.share_id, feedback)
    return list(last.values()) if len(last) > 1 else list(told[:MOST_OF_ONE])


async def _facts(
    db: Db,
    directive: Directive,
    shares: Sequence[Share],
    meant: Sequence[Share],
    told: Sequence[Feedback],
    incoming: Incoming,
    reading: Reading,
    context: Context,
) -> Facts:
    name, by_id = context.org.name, {share.id: share for share in meant}
    whole = seeing.sees_all(incoming.sender, directive, context) and len(meant) == len(shares)
    decides = may("accept", context.asked(incoming.sender, issuer=directive.issuer))
    waiting = sum(share.state == states.REPORTED for share in meant)
    sent, held, held_to = await queue.told_of(db, directive) if whole else (0, 0, None)
    return directive_facts(directive, name=name, due=directive.due) | {
        "asks": reading.asks,
        "text": directive.content[: TEXT + 1],
        "state": directive.state,
        "issued_at": moment(directive.created_at),
        "whole": whole,
        "named": seeing.names_somebody(reading),
        **_counts(directive, meant, whole=whole),
        "extended": extended(directive, meant, context),
        "own": _own(shares, incoming, context),
        "asking": await _asking(db, directive, by_id, context),
        "waiting": waiting if decides and directive.state == states.OPEN else 0,
        "nudged": {"sent": sent, "held": held, "at": moment(held_to)},
        "count": len(told),
        "attached": any(attached(one.media) for one in told),
        "rows": [_row(one, by_id[one.share_id], context) for one in told[:MOST_ROWS]],
        "at": moment(context.now),
    }  # fmt: skip


def _counts(directive: Directive, meant: Sequence[Share], *, whole: bool) -> Facts:
    """Count what stands of the shares that are meant; a withdrawn directive keeps its own numbers."""
    standing = [share for share in meant if share.state in states.STANDING]
    seen = sum(share.acknowledged_at is not None for share in standing)
    return {
        "total": directive.total if whole else len(standing),
        "acknowledged": directive.acknowledged if whole else seen,
        "reported": sum(share.state in (states.REPORTED, states.ACCEPTED) for share in standing),
        "accepted": sum(share.state == states.ACCEPTED for share in standing),
    }


def _own(shares: Sequence[Share], incoming: Incoming, context: Context) -> list[Json]:
    """Give how the shares of the person stand, and of those whose stand-in the person is."""
    people = lookup.stood_for(incoming.sender, context)
    return [
        {
            "state": share.state,
            "due": moment(share.due),
            "for": lookup.held_for(share, incoming.sender, context),
        }
        for share in shares
        if share.assignee in people
    ]


async def _asking(db: Db, directive: Directive, shares: Mapping[int, Share], context: Context) -> list[Json]:
    """Give what waits for a decision about these shares."""
    found = await proposals.open_in(db, directive)
    kept = ("asked", "asker", "for", "unit", "reason", "new_due", "to", "to_unit")
    rows = [
        facts_of(directive, shares[one.share_id], one, context) for one in found if one.share_id in shares
    ]
    return [{name: row[name] for name in kept} for row in rows if not row["over"]]


def _row(feedback: Feedback, share: Share, context: Context) -> Json:
    org = context.org
    return {
        "who": org.name(share.assignee),
        "by": "" if feedback.author == share.assignee else org.name(feedback.author),
        "unit": org.unit_name(share.department) if share.department else "",
        "at": moment(feedback.at),
        "text": feedback.text[: WORDS + 1],
        "attachments": attached(feedback.media),
        "state": share.state,
    }


def _texts(
    directive: Directive, told: Sequence[Feedback], incoming: Incoming, reading: Reading, context: Context
) -> tuple[Notice, ...]:
    """Give whole what is shown in part: the directive's text where that is asked for, one share's report."""
    long: list[tuple[str, str]] = []
    if reading.asks == "details" and len(directive.content) > TEXT:
        long.append(("", directive.content))
    one_share = len({feedback.share_id for feedback in told}) == 1
    if one_share and len(told[0].text) > (WORDS if len(told) == 1 else FEW):
        long.append((context.org.name(told[0].author), told[0].text))
    base: Facts = {"code": directive.code, "title": directive.title}
    facts: list[Facts] = [
        base | {"who": who, "text": part, "part": number, "parts": len(parts)}
        for who, text in long
        for parts in [parts_of(text)]
        for number, part in enumerate(parts, start=1)
    ]
    return tuple(
        _notice("details.text", directive, one, number, incoming, context)
        for number, one in enumerate(facts, start=1)
    )


def _notice(
    kind: str, directive: Directive, facts: Facts, number: int, incoming: Incoming, context: Context
) -> Notice:
    once = f"{kind}:{incoming.channel}:{incoming.account}:{incoming.dedupe}:{number}"
    to = (Receiver(incoming.sender),)
    return Notice(kind, to, facts, once, context.now, lane=Lane.FAST, directive=directive.id)
