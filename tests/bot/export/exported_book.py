"""Steps that the tests of the export share: issue, export, read a sheet of the book."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from bot.config import Config
from bot.exporting import Exported, Wish, exported
from bot.storage import Storage
from tasks.directives import verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive
from tasks.directives.verbs import Draft

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=ZONE)
CODE = "Z20261124-001"

Table = list[dict[str, Any]]


def config_of(url: str) -> Config:
    """Give settings with this database and a named group."""
    group = {"chat_id": "wrk", "name": "青溪镇工作群"}
    return Config.model_validate({"database": {"url": url}, "groups": [group]})


def draft(*people: str, content: str = "请报送材料", title: str = "报送材料") -> Draft:
    """Make a draft to these people."""
    shares = tuple(NewShare(who, 2, {"by": "person", "written": ""}) for who in people)
    return Draft("task", title, content, "urgent", "zhaoming", "sunli", "wrk", (), NOW, shares)


async def issue(storage: Storage, *people: str, now: datetime = NOW, **more: str) -> Directive:
    """Issue a directive."""
    async with storage.transaction() as db:
        return (await verbs.issue(db, draft(*people, **more), now))[0]


async def written(url: str, target: Path, wish: Wish | None = None) -> Exported:
    """Export, without a bar."""
    return await exported(config_of(url), wish or Wish((CODE,)), target, lambda _done, _whole: None)


def left_in(folder: Path) -> list[str]:
    """Give what is in a folder besides the database."""
    return [path.name for path in folder.iterdir() if "test.db" not in path.name]


def sheet(path: Path, name: str) -> Table:
    """Read one sheet as rows by heading."""
    with closing(load_workbook(path, read_only=True)) as book:
        rows = list(book[name].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=False)) for row in rows[1:]]
