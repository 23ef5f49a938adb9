"""States of a directive and of a share, and which move is possible from which."""

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

MOVES: Mapping[str, Mapping[str, str]] = {
    "acknowledge": {ASSIGNED: ACKNOWLEDGED},
    "report": {ASSIGNED: REPORTED, ACKNOWLEDGED: REPORTED, REPORTED: REPORTED, RETURNED: REPORTED},
    "accept": {REPORTED: ACCEPTED},
}
"""Verb → state before → state after. What is missing is not possible."""

UNDER_WAY: Final = (ASSIGNED, ACKNOWLEDGED, REPORTED, RETURNED)
"""States in which a share still needs somebody."""
