"""States of a request, and which move is possible from which; docs/states.md is written from these tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

RECEIVED: Final = "received"
HANDED: Final = "handed"
HANDLING: Final = "handling"
WAITING: Final = "waiting"
ANSWERED: Final = "answered"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"
STATES: Final = (RECEIVED, HANDED, HANDLING, WAITING, ANSWERED, REFUSED, WITHDRAWN)

OPEN: Final = (RECEIVED, HANDED, HANDLING, WAITING)
"""States in which somebody owes the citizen an answer, or the citizen owes a word."""
RUNNING: Final = (RECEIVED, HANDED, HANDLING)
"""States in which the clock runs."""

MOVES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "hand": {RECEIVED: (HANDED,), HANDED: (HANDED,), HANDLING: (HANDED,), WAITING: (WAITING,)},
    "sign": {HANDED: (HANDLING,)},
    "unsign": {HANDLING: (HANDED,)},
    "pause": {RECEIVED: (WAITING,), HANDED: (WAITING,), HANDLING: (WAITING,)},
    "resume": {WAITING: (RECEIVED, HANDED, HANDLING)},
    "extend": dict.fromkeys(OPEN, OPEN),
    "answer": dict.fromkeys(OPEN, (ANSWERED,)),
    "return": {ANSWERED: (HANDLING,)},
    "reopen": {ANSWERED: (HANDED, RECEIVED)},
    "refuse": dict.fromkeys(OPEN, (REFUSED,)),
    "withdraw": dict.fromkeys(OPEN, (WITHDRAWN,)),
}
"""Verb → state before → states after: the usual one first. What is missing is not possible.

resume leads back to where the waiting began; return is what an office's answer goes through that the second
look sent back before the citizen saw it, or an undone one; reopen is the citizen's.
"""


def can(verb: str, state: str) -> bool:
    """Say whether a request in this state can take this move."""
    return state in MOVES[verb]
