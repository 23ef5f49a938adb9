"""Who is away, when, and who stands in: one immutable value made of the rows of leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tasks.worktime.away import both
from tasks.worktime.calendar import Spans

GRACE: Final = timedelta(days=7)
"""How long after somebody is back a stand-in may still finish what came to the own phone meanwhile."""


@dataclass(frozen=True, slots=True)
class Absence:
    """One absence: from `begins_at` up to `until`; `stand_ins` in the order in which they are tried."""

    person: str
    begins_at: datetime
    until: datetime
    stand_ins: tuple[str, ...] = ()

    def holds(self, at: datetime) -> bool:
        """Whether the person is away at that moment."""
        return self.begins_at <= at < self.until


@dataclass(frozen=True)
class Absences:
    """All absences that matter now, by person."""

    by_person: Mapping[str, tuple[Absence, ...]] = field(default_factory=dict)

    def at(self, person: str, at: datetime) -> Absence | None:
        """Give the absence of a person that holds at that moment; the one told of last, where several do."""
        found = [one for one in self.by_person.get(person, ()) if one.holds(at)]
        return found[-1] if found else None

    def stand_in(self, person: str, at: datetime) -> str:
        """Give who stands in for a person who is away then, and is there; empty where nobody is."""
        away = self.at(person, at)
        others = away.stand_ins if away else ()
        return next((who for who in others if self.at(who, at) is None), "")

    def unattended(self, person: str) -> Spans:
        """Give the times in which a person is away and nobody is there to stand in."""
        return tuple(span for one in self.by_person.get(person, ()) for span in self._alone(one))

    def _alone(self, absence: Absence) -> Spans:
        spans: Spans = ((absence.begins_at, absence.until),)
        for who in absence.stand_ins:
            spans = both(spans, [(one.begins_at, one.until) for one in self.by_person.get(who, ())])
        return spans

    def acting(self, at: datetime, grace: timedelta = timedelta()) -> Mapping[str, frozenset[str]]:
        """Give for everybody who is away then, or was until `grace` ago, the people who may act for them."""
        out: dict[str, set[str]] = {}
        for person, absences in self.by_person.items():
            for one in absences:
                if one.stand_ins and one.begins_at <= at < one.until + grace:
                    out.setdefault(person, set()).update(one.stand_ins)
        return {person: frozenset(them) for person, them in out.items()}


NOBODY_AWAY: Final = Absences()
