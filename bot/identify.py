"""`robot.identify`: asks the platform who an enciphered id stands for, and has handled what that person said.

The messages of one person are handled in the order in which they were said, each once for good: under the
name of its own row, in one transaction with its answer. Only when none is left the pair is kept, so that what
comes next cannot be handled before what waits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import structlog

from bot.channels.api import WorkApi
from bot.channels.directory_api import read_userid
from bot.corridor import Corridor, to_administrators
from bot.errors import PlatformError, Refused
from bot.models import Failed, Sending
from bot.people import People
from handlers.context import Context
from handlers.directory import sync_wanted
from handlers.dispatch import handle
from handlers.identity import LOOKUP, waited
from handlers.message import Incoming, from_facts
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people import open_ids
from tasks.people.models import OpenId

log = structlog.get_logger(__name__)

LOST = "identify.lost"
"""The piece of work that keeps what was said by somebody who could not be found out."""
UNDER_WAY = ("waiting", "sending")
PROMPT = timedelta(minutes=15)
"""For which the answer goes where it was asked; then that place's one answer says that it comes later."""


class Identify:
    """One enciphered id on its way to a userid."""

    def __init__(self, corridor: Corridor, people: People, work_api: WorkApi | None) -> None:
        self._corridor = corridor
        self._people = people
        self._work_api = work_api

    async def carry_out(self, open_id: str) -> None:
        """Find out whose the id is and handle what waits for it; raises PlatformError to be tried again."""
        try:
            userid: str | None = await self._userid(open_id)
        except Refused as error:
            log.warning("whose an id is cannot be asked", action="identify.refused", cure=error.cure)
            userid = None
        except PlatformError:
            await self._ask_for_patience(open_id)
            raise
        done: set[int] = set()
        while left := await self._left(open_id, userid, done):
            for row in left:
                await self._handle(row, userid)
                done.add(row.id)
        self._people.learn(open_id, userid or "")

    async def give_up(self, facts: Facts) -> None:
        """Keep what was said as a message that failed, which `zhijian replay` handles later, and say so.

        Nobody knows who said it, so that person hears of it only while the place of the message can be
        answered.
        """
        message, said = waited(facts)
        if message is None:
            return
        incoming = from_facts(message)

        async def work(db: Db) -> Outcome:
            context, key = self._people.context(), _key(int(str(facts["row"])))
            if await Failed.filter(key=key).using_db(db).exists():
                return Outcome()
            failed = await Failed.create(
                using_db=db, key=key, at=said, incoming=message, error=str(facts["error"])[:2000]
            )
            told = (to_administrators(failed.id, context), *_unheard(incoming, said, context))
            return Outcome("", {}, told)

        await self._corridor.work(work)

    async def _userid(self, open_id: str) -> str:
        """Give whose the id is: as it is kept, else as the platform says; empty for nobody."""
        known = await self._known(open_id)
        now = self._people.context().now
        if known is not None and (known.userid in self._people.org.people or open_ids.is_fresh(known, now)):
            return known.userid
        if self._work_api is None:
            raise Refused("no WeCom app is set up", cure="请在 config.yaml 里填写 work.app")
        return await read_userid(self._work_api, open_id)

    async def _known(self, open_id: str) -> OpenId | None:
        found: list[OpenId | None] = []

        async def work(db: Db) -> Outcome:
            found[:] = [await open_ids.of(db, open_id)]
            return Outcome()

        await self._corridor.work(work)
        return found[0]

    async def _left(self, open_id: str, userid: str | None, done: set[int]) -> list[Sending]:
        """Give what still waits for this id; where nothing does, keep the pair in the same turn."""
        left: list[Sending] = []

        async def work(db: Db) -> Outcome:
            left[:] = [row for row in await _waiting(db, open_id) if row.id not in done]
            return Outcome() if left or userid is None else await self._keep(db, open_id, userid)

        await self._corridor.work(work)
        return left

    async def _keep(self, db: Db, open_id: str, userid: str) -> Outcome:
        now = self._people.context().now
        known = await open_ids.of(db, open_id)
        if known is not None and known.userid == userid and open_ids.is_fresh(known, now):
            return Outcome()
        await open_ids.keep(db, open_id, userid, now)
        new = userid and userid not in self._people.org.people
        cause = f"identify:{open_id}:{now.isoformat()}"
        return Outcome("", {}, (sync_wanted("identify", cause, now),) if new else ())

    async def _ask_for_patience(self, open_id: str) -> None:
        """Tell whoever has waited for long that what was said is not lost."""

        async def work(db: Db) -> Outcome:
            now = self._people.context().now
            late = [row for row in await _waiting(db, open_id) if now - waited(row.facts)[1] >= PROMPT]
            return Outcome("", {}, tuple(_delayed(row, now) for row in late if waited(row.facts)[0]))

        await self._corridor.work(work)

    async def _handle(self, row: Sending, userid: str | None) -> None:
        """Have one message handled as its member's, as of when it was said; once, whoever else tries it."""
        message, said = waited(row.facts)
        if message is None:
            return
        incoming = from_facts(message)
        # The one answer by response_url is ours; nothing else may be sent that way while it is handled.
        theirs = replace(incoming, sender=userid or incoming.sender, open_id="", response_url="")

        async def work(db: Db) -> Outcome:
            context = replace(self._people.context(), said=said)
            outcome = await (handle(db, theirs, context) if userid is not None else _impossible())
            answers = _answers(outcome, incoming, theirs.sender, said, row.id, context)
            return replace(outcome, notices=(*answers, *outcome.notices))

        await self._corridor.again(_key(row.id), theirs, work)


