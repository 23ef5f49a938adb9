"""For whom quiet hours are off, and when: the emergencies of now and of the last days, as one value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tasks.emergency.models import Emergency
from tasks.people.org import Org


@dataclass(frozen=True, slots=True)
class Span:
    """An emergency's people, and from when until when it was on for them."""

    people: frozenset[str]
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Lifted:
    """Who need not be spared outside office hours, and when."""

    spans: tuple[Span, ...] = ()

    def at(self, person: str, moment: datetime) -> bool:
        """Whether an emergency is on for the person at that moment."""
        return any(span.begins <= moment < span.ends and person in span.people for span in self.spans)


NOTHING_LIFTED: Final = Lifted()


def lifted_by(rows: Iterable[Emergency], org: Org) -> Lifted:
    """Give for whom and when these emergencies lift quiet hours."""
    return Lifted(tuple(Span(_people(row, org), row.begins_at, ends_at(row)) for row in rows))


def _people(row: Emergency, org: Org) -> frozenset[str]:
    return frozenset(org.everyone_in(row.departments))


def ends_at(row: Emergency) -> datetime:
    """Give when an emergency was or will be over."""
    return min(row.until, row.ended_at) if row.ended_at is not None else row.until
