"""The guides that come with the service: examples (样例) that bind nobody, and everyday words for them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.storage import Storage
from tasks.guides import keeping
from tasks.guides.parts import Matter

FILE: Final = Path(__file__).parent / "guides.json"


def bundled() -> tuple[list[Matter], dict[str, str]]:
    """Give the sample guides and the synonyms."""
    kept = json.loads(FILE.read_text("utf-8"))
    matters = [
        Matter(one["name"], one["category"], one["office"], one["parts"], tuple(one["synonyms"]), sample=True)
        for one in kept["guides"]
    ]
    return matters, dict(kept["synonyms"])


async def laid_out(storage: Storage, now: datetime) -> keeping.Stored:
    """Store the samples beside the guides there are: one of the same name stays as it is."""
    given, said = bundled()
    async with storage.transaction() as db:
        there = {one.name for one in await keeping.matters(db)}
        fresh = [one for one in given if one.name not in there]
        own = await keeping.synonyms(db)
        return await keeping.store(db, fresh, {**said, **own}, by=BY, now=now)


BY: Final = "cli"
"""Who changed a guide on the command line."""
