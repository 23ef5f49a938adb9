"""Holds what became of every reminder against what was owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.context import Context
from tasks.nudges.models import Nudge
from tests.histories.hours import DAY, Hours
from tests.histories.oracle import BY_DIGEST, STATES, UNDONE, WHOM, Ruling, Snap, holds, owed
from tests.histories.playing import ROLES, SUPERVISOR, Gap, World


@dataclass(frozen=True, slots=True)
class Debt:
    """Something that was owed: `at` its moment, `heard` when the rules were looked at after it."""

    share: int
    rule: str
    at: int
    heard: int


class Judge:
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

    # What was owed

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

    # When it had to be said

    def latest(self, debt: Debt, urgency: str, person: str) -> int:
        """Give the minute by which this had to be said to that person."""
        hours, gaps = self.hours, self.world.no_deliveries
        if debt.rule in BY_DIGEST:
            at_its_hour = debt.heard == debt.at and hours.digest(debt.at - 1) == debt.at
            return self._digest(debt.at if at_its_hour else hours.digest(debt.heard))
        at = self._up(debt.heard, gaps) or 0
        if urgency == "critical":
            return at
        while not hours.is_open(at):
            at = self._up(hours.opening(at), gaps) or 0
        if person != "wrk" and self._had(person, at) >= 3:
            return self._digest(hours.digest(at))
        return at

    def _digest(self, slot: int) -> int:
        at = self._up(slot, self.world.no_deliveries) or 0
        if at == slot or self.hours.is_open(at) or at < slot + 60:
            return at
        return self._digest(self.hours.digest(at))

    def _had(self, person: str, before: int) -> int:
        """Count the reminders of that day up to that minute, besides digests."""
        return sum(
            not digest for at, digest, _ in self.said[person]
            if before // DAY * DAY <= at <= before
        )  # fmt: skip

    # What is held

    def judge(self) -> None:
        """Hold everything; what does not hold says so."""
        self._decent()
        found: dict[tuple[int, str, int], list[Nudge]] = defaultdict(list)
        for row in self.rows:
            if row.rule not in ("by_hand", "news"):
                found[row.share_id, row.rule, self.hours.minute(row.made_at)].append(row)
        debts = {(one.share, one.rule, one.heard): one for one in self.debts()}
        told: dict[int, int] = {}
        for key in (one for one in found if one[1] == "unseen_group" and one[2] in self.world.switched):
            told[self.world.of[key[0]]] = key[2]
        for key in sorted((k for k in debts if k[1] == "unseen_group"), key=lambda k: k[2]):
            first = told.setdefault(self.world.of[key[0]], key[2])
            if first != key[2]:
                del debts[key]

        # What happened while nothing was reminded of is not known to the minute when that is switched on:
        # of what was missed meanwhile the rest may be said, or not.
        for key in [one for one in {*found, *debts} if one[2] in self.world.switched]:
            found.pop(key, None)
            debts.pop(key, None)

        assert sorted(debts) == sorted(found), self._difference(set(debts), set(found))
        for key, debt in debts.items():
            self._settled(debt, found[key])
        for row in self.rows:
            if row.state == "sent" and row.rule == "by_hand":
                self._about_something_undone(row)

    def _difference(self, debts: set[tuple[int, str, int]], found: set[tuple[int, str, int]]) -> str:
        def shown(some: set[tuple[int, str, int]]) -> list[str]:
            return [f"share {s} {rule} {self.hours.moment(at):%m-%d %H:%M}" for s, rule, at in sorted(some)]

        return f"missing: {shown(debts - found)}; not owed: {shown(found - debts)}"

    def at(self, share: int, minute: int) -> Snap:
        """Give how a share stood when the sweeps of that minute ran."""
        snaps = self.world.snaps[share]
        return [one for one in snaps if one.at <= minute or one is snaps[0]][-1]

    def _settled(self, debt: Debt, rows: list[Nudge]) -> None:
        snap = self.at(debt.share, debt.heard)
        for row in rows:
            why = (
                debt,
                row.person,
                row.state,
                row.reason,
                f"{row.at:%m-%d %H:%M}",
                self.hours.moment(debt.heard),
            )
            last = self.latest(debt, snap.urgency, row.person)
            if row.digest and debt.rule not in BY_DIGEST:  # it waited with others for the person's digest
                last = max(last, self._digest(self.hours.digest(last - 1)))
            changed = self._changed(debt, min(last, self.end))
            if row.state == "sent":
                at = self.minute_of(row)

                assert debt.heard <= at <= last, (
                    "too late",
                    why,
                    self.hours.moment(last),
                    self.hours.moment(at),
                )
                self._about_something_owed(row, debt, at)
                if row.digest and debt.rule in BY_DIGEST:
                    self._not_again(row)
            elif row.state == "waiting":
                assert last > self.end, ("forgotten", why, self.hours.moment(last))
            elif row.reason == "said":
                assert self._was_said(row, last), ("not said", why)
            else:
                late = snap.due is not None and debt.rule not in STILL and snap.due <= last

                assert changed or late, ("lost", why, self.hours.moment(last))
        for row in (one for one in rows if one.state == "sent"):
            at = self.minute_of(row)
            wanted = self.receivers(debt.rule, snap, at) | self.receivers(debt.rule, snap, at + 0.5)

            assert row.person in wanted, ("not for them", debt, row.person, wanted)
        people = {row.person for row in rows}

        assert len(rows) == len(people) == len(self.receivers(debt.rule, snap, debt.heard)), (debt, people)

    def _changed(self, debt: Debt, until: int) -> bool:
        """Whether what the rule asked for was done, or is another matter since."""
        before = self.at(debt.share, debt.heard)
        later = [one for one in self.world.snaps[debt.share] if debt.heard <= one.at <= until]
        return any(
            not holds(debt.rule, one)
            or (one.due, one.given, one.since) != (before.due, before.given, before.since)
            for one in later
        )

    def _was_said(self, row: Nudge, last: int) -> bool:
        """Whether the person heard of this share on its own since the last digest."""
        return any(
            one.share_id == row.share_id and one.role == row.role and not one.digest and one.person == row.person
            and self.minute_of(one) <= last for some in self.messages.values() for one in some
        )  # fmt: skip

    def _about_something_owed(self, row: Nudge, debt: Debt, at: int) -> None:
        """Nothing about what is acknowledged, done, withdrawn, moved or over."""
        snap = self._then(row)

        assert holds(debt.rule, snap), ("done", debt, self.hours.moment(at), snap)
        assert row.due is None or self.hours.minute(row.due) == snap.due, ("moved", debt, snap)
        if debt.rule not in STILL and snap.due is not None:
            assert at <= snap.due, ("over", debt, self.hours.moment(at))

    def _not_again(self, row: Nudge) -> None:
        """What went out on its own since the last digest is not in the next one, unless it presses more."""
        assert row.sent_at is not None
        slot = self.hours.minute(row.at)
        since = max(
            at for at in (slot - minutes for minutes in range(1, 15 * DAY)) if self.hours.digest(at - 1) == at
        )
        earlier = [
            one.rule for one in self.rows
            if (one.person, one.share_id, one.role, one.digest, one.state)
            == (row.person, row.share_id, row.role, False, "sent")
            and one.sent_at is not None and since <= self.hours.minute(one.sent_at)
            and one.sent_at < row.sent_at
        ]  # fmt: skip

        assert all(PRESSES.index(rule) < PRESSES.index(row.rule) for rule in earlier), (earlier, row.rule)

    def _about_something_undone(self, row: Nudge) -> None:
        snap = self._then(row)

        assert snap.open
        assert snap.state in (("assigned",) if snap.kind == "notice" else UNDONE), snap

    def _then(self, row: Nudge) -> Snap:
        """Give how a share stood when this went out."""
        assert row.sent_at is not None
        snaps, since = self.world.snaps[row.share_id], self.world.since[row.share_id]
        return [one for one, at in zip(snaps, since, strict=True) if at <= row.sent_at][-1]

    def _decent(self) -> None:
        """Three reminders and two digests a day, in office hours, one message of a minute; 特急 passes."""
        for who, them in self.said.items():
            if who == "wrk":
                assert all(self.hours.is_open(at) or critical for at, _, critical in them)
                continue
            for place, (at, digest, critical) in enumerate(them):
                day = [one for one in them[:place] if one[0] // DAY == at // DAY]
                shown = (who, f"{self.hours.moment(at):%m-%d %H:%M}", digest, them)

                assert critical or self.hours.is_open(at), ("out of hours", shown)
                assert critical or digest or sum(not one[1] for one in day) < 3, ("too many", shown)
                assert not digest or sum(one[1] for one in day) < 2, ("too many digests", shown)
        self._one_message()

    def _one_message(self) -> None:
        """What is due for one person at one moment is one message; nothing twice; one line in a group."""
        at_once: dict[tuple[str, object], set[str]] = defaultdict(set)
        for (who, message), some in self.messages.items():
            if (
                who != "wrk"
                and not some[0].critical
                and message.startswith("nudge:")
                and message.count(":") == 1
            ):
                at_once[who, some[0].sent_at].add(message)

        assert [] == [key for key, them in at_once.items() if len(them) > 1]
        lines = [row.directive_id for n in self.messages for row in self.messages[n][:1] if n[0] == "wrk"]

        assert sorted(set(lines)) == sorted(lines)
        sent = [(one.once, to.id) for one in self.world.notices for to in one.to]

        assert len(set(sent)) == len(sent)


STILL = ("overdue", "overdue_leader", "overdue_supervisors", "silent", "unreviewed")
"""Rules about what stays so until somebody acts."""
PRESSES = (
    "silent", "unseen_half", "unreviewed", "unseen", "unseen_leader", "unseen_critical",
    "unseen_critical_leader", "behind", "day_before", "hours_before", "overdue", "overdue_leader",
    "overdue_supervisors", "by_hand",
)  # fmt: skip
"""Rules, the one that presses least first."""
__all__ = ["ROLES", "STATES", "Debt", "Hours", "Judge"]
