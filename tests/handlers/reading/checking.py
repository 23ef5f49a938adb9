"""Checks files of sentences against what is read: deadlines.jsonl, messages.jsonl and one's own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from handlers.reading.deadlines import read_deadline
from handlers.reading.reader import read
from handlers.reading.values import Line, as_line, deadline_line
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

_GIVEN: Final = frozenset({"now", "from", "text", "note"})


@dataclass(frozen=True, slots=True)
class Failure:
    """One line that came out otherwise: its number, its text, what was expected and what was read."""

    line: int
    text: str
    expected: Line
    actual: Line


@dataclass(frozen=True, slots=True)
class FileResult:
    """How one file did."""

    name: str
    passed: int
    total: int
    failures: tuple[Failure, ...]

    @property
    def figure(self) -> str:
        """As people read it: `deadlines 60/60`."""
        return f"{self.name} {self.passed}/{self.total}"


def check_files(
    paths: Iterable[Path], org: Org, calendar: WorkCalendar | None = None
) -> tuple[FileResult, ...]:
    """Read every line of every file and compare every key; an absent key is false or null."""
    return tuple(_check_file(Path(path), org, calendar or WorkCalendar()) for path in paths)


def read_line(line: Line, org: Org, calendar: WorkCalendar) -> Line:
    """Give what is read from a line with `now`, `text` and optionally `from`; without it the time alone."""
    now, text = datetime.fromisoformat(str(line["now"])), str(line["text"])
    if "from" not in line:
        return deadline_line(read_deadline(text, now, calendar))
    return as_line(read(text, now, org, calendar, speaker=str(line["from"])))


def _check_file(path: Path, org: Org, calendar: WorkCalendar) -> FileResult:
    total, failures = 0, []
    for number, line in _lines(path):
        total += 1
        expected = _comparable({key: value for key, value in line.items() if key not in _GIVEN})
        actual = read_line(line, org, calendar)
        if expected != _comparable(actual):
            failures.append(Failure(number, str(line["text"]), expected, actual))
    return FileResult(path.stem, total - len(failures), total, tuple(failures))


def _lines(path: Path) -> Iterator[tuple[int, Line]]:
    for number, written in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if written.strip():
            yield number, json.loads(written)


def _comparable(line: Line) -> Line:
    """Give the line without false, null and empty values, its times as instants."""
    out = {key: value for key, value in line.items() if value not in (None, False, [], {})}
    due = out.get("due")
    return out | {"due": datetime.fromisoformat(str(due)).timestamp()} if due else out
