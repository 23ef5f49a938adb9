"""Facts of a directive and of a share, as every message about them carries them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from tasks.fields import Facts, Json

EXCERPT = 400
"""Characters of the text that a card's facts carry; what a card cannot show follows as 全文."""


class DirectiveLike(Protocol):
    """What is needed of a directive: the table's row, or the plain value of the tap path."""

    @property
    def code(self) -> str:
        """Code such as Z20261124-003."""
        ...

    @property
    def kind(self) -> str:
        """Kind: task or notice."""
        ...

    @property
    def title(self) -> str:
        """Short name."""
        ...

    @property
    def content(self) -> str:
        """Text as posted."""
        ...

    @property
    def urgency(self) -> str:
        """Urgency: critical, urgent or normal."""
        ...

    @property
    def issuer(self) -> str:
        """Userid of the leader it comes from."""
        ...

    @property
    def posted_by(self) -> str:
        """Userid of who said it: the issuer, or a delegate."""
        ...

    @property
    def supervised_by(self) -> str:
        """Userid of the supervisor who took it under supervision (督办); empty where nobody has."""
        ...


def moment(at: datetime | None) -> Json:
    """ISO text of a moment, or null."""
    return at.isoformat() if at else None


def directive_facts(
    directive: DirectiveLike,
    *,
    name: Callable[[str], str],
    due: datetime | None,
    was_due: datetime | None = None,
) -> Facts:
    """Facts that every message about a directive shows; `name` turns a userid into what people read.

    `by` is who said it for the leader (代…), empty where the leader did so in person. `was_due` is the time
    that was set first, where it was changed since.
    """
    return {
        "code": directive.code,
        "kind": directive.kind,
        "title": directive.title,
        "content": directive.content[:EXCERPT],
        "urgency": directive.urgency,
        "issuer": name(directive.issuer),
        "by": name(directive.posted_by) if directive.posted_by != directive.issuer else "",
        "due": moment(due),
        "was_due": moment(was_due),
        "supervised": bool(directive.supervised_by),
        # The year people are in, so that a date says its year only where it is another.
        "year": int(directive.code[1:5]),
    }


def share_facts(
    base: Facts, *, why: Json, role: str | None, state: str, acknowledged_at: datetime | None, signer: str
) -> Facts:
    """Facts of one share's card: the directive's, why this person has it, and how it stands.

    `for` is whose share it is where the card is somebody else's who stands in; empty for the own one.
    """
    return base | {"why": why, "role": role, "for": ""} | standing(state, acknowledged_at, signer)


def standing(state: str, acknowledged_at: datetime | None, signer: str) -> Facts:
    """Facts that say how a share stands; `signer` is who acknowledged for the assignee, else empty."""
    return {"state": state, "acknowledged_at": moment(acknowledged_at), "signer": signer}


def signer_of(assignee: str, acknowledged_by: str | None, name: Callable[[str], str]) -> str:
    """Name who acknowledged for the assignee; empty where nobody has, or the assignee did in person."""
    return "" if acknowledged_by is None or acknowledged_by == assignee else name(acknowledged_by)
