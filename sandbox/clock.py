"""The sandbox's clock: it stands still and moves only when told to."""

from __future__ import annotations

from datetime import datetime, timedelta

WEEKDAYS = "一二三四五六日"


class Clock:
    """The world's time; limits and the life of codes and files are measured by it, signatures are not."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("the clock needs a time with its zone, such as 2026-11-24T07:30+08:00")
        self.start = start
        self.now = start

    def advance(self, seconds: float) -> datetime:
        """Move forward; never back.

        :raises ValueError: the seconds are negative.
        """
        if seconds < 0:
            raise ValueError("the clock does not go back")
        self.now += timedelta(seconds=seconds)
        return self.now

    @property
    def stamp(self) -> int:
        """The world's time as whole seconds since 1970."""
        return int(self.now.timestamp())


def shown(moment: datetime) -> str:
    """Write a time as people read it: 11月24日(周二)07:30."""
    return f"{moment.month}月{moment.day}日(周{WEEKDAYS[moment.weekday()]}){moment:%H:%M}"
