"""Fetching what citizens sent with a request: within the three days it lives, looked at, kept, counted.

Owed by `handlers/requests/pictures.py`. An entry of `Request.media` stands as in a report: where it can be
fetched (`media_id` and `account`, the name of the official account), what was kept of it, or what was not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot import media_rows as rows
from bot.errors import Unconfirmed
from bot.media import Media, NotKept, asked
from bot.media_rows import Kept, refused_entry
from bot.models import Medium
from bot.people import People
from bot.writer import Work
from handlers.directives.attachments import MOST, is_pending, is_untold
from handlers.message import Answer
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome, Receiver
from tasks.requests.models import Request

log = structlog.get_logger(__name__)


class RequestMedia:
    """Carries out `media.fetch` for requests. `work` does a piece of work in the writer's turn."""

    def __init__(self, media: Media, people: People, work: Callable[[Work], Awaitable[Answer]]) -> None:
        self._media = media
        self._people = people
        self._work = work

    async def fetch(self, facts: Mapping[str, Any]) -> None:
        """Fetch one file of a request, look at it, keep it or say why not.

        Raises PlatformError where it is to be tried again.
        """
        number, index = int(facts["request"]), int(facts["index"])
        if not await asked(self._work, lambda db: self._is_wanted(db, number, index)):
            return
        at = datetime.fromisoformat(str(facts["at"])).astimezone(self._people.context().now.tzinfo)
        try:
            kept = await self._media.looked_at(facts, late=self._media.is_late(facts, at))
        except NotKept as error:
            log.warning(
                "a citizen's file was not kept", action="media.refused", why=error.why, request=number
            )
            entry = refused_entry(error.why, error.name)
            await self._work(lambda db: self._put(db, number, index, entry, ()))
        else:
            await self._work(lambda db: self._keep(db, number, index, kept))

    async def _is_wanted(self, db: Db, number: int, index: int) -> bool:
        request = await Request.filter(id=number).using_db(db).get()
        return is_pending(request.media[index])

    async def _keep(self, db: Db, number: int, index: int, kept: Kept) -> Outcome:
        """Count a file and put it into its request in one transaction; over a limit it is not kept."""
        context, limits = self._people.context(), self._media.limits
        await rows.turn(db)
        request = await Request.filter(id=number).using_db(db).get()
        known = await rows.is_known(db, kept.digest)
        used, _ = await rows.kept_in_all(db)
        entry, owed = kept.entry, list[Notice]()
        if index >= MOST or await _kept_on_day(db, request, context.now) >= limits.per_day:
            entry = refused_entry("too_many", kept.name)
        elif not known and used + kept.size > limits.quota:
            entry = refused_entry("quota", kept.name)
            owed.append(rows.full(context, limits, used, disk=False))
        elif not self._media.shelf.has(kept.digest, kept.size):
            raise Unconfirmed("a file went away before it was counted")
        elif not known:
            await Medium.create(
                using_db=db, digest=kept.digest, size=kept.size, type=kept.type, kept_at=context.now
            )
        if entry["kind"] == "refused" and not known and not await rows.is_in_reports(db, kept.digest):
            self._media.shelf.remove(kept.digest)
        return await self._put(db, number, index, entry, owed)

    async def _put(
        self, db: Db, number: int, index: int, entry: Facts, owed: list[Notice] | tuple[Notice, ...]
    ) -> Outcome:
        """Put what became of a file into its request; once nothing is pending, tell what was not kept."""
        request = await Request.filter(id=number).using_db(db).select_for_update().get()
        media: list[Json] = list(request.media)
        if is_pending(media[index]):
            media[index] = entry
        told: tuple[Notice, ...] = ()
        untold = {place: one for place, one in enumerate(media) if isinstance(one, dict) and is_untold(one)}
        if untold and not any(is_pending(one) for one in media):
            told = self._refusals(request, untold)
            for place, one in untold.items():
                media[place] = {**one, "told": True}
        request.media = media
        await request.save(using_db=db, update_fields=["media"])
        return Outcome("", {}, (*told, *owed))

    def _refusals(self, request: Request, untold: Mapping[int, Mapping[str, Json]]) -> tuple[Notice, ...]:
        if request.citizen_id is None or request.entered_by:
            return ()
        whys: list[Json] = [*sorted({str(one.get("why")) for one in untold.values()})]
        facts: Facts = {"code": request.code, "count": len(untold), "whys": whys}
        facts |= {"largest_mb": self._media.limits.facts["largest_mb"]}
        once = f"media.refused.request:{request.id}:{','.join(map(str, untold))}"
        now, to = self._people.context().now, (Receiver(str(request.citizen_id)),)
        return (Notice("citizen.media_refused", to, facts, once, now, place="citizen"),)


async def _kept_on_day(db: Db, request: Request, now: datetime) -> int:
    """Count what is kept of a citizen's requests of this day, of this one alone where nobody is known."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    theirs = Request.filter(id=request.id)
    if request.citizen_id is not None:
        theirs = Request.filter(
            citizen_id=request.citizen_id,
            created_at__gte=midnight,
            created_at__lt=midnight + timedelta(days=1),
        )
    found = await theirs.using_db(db)
    return sum(isinstance(one, dict) and "digest" in one for each in found for one in each.media)
