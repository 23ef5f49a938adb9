"""Working time that changed while the service was down: everything is looked at once more.

Moments of reminding are not stored, but when a share is looked at next is; a day that became a working day
lies before it. The same holds for the next occurrence of what recurs.
"""

from __future__ import annotations

import hashlib
from typing import Final

from bot.config import Config
from bot.models import Mark
from bot.storage import Storage
from tasks.directives.models import RECOUNT, Share
from tasks.fields import Facts, dumps
from tasks.series import queries as series
from tasks.worktime import published_years

MARK: Final = "worktime"


async def look_again_if_changed(storage: Storage, config: Config) -> None:
    """Have every share and series looked at whose next look was counted by another calendar."""
    said: Facts = {"settings": config.worktime.model_dump(mode="json"), "published": [*published_years()]}
    version = hashlib.sha256(dumps(said).encode()).hexdigest()[:16]
    async with storage.transaction() as db:
        mark = await Mark.filter(name=MARK).using_db(db).first()
        if mark is not None and mark.value.get("version") == version:
            return
        await Mark.update_or_create(name=MARK, defaults={"value": {"version": version}}, using_db=db)
        # What is to be looked at because it changed says so still.
        await Share.filter(look_at__gt=RECOUNT).using_db(db).update(look_at=RECOUNT)
        await series.look_again(db)
