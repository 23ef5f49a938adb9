"""The page's URLs: the page itself, what it polls, and what its buttons do."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import resources

from aiohttp import web
from jinja2 import Environment, PackageLoader

from sandbox.courier import Heard
from sandbox.hub import Hub
from sandbox.json_types import Json, Object, objects_of, text_of
from sandbox.letters import Selections
from sandbox.page import citizen, view
from sandbox.page.citizen import picture_of
from sandbox.people import People

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
SCRIPTS = ("bubbles.js", "official.js", "follow.js", "samples.js", "records.js", "phones.js")
ASSETS = {"phones.css": "text/css", "official.css": "text/css"} | dict.fromkeys(SCRIPTS, "text/javascript")
ADVANCE_MOST_S = 60 * 86400
TAP_S = 1
"""So that of two things that were said it is known which came first."""
Advance = Callable[[float], Awaitable[None]]
Action = Callable[[People, Object], Awaitable[Heard]]


async def _say(people: People, ask: Object) -> Heard:
    who, room, text = text_of(ask, "who"), text_of(ask, "room"), text_of(ask, "text")
    if room.startswith("official:"):
        return await citizen.send(people, ask)
    picture = picture_of(ask)
    if room == "app" and picture:
        heard = await people.send_media_app(who, "image", picture)
        return await people.say_app(who, text) if text else heard
    if room == "app":
        return await people.say_app(who, text)
    images = (picture,) if picture else ()
    quote = text_of(ask, "quote") or None
    return await people.say_group(
        room, who, text, mention=bool(ask.get("mention")), images=images, quote=quote
    )


async def _tap(people: People, ask: Object) -> Heard:
    who, room = text_of(ask, "who"), text_of(ask, "room")
    if room.startswith("official:"):
        return await citizen.tap(people, ask)
    task_id, key, chosen = text_of(ask, "task_id"), text_of(ask, "key"), _selections(ask)
    if room == "app":
        return await people.tap_app(who, task_id, key, chosen)
    return await people.tap_group(room, who, task_id, key, chosen)


def _selections(ask: Object) -> Selections:
    found: list[tuple[str, list[str]]] = []
    for item in objects_of(ask, "selections"):
        options = item.get("options")
        found.append(
            (text_of(item, "question"), [str(o) for o in options] if isinstance(options, list) else [])
        )
    return found


async def _enter(people: People, ask: Object) -> Heard:
    if text_of(ask, "room").startswith("official:"):
        return await citizen.enter(people, ask)
    return await people.enter_app(text_of(ask, "who"))


ACTIONS: dict[str, Action] = {"say": _say, "tap": _tap, "enter": _enter}


def seconds_to_office(now: datetime) -> int:
    """Count the seconds to the next time an office opens.

    08:30 or 14:00, Monday to Friday, holidays unknown.
    """
    for days in range(8):
        day = now + timedelta(days=days)
        for hour, minute in ((8, 30), (14, 0)):
            opening = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
            if opening > now and opening.weekday() < 5:
                return int((opening - now).total_seconds())
    return 0


class Page:
    """Serves the page of one sandbox; `advance` turns both clocks."""

    def __init__(self, hub: Hub, people: People, advance: Advance) -> None:
        self.hub, self.people, self.advance = hub, people, advance
        self.templates = Environment(loader=PackageLoader("sandbox.page", "."), autoescape=True)

    async def index(self, _request: web.Request) -> web.Response:
        """Give the page."""
        html = self.templates.get_template("phones.html").render(world=self.world())
        return web.Response(text=html, content_type="text/html", headers=HEADERS)

    def world(self) -> Object:
        """Describe what the page can play, the places a citizen may send among it."""
        return view.world_json(self.hub) | {"places": citizen.places_json()}

    async def asset(self, request: web.Request) -> web.Response:
        """Give a style sheet or a script."""
        name = request.match_info["name"]
        if name not in ASSETS:
            return web.Response(status=404)
        text = resources.files(__package__).joinpath(name).read_text("utf-8")
        return web.Response(text=text, content_type=ASSETS[name], headers=HEADERS)

    async def state(self, request: web.Request) -> web.Response:
        """Give what changed; 204 where nothing did since the version in `since`."""
        if request.query.get("since") == view.version(self.hub):
            return web.Response(status=204)
        rooms = request.query.getall("room", [])
        return _json(view.state_json(self.hub, rooms, with_records=request.query.get("records") == "1"))

    async def act(self, request: web.Request) -> web.Response:
        """Type, tap or enter; give what the service answered."""
        action = ACTIONS.get(request.match_info["action"])
        ask = await _object(request)
        if action is None or ask is None:
            return _json({"error": "没有这个操作"}, 400)
        try:
            heard = await action(self.people, ask)
        except (LookupError, ValueError) as error:
            return _json({"error": str(error.args[0]) if error.args else "操作不对"}, 400)
        await self.settle()
        return _json({"status": heard.status, "error": heard.error, "problems": [*heard.problems]})

    async def settle(self) -> None:
        """Let the second pass that a tap takes, and what is due happen: nothing else turns the clock.

        What was typed or tapped was taken all the same where no clock can be turned: a service by the
        machine's own looks by itself.
        """
        with suppress(RuntimeError):
            await self.advance(TAP_S)

    async def turn(self, request: web.Request) -> web.Response:
        """Turn the clock: `{"seconds": N}` or `{"to": "office"}`."""
        ask = await _object(request) or {}
        seconds = seconds_to_office(self.hub.clock.now) if ask.get("to") == "office" else ask.get("seconds")
        if (
            isinstance(seconds, bool)
            or not isinstance(seconds, int | float)
            or not 0 <= seconds <= ADVANCE_MOST_S
        ):
            return _json({"error": f"秒数应在 0 到 {ADVANCE_MOST_S} 之间"}, 400)
        try:
            await self.advance(seconds)
        except RuntimeError as error:
            return _json({"error": f"服务的时钟没有拨动：{error}"}, 502)
        return _json({"clock": view.state_json(self.hub, [], with_records=False)["clock"]})

    async def faults(self, request: web.Request) -> web.Response:
        """Let something go wrong (`Faults.add_json`); DELETE lets all go right again."""
        if request.method == "DELETE":
            self.hub.faults.clear()
            return _json({"faults": 0})
        try:
            self.hub.faults.add_json(await _object(request) or {})
        except ValueError as error:
            return _json({"error": str(error)}, 400)
        return _json({"faults": len(self.hub.faults)})

    async def records(self, _request: web.Request) -> web.Response:
        """Give the last calls and all complaints."""
        return _json(view.records_json(self.hub))


async def _object(request: web.Request) -> Object | None:
    """Read a JSON object; other content types are refused, so that no foreign page can post here."""
    if request.content_type != "application/json":
        return None
    try:
        found = await request.json()
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _json(value: Json, status: int = 200) -> web.Response:
    text = json.dumps(value, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json", headers=HEADERS)


def add_page(app: web.Application, hub: Hub, people: People, advance: Advance) -> None:
    """Add the page's URLs to the sandbox's web application."""
    page = Page(hub, people, advance)
    app.router.add_get("/", page.index)
    app.router.add_get("/page/{name}", page.asset)
    citizen.PlainPhone(hub, people, page.templates, HEADERS, page.settle).add(app)
    app.router.add_get("/sandbox/state", page.state)
    app.router.add_get("/sandbox/records", page.records)
    app.router.add_post("/sandbox/advance", page.turn)
    app.router.add_post("/sandbox/faults", page.faults)
    app.router.add_delete("/sandbox/faults", page.faults)
    app.router.add_post("/sandbox/{action}", page.act)
