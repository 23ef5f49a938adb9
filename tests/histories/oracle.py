"""When reminders are owed, in the words of the rules and by counting minutes: nothing here asks the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.histories.hours import DAY, DIGESTS, Hours

HALF_DAY = 420
"""Working minutes of a day."""
CLOSING = 17 * 60 + 30
UNDONE = ("assigned", "acknowledged", "returned")
WHOM = {
    "unseen_half": "assignee", "unseen": "assignee", "unseen_leader": "leader",
    "unseen_critical": "assignee", "unseen_critical_leader": "leader", "unseen_group": "group",
    "day_before": "assignee", "hours_before": "assignee", "behind": "assignee", "overdue": "assignee",
    "overdue_leader": "leader", "overdue_supervisors": "supervisor", "silent": "assignee",
    "unreviewed": "issuer",
}  # fmt: skip
BY_DIGEST = ("behind", "overdue", "overdue_leader", "overdue_supervisors", "silent", "unreviewed")
STATES = {
    **dict.fromkeys(("unseen_half", "unseen", "unseen_leader", "unseen_critical"), ("assigned",)),
    **dict.fromkeys(("unseen_critical_leader", "unseen_group"), ("assigned",)),
    "silent": ("acknowledged", "returned"),
    "unreviewed": ("reported",),
}
"""In which states of a share a rule holds; the others: while it is undone."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Rules that were in force when a directive was issued, as the oracle knows them."""

    allowed: dict[str, int] = field(default_factory=lambda: {"normal": 240, "urgent": 60, "critical": 10})
    half: bool = True
    before: int = 120


@dataclass(frozen=True, slots=True)
class Snap:
    """A share as it stood from a minute on; `open` says whether its directive was."""

    at: int
    kind: str
    urgency: str
    state: str
    due: int | None
    given: int
    seen: int | None
    since: int | None
    open: bool
    assignee: str
    head: str
    chat: str
    issuer: str


def holds(rule: str, snap: Snap) -> bool:
    """Whether a rule has anything to say about a share that stands so."""
    if not snap.open or (snap.kind == "notice" and snap.state != "assigned"):
        return False
    return snap.state in STATES.get(rule, UNDONE)


def owed(snap: Snap, ruling: Ruling, hours: Hours, until: int) -> list[tuple[int, str]]:
    """Give minute and rule of everything that is owed while a share stands so, up to `until`."""
    found: list[tuple[int, str]] = []
    for some in (_about_seeing, _about_time, _about_lateness, _about_silence):
        found += [(at, rule) for at, rule in some(snap, ruling, hours, until) if holds(rule, snap)]
    return sorted(one for one in found if one[0] <= until)


def _about_seeing(snap: Snap, ruling: Ruling, hours: Hours, until: int) -> Iterator[tuple[int, str]]:
    """收到 is missing: counted from when it was given, never beyond the time that was set."""
    critical = snap.urgency == "critical"
    allowed = ruling.allowed[snap.urgency]
    if snap.due is not None:
        left = max(0, snap.due - snap.given) if critical else hours.between(snap.given, snap.due)
        allowed = min(allowed, max(5, left // 2))

    def after(minutes: int) -> int:
        return snap.given + minutes if critical else hours.later(snap.given, minutes)

    steps: list[tuple[int, str]]
    if critical:
        steps = [(n * allowed, "unseen_critical") for n in range(1, 121) if n * allowed <= 120]
        steps.append((2 * allowed, "unseen_critical_leader"))
    else:
        steps = [(allowed, "unseen"), (2 * allowed, "unseen_leader")]
        steps += [(max(1, allowed // 2), "unseen_half")] if ruling.half else []
    if snap.chat:
        steps.append((3 * allowed, "unseen_group"))
    for minutes, rule in steps:
        at = after(minutes)
        if snap.due is None or at < snap.due:
            yield at, rule


def _about_time(snap: Snap, ruling: Ruling, hours: Hours, until: int) -> Iterator[tuple[int, str]]:
    """Give when the time comes near: for what takes longer than that, and was given before."""
    if snap.due is None or snap.kind != "task":
        return
    whole = hours.between(snap.given, snap.due)
    found: list[tuple[int, str]] = []
    if whole > HALF_DAY:
        found.append((_day_before(snap.due, hours), "day_before"))
    if whole > ruling.before:
        found.append((hours.earlier(snap.due, ruling.before), "hours_before"))
    if whole > 2 * HALF_DAY:
        found.append((hours.later(snap.given, -(-2 * whole // 3)), "behind"))
    yield from ((at, rule) for at, rule in found if snap.given <= at < snap.due)


def _day_before(due: int, hours: Hours) -> int:
    """Give the same time on the working day before; what lies after closing goes with its last digest."""
    last = due - 1
    at = hours.day(last // DAY, -1) * DAY + last % DAY + 1
    if last % DAY + 1 >= CLOSING:
        return (at - 1) // DAY * DAY + DIGESTS[-1]
    return hours.opening(at)


def _about_lateness(snap: Snap, ruling: Ruling, hours: Hours, until: int) -> Iterator[tuple[int, str]]:
    """Give when it is over: the first digest after it, every working day; after two days, after five."""
    if snap.due is None:
        return
    first = hours.digest(snap.due)
    yield first, "overdue"
    day = snap.due // DAY
    for n in count(1):
        at = hours.morning(hours.day(day, n))
        if at > until:
            break
        if at > first:
            yield at, "overdue"
    yield hours.morning(hours.day(day, 2)), "overdue_leader"
    yield hours.morning(hours.day(day, 5)), "overdue_supervisors"


def _about_silence(snap: Snap, ruling: Ruling, hours: Hours, until: int) -> Iterator[tuple[int, str]]:
    """Acknowledged or returned, and nothing since; reported, and nobody has looked."""
    if snap.kind != "task":
        return
    start = snap.since if snap.state == "returned" and snap.since is not None else snap.seen
    if start is not None:
        yield from (
            (at, "silent") for at in _days(start, 3, 5, hours, until) if snap.due is None or at < snap.due
        )
    if snap.since is not None:
        yield from ((at, "unreviewed") for at in _days(snap.since, 1, 2, hours, until))


def _days(start: int, first: int, every: int, hours: Hours, until: int) -> Iterator[int]:
    for n in count():
        at = hours.morning(hours.day(start // DAY, first + n * every))
        if at > until:
            return
        yield at
