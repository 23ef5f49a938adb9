"""What whoever issues is told: code, who got it, until when, whom no card reaches, who was left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.context import Context
from handlers.directives import on_leave, unreachable
from handlers.directives.addressees import Addressed
from handlers.reading import Reading
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Share
from tasks.fields import Facts


def issued_facts(
    directive: Directive,
    shares: Sequence[Share],
    addressed: Addressed,
    reading: Reading,
    at: datetime,
    context: Context,
) -> Facts:
    """Facts of the answer; `at` is when the cards go out."""
    mine = {share.assignee for share in shares}
    lost = unreachable.of([share.assignee for share in shares], context)
    covered = sum(bool(one["for"]) for one in lost if isinstance(one, dict))
    facts = directive_facts(directive, name=context.org.name, due=directive.due)
    return facts | {
        "who": list(addressed.who),
        "total": directive.total,
        "acknowledged": directive.acknowledged,
        "reached": len(shares) - len(lost) + covered,
        "unreachable": lost,
        "left_out": list(addressed.left_out),
        "away": on_leave.of([share.assignee for share in shares], at, context),
        "held_until": moment(at) if at > context.now else None,
        "rehearsal": len(mine & context.only) if context.only else None,
        "provisional": reading.deadline.provisional
        or (at > context.now and not context.calendar.is_published(at.year)),
        "other_dues": [moment(other) for other in reading.deadline.others],
        "rrule": reading.rrule,
        "chat": directive.chat,
        "at": moment(context.now),
        "question": None,
    }
