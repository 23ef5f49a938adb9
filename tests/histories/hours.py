"""Working time counted minute by minute: what `is_office_time` says of each, nothing else of the calendar.

Times are whole minutes since the beginning of the window in which a history plays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tasks.worktime import WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar()
DAY = 1440
DIGESTS = (8 * 60 + 45, 16 * 60 + 30)
LUNCH = 12 * 60
"""A minute of every working day at which the offices have opened before, and will open again."""
WINDOW = 75
"""Days that are counted: a history, and all that its rules could have to say afterwards."""


@dataclass(frozen=True)
class Hours:
    """The office minutes of a window that begins at a midnight."""

    origin: datetime
    office: tuple[int, ...]
    days: tuple[int, ...]

    def minute(self, at: datetime) -> int:
        """Give the minute of a moment, its seconds left out."""
        return (at - self.origin) // timedelta(minutes=1)

    def moment(self, minute: float) -> datetime:
        """Give the moment of a minute."""
        return self.origin + timedelta(minutes=minute)

    def is_open(self, minute: int) -> bool:
        """Whether the offices work in this minute."""
        place = bisect_left(self.office, minute)
        return place < len(self.office) and self.office[place] == minute

    def opening(self, minute: int) -> int:
        """Give this minute, or the next one in which the offices work."""
        return self.office[bisect_left(self.office, minute)]

    def between(self, start: int, end: int) -> int:
        """Count the working minutes from one to the other."""
        return max(0, bisect_left(self.office, end) - bisect_left(self.office, start))

    def later(self, start: int, minutes: int) -> int:
        """Give the office minute before which so many have passed since `start`."""
        return self.office[bisect_left(self.office, start) + minutes]

    def earlier(self, end: int, minutes: int) -> int:
        """Give the office minute from which so many are left until `end`."""
        return self.office[max(0, bisect_left(self.office, end) - minutes)]

    def digest(self, minute: int) -> int:
        """Give the next hour of a digest, after this minute."""
        day = minute // DAY * DAY
        while True:
            found = [day + hour for hour in DIGESTS if day + hour > minute and self.works(day // DAY)]
            if found:
                return found[0]
            day += DAY

    def works(self, day: int) -> bool:
        """Whether the offices work on that day of the window."""
        return self.days[bisect_left(self.days, day) :][:1] == (day,)

    def day(self, day: int, n: int) -> int:
        """Give the n-th working day after that one (before it, for a negative n)."""
        return self.days[bisect_right(self.days, day) + n - 1 if n > 0 else bisect_left(self.days, day) + n]

    def morning(self, day: int) -> int:
        """Give the first digest of a day."""
        return day * DAY + DIGESTS[0]


@cache
def hours_from(year: int, month: int, day: int) -> Hours:
    """Count a window that begins ten days before that day."""
    origin = datetime(year, month, day, tzinfo=ZONE) - timedelta(days=10)
    minutes = range(WINDOW * DAY)
    office = tuple(m for m in minutes if CALENDAR.is_office_time(origin + timedelta(minutes=m)))
    return Hours(origin, office, tuple(sorted({minute // DAY for minute in office})))
