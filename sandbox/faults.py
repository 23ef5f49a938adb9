"""Faults on demand: what goes wrong with the next calls of a path.

| kind | what happens | executed? |
|---|---|---|
| `errcode` | HTTP 200 with `{"errcode": code}` | no |
| `status` | HTTP `code` with an empty body | no |
| `html` | HTTP 200 with an HTML page | no |
| `empty` | HTTP 200 with nothing | no |
| `cut` | half the answer, then the connection breaks | yes |
| `hang` | `seconds` pass first (the machine's), then all is normal | yes |
| `hang_after` | done at once, answered after `seconds` | yes |
| `reset_before` | the connection is reset | no |
| `reset_after` | the connection is reset | yes |
| `token` | the access token is refused with `code` (40014 unless told; 42001) | no |
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal, get_args

from sandbox.json_types import Object, number_of, text_of

Kind = Literal[
    "errcode", "status", "html", "empty", "cut", "hang", "hang_after", "reset_before", "reset_after", "token"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
DEFAULT_CODES: dict[Kind, int] = {"errcode": -1, "status": 500, "token": 40014}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to go wrong once."""

    kind: Kind
    code: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return f"{self.kind} {self.code or self.seconds or ''}".strip()


class Faults:
    """A queue for each path, and one for every path (`*`), which comes second."""

    def __init__(self) -> None:
        self._queues: dict[str, list[Fault]] = defaultdict(list)

    def add(self, path: str, kind: Kind, *, code: int = 0, times: int = 1, seconds: float = 0.0) -> None:
        """Let the next `times` calls of the path go wrong.

        :raises ValueError: there is no such kind, or `times` is not positive.
        """
        if kind not in KINDS or times < 1:
            raise ValueError(f"no such fault: {kind} x {times}; there are {', '.join(KINDS)}")
        fault = Fault(kind, code or DEFAULT_CODES.get(kind, 0), seconds)
        self._queues[path] += [fault] * times

    def add_json(self, raw: Object) -> None:
        """Add the fault that a JSON object describes: path, kind, code, times, seconds.

        :raises ValueError: it describes none.
        """
        kind = next((k for k in KINDS if k == raw.get("kind")), None)
        if kind is None:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        seconds = raw.get("seconds", 0)
        self.add(
            text_of(raw, "path") or "*",
            kind,
            code=number_of(raw, "code"),
            times=number_of(raw, "times", 1),
            seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
        )

    def take(self, path: str) -> Fault | None:
        """Take the next fault for a call of this path out of its queue."""
        for queue in (self._queues.get(path), self._queues.get("*")):
            if queue:
                return queue.pop(0)
        return None

    def clear(self) -> None:
        """Let everything go right again."""
        self._queues.clear()

    def __len__(self) -> int:
        return sum(map(len, self._queues.values()))
