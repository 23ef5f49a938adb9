"""The bundled township for story tests: the sandbox, the service behind its doors, the work group."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.app import Service
from bot.config import Config
from bot.demo import served, settings
from sandbox.app import Sandbox
from tasks import history
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.requests.models import Request

OTHER = "wrkAnotherGroup00001"
"""A group the settings do not know."""


@dataclass
class Town:
    """The bundled township: the sandbox, the service behind its doors, the work group.

    `service` and `url` are the running one's; `stop` and `start` make a restart on the same database.
    """

    box: Sandbox
    config: Config
    chat: str
    running: AsyncExitStack = field(default_factory=AsyncExitStack)
    service: Service = field(init=False)
    url: str = ""
    other: str = OTHER

    async def start(self, *, wait: bool = True) -> None:
        """Start the service; `wait` until it knows its people."""
        self.service, self.url = await self.running.enter_async_context(served(self.config, 0))
        self.box.service_url = self.url
        async with asyncio.timeout(10):
            while wait and not self.service.people.known:  # noqa: ASYNC110 - nothing tells when it is
                await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Stop the service; what was committed stays."""
        await self.running.aclose()
        self.url = self.box.service_url = ""

    async def restart(self) -> None:
        """Stop and start again."""
        await self.stop()
        await self.start()

    async def say(self, who: str, text: str, **more: Any) -> str:
        """Write in the work group and give every word of the answer, which has to be a good one."""
        return _good(await self.box.say_group(self.chat, who, text, **more))

    async def app(self, who: str, text: str, **more: Any) -> str:
        """Write to the app one to one and give every word of the answer."""
        return _good(await self.box.say_app(who, text, **more))

    async def robot(self, who: str, text: str, **more: Any) -> str:
        """Write to the robot one to one and give every word of the answer."""
        return _good(await self.box.say_robot(who, text, **more))

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
        """Read from the service; the parsed body where it is JSON. Without `headers` as the API's owner."""
        given = {"Authorization": f"Bearer {self.box.world.api_token}"} if headers is None else headers
        async with ClientSession() as session, session.get(self.url + path, headers=given) as response:
            text = await response.text()
            return response.status, json.loads(text) if response.content_type == "application/json" else text

    async def directive(self, code: str = "Z20261124-001") -> dict[str, Any]:
        """Give a directive as the API shows it."""
        status, found = await self.get(f"/api/v1/directives/{code}")
        assert status == 200, (status, found)
        return dict(found)

    async def states(self, code: str = "Z20261124-001") -> dict[str, str]:
        """Give the state of every share by its assignee."""
        return {one["assignee"]: one["state"] for one in (await self.directive(code))["assignments"]}

    async def moves(self, code: str = "Z20261124-001") -> list[tuple[str, str]]:
        """Give the history as pairs of actor and action."""
        return [(move["actor"], move["action"]) for move in (await self.directive(code))["history"]]

    async def count(self) -> int:
        """Give the number of directives there are."""
        return await Directive.all().using_db(self.service.storage.reader).count()

    async def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Read rows from the service's database."""
        storage = self.service.storage
        return [dict(row) for row in await storage.rows(storage.reader, sql, list(values))]

    async def check_all(self) -> None:
        """Hold what holds after every story: chains add up, counts are right, messages have their code."""
        db = self.service.storage.reader
        said = [m.words for ms in self.box.hub.phones.by_owner.values() for m in ms if m.sender == "指尖办"]
        # A bulletin names matters as examples, to be pasted elsewhere.
        said = [words for words in said if "群众诉求办理情况通报" not in words]
        for request in await Request.all().using_db(db):
            await history.verify(db, request)
        for directive in await Directive.all().using_db(db):
            await history.verify(db, directive)
            # A withdrawn directive keeps its counts as they stood.
            standing = Share.filter(directive_id=directive.id, state__in=states.STANDING).using_db(db)
            shares = await standing if directive.state != states.WITHDRAWN else []
            seen = sum(share.acknowledged_at is not None for share in shares)

            if directive.state != states.WITHDRAWN:
                assert (len(shares), seen) == (directive.total, directive.acknowledged), directive.code
            if len(directive.title) >= 6:
                about, begins = directive.title, f"{directive.code[0]}20"
                nameless = [words for words in said if about in words and begins not in words]

                assert [] == nameless


def _good(heard: Any) -> str:
    assert heard.ok, heard
    return str(heard.words)


def laid_over(values: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Lay sections of the settings over others; lists are replaced whole."""
    out = dict(values)
    for section, value in changes.items():
        out[section] = {**(out[section] or {}), **value} if isinstance(value, Mapping) else value
    return out


def town_config(
    world: dict[str, Any], box: Sandbox, folder: Path, database: str, **changes: object
) -> Config:
    """Give the settings of the bundled township on this database; `changes` are laid over its sections."""
    values = settings(world, box.api_base, folder, 8080).model_dump()
    values["database"] = {"url": database}
    values["nudges"] = {"automatic": False}
    return Config.model_validate(laid_over(values, changes))
