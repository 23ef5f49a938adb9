"""How much one citizen and one account may say: counted, not guessed; pure.

Counts stand in the citizen's row (`Citizen.limits`): a name, and since when (milliseconds) how many. They are
generous: who is upset writes many short lines, and is not held back for that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tasks.fields import Facts, to_ms


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within this time; `name` is where it is counted."""

    name: str
    most: int
    within: timedelta


MINUTE: Final = Limit("minute", 30, timedelta(minutes=1))
HOUR: Final = Limit("hour", 200, timedelta(hours=1))
"""Beyond the first one the citizen is asked to go slower; beyond the second one held back for a while."""
SAME: Final = Limit("same", 3, timedelta(minutes=10))
"""The same words so often are taken as heard; the next ones are answered by that alone."""
INSULTS: Final = Limit("insults", 1, timedelta(hours=1))
"""So many are answered; more only counted."""
ADVERTS: Final = Limit("adverts", 2, timedelta(days=1))
"""So many are told what they look like; with the next one the citizen is held back."""
HELD_BACK: Final = {"adverts": timedelta(days=1), "many": timedelta(hours=1)}
"""Why somebody is held back, and for how long."""
FLOOD: Final = 3000
"""Messages of one account in a minute that are handled; beyond it only a sentence is answered."""
DAY: Final = "day"


def count(limits: Facts, limit: Limit, now: datetime) -> tuple[Facts, int]:
    """Count one more; gives the counts as they are then, and how many it is within the time."""
    since, number = _counted(limits, limit.name)
    at = to_ms(now)
    if not since <= at < since + int(limit.within.total_seconds() * 1000):
        since, number = at, 0
    return {**limits, limit.name: [since, number + 1]}, number + 1


def counted(limits: Mapping[str, object], limit: Limit, now: datetime) -> int:
    """Say how many were counted within the time."""
    since, number = _counted(limits, limit.name)
    return number if since <= to_ms(now) < since + int(limit.within.total_seconds() * 1000) else 0


def count_same(limits: Facts, words: str, now: datetime) -> tuple[Facts, int]:
    """Count the same words once more; `words` is their keyed digest. Other words begin anew."""
    if limits.get("words") != words:
        limits = {**limits, "words": words, SAME.name: [to_ms(now), 0]}
    return count(limits, SAME, now)


def may_send_request(limits: Mapping[str, object], now: datetime, per_day: int) -> bool:
    """Whether one more request may be sent today; `now` in the people's own time zone."""
    return requests_today(limits, now) < per_day


def requests_today(limits: Mapping[str, object], now: datetime) -> int:
    """Say how many requests were sent today."""
    kept = limits.get(DAY)
    if not isinstance(kept, list) or len(kept) != 2 or kept[0] != now.date().isoformat():
        return 0
    return int(kept[1])


def request_sent(limits: Facts, now: datetime) -> Facts:
    """Count a request that was sent today."""
    return {**limits, DAY: [now.date().isoformat(), requests_today(limits, now) + 1]}


def forgiven(limits: Facts, clerk: str, now: datetime) -> Facts:
    """Give the counts after a clerk let somebody write again: the requests of the day, and who it was."""
    kept = {name: value for name, value in limits.items() if name == DAY}
    return {**kept, "released": [to_ms(now), clerk]}


def _counted(limits: Mapping[str, object], name: str) -> tuple[int, int]:
    kept = limits.get(name)
    if isinstance(kept, list) and len(kept) == 2:
        return int(kept[0]), int(kept[1])
    return 0, 0


class Flood:
    """Counts the messages of each account in the last minute of this process, by the machine's seconds."""

    def __init__(self, most: int = FLOOD, within_s: float = 60.0) -> None:
        self._most = most
        self._within_s = within_s
        self._times: dict[str, deque[float]] = {}

    def over(self, account: str, at_s: float) -> bool:
        """Count one message, unless it is one too many; say whether it is."""
        times = self._times.setdefault(account, deque())
        while times and times[0] <= at_s - self._within_s:
            times.popleft()
        if len(times) >= self._most:
            return True
        times.append(at_s)
        return False
