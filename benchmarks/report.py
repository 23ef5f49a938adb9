"""The figures as a table for eyes and as RESULTS.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.everyone import Everyone
from benchmarks.taps import Series

RESULTS = Path(__file__).parent / "RESULTS.md"
PACKAGES = (
    "aiohttp",
    "wechatpy",
    "flask",
    "gunicorn",
    "tortoise-orm",
    "aiosqlite",
    "asyncpg",
    "cryptography",
)
HEADS = (
    *("server", "conn.", "req/s", "min", "max", "÷ A", "÷ B", "p50 ms", "p99 ms", "CPU µs"),
    *("updates meanwhile", "drained s"),
)
NOTES = """\
- **ours**: `zhijian run`, one process, its log in a file. Each request is a whole
  acknowledgement: signature, cipher and XML checked; share, counter, chained history, kept answer
  and the card's update in the outbox written and durably committed (SQLite: WAL,
  `synchronous=FULL`); then the redrawn card sealed and given back.
- While it is under load its outbox also redraws the cards by the platform's API, one call for
  each tap, at a platform process on the same cores that answers at once. Those redrawings stand
  back while many tap (who tapped has the new card in the answer already): «updates meanwhile» is
  how many of those calls had been made when the last answer came, «drained s» how long the rest
  took afterwards. So the requests per second are those of a burst; taps that came for ever at
  this rate would outrun their second redrawing. In **ours, far platform** such a call takes
  {far:.0f} ms, as over a line.
- **B**: gunicorn with two (sync) workers, Flask + wechatpy; **A**: aiohttp + wechatpy, one
  process. Both decrypt, parse, answer 收到 encrypted, and store nothing, for the very same
  requests.
- Requests are signed and enciphered before the clock starts; the load generator is a process of
  its own on the same machine. Ratios are medians of the ratios within a round. After each round:
  every tap counted once in counter, shares and history, sampled chains recomputed, every answer
  opened and read, every update sent once.
- CPU µs: the server's processor time for one request, its outbox and its threads included,
  PostgreSQL's not.
- Where other work ran on the machine meanwhile (see its load above: more than about 2 tells), a peer of
  two processes loses more by it than a server of one, so that ratios to B flatter ours. Compare min and
  max, and CPU µs.
"""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything measured on one database."""

    engine: str
    about: str
    series: tuple[Series, ...]
    everyone: tuple[Everyone, ...]


def ratio(ours: Series, peer: Series) -> float:
    """Give the median of the ratios round by round."""
    pairs = sorted(mine / theirs for mine, theirs in zip(ours.rates, peer.rates, strict=True))
    middle = len(pairs) // 2
    return pairs[middle] if len(pairs) % 2 else (pairs[middle - 1] + pairs[middle]) / 2


def rows(series: Sequence[Series]) -> list[list[str]]:
    """Give the table's lines."""
    out = []
    for one in series:
        peers = {s.name: s for s in series if s.connections == one.connections}
        rates = one.rates
        row = [
            one.name,
            str(one.connections),
            f"{one.middle('rate'):,.0f}",
            f"{min(rates):,.0f}",
            f"{max(rates):,.0f}",
        ]
        row += [f"{ratio(one, peers[name]):.2f}" if name in peers else "" for name in ("A", "B")]
        row += [f"{one.middle(field):,.0f}" for field in ("p50_ms", "p99_ms", "cpu_us")]
        if one.name.startswith("ours"):
            row += [f"{one.middle('updates'):,.0f}", f"{one.middle('drain_s'):.1f}"]
        out.append([*row, *[""] * (len(HEADS) - len(row))])
    return out


def show(console: Console, result: Result) -> None:
    """Print the figures of one database."""
    table = Table(*HEADS, title=f"Acknowledgements by tap, {result.about}")
    for row in rows(result.series):
        table.add_row(*row)
    console.print(table)
    for one in result.everyone:
        console.print(f"{result.engine}: {_sentence(one)}")


def _sentence(one: Everyone) -> str:
    return (
        f"one directive to {one.shares:,} people: answered in {one.answer_s:.2f} s, last card at the "
        f"platform after {one.last_call_s:.2f} s, {one.calls} calls for {one.receivers:,} receivers"
    )


def markdown(results: Sequence[Result], *, rounds: int, taps: int, far_ms: float) -> str:
    """Write RESULTS.md."""
    parts = [
        "# Figures as measured",
        "",
        machine(),
        "",
        f"{rounds} interleaved rounds, {taps:,} taps each.",
        "",
    ]
    for result in results:
        parts += [f"## {result.about}", "", "| " + " | ".join(HEADS) + " |", "|" + "---|" * len(HEADS)]
        parts += ["| " + " | ".join(row) + " |" for row in rows(result.series)]
        parts += ["", *[f"- {_sentence(one)}" for one in result.everyone], ""]
    return "\n".join([*parts, "## What is measured", "", NOTES.format(far=far_ms)])


def kept(head: str) -> tuple[str, str]:
    """Give what stands in RESULTS.md before this heading, and what begins with it: the last section."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    before, found, after = text.partition(head)
    return before, found + after


def machine() -> str:
    """Say on what it was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    python = f"{platform.system()}, Python {platform.python_version()}"
    return (
        f"{datetime.now().astimezone():%Y-%m-%d %H:%M}, {os.cpu_count()} cores ({_processor()}) for load, "
        f"servers and database together; {python}; {packages}. {_busy()}"
    )


def _busy() -> str:
    """Say how busy the machine was with whatever else, as far as it can be told."""
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return f"Load of the machine at the end, over 1, 5 and 15 minutes: {loads}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
