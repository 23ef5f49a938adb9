"""What happens to a series: it begins, moves on, is paused, resumed, changed, handed over, and ends.

Each takes an open transaction and a locked row. Who did what stands in the row's own facts (`moves`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, cast

from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.series.models import Series
from tasks.series.queries import ACTIVE, ENDED, PAUSED
from tasks.series.rules import Occurrence, Plan, Shift, read_rule
from tasks.worktime import WorkCalendar

KEPT: Final = 100
"""Moves and days that are kept of a series; older ones make room."""


@dataclass(frozen=True, slots=True)
class NewSeries:
    """A series that was understood. `facts` hold what else its occurrences need: answers, leader, names."""

    title: str
    text: str
    issuer: str
    posted_by: str
    chat: str
    rule: str
    clock: str
    shift: Shift
    facts: Facts


def clock_of(due: datetime) -> tuple[date, str]:
    """Give the day and the clock time of a due time; midnight is the end of the day before (24:00)."""
    if due.hour == due.minute == 0:
        return date.fromordinal(due.toordinal() - 1), "24:00"
    return due.date(), f"{due:%H:%M}"


def plan_of(series: Series, calendar: WorkCalendar) -> Plan:
    """Give when a series recurs."""
    hours, minutes = series.clock.split(":")
    until = series.facts.get("until")
    return Plan(
        rule=read_rule(series.rule),
        minutes=int(hours) * 60 + int(minutes),
        shift=cast("Shift", series.shift),
        anchor=date.fromisoformat(str(series.facts["anchor"])),
        calendar=calendar,
        until=date.fromisoformat(str(until)) if until else None,
    )


def done_until(series: Series) -> date:
    """Give the last day of the rule that was dealt with."""
    return date.fromisoformat(str(series.facts["last"]))


def days_in(series: Series, name: str) -> list[str]:
    """Give a list of days that is kept: `skips` are called off, `missed` were never issued."""
    return [str(day) for day in cast("list[Json]", series.facts.get(name) or [])]


async def create(db: Db, new: NewSeries, *, now: datetime) -> Series:
    """Keep a series; nothing of it is issued yet."""
    return await Series.create(
        using_db=db, title=new.title, text=new.text, issuer=new.issuer, posted_by=new.posted_by,
        chat=new.chat, rule=new.rule, clock=new.clock, shift=new.shift, made_at=now,
        facts=new.facts | {"moves": [_move(now, new.posted_by, "begun", {"rule": new.rule})]},
    )  # fmt: skip


async def move_on(db: Db, series: Series, last: date, following: Occurrence | None, plan: Plan) -> None:
    """Keep how far a series was dealt with, and when the next occurrence is issued (None: there is none)."""
    series.facts = series.facts | {"last": last.isoformat()}
    series.next_day = following.name if following else ""
    series.look_at = plan.issue_at(following) if following else None
    await series.save(using_db=db, update_fields=["facts", "next_day", "look_at"])


async def keep_days(db: Db, series: Series, name: str, days: Iterable[str]) -> None:
    """Add days to a list that is kept."""
    kept: list[Json] = list(dict.fromkeys([*days_in(series, name), *days]))[-KEPT:]  # type: ignore[assignment]  # texts
    series.facts = series.facts | {name: kept}
    await series.save(using_db=db, update_fields=["facts"])


async def pause(db: Db, series: Series, *, actor: str, now: datetime, until: datetime | None) -> None:
    """Issue nothing for a while: until somebody says so, or until a time."""
    series.state, series.look_at = PAUSED, until
    await series.save(using_db=db, update_fields=["state", "look_at"])
    await note(db, series, actor, "paused", now, {"until": until.isoformat() if until else None})


async def resume(db: Db, series: Series, *, actor: str, now: datetime) -> None:
    """Let it go on; the caller moves it on to the occurrence that comes next."""
    series.state = ACTIVE
    await series.save(using_db=db, update_fields=["state"])
    await note(db, series, actor, "resumed", now, {})


async def end(db: Db, series: Series, *, actor: str, now: datetime) -> None:
    """End it for good; what was issued stays as it is."""
    series.state, series.look_at, series.ended_at = ENDED, None, now
    await series.save(using_db=db, update_fields=["state", "look_at", "ended_at"])
    await note(db, series, actor, "ended", now, {})


async def change(
    db: Db, series: Series, *, actor: str, now: datetime, rule: str, clock: str, shift: Shift, anchor: date
) -> None:
    """Change when it recurs, from `anchor` on."""
    before: Facts = {"rule": series.rule, "clock": series.clock, "shift": series.shift}
    series.rule, series.clock, series.shift = rule, clock, shift
    series.facts = series.facts | {"anchor": anchor.isoformat()}
    await series.save(using_db=db, update_fields=["rule", "clock", "shift", "facts"])
    await note(db, series, actor, "changed", now, {"before": before})


async def hand_over(db: Db, series: Series, *, to: str, posted_by: str, now: datetime) -> None:
    """Give it to another issuer, because its own has left."""
    before = series.issuer
    series.issuer, series.posted_by = to, posted_by
    series.facts = series.facts | {"leader": to if posted_by != to else ""}
    await series.save(using_db=db, update_fields=["issuer", "posted_by", "facts"])
    await note(db, series, before, "handed_over", now, {"to": to})


async def note(db: Db, series: Series, actor: str, action: str, now: datetime, detail: Facts) -> None:
    """Write down who did what with it."""
    moves = cast("list[Json]", series.facts.get("moves") or [])
    kept: list[Json] = [*moves, _move(now, actor, action, detail)][-KEPT:]
    series.facts = series.facts | {"moves": kept}
    await series.save(using_db=db, update_fields=["facts"])


def _move(now: datetime, actor: str, action: str, detail: Facts) -> Facts:
    return {"at": now.isoformat(), "actor": actor, "action": action, "detail": detail}
