"""A client of the sandbox's platform API, as a service would write one."""

from __future__ import annotations

from aiohttp import ClientSession, FormData

from sandbox.app import Sandbox
from sandbox.json_types import Json, Object


class Client:
    """Calls `/cgi-bin/...` with a token of the app or of the official account."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.token = ""

    async def get(self, path: str, **query: str) -> Object:
        """GET a path; the token is added once there is one."""
        more = {"access_token": self.token} if self.token else {}
        async with ClientSession() as session, session.get(self._url(path), params=query | more) as answer:
            found: Object = await answer.json()
            return found

    async def post(self, path: str, body: Json = None, *, raw: bytes = b"", **query: str) -> Object:
        """POST JSON, or raw bytes."""
        more = {"access_token": self.token} if self.token else {}
        extra = {"data": raw} if raw else {"json": body}
        async with (
            ClientSession() as session,
            session.post(self._url(path), params=query | more, **extra) as answer,  # type: ignore[arg-type]
        ):
            found: Object = await answer.json()
            return found

    async def upload(self, kind: str, name: str, content: bytes) -> Object:
        """Upload a file."""
        form = FormData()
        form.add_field("media", content, filename=name, content_type="image/png")
        query = {"access_token": self.token, "type": kind}
        async with (
            ClientSession() as session,
            session.post(self._url("media/upload"), params=query, data=form) as answer,
        ):
            found: Object = await answer.json()
            return found

    async def download(self, media_id: str) -> bytes:
        """Download a file."""
        query = {"access_token": self.token, "media_id": media_id}
        async with ClientSession() as session, session.get(self._url("media/get"), params=query) as answer:
            return await answer.read()

    async def log_in(self) -> None:
        """Get the app's token."""
        world = self.box.world
        answer = await self.get("gettoken", corpid=world.corp_id, corpsecret=world.app.secret)
        self.token = str(answer["access_token"])

    async def send(self, **body: Json) -> Object:
        """Send a message of the app; text unless told."""
        base: Object = {"agentid": self.box.world.app.agent_id, "touser": "zhouqiang"}
        if "msgtype" not in body:
            base |= {"msgtype": "text", "text": {"content": "您好"}}
        return await self.post("message/send", base | body)

    def _url(self, path: str) -> str:
        return f"{self.box.api_base}/cgi-bin/{path}"


def card(task_id: str = "t-1", **more: Json) -> Object:
    """Draw a good card with two buttons."""
    base: Object = {
        "card_type": "button_interaction",
        "main_title": {"title": "立即处置"},
        "task_id": task_id,
        "button_list": [{"text": "收到", "key": "k1", "style": 1}, {"text": "反馈", "key": "k2", "style": 2}],
    }
    return base | more


def without(value: Object, *names: str) -> Object:
    """Leave fields out."""
    return {name: inner for name, inner in value.items() if name not in names}
