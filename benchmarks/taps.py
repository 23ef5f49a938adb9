"""Whole acknowledgements by tap, round for round beside the peers."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from benchmarks import database, letters
from benchmarks.database import Prepared, WrongEffectError
from benchmarks.load import Load
from benchmarks.processes import Server, load
from benchmarks.town import Town
from sandbox.crypto import Box

UPDATES = "/cgi-bin/message/update_template_card"
DRAIN_S = 180.0
ENCRYPT = re.compile(rb"<Encrypt><!\[CDATA\[(.+?)\]\]></Encrypt>")
FAR_S = 0.1
"""Seconds a platform at the other end of a line takes for an update of a card."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One server's part in one round. `updates`: calls the platform had got when the last answer came."""

    rate: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    updates: int = 0
    drain_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the table: a server, how it was driven, its figures by round."""

    name: str
    connections: int
    figures: tuple[Figure, ...]

    def middle(self, field: str) -> float:
        """Give the median of a figure's field."""
        return float(median(getattr(figure, field) for figure in self.figures))

    @property
    def rates(self) -> list[float]:
        """Requests per second by round."""
        return [figure.rate for figure in self.figures]


@dataclass(frozen=True, slots=True)
class Field:
    """The servers of a run and what they share."""

    town: Town
    folder: Path
    platform: Server
    service: Server
    peers: tuple[Server, ...]
    database: str
    sample: int


def run_rounds(field: Field, prepared: Sequence[Prepared], *, rounds: int, connections: int) -> list[Series]:
    """Run interleaved rounds; each takes its part of `prepared`. Raises WrongEffectError."""
    size = len(prepared) // (2 * rounds)
    figures: dict[str, list[Figure]] = {}
    for number in range(rounds):
        near, far = (prepared[n * size : (n + 1) * size] for n in (2 * number, 2 * number + 1))
        turns = [
            ("ours", near, 0.0),
            ("ours, far platform", far, FAR_S),
            *((p.name, near, 0.0) for p in field.peers),
        ]
        start = number % len(turns)
        for name, chosen, delay in [*turns[start:], *turns[:start]]:
            figures.setdefault(name, []).append(_turn(field, name, chosen, delay, connections))
    return [Series(name, connections, tuple(found)) for name, found in figures.items()]


def _turn(field: Field, name: str, prepared: Sequence[Prepared], delay: float, connections: int) -> Figure:
    box = letters.app_box(field.town)
    taps = [(person, directive.code) for directive in prepared for person in directive.people]
    random.Random(len(taps)).shuffle(taps)
    requests = [letters.tap(field.town, box, person, code) for person, code in taps]
    for server in field.peers:
        if server.name == name:
            return _figure(server, load_with_cpu(server, requests, connections, field.folder))
    field.platform.fetch(f"/bench?delay={delay}", "POST")
    before = asyncio.run(database.rows_of(field.database, "sending WHERE place = 'card'"))
    driven = load_with_cpu(field.service, requests, connections, field.folder)
    updates = field.platform.json("/bench")["calls"].get(UPDATES, 0)
    field.platform.fetch("/bench?delay=0", "POST")
    drained = _drain(field.database)
    asyncio.run(_verify(field, prepared, len(taps), before))
    check_cards(box, driven[0])
    return _figure(field.service, driven, updates, drained)


def load_with_cpu(
    server: Server, requests: Sequence[bytes], connections: int, folder: Path
) -> tuple[Load, float]:
    """Drive a server and give what came back, with the CPU seconds it used meanwhile."""
    before = server.cpu_s()
    found = load(server, requests, connections, folder)
    if set(found.statuses) != {200}:
        raise WrongEffectError(f"{server.name} answered {sorted(set(found.statuses))}")
    return found, server.cpu_s() - before


def _figure(server: Server, driven: tuple[Load, float], updates: int = 0, drained: float = 0.0) -> Figure:
    del server
    found, cpu_s = driven
    cuts = quantiles(found.latencies, n=100)
    count = len(found.latencies)
    return Figure(
        count / found.seconds, cuts[49] * 1000, cuts[98] * 1000, cpu_s / count * 1e6, updates, drained
    )


def _drain(url: str) -> float:
    """Wait until every update of a card is sent; gives the seconds."""
    began = time.monotonic()
    while asyncio.run(database.updates_left(url)):
        if time.monotonic() - began > DRAIN_S:
            raise WrongEffectError(f"updates of cards are still waiting after {DRAIN_S:.0f} s")
        time.sleep(0.1)
    return time.monotonic() - began


async def _verify(field: Field, prepared: Sequence[Prepared], taps: int, before: int) -> None:
    await database.verify_taps(field.database, prepared, field.sample)
    after = await database.rows_of(field.database, "sending WHERE place = 'card' AND state = 'sent'")
    if after - before != taps:
        raise WrongEffectError(f"{taps} taps left {after - before} updates of cards that were sent")


def check_cards(box: Box, found: Load) -> None:
    """Open every answer and hold that it redraws the card as acknowledged; raises WrongEffectError."""
    for body in found.bodies:
        sealed = ENCRYPT.search(body)
        plain = box.open(sealed[1].decode()) if sealed else ""
        if "update_template_card" not in plain or "已收到" not in plain:
            raise WrongEffectError(f"an answer is not the redrawn card: {plain[:300]!r}")
