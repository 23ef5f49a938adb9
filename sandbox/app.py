"""The sandbox as one object: start it, play people, look at their phones, make things go wrong.

async with Sandbox(qingxi(api_token="t")) as box:
    box.service_url = "http://127.0.0.1:8080"
    await box.say_group(chat_id, "zhaoming", "特急!请应急办立即处置")
    card = await box.expect("zhouqiang", "Z2026")
    await box.tap_app("zhouqiang", card, "收到")
    await box.assert_quiet()
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientTimeout, web

from sandbox import letters
from sandbox.clock import shown
from sandbox.courier import Courier, Heard, Sealed
from sandbox.endpoints.gate import Gate
from sandbox.expecting import Expecting
from sandbox.faults import Faults
from sandbox.hub import Hub
from sandbox.json_types import Json
from sandbox.page.routes import add_page
from sandbox.people import People
from sandbox.records import Call, Complaint
from sandbox.state import Message
from sandbox.world import World

UPLOAD_MOST = 64 * 1024 * 1024
ADVANCE_S = 45.0
STEPS, STEP_S = 48, 600.0


class ServiceError(RuntimeError):
    """The service did not do what its contract promises (its clock, its HTTP API)."""


class Sandbox(People, Expecting):
    """A local WeChat on a loopback port; an async context.

    `world` is a `World` or the same as a dict; `port` 0 takes a free one. `service_url` may be set any time.
    """

    def __init__(self, world: World | Mapping[str, Json], *, port: int = 0) -> None:
        self.hub = Hub(world if isinstance(world, World) else World.read(world))
        self.courier = Courier(self.hub)
        self._port = port
        self._gate = Gate(self.hub, self._jobs)
        self._runner: web.AppRunner | None = None
        self._background: set[asyncio.Task[Heard]] = set()

    async def __aenter__(self) -> Self:
        await self.courier.start()
        app = web.Application(client_max_size=UPLOAD_MOST)
        add_page(app, self.hub, self, self.advance)
        app.router.add_get("/sandbox/media/{media_id}", self._media)
        app.router.add_route("*", "/{path:.*}", self._gate.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.hub.address = f"http://127.0.0.1:{port}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gate.closing.set()
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if self._runner:
            await self._runner.cleanup()
        await self.courier.stop()

    @property
    def world(self) -> World:
        """The world that is played."""
        return self.hub.world

    @property
    def address(self) -> str:
        """The address of the three phones, ending in a slash."""
        return self.hub.address

    @property
    def api_base(self) -> str:
        """What to put into the service's `api_base` settings: the address without the slash."""
        return self.hub.address.rstrip("/")

    @property
    def service_url(self) -> str:
        """Where the service listens, such as http://127.0.0.1:8080."""
        return self.hub.service_url

    @service_url.setter
    def service_url(self, url: str) -> None:
        self.hub.service_url = url.rstrip("/")

    @property
    def faults(self) -> Faults:
        """What goes wrong with the next calls: `box.faults.add("/cgi-bin/message/send", "reset_after")`."""
        return self.hub.faults

    @property
    def calls(self) -> list[Call]:
        """Every call of the platform's API, the oldest first."""
        return list(self.hub.records.calls)

    @property
    def complaints(self) -> list[Complaint]:
        """What the platform would not have taken of the service's answers."""
        return self.hub.records.complaints

    @property
    def now(self) -> str:
        """The world's time as people read it."""
        return shown(self.hub.clock.now)

    def phone(self, userid: str, room: str = "") -> list[Message]:
        """Give what a member has one to one: with the app, with the robot, or (room `""`) both."""
        return [m for m in self.hub.phones.by_owner[userid.lower()] if room in ("", m.room)]

    def group(self, chat_id: str) -> list[Message]:
        """Give what a group shows, cards as they are drawn now."""
        return list(self.hub.phones.by_owner[chat_id])

    def citizen(self, openid: str) -> list[Message]:
        """Give what a citizen has from the official accounts."""
        return list(self.hub.phones.by_owner[openid])

    def kill_token(self, *, expired: bool = False) -> None:
        """End all tokens before their time: 40014, or 42001 where `expired`."""
        self.hub.tokens.kill(expired=expired)

    def kill_webhook(self, chat_id: str) -> None:
        """Remove a group's webhook: 93000 from now on."""
        self.hub.dead_webhooks.add(self.world.groups[chat_id].webhook_key)

    async def check_url(self, door: letters.Door, account: str = "") -> Heard:
        """Do the platform's URL check of a door: `app`, `robot` or `official`."""
        return await self.courier.check_url(door, account)

    async def raw_post(
        self,
        path: str,
        body: bytes,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Heard:
        """Post whatever to the service.

        Forged, broken, oversized; nothing is shown, nothing complained of.
        """
        status, answer, error = await self.courier.post(Sealed(path, query or {}, body, headers or {}))
        return Heard(status, raw=answer, error=error, text=answer.decode(errors="replace"))

    async def advance(self, seconds: float) -> None:
        """Turn the world's clock and the service's forward, in equal steps of ten minutes or more.

        :raises ServiceError: the service refused or did not answer within 45 seconds.
        """
        step = max(STEP_S, seconds / STEPS)
        left = float(seconds)
        while True:
            now = min(step, left)
            left -= now
            self.hub.clock.advance(now)
            await self._advance_service(now)
            if left <= 0:
                break
        self.hub.phones.touch()

    async def _advance_service(self, seconds: float) -> None:
        if not self.service_url:
            return
        whole = int(seconds) if float(seconds).is_integer() else seconds
        headers = {"Authorization": f"Bearer {self.world.api_token}"}
        try:
            async with self.courier.session.post(
                f"{self.service_url}/clock/advance",
                json={"seconds": whole},
                headers=headers,
                timeout=ClientTimeout(total=ADVANCE_S),
            ) as response:
                if response.status != 200:
                    raise ServiceError(
                        f"POST /clock/advance: HTTP {response.status} {(await response.text())[:200]}"
                    )
        except (TimeoutError, ClientError, OSError) as error:
            raise ServiceError(f"POST /clock/advance: {type(error).__name__} {error}") from error

    async def settle(self) -> None:
        """Let the service send what is due now: an advance by zero seconds."""
        await self._advance_service(0)

    async def get_json(self, path: str) -> tuple[int, Json]:
        """Read from the service's HTTP API with the bearer token: status and parsed body."""
        headers = {"Authorization": f"Bearer {self.world.api_token}"}
        async with self.courier.session.get(self.service_url + path, headers=headers) as response:
            found: Json = await response.json(content_type=None) if response.status == 200 else None
            return response.status, found

    async def _media(self, request: web.Request) -> web.Response:
        found = self.hub.file(request.match_info["media_id"])
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found.content, content_type=found.content_type)

    def _jobs(self) -> None:
        """Report the results of template messages and notices, as the platform does a moment later."""
        results, self.hub.results = self.hub.results, []
        for result in results:
            letter = letters.citizen_event(
                self.hub, result.account, result.openid, result.event, result.fields
            )
            task = asyncio.create_task(self.courier.deliver(letter))
            self._background.add(task)
            task.add_done_callback(self._background.discard)
