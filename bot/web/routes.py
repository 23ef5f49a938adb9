"""Every URL of the service in one table."""

from __future__ import annotations

from aiohttp import web

from bot.config import Config
from bot.web.api import directives, openapi, requests
from bot.web.callbacks import check_url, take
from bot.web.clock import advance
from bot.web.guard import bearer_only
from bot.web.health import healthz, home, metrics, readyz
from bot.web.keys import SERVICE

__all__ = ["SERVICE", "add_routes"]

CALLBACKS = ("/webhook/work/app", "/webhook/work/robot", "/webhook/official/{name}")


def add_routes(app: web.Application, config: Config) -> None:
    """Hang every URL on the application; what is not set up does not exist."""
    app.router.add_get("/", home)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    for path in CALLBACKS:
        app.router.add_get(path, check_url, allow_head=False)
        app.router.add_post(path, take)
    if config.api.token is None:
        return
    token = config.api.token.get_secret_value()
    app.router.add_get("/api/v1/openapi.json", bearer_only(token, openapi.document))
    app.router.add_get("/api/v1/directives", bearer_only(token, directives.listed))
    app.router.add_get("/api/v1/directives/{code}", bearer_only(token, directives.one))
    app.router.add_get("/api/v1/requests", bearer_only(token, requests.listed))
    app.router.add_get("/api/v1/requests/{code}", bearer_only(token, requests.one))
    if config.clock.source == "controlled" and not config.on_real_platform:
        app.router.add_post("/clock/advance", bearer_only(token, advance))
