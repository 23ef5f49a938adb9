"""Builds every part from the settings; start and stop of each part stand together.

This is the only file that knows all parts. `opened_service` is the whole service without its web server
(tests and commands use it so); `make_app` hangs it on an aiohttp application.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import aiohttp
import structlog
from aiohttp import web

from bot.auditor import Auditor
from bot.calendars import look_again_if_changed
from bot.cards import Renderer
from bot.channels.api import Dialer, WorkApi
from bot.channels.official_account import OfficialAccount
from bot.channels.tokens import Tokens, work_fetch
from bot.channels.transport import Transport
from bot.channels.work_app import WorkApp
from bot.channels.work_robot import WorkRobot
from bot.citizen_ways import Ways
from bot.clock import Clock, ControlledClock, SystemClock, machine_seconds
from bot.config import Config
from bot.corridor import Corridor
from bot.errors import ConfigError, PlatformError
from bot.jobs import Jobs
from bot.late_shelf import LateShelf
from bot.metrics import Metrics
from bot.official import Menus, dialer_of, officials_of, ways_of
from bot.outbox import LANES, Outbox
from bot.people import People
from bot.posting import Post
from bot.rehearsal import Rehearsal, stored_clock
from bot.scheduler import Ticks
from bot.storage import Storage, opened
from bot.sweeps import Sweeps
from bot.ticking import ticks_of
from bot.tokens_table import TokenTable
from bot.wording import Wording, WordingError, environment
from bot.wording import load as load_wording

log = structlog.get_logger(__name__)

Door = WorkApp | WorkRobot | OfficialAccount

RETRY_S = (1, 2, 5, 10, 30)
"""Machine seconds between tries of the first reading of the directory; the last one repeats."""
POLL_S = 1.0
"""Machine seconds after which the outbox looks for what has become due."""


@dataclass(frozen=True)
class Service:
    """All parts, running."""

    config: Config
    storage: Storage
    clock: Clock
    people: People
    corridor: Corridor
    outbox: Outbox
    jobs: Jobs
    ticks: Ticks
    renderer: Renderer
    metrics: Metrics
    doors: Mapping[str, Door]
    work_api: WorkApi | None
    rehearsal: Rehearsal | None
    menus: Menus

    async def why_not_ready(self) -> list[str]:
        """Give the reasons why this process cannot take callbacks; none: it can."""
        reasons = []
        if not self.corridor.alive:
            reasons.append("消息处理没有在运行")
        try:
            if missing := await self.storage.pending_migrations():
                reasons.append(f"数据库结构不是最新的，缺 {'、'.join(missing)}；请运行 zhijian migrate")
        except Exception as error:  # noqa: BLE001 - whatever the driver says, it means the same to the reader
            reasons.append(f"数据库不可用（{type(error).__name__}）")
        if self.work_api is not None and not self.people.known:
            reasons.append("还没有从企业微信读到通讯录")
        return reasons


def wording_of(config: Config) -> Wording:
    """Read the sentences, with the city's own laid over; raises ConfigError."""
    try:
        return load_wording(config.wording.file, environment(config.worktime.zone))
    except WordingError as error:
        raise ConfigError(f"wording.file: {error}") from error


def doors_of(config: Config) -> Mapping[str, Door]:
    """Give the callback doors by their path under /webhook/."""
    doors: dict[str, Door] = {}
    skew, public_url = config.server.max_skew_s, config.server.public_url
    if config.work and (app := config.work.app):
        doors["work/app"] = WorkApp(
            corp_id=config.work.corp_id,
            agent_id=app.agent_id,
            token=app.token.get_secret_value(),
            aes_key=app.aes_key.get_secret_value(),
            max_skew_s=skew,
            public_url=public_url,
        )
    if config.work and (robot := config.work.robot):
        doors["work/robot"] = WorkRobot(
            name=robot.name,
            token=robot.token.get_secret_value(),
            aes_key=robot.aes_key.get_secret_value(),
            max_skew_s=skew,
            public_url=public_url,
        )
    for account in config.official_accounts:
        doors[f"official/{account.name}"] = OfficialAccount(
            name=account.name,
            app_id=account.app_id,
            token=account.token.get_secret_value(),
            aes_key=account.aes_key.get_secret_value() if account.aes_key else "",
            mode=account.mode,
            max_skew_s=skew,
        )
    return doors


async def clock_of(config: Config, storage: Storage) -> Clock:
    """Give the clock of the settings; a controlled one goes on from where it stood."""
    zone = config.worktime.zone
    if config.clock.source == "system":
        return SystemClock(zone)
    start = await stored_clock(storage) or config.clock.start or datetime.now(zone)
    return ControlledClock(start.astimezone(zone))


def work_api_of(config: Config, storage: Storage, session: aiohttp.ClientSession) -> WorkApi | None:
    """Give the client of the WeCom app; None where none is set up."""
    if config.work is None or config.work.app is None:
        return None
    base, app = config.work.api_base, config.work.app
    fetch = work_fetch(Transport(session, base), config.work.corp_id, app.secret.get_secret_value())
    credential = f"work:{config.work.corp_id}:{app.agent_id}"
    return WorkApi(session, base, Tokens(credential, TokenTable(storage), fetch, clock=machine_seconds))


