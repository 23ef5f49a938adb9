"""The database: set-up, migrations under a lock, transactions, and the one door for plain set statements.

SQLite (WAL) by default with a second, read-only connection for all that only reads; PostgreSQL by URL.
The two have different connection names, because Tortoise's executor cache ignores the dialect.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import parse_qs, unquote, urlsplit

from tortoise import Tortoise
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.migrations.executor import MigrationExecutor
from tortoise.transactions import in_transaction

from bot.errors import ConfigError

if TYPE_CHECKING:
    import asyncpg

T = TypeVar("T")

ROOMS = (
    "people", "directives", "nudges", "series", "rota", "emergency", "citizens", "requests", "guides",
)  # fmt: skip
"""The rooms of the domain that have tables."""
MODELS = [
    *(f"tasks.{room}.models" for room in ROOMS),
    "bot.models",
]
MIGRATION_LOCK = 4_912_008
"""The advisory lock on PostgreSQL that only one migrating process holds."""

SQLITE = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    # Tortoise's own 16 kB makes small batches a third slower (docs/adr/0003).
    "journal_size_limit": 67_108_864,
    "busy_timeout": 5_000,
}


def engine_of(url: str) -> str:
    """`sqlite` or `postgres`; raises ConfigError for another scheme."""
    scheme = url.split("://", 1)[0]
    if scheme == "sqlite":
        return "sqlite"
    if scheme in {"postgres", "postgresql"}:
        return "postgres"
    raise ConfigError(
        f"database.url: 不认识 {scheme}://，请写 sqlite://data/zhijian.db 或 postgres://用户:密码@主机:5432/库名"
    )


def _connections(url: str) -> dict[str, Any]:
    if engine_of(url) == "sqlite":
        path = url.split("://", 1)[1]
        main = {"file_path": path, **SQLITE}
        return {
            "sqlite": {"engine": "tortoise.backends.sqlite", "credentials": main},
            "sqlite_reader": {
                "engine": "tortoise.backends.sqlite",
                "credentials": {"file_path": path, **SQLITE, "query_only": "ON"},
            },
        }
    parts = urlsplit(url)
    query = parse_qs(parts.query)  # ?host=/var/run/postgresql is PostgreSQL's way to name a socket
    return {
        "postgres": {
            "engine": "tortoise.backends.asyncpg",
            "credentials": {
                "host": query.get("host", [parts.hostname or "localhost"])[0],
                "port": parts.port or 5432,
                "user": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "database": parts.path.lstrip("/"),
                "minsize": 1,
                "maxsize": 8,
                # A plan made while a table was empty stays slow for ever (docs/adr/0003).
                "server_settings": {"plan_cache_mode": "force_custom_plan", "jit": "off"},
            },
        }
    }


def tortoise_config(url: str) -> dict[str, Any]:
    """Give Tortoise's settings for the URL; `python -m tortoise makemigrations` uses them too."""
    return {
        "connections": _connections(url),
        "apps": {
            "zhijian": {
                "models": MODELS,
                "migrations": "bot.migrations",
                "default_connection": engine_of(url),
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


TORTOISE_ORM = tortoise_config("sqlite://:memory:")
"""For `python -m tortoise -c bot.storage.TORTOISE_ORM makemigrations`; see docs/howto."""


class Storage:
    """An open database. Made by `opened`."""

    def __init__(self, url: str) -> None:
        self.engine = engine_of(url)
        self.url = url
        self._loop_lock = asyncio.Lock()

    @property
    def main(self) -> BaseDBAsyncClient:
        """The connection that writes."""
        return Tortoise.get_connection(self.engine)

    @property
    def reader(self) -> BaseDBAsyncClient:
        """The connection for what only reads; the same pool on PostgreSQL."""
        return Tortoise.get_connection("sqlite_reader" if self.engine == "sqlite" else self.engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[BaseDBAsyncClient]:
        """One transaction; an exception rolls it back. Never start a task inside."""
        async with in_transaction(self.engine) as db:
            yield cast(BaseDBAsyncClient, db)

    async def rows(
        self, db: BaseDBAsyncClient, query: str, values: Sequence[object] = ()
    ) -> list[dict[str, Any]]:
        """Run a plain statement written with `?` and give its rows (RETURNING too, on both databases)."""
        if self.engine == "sqlite":
            return await db.execute_query_dict(query, list(values))
        return [dict(row) for row in await _raw(db, numbered(query), values)]

    async def many(self, db: BaseDBAsyncClient, query: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a plain statement, written with `?`, once for each row."""
        if rows:
            text = query if self.engine == "sqlite" else numbered(query)
            await db.execute_many(text, [list(row) for row in rows])

    def among(self, column: str, values: Sequence[object]) -> tuple[str, object]:
        """Give a condition «column is one of these» with its one parameter; any number of values."""
        if self.engine == "sqlite":
            return f"{column} IN (SELECT value FROM json_each(?))", json.dumps(list(values))
        return f"{column} = ANY(?)", list(values)

    async def run_batch(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function in SQLite's own thread, under Tortoise's lock, in one transaction (SQLite alone).

        This is the one place that reaches into aiosqlite (`_execute`, `_conn`); the version is pinned and
        tests/bot/test_storage.py holds it. A second writer beside the ORM dies with `database is locked`.
        """
        client = cast(SqliteClient, self.main)

        def whole() -> T:
            raw = connection._conn  # noqa: SLF001 - see above
            raw.execute("BEGIN IMMEDIATE")
            try:
                result = work(raw)
                raw.execute("COMMIT")
            except BaseException:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                raise
            return result

        async with client.acquire_connection() as connection:
            writing = asyncio.ensure_future(connection._execute(whole))  # noqa: SLF001 - see above
            try:
                return cast(T, await asyncio.shield(writing))
            except asyncio.CancelledError:
                await asyncio.wait({writing})  # the lock stays until the thread has written
                raise

    @asynccontextmanager
    async def postgres(self) -> AsyncIterator[asyncpg.Connection[Any]]:
        """Give a raw PostgreSQL connection inside a transaction (PostgreSQL alone)."""
        client = cast(AsyncpgDBClient, self.main)
        async with client.acquire_connection() as connection, connection.transaction():
            yield connection

    async def migrate(self) -> list[str]:
        """Bring the schema up to date, one process at a time; gives the names of the applied steps."""
        applied: list[str] = []

        def note(event: str, _label: str, name: str) -> None:
            if event == "apply_done":
                applied.append(name)

        executor = MigrationExecutor(self.main, tortoise_config(self.url)["apps"])
        if self.engine == "sqlite":
            await executor.migrate(progress=note)
            return applied
        async with cast(AsyncpgDBClient, self.main).acquire_connection() as lock:
            await lock.execute(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
            try:
                await executor.migrate(progress=note)
            finally:
                await lock.execute(f"SELECT pg_advisory_unlock({MIGRATION_LOCK})")
        return applied

    async def pending_migrations(self) -> list[str]:
        """Names of migrations the database does not have yet; reads only."""
        executor = MigrationExecutor(self.main, tortoise_config(self.url)["apps"])
        await executor.loader.build_graph()
        rows = await self.main.execute_query_dict(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'tortoise_migrations'"
            if self.engine == "sqlite"
            else "SELECT 1 AS one WHERE to_regclass('tortoise_migrations') IS NOT NULL"
        )
        if rows:
            rows = await self.main.execute_query_dict("SELECT name FROM tortoise_migrations")
        have = {row["name"] for row in rows}
        return sorted(key.name for key in executor.loader.graph.nodes if key.name not in have)


def numbered(query: str) -> str:
    """Turn `?` into `$1`, `$2`, … for PostgreSQL; statements here never hold a `?` of their own."""
    parts = query.split("?")
    return "".join(part + (f"${i}" if i < len(parts) else "") for i, part in enumerate(parts, start=1))


async def _raw(db: BaseDBAsyncClient, query: str, values: Sequence[object]) -> list[Any]:
    # Tortoise's execute_query loses RETURNING rows on asyncpg.
    async with db.acquire_connection() as connection:
        return cast("list[Any]", await connection.fetch(query, *values))


def is_made(url: str) -> bool:
    """Whether there is a database to look at: commands that only look make none."""
    return engine_of(url) != "sqlite" or Path(url.split("://", 1)[1]).exists()


def _try_file(path: Path, *, create: bool) -> None:
    """Open the file once; raises ConfigError. Over one it cannot open Tortoise would wait for ever."""
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            raise ConfigError(f"database.url: 没有 {path} 这个数据库文件")
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("PRAGMA schema_version")
    except (OSError, sqlite3.Error) as error:
        raise ConfigError(f"database.url: 打不开 {path}（{error}），请检查路径和读写权限") from error


@asynccontextmanager
async def opened(url: str, *, create: bool = True) -> AsyncIterator[Storage]:
    """Open the database and close it whatever happens; an open one keeps the process from ending."""
    if engine_of(url) == "sqlite" and ":memory:" not in url:
        _try_file(Path(url.split("://", 1)[1]), create=create)
    await Tortoise.init(config=tortoise_config(url), _enable_global_fallback=True)
    try:
        yield Storage(url)
    finally:
        await Tortoise.close_connections()
