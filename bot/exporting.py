"""`zhijian export`: a workbook for the auditor, read in one snapshot beside a running service.

Pages of rows go straight into the sheets, so that memory stays flat; the file is written beside its place and
renamed, so that half a file never counts.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.transactions import in_transaction
from xlsxwriter.exceptions import XlsxWriterException

from bot.clock import SystemClock
from bot.config import Config
from bot.errors import ConfigError, ZhijianError
from bot.export_chain import Proof
from bot.export_notes import notes_of
from bot.export_requests import add_requests
from bot.export_rows import Sheets
from bot.export_sheets import Book
from bot.models import Sending
from bot.people import People
from bot.storage import Storage, opened
from handlers.context import Context
from handlers.rooms import all_known
from tasks.db import Db
from tasks.directives.models import Directive, Feedback, HistoryEntry, Proposal, Share
from tasks.fields import to_ms

CODE = re.compile(r"[ZS]\d{8}-\d{3,}")
TOGETHER = 100
"""Directives read together."""
PAGE = 1000
"""Rows of one table read together."""
SENDING = (
    "id",
    "directive_id",
    "share_id",
    "kind",
    "place",
    "receiver",
    "created_at",
    "not_before",
    "sent_at",
    "state",
    "reason",
    "attempts",
)
"""Columns of a message; its facts and bytes repeat what stands elsewhere."""

M = TypeVar("M", bound=Model)
Step = Callable[[int, int], None]
"""Is told how many rows of how many are done."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported: these codes, or what was issued from a day to a day, both included."""

    codes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: directives, moves, and the codes whose history does not add up, with the fault."""

    directives: int
    moves: int
    broken: tuple[tuple[str, str], ...]


def wish_of(codes: Sequence[str], since: str | None, until: str | None) -> Wish:
    """Read what the command line asks for; raises ConfigError."""
    if bool(codes) == bool(since or until):
        raise ConfigError("请给出任务编号，或用 --from 和 --to 给出起止日期(二选一)，最后写文件名")
    if codes:
        wrong = [code for code in codes if not CODE.fullmatch(code.upper())]
        if wrong:
            raise ConfigError(f"编号“{wrong[0]}”不对，请写全，例如 Z20261124-003")
        return Wish(tuple(dict.fromkeys(code.upper() for code in codes)))
    first, last = _day(since, "--from"), _day(until, "--to")
    if last < first:
        raise ConfigError(f"--to {last} 早于 --from {first}，请对调")
    return Wish((), first, last)


def _day(text: str | None, option: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise ConfigError(f"{option} 要写日期，例如 {option} 2026-11-01") from None


def check_target(target: Path, *, force: bool) -> None:
    """Hold what can be known before the work begins; raises ConfigError or ZhijianError."""
    if target.suffix.lower() != ".xlsx":
        raise ConfigError(f"文件名要以 .xlsx 结尾，例如 {target.with_suffix('.xlsx').name or '导出.xlsx'}")
    if not target.parent.is_dir():
        raise ZhijianError(f"没有 {target.parent} 这个目录，请先建立，或换一个目录")
    if target.is_dir():
        raise ZhijianError(f"{target} 是一个目录，请换一个文件名")
    if target.exists() and not force:
        raise ZhijianError(f"{target} 已经存在，请换一个文件名，或加 --force 覆盖")


async def exported(config: Config, wish: Wish, target: Path, step: Step) -> Exported:
    """Write the workbook; raises ZhijianError where there is nothing to write or no place for it."""
    async with opened(config.database.url, create=False) as storage:
        if await storage.pending_migrations():
            raise ZhijianError("数据库结构不是最新的，请先执行 zhijian migrate")
        people = People(storage, config, SystemClock(config.worktime.zone))
        await people.load()
        async with _snapshot(storage) as db:
            try:
                with TemporaryDirectory(prefix=".zhijian-export-", dir=target.parent) as folder:
                    part = Path(folder) / "part.xlsx"
                    context = await all_known(db, people.context())
                    done = await _Export(storage, db, wish, config, context, step).write(part)
                    part.replace(target)
            except ConnectionError:
                raise  # the database's
            except (OSError, XlsxWriterException) as error:
                why = getattr(error, "strerror", None) or str(error)
                raise ZhijianError(f"写不了 {target}({why})，请检查权限和磁盘空间，或换一个目录") from error
    return done


@asynccontextmanager
async def _snapshot(storage: Storage) -> AsyncIterator[Db]:
    """Read everything as of one moment, whatever a running service writes meanwhile."""
    name = "sqlite_reader" if storage.engine == "sqlite" else storage.engine
    async with in_transaction(name) as transaction:
        db = cast("Db", transaction)
        if storage.engine != "sqlite":
            await db.execute_script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield db


class _Export:
    """One export: goes through the directives, and through each table page by page."""

    def __init__(
        self, storage: Storage, db: Db, wish: Wish, config: Config, context: Context, step: Step
    ) -> None:
        self._storage = storage
        self._db = db
        self._wish = wish
        self._zone = config.worktime.zone
        self._context = context
        self._step = step
        self._done = 0
        self._whole = 0

    async def write(self, path: Path) -> Exported:
        """Write all sheets."""
        count = await self._count()
        with Book(path, path.parent, self._zone) as book:
            sheets = Sheets.begin(book, self._context)
            broken: list[tuple[str, str]] = []
            async for directives in self._directives():
                broken += await self._add(sheets, directives)
            broken += await add_requests(self._db, sheets, self._wish.codes, self._span_or_none)
            for title, text in notes_of(self._about, count, len(broken), self._context.now, self._zone):
                sheets.notes.add(title, text)
            sheets.finish()
        return Exported(count, sheets.moves.count, tuple(broken))

    @property
    def _about(self) -> str:
        """Say what was asked for."""
        wish = self._wish
        return "、".join(wish.codes) or f"{wish.since} 至 {wish.until} 交办的任务(含首尾两天)"

    async def _count(self) -> int:
        """Count what there is to do; raises ZhijianError where that is nothing, or a code is not known."""
        where, values = self._where()
        rows = await self._storage.rows(
            self._db,
            f"SELECT COUNT(*) AS many, COALESCE(SUM(total + seq), 0) AS parts FROM directive WHERE {where}",
            values,
        )
        count, self._whole = int(rows[0]["many"]), int(rows[0]["parts"])
        if self._wish.codes and count < len(self._wish.codes):
            found = Directive.filter(code__in=self._wish.codes).using_db(self._db)
            known = {str(row["code"]) for row in await found.values("code")}
            missing = [code for code in self._wish.codes if code not in known]
            raise ZhijianError(f"没有编号为 {'、'.join(missing)} 的任务，请核对编号")
        if not count:
            raise ZhijianError(f"{self._wish.since} 至 {self._wish.until} 没有交办过任务，请换一段日期")
        return count

    def _where(self) -> tuple[str, list[object]]:
        if self._wish.codes:
            condition, value = self._storage.among("code", self._wish.codes)
            return condition, [value]
        first, after = self._span()
        return "created_at >= ? AND created_at < ?", [to_ms(first), to_ms(after)]

    @property
    def _span_or_none(self) -> tuple[datetime, datetime] | None:
        return None if self._wish.codes else self._span()

    def _span(self) -> tuple[datetime, datetime]:
        """Give the first moment that counts and the first that does not."""
        assert self._wish.since is not None
        assert self._wish.until is not None
        after = self._wish.until + timedelta(days=1)
        first, last = (datetime.combine(day, time(), self._zone) for day in (self._wish.since, after))
        return first, last

    async def _directives(self) -> AsyncIterator[list[Directive]]:
        last = 0
        while True:
            if self._wish.codes:
                query = Directive.filter(code__in=self._wish.codes, id__gt=last)
            else:
                first, after = self._span()
                query = Directive.filter(created_at__gte=first, created_at__lt=after, id__gt=last)
            page = await query.using_db(self._db).order_by("id").limit(TOGETHER)
            if not page:
                return
            yield page
            last = page[-1].id

    async def _add(self, sheets: Sheets, directives: Sequence[Directive]) -> list[tuple[str, str]]:
        codes = {one.id: one.code for one in directives}
        proofs = {one.id: Proof(one.code) for one in directives}
        for one in directives:
            sheets.add_directive(one)
        async for share in self._pages(Share, codes):
            sheets.add_share(codes[share.directive_id], share)
            self._forward()
        async for feedback in self._pages(Feedback, codes):
            sheets.add_feedback(codes[feedback.directive_id], feedback)
        async for move in self._pages(HistoryEntry, codes, order="seq"):
            proofs[move.directive_id].take(move)
            sheets.add_move(codes[move.directive_id], move)
            self._forward()
        async for proposal in self._pages(Proposal, codes):
            sheets.add_proposal(codes[proposal.directive_id], proposal)
        async for sending in self._pages(Sending, codes, only=SENDING):
            if sending.place != "job" and sending.directive_id is not None:
                sheets.add_sending(codes[sending.directive_id], sending)
        for one in directives:
            sheets.add_proof(one, proofs[one.id])
        return [(one.code, fault) for one in directives if (fault := proofs[one.id].fault)]

    def _forward(self) -> None:
        self._done += 1
        if self._done % PAGE == 0 or self._done == self._whole:
            self._step(self._done, self._whole)

    async def _pages(
        self, model: type[M], codes: Mapping[int, str], *, order: str = "id", only: Sequence[str] = ()
    ) -> AsyncIterator[M]:
        """Give the rows of these directives, each directive's together and in order."""
        directive, place = 0, -1
        while True:
            behind: dict[str, Any] = {f"{order}__gt": place}
            further = Q(directive_id__gt=directive) | Q(directive_id=directive, **behind)
            query = model.filter(further, directive_id__in=[n for n in codes if n >= directive])
            query = query.using_db(self._db)
            query = query.only(*only) if only else query
            page: list[Any] = await query.order_by("directive_id", order).limit(PAGE)
            for row in page:
                yield row
            if len(page) < PAGE:
                return
            directive, place = page[-1].directive_id, getattr(page[-1], order)
