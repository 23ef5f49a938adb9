"""The load generator, a process of its own: sends ready requests over so many connections and times each.

`python -m benchmarks.load PORT CONNECTIONS IN OUT`; IN and OUT are pickles: the requests (bytes), and
the fields of a `Load`. It speaks just enough HTTP/1.1 to cost little beside the server it measures, and
opens a connection again where it is told to.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

TIMEOUT_S = 120.0


@dataclass
class Load:
    """What came back, in the order of the requests: HTTP status, body, seconds. `began` is monotonic."""

    began: float = 0.0
    seconds: float = 0.0
    statuses: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)


class Connection(asyncio.Protocol):
    """One connection: one request at a time until none is left."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._buffer = b""
        self._number = -1
        self._started = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        assert self._transport is not None
        if not self._run.waiting:
            self._transport.close()
            return
        self._number, self._buffer = self._run.waiting.popleft(), b""
        self._started = time.perf_counter()
        self._transport.write(self._run.requests[self._number])

    def data_received(self, data: bytes) -> None:
        """Take what came; when an answer is whole, note it and go on."""
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        lower = head.lower()
        start = lower.find(b"content-length:")
        length = int(lower[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        if len(body) < length:
            return
        self._run.note(self._number, int(head[9:12]), body, time.perf_counter() - self._started)
        if b"connection: close" in lower:
            assert self._transport is not None
            self._transport.close()
            self._run.open_next()
        else:
            self._next()

    def connection_lost(self, error: Exception | None) -> None:
        """End the run over a broken connection."""
        if error is not None:
            self._run.fail(error)


class Run:
    """One round of load."""

    def __init__(self, port: int, requests: list[bytes]) -> None:
        self._port = port
        self.requests = requests
        self.waiting = deque(range(len(requests)))
        self._left = len(requests)
        count = len(requests)
        self.load = Load(statuses=[0] * count, bodies=[b""] * count, latencies=[0.0] * count)
        self._done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._opening: set[asyncio.Task[None]] = set()

    async def go(self, connections: int) -> Load:
        """Send all, give what came back."""
        began = time.perf_counter()
        self.load.began = time.monotonic()
        for _ in range(min(connections, len(self.requests))):
            self.open_next()
        async with asyncio.timeout(TIMEOUT_S):
            await self._done
        self.load.seconds = time.perf_counter() - began
        return self.load

    def open_next(self) -> None:
        """Open a connection if there is something left to send."""
        if self.waiting:
            task = asyncio.create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _open(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(
                lambda: Connection(self), "127.0.0.1", self._port
            )
        except OSError as error:
            self.fail(error)

    def note(self, number: int, status: int, body: bytes, seconds: float) -> None:
        """Note one answer."""
        load = self.load
        load.statuses[number], load.bodies[number], load.latencies[number] = status, body, seconds
        self._left -= 1
        if not self._left and not self._done.done():
            self._done.set_result(None)

    def fail(self, error: Exception) -> None:
        """End the run with an error."""
        if not self._done.done():
            self._done.set_exception(error)


async def _driven(port: int, requests: list[bytes], connections: int) -> Load:
    return await Run(port, requests).go(connections)


def main() -> None:
    """Do what the command line says."""
    port, connections, inside, outside = sys.argv[1:5]
    requests: list[bytes] = pickle.loads(Path(inside).read_bytes())
    load = asyncio.run(_driven(int(port), requests, int(connections)))
    Path(outside).write_bytes(pickle.dumps(load.__dict__))


if __name__ == "__main__":
    main()
