"""`zhijian export`: everything is in it, at one moment, and the chain can be made again."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest
from openpyxl import load_workbook

from bot import export_words, exporting
from bot.exporting import Exported, exported, wish_of
from bot.storage import opened
from tasks import history
from tasks.directives.models import Directive
from tasks.directives.wanted import WANTED
from tasks.people import rooms
from tests.bot.export.exported_book import (
    CODE,
    NOW,
    ZONE,
    config_of,
    issue,
    sheet,
    written,
)

SHEETS = [
    "说明",
    "指令",
    "分办",
    "反馈",
    "附件",
    "经过",
    "延期退办等申请",
    "消息",
    "校验",
    "诉求",
    "诉求经过",
]


async def test_everything_is_in_it(filled: str, tmp_path: Path) -> None:
    """Text, shares, reports, files, moves, requests, messages and proof, in Chinese, names with userids."""
    path = tmp_path / "a.xlsx"
    done = await written(filled, path)
    [directive], shares, [report] = sheet(path, "指令"), sheet(path, "分办"), sheet(path, "反馈")
    [request], messages, files = sheet(path, "延期退办等申请"), sheet(path, "消息"), sheet(path, "附件")

    assert Exported(1, 4, ()) == done
    assert (CODE, "任务", "请报送材料", "加急", "zhaoming", "青溪镇工作群(wrk)", "李四(lisi)") == tuple(
        directive[name] for name in ("编号", "类别", "原文", "紧急程度", "交办人", "群", "督办人")
    )
    assert ("2026年11月24日(周二)07:30", "2026-11-24T07:30:00+08:00") == (
        directive["交办时间"],
        directive["交办时间(ISO)"],
    )
    assert [("李四(lisi)", "已反馈，待审核"), ("gone", "待签收")] == [
        (s["承办人"], s["状态"]) for s in shares
    ]
    assert ("'=已完成", 3, "李四(lisi)") == (report["内容"], report["附件数"], report["反馈人"])
    assert ["已保存", "类型不能保存", "标有密级，没有保存", None, "没有取到"] == [f["说明"] for f in files]
    assert ("台账.pdf", "文件", "application/pdf", 12, "d" * 64) == tuple(
        files[0][name] for name in ("文件名", "类别", "类型", "大小(字节)", "SHA-256")
    )
    assert ("申请延期", "下雨", "时限：2026年11月24日(周二)07:35", "同意") == tuple(
        request[name] for name in ("种类", "理由", "请求", "决定")
    )
    assert [
        ("一对一", "李四(lisi)", "已发出"),
        ("群消息", "青溪镇工作群(wrk)", "没有发成"),
        ("更换卡片", None, "已发出"),
    ] == [(m["方式"], m["接收人"], m["状态"]) for m in messages]
    assert ["任务卡片", "发出前已签收、办结、撤回或情况有变"] == [messages[0]["类别"], messages[1]["原因"]]
    assert "通过" == sheet(path, "校验")[0]["结果"]
    assert ["交办", "列入督办", "签收", "反馈"] == [move["动作"] for move in sheet(path, "经过")]
    with closing(load_workbook(path)) as book:
        assert SHEETS == book.sheetnames
        assert {"B2"} == {book[name].freeze_panes for name in SHEETS}
        assert "A1:U2" == book["指令"].auto_filter.ref


async def test_the_chain_can_be_made_again_from_the_file(filled: str, tmp_path: Path) -> None:
    """Whoever follows the first sheet's words gets the same hashes, with nothing but the file."""
    path = tmp_path / "a.xlsx"
    await written(filled, path)
    prev = ""
    for move in sheet(path, "经过"):
        names = ("前一条哈希", "编号", "序号", "毫秒", "账号", "动作代码", "明细(JSON)")
        parts = [str(move[name]) if move[name] is not None else "" for name in names]
        prev = hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()

        assert prev == move["本条哈希"]
    assert prev == sheet(path, "校验")[0]["登记的末条哈希"] == sheet(path, "校验")[0]["重新计算的末条哈希"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE history SET actor = 'wangwu' WHERE seq = 2", "第2条的内容与它的哈希不符"),
        ("DELETE FROM history WHERE seq = 2", "应为第2条，实为第3条"),
        ("DELETE FROM history WHERE seq = 4", "任务登记有4条记录，实有3条"),
        ("UPDATE history SET prev = 'x' WHERE seq = 3", "第3条与前一条接不上"),
    ],
)
async def test_a_broken_chain_is_named(filled: str, tmp_path: Path, change: str, fault: str) -> None:
    """What was changed, left out or cut off is found, at its entry; the rest is written all the same."""
    async with opened(filled) as storage:
        await storage.rows(storage.main, change)
        with pytest.raises(history.BrokenChain):
            await history.verify(storage.main, await Directive.get(code=CODE).using_db(storage.main))
    path = tmp_path / "a.xlsx"
    [(code, found)] = (await written(filled, path)).broken
    [proof] = sheet(path, "校验")

    assert (CODE, True) == (code, found.startswith(fault))
    assert ("不符", found) == (proof["结果"], proof["不符之处"])
    assert any("1项不符" in str(note["说明"]) for note in sheet(path, "说明"))


