"""Is it still wanted? Asked once more right before anything is sent (docs/principles.md, rule 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.directives import states

NOT_WITHDRAWN = frozenset({states.OPEN, states.CLOSED})
OPEN_ONLY = frozenset({states.OPEN})

UNDER_WAY = frozenset(states.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class While:
    """States of the directive, and of the share (None: any), in which something is still wanted.

    `unseen` things are not wanted any more once the receiver acknowledged in person: who signs for another
    does not take the other's card away.
    """

    directives: frozenset[str]
    shares: frozenset[str] | None = None
    unseen: bool = False


WANTED: Mapping[str, While] = {
    # A notice closes with the last 收到, which may be a stand-in's: the share alone says that it is over.
    "directive.assigned": While(NOT_WITHDRAWN, UNDER_WAY, unseen=True),
    "directive.full_text": While(NOT_WITHDRAWN, UNDER_WAY),
    "directive.feedback": While(OPEN_ONLY, frozenset({states.REPORTED})),
    "directive.feedback_text": While(OPEN_ONLY, frozenset({states.REPORTED})),
    "directive.all_acknowledged": While(NOT_WITHDRAWN),
    "directive.unreachable": While(OPEN_ONLY),
    "group.all_acknowledged": While(NOT_WITHDRAWN),
    "group.closed": While(frozenset({states.CLOSED})),
    "share.accepted": While(NOT_WITHDRAWN, frozenset({states.ACCEPTED})),
    "report.wanted": While(OPEN_ONLY),
}
"""Kind → while when it is still wanted.

A kind that is not here is an answer somebody waits for: it is always wanted.
"""


def is_wanted(kind: str, directive_state: str | None, share_state: str | None, *, in_person: bool) -> bool:
    """Say whether a sending of this kind still makes sense, given how things stand now.

    `in_person` is whether its receiver has acknowledged the share in person.
    """
    rule = WANTED.get(kind)
    if rule is None:
        return True
    if rule.unseen and in_person:
        return False
    return directive_state in rule.directives and (rule.shares is None or share_state in rule.shares)
