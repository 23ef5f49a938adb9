"""Alive, ready, figures, and a sentence for whoever lands here from a card."""

from __future__ import annotations

import structlog
from aiohttp import web

from bot.clock import machine_seconds
from bot.metrics import Metrics
from bot.models import Failed
from bot.storage import Storage
from bot.web.keys import SERVICE
from tasks.directives import states
from tasks.directives.models import Directive

log = structlog.get_logger(__name__)


HOME = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>指尖办</title>
<body style="margin:0;min-height:100vh;display:grid;place-items:center;background:#ededed;
font:17px/1.6 -apple-system,'PingFang SC','Noto Sans CJK SC',sans-serif;color:#191919">
<p>请在微信里使用指尖办：在工作群里 @ 它，或打开“指尖办”应用直接说。</p></body></html>
"""


async def home(_request: web.Request) -> web.Response:
    """Say where the service is used: cards without buttons lead here."""
    return web.Response(text=HOME, content_type="text/html")


async def healthz(_request: web.Request) -> web.Response:
    """Say that the process answers."""
    return web.json_response({"status": "ok", "time": int(machine_seconds())})


async def readyz(request: web.Request) -> web.Response:
    """Say whether this process can take callbacks, and if not why."""
    reasons = await request.app[SERVICE].why_not_ready()
    status = 503 if reasons else 200
    return web.json_response(
        {"status": "not ready" if reasons else "ready", "reasons": reasons}, status=status
    )


async def metrics(request: web.Request) -> web.Response:
    """Give the figures in Prometheus' form."""
    service = request.app[SERVICE]
    try:
        await _count(service.storage, service.metrics)
    except Exception as error:  # noqa: BLE001 - whatever the driver says: the other figures are wanted all the more
        log.warning("the database gave no figures", action="metrics.uncounted", error=type(error).__name__)
    body, content_type = service.metrics.render()
    return web.Response(body=body, headers={"Content-Type": content_type})


async def _count(storage: Storage, figures: Metrics) -> None:
    rows = await storage.rows(storage.reader, "SELECT state, count(*) AS n FROM sending GROUP BY state")
    figures.show_outbox({row["state"]: int(row["n"]) for row in rows})
    figures.failed_messages.set(await Failed.filter(state="open").using_db(storage.reader).count())
    figures.directives_open.set(await Directive.filter(state=states.OPEN).using_db(storage.reader).count())
