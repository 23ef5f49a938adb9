"""What was sent although it was named as formalism, and what was sent quietly instead: in the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tasks import history
from tasks.db import Db
from tasks.directives.models import Directive, HistoryEntry
from tasks.fields import Facts, Json

INSISTED: Final = "insisted"
QUIETENED: Final = "quietened"


@dataclass(frozen=True, slots=True)
class Insisted:
    """A directive that went out as written, when, and which rows of the guard it touches."""

    directive: Directive
    at: datetime
    rules: tuple[str, ...]


async def insist(
    db: Db, directive: Directive, *, actor: str, rules: Sequence[Json], said: str, now: datetime
) -> None:
    """Write down that the issuer had it sent as written; the words are in `issued` already."""
    del said
    detail: Facts = {"rules": [*rules]}
    await history.append(db, directive, at=now, actor=actor, action=INSISTED, detail=detail)


async def quieten(
    db: Db, directive: Directive, *, actor: str, rules: Sequence[Json], said: str, now: datetime
) -> None:
    """Write down that it was sent in other words than were `said` first."""
    detail: Facts = {"rules": [*rules], "said": said}
    await history.append(db, directive, at=now, actor=actor, action=QUIETENED, detail=detail)


async def insisted_since(db: Db, since: datetime, *, chat: str = "") -> list[Insisted]:
    """Give what was insisted on since then, newest first; `chat`: in one group alone.

    It is written when a directive is issued, so that only the histories of directives since then are read.
    """
    before = await Directive.filter(created_at__lt=since).using_db(db).order_by("-id").first()
    entries = HistoryEntry.filter(directive_id__gt=before.id if before else 0, action=INSISTED)
    found = await entries.using_db(db).order_by("-directive_id")
    directives: dict[int, Directive] = {}
    for start in range(0, len(found), 500):
        ids = [entry.directive_id for entry in found[start : start + 500]]
        rows = Directive.filter(id__in=ids, chat=chat) if chat else Directive.filter(id__in=ids)
        directives |= {row.id: row for row in await rows.using_db(db)}
    return [
        Insisted(directives[entry.directive_id], entry.at, tuple(str(one) for one in _rules(entry)))
        for entry in found
        if entry.directive_id in directives and entry.at >= since
    ]


def _rules(entry: HistoryEntry) -> list[Json]:
    rules = entry.detail.get("rules")
    return rules if isinstance(rules, list) else []
