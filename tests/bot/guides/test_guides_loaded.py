"""Only what answers citizens builds the index of the guides: nothing else waits for it."""

from __future__ import annotations

from bot.clock import SystemClock
from bot.config import Config
from bot.people import People
from bot.storage import opened
from tasks.guides import keeping
from tasks.guides.parts import Matter
from tests.lives.people import START


async def test_built_for_who_answers(ready_url: str) -> None:
    """Loading the people, as check and export do, builds no index; keeping up builds it."""
    async with opened(ready_url) as storage:
        async with storage.transaction() as db:
            await keeping.put(db, Matter("结婚登记"), by="cli", now=START)
        people = People(storage, Config(), SystemClock(Config().worktime.zone))
        await people.load()
        before = people.guides.built
        await people.keep_up()

    assert (0, 1) == (before, people.guides.built)
