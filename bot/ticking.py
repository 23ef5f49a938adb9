"""What this service does by the clock: the table of its ticks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.auditor import Auditor
from bot.config import Config
from bot.corridor import Corridor
from bot.models import Seen
from bot.people import People
from bot.scheduler import Sweep, Tick, daily, minutely, often, tenth
from bot.sweeps import Sweeps
from handlers.citizen import gathering_quiet
from handlers.directory import sync_wanted
from tasks.citizens import talks
from tasks.db import Db
from tasks.notices import Outcome

KEPT_FOR: Final = timedelta(days=7)
"""How long the key of a message is remembered."""


def ticks_of(
    config: Config,
    people: People,
    corridor: Corridor,
    media: Sweep,
    sweeps: Sweeps,
    auditor: Auditor,
    *,
    has_directory: bool,
) -> list[Tick]:
    """Give the ticks: what is due, who is who, what is forgotten, what is looked after at night."""
    zone = config.worktime.zone

    async def reread(now: datetime) -> None:
        async def work(_db: Db) -> Outcome:
            return Outcome("", {}, (sync_wanted("nightly", f"nightly:{now:%Y%m%d}", now),))

        await corridor.work(work)

    async def forget(now: datetime) -> None:
        await corridor.work(lambda db: _forgotten(db, now))

    async def look(_now: datetime) -> None:
        await people.keep_up()

    async def due(_now: datetime) -> None:
        await sweeps.run()

    ticks = [
        Tick("due", often(zone), due, stops=False),
        Tick("people", minutely(zone), look, stops=False),
        Tick("audit", tenth(zone), auditor.look, stops=False),
        Tick("forget", daily(3, 30, zone), forget),
        Tick("media", daily(3, 45, zone), media, stops=False),
    ]
    return [*ticks, Tick("directory", daily(3, 0, zone), reread)] if has_directory else ticks


async def _forgotten(db: Db, now: datetime) -> Outcome:
    """Forget the keys of old messages, and what was begun with a citizen and not gone on with."""
    await Seen.filter(at__lt=now - KEPT_FOR).using_db(db).delete()
    await talks.forget(db, now, gathering_quiet.STEPS)
    return Outcome()
