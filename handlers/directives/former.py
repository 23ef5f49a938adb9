"""As it was (改回原来的): which time and which text a directive had before it was changed, by its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.context import Context
from handlers.directives.changes import Wanted
from handlers.reading.values import Former
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive
from tasks.fields import Facts
from tasks.notices import Outcome


async def brought_back(
    db: Db, directive: Directive, wanted: Wanted, former: Former, context: Context
) -> Wanted | Outcome:
    """Give what is wanted with the former time or text in it, or the answer that there is none."""
    moved = await _times(db, directive)
    texts = await _texts(db, directive)
    extended = not moved and await _was_extended(db, directive)
    if former.what == "text" or (former.what == "any" and not moved and not extended and len(texts) > 1):
        return _text(directive, wanted, texts, former, context)
    if extended:
        return replace(wanted, due=directive.due)
    due = (moved[0] if former.first else moved[-1]) if moved else None
    if due is None:
        why = "no_due" if moved else "rewritten" if len(texts) > 1 else "never"
        return Outcome("amend.no_former", _facts(directive, context) | {"why": why})
    return replace(wanted, past=due) if due <= context.now else replace(wanted, due=due)


async def _times(db: Db, directive: Directive) -> list[datetime | None]:
    """Give the times it had before each move, the first one first."""
    found: list[datetime | None] = []
    for entry in await queries.entries_of(db, directive, "amended"):
        old = entry.detail.get("old")
        if "old" in entry.detail and old != entry.detail.get("due"):
            found.append(datetime.fromisoformat(str(old)) if old else None)
    return found


async def _texts(db: Db, directive: Directive) -> list[str]:
    """Give the texts it had one after the other, the one it has now last."""
    entries = [
        *await queries.entries_of(db, directive, "issued"),
        *await queries.entries_of(db, directive, "amended"),
    ]
    return [str(entry.detail["content"]) for entry in entries if entry.detail.get("content")]


async def _was_extended(db: Db, directive: Directive) -> bool:
    """Whether somebody's own time was moved, though the directive's never was."""
    shares = await queries.shares_of(db, directive, states.UNSETTLED)
    return any(share.due_before == directive.due != share.due for share in shares)


def _text(
    directive: Directive, wanted: Wanted, texts: Sequence[str], former: Former, context: Context
) -> Wanted | Outcome:
    if len(texts) < 2:
        return Outcome("amend.no_former", _facts(directive, context) | {"why": "text"})
    return replace(wanted, text=texts[0] if former.first else texts[-2])


def is_over(directive: Directive, due: datetime, context: Context) -> Outcome:
    """Answer that the former time is over, and ask for another one."""
    return Outcome("amend.former_over", _facts(directive, context) | {"wanted_due": moment(due)})


def _facts(directive: Directive, context: Context) -> Facts:
    return directive_facts(directive, name=context.org.name, due=directive.due)
