"""What one message can show: lines by section, their bytes estimated, what presses and what waited first.

The words decide how a line reads, here is only what it can take at most. So nothing is cut behind our back:
what does not fit is known, and stays owed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from handlers.context import Context
from handlers.nudging.wanted import Stand
from tasks.nudges.models import Nudge

ROOM: Final = 1380
"""Bytes for all lines of a message: a text may have 2,048, heads and advice take the rest."""
TITLE: Final = 20
PERSON: Final = 8
NEWS_TITLE: Final = 24
"""Characters of a title and of a name in a line; the sentences cut at the same."""
NAMES: Final = 6
NAMES_ROOM: Final = 360
"""Names in one line, and the bytes they take at most: the sentences cut at a third, and marks grow."""
OWN: Final = 122
GROUPED: Final = 115
NEWS: Final = 70
"""Bytes of everything else in a line: number, code, urgency, state, time, what the rule is about."""
FOR: Final = 5
NUDGED: Final = 17
AND_SO_ON: Final = 20
"""Bytes around the name one stands in for, the name of who nudges, and 等…人."""

REVIEW: Final = "unreviewed"
"""The rule about reports that wait; whatever else an issuer hears is about people who have not acted."""
SECTIONS: Final = ("team", "watch", "own", "review", "news")
"""The parts of a message, in the order in which they get room: escalations first."""
_OF_ROLE: Final[Mapping[str, str]] = {
    "leader": "team",
    "issuer": "team",
    "supervisor": "watch",
    "news": "news",
}

Key = tuple[int, str]
"""What is said once: a share, and as what it is heard."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message: a share of one's own, or all shares of a directive that one rule is about."""

    section: str
    stands: tuple[Stand, ...]


def section_of(nudge: Nudge) -> str:
    """Name the part of a message in which a reminder stands."""
    if nudge.rule == REVIEW and nudge.role == "issuer":
        return "review"
    return _OF_ROLE.get(nudge.role, "own")


def is_over(stand: Stand, now: datetime) -> bool:
    """Whether the time of the share is over."""
    return stand.share.due is not None and stand.share.due <= now


def lines_of(stands: Sequence[Stand], now: datetime) -> list[Line]:
    """Give the lines these reminders come to, in the order of the reminders."""
    found: dict[tuple[object, ...], list[Stand]] = defaultdict(list)
    for stand in stands:
        section = section_of(stand.nudge)
        alone = section in ("own", "news")
        about = (stand.share.id,) if alone else (stand.directive.id, stand.nudge.rule, is_over(stand, now))
        found[section, *about].append(stand)
    return [Line(section_of(some[0].nudge), tuple(some)) for some in found.values()]


def cut(stands: Sequence[Stand], since: Mapping[Key, datetime], context: Context) -> list[list[Line]]:
    """Cut into messages that show all they are about; `since` is how long each share has been owed.

    Every section gets a line before another gets its second, and what has waited longest comes first, so
    that nothing is passed over for ever.
    """
    messages: list[list[Line]] = []
    room = 0
    for line in _in_turn(lines_of(stands, context.now), since):
        takes = bytes_of(line, context)
        if not messages or takes > room:
            messages.append([])
            room = ROOM
        messages[-1].append(line)
        room -= takes
    return messages


def _in_turn(lines: Sequence[Line], since: Mapping[Key, datetime]) -> Iterator[Line]:
    def waited(line: Line) -> tuple[datetime, bool, float]:
        dues = [stand.share.due.timestamp() for stand in line.stands if stand.share.due]
        owed = min(since[stand.share.id, stand.nudge.role] for stand in line.stands)
        return owed, not dues, min(dues, default=0)

    by_section = {name: sorted((ln for ln in lines if ln.section == name), key=waited) for name in SECTIONS}
    for turn in range(max(map(len, by_section.values()), default=0)):
        for some in by_section.values():
            yield from islice(some, turn, turn + 1)


def bytes_of(line: Line, context: Context) -> int:
    """Give how many bytes a line takes at most."""
    return _BYTES[line.section](line, context)


def _own(line: Line, context: Context) -> int:
    stand = line.stands[0]
    other = stand.nudge.person != stand.share.assignee
    return (
        OWN
        + _written(stand.directive.title, TITLE)
        + (FOR + _written(context.org.name(stand.share.assignee), PERSON) if other else 0)
        + (NUDGED + _written(context.org.name(stand.nudge.by), PERSON) if stand.nudge.by else 0)
    )


def _grouped(line: Line, context: Context) -> int:
    names = [_written(context.org.name(one.share.assignee)) + 3 for one in line.stands[:NAMES]]
    return GROUPED + AND_SO_ON + _written(line.stands[0].directive.title, TITLE) + min(sum(names), NAMES_ROOM)


def _news(line: Line, context: Context) -> int:  # noqa: ARG001 - one signature for the table
    return NEWS + _written(line.stands[0].directive.title, NEWS_TITLE)


_BYTES: Final[Mapping[str, Callable[[Line, Context], int]]] = {
    "team": _grouped,
    "watch": _grouped,
    "own": _own,
    "review": _grouped,
    "news": _news,
}


def _written(text: str, most: int | None = None) -> int:
    """Give the bytes of a text that is cut to so many characters; marks become their full-width twins."""
    return sum(max(3, len(one.encode())) for one in text[:most])
