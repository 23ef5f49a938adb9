"""A workbook that is written row by row, in flat memory, and in which nothing is ever a formula.

Every text is written as a text. One that a spreadsheet would take for a formula once the file was saved as
CSV and opened again gets an apostrophe in front (`GUARD`), as OWASP advises against formula injection.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeAlias

import xlsxwriter

from bot.wording import moment_in

Value: TypeAlias = "str | int | datetime | None"

GUARD: Final = "'"
STARTS: Final = tuple("=+-@＝＋－＠")
"""What begins a formula; the full-width ones do so in Chinese and Japanese spreadsheets."""
BREAKS: Final = ("\t", "\r", "\n")
RICH: Final = "<r>"
"""Text that begins so would be written as XML as it stands (xlsxwriter, constant_memory)."""
MOST_CHARS: Final = 32_767
"""UTF-16 units a cell may hold (Excel's specifications and limits)."""
MOST_ROWS: Final = 1_048_576
"""Rows a sheet may hold, its heading included."""
ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids (§2.2), lone surrogates included."""
CUT: Final = "……(原文共{}字，一格最多32767字，后面的没有放进来)"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. A moment takes two: as people read it, and as ISO 8601."""

    title: str
    width: int = 14
    kind: Literal["text", "moment"] = "text"


def safe_text(text: str) -> str:
    """Give a text as a cell may hold it: no forbidden character, no formula, not too long."""
    if not text.isprintable():
        text = ILLEGAL.sub("\ufffd", text)
    if text.startswith((*BREAKS, RICH)) or text.lstrip().startswith(STARTS):
        text = GUARD + text
    return _cut(text.replace("\r\n", "\n").replace("\r", "\n"))


def _cut(text: str) -> str:
    raw = text.encode("utf-16-le")
    if len(raw) <= 2 * MOST_CHARS:
        return text
    note = CUT.format(len(text))
    return raw[: 2 * (MOST_CHARS - len(note))].decode("utf-16-le", errors="ignore") + note


class Book:
    """An open workbook, for `with`; `close` writes the file, whose parts are in `folder` till then."""

    def __init__(self, path: Path, folder: Path, zone: tzinfo, *, most_rows: int = MOST_ROWS) -> None:
        options = {
            "constant_memory": True,
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self.zone = zone
        self.most_rows = most_rows
        self.moment = moment_in(zone)
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self.heading = self._book.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1})
        self.plain = self._book.add_format({"valign": "top"})

    def sheet(self, name: str, columns: Sequence[Column]) -> Sheet:
        """Begin a sheet; sheets stand in the order they were begun."""
        return Sheet(self, name, columns)

    def add_worksheet(self, name: str) -> Any:
        """Add a bare worksheet."""
        return self._book.add_worksheet(name)

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of the parts where the file was not written."""
        for paper in self._book.worksheets():
            paper.row_data_fh.close()


class Sheet:
    """One table; what does not fit on a worksheet goes on on another of its name with a number."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column]) -> None:
        self._book = book
        self._name = name
        self._columns = columns
        self._parts = 0
        self.count = 0
        self._begin()

    def _begin(self) -> None:
        """Begin a worksheet: headings that stay, widths, a filter over all rows there may be."""
        self._parts += 1
        name = self._name if self._parts == 1 else f"{self._name}({self._parts})"
        self._paper = self._book.add_worksheet(name)
        titles: list[tuple[str, int]] = []
        for column in self._columns:
            titles.append((column.title, column.width))
            if column.kind == "moment":
                titles.append((f"{column.title}(ISO)", 26))
        for place, (title, width) in enumerate(titles):
            self._paper.set_column(place, place, width, self._book.plain)
            self._paper.write_string(0, place, title, self._book.heading)
        self._paper.freeze_panes(1, 1)
        self._last = len(titles) - 1
        self._row = 0

    def add(self, *values: Value) -> None:
        """Add a row: one value for each column."""
        if self._row + 1 >= self._book.most_rows:
            self.finish()
            self._begin()
        self._row += 1
        self.count += 1
        place = 0
        for column, value in zip(self._columns, values, strict=True):
            self._write(place, value)
            place += 2 if column.kind == "moment" else 1

    def _write(self, place: int, value: Value) -> None:
        if isinstance(value, datetime):
            iso = value.astimezone(self._book.zone).isoformat()
            self._paper.write_string(self._row, place, self._book.moment(iso, 0))
            self._paper.write_string(self._row, place + 1, iso)
        elif isinstance(value, int):
            self._paper.write_number(self._row, place, value)
        elif value:
            self._paper.write_string(self._row, place, safe_text(value))

    def finish(self) -> None:
        """Put the filter over what was written."""
        self._paper.autofilter(0, 0, self._row, self._last)
