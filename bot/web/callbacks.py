"""The platform's callbacks: distrust, understand, hand to the corridor, answer.

No outgoing call is made here, so the answer is well inside the platform's 5 seconds (1 s for the URL check).
A citizen is answered inside them whatever happens behind (bot/patience.py).
"""

from __future__ import annotations

from time import perf_counter

import aiohttp
import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.app import Door, Service
from bot.channels.envelope import MAX_BODY, ClocksDiffer
from bot.channels.work_robot import WorkRobot
from bot.citizen_answers import OFFICIAL, without_words
from bot.clock import machine_seconds
from bot.corridor import Overfull, key_of
from bot.errors import BadForm, DoorError, TooLarge
from bot.layouts import Where
from bot.web.keys import SERVICE
from handlers.message import Answer, Incoming

log = structlog.get_logger(__name__)

UNREADABLE = (aiohttp.ClientPayloadError, web.RequestPayloadError, HttpProcessingError, ConnectionError)
"""A body that is cut off or chunked wrongly."""


async def check_url(request: web.Request) -> web.Response:
    """Answer the platform's check of the URL."""
    door = _door(request)
    try:
        echo = door.check_url(request.query, machine_seconds())
    except DoorError as error:
        return _refused(request, error)
    return web.Response(text=echo)


async def take(request: web.Request) -> web.Response:
    """Take one callback; once it was understood it is answered 200, even if handling fails."""
    started = perf_counter()
    service, door = request.app[SERVICE], _door(request)
    try:
        incoming = door.parse(request.query, await _body(request), machine_seconds())
    except DoorError as error:
        service.metrics.count_callback(door.channel, "refused", str(error.status), perf_counter() - started)
        return _refused(request, error)
    if not service.corridor.alive or (service.work_api is not None and not service.people.known):
        return web.Response(status=503, text="not ready")
    try:
        answer = await _answer(service, incoming)
    except Exception as error:  # noqa: BLE001 - the platform repeats: nothing is lost while the database is away
        waits = isinstance(error, Overfull)
        log.log(
            30 if waits else 40, "a callback could not be kept", action="callback.unkept",
            error=str(error) if incoming.channel != OFFICIAL else without_words(error),
        )  # fmt: skip
        return web.Response(status=503, text="busy")
    seconds = perf_counter() - started
    service.metrics.count_callback(incoming.channel, incoming.kind, answer.kind or "silent", seconds)
    log.info(
        "a message was answered", action="message.answered", channel=incoming.channel, kind=incoming.kind,
        what=incoming.event, answer=answer.kind, ms=round(seconds * 1000, 1),
    )  # fmt: skip
    return _sealed(service, door, incoming, answer)


def _door(request: web.Request) -> Door:
    path = request.path.removeprefix("/webhook/")
    door = request.app[SERVICE].doors.get(path)
    if door is None:
        raise web.HTTPNotFound(text="此入口没有配置")
    return door


async def _body(request: web.Request) -> bytes:
    """Read at most 1 MB; more is refused before it is read, whatever its signature."""
    if (request.content_length or 0) > MAX_BODY:
        raise TooLarge("the body is larger than 1 MB")
    body = bytearray()
    try:
        async for chunk in request.content.iter_chunked(65_536):
            body += chunk
            if len(body) > MAX_BODY:
                raise TooLarge("the body is larger than 1 MB")
    except UNREADABLE as error:
        raise BadForm(f"the body cannot be read: {type(error).__name__}") from None
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise BadForm("the body is compressed")
    return bytes(body)


def _refused(request: web.Request, error: DoorError) -> web.Response:
    skew = error.skew_s if isinstance(error, ClocksDiffer) else None
    log.warning(
        "clocks differ: check this machine's time" if skew is not None else "a callback was refused",
        action="callback.refused", path=request.path, status=error.status, why=str(error), skew_s=skew,
    )  # fmt: skip
    return web.Response(status=error.status, text=type(error).__name__)


async def _answer(service: Service, incoming: Incoming) -> Answer:
    if incoming.kind == "refresh":
        return await service.corridor.recall(incoming.stream) or Answer("stream.gone")
    if incoming.channel == OFFICIAL:
        return await service.corridor.submit_citizens(incoming)
    return await service.corridor.submit(incoming)


def _sealed(service: Service, door: Door, incoming: Incoming, answer: Answer) -> web.Response:
    """Put the kept facts into words and seal them under this request's own nonce."""
    try:
        body, content_type = _rendered(service, door, incoming, answer)
    except Exception:
        log.exception("an answer could not be written", action="answer.failed", answer=answer.kind)
        return web.Response()
    return web.Response(body=body, content_type=content_type)


def _rendered(service: Service, door: Door, incoming: Incoming, answer: Answer) -> tuple[bytes, str]:
    key, tap = key_of(incoming), incoming.tap
    task_id = tap.task_id if tap else f"{answer.facts.get('code') or 'zhijian'}@{key[:12]}"
    reply = service.renderer.reply(
        answer.kind, answer.facts, where=where(incoming), task_id=task_id, tap=tap is not None
    )
    if isinstance(door, WorkRobot):
        return door.render(incoming, reply, incoming.stream or key)
    return door.render(incoming, reply)


def where(incoming: Incoming) -> Where:
    """Say where the answer will be read."""
    if incoming.channel == "official_account":
        return "official"
    if incoming.channel == "work_app":
        return "app"
    return "group" if incoming.chat else "robot"
