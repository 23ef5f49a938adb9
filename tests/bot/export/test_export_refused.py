"""What an export says where it cannot be written or is asked for wrongly, and the command itself."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import __main__ as command_line
from bot.errors import ConfigError, ZhijianError
from bot.export_sheets import Book
from bot.exporting import Wish, check_target, wish_of
from bot.storage import opened
from tests.bot.export.exported_book import (
    CODE,
    issue,
    left_in,
    written,
)


@pytest.mark.parametrize(
    ("codes", "since", "until", "said"),
    [
        ((), None, None, "二选一"),
        ((CODE,), "2026-11-01", "2026-11-30", "二选一"),
        ((), "2026-11-01", None, "--to 要写日期"),
        ((), None, "2026-11-01", "--from 要写日期"),
        ((), "2026-13-01", "2026-12-01", "--from 要写日期"),
        ((), "2026-11-02", "2026-11-01", "早于"),
        (("003",), None, None, "请写全"),
    ],
)
def test_wrong_usage(codes: Sequence[str], since: str | None, until: str | None, said: str) -> None:
    """What is asked for wrongly is wrong usage, with the cure."""
    with pytest.raises(ConfigError, match=said):
        wish_of(codes, since, until)


def test_codes_are_read_alike() -> None:
    """A code in small letters, or twice, is that code once."""
    assert Wish((CODE,)) == wish_of((CODE.lower(), CODE), None, None)


def test_where_it_may_be_written(tmp_path: Path) -> None:
    """No folder, a folder in its place, a file that is there, another kind of file: said before any work."""
    there = tmp_path / "a.xlsx"
    there.touch()
    (tmp_path / "b.xlsx").mkdir()
    wrong = {
        there: "已经存在",
        tmp_path / "no" / "a.xlsx": "没有",
        tmp_path / "b.xlsx": "是一个目录",
        tmp_path / "a.csv": "a.xlsx",
    }
    for path, said in wrong.items():
        with pytest.raises(ZhijianError, match=said):
            check_target(path, force=False)
    check_target(there, force=True)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish((CODE, "Z20261124-099")), "没有编号为 Z20261124-099 的任务"),
        (wish_of((), "2025-01-01", "2025-01-31"), "2025-01-01 至 2025-01-31 没有交办过任务"),
    ],
)
async def test_nothing_to_export(filled: str, tmp_path: Path, wish: Wish, said: str) -> None:
    """A code nobody has, or days without a directive: no file is left, nor a part of one."""
    with pytest.raises(ZhijianError, match=said):
        await written(filled, tmp_path / "a.xlsx", wish)

    assert [] == left_in(tmp_path)


async def test_an_old_schema(database_url: str, tmp_path: Path) -> None:
    """A database that was not migrated is not touched: the cure is named."""
    async with opened(database_url) as storage:
        await storage.rows(storage.main, "SELECT 1 AS one")
    with pytest.raises(ZhijianError, match="zhijian migrate"):
        await written(database_url, tmp_path / "a.xlsx")


async def test_the_disk_is_full(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written is one line with the cure, and leaves nothing behind."""

    def full(_self: Book) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Book, "close", full)
    with pytest.raises(ZhijianError, match=r"No space left on device.*磁盘空间"):
        await written(filled, tmp_path / "a.xlsx")

    assert [] == left_in(tmp_path)


def test_the_command(sqlite_ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says what was written; a broken chain is exit code 1 after writing, wrong usage 2."""
    database = tmp_path / "z.db"
    database.write_bytes(sqlite_ready.read_bytes())
    monkeypatch.setenv("ZHIJIAN__DATABASE__URL", f"sqlite://{database}")
    settings = tmp_path / "config.yaml"
    settings.write_text("{}\n", encoding="utf-8")
    asyncio.run(_issue_into(f"sqlite://{database}"))
    target = tmp_path / "a.xlsx"

    def run(*words: str) -> int:
        monkeypatch.setattr("sys.argv", ["zhijian", "export", *words, "-c", str(settings)])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        return int(str(ended.value.code or 0))

    assert 0 == run(CODE, str(target))
    assert target.exists()
    assert 1 == run(CODE, str(target))
    assert 0 == run("--from", "2026-11-24", "--to", "2026-11-24", str(target), "--force")
    assert 2 == run(str(target))
    assert 2 == run(CODE, "a.csv")
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("UPDATE history SET actor = 'x'")
    target.unlink()

    assert 1 == run(CODE, str(target))
    assert target.exists()


async def _issue_into(url: str) -> None:
    async with opened(url) as storage:
        await issue(storage, "lisi")


def test_help_names_both_ways() -> None:
    """--help shows codes, days and the file."""
    said = CliRunner().invoke(command_line.app, ["export", "--help"]).output

    assert all(word in said for word in ("--from", "--to", "--force", "FILE.xlsx"))
