"""States of a directive and of a share, and which move is possible from which.

docs/states.md is written from these tables (bot/states_table.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

OPEN: Final = "open"
CLOSED: Final = "closed"
WITHDRAWN: Final = "withdrawn"
DIRECTIVE_STATES: Final = (OPEN, CLOSED, WITHDRAWN)

ASSIGNED: Final = "assigned"
ACKNOWLEDGED: Final = "acknowledged"
REPORTED: Final = "reported"
RETURNED: Final = "returned"
ACCEPTED: Final = "accepted"
DECLINED: Final = "declined"
REASSIGNED: Final = "reassigned"
SHARE_STATES: Final = (
    ASSIGNED,
    ACKNOWLEDGED,
    REPORTED,
    RETURNED,
    ACCEPTED,
    DECLINED,
    REASSIGNED,
    WITHDRAWN,
)

UNDONE: Final = (ASSIGNED, ACKNOWLEDGED, RETURNED)
"""States in which the assignee has to do something."""
UNDER_WAY: Final = (ASSIGNED, ACKNOWLEDGED, REPORTED, RETURNED)
"""States in which a share still needs somebody."""
UNSETTLED: Final = (*UNDER_WAY, DECLINED)
"""States that keep a directive open: what was declined waits for its issuer."""
STANDING: Final = (*UNDER_WAY, ACCEPTED)
"""States that count: whoever declined, handed on or was taken off is not missing."""
GONE: Final = (DECLINED, REASSIGNED, WITHDRAWN)
"""States from which a share may be given to the same person again."""

Moves = Mapping[str, Mapping[str, tuple[str, ...]]]

MOVES: Moves = {
    "acknowledge": {ASSIGNED: (ACKNOWLEDGED,)},
    "report": {
        ASSIGNED: (REPORTED, ACCEPTED),
        ACKNOWLEDGED: (REPORTED, ACCEPTED),
        REPORTED: (REPORTED,),
        RETURNED: (REPORTED, ACCEPTED),
    },
    "undo_acknowledge": {ACKNOWLEDGED: (ASSIGNED,)},
    "undo_report": {
        REPORTED: (ACKNOWLEDGED, RETURNED, REPORTED, ASSIGNED),
        ACCEPTED: (ACKNOWLEDGED, RETURNED, ASSIGNED),
    },
    "accept": {REPORTED: (ACCEPTED,)},
    "accept_above": {**dict.fromkeys(UNDONE, (ACCEPTED,)), DECLINED: (WITHDRAWN,)},
    "return": {REPORTED: (RETURNED,), ACCEPTED: (RETURNED,)},
    "extend": {ASSIGNED: (ASSIGNED,), ACKNOWLEDGED: (ACKNOWLEDGED,), RETURNED: (RETURNED,)},
    "decline": {ASSIGNED: (DECLINED,), ACKNOWLEDGED: (DECLINED,)},
    "uphold": {DECLINED: (ASSIGNED, ACKNOWLEDGED)},
    "reassign": {
        ASSIGNED: (REASSIGNED,),
        ACKNOWLEDGED: (REASSIGNED,),
        RETURNED: (REASSIGNED,),
        DECLINED: (REASSIGNED,),
    },
    "distribute": {ASSIGNED: (ACKNOWLEDGED,), ACKNOWLEDGED: (ACKNOWLEDGED,), RETURNED: (RETURNED,)},
    "ask_again": {ACKNOWLEDGED: (ASSIGNED,), RETURNED: (ASSIGNED,), REPORTED: (ASSIGNED,)},
    "take_off": dict.fromkeys(UNSETTLED, (WITHDRAWN,)),
    "withdraw": dict.fromkeys(UNSETTLED, (WITHDRAWN,)),
    "close": {REPORTED: (ACCEPTED,), **dict.fromkeys((*UNDONE, DECLINED), (WITHDRAWN,))},
    "undo_close": {ACCEPTED: (REPORTED,), WITHDRAWN: (ASSIGNED, ACKNOWLEDGED, RETURNED, DECLINED)},
    "give_again": dict.fromkeys((*GONE, ACCEPTED), (ASSIGNED,)),
}
"""Verb → state of the share before → states after: the usual one first. What is missing is not possible.

report leads to accepted where the directive says that reporting closes (办结即报); undo_report leads back to
where the report began (assigned for those whose head reported for all); uphold to where the share was
declined; ask_again is what an amendment does. accept_above is what becomes of what was distributed when the
head's share is accepted; undo_close leads back to where 全部办结 found a share.
"""

DIRECTIVE_MOVES: Moves = {
    "acknowledge": {OPEN: (OPEN, CLOSED)},
    "report": {OPEN: (OPEN, CLOSED)},
    "accept": {OPEN: (OPEN, CLOSED)},
    "return": {OPEN: (OPEN,), CLOSED: (OPEN,)},
    "add": {OPEN: (OPEN,), CLOSED: (OPEN,)},
    "undo_acknowledge": {OPEN: (OPEN,), CLOSED: (OPEN,)},
    "undo_report": {OPEN: (OPEN,), CLOSED: (OPEN,)},
    "amend": {OPEN: (OPEN, CLOSED), CLOSED: (OPEN, CLOSED)},
    "withdraw": {OPEN: (WITHDRAWN,), CLOSED: (WITHDRAWN,)},
    "close": {OPEN: (CLOSED,)},
    "undo_close": {CLOSED: (OPEN,)},
}
"""The same for the directive. A notice closes with its last 收到, a task with its last accepted share.

Of what is closed only a notice is amended or withdrawn (what all have read can still be called off); people
are added to a task too, which opens it again.
"""


def can(verb: str, state: str) -> bool:
    """Say whether a share in this state can take this move."""
    return state in MOVES[verb]


def able(verb: str) -> tuple[str, ...]:
    """Give the states of a share from which this move is possible."""
    return tuple(MOVES[verb])
