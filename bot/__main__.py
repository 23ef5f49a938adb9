"""The command line: `zhijian …`, one function per command.

Exit codes: 0 fine, 1 it failed, 2 wrong usage or configuration. Errors are one line that says what is wrong
and how to mend it; a traceback comes with `--debug` alone.
"""

from __future__ import annotations

import asyncio
import errno
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import guides_cli
from bot.errors import ConfigError, ZhijianError

app = typer.Typer(
    name="zhijian",
    help="指尖办：把微信工作群里的一句话变成有人签收、有人反馈、到期会提醒的任务。",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ConfigPath = Annotated[Path, typer.Option("--config", "-c", help="配置文件")]
USUAL = Path("config.yaml")
_state = {"debug": False}

app.add_typer(guides_cli.app, name="guides")


@app.callback()
def _common(debug: Annotated[bool, typer.Option("--debug", help="出错时显示完整的调用栈")] = False) -> None:
    _state["debug"] = debug


@app.command()
def run(
    config: ConfigPath = USUAL,
    migrate: Annotated[bool, typer.Option(help="启动时把数据库升级到最新结构")] = True,
) -> None:
    """启动服务。"""
    from aiohttp import web

    from bot.app import make_app
    from bot.config import load
    from bot.logs import configure

    settings = load(config)
    configure()

    def started(_aiohttp_says: str) -> None:
        address = f"http://{settings.server.host}:{settings.server.port}/"
        typer.echo(f"指尖办已启动，网址 {address} （按 Ctrl-C 停止）")

    web.run_app(
        make_app(settings, migrate=migrate),
        host=settings.server.host,
        port=settings.server.port,
        access_log=None,
        print=started,
        shutdown_timeout=10,
    )


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="三部手机页面的端口；0 为任意空闲端口", min=0, max=65535)] = 0,
    story: Annotated[bool, typer.Option("--story", help="在终端里自动演一遍故事，全对才返回 0")] = False,
    only: Annotated[str | None, typer.Option(help="只演这一个故事，例如 incident")] = None,
) -> None:
    """试用：启动服务和三部模拟手机，不需要任何配置。"""
    from bot.demo import demo as play
    from bot.logs import configure

    configure(level="ERROR")
    raise typer.Exit(asyncio.run(play(port, story=story, only=only)))


@app.command()
def check(
    config: ConfigPath = USUAL,
    online: Annotated[
        bool, typer.Option("--online", help="实际连接企业微信和公众号，逐项验证凭据和权限")
    ] = False,
) -> None:
    """检查配置：逐项说明，并指出通讯录里的问题。"""
    from rich.console import Console

    from bot.checking import checked
    from bot.config import load
    from bot.explain import render

    report = asyncio.run(checked(load(config), online=online))
    console = Console()
    for part in render(report):
        console.print(part)
    if report.problems:
        raise typer.Exit(1)


@app.command()
def migrate(config: ConfigPath = USUAL) -> None:
    """把数据库升级到最新结构。"""
    from bot.config import load
    from bot.storage import opened

    async def work() -> list[str]:
        async with opened(load(config).database.url) as storage:
            return await storage.migrate()

    done = asyncio.run(work())
    typer.echo(f"已升级：{'、'.join(done)}" if done else "数据库已是最新结构。")


@app.command()
def parse(
    text: Annotated[str | None, typer.Argument(help="一句话")] = None,
    org: Annotated[Path | None, typer.Option(help="通讯录 JSON；不给则用已存的通讯录")] = None,
    now: Annotated[str | None, typer.Option(help="说这句话的时间，ISO 格式")] = None,
    file: Annotated[
        Path | None, typer.Option(help="逐行读取 JSONL（now、text，可有 from），逐行输出 JSON")
    ] = None,
    config: ConfigPath = USUAL,
) -> None:
    """看看一句话会被理解成什么。"""
    from bot.parsing import parse_file, parse_text

    if (text is None) == (file is None):
        raise ConfigError("请给出一句话，或用 --file 给出文件（二选一）")
    if file is not None:
        for line in parse_file(file, org, config):
            typer.echo(line)
        return
    for line in parse_text(str(text), now, org, config):
        typer.echo(line)


@app.command()
def replay(
    number: Annotated[int | None, typer.Argument(metavar="[ID]", help="要重新处理的编号")] = None,
    config: ConfigPath = USUAL,
) -> None:
    """列出处理失败的消息，或重新处理其中一条。"""
    from bot.config import load
    from bot.replaying import listed, replayed

    settings = load(config)
    lines = asyncio.run(listed(settings) if number is None else replayed(settings, number))
    for line in lines:
        typer.echo(line)


