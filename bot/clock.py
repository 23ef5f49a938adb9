"""The only place that asks what time it is; everywhere else time is an argument.

Two clocks are kept apart. The *service's* clock decides what is due, and can be a controlled one that stands
still between advances. The *machine's* seconds decide leases, the life of tokens and the age of a callback's
signature, which stay real in a rehearsal.
"""

from __future__ import annotations

import time
from datetime import datetime, tzinfo
from typing import Protocol


class Clock(Protocol):
    """Where the service gets its time from."""

    def now(self) -> datetime:
        """Give the service's time: aware, in the service's zone."""
        ...


class SystemClock:
    """The machine's wall clock, seen from the service's zone."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def now(self) -> datetime:
        """Give the machine's time in the service's zone."""
        return datetime.now(self._zone)


class ControlledClock:
    """A clock that stands still until somebody turns it forward; `start` is aware and gives the zone."""

    def __init__(self, start: datetime) -> None:
        _refuse_naive(start)
        self._at = start

    def now(self) -> datetime:
        """Give the time it was last set to."""
        return self._at

    def set(self, at: datetime) -> None:
        """Turn the clock to `at` (aware, any zone); ValueError where that would turn it back."""
        _refuse_naive(at)
        if at < self._at:
            raise ValueError(f"the clock stands at {self._at.isoformat()} and never goes back")
        self._at = at.astimezone(self._at.tzinfo)


def machine_seconds() -> float:
    """Give the machine's Unix time in seconds: for leases, tokens and the age of signatures."""
    return time.time()


def _refuse_naive(at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError("the clock takes aware times alone")
