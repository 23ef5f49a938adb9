"""The platform's side, as little of it as the service needs: a process that answers and keeps count.

`python -m benchmarks.fake_platform TOWN PORT`. `GET /bench` gives the counts, `POST /bench?delay=S` sets how
many seconds an update of a card takes from now on and begins to count anew.
"""

from __future__ import annotations

import json
import sys
import time
from asyncio import sleep
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web

from benchmarks import town


@dataclass
class Counts:
    """Calls by path; cards sent, their receivers and the machine's monotonic seconds of the last one."""

    calls: dict[str, int] = field(default_factory=dict)
    cards: int = 0
    receivers: int = 0
    last: float = 0.0
    delay: float = 0.0


TOWN, COUNTS = web.AppKey("town", town.Town), web.AppKey("counts", Counts)


def _ok(**more: Any) -> web.Response:
    return web.json_response({"errcode": 0, "errmsg": "ok", **more})


async def _token(_request: web.Request) -> web.Response:
    return _ok(access_token="t" * 64, expires_in=7200)


async def _departments(_request: web.Request) -> web.Response:
    return _ok(department=town.departments())


async def _users(request: web.Request) -> web.Response:
    return _ok(userlist=town.users_of(int(request.query["department_id"]), request.app[TOWN].members))


async def _send(request: web.Request) -> web.Response:
    body = json.loads(await request.read())
    counts = _count(request)
    if body["msgtype"] == "template_card":
        counts.cards += 1
        counts.receivers += len(body["touser"].split("|"))
        counts.last = time.monotonic()
    return _ok(msgid=f"m{counts.calls[request.path]}", response_code="r" * 43)


async def _update(request: web.Request) -> web.Response:
    json.loads(await request.read())
    counts = _count(request)
    if counts.delay:
        await sleep(counts.delay)
    return _ok()


async def _webhook(request: web.Request) -> web.Response:
    await request.read()
    _count(request)
    return _ok()


def _count(request: web.Request) -> Counts:
    counts = request.app[COUNTS]
    counts.calls[request.path] = counts.calls.get(request.path, 0) + 1
    return counts


async def _show(request: web.Request) -> web.Response:
    counts = request.app[COUNTS]
    return web.json_response(asdict(counts))


async def _reset(request: web.Request) -> web.Response:
    counts = request.app[COUNTS]
    counts.calls, counts.cards, counts.receivers, counts.delay = {}, 0, 0, float(request.query["delay"])
    return web.Response()


def main() -> None:
    """Serve until terminated."""
    app = web.Application()
    app[TOWN], app[COUNTS] = town.load(sys.argv[1]), Counts()
    app.router.add_get("/cgi-bin/gettoken", _token)
    app.router.add_get("/cgi-bin/department/list", _departments)
    app.router.add_get("/cgi-bin/user/list", _users)
    app.router.add_post("/cgi-bin/message/send", _send)
    app.router.add_post("/cgi-bin/message/update_template_card", _update)
    app.router.add_post("/cgi-bin/webhook/send", _webhook)
    app.router.add_get("/bench", _show)
    app.router.add_post("/bench", _reset)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[2]), access_log=None, print=None)


if __name__ == "__main__":
    main()
