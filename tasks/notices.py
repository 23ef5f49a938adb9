"""What the domain gives back: who must hear what. It knows kinds and facts, no sentence and no channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Literal

from tasks.fields import Facts


class Lane(IntEnum):
    """Answers and 特急 never wait behind bulk."""

    FAST = 0
    NORMAL = 1
    BULK = 2


@dataclass(frozen=True, slots=True)
class Receiver:
    """One receiver of a notice; `share` is the share it is about (0: none).

    `place` is `person` (userid), `chat` (chat id of a group), `card` (the response code of a tapped card),
    `asked` (the response_url of a robot's message), `citizen` (the number of a citizen's row) or `job`
    (something this service does itself).
    """

    id: str
    share: int = 0
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something owed. `once` and the receiver name it for good: a second one of that name is refused.

    `at` is the earliest moment; facts of a receiver are laid over the notice's own.
    """

    kind: str
    to: tuple[Receiver, ...]
    facts: Facts
    once: str
    at: datetime
    place: Literal["person", "chat", "card", "asked", "citizen", "job"] = "person"
    directive: int = 0
    lane: Lane = Lane.NORMAL
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb gives back: the kind and facts of its answer, and who must hear what."""

    kind: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
