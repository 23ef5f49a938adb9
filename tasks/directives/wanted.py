"""Is it still wanted? Asked once more right before anything is sent (docs/principles.md, rule 2)."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives import states

NOT_WITHDRAWN = frozenset({states.OPEN, states.CLOSED})
OPEN_ONLY = frozenset({states.OPEN})

WANTED: Mapping[str, tuple[frozenset[str], frozenset[str] | None]] = {
    "directive.assigned": (OPEN_ONLY, frozenset({states.ASSIGNED})),
    "directive.full_text": (OPEN_ONLY, frozenset(states.UNDER_WAY)),
    "directive.feedback": (OPEN_ONLY, frozenset({states.REPORTED})),
    "directive.all_acknowledged": (NOT_WITHDRAWN, None),
    "directive.unreachable": (OPEN_ONLY, None),
    "group.all_acknowledged": (NOT_WITHDRAWN, None),
    "group.closed": (frozenset({states.CLOSED}), None),
    "share.accepted": (NOT_WITHDRAWN, frozenset({states.ACCEPTED})),
    "report.wanted": (OPEN_ONLY, None),
}
"""Kind → states of the directive, and of the share (None: any), in which it is still wanted.

A kind that is not here is an answer somebody waits for: it is always wanted.
"""


def is_wanted(kind: str, directive_state: str | None, share_state: str | None) -> bool:
    """Say whether a sending of this kind still makes sense, given how things stand now."""
    rule = WANTED.get(kind)
    if rule is None:
        return True
    directives, shares = rule
    return directive_state in directives and (shares is None or share_state in shares)
