"""The first card to each assignee, and the whole text once where a card cannot hold it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.context import Context
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Share
from tasks.notices import Lane, Notice, Receiver

CARD_TEXT = 160
"""Characters of text a card shows in full (path/94888, sub_title_text); more follows once as 全文."""
PART = 600
"""Characters of one part of the 全文: 1,800 bytes of Chinese, below the 2,048 a text may have."""


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
        "directive.assigned", cards, base | {"state": "assigned", "acknowledged_at": None},
        f"assigned:{directive.code}", at, directive=directive.id, lane=lane, critical=critical,
    )  # fmt: skip
    return (first, *_full_text(directive, reachable, at, lane))


def _full_text(directive: Directive, shares: Sequence[Share], at: datetime, lane: Lane) -> tuple[Notice, ...]:
    text = directive.content
    if len(text) <= CARD_TEXT:
        return ()
    parts = [text[i : i + PART] for i in range(0, len(text), PART)]
    people = tuple(Receiver(share.assignee, share.id) for share in shares)
    return tuple(
        Notice(
            "directive.full_text", people,
            {"code": directive.code, "text": part, "part": n, "parts": len(parts)},
            f"full:{directive.code}:{n}", at, directive=directive.id, lane=lane,
        )
        for n, part in enumerate(parts, start=1)
    )  # fmt: skip


def _can_see(userid: str, context: Context) -> bool:
    person = context.org.people.get(userid)
    return person is not None and person.status == 1
