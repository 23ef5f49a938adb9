"""`zhijian guides …`: import and export as a spreadsheet, the samples, a search, what nobody found."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import ZhijianError

if TYPE_CHECKING:
    from bot.guides_sheet import Sheets
    from bot.storage import Storage
    from tasks.guides.keeping import Stored

app = typer.Typer(help="办事指南：导入、导出、试查、看没查到的问题。", no_args_is_help=True)

ConfigPath = Annotated[Path, typer.Option("--config", "-c", help="配置文件")]
USUAL = Path("config.yaml")
MOST_FAULTS = 30


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="表格文件")],
    check: Annotated[bool, typer.Option("--check", help="只检查，不导入")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="以文件为准：文件里没有的指南和同义词都去掉")
    ] = False,
    config: ConfigPath = USUAL,
) -> None:
    """从表格导入；有一处不对就一条也不导入。"""
    from bot.guides_sheet import SheetError, read
    from bot.progress import progress

    try:
        with progress("正在读取") as step:
            found = read(file, step)
    except SheetError as error:
        for fault in error.faults[:MOST_FAULTS]:
            typer.echo(fault, err=True)
        raise
    if check:
        typer.echo(f"检查通过：{len(found.matters)}项指南，{len(found.synonyms or {})}个同义词。没有导入。")
        return
    typer.echo(asyncio.run(_stored(config, found, whole=replace)))


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="写到哪个文件")],
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
    config: ConfigPath = USUAL,
) -> None:
    """导出成表格；改好后可以再导入。"""
    from bot.config import load
    from bot.exporting import check_target
    from bot.guides_sheet import write
    from bot.progress import progress
    from tasks.guides import keeping

    check_target(file, force=force)

    async def work() -> int:
        async with _opened(config) as storage:
            matters, said = await keeping.matters(storage.main), await keeping.synonyms(storage.main)
        with progress("正在写出") as step:
            write(file, matters, said, load(config).worktime.zone, step)
        return len(matters)

    typer.echo(f"已写好 {file}，共{asyncio.run(work())}项指南。")


@app.command()
def samples(config: ConfigPath = USUAL) -> None:
    """导入自带的样例指南（标明“样例”），已有的同名指南保持不变。"""
    from bot.clock import SystemClock
    from bot.config import load
    from bot.samples import laid_out

    async def work() -> str:
        async with _opened(config) as storage:
            return _told(await laid_out(storage, SystemClock(load(config).worktime.zone).now()))

    typer.echo(asyncio.run(work()))


@app.command()
def search(text: Annotated[str, typer.Argument(help="群众会怎么问")], config: ConfigPath = USUAL) -> None:
    """试查一句话：会答哪一项，最接近的三项各有多接近。"""
    from bot.guides_sheet import HEADS
    from handlers.citizen.guides import found_in
    from handlers.guides.judging import judged
    from handlers.reading.script import normal
    from tasks.guides import keeping
    from tasks.guides.index import GuideIndex

    async def work() -> GuideIndex:
        async with _opened(config) as storage:
            return GuideIndex(await keeping.matters(storage.main), await keeping.synonyms(storage.main))

    plain = normal(text).strip()
    question, hits = found_in(plain, asyncio.run(work()))
    verdict = judged(plain, question, hits)
    typer.echo(VERDICTS[verdict])
    if question.parts:
        typer.echo(f"问的是：{'、'.join(HEADS[part] for part in question.parts)}")
    for hit in hits:
        typer.echo(f"{hit.score:.2f}  {hit.matter.name}")


VERDICTS = {
    "sure": "直接答第一项。",
    "unsure": "拿不准，请群众从下面选。",
    "missed": "没有找到，记入没查到的问题，可转人工。",
    "": "不当作办事的问题（可能是诉求，或者太笼统）。",
}


ENDED = {"request": "转了人工", "chosen": "选了"}


@app.command()
def unfound(
    most: Annotated[int, typer.Option(help="最多列出多少条", min=1, max=1000)] = 50,
    config: ConfigPath = USUAL,
) -> None:
    """列出群众问了没查到、或者没能一次查准的问题，最近的在前。"""
    from bot.config import load
    from tasks.guides import keeping

    async def work() -> list[str]:
        zone = load(config).worktime.zone
        async with _opened(config) as storage:
            rows = await keeping.not_found(storage.main, most)
        ends = [ENDED.get(row.outcome, "没有下文") + row.guide for row in rows]
        days = [f"{row.at.astimezone(zone):%Y-%m-%d %H:%M}" for row in rows]
        return [f"{day}  {row.text}  {end}" for day, row, end in zip(days, rows, ends, strict=True)]

    for line in asyncio.run(work()) or ["没有。"]:
        typer.echo(line)


async def _stored(config: Path, found: Sheets, *, whole: bool) -> str:
    from bot.clock import SystemClock
    from bot.config import load
    from bot.samples import BY
    from tasks.guides import keeping

    now = SystemClock(load(config).worktime.zone).now()
    async with _opened(config) as storage, storage.transaction() as db:
        done = await keeping.store(db, found.matters, found.synonyms, by=BY, now=now, whole=whole)
    return _told(done)


def _told(done: Stored) -> str:
    return (
        f"新增{done.added}项，修改{done.changed}项，没有变化{done.same}项，去掉{done.removed}项；"
        f"同义词共{done.synonyms}个。"
    )


@asynccontextmanager
async def _opened(config: Path) -> AsyncIterator[Storage]:
    from bot.config import load
    from bot.storage import opened

    async with opened(load(config).database.url, create=False) as storage:
        if await storage.pending_migrations():
            raise ZhijianError("数据库结构不是最新的，请先执行 zhijian migrate")
        yield storage
