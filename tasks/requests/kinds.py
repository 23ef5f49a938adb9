"""What citizens want, as one table: how long it may take, whether a second person looks at the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

CONSULT: Final = "consult"
HELP: Final = "help"
COMPLAINT: Final = "complaint"
REPORT: Final = "report"
SUGGESTION: Final = "suggestion"
PRAISE: Final = "praise"
KINDS: Final = (CONSULT, HELP, COMPLAINT, REPORT, SUGGESTION, PRAISE)
"""咨询, 求助, 投诉, 举报, 建议, 表扬."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a kind is dealt with: working days to the answer, whether somebody looks at it before it goes.

    `first` are the working days within which the citizen hears a first word of the office.
    """

    days: int = 10
    checked: bool = False
    first: int = 3


DEFAULT: Final[Mapping[str, Terms]] = {
    CONSULT: Terms(days=3, first=1),
    HELP: Terms(),
    COMPLAINT: Terms(checked=True),
    REPORT: Terms(checked=True),
    SUGGESTION: Terms(),
    PRAISE: Terms(),
}
"""12345's times are local; these are the usual ones (安徽 and others: 咨询 3, 其他 10 working days)."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a matter goes: of this category and (0: any) this area or below, to a unit, or to a person in it.

    `words` are what a citizen writes of it: the category is found by them.
    """

    category: str
    unit: int
    words: tuple[str, ...] = ()
    area: int = 0
    person: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """How this body deals with requests, as the settings have it.

    `triage` (empty: the head of the first unit under the root) takes what has no route. `follow_up_days` are
    working days for a call back after a poor rating, `many` of the same within `same_days` make it urgent.
    """

    triage: str = ""
    clerks: frozenset[str] = frozenset()
    terms: Mapping[str, Terms] = field(default_factory=lambda: dict(DEFAULT))
    routes: tuple[Route, ...] = ()
    follow_up_days: int = 5
    many: int = 5
    same_days: int = 7
    per_day: int = 10

    def terms_of(self, kind: str) -> Terms:
        """Give the terms of a kind."""
        return self.terms.get(kind, Terms())


NO_DESK: Final = Desk()


def changed(days: Mapping[str, int], checked: Mapping[str, bool]) -> Mapping[str, Terms]:
    """Lay a city's days and second looks over the table; raises ValueError for a kind there is none of."""
    if unknown := sorted({*days, *checked} - set(KINDS)):
        raise ValueError(f"没有 {unknown[0]} 这一类诉求，可用 {'、'.join(KINDS)}")
    return {
        kind: replace(terms, days=days.get(kind, terms.days), checked=checked.get(kind, terms.checked))
        for kind, terms in DEFAULT.items()
    }
