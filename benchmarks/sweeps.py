"""Finding and claiming what is due: 500 shares among few and among many open ones, on both databases.

The service's own sweep runs in a transaction that is rolled back, so that every round finds the same. Rounds
on the small and the large database take turns; what a round has done is counted before it is undone.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.database import CONTENT, TITLE, ZONE, WrongEffectError
from benchmarks.town import CHAT, LEADER, departments, userid, users_of
from bot.people import departments_of, members_of
from bot.storage import Storage, opened
from handlers.context import Context
from handlers.nudging import sweep
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive
from tasks.fields import to_ms
from tasks.nudges import queue
from tasks.nudges.models import Nudge
from tasks.people.org import Department, Org, Person
from tasks.people.roles import Roles
from tasks.worktime import Calendars, WorkCalendar

DUE = 500
"""Shares that are due: as many as one transaction takes."""
OF_ONE = 100
"""Shares of a directive."""
HEAD = "## Finding what is due"
GIVEN = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
NOW = datetime(2026, 11, 24, 14, 5, tzinfo=ZONE)
"""Given at ten, half of what is allowed for 收到 is over at noon, which is said when the offices open."""
AHEAD = timedelta(days=10)
"""Within what all other shares are looked at next."""
WHY = '{"by":"person","written":""}'
COLUMNS = (
    "id", "directive_id", "assignee", "department", "why", "state", "due", "given_at", "declines", "look_at",
    "looked_at",
)  # fmt: skip
NOTES = f"""\
- {DUE} shares are due, 5 of each of 100 directives spread over the table; all others are looked at
  within the next {AHEAD.days} days. A directive has {OF_ONE} shares. **claim** is the statement that finds
  and locks the due ones (`FOR UPDATE SKIP LOCKED` on PostgreSQL) and their way into the program;
  **sweep** is all steps for them: claim, directives and rules read, what the rules ask for worked out,
  {DUE} reminders and the next looks written.
- Each is rolled back afterwards (not in the time), so that every round finds the same; before that its
  effects are counted. Rounds on the two sizes take turns, each after one that is not counted. The ratio
  is the median of the ratios round by round.
