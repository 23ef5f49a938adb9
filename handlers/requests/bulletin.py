"""诉求月报: what a month's bulletin says, ready to paste; from the figures, masked titles as examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from handlers.context import Context
from tasks.fields import Facts, Json
from tasks.requests import figures
from tasks.requests.figures import Row

HOT: Final = 3
"""Matters named as hot spots, and examples of each."""
EXAMPLES: Final = 2
LATE: Final = 6
"""Units named with what is overdue."""


def bulletin_facts(rows: Sequence[Row], context: Context) -> Facts:
    """Give what the bulletin says: volumes, kinds, hot spots with examples, satisfaction, what is overdue."""
    kinds = figures.by(rows, lambda row: row.kind)
    offices = figures.by(rows, lambda row: row.office)
    late: list[Json] = [
        {"unit": context.org.unit_name(unit), "overdue": count.overdue}
        for unit, count in sorted(offices.items(), key=lambda one: -one[1].overdue)
        if count.overdue
    ]
    whole: Facts = dict(asdict(figures.total(rows)))
    return whole | {
        "kinds": [{"kind": kind, "received": c.received} for kind, c in kinds.items() if c.received],
        "hot": _hot(rows),
        "areas": _areas(rows, context),
        "late": late[:LATE],
    }


def _hot(rows: Sequence[Row]) -> list[Json]:
    """Give the matters that came most often, and the first words of some of each."""
    came = [row for row in rows if row.count.received and row.category]
    counts = figures.by(came, lambda row: row.category)
    return [
        {"category": category, "received": count.received, "titles": _titles(came, category)}
        for category, count in list(counts.items())[:HOT]
    ]


def _titles(came: Sequence[Row], category: str) -> list[Json]:
    titles: list[Json] = [*dict.fromkeys(row.title for row in came if row.category == category)]
    return titles[:EXAMPLES]


def _areas(rows: Sequence[Row], context: Context) -> list[Json]:
    counts = figures.by((row for row in rows if row.area), lambda row: row.area)
    return [
        {"unit": context.org.unit_name(unit), "received": count.received}
        for unit, count in list(counts.items())[:HOT]
        if count.received
    ]
