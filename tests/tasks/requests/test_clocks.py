"""Clocks of requests: what a history gives, by days that were looked up and against a slow oracle."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.requests import clocks
from tasks.requests.clocks import Move
from tasks.requests.kinds import DEFAULT, Terms
from tasks.worktime import SHANGHAI, WorkCalendar, before_publication, parse_hours

BODY = WorkCalendar()
TEN, THREE = DEFAULT["help"], DEFAULT["consult"]
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    """Give that time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def moves(*said: tuple[str, str] | tuple[str, str, str]) -> list[Move]:
    """Make moves of (time, action, due it names)."""
    return [Move(at(one[0]), one[1], {"due": at(one[2]).isoformat()} if one[2:] else {}) for one in said]


RECEIVED = ("2026-11-24T08:00", "received")
LOOKED_UP = {
    "a consultation: the third working day after": (THREE, [RECEIVED], "2026-11-27T17:30"),
    "others: the tenth working day after": (TEN, [RECEIVED], "2026-12-08T17:30"),
    "received on a Saturday": (THREE, [("2026-11-28T09:00", "received")], "2026-12-02T17:30"),
    "over 国庆, with its make-up day": (THREE, [("2026-09-29T10:00", "received")], "2026-10-09T17:30"),
    "over 春节 with both make-up days": (TEN, [("2026-02-11T10:00", "received")], "2026-03-03T17:30"),
    "into a year nobody has published": (TEN, [("2030-12-24T10:00", "received")], "2031-01-07T17:30"),
    "a pause of a whole working day": (
        THREE,
        [RECEIVED, ("2026-11-24T10:00", "paused"), ("2026-11-25T10:00", "resumed")],
        "2026-11-30T17:30",
    ),
    "a pause at night costs nothing": (
        THREE,
        [RECEIVED, ("2026-11-24T18:00", "paused"), ("2026-11-25T07:00", "resumed")],
        "2026-11-27T17:30",
    ),
    "a pause over the weekend is as long as its Friday evening": (
        TEN,
        [RECEIVED, ("2026-11-27T16:30", "paused"), ("2026-11-29T20:00", "resumed")],
        "2026-12-09T09:30",
    ),
    "two pauses add up": (
        THREE,
        [
            RECEIVED,
            ("2026-11-24T09:00", "paused"),
            ("2026-11-24T10:00", "resumed"),
            ("2026-11-25T09:00", "paused"),
            ("2026-11-25T10:00", "resumed"),
        ],
        "2026-11-30T10:30",
    ),
    "an extension names the new day": (
        THREE,
        [RECEIVED, ("2026-11-26T09:00", "extended", "2026-12-04T17:30")],
        "2026-12-04T17:30",
    ),
    "an extension has what was waited for in it, not what is still waited for": (
        THREE,
        [
            RECEIVED,
            ("2026-11-25T08:30", "paused"),
            ("2026-11-26T08:30", "extended", "2026-12-04T17:30"),
            ("2026-11-27T08:30", "resumed"),
        ],
        "2026-12-07T17:30",
    ),
    "handed on, signed, returned: nothing begins again": (
        THREE,
        [
            RECEIVED,
            ("2026-11-24T09:00", "handed"),
            ("2026-11-25T09:00", "handed"),
            ("2026-11-25T10:00", "signed"),
            ("2026-11-26T10:00", "answered"),
            ("2026-11-26T16:00", "returned"),
        ],
        "2026-11-27T17:30",
    ),
    "opened again: a new round": (
        THREE,
        [RECEIVED, ("2026-11-26T10:00", "answered"), ("2026-12-01T09:00", "reopened")],
        "2026-12-04T17:30",
    ),
    "an answer ends the waiting": (
        THREE,
        [RECEIVED, ("2026-11-26T08:30", "paused"), ("2026-11-30T08:30", "answered")],
        "2026-12-01T17:30",
    ),
    "a date that was told holds": (
        THREE,
        [(*RECEIVED, "2026-12-10T17:30"), ("2026-11-24T10:00", "paused"), ("2026-11-25T10:00", "resumed")],
        "2026-12-11T17:30",
    ),
}


@pytest.mark.parametrize("case", LOOKED_UP)
def test_looked_up(case: str) -> None:
    """Days that were looked up in the State Council's calendar by hand."""
    terms, said, due = LOOKED_UP[case]

    assert at(due) == clocks.due_of(moves(*said), terms, BODY)


def test_nothing_received() -> None:
    """A history that does not begin with «received» proves no date."""
    with pytest.raises(ValueError, match="received"):
        clocks.due_of(moves(("2026-11-24T08:00", "paused")), TEN, BODY)


