"""How many customer-service messages may still go to a citizen, and until when; pure.

Rules: 公众号 客服接口, 下发条数与时限. Grants stand in the citizen's row as pairs: until when (milliseconds)
and how many. Whether a second message adds its five to those of the first, or starts them anew, the platform
does not say: here they add up, and where it counts less it says so (45047), and the row is set right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from tasks.fields import Json, to_ms

MESSAGE: Final = (5, timedelta(hours=48))
TAP: Final = (3, timedelta(minutes=1))
GRANTS: Final[Mapping[str, tuple[int, timedelta]]] = {
    "message": MESSAGE,
    "click": TAP,
    "scancode_push": TAP,
    "scancode_waitmsg": TAP,
    "subscribe": TAP,
    "scan": TAP,
}
"""What a citizen did → how many messages may go out, within which time.

A tap on a choice in a text counts as a click, although it comes as a message.
"""
KEPT: Final = 12
"""Grants one row holds; of more, those that end last stay."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What is left after one message, and until when the grant ran that it cost."""

    grants: list[Json]
    until: int


def granted(grants: Sequence[Json], what: str, now: datetime) -> list[Json]:
    """Give the grants after something a citizen did; what grants nothing only lets go of those that ended."""
    pairs = _standing(grants, now)
    if what in GRANTS:
        count, life = GRANTS[what]
        pairs.append((to_ms(now + life), count))
    return _written(pairs)


def left(grants: Sequence[Json], now: datetime) -> int:
    """Say how many messages may still go out."""
    return sum(count for _, count in _standing(grants, now))


def spent(grants: Sequence[Json], now: datetime) -> Spent | None:
    """Take one message from the grant that ends first; None where none is left."""
    pairs = sorted(_standing(grants, now))
    if not pairs:
        return None
    (until, count), *others = pairs
    return Spent(_written([(until, count - 1), *others]), until)


def given_back(grants: Sequence[Json], until: int, now: datetime) -> list[Json]:
    """Put back what a message cost that was surely not sent; nothing where its grant has ended since."""
    pairs = _standing(grants, now)
    return _written([*pairs, (until, 1)] if until > to_ms(now) else pairs)


def emptied(grants: Sequence[Json], claimed: datetime, now: datetime) -> list[Json]:
    """Set right what the platform says is used up: only what was granted after the refused call stays."""
    latest = to_ms(claimed + MESSAGE[1])
    return _written([pair for pair in _standing(grants, now) if pair[0] > latest])


def _standing(grants: Sequence[Json], now: datetime) -> list[tuple[int, int]]:
    at = to_ms(now)
    pairs = [(int(cast("int", one[0])), int(cast("int", one[1]))) for one in grants if isinstance(one, list)]
    return [(until, count) for until, count in pairs if until > at and count > 0]


def _written(pairs: Iterable[tuple[int, int]]) -> list[Json]:
    together: dict[int, int] = {}
    for until, count in pairs:
        together[until] = together.get(until, 0) + count
    kept = sorted((until, count) for until, count in together.items() if count > 0)[-KEPT:]
    return [[until, count] for until, count in kept]
