"""The database's door on both databases: batches, transactions, the reader, migrations, tokens."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from tortoise.exceptions import OperationalError

from bot.channels.tokens import StoredToken
from bot.errors import ConfigError
from bot.models import Mark
from bot.storage import engine_of, numbered, opened, tortoise_config
from bot.tokens_table import TokenTable
from tasks import history
from tasks.directives import verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, HistoryEntry, Share
from tasks.people.models import Unit

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ON_SQLITE = pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)


@pytest.fixture
async def storage(ready_url):
    """Give an open, empty, migrated database of each kind."""
    async with opened(ready_url) as storage:
        yield storage


async def marks(storage: Any) -> list[str]:
    """Give the names of all marks."""
    return [mark.name for mark in await Mark.all().using_db(storage.main).order_by("name")]


def put(name: str) -> Any:
    """Make a batch that writes one mark."""

    def work(raw: sqlite3.Connection) -> str:
        raw.execute("INSERT INTO mark (name, value) VALUES (?, '{}')", (name,))
        return name

    return work


@ON_SQLITE
async def test_a_batch_commits_and_gives_its_result(storage) -> None:
    """The two internals of aiosqlite are there and do what they are used for."""
    assert "a" == await storage.run_batch(put("a"))
    assert ["a"] == await marks(storage)


@ON_SQLITE
async def test_an_error_in_a_batch_rolls_all_of_it_back(storage) -> None:
    """And the connection is as good as before, also where only the commit fails."""

    def broken(raw: sqlite3.Connection) -> None:
        put("a")(raw)
        put("a")(raw)

    def unfit(raw: sqlite3.Connection) -> None:
        put("b")(raw)
        raw.execute("PRAGMA defer_foreign_keys = ON")
        raw.execute("CREATE TABLE IF NOT EXISTS child (p TEXT REFERENCES mark (name))")
        raw.execute("INSERT INTO child VALUES ('nobody')")

    for work in (broken, unfit):
        with pytest.raises(sqlite3.IntegrityError):
            await storage.run_batch(work)
    await storage.run_batch(put("c"))

    assert ["c"] == await marks(storage)


@ON_SQLITE
async def test_a_cancelled_waiter_leaves_the_batch_whole_and_the_lock_held(storage) -> None:
    """The thread goes on writing; whoever comes next waits for it."""
    inside, go_on = threading.Event(), threading.Event()

    def slow(raw: sqlite3.Connection) -> None:
        put("a")(raw)
        inside.set()
        go_on.wait(5)
        put("b")(raw)

    waiter = asyncio.create_task(storage.run_batch(slow))
    await asyncio.to_thread(inside.wait, 5)
    waiter.cancel()
    following = asyncio.create_task(marks(storage))
    await asyncio.sleep(0)
    early = following.done()
    go_on.set()
    await asyncio.gather(waiter, return_exceptions=True)

    assert (False, True, ["a", "b"]) == (early, waiter.cancelled(), await following)


@ON_SQLITE
async def test_batches_and_transactions_take_turns(storage) -> None:
    """Many of each at once: none is refused, none sees half of another."""

    async def transaction(n: int) -> None:
        async with storage.transaction() as db:
            await Mark.create(using_db=db, name=f"t{n}a", value={})
            await asyncio.sleep(0)
            await Mark.create(using_db=db, name=f"t{n}b", value={})

    await asyncio.gather(
        *[transaction(n) for n in range(20)], *[storage.run_batch(put(f"b{n}")) for n in range(20)]
    )

    assert 60 == len(await marks(storage))


@ON_SQLITE
async def test_the_reader_cannot_write(storage) -> None:
    """It sees what was committed and refuses every change."""
    await storage.run_batch(put("a"))

    assert 1 == await Mark.all().using_db(storage.reader).count()
    for statement in ("DELETE FROM mark", "INSERT INTO mark VALUES ('x', '{}')", "DROP TABLE mark"):
        with pytest.raises(OperationalError, match="readonly"):
            await storage.reader.execute_query(statement)


async def test_a_transaction_is_whole_or_nothing(storage) -> None:
    """An exception rolls back what the ORM and plain statements did."""

    async def fail() -> None:
        async with storage.transaction() as db:
            await Mark.create(using_db=db, name="a", value={})
            await storage.many(db, "INSERT INTO mark (name, value) VALUES (?, ?)", [["b", "{}"], ["c", "{}"]])
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        await fail()

    assert [] == await marks(storage)


async def test_plain_statements_are_the_same_on_both(storage) -> None:
    """`?` on both, RETURNING too, and any number of values in «is one of these»."""
    async with storage.transaction() as db:
        rows = [[n, f"unit {n}", 0, 0] for n in range(5000)]
        await storage.many(db, "INSERT INTO unit (id, name, parent, rank) VALUES (?, ?, ?, ?)", rows)
        await storage.many(db, "INSERT INTO unit (id, name, parent, rank) VALUES (?, ?, ?, ?)", [])
        condition, values = storage.among("id", list(range(4000)))
        changed = await storage.rows(
            db, f"UPDATE unit SET rank = ? WHERE {condition} AND id >= ? RETURNING id", [7, values, 3990]
        )

    assert list(range(3990, 4000)) == sorted(row["id"] for row in changed)
    assert 10 == await Unit.filter(rank=7).using_db(storage.reader).count()
    assert ("a", "a $1 b $2") == (numbered("a"), numbered("a ? b ?"))


async def test_an_empty_database_is_brought_up_to_date_once(database_url) -> None:
    """Pending before, nothing after; looking changes nothing; a second time does nothing."""
    async with opened(database_url) as storage:
        pending = await storage.pending_migrations()
        again = await storage.pending_migrations()
        applied = await storage.migrate()
        after = (await storage.pending_migrations(), await storage.migrate())

    assert pending == again == applied
    assert ["0001_initial"] == pending[:1]
    assert ([], []) == after


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_several_processes_migrate_at_once(database_url) -> None:
    """One does it, the others wait and find nothing to do."""
    async with opened(database_url) as storage:
        applied = await asyncio.gather(*[storage.migrate() for _ in range(3)])

    assert 2 == applied.count([])


async def test_a_database_that_is_away_is_not_taken_for_an_old_one(storage, monkeypatch) -> None:
    """No answer is an error, not a list of missing migrations."""

    async def away(*_: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(type(storage.main), "execute_query_dict", away)
    with pytest.raises(OSError, match="refused"):
        await storage.pending_migrations()


async def test_a_file_that_cannot_be_opened_is_said_at_once(tmp_path) -> None:
    """Wrong folder, no database, not there: one sentence with the path, and no waiting for ever."""
    (tmp_path / "text").write_text("no database " * 99)
    for path, create in (("text", True), ("text/x.db", True), ("no", False)):
        with pytest.raises(ConfigError, match=r"database\.url"):
            await opened(f"sqlite://{tmp_path / path}", create=create).__aenter__()


def test_addresses_of_databases() -> None:
    """Two schemes for PostgreSQL, a socket by ?host, escapes in passwords; others are refused."""
    url = "postgresql://me:p%40ss@db:6432/name?host=/run/pg"
    found = tortoise_config(url)["connections"]["postgres"]["credentials"]

    assert ("me", "p@ss", 6432, "name", "/run/pg") == tuple(
        found[k] for k in ("user", "password", "port", "database", "host")
    )
    assert ("postgres", "sqlite") == (engine_of("postgres://h/d"), engine_of("sqlite://x"))
    with pytest.raises(ConfigError, match=r"database\.url"):
        engine_of("mysql://h/d")


async def test_one_holder_of_a_tokens_lease(storage) -> None:
    """Of many that ask one may fetch; after its writing or its lease's end the next one may."""
    table = TokenTable(storage)
    claims = await asyncio.gather(*[table.claim("c", f"h{n}", 100.0, 25.0) for n in range(5)])
    winner = f"h{claims.index(True)}"

    assert 1 == claims.count(True)
    assert await table.read("c") is None
    await table.write("c", "somebody else", StoredToken("wrong", 1.0))
    assert await table.read("c") is None
    await table.write("c", winner, StoredToken("right", 900.0))
    assert StoredToken("right", 900.0) == await table.read("c")
    assert await table.claim("c", "next", 101.0, 25.0)
    assert not await table.claim("c", "other", 125.0, 25.0)
    assert await table.claim("c", "other", 126.0, 25.0)


