"""What stands in a cell of the export: never a formula, never cut without saying so."""

from __future__ import annotations

import csv
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.export_sheets import GUARD, MOST_CHARS, Book, Column, safe_text
from tests.bot.export.exported_book import (
    NOW,
    ZONE,
    sheet,
)

EVIL = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠x", " =1+1", "\u3000=1",
    '=HYPERLINK("http://a.b","点")', "<r><t>坏</t></r>", "=cmd|' /C calc'!A0",
]  # fmt: skip


def test_no_formula(tmp_path: Path) -> None:
    """Whatever begins like a formula is a text, and stays one once it was saved as CSV."""
    path = tmp_path / "a.xlsx"
    book = Book(path, tmp_path, ZONE)
    table = book.sheet("表", [Column("甲")])
    for text in EVIL:
        table.add(text)
    table.finish()
    book.close()
    with closing(load_workbook(path)) as read:
        cells = [row[0] for row in read["表"].iter_rows(min_row=2)]

    assert {"s", "inlineStr"} >= {cell.data_type for cell in cells}
    assert [GUARD] * len(EVIL) == [str(cell.value)[:1] for cell in cells]
    saved = tmp_path / "a.csv"
    with saved.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([cell.value] for cell in cells)
    with saved.open(newline="", encoding="utf-8") as file:
        assert [GUARD] * len(EVIL) == [row[0][:1] for row in csv.reader(file)]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("普通", "普通"),
        ("a\x00b\x0b\x1f", "a\ufffdb\ufffd\ufffd"),
        ("半\ud800个", "半\ufffd个"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        ("一\r\n二\r三\n四\t五", "一\n二\n三\n四\t五"),
        ("5=5", "5=5"),
        ("火🔥", "火🔥"),
        ("", ""),
    ],
)
def test_characters(text: str, safe: str) -> None:
    """What a workbook may not hold is replaced, the rest stays."""
    assert safe == safe_text(text)


@pytest.mark.parametrize("text", ["好" * 40_000, "🔥" * 20_000, "=" * 40_000])
def test_long_texts(text: str) -> None:
    """A text is cut at what a cell may hold, between characters, and says so."""
    cut = safe_text(text)

    assert len(cut.encode("utf-16-le")) // 2 <= MOST_CHARS
    assert "后面的没有放进来" in cut
    assert "\ufffd" not in cut
    assert text[: MOST_CHARS // 2 - 50] in cut


@pytest.mark.parametrize("text", ["_x0041_", "a\nb", " 前后 ", "<b>&amp;\"'", "😀", "\u2028"])
def test_round_trip(tmp_path: Path, text: str) -> None:
    """What can stand in a cell comes out as it went in."""
    path = tmp_path / "a.xlsx"
    book = Book(path, tmp_path, ZONE)
    table = book.sheet("表", [Column("甲")])
    table.add(text)
    table.finish()
    book.close()
    read = str(sheet(path, "表")[0]["甲"])

    assert text == read.replace("_x005F_", "_")  # openpyxl leaves the escape in inline texts


def test_more_rows_than_a_sheet_holds(tmp_path: Path) -> None:
    """What does not fit goes on on another sheet of that name, with the headings."""
    path = tmp_path / "a.xlsx"
    book = Book(path, tmp_path, ZONE, most_rows=3)
    table = book.sheet("消息", [Column("甲"), Column("时", 9, "moment")])
    for number in range(5):
        table.add(number, NOW.astimezone(UTC))
    table.finish()
    book.close()
    found = [row["甲"] for name in ("消息", "消息(2)", "消息(3)") for row in sheet(path, name)]

    assert [0, 1, 2, 3, 4] == found
    assert "2026-11-24T07:30:00+08:00" == sheet(path, "消息(3)")[0]["时(ISO)"]