@app.command()
def export(
    words: Annotated[list[str], typer.Argument(metavar="[Z…]... FILE.xlsx", help="任务编号，最后是文件名")],
    since: Annotated[str | None, typer.Option("--from", help="从哪一天交办的起，例如 2026-11-01")] = None,
    until: Annotated[str | None, typer.Option("--to", help="到哪一天为止，含当天")] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
    config: ConfigPath = USUAL,
) -> None:
    """导出任务的全部记录，供审计：内容、分办、经过、消息和校验。"""
    from bot.config import load
    from bot.exporting import check_target, exported, wish_of
    from bot.progress import progress

    wish, target = wish_of(words[:-1], since, until), Path(words[-1])
    check_target(target, force=force)
    with progress("正在导出") as step:
        done = asyncio.run(exported(load(config), wish, target, step))
    if done.broken:
        faults = "；".join(f"{code} {fault}" for code, fault in done.broken[:5])
        told = f"已写好 {target}，但有{len(done.broken)}项任务的记录校验不符：{faults}"
        raise ZhijianError(f"{told}。请保存好数据库和备份，交审计人员核查")
    typer.echo(f"已导出{done.directives}项任务、{done.moves}条记录到 {target}，校验全部通过。")


@app.command()
def simulate(
    people: Annotated[int, typer.Option(help="多少人", min=20, max=20000)] = 3000,
    groups: Annotated[int, typer.Option(help="多少个群", min=1, max=2000)] = 288,
    days: Annotated[int, typer.Option(help="多少天", min=1, max=366)] = 31,
    seed: Annotated[int, typer.Option(help="随机种子；相同的种子得到相同的结果")] = 1,
    start: Annotated[str, typer.Option(help="从哪一天起，例如 2026-11-01")] = "2026-11-01",
    file: Annotated[Path | None, typer.Option(help="结果另存为 Markdown 文件，已存在时覆盖")] = None,
) -> None:
    """模拟一座城市一个月的交办和提醒，看每个人会收到多少消息；不连接企业微信。"""
    from bot.progress import progress
    from bot.simulate_report import markdown
    from bot.simulating import Size, simulated, start_of

    size = Size(people, groups, days, seed, start_of(start))
    with progress("正在模拟") as step:
        done = asyncio.run(simulated(size, step))
    text = markdown(done)
    typer.echo(text)
    if file is not None:
        file.write_text(text, encoding="utf-8")
    if not done.holds:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except ConfigError as error:
        _fail(error, 2)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except ZhijianError as error:
        _fail(error, 1)
    except OSError as error:
        _fail(error, 1)
    except Exception as error:  # noqa: BLE001 - the command line is where every error becomes one line
        usage = getattr(error, "format_message", None)  # click's own errors, whichever copy of it typer uses
        if usage is not None and type(error).__name__ == "NoArgsIsHelpError":
            print(usage())  # noqa: T201 - the help itself
            sys.exit(2)
        if usage is not None:
            _fail(ConfigError(f"{usage()} 用 zhijian --help 查看用法"), 2)
        _fail(error, 1)


CURES = {
    "EADDRINUSE": "；端口已被占用，请停掉占用它的程序，或改 server.port",
    "EACCES": "；没有权限，请检查文件和目录的属主，或改用 1024 以上的端口",
    "ECONNREFUSED": "；连不上，请确认数据库已启动，并核对 database.url",
    "ENOSPC": "；磁盘满了，请清理后再启动",
}
"""Name of a system error → what to do about it."""
DATABASE = ("InvalidPasswordError", "InvalidCatalogNameError", "InvalidAuthorizationSpecificationError")


def _cure(error: Exception) -> str:
    if isinstance(error, OSError):
        return CURES.get(errno.errorcode.get(error.errno or 0, ""), "")
    wrong = type(error).__name__ in (*DATABASE, "DBConnectionError")
    return "；请核对 database.url 里的用户、密码和库名" if wrong else ""


def _fail(error: Exception, code: int) -> None:
    if _state["debug"]:
        raise error
    name = "" if isinstance(error, ZhijianError) else f"{type(error).__name__}: "
    print(f"错误：{name}{' '.join(str(error).split())}{_cure(error)}", file=sys.stderr)  # noqa: T201 - the one line the reader gets
    sys.exit(code)


if __name__ == "__main__":
    main()
