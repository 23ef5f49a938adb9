"""Guides as a spreadsheet: written so that nothing is a formula, read with every fault by its row and cell.

One sheet of guides, one of synonyms. Columns are known by their headings, in any order.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from bot.errors import ZhijianError
from bot.export_sheets import GUARD, STARTS, Book, Column
from tasks.guides.parts import LONGEST_NAME, LONGEST_PART, MOST_SYNONYMS, PARTS, Matter

GUIDES: Final = "办事指南"
SYNONYMS: Final = "同义词"
NAME: Final = "事项名称"
HEADS: Final[Mapping[str, str]] = {
    "basis": "法律依据", "steps": "办理程序", "conditions": "申请条件", "materials": "申报材料",
    "fee": "收费依据及标准", "term": "办理时限", "complaints": "投诉渠道", "place": "办理地点",
    "hours": "办公时间", "phone": "咨询电话",
}  # fmt: skip
"""Part → its heading."""
COLUMNS: Final = (
    Column(NAME, 30), Column("类别", 14), Column("办理单位", 18),
    *(Column(HEADS[part], 36) for part in PARTS),
    Column("别名", 30), Column("有效期至", 12), Column("样例", 6), Column("停用", 6),
)  # fmt: skip
WORDS: Final = (Column("群众说法", 24), Column("规范说法", 36))
LONGEST: Final[Mapping[str, int]] = {
    NAME: LONGEST_NAME, "类别": 40, "办理单位": 60, "群众说法": 40, "规范说法": 80,
    **dict.fromkeys(HEADS.values(), LONGEST_PART),
}  # fmt: skip
LONGEST_SYNONYM: Final = 40
SPLIT: Final = re.compile(r"[、,，;；\n]+")
FLAGS: Final[Mapping[str, bool]] = {"": False, "否": False, "是": True, "样例": True, "停用": True}
MOST_ROWS: Final = 50_000
MOST_BYTES: Final = 20_000_000
MOST_UNPACKED: Final = 300_000_000
"""A workbook is a zip file: what is larger than this unpacked is none that people wrote."""
Step = Callable[[int, int], None]


class SheetError(ZhijianError):
    """A spreadsheet cannot be taken; `faults` has one line for each cell that is wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"文件里有{len(faults)}处要改，一条也没有导入，请改好后再导入")
        self.faults = tuple(faults)


