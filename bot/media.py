"""Fetching what came with a report: in time, looked at before it is kept, kept once and counted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

import aiohttp
import structlog

from bot import media_rows as rows
from bot.channels.api import OfficialApi, WorkApi
from bot.channels.media import fetch_robot_media
from bot.channels.transport import File
from bot.clock import machine_seconds
from bot.config import Config
from bot.errors import Busy, Oversized, PlatformError, Refused, Unconfirmed
from bot.media_rows import MB, Kept, Limits, Spot, refused_entry
from bot.media_shelf import Shelf
from bot.media_types import REFUSED, type_of
from bot.models import Medium
from bot.people import People
from bot.writer import Work
from handlers.directives.attachments import is_pending
from handlers.filenames import clean_name
from handlers.message import Answer
from handlers.reading import is_classified
from tasks.db import Db
from tasks.directives.models import Feedback
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver

log = structlog.get_logger(__name__)

T = TypeVar("T")

PATIENCE = {"url": timedelta(minutes=5), "account": timedelta(hours=70), "media_id": timedelta(hours=20)}
"""How long a file is tried for, by where it comes from.

A robot's link lives five minutes, and a citizen's picture three days, for which the outbox tries; else it
tries for most of a day.
"""
STRAY_S = 3600.0
"""Machine seconds after which a file without a row was left by a process that died."""


class NotKept(Exception):  # noqa: N818 - named for what it is
    """A file is not kept; `why` is what the report says of it."""

    def __init__(self, why: str, name: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.name = name


class Media:
    """Carries out `media.fetch` and the nightly look. `work` does a piece of work in the writer's turn."""

    def __init__(
        self,
        config: Config,
        people: People,
        session: aiohttp.ClientSession,
        work_api: WorkApi | None,
        work: Callable[[Work], Awaitable[Answer]],
        officials: Mapping[str, OfficialApi] | None = None,
    ) -> None:
        self._officials = officials or {}
        self._config = config
        self._people = people
        self._session = session
        self._work_api = work_api
        self._work = work
        self.shelf = Shelf(config.media.dir)
        self.limits = limits_of(config)

    async def fetch(self, facts: Mapping[str, Any]) -> None:
        """Fetch one file of a report, look at it, keep it or say why not.

        Raises PlatformError where it is to be tried again.
        """
        spot = Spot(int(facts["feedback"]), int(facts["index"]))
        try:
            found = await self._fetched(spot, facts)
        except NotKept as error:
            log.warning("a file was not kept", action="media.refused", why=error.why, feedback=spot.feedback)
            entry = refused_entry(error.why, error.name)
            await self._work(lambda db: self._refuse(db, spot, entry))
        else:
            await self._work(lambda db: self._keep(db, spot, found, facts))

    async def _fetched(self, spot: Spot, facts: Mapping[str, Any]) -> Kept | None:
        """Give the file as it stands on the shelf, None where it was settled before; raises NotKept."""
        name = str(facts.get("name") or "")
        at = await asked(self._work, lambda db: self._pending_since(db, spot, facts, name))
        if at is None:
            return None
        return self._held(facts) or await self.looked_at(facts, late=self.is_late(facts, at))

    def is_late(self, facts: Mapping[str, Any], at: datetime) -> bool:
        """Whether a file that was sent at a moment is not tried for any longer."""
        patience = next(
            (PATIENCE[name] for name in ("url", "account") if facts.get(name)), PATIENCE["media_id"]
        )
        return self._people.context().now - at > patience

    def _held(self, facts: Mapping[str, Any]) -> Kept | None:
        """Give a file that was fetched while it was asked what it is about, if it still stands there."""
        held = facts.get("held")
        if not held or not self.shelf.has(held["digest"], held["size"]):
            return None
        return Kept(str(facts["kind"]), held["name"], held["digest"], held["size"], held["type"])

    async def looked_at(self, facts: Mapping[str, Any], *, late: bool) -> Kept:
        """Fetch a file, look at it and put it on the shelf; raises NotKept, PlatformError."""
        name, kind = str(facts.get("name") or ""), str(facts["kind"])
        file = await self._downloaded(facts, name, late=late)
        name = file.name or name
        if is_classified(name) or is_classified(clean_name(name)):
            raise NotKept("classified")
        try:
            return await asyncio.to_thread(self._shelved, kind, name, file.data)
        except OSError as error:
            log.exception("a file could not be written", action="media.unwritten")
            await self._work(self._tell_disk)
            if late:
                raise NotKept("quota", clean_name(name)) from error
            raise Busy(f"a file could not be written: {type(error).__name__}") from error

    async def _pending_since(
        self, db: Db, spot: Spot, facts: Mapping[str, Any], name: str
    ) -> datetime | None:
        """Give when the file was sent, None where it was settled before; raises NotKept for one too many."""
        feedback = await Feedback.filter(id=spot.feedback).using_db(db).get()
        if not is_pending(feedback.media[spot.index]):
            return None
        at = self._sent_at(facts, feedback)
        if await rows.is_one_too_many(db, spot, feedback.author, at, self.limits):
            raise NotKept("too_many", clean_name(name))
        return at

    def _sent_at(self, facts: Mapping[str, Any], feedback: Feedback) -> datetime:
        """Give when the file was sent, in people's time: maybe long after its report began."""
        said = facts.get("at")
        at = datetime.fromisoformat(str(said)) if said else feedback.at
        return at.astimezone(self._people.context().now.tzinfo)

    async def _downloaded(self, facts: Mapping[str, Any], name: str, *, late: bool) -> File:
        try:
            return await self._download(facts)
        except Oversized:
            raise NotKept("too_large", clean_name(name)) from None
        except PlatformError as error:
            if isinstance(error, Refused) or late:
                log.warning("a file did not come", action="media.lost", error=str(error), cure=error.cure)
                raise NotKept("expired", clean_name(name)) from None
            raise

    async def _download(self, facts: Mapping[str, Any]) -> File:
        robot = self._config.work.robot if self._config.work else None
        if facts.get("url") and robot is not None:
            key = robot.aes_key.get_secret_value()
            return await fetch_robot_media(self._session, str(facts["url"]), key, cap=self.limits.largest)
        if account := facts.get("account"):
            if account not in self._officials:
                raise Refused("an account that is not set up any more")
            api = self._officials[str(account)]
            return await api.download(str(facts["media_id"]), cap=self.limits.largest)
        if facts.get("media_id") and self._work_api is not None:
            return await self._work_api.download(str(facts["media_id"]), cap=self.limits.largest)
        raise Refused("an attachment without a place to fetch it from")

    def _shelved(self, kind: str, name: str, data: bytes) -> Kept:
        """Look at a file and put it on the shelf; raises NotKept, OSError. Waits for the disk."""
        shown = clean_name(name) if kind == "file" else ""  # what a phone took has no name of its own
        if not data:
            raise NotKept("empty", shown)
        if len(data) > self.limits.largest:
            raise NotKept("too_large", shown)
        found = type_of(data, name)
        if found == REFUSED or (found.startswith("text/") and kind != "file"):
            raise NotKept("type", shown)
        return Kept(kind, shown, self.shelf.put(data), len(data), found)

    async def _keep(self, db: Db, spot: Spot, kept: Kept | None, facts: Mapping[str, Any]) -> Outcome:
        """Count a file and put it into its report, in one transaction; what goes over a limit is not kept."""
        context = self._people.context()
        await rows.turn(db)
        feedback = await rows.locked(db, spot.feedback)
        if kept is None or not is_pending(feedback.media[spot.index]):
            return Outcome("", {}, await rows.settle(db, feedback, spot.index, None, context, self.limits))
        known = await rows.is_known(db, kept.digest)
        used, _ = await rows.kept_in_all(db)
        entry, owed = kept.entry, list[Notice]()
        if await rows.is_one_too_many(db, spot, feedback.author, self._sent_at(facts, feedback), self.limits):
            entry = refused_entry("too_many", kept.name)
        elif not known and used + kept.size > self.limits.quota:
            entry = refused_entry("quota", kept.name)
            owed.append(rows.full(context, self.limits, used, disk=False))
        elif not self.shelf.has(kept.digest, kept.size):
            raise Unconfirmed("a file went away before it was counted")
        elif not known:
            await Medium.create(
                using_db=db, digest=kept.digest, size=kept.size, type=kept.type, kept_at=context.now
            )
        if entry["kind"] == "refused" and not known and not await rows.is_in_reports(db, kept.digest):
            self.shelf.remove(kept.digest)
        told = await rows.settle(db, feedback, spot.index, entry, context, self.limits)
        return Outcome("", {}, (*told, *owed))

    async def _refuse(self, db: Db, spot: Spot, entry: Facts) -> Outcome:
        """Put into the report that a file was not kept, and tell the author in time."""
        context = self._people.context()
        feedback = await rows.locked(db, spot.feedback)
        told = await rows.settle(db, feedback, spot.index, entry, context, self.limits)
        if entry["why"] != "classified":
            return Outcome("", {}, told)
        once = f"classified:{feedback.id}:{spot.index}"
        to = (Receiver(feedback.author),)
        return Outcome("", {}, (Notice("classified", to, {}, once, context.now, lane=Lane.FAST), *told))

    async def _tell_disk(self, db: Db) -> Outcome:
        used, _ = await rows.kept_in_all(db)
        return Outcome("", {}, (rows.full(self._people.context(), self.limits, used, disk=True),))

    async def sweep(self, _now: datetime) -> None:
        """Look for files without a row: a report that has one gets it counted, what nobody has is removed."""
        known = await asked(self._work, _digests)
        before = machine_seconds() - STRAY_S
        strays = await asyncio.to_thread(lambda: dict(self.shelf.strays(known, before)))
        if strays:
            await self._work(lambda db: self._sort(db, strays))

    async def _sort(self, db: Db, strays: Mapping[str, int]) -> Outcome:
        await rows.turn(db)
        wanted = await rows.in_reports(db)
        known = await _digests(db)
        for digest, size in strays.items():
            if digest in known:
                continue
            if digest in wanted:
                now = self._people.context().now
                await Medium.create(using_db=db, digest=digest, size=size, type=wanted[digest], kept_at=now)
            else:
                self.shelf.remove(digest)
        log.info("strays were sorted", action="media.sorted", found=len(strays))
        return Outcome()


def limits_of(config: Config) -> Limits:
    """Give the limits of the settings, in bytes."""
    media = config.media
    return Limits(media.largest_mb * MB, media.per_day, media.quota_mb * MB)


async def asked(work: Callable[[Work], Awaitable[Answer]], look: Callable[[Db], Awaitable[T]]) -> T:
    """Give what a look at the database in the writer's turn finds."""
    found: list[T] = []

    async def looked(db: Db) -> Outcome:
        found[:] = [await look(db)]
        return Outcome()

    await work(looked)
    return found[0]


async def _digests(db: Db) -> frozenset[str]:
    return frozenset(await Medium.all().using_db(db).values_list("digest", flat=True))  # type: ignore[arg-type]  # one column of texts
