"""Directives prepared before a run, and what the database must say after it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.town import CHAT, LEADER, userid
from bot.storage import Storage, opened
from tasks import history
from tasks.directives import states, verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, HistoryEntry, Share
from tasks.directives.verbs import Draft

ZONE = ZoneInfo("Asia/Shanghai")
TITLE = "排查沿街商铺消防安全隐患"
CONTENT = (
    "请各单位立即排查本辖区沿街商铺、出租屋消防安全隐患,"
    "重点检查疏散通道、电气线路和灭火器材,逐户登记,发现问题当场整改。"
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A directive that waits for its taps."""

    code: str
    people: tuple[str, ...]


class WrongEffectError(AssertionError):
    """What is in the database is not what was tapped: the figures of the run are worth nothing."""


async def prepare(url: str, directives: int, people: int, members: int) -> list[Prepared]:
    """Bring the database up to date and issue directives by the real verb, to `people` each."""
    now = datetime.now(ZONE)
    out = []
    async with opened(url) as storage:
        await storage.migrate()
        for number in range(directives):
            chosen = tuple(userid((number * 37 + n) % members) for n in range(people))
            async with storage.transaction() as db:
                directive, _ = await verbs.issue(db, _draft(chosen, now), now)
            out.append(Prepared(directive.code, chosen))
    return out


def _draft(people: Sequence[str], now: datetime) -> Draft:
    why = {"by": "person", "written": ""}
    return Draft(
        kind="task",
        title=TITLE,
        content=CONTENT,
        urgency="normal",
        issuer=LEADER,
        posted_by=LEADER,
        chat=CHAT,
        wants=(),
        due=now + timedelta(days=2),
        shares=tuple(NewShare(person, 2, dict(why)) for person in people),
    )


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[Storage]:
    """Open the database of a running service to look at it."""
    async with opened(url, create=False) as storage:
        yield storage


async def verify_taps(url: str, prepared: Sequence[Prepared], sample: int) -> None:
    """Hold that every tap counted once and that sampled chains can be recomputed; raises WrongEffectError."""
    async with reading(url) as storage:
        for n, wanted in enumerate(prepared):
            directive = await Directive.filter(code=wanted.code).using_db(storage.reader).get()
            _same(f"{wanted.code}: counter", len(wanted.people), directive.acknowledged)
            mine = Share.filter(directive_id=directive.id, state=states.ACKNOWLEDGED).using_db(storage.reader)
            _same(f"{wanted.code}: shares", sorted(wanted.people), sorted(s.assignee for s in await mine))
            entries = HistoryEntry.filter(directive_id=directive.id, action="acknowledged")
            actors = [entry.actor for entry in await entries.using_db(storage.reader)]
            _same(f"{wanted.code}: history", sorted(wanted.people), sorted(actors))
            if n < sample:
                await history.verify(storage.reader, directive)


async def rows_of(url: str, table: str) -> int:
    """Count the rows of one of our tables."""
    async with reading(url) as storage:
        rows = await storage.rows(storage.reader, f"SELECT count(*) AS n FROM {table}")
        return int(rows[0]["n"])


async def updates_left(url: str) -> int:
    """Count the updates of cards that are not sent yet."""
    async with reading(url) as storage:
        rows = await storage.rows(
            storage.reader,
            "SELECT count(*) AS n FROM sending WHERE place = 'card' AND state IN ('waiting', 'sending')",
        )
        return int(rows[0]["n"])


async def shares_of_newest(url: str) -> int:
    """Count the shares of the directive issued last."""
    async with reading(url) as storage:
        newest = await Directive.all().using_db(storage.reader).order_by("-id").first()
        return await Share.filter(directive_id=newest.id if newest else 0).using_db(storage.reader).count()


async def created(url: str, name: str) -> None:
    """Make another database on the server of this one."""
    async with reading(url) as storage:
        await storage.main.execute_script(f"CREATE DATABASE {name}")


async def settings_of_server(url: str) -> str:
    """Say how durable PostgreSQL is set here."""
    async with reading(url) as storage:
        fsync = await storage.rows(storage.main, "SHOW fsync")
        commit = await storage.rows(storage.main, "SHOW synchronous_commit")
        version = await storage.rows(storage.main, "SHOW server_version")
    return (
        f"PostgreSQL {version[0]['server_version']}, fsync {fsync[0]['fsync']}, "
        f"synchronous_commit {commit[0]['synchronous_commit']}"
    )


def _same(what: str, expected: object, actual: object) -> None:
    if expected != actual:
        raise WrongEffectError(f"{what}: {expected} expected, {actual} found")
