"""POST /clock/advance: turn a controlled clock forward (rehearsals only)."""

from __future__ import annotations

import json
from datetime import timedelta

from aiohttp import web

from bot.web.guard import problem
from bot.web.keys import SERVICE

MOST = 400 * 86_400
"""Seconds one advance may turn: a little more than a year."""


async def advance(request: web.Request) -> web.Response:
    """Turn the clock by so many seconds; answers when all that is due then was tried, at most 40 s later."""
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        return problem(400, '请发送 JSON：{"seconds": 秒数}')
    seconds = body.get("seconds") if isinstance(body, dict) else None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return problem(400, "seconds 应为数字")
    if not 0 <= seconds <= MOST:  # NaN is not between anything either
        return problem(400, f"seconds 应在 0 到 {MOST} 之间，时钟只能向前拨")
    rehearsal = request.app[SERVICE].rehearsal
    if rehearsal is None:
        return problem(404, "本服务没有使用演练时钟")
    turned = await rehearsal.advance(timedelta(seconds=seconds))
    return web.json_response(
        {"now": turned.now.isoformat(), "finished": turned.finished, "left": turned.left}
    )
