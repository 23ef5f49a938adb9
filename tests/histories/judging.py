"""Holds what became of every reminder against what was owed."""

from __future__ import annotations

from collections import defaultdict

from tasks.nudges.models import Nudge
from tests.histories.hours import DAY
from tests.histories.oracle import BY_DIGEST, UNDONE, Snap, holds
from tests.histories.owing import Debt, Owing

STILL = ("overdue", "overdue_leader", "overdue_supervisors", "silent", "unreviewed")
"""Rules about what stays so until somebody acts."""
PRESSES = (
    "silent", "unseen_half", "unreviewed", "unseen", "unseen_leader", "unseen_critical",
    "unseen_critical_leader", "behind", "day_before", "hours_before", "overdue", "overdue_leader",
    "overdue_supervisors", "by_hand",
)  # fmt: skip
"""Rules, the one that presses least first."""


class Judge(Owing):
    """Compares the reminders that there are with those that were owed."""

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

    def _around(self, share: int, minute: int) -> list[Snap]:
        """Give how a share stood before that minute, and whatever became of it within."""
        snaps = self.world.snaps[share]
        before = [one for one in snaps if one.at < minute][-1:]
        return before + [one for one in snaps if one.at == minute]

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
            last = self.latest(debt, snap, row.person)
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
                dues = [one.due for one in self._around(debt.share, debt.heard)]
                late = debt.rule not in STILL and any(due is not None and due <= last for due in dues)

                assert changed or late, ("lost", why, self.hours.moment(last))
        for row in (one for one in rows if one.state == "sent"):
            at = self.minute_of(row)
            wanted = self.receivers(debt.rule, snap, at) | self.receivers(debt.rule, snap, at + 0.5)

            assert row.person in wanted, ("not for them", debt, row.person, wanted)
        people = {row.person for row in rows}

        assert len(rows) == len(people) == len(self.receivers(debt.rule, snap, debt.heard)), (debt, people)

    def _changed(self, debt: Debt, until: int) -> bool:
        """Whether what the rule asked for was done, or is another matter since."""
        before = self._around(debt.share, debt.heard)[0]
        later = [one for one in self.world.snaps[debt.share] if debt.heard <= one.at <= until]
        return any(
            not holds(debt.rule, one)
            or (one.due, one.given, one.since) != (before.due, before.given, before.since)
            for one in later
        )

    def _was_said(self, row: Nudge, last: int) -> bool:
        """Whether the person heard of this share on its own since the last digest."""
        return any(
            one.share_id == row.share_id and one.role == row.role and not one.digest
            and one.person == row.person
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
        """Hold that what went out on its own is in the next digest only if it presses more."""
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
        """Hold that what is due for a person at a moment is one message, and that a group has one line."""
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
