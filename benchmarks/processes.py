"""Servers in processes of their own: started, waited for, their CPU time read, and ended by their id."""

from __future__ import annotations

import json
import os
import pickle
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.load import TIMEOUT_S, Load

ROOT = Path(__file__).parent.parent
START_S = 60.0
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server on the loopback address."""

    name: str
    port: int
    pid: int

    def fetch(self, path: str, method: str = "GET", timeout_s: float = 10.0) -> bytes:
        """Ask the server something; raises urllib's errors."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:
            body: bytes = answer.read()
            return body

    def json(self, path: str) -> Any:
        """Ask the server for JSON."""
        return json.loads(self.fetch(path))

    def cpu_s(self) -> float:
        """CPU seconds so far of the process and its children (Linux; 0 elsewhere)."""
        try:
            return sum(_cpu_s(pid) for pid in (self.pid, *_children(self.pid)))
        except OSError:
            return 0.0


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _children(pid: int) -> list[int]:
    return [
        int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    ]


def free_port() -> int:
    """Give a port nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def serving(
    name: str,
    arguments: Sequence[str],
    port: int,
    folder: Path,
    *,
    ready: str,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Run `python ARGUMENTS`, its output in a file, until the block ends; raises RuntimeError if it dies."""
    output = folder / f"{name}.log"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        server = Server(name, port, process.pid)
        try:
            _wait_ready(server, process, ready, output)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_ready(server: Server, process: subprocess.Popen[bytes], path: str, output: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            server.fetch(path)
        except OSError:
            time.sleep(0.05)
        else:
            return
    tail = output.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"{server.name} did not start:\n{tail}")


def load(server: Server, requests: Sequence[bytes], connections: int, folder: Path) -> Load:
    """Send the requests from a process of their own; raises CalledProcessError where the run breaks."""
    inside, outside = folder / "requests.pickle", folder / "answers.pickle"
    inside.write_bytes(pickle.dumps(list(requests)))
    command = [
        sys.executable,
        "-m",
        "benchmarks.load",
        str(server.port),
        str(connections),
        str(inside),
        str(outside),
    ]
    subprocess.run(command, cwd=ROOT, check=True, timeout=TIMEOUT_S + 30)
    return Load(**pickle.loads(outside.read_bytes()))
