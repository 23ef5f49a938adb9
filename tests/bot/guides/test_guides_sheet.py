"""Guides as a spreadsheet: what is written is read back, and every fault is named by its row and cell."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ZhijianError
from bot.guides_sheet import NAME, SheetError, read, write
from bot.samples import bundled
from tasks.guides.parts import PARTS, Matter


def nothing(_done: int, _whole: int) -> None:
    """Show no progress."""


def book(path: Path, *rows: list[object], name: str = "办事指南") -> Path:
    """Write a workbook as people would."""
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def test_samples_come_back(tmp_path: Path) -> None:
    """What is exported can be imported and is the same."""
    matters, synonyms = bundled()
    write(tmp_path / "a.xlsx", matters, synonyms, UTC, nothing)
    found = read(tmp_path / "a.xlsx", nothing)

    assert [one.name for one in matters] == [one.name for one in found.matters]
    assert matters == found.matters
    assert synonyms == found.synonyms


TEXT = st.text(alphabet="=+-@＝甲乙1 、\n'<r>\t", min_size=1, max_size=12).map(str.strip).filter(
    lambda text: text and not text.startswith("'") and not text.startswith("<r>") and "\t" not in text
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=len(PARTS), max_size=len(PARTS)))
def test_nothing_becomes_a_formula(tmp_path: Path, texts: list[str]) -> None:
    """Whatever a part begins with, no cell is a formula, and it comes back as it was."""
    parts = dict(zip(PARTS, texts, strict=True))
    write(tmp_path / "b.xlsx", [Matter("甲", parts=parts)], {}, UTC, nothing)
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0] for cell in row]

    assert [] == [cell for cell in cells if cell.data_type == "f"]
    assert parts == read(tmp_path / "b.xlsx", nothing).matters[0].parts


def test_every_fault_is_named_by_its_cell(tmp_path: Path) -> None:
    """All faults of a file are told at once, and nothing is taken."""
    path = book(
        tmp_path / "c.xlsx",
        [NAME, "申报材料", "有效期至", "停用"],
        ["结婚登记", "身份证", "明年", ""],
        ["", "户口簿", None, "也许"],
        ["结婚登记", "=1+1", None, None],
        ["空的", None, None, None],
        ["长的", "长" * 451, None, None],
    )
    with pytest.raises(SheetError) as raised:
        read(path, nothing)
    told = "\n".join(raised.value.faults)

    assert "第2行“有效期至”(C2)：“明年”不是日期" in told
    assert "第3行“事项名称”(A3)：不能空着" in told
    assert "第3行“停用”(D3)" in told
    assert "第4行“事项名称”(A4)：与第2行重复" in told
    assert "第4行“申报材料”(B4)：是公式" in told
    assert "第5行“申报材料”(B5)：这一行什么内容也没有" in told
    assert "第6行“申报材料”(B6)：有451字，最多450字" in told
    assert 7 == len(raised.value.faults)


def test_headings_may_stand_in_any_order(tmp_path: Path) -> None:
    """Columns are known by their headings; numbers, days and 是 are read as people see them."""
    found = read(
        book(
            tmp_path / "d.xlsx",
            ["咨询电话", NAME, "别名", "有效期至", "样例"],
            [12345, "结婚登记", "领证，扯证", "2027年1月2日", "是"],
        ),
        nothing,
    )

    assert found.synonyms is None
    assert [
        Matter(
            "结婚登记",
            parts={"phone": "12345"},
            synonyms=("领证", "扯证"),
            valid_until="2027-01-02",
            sample=True,
        )
    ] == found.matters


def test_wrong_headings_and_files_are_refused(tmp_path: Path) -> None:
    """A heading nobody knows, a missing one and a file that is no workbook are told with the cure."""
    with pytest.raises(SheetError) as raised:
        read(book(tmp_path / "e.xlsx", ["名字", "申报材料"], ["甲", "乙"]), nothing)
    (tmp_path / "f.xlsx").write_text("no workbook")

    assert "不认识“名字”这一列" in raised.value.faults[0]
    assert "缺少“事项名称”这一列" in raised.value.faults[1]
    with pytest.raises(ZhijianError, match=r"另存为 \.xlsx"):
        read(tmp_path / "f.xlsx", nothing)
