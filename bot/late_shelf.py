"""What was promised an answer and is not in the database yet: a file for each, enciphered.

When a citizen was told «the answer will come» (bot/patience.py) the platform does not repeat the message, so
it has to outlive the process. The database cannot take it: on SQLite the slow handler itself holds the only
transaction. A file is held first, becomes a promise by being renamed, and goes when the answer is committed.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Any, Final

import structlog

from handlers.message import Incoming, as_facts, from_facts
from tasks.errors import Unreadable
from tasks.ports import Sealer

log = structlog.get_logger(__name__)

HELD = ".held"
KEY: Final = re.compile(r"[0-9a-f]{32}")
"""The name of a promise; what else lies in the folder is nobody's message."""
STALE_S = 60.0
"""System seconds after which a file that was held and never promised is what a killed process left."""


def whole_form(incoming: Incoming) -> dict[str, Any]:
    """Give a citizen's message as JSON, with the fields a tap on the menu or a leave for notices stands in.

    Only for what is enciphered: the fields hold the words and the openid as well.
    """
    return as_facts(incoming) | {"fields": dict(incoming.fields)}


class LateShelf:
    """The files of one folder; it is made when it is needed first."""

    def __init__(self, folder: Path, sealer: Sealer) -> None:
        self._folder = folder
        self._sealer = sealer

    def hold(self, key: str, incoming: Incoming) -> Path:
        """Write a message down surely, without promising anything yet; raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        held = self._folder / f"{key}.{secrets.token_hex(4)}{HELD}"
        opened = os.open(held, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w") as file:
            file.write(self._sealer.seal(json.dumps(whole_form(incoming), ensure_ascii=False)))
            file.flush()
            os.fsync(file.fileno())
        return held

    def promise(self, held: Path, key: str) -> None:
        """Make of what is held a promise that outlives this process; raises OSError."""
        held.replace(self._folder / key)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def forget(self, key: str) -> None:
        """Take a promise away: it was kept. A file that cannot be removed only costs a look at the start."""
        with suppress(OSError):
            (self._folder / key).unlink(missing_ok=True)

    def left(self) -> Iterator[tuple[str, Incoming]]:
        """Give what was promised and not kept when the last process ended, and clear up after it."""
        for path in sorted(self._folder.glob("*")):
            if path.suffix == HELD:
                self._clear(path)
            if not KEY.fullmatch(path.name):
                continue
            try:
                yield path.name, from_facts(json.loads(self._sealer.unseal(path.read_text())))
            except (OSError, LookupError, TypeError, ValueError, Unreadable) as error:
                log.error(  # noqa: TRY400 - a traceback could quote what somebody wrote
                    "what was promised cannot be read; was citizens.data_key changed?",
                    action="late.unreadable", file=path.name, error=type(error).__name__,
                )  # fmt: skip

    def _clear(self, path: Path) -> None:
        with suppress(OSError):
            if time() - path.stat().st_mtime > STALE_S:
                path.unlink()