@dataclass(slots=True)
class _Row:
    """One row: its number, what stands under each heading, where each heading is, the faults of the file."""

    number: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]
    faults: list[str]

    def fault(self, head: str, what: str) -> None:
        """Note what is wrong with a cell."""
        at = f"({self.letters[head]}{self.number})" if head in self.letters else ""
        self.faults.append(f"第{self.number}行“{head}”{at}：{what}")

    def text(self, head: str) -> str:
        """Give what stands there, if it is not too long."""
        value = self.cells.get(head, "")
        longest = LONGEST.get(head, len(value))
        if len(value) > longest:
            self.fault(head, f"有{len(value)}字，最多{longest}字")
        return value

    def flag(self, head: str) -> bool:
        """Give 是 or 否."""
        value = self.cells.get(head, "")
        if value not in FLAGS:
            self.fault(head, f"是“{value[:20]}”，请写“是”，或者空着")
        return FLAGS.get(value, False)

    def day(self, head: str) -> str:
        """Give a day as YYYY-MM-DD."""
        value = self.cells.get(head, "")
        if not value:
            return ""
        parts = re.fullmatch(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?", value)
        try:
            return date(*map(int, parts.groups())).isoformat() if parts else _no_day(value)
        except ValueError:
            self.fault(head, f"“{value[:20]}”不是日期，请写成 2027-12-31")
            return ""

    def words(self, head: str) -> tuple[str, ...]:
        """Give words that are separated by 、."""
        written = (part.strip() for part in SPLIT.split(self.cells.get(head, "")))
        words = tuple(dict.fromkeys(filter(None, written)))
        if len(words) > MOST_SYNONYMS:
            self.fault(head, f"有{len(words)}个，最多{MOST_SYNONYMS}个")
        if any(len(word) > LONGEST_SYNONYM for word in words):
            self.fault(head, f"有超过{LONGEST_SYNONYM}字的，请用顿号分开")
        return words


@dataclass(slots=True)
class Sheets:
    """What a spreadsheet holds: guides, and synonyms (None: no such sheet)."""

    matters: list[Matter] = field(default_factory=list)
    synonyms: dict[str, str] | None = None


def write(
    path: Path, matters: Sequence[Matter], synonyms: Mapping[str, str], zone: tzinfo, step: Step
) -> None:
    """Write the spreadsheet beside its place and put it there whole."""
    with TemporaryDirectory(prefix=".zhijian-guides-", dir=path.parent) as folder:
        part = Path(folder) / "part.xlsx"
        with Book(part, Path(folder), zone) as book:
            sheet = book.sheet(GUIDES, COLUMNS)
            for done, one in enumerate(matters, 1):
                sheet.add(
                    one.name, one.category, one.office, *(one.part(name) for name in PARTS),
                    "、".join(one.synonyms), one.valid_until, "是" * one.sample, "是" * one.stopped,
                )  # fmt: skip
                step(done, len(matters))
            sheet.finish()
            words = book.sheet(SYNONYMS, WORDS)
            for said, meant in synonyms.items():
                words.add(said, meant)
            words.finish()
            book.close()
        part.replace(path)


def read(path: Path, step: Step) -> Sheets:
    """Read a spreadsheet; raises SheetError with every fault there is, ZhijianError where it is none."""
    _check(path)
    faults: list[str] = []
    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise ZhijianError(f"{path.name} 打不开，请确认没有加密，或用 WPS、Excel 另存为 .xlsx") from error
    try:
        found = Sheets(_guides(_sheet(book, GUIDES, first=True), faults, step))
        if SYNONYMS in book.sheetnames:
            found.synonyms = _synonyms(book[SYNONYMS], faults)
    finally:
        book.close()
    if faults:
        raise SheetError(faults)
    return found


def _check(path: Path) -> None:
    if not path.is_file():
        raise ZhijianError(f"没有 {path} 这个文件，请核对文件名")
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise ZhijianError(f"{path.name} 不是 .xlsx 表格，请用 WPS 或 Excel 另存为 .xlsx") from error
    if path.stat().st_size > MOST_BYTES or unpacked > MOST_UNPACKED:
        raise ZhijianError(f"{path.name} 太大，请去掉图片和空白的行列后再导入")


def _sheet(book: Any, name: str, *, first: bool) -> Any:
    if name in book.sheetnames:
        return book[name]
    if first and book.worksheets:
        return book.worksheets[0]
    raise ZhijianError(f"表格里没有“{name}”这张工作表")


def _guides(sheet: Any, faults: list[str], step: Step) -> list[Matter]:
    out: list[Matter] = []
    names: dict[str, int] = {}
    whole = sheet.max_row or 0
    for row in _rows(sheet, COLUMNS, faults):
        matter = _matter(row)
        if not matter.name:
            row.fault(NAME, "不能空着")
        elif matter.name in names:
            row.fault(NAME, f"与第{names[matter.name]}行重复")
        if not matter.parts:
            row.fault(HEADS["materials"], "这一行什么内容也没有，至少写一项")
        names.setdefault(matter.name, row.number)
        out.append(matter)
        step(row.number, whole)
    return out


def _matter(row: _Row) -> Matter:
    parts = {part: text for part, head in HEADS.items() if (text := row.text(head))}
    return Matter(
        row.text(NAME), row.text("类别"), row.text("办理单位"), parts, row.words("别名"),
        row.day("有效期至"), row.flag("样例"), row.flag("停用"),
    )  # fmt: skip


def _synonyms(sheet: Any, faults: list[str]) -> dict[str, str]:
    out: dict[str, str] = {}
    for row in _rows(sheet, WORDS, faults):
        said, meant = row.text("群众说法"), row.text("规范说法")
        if not said:
            row.fault("群众说法", "不能空着")
        if not meant:
            row.fault("规范说法", "不能空着")
        if said in out:
            row.fault("群众说法", "与前面的重复")
        out[said] = meant
    return out


def _rows(sheet: Any, columns: Sequence[Column], faults: list[str]) -> Iterator[_Row]:
    """Give the rows that hold anything; headings stand in the first one."""
    heads: list[str] = []
    known = {column.title for column in columns}
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number == 1:
            heads = [_text(cell.value) for cell in cells]
            faults += _wrong_heads(sheet.title, heads, known, columns[0].title)
            continue
        if number > MOST_ROWS:
            raise ZhijianError(f"“{sheet.title}”超过{MOST_ROWS}行，请分成几个文件导入")
        letters = {head: get_column_letter(at) for at, head in enumerate(heads, 1) if head in known}
        values = {head: _text(cell.value) for head, cell in zip(heads, cells, strict=False) if head in known}
        row = _Row(number, values, letters, faults)
        for head, cell in zip(heads, cells, strict=False):
            if head in known and getattr(cell, "data_type", "") == "f":
                row.fault(head, "是公式，请改成文字")
        if any(values.values()):
            yield row


def _wrong_heads(sheet: str, heads: Sequence[str], known: set[str], needed: str) -> list[str]:
    wrong = [f"“{sheet}”第1行：不认识“{head[:20]}”这一列" for head in heads if head and head not in known]
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    wrong += [f"“{sheet}”第1行：“{head}”出现了两次" for head in twice]
    return wrong if needed in heads else [*wrong, f"“{sheet}”第1行：缺少“{needed}”这一列"]


def _no_day(value: str) -> str:
    raise ValueError(value)


def _text(value: object) -> str:
    """Give what a cell holds as people see it; the guard against formulas is taken off again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return text[1:] if text.startswith(GUARD) and text[1:].lstrip().startswith(STARTS) else text
