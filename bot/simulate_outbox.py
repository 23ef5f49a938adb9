"""The outbox of the simulation: a notice is counted at its time, if it is still wanted then."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count

from bot.simulate_tally import FIRST, GROUP, OTHER, Item, Order, Said, Tally
from tasks.db import Db
from tasks.directives.wanted import is_wanted
from tasks.notices import Notice, Receiver
from tasks.nudges.models import Nudge
from tasks.nudges.queue import SENT
from tasks.worktime import WorkCalendar

LOOKED_BACK = timedelta(days=2)
"""How old the rows of a reminder that goes out now can be: what waits, waits for the next digest."""
COLUMNS = ("person", "message", "share_id", "rule", "role", "digest")


class SimulatedOutbox:
    """Counts what would be sent; knows by heart what people did, and asks the service for nothing else."""

    def __init__(
        self, tally: Tally, items: Mapping[int, Item], orders: Mapping[int, Order], calendar: WorkCalendar
    ) -> None:
        self._tally = tally
        self._items = items
        self._orders = orders
        self._calendar = calendar
        self._waiting: list[tuple[datetime, int, Notice]] = []
        self._numbers = count()

    def keep(self, notice: Notice) -> None:
        """Take a notice that is to go out at its time."""
        heapq.heappush(self._waiting, (notice.at, next(self._numbers), notice))

    def next_due(self) -> list[datetime]:
        """Give when the next one goes out, if any waits."""
        return [self._waiting[0][0]] if self._waiting else []

    def send_due(self, now: datetime) -> None:
        """Count what goes out now."""
        while self._waiting and self._waiting[0][0] <= now:
            notice = heapq.heappop(self._waiting)[2]
            for receiver in notice.to:
                self._send(notice, receiver, now)

    def _send(self, notice: Notice, receiver: Receiver, now: datetime) -> None:
        order, item = self._orders.get(notice.directive), self._items.get(receiver.share)
        if not self._tally.is_new(f"{notice.once}:{receiver.id}"):
            return
        state = order.state if order else None
        seen = item is not None and item.seen
        if not is_wanted(notice.kind, state, item.state if item else None, in_person=seen):
            return
        category = (
            GROUP if notice.place == "chat" else FIRST if notice.kind == "directive.assigned" else OTHER
        )
        self._tally.add(category, receiver.id, notice.kind)
        if category == GROUP or self._calendar.is_office_time(now) or (order and order.urgency == "critical"):
            return
        if category == OTHER:
            self._tally.answers_out_of_hours += 1
        elif order and order.urgency == "normal":
            self._tally.out_of_hours += 1

    async def remind(
        self, db: Db, notices: Sequence[Notice], now: datetime
    ) -> Iterator[tuple[str, list[Said]]]:
        """Count messages of reminders, and give what each person was reminded of."""
        found = await self._rows(db, notices, now)
        out: list[tuple[str, list[Said]]] = []
        for notice in notices:
            for receiver in notice.to:
                name = (receiver.id, notice.once)
                if not self._tally.is_new(f"{notice.once}:{receiver.id}"):
                    self._tally.twice += 1
                elif notice.place == "chat":
                    self._tally.add(GROUP, receiver.id, notice.kind)
                else:
                    self._count(notice, receiver, found.get(name, []), now)
                    out.append((receiver.id, [said for said, _ in found.get(name, [])]))
        return iter(out)

    def _count(
        self, notice: Notice, receiver: Receiver, rows: Sequence[tuple[Said, bool]], now: datetime
    ) -> None:
        assert rows, (notice.kind, notice.once, receiver.id)
        digest = any(is_digest for _, is_digest in rows)
        day = self._calendar.local(now).date()
        said = [one for one, _ in rows]
        self._tally.add_reminder(receiver.id, said, day, now, digest=digest, critical=notice.critical)
        if not notice.critical and not self._calendar.is_office_time(now):
            self._tally.out_of_hours += 1

    async def _rows(
        self, db: Db, notices: Sequence[Notice], now: datetime
    ) -> dict[tuple[str, str], list[tuple[Said, bool]]]:
        """Give the rows of the reminders behind these messages, by person and message."""
        messages = {notice.once for notice in notices}
        people = {receiver.id for notice in notices for receiver in notice.to}
        found: dict[tuple[str, str], list[tuple[Said, bool]]] = {}
        for some in _cut(sorted(people)):
            rows = Nudge.filter(person__in=some, at__gte=now - LOOKED_BACK, state=SENT).using_db(db)
            for person, message, share, rule, role, digest in await rows.values_list(*COLUMNS):
                if message in messages:
                    said = Said(rule, role, self._items[share])
                    found.setdefault((person, message), []).append((said, bool(digest)))
        return found


def _cut(people: Sequence[str], size: int = 500) -> Iterator[list[str]]:
    return (list(people[start : start + size]) for start in range(0, len(people), size))
