"""Office hours as settings write them, read into pairs of clock times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from itertools import pairwise
from typing import Final

Hours = tuple[tuple[time, time], ...]

OFFICE_HOURS: Final[Hours] = ((time(8, 30), time(12)), (time(14), time(17, 30)))

_HOURS: Final = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})")


def parse_hours(spans: Iterable[str]) -> Hours:
    """Read office hours as settings write them: `["08:30-12:00", "14:00-17:30"]`.

    Raises ValueError, saying what is wrong and how to write it, for anything that is not a list of spans in
    order that do not overlap.
    """
    hours = tuple(_parse_span(span) for span in spans)
    if not hours:
        raise ValueError('no office hours: give at least one span such as "08:30-12:00"')
    for (_, end), (start, _) in pairwise(hours):
        if start < end:
            raise ValueError(
                f"office hours overlap or are out of order: {start:%H:%M} comes before {end:%H:%M}"
            )
    return hours


def _parse_span(span: str) -> tuple[time, time]:
    found = _HOURS.fullmatch(str(span).strip())
    if not found:
        raise ValueError(f'office hours {span!r} are not understood: write them as "08:30-12:00"')
    try:
        start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        raise ValueError(f"office hours {span!r} name a time that does not exist") from None
    if end <= start:
        raise ValueError(f"office hours {span!r} end before they start")
    return start, end


def minute_of(clock: time) -> int:
    """Give the minutes of a clock time after midnight."""
    return clock.hour * 60 + clock.minute
