"""What the sandbox remembers of the calls it got, and what it found fault with in the service's answers."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.json_types import Json

KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the platform's API.

    `body` is the parsed body (None where it is no JSON), `answer` likewise.

    `status` is 0 where the connection was reset on purpose; `fault` names the fault that was injected.
    """

    number: int
    at: datetime
    method: str
    path: str
    query: Mapping[str, str]
    body: Json
    raw: bytes
    status: int
    answer: Json
    fault: str = ""

    @property
    def errcode(self) -> int:
        """The answer's errcode; 0 where it has none."""
        code = self.answer.get("errcode") if isinstance(self.answer, dict) else 0
        return code if isinstance(code, int) else 0


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something the platform would not have taken: where it happened and what is wrong."""

    at: datetime
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.at:%m-%d %H:%M} {self.where}: {self.what}"


class Records:
    """Calls and complaints in order; only the last 50,000 calls are kept."""

    def __init__(self) -> None:
        self.calls: deque[Call] = deque(maxlen=KEPT)
        self.complaints: list[Complaint] = []
        self.count = 0

    def complain(self, at: datetime, where: str, *problems: str) -> None:
        """Write down what is wrong with an answer."""
        self.complaints += [Complaint(at, where, problem) for problem in problems]

    def to(self, path: str) -> list[Call]:
        """Give the calls of one path, such as `/cgi-bin/message/send`."""
        return [call for call in self.calls if call.path == path]
