"""The first card to each assignee, and the whole text once where a card cannot hold it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.context import Context
from handlers.directives.full_text import following
from tasks.directives.facts import directive_facts, standing
from tasks.directives.models import Directive, Share
from tasks.notices import Lane, Notice, Receiver


def assigned(
    directive: Directive, shares: Sequence[Share], at: datetime, context: Context
) -> tuple[Notice, ...]:
    """First card to each assignee who can see one, and the whole text once where a card cannot hold it."""
    gone = {a for a in (s.assignee for s in shares) if not _can_see(a, context)}
    reachable = [share for share in shares if share.assignee not in gone]
    if not reachable:
        return ()
    lane = Lane.FAST if directive.urgency == "critical" else Lane.BULK if len(reachable) > 50 else Lane.NORMAL
    base = directive_facts(directive, name=context.org.name, due=directive.due)
    cards = tuple(
        Receiver(share.assignee, share.id, {"why": share.why, "role": share.role}) for share in reachable
    )
    critical = directive.urgency == "critical"
    first = Notice(
        "directive.assigned", cards, base | standing("assigned", None, ""),
        f"assigned:{directive.code}", at, directive=directive.id, lane=lane, critical=critical,
    )  # fmt: skip
    whole = following(first, "directive.full_text", directive.content, {"code": directive.code})
    return (first, *whole)


def _can_see(userid: str, context: Context) -> bool:
    person = context.org.people.get(userid)
    return person is not None and person.status == 1
