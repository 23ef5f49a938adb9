"""Handing on what came with a report: uploaded, then sent one to one to who asked, a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from bot.channels.api import MAX_MEDIA, MediaKind, WorkApi
from bot.errors import Refused
from bot.media import asked
from bot.media_rows import MB, locked
from bot.media_shelf import Shelf
from bot.media_types import SUFFIXES, named_for
from bot.models import Sending
from bot.people import People
from bot.writer import Work
from handlers.directives.attachments import can_be_sent, is_pending
from handlers.message import Answer
from tasks.db import Db
from tasks.directives import queries
from tasks.directives.facts import directive_facts
from tasks.directives.models import Feedback
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver

log = structlog.get_logger(__name__)

HEAD = "media.attached"
"""The line before the files; what it says of itself is how far somebody has got."""
AT_A_TIME = 9
MOST_BYTES = 60 * MB
"""Bytes of one go: what can be uploaded within the time of a piece of work."""
AGAIN = timedelta(minutes=1)
"""A second tap within it sends nothing twice; after it everything comes again."""

TYPED: Mapping[str, tuple[MediaKind, int]] = {
    "image/jpeg": ("image", 10 * MB),
    "image/png": ("image", 10 * MB),
    "audio/amr": ("voice", 2 * MB),
    "video/mp4": ("video", 10 * MB),
}
"""What a phone shows by itself, and its largest size (path/90253); everything else goes as a file."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is sent now: entries by their places, and how it stands; `after` is the last batch's line."""

    feedback: int
    entries: tuple[tuple[int, Facts], ...]
    total: int
    left: int
    waiting: int
    after: int
    about: Facts
    directive: int


class MediaSending:
    """Carries out `media.send`. `work` does a piece of work in the writer's turn."""

    def __init__(
        self,
        shelf: Shelf,
        people: People,
        work_api: WorkApi | None,
        work: Callable[[Work], Awaitable[Answer]],
    ) -> None:
        self._shelf = shelf
        self._people = people
        self._work_api = work_api
        self._work = work

    async def send(self, facts: Mapping[str, Any]) -> None:
        """Send the next files of a report to who asked; raises PlatformError to be tried again.

        The tap names what is sent, so that a repeat of this work sends nothing twice.
        """
        number, person, tap = int(facts["feedback"]), str(facts["to"]), str(facts["asked"])
        batch = await asked(self._work, lambda db: self._plan(db, number, person, tap))
        if batch is not None:
            parts = [await self._part(batch, index, entry) for index, entry in batch.entries]
            await self._work(lambda db: self._leave(db, batch, parts, person, tap))

    async def _plan(self, db: Db, number: int, person: str, tap: str) -> Batch | None:
        """Say what this person gets next; None where the last tap brought everything just now."""
        feedback = await Feedback.filter(id=number).using_db(db).get()
        last = await _last(db, number, person)
        if last is not None and last.facts["asked"] == tap:
            return None
        media = [
            (i, one) for i, one in enumerate(feedback.media) if isinstance(one, dict) and can_be_sent(one)
        ]
        upto = int(str(last.facts["upto"])) if last else 0
        rest = [(i, one) for i, one in media if i >= upto]
        if not rest and last is not None and self._people.context().now - last.created_at < AGAIN:
            return None
        entries = _few(rest or media)
        return Batch(
            feedback=number,
            entries=tuple(entries),
            total=len(media),
            left=len(rest or media) - len(entries),
            waiting=sum(is_pending(one) for one in feedback.media),
            after=last.id if last else 0,
            about=await self._about(db, feedback),
            directive=feedback.directive_id,
        )

    async def _about(self, db: Db, feedback: Feedback) -> Facts:
        org = self._people.org
        directive = await queries.by_id(db, feedback.directive_id)
        assert directive is not None
        facts = directive_facts(directive, name=org.name, due=None)
        return {name: facts[name] for name in ("code", "title")} | {"reporter": org.name(feedback.author)}

    async def _part(self, batch: Batch, index: int, entry: Facts) -> Facts:
        """Upload one file and give the facts of its message; `unsent` says why where it cannot be sent."""
        if entry.get("kind") == "location":
            return {"type": "location"} | {name: entry[name] for name in ("lat", "lon", "label")}
        found = str(entry.get("type") or "")
        name = str(entry.get("name") or "")
        if found in SUFFIXES:
            name = named_for(name, found, f"{batch.about['code']}-{index + 1}")
        size = int(str(entry.get("size", 0)))
        if size > MAX_MEDIA:
            return {"unsent": "too_large", "name": name, "place": index + 1}
        data = await asyncio.to_thread(self._shelf.get, str(entry["digest"]))
        if data is None:
            log.error("a kept file is gone", action="media.gone", digest=entry["digest"])
            return {"unsent": "gone", "name": name, "place": index + 1}
        kind, most = TYPED.get(found, ("file", MAX_MEDIA))
        return await self._uploaded(kind if size <= most else "file", name or f"{index + 1}", data, index)

    async def _uploaded(self, kind: MediaKind, name: str, data: bytes, index: int) -> Facts:
        if self._work_api is None:
            raise Refused("no WeCom app is set up", cure="请在 config.yaml 里填写 work.app")
        try:
            media_id = await self._work_api.upload(kind, name, data)
        except Refused as error:
            log.warning("a file was not taken", action="media.unsent", error=str(error), cure=error.cure)
            return {"unsent": "refused", "name": name, "place": index + 1}
        return {"type": kind, "media_id": media_id, "name": name}

    async def _leave(self, db: Db, batch: Batch, parts: list[Facts], person: str, tap: str) -> Outcome:
        """Leave the line and the files to be sent, in one transaction; another tap may have been quicker."""
        feedback = await locked(db, batch.feedback)
        last = await _last(db, batch.feedback, person)
        if feedback.undone_at is not None or (last.id if last else 0) != batch.after:
            return Outcome()
        now, to = self._people.context().now, (Receiver(person),)
        unsent: list[Json] = [part for part in parts if "unsent" in part]
        head = batch.about | {
            "asked": tap,
            "upto": batch.entries[-1][0] + 1,
            "total": batch.total,
            "count": len(parts) - len(unsent),
            "left": batch.left,
            "waiting": batch.waiting,
            "unsent": unsent,
        }
        once = f"{HEAD}:{batch.feedback}:{tap}"
        line = Notice(HEAD, to, head, once, now, lane=Lane.FAST, directive=batch.directive)
        files = [
            Notice(
                "media.location" if part["type"] == "location" else "attachment",
                to,
                batch.about | part,
                f"attachment:{batch.feedback}:{index}:{tap}",
                now,
                lane=Lane.FAST,
                directive=batch.directive,
            )
            for (index, _), part in zip(batch.entries, parts, strict=True)
            if "unsent" not in part
        ]
        return Outcome("", {}, (line, *files))


async def _last(db: Db, feedback: int, person: str) -> Sending | None:
    """Give the line of the batch somebody got last of this report."""
    mine = Sending.filter(receiver=person, kind=HEAD, once__startswith=f"{HEAD}:{feedback}:")
    return await mine.using_db(db).order_by("-id").first()


def _few(media: list[tuple[int, Facts]]) -> list[tuple[int, Facts]]:
    """Give the first entries that go in one go: nine at most, and no more bytes than can be uploaded."""
    taken: list[tuple[int, Facts]] = []
    room = MOST_BYTES
    for index, entry in media[:AT_A_TIME]:
        room -= int(str(entry.get("size", 0)))
        if room < 0 and taken:
            break
        taken.append((index, entry))
    return taken
