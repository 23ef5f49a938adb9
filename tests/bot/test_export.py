"""`zhijian export`: everything is in it, nothing in it is a formula, the chain can be made again."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot import __main__ as command_line
from bot import export_words, exporting
from bot.config import Config
from bot.errors import ConfigError, ZhijianError
from bot.export_sheets import GUARD, MOST_CHARS, Book, Column, safe_text
from bot.exporting import Exported, Wish, check_target, exported, wish_of
from bot.models import Mark, Sending
from bot.storage import Storage, opened
from tasks import history
from tasks.directives import supervision, verbs
from tasks.directives.models import Directive, Proposal, Share
from tasks.directives.verbs import Draft, NewShare
from tasks.directives.wanted import WANTED
from tasks.people import rooms
from tasks.people.models import Member

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=ZONE)
CODE = "Z20261124-001"
SHEETS = ["说明", "指令", "分办", "反馈", "附件", "经过", "延期退办等申请", "消息", "校验"]
EVIL = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠x", " =1+1", "\u3000=1",
    '=HYPERLINK("http://a.b","点")', "<r><t>坏</t></r>", "=cmd|' /C calc'!A0",
]  # fmt: skip

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


@pytest.fixture
async def filled(ready_url: str) -> str:
    """Give a database in which one directive went through much."""
    async with opened(ready_url) as storage:
        await Member.create(
            using_db=storage.main, userid="lisi", name="李四", departments=[], leads=[], leaders=[]
        )
        await Mark.create(using_db=storage.main, name="directory", value={"version": "1"})
        directive = await issue(storage, "lisi", "gone")
        async with storage.transaction() as db:
            directive = await Directive.get(id=directive.id).using_db(db)
            share = await Share.get(assignee="lisi").using_db(db)
            await supervision.supervise(db, directive, actor="lisi", now=NOW)
            media = [
                {
                    "kind": "file",
                    "name": "台账.pdf",
                    "type": "application/pdf",
                    "size": 12,
                    "digest": "d" * 64,
                },
                {"kind": "refused", "name": "坏.exe", "why": "type"},
                {"kind": "left_out"},
                {"kind": "location", "lat": 1.5, "lon": 2.5, "label": "镇政府"},
                {"kind": "image", "name": "", "media_id": "m"},
            ]
            told = NOW + timedelta(minutes=5)
            await verbs.report(
                db, directive, share, actor="lisi", text="=已完成", media=media, now=told
            )  # fmt: skip
            await Proposal.create(
                using_db=db, directive_id=directive.id, share_id=share.id, kind="extend", asked_by="lisi",
                asked_at=told, reason="下雨", facts={"due": told.isoformat()}, decision="granted",
                decided_by="zhaoming", decided_at=told,
            )  # fmt: skip
            for number, (place, receiver, state) in enumerate(
                [
                    ("person", "lisi", "sent"),
                    ("chat", "wrk", "failed"),
                    ("card", "SECRET", "sent"),
                    ("job", "x", "sent"),
                ]
            ):
                await Sending.create(
                    using_db=db, once=f"a{number}", place=place, receiver=receiver, kind="directive.assigned",
                    facts={}, same="", directive_id=directive.id, share_id=share.id, not_before=NOW,
                    created_at=NOW, state=state, reason="no longer wanted" if state == "failed" else "",
                )  # fmt: skip
    return ready_url


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
