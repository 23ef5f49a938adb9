"""Facts of a directive and of a share, as every message about them carries them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from tasks.fields import Facts, Json

EXCERPT = 400
"""Characters of the text that a card's facts carry; what a card cannot show follows as 全文."""


class DirectiveLike(Protocol):
    """What is needed of a directive: the table's row, or the plain value of the tap path."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def urgency(self) -> str: ...


def moment(at: datetime | None) -> Json:
    """ISO text of a moment, or null."""
    return at.isoformat() if at else None


def directive_facts(directive: DirectiveLike, *, issuer: str, due: datetime | None) -> Facts:
    """Facts that every message about a directive shows; `issuer` is the name people read."""
    return {
        "code": directive.code,
        "kind": directive.kind,
        "title": directive.title,
        "content": directive.content[:EXCERPT],
        "urgency": directive.urgency,
        "issuer": issuer,
        "due": moment(due),
        # The year people are in, so that a date says its year only where it is another.
        "year": int(directive.code[1:5]),
    }


def share_facts(
    base: Facts, *, why: Json, role: str | None, state: str, acknowledged_at: datetime | None
) -> Facts:
    """Facts of one share's card: the directive's, why this person has it, and how it stands."""
    return base | {
        "why": why,
        "role": role,
        "state": state,
        "acknowledged_at": moment(acknowledged_at),
    }
