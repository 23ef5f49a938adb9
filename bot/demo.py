"""`zhijian demo`: the service on SQLite and the sandbox as a second process, with made-up secrets."""

from __future__ import annotations

import asyncio
import json
import secrets
import signal
import string
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app import Service, make_app
from bot.config import Config
from bot.samples import laid_out
from bot.web.keys import SERVICE

START = "2026-11-24T07:30:00+08:00"
CHAT = "wrkQingxiWorkGroup01"
NEW_GROUP = {"chat_id": "wrkQingxiFloodGroup02", "name": "青溪镇防汛群", "members": "all"}
"""A group that the settings do not know: the service introduces itself there."""


def made_up(length: int) -> str:
    """Make up letters and digits."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))


def made_up_secrets() -> dict[str, Any]:
    """Make up the accounts that service and sandbox share, in the sandbox's words."""
    return {
        "corp_id": "ww" + made_up(16).lower(),
        "app": {"agent_id": 1_000_002, "secret": made_up(43), "token": made_up(24), "aes_key": made_up(43)},
        "robot": {
            "name": "指尖办",
            "token": made_up(24),
            "aes_key": made_up(43),
            "aibotid": "aib" + made_up(20),
        },
        "official_accounts": [
            {
                "name": "city",
                "title": "青溪镇政务服务",
                "app_id": "wx" + made_up(16).lower(),
                "secret": made_up(32),
                "token": made_up(24),
                "aes_key": made_up(43),
                "mode": "safe",
                "gh_id": "gh_" + made_up(12).lower(),
            }
        ],
        "groups": [{"chat_id": CHAT, "name": "青溪镇工作群", "members": "all", "webhook_key": made_up(32)}],
        "service": {"url": "", "api_token": made_up(32)},
        "clock": {"start": START},
    }


def settings(
    world: Mapping[str, Any],
    platform: str,
    folder: Path,
    port: int,
    routes: Sequence[Mapping[str, Any]] = (),
) -> Config:
    """Give the service's settings for this world; `platform` is the sandbox's address without a slash.

    `routes` say which office citizens' requests of a category go to.
    """
    account, group = world["official_accounts"][0], world["groups"][0]
    app, robot = world["app"], world["robot"]
    return Config.model_validate(
        {
            "server": {"port": port or 1, "public_url": f"http://127.0.0.1:{port or 1}"},
            "database": {"url": f"sqlite://{folder / 'demo.db'}"},
            "media": {"dir": str(folder / "media")},
            "clock": {"source": "controlled", "start": world["clock"]["start"]},
            "work": {
                "api_base": platform,
                "corp_id": world["corp_id"],
                "app": {k: app[k] for k in ("agent_id", "secret", "token", "aes_key")},
                "robot": {k: robot[k] for k in ("name", "token", "aes_key")},
            },
            "groups": [{"departments": [1]} | {k: group[k] for k in ("chat_id", "name", "webhook_key")}],
            "people": {"aliases": ALIASES},
            "official_accounts": [
                {k: account[k] for k in ("name", "app_id", "secret", "token", "aes_key", "mode")}
                | {"api_base": platform}
            ],
            "requests": {"routes": [*routes]},
            "api": {"token": world["service"]["api_token"]},
        }
    )


ALIASES = {
    "青溪镇": ["全镇", "镇里"],
    "党政办公室": ["党政办", "镇办"],
    "应急管理办公室": ["应急办", "应急管理办"],
    "民政办公室": ["民政办"],
    "环境卫生管理所": ["环卫所"],
    "便民服务中心": ["便民中心", "政务中心"],
    "村(社区)": ["各村", "各村(社区)", "各村社区"],
    "竹里村": ["竹里"],
    "龙黄村": ["龙黄"],
    "红旗村": ["红旗"],
    "顺交社区": ["顺交"],
}
"""Other names of the bundled township's units."""
ROUTES: list[dict[str, Any]] = [
    {"category": "路灯照明", "words": ["路灯", "灯不亮"], "unit": 5},
    {"category": "环境卫生", "words": ["垃圾", "保洁", "臭味"], "unit": 5},
    {"category": "民生救助", "words": ["低保", "临时救助", "高龄补贴"], "unit": 4},
    {"category": "安全隐患", "words": ["违章建筑", "违建", "消防通道"], "unit": 3},
]
"""Where what citizens tell the bundled township goes; all else comes to whoever sends requests on."""


@asynccontextmanager
async def served(config: Config, port: int) -> AsyncIterator[tuple[Service, str]]:
    """Serve on the loopback address; gives the service and its address without a slash."""
    runner = web.AppRunner(make_app(config), access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        yield runner.app[SERVICE], f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def demo(port: int, *, story: bool, only: str | None) -> int:
    """Run the demo until it is stopped, or play the stories; gives the exit code."""
    with tempfile.TemporaryDirectory(prefix="zhijian-demo-") as name:
        folder, world = Path(name), made_up_secrets()
        world["groups"] += [NEW_GROUP]
        platform_port, service_port = await _free_port(port), await _free_port(0)
        world["service"]["url"] = f"http://127.0.0.1:{service_port}"
        (folder / "world.json").write_text(json.dumps(world, ensure_ascii=False), encoding="utf-8")
        arguments = ["--world", str(folder / "world.json"), "--port", str(platform_port)]
        if story:
            arguments += ["--story", *(["--only", only] if only else [])]
        config = settings(world, f"http://127.0.0.1:{platform_port}", folder, service_port, ROUTES)
        async with served(config, service_port) as (service, _):
            await laid_out(service.storage, service.people.context().now)
            return await _sandbox(arguments)


async def _free_port(wanted: int) -> int:
    """Give the port that is wanted, or one that is free now."""
    server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", wanted)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


async def _sandbox(arguments: list[str]) -> int:
    """Run the sandbox as a second process and end it with this one."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "sandbox", *arguments)
    # Whoever ends this process ends the sandbox: its end is what is waited for here.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, process.terminate)
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()