"""


@dataclass
class Measured:
    """Milliseconds of the rounds on a database of one size."""

    shares: int
    claim: list[float] = field(default_factory=list)
    sweep: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Sweeping:
    """What was measured on one kind of database, the smaller size first."""

    about: str
    sizes: tuple[Measured, ...]

    def ratio(self, what: str) -> float:
        """Give the median of the ratios of the largest to the smallest, round by round."""
        few, many = (getattr(size, what) for size in (self.sizes[0], self.sizes[-1]))
        return median(large / small for small, large in zip(few, many, strict=True))


class _UndoneError(Exception):
    """Rolls a round back."""


async def measured(urls: Sequence[tuple[str, int]], *, rounds: int, members: int, about: str) -> Sweeping:
    """Fill each database with so many open shares, and measure in turns."""
    context = _context(members)
    sizes = tuple(Measured(shares) for _, shares in urls)
    for url, shares in urls:
        await _fill(url, shares, members)
    for _ in range(rounds):
        for (url, _shares), size in zip(urls, sizes, strict=True):
            async with opened(url, create=False) as storage:
                await _round(storage, context, Measured(0))
                await _round(storage, context, size)
    return Sweeping(about, sizes)


async def _round(storage: Storage, context: Context, size: Measured) -> None:
    async def claim(db: Db) -> int:
        return len(await queue.claim(db, NOW, DUE))

    async def step(db: Db) -> int:
        while await sweep.step(db, context) is not None:
            pass
        return DUE

    size.claim.append(await _timed(storage, claim))
    size.sweep.append(await _timed(storage, step, made=DUE))


async def _timed(storage: Storage, work: Callable[[Db], Awaitable[int]], made: int = 0) -> float:
    """Time a piece of work in a transaction, look what it did, and undo it; gives milliseconds."""
    async with _undone(storage) as db:
        begun = time.perf_counter()
        found = await work(db)
        took = (time.perf_counter() - begun) * 1000
        reminders = await Nudge.all().using_db(db).count()
        if (found, reminders) != (DUE, made):
            raise WrongEffectError(f"{DUE} shares, {made} reminders expected; {found}, {reminders} found")
    return took


@asynccontextmanager
async def _undone(storage: Storage) -> AsyncIterator[Db]:
    """Give a transaction that is rolled back at its end."""
    with suppress(_UndoneError):
        async with storage.transaction() as db:
            yield db
            raise _UndoneError


def _context(members: int) -> Context:
    units = departments()
    rows = [member for unit in units for member in members_of(users_of(int(unit["id"]), members))]
    people = {
        m.userid: Person(m.userid, m.name, tuple(m.departments), m.main, m.position, tuple(m.leads))
        for m in rows
    }
    known = {u.id: Department(u.id, u.name, u.parent, u.rank) for u in departments_of(units)}
    calendar = WorkCalendar()
    org = Org(known, people)
    return Context(now=NOW, org=org, calendar=calendar, calendars=Calendars(calendar), roles=Roles())


async def _fill(url: str, shares: int, members: int) -> None:
    """Load a database quickly: rows as the verbs would leave them, in one go."""
    async with opened(url) as storage:
        await storage.migrate()
        count = shares // OF_ONE
        orders = [_directive(number + 1) for number in range(count)]
        async with storage.transaction() as db:
            await Directive.bulk_create(orders, batch_size=500, using_db=db)
        await _load(storage, _rows(count, members))
        await storage.main.execute_script("ANALYZE")


def _directive(number: int) -> Directive:
    return Directive(
        id=number, code=f"Z20261124-{number:06d}", kind="task", title=TITLE, content=CONTENT,
        urgency="normal", issuer=LEADER, posted_by=LEADER, chat=CHAT, wants=[],
        due=GIVEN + timedelta(days=9), created_at=GIVEN, state=states.OPEN, total=OF_ONE,
    )  # fmt: skip


def _rows(directives: int, members: int) -> Iterator[tuple[object, ...]]:
    """Give the shares; of a hundred directives, far apart, five each are due."""
    chance, due_of = random.Random(1), DUE // 100
    apart, due = directives // 100, to_ms(GIVEN + timedelta(days=9))
    ahead, now, given = int(AHEAD / timedelta(milliseconds=1)), to_ms(NOW), to_ms(GIVEN)
    for number in range(directives):
        chosen = number % apart == 0 and number // apart < 100
        for n in range(OF_ONE):
            late = chosen and n < due_of
            look = now - chance.randrange(1, 300_000) if late else now + chance.randrange(1, ahead)
            who = userid((number * 37 + n) % members)
            key = number * OF_ONE + n + 1
            yield (
                key, number + 1, who, 2, WHY, states.ASSIGNED, due, given, 0, look, given,
            )  # fmt: skip


async def _load(storage: Storage, rows: Iterator[tuple[object, ...]]) -> None:
    if storage.engine == "postgres":
        async with storage.postgres() as raw:
            await raw.copy_records_to_table("share", records=rows, columns=COLUMNS)
        return
    marks = ", ".join("?" * len(COLUMNS))

    def load(raw: sqlite3.Connection) -> None:
        raw.executemany(f"INSERT INTO share ({', '.join(COLUMNS)}) VALUES ({marks})", rows)

    await storage.run_batch(load)


HEADS = ("database", "open shares", "claim ms", "min", "max", "sweep ms", "min", "max", "÷ claim", "÷ sweep")


def rows(results: Sequence[Sweeping]) -> list[list[str]]:
    """Give the table's lines."""
    out = []
    for result in results:
        for size in result.sizes:
            row = [result.about, f"{size.shares:,}"]
            for values in (size.claim, size.sweep):
                row += [f"{median(values):,.1f}", f"{min(values):,.1f}", f"{max(values):,.1f}"]
            last = size is result.sizes[-1]
            out.append([*row, *(f"{result.ratio(what):.2f}" if last else "" for what in ("claim", "sweep"))])
    return out


def show(console: Console, results: Sequence[Sweeping]) -> None:
    """Print the figures."""
    table = Table(*HEADS, title=f"Finding and claiming {DUE} due shares")
    for row in rows(results):
        table.add_row(*row)
    console.print(table)


def markdown(results: Sequence[Sweeping], machine: str, rounds: int) -> str:
    """Write the section of RESULTS.md."""
    parts = [HEAD, "", machine, "", f"{rounds} interleaved rounds.", ""]
    parts += ["| " + " | ".join(HEADS) + " |", "|" + "---|" * len(HEADS)]
    parts += ["| " + " | ".join(row) + " |" for row in rows(results)]
    return "\n".join([*parts, "", NOTES])
