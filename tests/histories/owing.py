"""What was owed in a history that is over, to whom, and by which minute it had to be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.context import Context
from tasks.nudges.models import Nudge
from tests.histories.hours import DAY
from tests.histories.oracle import BY_DIGEST, WHOM, Ruling, Snap, owed
from tests.histories.playing import SUPERVISOR, Gap, World

LATE = 60
"""Minutes by which a digest may miss its hour; one that misses it further goes with the next."""


@dataclass(frozen=True, slots=True)
class Debt:
    """Something that was owed: `at` its moment, `heard` when the rules were looked at after it."""

    share: int
    rule: str
    at: int
    heard: int


class Owing:
    """The acts and the reminders of a history that is over."""

    def __init__(self, world: World, rows: list[Nudge]) -> None:
        self.world, self.hours, self.end = world, world.hours, world.minute
        self.rows = rows
        self.said: dict[str, list[tuple[int, bool, bool]]] = defaultdict(list)
        messages: dict[tuple[str, str], list[Nudge]] = defaultdict(list)
        for row in rows:
            if row.state == "sent":
                messages[row.person, row.message].append(row)
        self.messages = messages
        for (who, _), some in messages.items():
            at = self.minute_of(some[0])
            self.said[who].append((at, any(r.digest for r in some), any(r.critical for r in some)))
        for them in self.said.values():
            them.sort()

    def minute_of(self, row: Nudge) -> int:
        """Give when a reminder went out."""
        assert row.sent_at is not None
        return self.hours.minute(row.sent_at)

    def debts(self) -> Iterator[Debt]:
        """Give everything that was owed in this history."""
        for share, snaps in self.world.snaps.items():
            ruling = self.world.rulings[self.world.of[share]]
            for snap, until in zip(snaps, [*(one.at for one in snaps[1:]), self.end], strict=True):
                yield from self._while(share, snap, ruling, until)

    def _while(self, share: int, snap: Snap, ruling: Ruling, until: int) -> Iterator[Debt]:
        """Give what was owed while a share stood so; what a rule missed several times is owed once."""
        last: dict[tuple[str, int], Debt] = {}
        for at, rule in owed(snap, ruling, self.hours, until):
            heard = self._up(at, self.world.no_looks)
            if at > snap.at and heard is not None and heard <= until:
                last[rule, heard] = Debt(share, rule, at, heard)
        yield from last.values()

    def _up(self, at: int, gaps: list[Gap]) -> int | None:
        """Give when something that fell due was seen to; None: it still waits for the switch."""
        if self.world.off_since is not None and at > self.world.off_since and gaps is self.world.no_looks:
            return None
        changed = True
        while changed:
            ends = [gap.end for gap in gaps if gap.start < at < gap.end]
            changed, at = bool(ends), max(ends, default=at)
        return at

    def receivers(self, rule: str, snap: Snap, at: float) -> set[str]:
        """Give who hears a rule, by the directory and by who is away at that minute."""
        context = self.context(at)
        if WHOM[rule] == "group":
            return {snap.chat}
        if WHOM[rule] == "assignee":
            return {self.there(snap.assignee, context)}
        if WHOM[rule] == "issuer":
            return {self.there(snap.head or snap.issuer, context)}
        if WHOM[rule] == "supervisor":
            return {SUPERVISOR}
        return {self._leader(snap, context)}

    def context(self, at: float) -> Context:
        """Give what was known at that minute, of those who are away then."""
        known = self.world.context()
        object.__setattr__(known, "now", self.hours.moment(at))
        return known

    @staticmethod
    def there(who: str, context: Context) -> str:
        """Give the person, or the stand-in of who is away."""
        for absence in reversed(context.absences.by_person.get(who, ())):
            if absence.begins_at <= context.now < absence.until:
                return absence.stand_ins[0]
        return who

    def _leader(self, snap: Snap, context: Context) -> str:
        org, person = context.org, context.org.people[snap.assignee]
        above = list(person.leaders[:1])
        unit = person.departments[0]
        while unit in org.departments:
            above.append(org.head(unit) or "")
            unit = org.departments[unit].parent
        found = [who for one in above if one and (who := self.there(one, context)) != snap.assignee]
        return (found or [self.there(snap.issuer, context)])[0]

    def latest(self, debt: Debt, snap: Snap, person: str) -> int:
        """Give the minute by which this had to be said to that person."""
        hours, gaps = self.hours, self.world.no_deliveries
        if debt.rule in BY_DIGEST:
            at_its_hour = debt.heard == debt.at and hours.digest(debt.at - 1) == debt.at
            return self._digest(debt.at if at_its_hour else hours.digest(debt.heard))
        at = self._up(debt.heard, gaps) or 0
        if snap.urgency == "critical":
            return at
        while not hours.is_open(at):
            at = self._up(hours.opening(at), gaps) or 0
        # Who stood in then may have had enough, and it goes to who is back with the next digest.
        whose = {person} | self.receivers(debt.rule, snap, at)
        if person != "wrk" and max(self._had(who, at) for who in whose) >= 3:
            return self._digest(hours.digest(at))
        return at

    def _digest(self, slot: int) -> int:
        at = self._up(slot, self.world.no_deliveries) or 0
        if at < slot + LATE or (at == slot + LATE and self.hours.is_open(at)):
            return at
        return self._digest(self.hours.digest(at))

    def _had(self, person: str, before: int) -> int:
        """Count the reminders of that day up to that minute, besides digests."""
        return sum(
            not digest for at, digest, _ in self.said[person]
            if before // DAY * DAY <= at <= before
        )  # fmt: skip
