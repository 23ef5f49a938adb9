"""What a citizen's phone does: sending, tapping, following; and the same phone without scripts."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from jinja2 import Environment

from sandbox.citizens import menu_leaves
from sandbox.clock import shown
from sandbox.courier import Heard
from sandbox.hub import Hub
from sandbox.json_types import Json, Object, object_of, text_of
from sandbox.page import view
from sandbox.people import People
from sandbox.state import official

SILENCE = b"#!AMR\n" + b"\x7c" * 150
"""Three seconds in which nobody says anything: what the page sends as a voice."""
PLACES: Mapping[str, tuple[float, float, str]] = {
    "竹里村": (30.1127, 104.6413, "青溪镇竹里村文化广场"),
    "幸福路": (30.1204, 104.6528, "青溪镇顺交社区幸福路17号"),
    "老桥": (30.1161, 104.6479, "青溪镇红旗村老桥头"),
}
"""Places the page offers to send."""


def picture_of(ask: Object) -> bytes:
    """Give the picture that is sent along; empty where there is none."""
    try:
        return base64.b64decode(text_of(ask, "picture"), validate=True)
    except binascii.Error as error:
        raise LookupError("图片读不出来") from error


async def send(people: People, ask: Object) -> Heard:
    """Send a picture, a voice, a place or words."""
    account, who = _account(ask), _who(people, ask)
    if picture := picture_of(ask):
        return await people.citizen_picture(account, who, picture)
    if "voice" in ask:
        return await people.citizen_voice(account, who, SILENCE, recognized=text_of(ask, "voice"))
    if place := PLACES.get(text_of(ask, "place")):
        return await people.citizen_location(account, who, *place)
    if not (text := text_of(ask, "text").strip()):
        raise LookupError("写一句话再发送")
    return await people.say_citizen(account, who, text)


async def tap(people: People, ask: Object) -> Heard:
    """Tap a choice in one of the account's messages, by its number."""
    number, message = text_of(ask, "key"), text_of(ask, "message")
    if not number.isdecimal():
        raise LookupError("没有这个选项")
    return await people.citizen_tap(_account(ask), _who(people, ask), int(number), message=message)


async def enter(people: People, ask: Object) -> Heard:
    """Tap the menu, follow or leave."""
    account, who, event = _account(ask), _who(people, ask), text_of(ask, "event") or "subscribe"
    if event == "CLICK":
        return await people.citizen_click(account, who, text_of(ask, "key"))
    if event == "unsubscribe":
        return await people.citizen_unfollow(account, who)
    return await people.citizen_follow(account, who)


def _account(ask: Object) -> str:
    return text_of(ask, "room").partition(":")[2]


def _who(people: People, ask: Object) -> str:
    """Give who holds the phone.

    :raises LookupError: nobody of this world, or at an account that is not there.
    """
    who = text_of(ask, "who")
    if who not in people.hub.world.citizens or _account(ask) not in people.hub.world.accounts:
        raise LookupError("没有这位群众，或没有这个公众号")
    return who


class PlainPhone:
    """The citizen's phone as a page of forms, for a browser that runs no scripts.

    Its forms carry a key that only this page knows, so that no foreign page can post here.
    """

    def __init__(
        self,
        hub: Hub,
        people: People,
        templates: Environment,
        headers: Mapping[str, str],
        settle: Callable[[], Awaitable[None]],
    ) -> None:
        self.hub, self.people, self.templates, self.headers = hub, people, templates, headers
        self.settle = settle
        self.key = secrets.token_urlsafe(16)

    def add(self, app: web.Application) -> None:
        """Add the page's URLs."""
        app.router.add_get("/citizen", self.show)
        app.router.add_post("/citizen", self.act)

    async def show(self, request: web.Request) -> web.Response:
        """Give the phone of the citizen and account in the query, else of the first ones."""
        return self._page(request.query)

    async def act(self, request: web.Request) -> web.Response:
        """Send, tap or enter, then show the phone again."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        if not hmac.compare_digest(form.get("form_key", ""), self.key):
            return web.Response(status=403, text="请从本页发送")
        ask: Object = {name: value for name, value in form.items() if name in FIELDS}
        ask["key"] = form.get("tap") or form.get("click") or ""
        doing = tap if form.get("tap") else enter if form.get("click") or form.get("event") else send
        if form.get("click"):
            ask["event"] = "CLICK"
        try:
            await doing(self.people, ask)
        except LookupError as error:
            return self._page(form, str(error.args[0]))
        await self.settle()
        target = request.rel_url.with_query(who=form.get("who", ""), room=form.get("room", ""))
        raise web.HTTPSeeOther(target)

    def _page(self, asked: Mapping[str, str], wrong: str = "") -> web.Response:
        world = self.hub.world
        who = asked.get("who", "") if asked.get("who") in world.citizens else next(iter(world.citizens), "")
        rooms = {official(name): account.title for name, account in world.accounts.items()}
        room = asked.get("room", "") if asked.get("room") in rooms else next(iter(rooms), "")
        bubbles = view.room_json(self.hub, f"{who}|{room}|{who}")
        html = self.templates.get_template("citizen.html").render(
            citizens=world.citizens,
            rooms=rooms,
            who=who,
            room=room,
            messages=bubbles if isinstance(bubbles, list) else [],
            menu=menu_leaves(object_of(dict(self.hub.menus), room.partition(":")[2])),
            left=f"{room}/{who}" in self.hub.unfollowed,
            clock=shown(self.hub.clock.now),
            form_key=self.key,
            wrong=wrong,
        )
        return web.Response(
            text=html, content_type="text/html", headers=self.headers, status=400 if wrong else 200
        )


FIELDS = ("who", "room", "text", "message", "event")


def places_json() -> Json:
    """Describe the places the page offers to send."""
    return [[key, label] for key, (_, _, label) in PLACES.items()]