async def test_by_days(ready_url: str, tmp_path: Path) -> None:
    """From a day to a day, both included, as the service's zone counts days."""
    async with opened(ready_url) as storage:
        for now in (datetime(2026, 11, 23, 23, 59, tzinfo=ZONE), NOW, datetime(2026, 11, 25, tzinfo=ZONE)):
            await issue(storage, "lisi", now=now)
    path = tmp_path / "a.xlsx"
    counts = [
        (await written(ready_url, path, wish_of((), first, last))).directives
        for first, last in (
            ("2026-11-24", "2026-11-24"),
            ("2026-11-23", "2026-11-24"),
            ("2026-11-24", "2026-11-25"),
        )
    ]

    assert [1, 2, 2] == counts


async def test_pages(ready_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the pages are, every row comes once and in order."""
    monkeypatch.setattr(exporting, "PAGE", 2)
    monkeypatch.setattr(exporting, "TOGETHER", 2)
    people = [f"u{n}" for n in range(5)]
    async with opened(ready_url) as storage:
        for _ in range(5):
            await issue(storage, *people)
    path = tmp_path / "a.xlsx"
    await written(ready_url, path, wish_of((), "2026-11-24", "2026-11-24"))
    codes = [f"Z20261124-{n:03d}" for n in range(1, 6)]

    assert [(code, who) for code in codes for who in people] == [
        (row["编号"], row["承办人"]) for row in sheet(path, "分办")
    ]
    assert codes == [row["编号"] for row in sheet(path, "校验")]


async def test_beside_a_writer(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that writes meanwhile is neither held up nor seen: one moment is read."""
    monkeypatch.setattr(exporting, "PAGE", 1)
    monkeypatch.setattr(exporting, "TOGETHER", 1)
    target = tmp_path / "a.xlsx"
    async with opened(filled) as storage:
        for _ in range(3):
            await issue(storage, "lisi")
    written_meanwhile: list[int] = []

    def meanwhile(done: int, _whole: int) -> None:
        if not written_meanwhile:
            change = "UPDATE directive SET title = '变了', last_hash = 'x'"
            with ThreadPoolExecutor(1) as beside:
                beside.submit(_write, filled, change).result(10)
        written_meanwhile.append(done)

    done = await exported(config_of(filled), wish_of((), "2026-11-24", "2026-11-24"), target, meanwhile)

    assert [1, 12] == [written_meanwhile[0], written_meanwhile[-1]]
    assert (4, ()) == (done.directives, done.broken)
    assert {"报送材料"} == {row["标题"] for row in sheet(target, "指令")}


def _write(url: str, change: str) -> None:
    """Change rows as another process does."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.split("://")[1], timeout=1)) as raw, raw:
            raw.execute(change)
        return

    async def work() -> None:
        other = await asyncpg.connect(url)
        await other.execute(change)
        await other.close()

    asyncio.run(work())


def test_every_message_about_a_directive_has_a_name() -> None:
    """What goes out unasked is called something in the export, by its own name or its family's."""
    assert [] == [kind for kind in WANTED if "其他消息" == export_words.message_word(kind)]


async def test_groups_that_were_introduced_by_words(filled: str, tmp_path: Path) -> None:
    """A group the settings do not know has the name it was given; a unit that is no more has its number."""
    async with opened(filled) as storage, storage.transaction() as db:
        await rooms.told(db, "wrk2", "防汛群", [2], "zhaoming")
        await rooms.told(db, "wrk", "别的名字", [], "zhaoming")
        await Directive.all().using_db(db).update(chat="wrk2")
    await written(filled, tmp_path / "a.xlsx")
    messages = sheet(tmp_path / "a.xlsx", "消息")

    assert "防汛群(wrk2)" == sheet(tmp_path / "a.xlsx", "指令")[0]["群"]
    assert "青溪镇工作群(wrk)" in {message["接收人"] for message in messages}
    assert {"2"} == {share["单位"] for share in sheet(tmp_path / "a.xlsx", "分办")}
