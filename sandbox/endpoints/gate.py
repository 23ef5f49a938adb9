"""The gate every platform call passes.

Find the endpoint, play a fault, check the token, answer, write it down.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from urllib.parse import quote

from aiohttp import web

from sandbox.endpoints import directory, media, messages, official, robots, tokens
from sandbox.endpoints.asked import Answer, Asked, Blob, Route, ok, parse
from sandbox.faults import Fault
from sandbox.hub import Hub, Refusal
from sandbox.json_types import Json, Object
from sandbox.records import Call

PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
SECRETS = frozenset({"access_token", "corpsecret", "secret", "key", "response_code"})


async def _addresses(_hub: Hub, _asked: Asked) -> Object:
    """Give the addresses calls go to and callbacks come from; here there is one."""
    return ok(ip_list=["127.0.0.1"])


async def _account_addresses(_hub: Hub, _asked: Asked) -> Object:
    return {"ip_list": ["127.0.0.1"]}


ROUTES: Sequence[Route] = (
    Route("GET", "/cgi-bin/gettoken", "nobody", tokens.gettoken),
    Route("GET", "/cgi-bin/token", "nobody", tokens.token),
    Route("POST", "/cgi-bin/stable_token", "nobody", tokens.stable_token),
    Route("GET", "/cgi-bin/department/list", "corp", directory.department_list),
    Route("GET", "/cgi-bin/department/simplelist", "corp", directory.department_simplelist),
    Route("GET", "/cgi-bin/user/list", "corp", directory.user_list),
    Route("GET", "/cgi-bin/user/simplelist", "corp", directory.user_simplelist),
    Route("GET", "/cgi-bin/user/get", "corp", directory.user_get),
    Route("POST", "/cgi-bin/batch/openuserid_to_userid", "corp", directory.openuserid_to_userid),
    Route("POST", "/cgi-bin/message/send", "corp", messages.send),
    Route("POST", "/cgi-bin/message/update_template_card", "corp", messages.update_template_card),
    Route("POST", "/cgi-bin/message/recall", "corp", messages.recall),
    Route("POST", "/cgi-bin/media/upload", "any", media.upload),
    Route("GET", "/cgi-bin/media/get", "any", media.get),
    Route("GET", "/cgi-bin/get_api_domain_ip", "corp", _addresses),
    Route("GET", "/cgi-bin/getcallbackip", "any", _account_addresses),
    Route("POST", "/cgi-bin/webhook/send", "nobody", robots.webhook),
    Route("POST", "/cgi-bin/aibot/response", "nobody", robots.response),
    Route("POST", "/cgi-bin/message/custom/send", "account", official.custom_send),
    Route("POST", "/cgi-bin/message/template/send", "account", official.template_send),
    Route("POST", "/cgi-bin/message/subscribe/bizsend", "account", official.biz_send),
    Route("GET", "/cgi-bin/template/get_all_private_template", "account", official.template_list),
    Route("POST", "/cgi-bin/menu/create", "account", official.menu_create),
    Route("GET", "/cgi-bin/menu/get", "account", official.menu_get),
)
BY_PATH = {(route.method, route.path): route for route in ROUTES}
EXECUTED_AFTER = frozenset({"hang"})
EXECUTED_BEFORE = frozenset({"cut", "hang_after", "reset_after"})


class Gate:
    """Answers `/cgi-bin/...`; `closing` lets calls that hang go when the sandbox stops.

    `after` is called when a call is done, for what the platform does a moment later.
    """

    def __init__(self, hub: Hub, after: Callable[[], None]) -> None:
        self.hub = hub
        self.after = after
        self.closing = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Take one call."""
        raw = await request.read()
        asked = Asked(
            request.method,
            request.path,
            dict(request.query),
            raw,
            content_type=request.headers.get("Content-Type", ""),
            parsed=parse(raw),
        )
        fault = self.hub.faults.take(request.path)
        if fault is None:
            return self._response(asked, await self._answer(asked))
        return await self._faulty(request, asked, fault)

    async def _answer(self, asked: Asked) -> Answer:
        try:
            route = _route(asked)
            answer = await route.endpoint(self.hub, self._entitled(route, asked))
            self.after()
        except Refusal as refusal:
            return {"errcode": refusal.errcode, "errmsg": f"{refusal.errmsg}, hint: [sandbox]"}
        return answer

    def _entitled(self, route: Route, asked: Asked) -> Asked:
        if route.who == "nobody":
            return asked
        owner = self.hub.tokens.check(asked.query.get("access_token", ""))
        is_corp = owner == self.hub.world.corp_id
        if route.who == ("account" if is_corp else "corp"):
            raise Refusal(40014, "this access_token is of another kind")
        return Asked(
            asked.method, asked.path, asked.query, asked.raw, asked.content_type, owner, asked.parsed
        )

    async def _faulty(self, request: web.Request, asked: Asked, fault: Fault) -> web.StreamResponse:
        answer: Answer | None = None
        if fault.kind in EXECUTED_BEFORE:
            answer = await self._answer(asked)
        if fault.kind in ("hang", "hang_after"):
            await self._pause(fault.seconds)
        if fault.kind in EXECUTED_AFTER:
            answer = await self._answer(asked)
        if fault.kind in ("reset_before", "reset_after"):
            self._write_down(asked, 0, answer if isinstance(answer, dict) else None, fault)
            return _reset(request)
        if fault.kind == "cut":
            return await self._cut(request, asked, fault, answer)
        if answer is not None:
            return self._response(asked, answer, fault)
        return self._instead(asked, fault)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.closing.wait()
        except TimeoutError:
            return

    def _instead(self, asked: Asked, fault: Fault) -> web.Response:
        if fault.kind in ("errcode", "token"):
            return self._response(asked, {"errcode": fault.code, "errmsg": "fault on demand"}, fault)
        status = fault.code if fault.kind == "status" else 200
        body, kind = (PAGE, "text/html") if fault.kind == "html" else (b"", "application/json")
        self._write_down(asked, status, None, fault)
        return web.Response(status=status, body=body, content_type=kind)

    async def _cut(
        self, request: web.Request, asked: Asked, fault: Fault, answer: Answer | None
    ) -> web.StreamResponse:
        body = json.dumps(answer).encode() if isinstance(answer, dict) else b""
        self._write_down(asked, 200, answer if isinstance(answer, dict) else None, fault)
        response = web.StreamResponse(
            headers={"Content-Length": str(len(body)), "Content-Type": "application/json"}
        )
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        _reset(request)
        return response

    def _response(self, asked: Asked, answer: Answer, fault: Fault | None = None) -> web.Response:
        if isinstance(answer, Blob):
            self._write_down(asked, 200, {"bytes": len(answer.content)}, fault)
            name = quote(answer.name or "file", safe="")
            headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
            return web.Response(body=answer.content, content_type=answer.content_type, headers=headers)
        self._write_down(asked, 200, answer, fault)
        return web.json_response(answer, dumps=lambda value: json.dumps(value, ensure_ascii=False))

    def _write_down(self, asked: Asked, status: int, answer: Json, fault: Fault | None) -> None:
        records = self.hub.records
        records.count += 1
        query = {name: "***" if name in SECRETS else value for name, value in asked.query.items()}
        records.calls.append(
            Call(
                records.count,
                self.hub.clock.now,
                asked.method,
                asked.path,
                query,
                asked.parsed,
                asked.raw,
                status,
                answer,
                str(fault) if fault else "",
            )
        )


def _route(asked: Asked) -> Route:
    route = BY_PATH.get((asked.method, asked.path))
    if route is not None:
        return route
    if any(path == asked.path for _, path in BY_PATH):
        raise Refusal(43001 if asked.method == "POST" else 43002, "invalid http method")
    raise Refusal(40066, "invalid url")


def _reset(request: web.Request) -> web.Response:
    transport = request.transport
    if transport is not None:
        transport.abort()
    return web.Response()
