"""The guides of this process: the index, built again when somebody changed them in any process."""

from __future__ import annotations

import asyncio

from tasks.db import Db
from tasks.guides import keeping
from tasks.guides.index import GuideIndex
from tasks.guides.parts import Matter

AT_ONCE = 2_000
"""Up to so many guides a new index is waited for; of more, the old one answers until it is there."""


class Shelf:
    """Holds the index. Asking for it costs one row of the database while nothing changed."""

    def __init__(self) -> None:
        self._index = GuideIndex()
        self._version = 0
        self._building: asyncio.Task[None] | None = None

    @property
    def built(self) -> int:
        """The version of the guides that the index is of; 0: none was built."""
        return self._version

    async def index(self, db: Db) -> GuideIndex:
        """Give the index of the guides as they are now (many of them: as they were a few seconds ago)."""
        version = await keeping.version(db)
        if version != self._version and (self._building is None or self._building.done()):
            matters, synonyms = await keeping.matters(db), await keeping.synonyms(db)
            self._building = asyncio.create_task(self._build(version, matters, synonyms))
            if not self._index.matters or len(matters) <= AT_ONCE:
                await asyncio.shield(self._building)
        return self._index

    async def _build(self, version: int, matters: list[Matter], synonyms: dict[str, str]) -> None:
        self._index = await asyncio.to_thread(GuideIndex, matters, synonyms)
        self._version = version
