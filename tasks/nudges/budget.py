"""When a reminder may go out: office hours, so many a day for one person, and else with the digest.

Pure functions over values, and the counts they need from the table of reminders. Every rule that reminds
asks here, so that no two of them together are too much for anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal

from tasks.db import Db
from tasks.nudges.models import Nudge
from tasks.worktime import WorkCalendar

MOST_A_DAY: Final = 3
"""Reminders to one person in a day, across all directives, groups and issuers; digests are not among them."""
DIGEST_HOURS: Final = (time(8, 45), time(16, 30))
"""When what can wait goes out, merged for each person: two digests a working day."""
APART: Final = timedelta(hours=2)
"""How long a share is not nudged by hand again."""
LATE: Final = timedelta(hours=1)
"""A digest that could not go out within this of its hour waits for the next one."""

DAY: Final = timedelta(days=1)
SLICE: Final = 1000
"""Names in one condition."""
LONGEST_WAIT: Final = 31 * DAY
"""No reminder waits longer until it goes out; what was due before need not be read."""

Why = Literal["", "hours", "full", "late"]


@dataclass(frozen=True, slots=True)
class Slot:
    """When a reminder goes out; `digest`: with the person's digest. `why` not now: hours, full, late."""

    at: datetime
    digest: bool = False
    why: Why = ""


def slot(
    calendar: WorkCalendar, now: datetime, *, had: int, critical: bool, hours: WorkCalendar | None = None
) -> Slot:
    """Say when a person who had so many reminders today gets one more; critical ones (特急) go at once.

    `hours` are the person's own, where they differ from the body's.
    """
    if critical:
        return Slot(now)
    hours, digest = hours or calendar, next_digest(calendar, now)
    if not hours.is_office_time(now):
        opens = digest if hours.is_office_time(digest) else now
        return Slot(in_hours(opens, hours, calendar, digest=True), digest=True, why="hours")
    if had >= MOST_A_DAY:
        return Slot(in_hours(digest, hours, calendar, digest=True), digest=True, why="full")
    return Slot(now)


def in_hours(at: datetime, hours: WorkCalendar, calendar: WorkCalendar, *, digest: bool) -> datetime:
    """Give when a person with these hours hears what is for this moment: then, or when the office opens.

    A digest goes with the body's, where that is near and in the person's hours.
    """
    if hours.is_office_time(at):
        return at
    opens = hours.next_office_time(at)
    near = next_digest(calendar, opens - timedelta(minutes=1))
    return near if digest and near - opens <= LATE and hours.is_office_time(near) else opens


def next_digest(calendar: WorkCalendar, now: datetime) -> datetime:
    """Give the next hour of a digest: 08:45 or 16:30 on a working day, after this moment."""
    day = calendar.local(now).date()
    while True:
        later = [at for hour in DIGEST_HOURS if (at := calendar.at(day, hour)) > now]
        if later and calendar.is_working_day(day):
            return later[0]
        day += timedelta(days=1)


def last_digest(calendar: WorkCalendar, now: datetime) -> datetime:
    """Give the last hour of a digest before this moment."""
    day = calendar.local(now).date()
    while True:
        earlier = [at for hour in DIGEST_HOURS if (at := calendar.at(day, hour)) < now]
        if earlier and calendar.is_working_day(day):
            return earlier[-1]
        day -= timedelta(days=1)


def digest_slot(calendar: WorkCalendar, moment: datetime, now: datetime) -> datetime:
    """Give the digest with which something of that moment goes: its own hour's, unless that is long over."""
    here = calendar.local(moment)
    at_its_hour = here.time() in DIGEST_HOURS and calendar.is_working_day(here.date())
    if at_its_hour and not is_too_late(moment, now):
        return moment
    return next_digest(calendar, now)


def is_too_late(slot_at: datetime, now: datetime) -> bool:
    """Whether a digest missed its hour so far (the service was down) that it goes with the next one.

    Inside office hours, too: else there would be three of them on one day.
    """
    return now - slot_at > LATE


async def had_today(db: Db, calendar: WorkCalendar, people: Collection[str], now: datetime) -> dict[str, int]:
    """Count the messages of reminders each of these people got on this day besides the digests.

    What was merged into one message is one, whatever it was about.
    """
    midnight = calendar.at(calendar.local(now).date(), time())
    counts = dict.fromkeys(people, 0)
    for some in sliced(sorted(people)):
        rows = Nudge.filter(person__in=some, at__gte=midnight - LONGEST_WAIT, digest=False)
        today = rows.filter(sent_at__gte=midnight, sent_at__lt=midnight + DAY).using_db(db)
        messages = await today.exclude(message="").values_list("person", "message")
        for person, _message in set(messages):
            counts[person] += 1
    return counts


def sliced(people: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut into conditions both databases take."""
    return (people[start : start + SLICE] for start in range(0, len(people), SLICE))


async def nudged_lately(
    db: Db, shares: Collection[int], rule: str, now: datetime, *, apart: timedelta = APART
) -> set[int]:
    """Give the numbers of those shares that this rule reminded of within the time."""
    rows = Nudge.filter(share_id__in=list(shares), rule=rule, made_at__gt=now - apart).using_db(db)
    return {nudge.share_id for nudge in await rows}