def new(who: str) -> NewShare:
    """Make a share to be given out."""
    return NewShare(who, 0, {"by": "person"})


WALK: dict[str, Any] = {
    "add": lambda db, d, s: verbs.add(db, d, [new("b")], actor="boss", now=NOW),
    "acknowledge": lambda db, d, s: verbs.acknowledge(db, d, s, actor="a", now=NOW),
    "report": lambda db, d, s: verbs.report(db, d, s, actor="a", text="done", media=[], now=NOW),
    "accept": lambda db, d, s: verbs.accept(db, d, actor="boss", now=NOW),
    "refuse": lambda db, d, s: verbs.refuse(db, d, actor="x", verb="accept", reason="not_issuer", now=NOW),
}
"""Every verb that changes a directive; the order is that of a whole loop."""
NO_CHANGE = {"locked", "next_code", "issue"}


async def test_every_change_under_a_directive_appends_to_its_history(storage) -> None:
    """The chain's unique number keeps two writers apart only while this holds."""
    public = {
        name
        for name, found in inspect.getmembers(verbs, inspect.iscoroutinefunction)
        if not name.startswith("_") and found.__module__ == verbs.__name__
    }
    draft = verbs.Draft("task", "t", "c", "normal", "boss", "boss", "", (), None, (new("a"),))
    async with storage.transaction() as db:
        await verbs.issue(db, draft, NOW)
    grown = {"issue": await HistoryEntry.all().using_db(storage.main).count()}
    for verb, act in WALK.items():
        before = await HistoryEntry.all().using_db(storage.main).count()
        async with storage.transaction() as db:
            directive = await verbs.locked(db, "Z20261124-001")
            share = await Share.filter(assignee="a").using_db(db).get()
            await act(db, directive, share)
        grown[verb] = await HistoryEntry.all().using_db(storage.main).count() - before
    directive = await Directive.all().using_db(storage.main).get()

    assert public == set(WALK) | NO_CHANGE
    assert all(grown.values()), grown
    assert sum(grown.values()) == await history.verify(storage.main, directive)
