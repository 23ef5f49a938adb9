"""A toy of the service for the sandbox's own tests: one directive in memory, on the real wire format."""

from __future__ import annotations

import asyncio
import json
import secrets
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from aiohttp import ClientSession, web
from fake_wire import back, card, envelope, robot_envelope, stream

from sandbox import wire
from sandbox.app import Sandbox
from sandbox.json_types import Json, Object
from sandbox.world import World

UNITS = {"应急办": "zhouqiang", "竹里村": "weiguo"}


class FakeService:
    """Understands the incident's sentences; `reply` overrides robot answers, `broken` the HTTP status.

    A citizen is told `welcome`; while `held` is not set, nobody at the official account is answered.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = world.start
        self.api = ""
        self.url = ""
        self.heard: list[Object] = []
        self.reply: Json = None
        self.broken = 0
        self.delay = 0.0
        self.welcome = "您好, 诉求已收到"
        self.held: asyncio.Event | None = None
        self.sent: list[asyncio.Task[None]] = []
        self.code = ""
        self.shares: dict[str, str] = {}
        self.history: list[Object] = []
        self.streams = 0
        self.token = ""
        self.advances: list[float] = []

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/webhook/work/app", self.app)
        app.router.add_route("*", "/webhook/work/robot", self.robot)
        app.router.add_route("*", "/webhook/official/{name}", self.official)
        app.router.add_post("/clock/advance", self.advance)
        app.router.add_get("/api/v1/directives/{code}", self.directive)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        self.session = ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*self.sent)
        await self.session.close()
        await self.runner.cleanup()

    def join(self, box: Sandbox) -> None:
        """Tell both sides where the other is."""
        self.api, box.service_url = box.api_base, self.url

    async def call(self, path: str, body: Object) -> Object:
        """Call the platform with the app's token."""
        if not self.token:
            query = {"corpid": self.world.corp_id, "corpsecret": self.world.app.secret}
            async with self.session.get(f"{self.api}/cgi-bin/gettoken", params=query) as answer:
                self.token = (await answer.json())["access_token"]
        url = f"{self.api}/cgi-bin/{path}"
        async with self.session.post(url, params={"access_token": self.token}, json=body) as answer:
            found: Object = await answer.json()
            return found

    def send(self, who: str, title: str, *buttons: str) -> None:
        """Send a card, or words where there are no buttons, a moment later."""
        body: Object = {
            "touser": who,
            "agentid": self.world.app.agent_id,
            "msgtype": "text",
            "text": {"content": title},
        }
        if buttons:
            body = {
                "touser": who,
                "agentid": self.world.app.agent_id,
                "msgtype": "template_card",
                "template_card": card(f"{self.code}-{who}-{secrets.token_hex(4)}", title, *buttons),
            }
        self.sent.append(asyncio.create_task(self._send(body)))

    async def _send(self, body: Object) -> None:
        await self.call("message/send", body)

    def note(self, actor: str, action: str) -> None:
        """Write a move into the history."""
        self.history.append({"at": self.now.isoformat(), "actor": actor, "action": action, "detail": {}})

    # -- what people say

    def say(self, sender: str, text: str, *, group: bool) -> str | Object:
        """Answer a sentence: words, or a card for the group."""
        if "特急" in text:
            self.code = f"Z{self.now:%Y%m%d}-001"
            self.shares = dict.fromkeys(UNITS.values(), "assigned")
            self.note(sender, "issued")
            for head in self.shares:
                self.send(head, f"{self.code} {text[:20]}", "收到", "反馈")
            return self.group_card()
        if "谁没收到" in text:
            missing = [self.world.name_of(u) for u, s in self.shares.items() if s == "assigned"]
            self.send(sender, f"{self.code} 未收到: {'、'.join(missing)}")
            return f"{self.code} {self.count()}, 名单已单独发给您"
        if "反馈" in text or "已到场" in text:
            return self.report(sender, text)
        if "同意办结" in text:
            return self.accept([u for u, s in self.shares.items() if s == "reported"], sender)
        return "您可以这样说: 谁没收到"

    def report(self, sender: str, text: str) -> str:
        """Take a report and pass it to the issuer."""
        self.shares[sender] = "reported"
        self.note(sender, "reported")
        self.send("zhaoming", f"{self.code} {self.world.name_of(sender)}反馈: {text}", "同意办结", "退回")
        return f"{self.code} 反馈已送达"

    def accept(self, users: list[str], actor: str) -> str:
        """Accept shares; the directive closes with the last."""
        for user in users:
            self.shares[user] = "accepted"
            self.note(actor, "accepted")
        if self.done("accepted"):
            self.note(actor, "closed")
            for user in self.shares:
                self.send(user, f"{self.code} 已办结")
        return f"{self.code} {'已全部办结' if self.done('accepted') else '还有 1 项未办结'}"

    def done(self, *states: str) -> bool:
        """Whether every share is in one of these states."""
        return bool(self.shares) and all(state in states for state in self.shares.values())

    def count(self) -> str:
        """Count the acknowledged."""
        return f"已收到 {sum(s != 'assigned' for s in self.shares.values())}/{len(self.shares)}"

    def group_card(self) -> Object:
        """Draw the group's card."""
        return card(f"{self.code}-group", f"{self.code} {self.count()}", "刷新")

    def acknowledge(self, sender: str) -> None:
        """Acknowledge; the issuer hears when all have."""
        self.shares[sender] = "acknowledged"
        self.note(sender, "acknowledged")
        if self.done("acknowledged"):
            self.send("zhaoming", f"{self.code} 已全部收到")

    # -- doors

    async def app(self, request: web.Request) -> web.Response:
        """Take the app's callback."""
        box = self.world.app.box
        if request.method == "GET":
            return web.Response(text=box.open(request.query["echostr"]))
        await asyncio.sleep(self.delay)
        if self.broken:
            return web.Response(status=self.broken)
        sealed = wire.read(await request.read())["Encrypt"]
        fields = wire.read(box.open(str(sealed)))
        self.heard.append(fields)
        inner = self.app_answer(fields)
        if inner is None:
            return web.Response()
        return web.Response(text=envelope(box, back(fields, inner)), content_type="text/xml")

    def app_answer(self, fields: Object) -> Object | None:
        """Answer a message or a tap."""
        sender, event = str(fields["FromUserName"]), fields.get("Event")
        if event == "template_card_event":
            if fields["EventKey"] == "k-收到":
                self.acknowledge(sender)
            if fields["EventKey"] == "k-同意办结":
                self.accept([u for u, s in self.shares.items() if s == "reported"], sender)
            self.sent.append(asyncio.create_task(self.update(fields)))
            return {"MsgType": "update_button", "Button": {"ReplaceName": str(fields["EventKey"])[2:]}}
        if event:
            return None
        answer = self.say(sender, str(fields.get("Content", "")), group=False)
        return {"MsgType": "text", "Content": answer if isinstance(answer, str) else "好"}

    async def update(self, fields: Object) -> None:
        """Change the tapped card by the API too."""
        await self.call(
            "message/update_template_card",
            {
                "userids": [fields["FromUserName"]],
                "agentid": self.world.app.agent_id,
                "response_code": fields["ResponseCode"],
                "button": {"replace_name": str(fields["EventKey"])[2:]},
            },
        )

    async def robot(self, request: web.Request) -> web.Response:
        """Take the robot's callback."""
        box = self.world.robot.box
        if request.method == "GET":
            return web.Response(text=box.open(request.query["echostr"]))
        plain = json.loads(box.open((await request.json())["encrypt"]))
        self.heard.append(plain)
        if self.broken:
            return web.Response(status=self.broken)
        answer = self.reply or self.robot_answer(plain)
        if answer is None:
            return web.Response()
        return web.json_response(robot_envelope(box, answer, request.query["nonce"]))

    def robot_answer(self, plain: Object) -> Json:
        """Answer a message, a tap or a refresh."""
        sender = plain["from"]["userid"]  # type: ignore[index,call-overload]
        if plain["msgtype"] == "event":
            event = plain["event"]
            if event["eventtype"] == "enter_chat":  # type: ignore[index,call-overload]
                return {"msgtype": "text", "text": {"content": "您好"}}
            return {"response_type": "update_template_card", "template_card": self.group_card()}
        if plain["msgtype"] == "stream":
            self.streams += 1
            return stream("s1", "想好了", finish=True)
        body = plain.get("text") or plain["mixed"]["msg_item"][0]["text"]  # type: ignore[index,call-overload]
        text = str(body["content"]).removeprefix(f"@{self.world.robot.name} ")  # type: ignore[index,call-overload]
        if text == "慢慢想":
            return stream("s1", "正在想", finish=False)
        answer = self.say(str(sender), text, group="chatid" in plain)
        if isinstance(answer, str):
            return stream(secrets.token_hex(4), answer, finish=True)
        return {
            "msgtype": "stream_with_template_card",
            "template_card": answer,
            "stream": {"id": secrets.token_hex(4), "finish": True, "content": f"已交办 **{self.code}**"},
        }

    async def official(self, request: web.Request) -> web.Response:
        """Take an official account's callback."""
        account = self.world.accounts[request.match_info["name"]]
        if request.method == "GET":
            return web.Response(text=request.query["echostr"])
        fields = wire.read(await request.read())
        if account.mode != "plain":
            fields = wire.read(account.box.open(str(fields["Encrypt"])))
        self.heard.append(fields)
        if self.held:
            await self.held.wait()
        if fields["MsgType"] == "event":
            return web.Response(text="success")
        text = back(fields, {"MsgType": "text", "Content": self.welcome})
        body = text if account.mode == "plain" else envelope(account.box, text)
        return web.Response(text=body, content_type="text/xml")

    async def advance(self, request: web.Request) -> web.Response:
        """Turn the clock; wait until all is sent."""
        if request.headers.get("Authorization") != f"Bearer {self.world.api_token}":
            return web.Response(status=401)
        self.advances.append((await request.json())["seconds"])
        self.now += timedelta(seconds=self.advances[-1])
        await asyncio.gather(*self.sent)
        return web.json_response({"now": self.now.isoformat()})

    async def directive(self, _request: web.Request) -> web.Response:
        """Give the directive."""
        found: datetime = self.world.start
        return web.json_response(
            {
                "code": self.code,
                "title": "竹里村违法建筑",
                "created_at": found.isoformat(),
                "due": (found + timedelta(hours=2)).isoformat(),
                "state": "closed" if self.done("accepted") else "open",
                "history": self.history,
                "assignments": [{"assignee": u, "state": s, "feedback": []} for u, s in self.shares.items()],
            }
        )