async def _waiting(db: Db, open_id: str) -> list[Sending]:
    rows = Sending.filter(place="job", kind=LOOKUP, receiver=open_id, state__in=UNDER_WAY)
    return await rows.using_db(db).order_by("id")


def given_up(row: int, facts: Mapping[str, Any], error: str, now: datetime) -> Notice:
    """Have a message kept whose sender could not be found out in all the time there was."""
    kept: Facts = {"row": row, "message": facts["message"], "at": facts["at"], "error": error}
    once = f"identify.lost:{row}"
    return Notice(LOST, (Receiver(str(row)),), kept, once, now, place="job", lane=Lane.FAST)


def _unheard(incoming: Incoming, said: datetime, context: Context) -> tuple[Notice, ...]:
    if not incoming.response_url or context.now - said >= PROMPT:
        return ()  # the place's one answer is used up by then
    there, once = (Receiver(incoming.response_url),), f"failed:{incoming.account}:{incoming.dedupe}"
    return (Notice("failed", there, {}, once, context.now, place="asked", lane=Lane.FAST),)


def _delayed(row: Sending, now: datetime) -> Notice:
    """Say where it was said that the answer comes later; once, so the name needs no moment."""
    message, _ = waited(row.facts)
    to = (Receiver(str(message["response_url"]) if message else ""),)
    return Notice("identify.delayed", to, {}, f"delayed:{row.id}", now, place="asked", lane=Lane.FAST)


async def _impossible() -> Outcome:
    return Outcome("identify.impossible", {})


def _key(number: int) -> str:
    return hashlib.sha256(f"identified\0{number}".encode()).hexdigest()[:32]


def _answers(
    outcome: Outcome, incoming: Incoming, sender: str, said: datetime, number: int, context: Context
) -> tuple[Notice, ...]:
    """Give the answer where it was asked while that is fresh; later by the app to the person."""
    kind, facts = outcome.kind, cast("Facts", dict(outcome.facts))
    if kind == "card.chosen":
        # What came of a choice is shown on the tapped card; as a message of its own it is said plainly.
        kind, facts = str(facts["outcome"]), cast("Facts", facts["facts"])
    once, now = f"identified:{number}", context.now
    if not kind:
        return ()
    if incoming.response_url and now - said < PROMPT:
        there = (Receiver(incoming.response_url),)
        return (Notice(kind, there, facts, once, now, place="asked", lane=Lane.FAST),)
    if sender not in context.org.people:
        return ()
    late: Facts = {"kind": kind, "facts": facts, "at": said.isoformat()}
    return (Notice("late", (Receiver(sender),), late, once, now, lane=Lane.FAST),)
