"""A counter of a citizens' service whose writer is as slow as the test wants."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.corridor import Corridor, key_of
from bot.late_shelf import LateShelf
from handlers.message import Answer, Incoming

SAID = Incoming("official_account", "city", "1", "text", sender="oCitizen001", text="路灯坏了")
LATER = Answer("citizen.later")
KEY = key_of(SAID)


class Counter:
    """The hall of a citizens' service, with its shelf."""

    def __init__(self, hall: Any, folder: Any) -> None:
        self.hall, self.gate = hall, asyncio.Event()
        self.shelf = LateShelf(folder / "late", hall.people.sealing)
        self.open()

    def open(self) -> None:
        """Make the corridor anew, as after a restart."""
        hall = self.hall
        hall.corridor = Corridor(
            hall.storage, hall.people, hall.metrics, after=hall.told.extend, restart_s=0, shelf=self.shelf
        )
        hall.corridor.patience.again_s = 0.01

    def slow(self, *texts: str) -> None:
        """Have these texts handled only once the gate is open, at a service that hardly waits."""
        self.hurry()
        self.hall.acts |= dict.fromkeys(texts, self.gate.wait)

    def hurry(self) -> None:
        """Have the callback wait almost not at all from now on."""
        self.hall.corridor.patience.patience_s = 0.01

    async def say(self, incoming: Incoming = SAID) -> Answer:
        """Send a message as the callback does."""
        answer: Answer = await self.hall.corridor.submit_citizens(incoming)
        return answer

    async def done(self) -> None:
        """Open the gate and wait until nothing is under way and every promise was kept."""
        self.gate.set()
        async with asyncio.timeout(5):
            while not self.hall.corridor.idle or self.promised():  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.001)

    def promised(self) -> list[str]:
        """Give the names of what lies on the shelf."""
        return sorted(path.name for path in self.shelf._folder.glob("*"))

    async def owed(self) -> list[tuple[str, str]]:
        """Give kind and name of what the outbox holds for citizens."""
        sql = "SELECT kind, once FROM sending WHERE place = 'citizen' ORDER BY id"
        return [(r["kind"], r["once"].split(":")[0]) for r in await self.rows(sql)]

    async def rows(self, sql: str) -> list[dict[str, Any]]:
        """Read rows."""
        return [dict(row) for row in await self.hall.storage.rows(self.hall.storage.main, sql)]

    async def kept(self) -> list[str]:
        """Give the kinds of the kept answers."""
        return [row["kind"] for row in await self.rows("SELECT kind FROM seen ORDER BY at, key")]