@asynccontextmanager
async def opened_service(config: Config, *, migrate: bool = True) -> AsyncIterator[Service]:
    """Build and start every part; stop them in the opposite order."""
    wording, doors = wording_of(config), doors_of(config)
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(opened(config.database.url))
        if migrate:
            await storage.migrate()
        clock = await clock_of(config, storage)
        connector = aiohttp.TCPConnector(keepalive_timeout=15)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        service = _built(config, storage, clock, session, wording, doors)
        await service.people.keep_up()
        await look_again_if_changed(storage, config)
        async with _running(service):
            yield service


def _post(config: Config, renderer: Renderer, dialer: Dialer | None, jobs: Jobs, ways: Ways) -> Post:
    agent = config.work.app.agent_id if config.work and config.work.app else 0
    return Post(
        renderer,
        dialer if config.work else None,
        agent_id=agent,
        public_url=config.server.public_url,
        webhooks={g.chat_id: g.webhook_key.get_secret_value() for g in config.groups if g.webhook_key},
        jobs=jobs.table(),
        ways=ways,
    )


def _built(
    config: Config,
    storage: Storage,
    clock: Clock,
    session: aiohttp.ClientSession,
    wording: Wording,
    doors: Mapping[str, Door],
) -> Service:
    people = People(storage, config, clock)
    metrics, renderer = Metrics(), Renderer(wording, people.sealing.unseal)
    work_api = work_api_of(config, storage, session)
    officials = officials_of(config, storage, session)
    jobs = Jobs(config, clock, people, session, work_api, officials)
    dialer = dialer_of(config, session, work_api, officials)
    ways = ways_of(config, people, renderer, dialer, clock)
    post = _post(config, renderer, dialer, jobs, ways)
    only = frozenset(config.work.only) if config.work else frozenset()
    hours = people.calendar.is_office_time
    outbox = Outbox(storage, clock, post, metrics, only=only, machine=machine_seconds, hours=hours, ways=ways)
    shelf = LateShelf(config.media.dir.parent / "late", people.sealing)
    corridor = Corridor(storage, people, metrics, after=outbox.wake, shelf=shelf, words=renderer.to_citizen)
    jobs.corridor = corridor
    sweeps = Sweeps(storage, people, corridor, metrics=metrics)
    auditor = Auditor(storage, people, corridor, metrics)
    has_directory = work_api is not None
    due = ticks_of(config, people, corridor, jobs.media.sweep, sweeps, auditor, has_directory=has_directory)
    ticks = Ticks(due, clock.now)
    rehearsal = None
    if isinstance(clock, ControlledClock) and not config.on_real_platform:
        rehearsal = Rehearsal(clock, storage, corridor, outbox, ticks, sweeps)
    return Service(
        config, storage, clock, people, corridor, outbox, jobs, ticks, renderer, metrics, doors, work_api,
        rehearsal, Menus(config.official_accounts, officials, storage),
    )  # fmt: skip


@asynccontextmanager
async def _running(service: Service) -> AsyncIterator[None]:
    """Run the writer, the senders and the ticks; the writer is the last to stop."""
    writer = asyncio.create_task(service.corridor.run(), name="corridor")
    others = [
        asyncio.create_task(service.outbox.run(name, POLL_S, service.corridor.quiet), name=f"outbox-{name}")
        for name in LANES
    ]
    if service.work_api is not None:
        others.append(asyncio.create_task(_first_reading(service), name="directory"))
    others.append(asyncio.create_task(service.menus.run(), name="menus"))
    scheduler = service.ticks.start() if isinstance(service.clock, SystemClock) else None
    await asyncio.sleep(0)
    try:
        yield
    finally:
        if scheduler is not None:
            scheduler.shutdown(wait=False)
        if service.rehearsal is not None:
            await service.rehearsal.close()
        for tasks in (others, [writer]):
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _first_reading(service: Service) -> None:
    """Read the directory at the start, however long the platform is away; a stored one serves meanwhile."""
    tries = 0
    while True:
        try:
            await service.jobs.sync_directory({"why": "start"})
        except PlatformError as error:
            log.warning(
                "the directory could not be read", action="directory.refused",
                error=str(error), code=error.code, cure=error.cure,
            )  # fmt: skip
        except Exception:
            log.exception("the directory could not be stored", action="directory.failed")
        else:
            return
        await asyncio.sleep(RETRY_S[min(tries, len(RETRY_S) - 1)])
        tries += 1


def make_app(config: Config, *, migrate: bool = True) -> web.Application:
    """Give the web application; the service starts and stops with it."""
    from bot.web.routes import SERVICE, add_routes  # noqa: PLC0415 - the web room needs Service for its types
    from bot.web.server_log import server_logger  # noqa: PLC0415 - stands with its room

    async def running(app: web.Application) -> AsyncIterator[None]:
        async with opened_service(config, migrate=migrate) as service:
            app[SERVICE] = service
            yield

    # The platforms never compress; what says it is compressed is read as it is, and is then no envelope.
    app = web.Application(handler_args={"auto_decompress": False, "logger": server_logger()})
    app.cleanup_ctx.append(running)
    add_routes(app, config)
    return app
