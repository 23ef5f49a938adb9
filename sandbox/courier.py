"""Carries callbacks to the service as the platform does, and shows the answers on the phones.

Five seconds for an answer, three attempts in all where the platform repeats (any status but 200 counts as a
failure, path/90238), one for the robot's events. The URL check has one second.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import secrets
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from sandbox import letters, wire
from sandbox.answers import Passive, open_answer
from sandbox.cards import Card
from sandbox.crypto import Box, CryptoError
from sandbox.display import show, show_failure
from sandbox.hub import Hub
from sandbox.json_types import Json
from sandbox.letters import Door, Letter

ANSWER_S, CHECK_S = 5.0, 1.0
STREAM_S = 360.0
IN_FLIGHT = 3
LATE = "服务没有及时应答"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A request ready to be posted: the way the platform would, or forged."""

    path: str
    query: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def nonce(self) -> str:
        """The request's nonce, under which a robot has to answer."""
        return self.query.get("nonce", "")


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back to a callback.

    `status` is the last HTTP status (0: no answer, then `error` says why), `plain` the opened
    answer, `kind` its msgtype or response_type, `problems` what the platform would not have taken.
    `twins` are the other answers where the same letter was delivered several times at once.
    """

    status: int
    attempts: int = 1
    kind: str = ""
    plain: Json = None
    text: str = ""
    card: Card | None = None
    problems: tuple[str, ...] = ()
    error: str = ""
    raw: bytes = b""
    polls: int = 0
    letter: Letter | None = None
    twins: tuple[Heard, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the service answered 200 with something the platform takes."""
        return self.status == 200 and not self.problems and not self.error

    @property
    def words(self) -> str:
        """Every word of the answer, its card included."""
        return "\n".join(part for part in (self.text, self.card.text if self.card else "") if part)


def path_of(door: Door, account: str = "") -> str:
    """Give the service's path for a door."""
    return {"app": "/webhook/work/app", "robot": "/webhook/work/robot"}.get(
        door, f"/webhook/official/{account}"
    )


