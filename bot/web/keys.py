"""What hangs on the web application."""

from __future__ import annotations

from aiohttp import web

from bot.app import Service

SERVICE = web.AppKey("service", Service)
