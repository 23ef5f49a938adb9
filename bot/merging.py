"""Jobs that tell several things at once: feedback that came together, reminders that waited."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.people import People
from bot.writer import Work
from handlers.directives import passing_on
from handlers.message import Answer
from tasks.db import Db
from tasks.notices import Outcome


class Merging:
    """Carries out `feedback.merge`; `work` does a piece of work in the writer's turn."""

    def __init__(self, people: People, work: Callable[[Work], Awaitable[Answer]]) -> None:
        self._people = people
        self._work = work

    async def feedback(self, facts: Mapping[str, Any]) -> None:
        """Tell who decides what was reported since they were last told, if anything still waits."""

        async def merged(db: Db) -> Outcome:
            code, head, told = str(facts["code"]), int(facts["head"]), int(facts["told"])
            return await passing_on.merged(db, code, head, told, self._people.context())

        await self._work(merged)