class Courier:
    """Delivers letters; `stream_interval_s` is how often an unfinished stream is asked for.

    `answer_s` is after how long a callback's connection is dropped, and the letter sent again.
    """

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.stream_interval_s = 0.2
        self.answer_s = ANSWER_S
        self._session: ClientSession | None = None
        self._in_flight: Counter[str] = Counter()

    async def start(self) -> None:
        """Open the connection pool."""
        self._session = ClientSession(connector=TCPConnector(limit=0))

    async def stop(self) -> None:
        """Close the connection pool."""
        if self._session:
            await self._session.close()

    @property
    def session(self) -> ClientSession:
        """The pool.

        :raises RuntimeError: the sandbox is not running.
        """
        if self._session is None:
            raise RuntimeError("the sandbox is not running: use `async with Sandbox(world)`")
        return self._session

    def box(self, door: Door, account: str = "") -> Box:
        """Give the token and key of a door."""
        world = self.hub.world
        return {"app": world.app.box, "robot": world.robot.box}.get(door) or world.accounts[account].box

    def seal(self, letter: Letter, *, box: Box | None = None, timestamp: str = "", nonce: str = "") -> Sealed:
        """Seal a letter; another box, timestamp or nonce than the right ones make a forgery."""
        box = box or self.box(letter.door, letter.account)
        timestamp, nonce = timestamp or str(int(time.time())), nonce or secrets.token_hex(8)
        path = path_of(letter.door, letter.account)
        if letter.door == "official":
            return self._seal_official(letter, box, timestamp, nonce)
        sealed = box.seal(letter.plain)
        query = {"msg_signature": box.sign(timestamp, nonce, sealed), "timestamp": timestamp, "nonce": nonce}
        if letter.door == "robot":
            body = json.dumps({"encrypt": sealed})
            return Sealed(path, query, body.encode(), {"Content-Type": "application/json"})
        xml = wire.write(
            {"ToUserName": box.receive_id, "AgentID": self.hub.world.app.agent_id, "Encrypt": sealed}
        )
        return Sealed(path, query, xml.encode(), {"Content-Type": "text/xml"})

    def _seal_official(self, letter: Letter, box: Box, timestamp: str, nonce: str) -> Sealed:
        mode = self.hub.world.accounts[letter.account].mode
        query = {"signature": box.sign(timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
        query["openid"] = letter.sender
        body = letter.plain
        if mode != "plain":
            sealed = box.seal(letter.plain)
            query |= {"encrypt_type": "aes", "msg_signature": box.sign(timestamp, nonce, sealed)}
            to = self.hub.world.accounts[letter.account].gh_id
            alone = wire.write({"ToUserName": to, "Encrypt": sealed})
            kept = letter.plain.removesuffix("</xml>") + f"<Encrypt>{wire.cdata(sealed)}</Encrypt></xml>"
            body = kept if mode == "compat" else alone
        return Sealed(path_of("official", letter.account), query, body.encode(), {"Content-Type": "text/xml"})

    async def post(self, sealed: Sealed) -> tuple[int, bytes, str]:
        """Post a request; give status, body and, where there was no answer, why."""
        if not self.hub.service_url:
            return 0, b"", "服务地址还没有设置"
        url = self.hub.service_url.rstrip("/") + sealed.path
        timeout = ClientTimeout(total=self.answer_s)
        try:
            async with self.session.post(
                url, params=sealed.query, data=sealed.body, headers=sealed.headers, timeout=timeout
            ) as response:
                return response.status, await response.read(), ""
        except TimeoutError:
            return 0, b"", f"{LATE}，等了 {self.answer_s:g} 秒"
        except (ClientError, OSError) as error:
            return 0, b"", f"连不上服务（{type(error).__name__}）"

    async def deliver(self, letter: Letter, times: int = 1) -> Heard:
        """Deliver a letter `times` times at once (the same msgid); only the first good answer is shown."""
        if letter.door == "robot" and letter.kind == "message":
            if self._in_flight[letter.sender] >= IN_FLIGHT:
                return Heard(0, 0, error=f"同一人最多 {IN_FLIGHT} 条消息同时等待机器人回复", letter=letter)
            self._in_flight[letter.sender] += 1
        try:
            heard = await asyncio.gather(*[self._attempts(letter) for _ in range(times)])
            first, passive = next((pair for pair in heard if pair[0].ok), heard[0])
            first = await self._shown(letter, first, passive)
        finally:
            if letter.door == "robot" and letter.kind == "message" and self._in_flight[letter.sender] > 0:
                self._in_flight[letter.sender] -= 1
        return dataclasses.replace(first, twins=tuple(other for other, p in heard if p is not passive))

    async def _attempts(self, letter: Letter) -> tuple[Heard, Passive]:
        wrong: dict[str, None] = {}
        for attempt in range(1, letter.attempts + 1):
            sealed = self.seal(letter)
            status, body, error = await self.post(sealed)
            if status == 200:
                passive = open_answer(self.hub, letter, sealed.nonce, body)
                self._complain(letter, *wrong, *passive.problems)
                return _heard(letter, status, attempt, passive, body), passive
            if status not in (0, 503):
                wrong[f"HTTP {status}: {body[:120]!r}; the platform wants 200"] = None
            elif error.startswith(LATE):
                wrong[f"no answer within {self.answer_s:g} seconds"] = None
        self._complain(letter, *wrong)
        error = error or f"服务返回 HTTP {status}"
        return Heard(status, letter.attempts, error=error, raw=body, letter=letter), Passive()

    def _complain(self, letter: Letter, *problems: str) -> None:
        where = f"{letter.door} {letter.event or letter.kind} from {letter.sender}"
        self.hub.records.complain(self.hub.clock.now, where, *problems)

    async def _shown(self, letter: Letter, heard: Heard, passive: Passive) -> Heard:
        if heard.error:
            show_failure(self.hub, letter, heard.error)
            return heard
        message = show(self.hub, letter, passive)
        if passive.finished or not passive.stream or message is None or not heard.ok:
            return heard
        polls, until = 0, time.monotonic() + STREAM_S
        while not passive.finished and heard.ok and time.monotonic() < until:
            await asyncio.sleep(self.stream_interval_s)
            polls += 1
            refresh = letters.robot_refresh(self.hub, letter, passive.stream)
            answer, update = await self._attempts(refresh)
            if answer.error or update.kind == "":
                continue
            heard, passive = dataclasses.replace(answer, letter=letter), update
            show(self.hub, letter, passive, into=message)
        return dataclasses.replace(heard, polls=polls)

    async def check_url(self, door: Door, account: str = "") -> Heard:
        """Do the platform's URL check (GET echostr); what is wrong with the answer is in `problems`."""
        box, echo = self.box(door, account), secrets.token_hex(8)
        timestamp, nonce = str(int(time.time())), secrets.token_hex(8)
        query = {"timestamp": timestamp, "nonce": nonce, "echostr": echo}
        if door == "official":
            query["signature"] = box.sign(timestamp, nonce)
        else:
            query["echostr"] = box.seal(echo)
            query["msg_signature"] = box.sign(timestamp, nonce, query["echostr"])
        url = self.hub.service_url.rstrip("/") + path_of(door, account)
        try:
            async with self.session.get(url, params=query, timeout=ClientTimeout(total=CHECK_S)) as response:
                body = await response.read()
                wrong = (
                    ()
                    if body == echo.encode() and response.status == 200
                    else (f"the answer is {body[:80]!r}",)
                )
                return Heard(response.status, raw=body, text=body.decode(errors="replace"), problems=wrong)
        except (TimeoutError, ClientError, OSError) as error:
            return Heard(0, error=f"{type(error).__name__}: {error}")

    def open(self, door: Door, body: bytes, account: str = "") -> str:
        """Open an enciphered answer of the service; for tests that look at raw bytes.

        :raises CryptoError: it cannot be opened.
        """
        text = body.decode()
        if door == "robot":
            return self.box(door).open(str(json.loads(text)["encrypt"]))
        sealed = wire.read(text).get("Encrypt")
        if not isinstance(sealed, str):
            raise CryptoError("there is no Encrypt in it")
        return self.box(door, account).open(sealed)


def _heard(letter: Letter, status: int, attempt: int, passive: Passive, body: bytes) -> Heard:
    return Heard(
        status,
        attempt,
        passive.kind,
        passive.plain,
        passive.text,
        passive.card,
        tuple(passive.problems),
        raw=body,
        letter=letter,
    )
