"""Being away: 我明天请假,由李四代; 25日到27日出差; 销假; 我请假了吗; 周强明天请假; 谁请假了.

A message is about leave only where all of it is: a clause that says so, a stand-in, a reason, polite words.
Whoever gives an order, or asks for more time because of a leave, says something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from handlers.reading import absence_words as words
from handlers.reading.clauses import NAME, is_soft, viewed
from handlers.reading.draft import Draft
from handlers.reading.periods import LONG, PERIOD, UNTIL, Period, Reader
from handlers.reading.targets import Addressed
from handlers.reading.values import Target
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

Kind = Literal["take", "back", "ask", "who"]

LONGEST: Final = 80
_NAMES: Final = re.compile(rf"{NAME}+")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named: as written, and who bears that name (nobody, one, or several)."""

    written: str = ""
    people: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.written)


UNNAMED: Final = Named()


@dataclass(frozen=True, slots=True)
class Leave:
    """What a message says about being away.

    `who` is empty for the speaker. `period` is None where no time is named; its `doubt` says what is lacking.
    `back` is when somebody is back, where 销假 names a day.
    """

    kind: Kind
    who: Named = UNNAMED
    stand_in: Named = UNNAMED
    period: Period | None = None
    back: datetime | None = None

    @property
    def named(self) -> tuple[Named, ...]:
        """Everybody the message names."""
        return tuple(one for one in (self.who, self.stand_in) if one)


def read_leave(
    text: str, now: datetime, org: Org, calendar: WorkCalendar, *, speaker: str = ""
) -> Leave | None:
    """Give what a message (without the mention of the bot) says about being away; None for anything else."""
    return said_of_leave(Draft(text, now, org, calendar, speaker))


def addressed(draft: Draft) -> Addressed:
    """Give whom such a message names; names several bear, or nobody, are given back as such."""
    said = said_of_leave(draft)
    named = said.named if said else ()
    return Addressed(
        targets=tuple(Target(n.written, "person", n.people) for n in named if len(n.people) == 1),
        ambiguous=tuple((n.written, n.people) for n in named if len(n.people) > 1),
        unknown=tuple(n.written for n in named if not n.people),
    )


def said_of_leave(draft: Draft) -> Leave | None:
    """Give what a message says about being away; None for anything else."""
    text = draft.rest
    if draft.code is not None or len(text) > LONGEST or not words.TRIGGER.search(text):
        return None
    return _Parser(draft).leave()


