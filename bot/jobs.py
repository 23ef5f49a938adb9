"""Pieces of work that the outbox carries out besides sending: with a lease, a retry and a name for good."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog

from bot import leavers, lost
from bot.channels.api import OfficialApi, WorkApi
from bot.channels.directory_api import read_directory
from bot.clock import Clock
from bot.config import Config
from bot.corridor import Corridor
from bot.errors import Refused
from bot.identify import Identify
from bot.media import Media
from bot.media_holding import Holding
from bot.media_requests import RequestMedia
from bot.media_sending import MediaSending
from bot.merging import Merging
from bot.people import People
from bot.posting import Job
from bot.writer import Work
from handlers import leave_telling
from handlers.message import Answer

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
        officials: Mapping[str, OfficialApi] | None = None,
    ) -> None:
        self._clock = clock
        self._people = people
        self._work_api = work_api
        self.media = Media(config, people, session, work_api, self._in_turn, officials)
        self._sending = MediaSending(self.media.shelf, people, work_api, self._in_turn)
        self._requests = RequestMedia(self.media, people, self._in_turn)
        self._holding = Holding(self.media, people, self._in_turn)
        self._merging = Merging(people, self._in_turn)
        self.corridor: Corridor | None = None
        self._reading = asyncio.Lock()
        self._readings_begun = 0
        self._reading_stored = 0

    def table(self) -> Mapping[str, Job]:
        """Kind of a job → what carries it out."""
        return {
            "directory.sync": self.sync_directory,
            "directive.lost": self._tell_lost,
            "people.left": self._hand_over,
            "media.fetch": self._fetch_media,
            "media.hold": self._hold_media,
            "media.send": self._send_media,
            "robot.identify": self._identify,
            "identify.lost": self._give_up,
            "feedback.merge": self._merge_feedback,
            "leave.tell": self._tell_leave,
        }

    async def sync_directory(self, facts: Mapping[str, Any]) -> None:
        """Read the whole directory from the platform and store it; raises PlatformError.

        A reading that began after this one was asked for serves it too: nine changes are two readings.
        """
        begun_before = self._readings_begun
        async with self._reading:
            if self._reading_stored > begun_before and not leavers.is_confirmed(facts.get("why")):
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
        confirmed = leavers.is_confirmed(facts.get("why"))
        try:
            await self._people.store(departments, members, self._clock.now(), confirmed=confirmed)
        except leavers.TooManyGone as error:
            await leavers.warn(self._in_turn, self._people, error)
            raise
        log.info(
            "the directory was read",
            action="directory.read",
            why=facts.get("why", ""),
            departments=len(departments),
            members=len(members),
        )

    async def _identify(self, facts: Mapping[str, Any]) -> None:
        """Find out whose an enciphered id is, and have handled what that person said."""
        assert self.corridor is not None
        await Identify(self.corridor, self._people, self._work_api).carry_out(str(facts["open_id"]))

    async def _give_up(self, facts: Mapping[str, Any]) -> None:
        """Keep what was said by somebody who could not be found out."""
        assert self.corridor is not None
        await Identify(self.corridor, self._people, self._work_api).give_up(dict(facts))

    async def _tell_lost(self, facts: Mapping[str, Any]) -> None:
        """Tell the issuer whom the first cards of a directive did not reach."""
        await self._in_turn(lambda db: lost.tell(db, facts, self._people.context()))

    async def _hand_over(self, facts: Mapping[str, Any]) -> None:
        """Hand over what somebody who has left has open."""
        await leavers.hand_over(self._in_turn, self._people, str(facts["who"]))

    async def _fetch_media(self, facts: Mapping[str, Any]) -> None:
        """Fetch what was attached, while its link lives: a robot's 5 minutes, others 3 days."""
        await (self._requests if "request" in facts else self.media).fetch(facts)

    async def _hold_media(self, facts: Mapping[str, Any]) -> None:
        """Fetch what somebody is asked about, before its link ends."""
        await self._holding.hold(facts)

    async def _send_media(self, facts: Mapping[str, Any]) -> None:
        """Hand what was attached to a report on to who asked for it."""
        await self._sending.send(facts)

    async def _merge_feedback(self, facts: Mapping[str, Any]) -> None:
        """Tell an issuer what was reported in the last ten minutes."""
        await self._merging.feedback(facts)

    async def _tell_leave(self, facts: Mapping[str, Any]) -> None:
        """Tell who stands in for somebody on leave, if the leave still stands."""
        await self._in_turn(lambda db: leave_telling.tell(db, int(facts["leave"]), self._people.context()))

    async def _in_turn(self, work: Work) -> Answer:
        assert self.corridor is not None
        return await self.corridor.work(work)
