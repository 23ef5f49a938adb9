"""Fetching what a question keeps: on the shelf before its link ends, counted once it is in a report.

Until then no row stands for it: what comes into no report is a stray, and the nightly look takes it away.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, cast

import structlog

from bot.media import Media, NotKept, asked
from bot.media_rows import Kept, refused_entry
from bot.people import People
from bot.writer import Work
from handlers.directives.attachments import is_pending
from handlers.message import Answer
from tasks.db import Db
from tasks.directives.models import Question
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver

log = structlog.get_logger(__name__)

KINDS = ("alone", "report_on", "issue", "split")
"""Kinds of question that keep what came with a message as a report's media would stand."""


class Holding:
    """Carries out `media.hold`. `work` does a piece of work in the writer's turn."""

    def __init__(self, media: Media, people: People, work: Callable[[Work], Awaitable[Answer]]) -> None:
        self._media = media
        self._people = people
        self._work = work

    async def hold(self, facts: Mapping[str, Any]) -> None:
        """Fetch one file somebody's open question keeps, and keep there what it is.

        Raises PlatformError where it is to be tried again. A link that has ended is left to the report.
        """
        if not await asked(self._work, lambda db: self._keepers(db, facts)):
            return
        at = datetime.fromisoformat(str(facts["at"]))
        try:
            found = await self._media.looked_at(facts, late=self._media.is_late(facts, at))
        except NotKept as error:
            log.warning("a file was not held", action="media.not_held", why=error.why)
            if error.why in {"expired", "quota"}:
                return
            why, name = error.why, error.name
            await self._work(lambda db: self._refuse(db, facts, why, name))
        else:
            await self._work(lambda db: self._put(db, facts, {"held": _held(found)}))

    async def _keepers(self, db: Db, facts: Mapping[str, Any]) -> list[Question]:
        """Give the open questions of the person that keep this file and do not know yet what it is."""
        rows = Question.filter(asked=str(facts["asked"]), kind__in=KINDS, answered_at__isnull=True)
        now = self._people.context().now
        found = await rows.filter(until__gt=now).using_db(db).order_by("id").select_for_update()
        return [one for one in found if any(_is_it(entry, facts) for entry in _media_of(one))]

    async def _put(self, db: Db, facts: Mapping[str, Any], more: Facts) -> Outcome:
        """Lay what is known over the file wherever it is kept; what is refused stands instead of it."""
        for question in await self._keepers(db, facts):
            media = [_with(entry, more) if _is_it(entry, facts) else entry for entry in _media_of(question)]
            question.facts = question.facts | {"media": media}
            await question.save(using_db=db, update_fields=["facts"])
        return Outcome()

    async def _refuse(self, db: Db, facts: Mapping[str, Any], why: str, name: str) -> Outcome:
        await self._put(db, facts, refused_entry(why, name))
        if why != "classified":
            return Outcome()  # the report's own look tells its author, with everything else that failed
        now, to = self._people.context().now, (Receiver(str(facts["asked"])),)
        told = Notice("classified", to, {}, f"classified:hold:{facts['url']}", now, lane=Lane.FAST)
        return Outcome("", {}, (told,))


def _held(found: Kept) -> Json:
    return {"digest": found.digest, "size": found.size, "type": found.type, "name": found.name}


def _media_of(question: Question) -> list[Json]:
    return cast("list[Json]", question.facts.get("media") or [])


def _is_it(entry: Json, facts: Mapping[str, Any]) -> bool:
    if not isinstance(entry, dict) or "held" in entry or not is_pending(entry):
        return False
    return bool(entry.get("url") == facts["url"])


def _with(entry: Json, more: Facts) -> Json:
    if "held" in more and isinstance(entry, dict):
        return {**entry, **more}
    return dict(more)
