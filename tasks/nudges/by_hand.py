"""A nudge by hand (催办): one reminder to each share that is still to be done, within the budget."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tasks import history
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.fields import Facts, to_ms
from tasks.nudges import budget
from tasks.nudges.budget import Slot
from tasks.nudges.models import Nudge
from tasks.nudges.queue import SENT, WAITING
from tasks.worktime import WorkCalendar

RULE: Final = "by_hand"
ROWS: Final = 500
"""Reminders written in one statement."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A share, and who gets the reminder about it: the assignee, or a stand-in."""

    share: Share
    person: str


@dataclass(frozen=True, slots=True)
class Nudged:
    """What became of one share's reminder."""

    share: Share
    person: str
    nudge: Nudge
    slot: Slot


def undone(directive: Directive) -> tuple[str, ...]:
    """Give the states in which a share can be nudged; of a notice it is done when acknowledged."""
    return (states.ASSIGNED,) if directive.kind == "notice" else states.UNDONE


async def lately(db: Db, shares: Sequence[Share], now: datetime) -> set[int]:
    """Give the numbers of the shares that somebody nudged by hand within two hours."""
    return await budget.nudged_lately(db, [share.id for share in shares], RULE, now)


async def nudge(
    db: Db,
    directive: Directive,
    reached: Sequence[Reached],
    *,
    actor: str,
    now: datetime,
    calendar: WorkCalendar,
    hours: Callable[[str], WorkCalendar] | None = None,
    free: Collection[str] = (),
) -> list[Nudged]:
    """Decide for each when the reminder goes out, and keep it; the history has the counts.

    Who stands in for several counts each of them: the budget is the person's, not the share's. `hours` gives
    a person's own working time (else it is the body's), `free` are people an emergency is on for: hours and
    budget do not hold them.
    """
    had = await budget.had_today(db, calendar, {one.person for one in reached}, now)
    done: list[Nudged] = []
    for one in reached:
        critical = directive.urgency == "critical" or one.person in free
        own = hours(one.person) if hours else calendar
        slot = budget.slot(calendar, now, had=had[one.person], critical=critical, hours=own)
        had[one.person] += not slot.digest
        row = Nudge(
            directive_id=directive.id, share_id=one.share.id, person=one.person,
            rule=RULE, by=actor, made_at=now, at=slot.at, digest=slot.digest,
            due=one.share.due, state=WAITING if slot.digest else SENT,
            critical=directive.urgency == "critical",
        )  # fmt: skip
        if not slot.digest:
            row.message, row.sent_at = message_of(row, in_place=one.person != one.share.assignee), now
        done.append(Nudged(one.share, one.person, row, slot))
    if done:
        await Nudge.bulk_create([one.nudge for one in done], batch_size=ROWS, using_db=db)
        await _append(db, directive, done, actor, now)
    return done


def message_of(nudge: Nudge, *, in_place: bool) -> str:
    """Name the message of reminders that go at once, for good: all that one sentence set off have one name.

    With the receiver that is one message each. Who reads it in somebody's place may have several.
    """
    name = f"nudge:{nudge.directive_id}:{to_ms(nudge.made_at)}"
    return f"{name}:{nudge.share_id}" if in_place else name


async def _append(db: Db, directive: Directive, done: Sequence[Nudged], actor: str, now: datetime) -> None:
    later = sum(one.slot.digest for one in done)
    detail: Facts = {
        "now": len(done) - later,
        "digest": later,
        "assignees": [one.share.assignee for one in done],
    }
    await history.append(db, directive, at=now, actor=actor, action="nudged", detail=detail)
