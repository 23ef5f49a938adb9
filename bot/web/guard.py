"""The bearer token of the HTTP API, compared in constant time."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def problem(status: int, message: str) -> web.Response:
    """Give an error as JSON with one sentence."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return web.json_response({"error": message}, status=status, headers=headers)


def bearer_only(token: str, handler: Handler) -> Handler:
    """Let in whoever bears the token; everybody else gets 401."""
    expected = token.encode()

    async def guarded(request: web.Request) -> web.StreamResponse:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        right = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), expected)
        if scheme.lower() != "bearer" or not right:
            return problem(401, "需要 Authorization: Bearer 令牌，令牌见配置 api.token")
        return await handler(request)

    return guarded
