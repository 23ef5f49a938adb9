"""When a request's answer is due: a pure function of what happened to it, in working time.

Rules: the working days of its kind begin on the working day after it came (rule 4 of the sentences on time);
what a citizen is waited for does not count; an extension names the new day; handing on, refusing to take it
and sending an answer back change nothing; a citizen who opens it again begins a new round. A due that a move
names was told to the citizen and holds, also when the table of days or the calendar is another one since:
`doubtful` says where such a date is not what would be counted now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from tasks.fields import Facts
from tasks.requests.kinds import Terms
from tasks.worktime import WorkCalendar

NAMES: Final = frozenset({"received", "reopened", "extended", "recounted"})
"""Moves that may name the day that holds from then on."""
BEGINS: Final = frozenset({"received", "reopened"})
"""Moves with which a round begins."""
ENDS: Final = frozenset({"answered", "refused", "withdrawn"})
"""Moves with which the clock stands still for good, until it is returned or opened again."""
SPOKEN: Final = frozenset({"asked", "paused", "extended", "answered", "refused"})
"""Moves by which the citizen hears something of the office for the first time."""


@dataclass(frozen=True, slots=True)
class Move:
    """One entry of a request's history, as far as clocks go."""

    at: datetime
    action: str
    detail: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the proof: at this moment, because of this move, the answer was due then."""

    at: datetime
    why: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A request's clock after some of its moves: what is due, since when the citizen is waited for."""

    terms: Terms
    calendar: WorkCalendar
    due: datetime | None = None
    running: bool = False
    paused: datetime | None = None

    def waited(self, until: datetime) -> datetime | None:
        """Give the due with the waiting under way counted up to this moment."""
        if self.due is None or self.paused is None:
            return self.due
        return self.calendar.add_minutes(self.due, self.calendar.minutes_between(self.paused, until))


def first_due(at: datetime, terms: Terms, calendar: WorkCalendar) -> datetime:
    """Give when the answer to what came at this moment is due: the close of its last working day."""
    return calendar.day_close(calendar.add_working_days(calendar.local(at).date(), terms.days))


def first_answer_due(at: datetime, terms: Terms, calendar: WorkCalendar) -> datetime:
    """Give until when the citizen must have heard a first word of the office, for a round begun then."""
    return calendar.day_close(calendar.add_working_days(calendar.local(at).date(), terms.first))


def first_answered(moves: Iterable[Move]) -> datetime | None:
    """Give when the citizen first heard of the office in the last round; None: not yet."""
    heard = None
    for move in moves:
        if move.action in BEGINS:
            heard = None
        elif heard is None and move.action in SPOKEN:
            heard = move.at
    return heard


def due_of(moves: Sequence[Move], terms: Terms, calendar: WorkCalendar) -> datetime:
    """Give when the answer is due after these moves; raises ValueError where nothing was received.

    While the citizen is waited for it is the due of before: the waiting is added when it ends.
    """
    clock = clock_of(moves, terms, calendar)
    if clock.due is None:
        raise ValueError("a request's history begins with the move «received»")
    return clock.due


def clock_of(moves: Iterable[Move], terms: Terms, calendar: WorkCalendar) -> Clock:
    """Give the clock as these moves leave it."""
    clock = Clock(terms, calendar)
    for move in moves:
        clock = after(clock, move)
    return clock


def due_after(moves: Sequence[Move], move: Move, terms: Terms, calendar: WorkCalendar) -> datetime:
    """Give what will be due once this move is written too: for the row, before it is written."""
    return due_of([*moves, move], terms, calendar)


def steps(moves: Iterable[Move], terms: Terms, calendar: WorkCalendar) -> list[Step]:
    """Give the proof: each move that set or changed the date, and what it came to."""
    out: list[Step] = []
    clock = Clock(terms, calendar)
    for move in moves:
        before, clock = clock, after(clock, move)
        if clock.due is not None and (clock.due != before.due or move.action in NAMES):
            out.append(Step(move.at, move.action, clock.due))
    return out


def doubtful(moves: Iterable[Move], terms: Terms, calendar: WorkCalendar) -> list[Move]:
    """Give the beginnings of a round whose named date is not what the table and the calendar give now."""
    begun = [move for move in moves if move.action in BEGINS]
    return [move for move in begun if named(move) not in {None, first_due(move.at, terms, calendar)}]


def paused_minutes(moves: Iterable[Move], calendar: WorkCalendar) -> int:
    """Give the working minutes for which the citizen was waited for in the last round, ended waits alone."""
    minutes, since = 0, None
    for move in moves:
        if move.action in BEGINS:
            minutes, since = 0, None
        elif move.action == "paused":
            since = since or move.at
        elif since and move.action in {"resumed", *ENDS}:
            minutes, since = minutes + calendar.minutes_between(since, move.at), None
    return minutes


def named(move: Move) -> datetime | None:
    """Give the due that a move names; None where it names none, or may not."""
    due = move.detail.get("due")
    return datetime.fromisoformat(due) if isinstance(due, str) and move.action in NAMES else None


def after(clock: Clock, move: Move) -> Clock:
    """Give the clock after one more move; a move that means nothing to it leaves it as it is."""
    turn = TURNS.get(move.action)
    return turn(clock, move) if turn else clock


def _begun(clock: Clock, move: Move) -> Clock:
    due = named(move) or first_due(move.at, clock.terms, clock.calendar)
    return replace(clock, due=due, running=True, paused=None)


def _paused(clock: Clock, move: Move) -> Clock:
    return replace(clock, paused=move.at) if clock.running and clock.paused is None else clock


def _resumed(clock: Clock, move: Move) -> Clock:
    return replace(clock, due=clock.waited(move.at), paused=None)


def _named_anew(clock: Clock, move: Move) -> Clock:
    # What was waited for until now is in the new day; what is waited for from now on is not.
    due = named(move)
    # A move that is followed later than it was made may be older than the waiting.
    since = clock.paused and max(clock.paused, move.at)
    return replace(clock, due=due, paused=since) if due and clock.due else clock


def _ended(clock: Clock, move: Move) -> Clock:
    return replace(_resumed(clock, move), running=False)


def _returned(clock: Clock, move: Move) -> Clock:
    del move
    return replace(clock, running=clock.due is not None)


TURNS: Final[Mapping[str, Callable[[Clock, Move], Clock]]] = {
    **dict.fromkeys(BEGINS, _begun),
    **dict.fromkeys(ENDS, _ended),
    "paused": _paused,
    "resumed": _resumed,
    "extended": _named_anew,
    "recounted": _named_anew,
    "returned": _returned,
}
"""Action of the history → what it does to the clock."""
