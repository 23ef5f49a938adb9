"""Pieces of work that the outbox carries out besides sending: with a lease, a retry and a name for good."""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
import structlog

from bot.channels.api import WorkApi
from bot.channels.directory_api import read_directory
from bot.channels.media import fetch_robot_media
from bot.channels.transport import File
from bot.clock import Clock
from bot.config import Config
from bot.corridor import Corridor
from bot.errors import Refused
from bot.people import People
from bot.posting import Job
from handlers.reading import is_classified
from tasks.db import Db
from tasks.directives import queries
from tasks.directives.facts import directive_facts
from tasks.directives.models import Feedback
from tasks.fields import Json
from tasks.notices import Lane, Notice, Outcome, Receiver

log = structlog.get_logger(__name__)


class Jobs:
    """The jobs by kind. The corridor is given after construction, because it wakes the outbox."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        people: People,
        session: aiohttp.ClientSession,
        work_api: WorkApi | None,
    ) -> None:
        self._config = config
        self._clock = clock
        self._people = people
        self._session = session
        self._work_api = work_api
        self.corridor: Corridor | None = None
        self._reading = asyncio.Lock()
        self._readings_begun = 0
        self._reading_stored = 0

    def table(self) -> Mapping[str, Job]:
        """Kind of a job → what carries it out."""
        return {
            "directory.sync": self.sync_directory,
            "directive.lost": self._tell_lost,
            "media.fetch": self._fetch_media,
        }

    async def sync_directory(self, facts: Mapping[str, Any]) -> None:
        """Read the whole directory from the platform and store it; raises PlatformError.

        A reading that began after this one was asked for serves it too: nine changes are two readings.
        """
        begun_before = self._readings_begun
        async with self._reading:
            if self._reading_stored > begun_before:
                return
            self._readings_begun += 1
            number = self._readings_begun
            await self._read_directory(facts)
            self._reading_stored = number

    async def _read_directory(self, facts: Mapping[str, Any]) -> None:
        if self._work_api is None:
            raise Refused("no WeCom app is set up")
        departments, members = await read_directory(self._work_api)
        if not departments or not members:
            # Kept as it is: an empty one would make everybody a stranger over a right that was taken away.
            raise Refused("the directory is empty", cure="请在管理后台确认应用的可见范围里有部门和成员")
        await self._people.store(departments, members, self._clock.now())
        log.info(
            "the directory was read",
            action="directory.read",
            why=facts.get("why", ""),
            departments=len(departments),
            members=len(members),
        )

    async def _tell_lost(self, facts: Mapping[str, Any]) -> None:
        """Tell the issuer whom the first card of a directive did not reach."""
        assert self.corridor is not None

        async def work(db: Db) -> Outcome:
            directive = await queries.by_code(db, str(facts["code"]))
            if directive is None:
                return Outcome()
            org = self._people.org
            about = directive_facts(directive, name=org.name, due=directive.due)
            told = about | {"who": [org.name(who) for who in facts["gone"]], "reason": facts["why_lost"]}
            once = f"unreachable:{directive.code}:{','.join(sorted(facts['gone']))}"
            now = self._clock.now()
            to = (Receiver(directive.issuer),)
            return Outcome(
                "", {}, (Notice("directive.unreachable", to, told, once, now, directive=directive.id),)
            )

        await self.corridor.work(work)

    async def _fetch_media(self, facts: Mapping[str, Any]) -> None:
        """Fetch what was attached to a report, while its link lives (robot 5 minutes, app 3 days)."""
        assert self.corridor is not None
        file = await self._download(facts)
        if is_classified(file.name):
            await self.corridor.work(lambda db: self._leave_out(db, facts))
            return
        digest = await asyncio.to_thread(_store, self._config.media.dir, file.data)

        async def work(db: Db) -> Outcome:
            feedback = await Feedback.filter(id=facts["feedback"]).using_db(db).select_for_update().get()
            media: list[Json] = list(feedback.media)
            entry = media[int(facts["index"])]
            if isinstance(entry, dict):
                media[int(facts["index"])] = {**entry, "digest": digest, "size": len(file.data)}
            feedback.media = media
            await feedback.save(using_db=db, update_fields=["media"])
            return Outcome()

        await self.corridor.work(work)

    async def _leave_out(self, db: Db, facts: Mapping[str, Any]) -> Outcome:
        """Forget a file whose name is marked 绝密, 机密 or 秘密, and tell the sender the proper way."""
        feedback = await Feedback.filter(id=facts["feedback"]).using_db(db).select_for_update().get()
        media: list[Json] = list(feedback.media)
        media[int(facts["index"])] = {"kind": "left_out"}
        feedback.media = media
        await feedback.save(using_db=db, update_fields=["media"])
        log.warning("a marked file was not kept", action="classified.refused", feedback=feedback.id)
        once = f"classified:{feedback.id}:{facts['index']}"
        to = (Receiver(feedback.author),)
        return Outcome("", {}, (Notice("classified", to, {}, once, self._clock.now(), lane=Lane.FAST),))

    async def _download(self, facts: Mapping[str, Any]) -> File:
        robot = self._config.work.robot if self._config.work else None
        if facts.get("url") and robot is not None:
            key = robot.aes_key.get_secret_value()
            return await fetch_robot_media(self._session, str(facts["url"]), key)
        if facts.get("media_id") and self._work_api is not None:
            return await self._work_api.download(str(facts["media_id"]))
        raise Refused("an attachment without a place to fetch it from")


def _store(folder: Path, data: bytes) -> str:
    """Keep bytes once, under their SHA-256; written beside and renamed, so that half a file never counts."""
    digest = hashlib.sha256(data).hexdigest()
    place = folder / digest[:2] / digest
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{uuid.uuid4().hex[:8]}.part")  # two processes may fetch the same file
        part.write_bytes(data)
        part.replace(place)
    return digest