def test_first_answer() -> None:
    """A consultation has a word by the next working day, all others within three; asking back is a word."""
    said = moves(RECEIVED, ("2026-11-24T09:00", "handed"), ("2026-11-25T09:00", "asked"))
    said += moves(("2026-11-26T09:00", "answered"))

    assert at("2026-11-25T17:30") == clocks.first_answer_due(at("2026-11-24T08:00"), THREE, BODY)
    assert at("2026-11-27T17:30") == clocks.first_answer_due(at("2026-11-24T08:00"), TEN, BODY)
    assert at("2026-11-25T09:00") == clocks.first_answered(said)
    assert clocks.first_answered([*said, *moves(("2026-11-27T09:00", "reopened"))]) is None


def test_proof() -> None:
    """Each line of the proof names the move and the date it came to; a date of another table is doubtful."""
    said = moves(
        (*RECEIVED, "2026-12-08T17:30"),
        ("2026-11-24T09:00", "handed"),
        ("2026-11-24T10:00", "paused"),
        ("2026-11-24T11:00", "resumed"),
        ("2026-11-26T09:00", "extended", "2026-12-18T17:30"),
    )
    proof = [(step.why, step.due) for step in clocks.steps(said, TEN, BODY)]

    assert [
        ("received", at("2026-12-08T17:30")),
        ("resumed", at("2026-12-09T09:30")),
        ("extended", at("2026-12-18T17:30")),
    ] == proof
    assert [] == clocks.doubtful(said, TEN, BODY)
    assert said[:1] == clocks.doubtful(said, THREE, BODY)


CALENDARS = {
    "the body's": BODY,
    "one span without lunch": WorkCalendar(office_hours=parse_hours(["07:45-16:15"])),
    "own days": WorkCalendar(
        holidays=frozenset({date(2026, 4, 3)}), workdays=frozenset({date(2026, 11, 28)})
    ),
    "before 2026 was published": before_publication(BODY, frozenset({2026})),
}
calendars = st.sampled_from(sorted(CALENDARS)).map(CALENDARS.__getitem__)
START = at("2025-12-01T00:00")
ACTIONS = (
    "handed", "signed", "unsigned", "paused", "resumed", "paused", "resumed", "extended", "answered",
    "returned", "reopened", "refused", "noted", "merged", "raised",
)  # fmt: skip
LAWS = settings(max_examples=150, deadline=None)


@st.composite
def histories(draw: st.DrawFn) -> list[Move]:
    """Draw a history: received, then anything in any order, also what no verb would let through."""
    gaps = draw(st.lists(st.integers(0, 12 * 24 * 60), min_size=1, max_size=14))
    times = [START + passed * MINUTE for passed in accumulate([draw(st.integers(0, 400_000)), *gaps])]
    out = [Move(times[0], "received")]
    for moment in times[1:]:
        action = draw(st.sampled_from(ACTIONS))
        due = moment + draw(st.integers(-3000, 60_000)) * MINUTE
        out.append(Move(moment, action, {"due": due.isoformat()} if action == "extended" else {}))
    return out