class _Parser:
    """One message taken apart: its names and times masked, its clauses matched from the front."""

    def __init__(self, draft: Draft) -> None:
        self._atoms = [atom for group in draft.addressing.groups for atom in group.atoms]
        named = viewed(draft.rest, [(atom.start, atom.end) for atom in self._atoms], ())
        self._text = draft.rest
        self._reader = Reader(named, draft.calendar.local(draft.now), draft.calendar)
        self._times = tuple(_times(named))
        self._view = viewed(named, (), [found.span() for found in self._times])

    def leave(self) -> Leave | None:
        view = self._view.rstrip(" ,。!?~\n")
        if words.ELSE.search(view):
            return None
        for kind, patterns in _ALONE:
            if found := self._whole(view, patterns):
                return self._alone(kind, found)
        return self._taken(view)

    def _whole(self, view: str, patterns: Iterable[re.Pattern[str]]) -> str:
        """Give the clause one of these patterns is, where all others are only polite."""
        said = [piece for piece in words.GAP.split(view) if piece and not is_soft(piece)]
        if len(said) != 1:
            return ""
        return said[0] if any(pattern.fullmatch(said[0]) for pattern in patterns) else ""

    def _alone(self, kind: Kind, said: str) -> Leave | None:
        who = self._people(self._view, _NAMES.finditer(said), self._view.index(said))
        if who is None:
            return None
        period = self._period("")
        if kind == "back" and period and not words.CALLS_OFF.search(said):
            return Leave(kind, who, back=period.begins_at)
        return Leave(kind, who, period=period)

    def _taken(self, view: str) -> Leave | None:
        """Read a clause that takes leave, with a stand-in, reasons and polite words around it."""
        place, leave, stand_in = 0, "", UNNAMED
        who: Named | None = UNNAMED
        while place < len(view):
            if gap := words.GAP.match(view, place):
                place = gap.end()
                continue
            found = None if leave else words.LEAVE.match(view, place)
            if found and _ends(view, found.end()):
                leave, place = found[0], found.end()
                who = self._people(view, _NAMES.finditer(found[0]), found.start())
                continue
            other = None if stand_in else self._stand_in(view, place)
            if other is not None:
                stand_in, place = other
                continue
            reason = words.REASON.match(view, place)
            if reason is None or not _ends(view, reason.end()):
                return None
            place = reason.end()
        if who is None or not (leave or _changes(view, stand_in)):
            return None
        period = self._period(leave)
        if "不在" in leave and period is None:
            return None
        return Leave("take", who, stand_in, period)

    def _stand_in(self, view: str, place: int) -> tuple[Named, int] | None:
        for pattern in words.STAND_IN:
            found = pattern.match(view, place)
            if found is None or not _ends(view, found.end()):
                continue
            if "nobody" in pattern.groupindex and found["nobody"]:
                return Named(found["nobody"]), found.end()
            who = self._people(view, _NAMES.finditer(found[0]), found.start())
            if who:
                return who, found.end()
        return None

    def _people(self, view: str, found: Iterable[re.Match[str]], offset: int) -> Named | None:
        """Give the one person named in a part of the text, nobody where none is; None for several."""
        del view
        spans = [(offset + one.start(), offset + one.end()) for one in found]
        atoms = [a for a in self._atoms if any(s <= a.start and a.end <= e for s, e in spans)]
        if not atoms:
            return None if spans else UNNAMED
        if len(atoms) > 1 or atoms[0].kind not in {"person", "post"}:
            return None
        atom = atoms[0]
        return Named(atom.written, atom.people or atom.candidates)

    def _period(self, leave: str) -> Period | None:
        """Give from when until when; None where nothing, or more than one thing, is said."""
        ends = [found for found in self._times if found.re is PERIOD]
        until = next((found for found in self._times if found.re is UNTIL), None)
        long = next((found for found in self._times if found.re is LONG), None)
        if len(ends) > 1:
            return None
        period = self._reader.ends(ends[0]) if ends else None
        if ends and period is None:
            return None
        if ends and ends[0]["to"]:
            return period
        begins_at = period.begins_at if period else None
        if until is not None:
            return self._reader.until(until, begins_at)
        if long is not None:
            each_day = words.EVERY_DAY.search(leave) is not None
            return self._reader.long(long, begins_at, each_day=each_day)
        return period


_ALONE: Final[Sequence[tuple[Kind, Sequence[re.Pattern[str]]]]] = (
    ("who", words.WHO),
    ("ask", words.ASK),
    ("back", words.BACK),
)


def _times(text: str) -> Iterable[re.Match[str]]:
    """Find the periods and spans of time of a text, one behind the other."""
    place = 0
    while True:
        hits = [found for pattern in (LONG, UNTIL, PERIOD) if (found := pattern.search(text, place))]
        if not hits:
            return
        first = min(hits, key=lambda found: found.start())
        yield first
        place = first.end()


def _ends(view: str, place: int) -> bool:
    """Whether something may end here: at a gap, at the end, or where a stand-in is named without one."""
    if place >= len(view) or words.GAP.match(view, place):
        return True
    return any(pattern.match(view, place) for pattern in words.STAND_IN)


def _changes(view: str, stand_in: Named) -> bool:
    """Whether only the stand-in of a leave is named: 代办人改为王芳, 请假期间由王芳代."""
    return bool(stand_in) and re.search(r"代办人|替岗人|[Bb]岗|期间", view) is not None
