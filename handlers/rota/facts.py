"""Days and people of a rota as facts, for the words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

from handlers.context import Context
from tasks.fields import Facts, Json
from tasks.rota.days import DAY
from tasks.rota.duties import LEAD, ON_DUTY
from tasks.rota.models import Duty


def day_facts(day: date | str) -> Facts:
    """Give a day in its parts."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return {"year": day.year, "month": day.month, "day": day.day, "weekday": day.weekday()}


def person_facts(row: Duty, context: Context) -> Facts:
    """Name who serves, and in whose place."""
    name = context.org.name
    serving = row.stand_in or row.person
    return {"name": name(serving), "for": name(row.person) if row.stand_in else ""}


def row_facts(rows: Iterable[Duty], context: Context) -> Facts:
    """Name who leads and who serves among the rows of one unit and day."""
    found = list(rows)
    named: dict[str, list[Json]] = {
        role: [person_facts(row, context) for row in found if row.role == role] for role in (LEAD, ON_DUTY)
    }
    return {"lead": named[LEAD], "duty": named[ON_DUTY]}


def spans(days: Sequence[tuple[date, Facts]]) -> list[Facts]:
    """Join days that follow each other and say the same: 11月23日至29日 王磊."""
    out: list[tuple[date, date, Facts]] = []
    for day, said in days:
        if out and out[-1][1] + DAY == day and out[-1][2] == said:
            out[-1] = (out[-1][0], day, said)
        else:
            out.append((day, day, said))
    return [
        cast("Facts", {"first": day_facts(first), "last": day_facts(last) if last > first else None, **said})
        for first, last, said in out
    ]