def walked(calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    """Count the working minutes between two moments day by day."""
    day, minutes = start.date(), 0
    while day <= end.date():
        for opens, closes in calendar.spans_on(day):
            minutes += max(0, (min(closes, end) - max(opens, start)) // MINUTE)
        day += timedelta(days=1)
    return minutes


def later(calendar: WorkCalendar, moment: datetime, minutes: int) -> datetime:
    """Walk so many working minutes on, span by span."""
    day = moment.date()
    while minutes:
        for opens, closes in calendar.spans_on(day):
            begin = max(opens, moment)
            there = min(minutes, max(0, (closes - begin) // MINUTE))
            minutes -= there
            if there and not minutes:
                return begin + there * MINUTE
        day += timedelta(days=1)
    return moment


def runs(history: list[Move]) -> bool:
    """Whether the clock runs after these moves: the last of what starts or stops it started it."""
    deciding = ("received", "reopened", "returned", "answered", "refused", "withdrawn")
    return [m.action for m in history if m.action in deciding][-1] in deciding[:3]


def waits(history: list[Move]) -> list[tuple[datetime, datetime]]:
    """Give each span in which the citizen was waited for, those that ended."""
    out, since = [], None
    for place, move in enumerate(history):
        if move.action in {"received", "reopened"}:
            since = None
        elif move.action == "paused" and since is None and runs(history[:place]):
            since = move.at
        elif move.action in {"resumed", "answered", "refused", "withdrawn"} and since is not None:
            out, since = [*out, (since, move.at)], None
    return out


def oracle(history: list[Move], terms: Terms, calendar: WorkCalendar) -> datetime:
    """Give the due by its definition: the last date that was given, and every minute waited after that."""
    base = max(i for i, m in enumerate(history) if m.action in {"received", "reopened", "extended"})
    given = history[base]
    if given.action == "extended":
        due = datetime.fromisoformat(str(given.detail["due"]))
    else:
        day = given.at.date()
        for _ in range(terms.days):
            day += timedelta(days=1)
            while not calendar.spans_on(day):
                day += timedelta(days=1)
        due = calendar.spans_on(day)[-1][1]
    # What is waited for when a date is given counts from there; a wait that ended before it is in it.
    ended = [(start, end) for start, end in waits(history) if end >= given.at]
    ended = [one for one in ended if one[0] >= given.at or given.action == "extended"]
    return later(calendar, due, sum(walked(calendar, max(start, given.at), end) for start, end in ended))


@given(histories(), calendars, st.sampled_from([TEN, THREE]))
@LAWS
def test_oracle(history: list[Move], calendar: WorkCalendar, terms: Terms) -> None:
    """Pauses, extensions, returns, reopenings and holidays in any order give what the history gives."""
    assert oracle(history, terms, calendar) == clocks.due_of(history, terms, calendar)


@given(histories(), calendars, st.data())
@LAWS
def test_what_means_nothing(history: list[Move], calendar: WorkCalendar, data: st.DataObject) -> None:
    """Handing on, signing and notes change no date, wherever they stand."""
    place = data.draw(st.integers(1, len(history)))
    more = Move(history[place - 1].at, data.draw(st.sampled_from(["handed", "signed", "noted", "merged"])))

    longer = [*history[:place], more, *history[place:]]
    assert clocks.due_of(history, TEN, calendar) == clocks.due_of(longer, TEN, calendar)


@given(st.integers(0, 400_000), st.lists(st.integers(0, 9000), min_size=3, max_size=3), calendars)
@LAWS
def test_pauses_add_up(began: int, gaps: list[int], calendar: WorkCalendar) -> None:
    """One pause is as long as two that follow each other at once, wherever it is cut."""
    came, start, cut, end = (START + passed * MINUTE for passed in accumulate([began, *gaps]))
    once = [Move(came, "received"), Move(start, "paused"), Move(end, "resumed")]
    twice = [*once[:2], Move(cut, "resumed"), Move(cut, "paused"), once[2]]

    assert clocks.due_of(once, TEN, calendar) == clocks.due_of(twice, TEN, calendar)
    assert clocks.paused_minutes(once, calendar) == clocks.paused_minutes(twice, calendar)


@given(histories(), calendars)
@LAWS
def test_a_pause_makes_nobody_late(history: list[Move], calendar: WorkCalendar) -> None:
    """What was not late when the waiting began is not late when it ends; what was late stays so late."""
    due = clocks.due_of(history, TEN, calendar)
    start = history[-1].at
    end = start + 5000 * MINUTE
    waited = [*history, Move(start, "reopened"), Move(start, "paused"), Move(end, "resumed")]
    left = calendar.minutes_between(start, clocks.due_of(waited[:-2], TEN, calendar))

    assert left == calendar.minutes_between(end, clocks.due_of(waited, TEN, calendar))
    assert clocks.steps(history, TEN, calendar)[-1].due == due


@given(histories(), calendars)
@LAWS
def test_step_by_step(history: list[Move], calendar: WorkCalendar) -> None:
    """Going on from a clock with the rest of the moves gives what all of them give at once."""
    half = len(history) // 2
    clock = clocks.clock_of(history[:half], TEN, calendar)
    for move in history[half:]:
        clock = clocks.after(clock, move)

    assert clocks.clock_of(history, TEN, calendar) == clock


@given(histories(), calendars)
@LAWS
def test_naming_what_is_due_changes_nothing(history: list[Move], calendar: WorkCalendar) -> None:
    """A history whose beginnings name their date gives the same as one that leaves it to the table."""
    said = [
        Move(m.at, m.action, {"due": clocks.first_due(m.at, TEN, calendar).isoformat()})
        if m.action in clocks.BEGINS
        else m
        for m in history
    ]

    assert clocks.due_of(history, TEN, calendar) == clocks.due_of(said, TEN, calendar)
    assert [] == clocks.doubtful(said, TEN, calendar)
