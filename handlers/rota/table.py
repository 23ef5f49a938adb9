"""A rota as people paste it: lines, sentences in a row, columns of a sheet. What is clear is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from handlers.reading.courtesy import is_courtesy
from handlers.reading.script import normal
from handlers.rota.days import DayReader, Days
from handlers.rota.people import People, read_people
from tasks.people.org import Org
from tasks.rota.duties import LEAD, ON_DUTY, Entry

CELL: Final = "\x1f"
_GAP: Final = re.compile(r"\t|[|｜]|[ \u3000]{2,}")
_PART: Final = re.compile(r"[;；。]")
_NUMBERED: Final = re.compile(r" *(?:\(\d{1,2}\)|\d{1,2} ?[、)]|[①-⑳]) *")
_LABELS: Final = (
    (re.compile(r"(?:值班)?(?:日期|时间|星期|日子|周次|月份)"), "day"),
    (re.compile(r"(?:总)?带班(?:领导|人员?|负责人)?|(?:值班)?领导|值班负责人"), LEAD),
    (re.compile(r"值班(?:人员?|员|干部|同志)?|值守(?:人员?|员)|人员|姓名"), ON_DUTY),
    (
        re.compile(r"(?:值班|联系|手机)?(?:电话|号码|手机|方式)(?:号码)?|备注|序号|职务|单位|地点|说明|编号"),
        "skip",
    ),
)
_WEEKDAY: Final = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not understood: the number of the line, what stands there, why, and the names concerned."""

    line: int
    text: str
    why: str
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Table:
    """Whom it names for which day, what was not understood, and how many days are over already."""

    named: dict[tuple[date, str], dict[str, None]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    over: set[date] = field(default_factory=set)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that is clear, by day."""
        rows = sorted(self.named.items(), key=lambda row: row[0])
        return tuple(Entry(day, role, tuple(people)) for (day, role), people in rows)

    def __bool__(self) -> bool:
        return bool(self.named or self.problems or self.over)


def read_table(
    text: str, reader: DayReader, unit: int, org: Org, *, first: date, me: str = "", at: int = 1
) -> Table:
    """Read what stands below the heading as posted; days before `first` are over. Lines count from `at`."""
    return _TableReader(reader, unit, org, first, me).read(text, at)


class _TableReader:
    """Reads one table line by line; columns hold until another line says what stands in them."""

    def __init__(self, reader: DayReader, unit: int, org: Org, first: date, me: str) -> None:
        self.reader, self.unit, self.org, self.first, self.me = reader, unit, org, first, me
        self.table = Table()
        self.roles: tuple[str, ...] = ()
        self.days: tuple[date | None, ...] = ()
        self.before: tuple[date, ...] = ()
        self.narrow = False

    def read(self, text: str, at: int) -> Table:
        for number, line in self._lines(text, at):
            cells = tuple(normal(cell).strip() for cell in line.split(CELL))
            if any(cells):
                self._line(number, cells)
        return self.table

    def _lines(self, text: str, at: int) -> Iterator[tuple[int, str]]:
        """Give each line with its number; of a single line each sentence."""
        lines = text.strip("\n\r").splitlines()
        if len(lines) == 1:
            lines = _PART.split(lines[0])
        for number, line in enumerate(lines, start=at):
            for part in _PART.split(line):
                yield number, _GAP.sub(CELL, part.strip(" \u3000"))

    def _line(self, number: int, cells: Sequence[str]) -> None:
        whole = " ".join(cell for cell in cells if cell)
        last = self.reader.last
        if is_courtesy(whole) or self._is_heading(cells):
            return
        if len(cells) == 1:
            # Copied from where one blank stands between the columns.
            if self._is_heading(whole.split()):
                self.narrow = True
                return
            cells = whole.split() if self.narrow else cells
        self.reader.last = last
        if self.days and self._across(number, cells):
            return
        if self.roles and len(cells) > 1 and self._by_columns(number, cells):
            return
        self._plain(number, whole)

    def _is_heading(self, cells: Sequence[str]) -> bool:
        """Take a line that says what stands below: 日期 值班员, or 周一 周二 周三."""
        roles = tuple(_label(cell) for cell in cells)
        if sum(role not in ("", "day") for role in roles) and all(
            role or not c for role, c in zip(roles, cells, strict=True)
        ):
            self.roles, self.days = roles, ()
            return True
        days = tuple(self._day_of(cell) for cell in cells)
        if sum(day is not None for day in days) < 2 or any(
            cell and day is None and not _label(cell) for cell, day in zip(cells, days, strict=True)
        ):
            return False
        # 11月23日 周一 names one day twice and stands before nobody.
        if len({day for day in days if day}) < 2:
            return False
        self.days, self.roles = days, ()
        return True

    def _day_of(self, cell: str) -> date | None:
        kept = self.reader.last
        found = self.reader.at(cell) if cell else None
        if found and not found.wrong and found.end == len(cell) and len(found.days) == 1:
            return found.days[0]
        self.reader.last = kept
        return None

    def _across(self, number: int, cells: Sequence[str]) -> bool:
        """Take a line below a line of days: who stands in which column."""
        role = _label(cells[0]) or ON_DUTY
        named, days = list(cells), [day for day in self.days if day]
        if _label(cells[0]):
            named = named[1:]
        if len(cells) == len(self.days):
            pairs = [(day, cell) for day, cell in zip(self.days, cells, strict=True) if day]
        elif len(named) == len(days):
            pairs = list(zip(days, named, strict=True))
        else:
            if self._day_of(cells[0]) is not None:
                return False
            self._wrong(number, " ".join(cells), "columns")
            return True
        for day, cell in pairs:
            self._name(
                number, (day,), cell, cell, role=role if role in (LEAD, ON_DUTY) else ON_DUTY, quiet=True
            )
        return True

    def _by_columns(self, number: int, cells: Sequence[str]) -> bool:
        """Take a line of a sheet whose first line says which column holds whom."""
        if len(cells) > len(self.roles) or not any(cells):
            return False
        whole = " ".join(cell for cell in cells if cell)
        rows = list(zip(self.roles, cells, strict=False))
        days = self._days([cell for role, cell in rows if role == "day" and cell])
        if days is None:
            return False
        if days.wrong:
            self._wrong(number, whole, days.wrong)
            return True
        found = False
        for role, cell in rows:
            if role in (LEAD, ON_DUTY) and cell:
                found = self._name(number, days.days, cell, whole, role=role, quiet=True) or found
        if not found:
            self._wrong(number, whole, "nobody")
        return True

    def _days(self, cells: Sequence[str]) -> Days | None:
        """Read the day out of the cells for it; a weekday beside a date is held against it."""
        if not cells:
            return Days(self.before, 0) if self.before else None
        text = cells[0]
        if day := self.reader.bare(text):
            self.reader.last = day
            found: Days | None = Days((day,), len(text))
        else:
            found = self.reader.at(
                " ".join(cells) if len(cells) > 1 and _WEEKDAY.fullmatch(cells[1]) else text
            )
        if found and not found.wrong:
            self.before = found.days
        return found

    def _plain(self, number: int, whole: str) -> None:
        """Take a line by itself: its days, and whoever stands beside them; without days it goes on."""
        numbered = _NUMBERED.match(whole)
        text = whole[numbered.end() :] if numbered else whole
        place, found = self._find_days(text)
        if found is None:
            if self.before and self._name(number, self.before, text, whole, quiet=True, known=True):
                return
            self._wrong(number, whole, "no_days")
        elif found.wrong:
            self._wrong(number, whole, found.wrong)
        else:
            self.before = found.days
            self._name(number, found.days, f"{text[:place]} {text[found.end :]}", whole)

    def _find_days(self, text: str) -> tuple[int, Days | None]:
        for start in range(len(text)):
            if start and text[start - 1].isdigit():
                continue
            if found := self.reader.at(text, start):
                return start, found
        return 0, None

    def _name(
        self, number: int, days: Iterable[date], text: str, whole: str,
        *, role: str = ON_DUTY, quiet: bool = False, known: bool = False,
    ) -> bool:  # fmt: skip
        """Put down who is named; what is doubtful is said. `known` takes nothing unless all are known."""
        people = read_people(text.strip(" :,"), self.unit, self.org, role=role, me=self.me)
        if known and (people.unknown or not people):
            return False
        self._doubts(number, people, whole)
        if not people and not quiet:
            self._wrong(number, whole, "nobody")
        for day in days:
            if day < self.first:
                self.table.over.add(day)
                continue
            for one, named in ((LEAD, people.lead), (ON_DUTY, people.duty)):
                if named:
                    self.table.named.setdefault((day, one), {}).update(named)
        return bool(people)

    def _doubts(self, number: int, people: People, whole: str) -> None:
        if people.unknown:
            self._wrong(number, whole, "unknown", people.unknown)
        if people.doubtful:
            self._wrong(number, whole, "doubtful", people.doubtful)

    def _wrong(self, number: int, text: str, why: str, names: Iterable[str] = ()) -> None:
        self.table.problems.append(Problem(number, text, why, tuple(names)))


def _label(cell: str) -> str:
    plain = cell.strip(" :").replace(" ", "")
    return next((kind for pattern, kind in _LABELS if pattern.fullmatch(plain)), "")
