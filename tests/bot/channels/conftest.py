"""The platform's side of the wire, written apart from the service's, or one mistake would hide the other."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.channels.api import OfficialApi, WorkApi
from bot.channels.tokens import StoredToken, Tokens, official_fetch, work_fetch
from bot.channels.transport import Transport
from bot.channels.work_robot import WorkRobot

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
TOKEN = "QDG6eK"
CORP = "wx5823bf96d3bd56c7"
NOW = 1_700_000_000.0
OK = {"errcode": 0, "errmsg": "ok"}


class Platform:
    """Seals callbacks and opens answers as WeChat does."""

    def __init__(self, receive_id: str, token: str = TOKEN, key: str = KEY) -> None:
        self.receive_id = receive_id.encode()
        self.token = token
        raw = base64.b64decode(key + "=")
        self.cipher = Cipher(algorithms.AES(raw), modes.CBC(raw[:16]))

    def sign(self, *parts: str) -> str:
        """Sign with the token."""
        return hashlib.sha1("".join(sorted([self.token, *parts])).encode()).hexdigest()

    def encrypt(self, message: bytes, **wrong: bytes) -> str:
        """Encipher; `pad`, `length` and `receive_id` can be told wrong."""
        head = b"0123456789abcdef" + wrong.get("length", len(message).to_bytes(4, "big"))
        plain = head + message + wrong.get("receive_id", self.receive_id)
        count = 32 - len(plain) % 32
        plain += wrong.get("pad", bytes([count]) * count)
        return self.encrypt_raw(plain)

    def encrypt_raw(self, plain: bytes) -> str:
        """Encipher whole blocks as they are."""
        encryptor = self.cipher.encryptor()
        return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()

    def decrypt(self, encrypt: str) -> bytes:
        """Decipher an answer, holding it to the platform's rules."""
        decryptor = self.cipher.decryptor()
        plain = decryptor.update(base64.b64decode(encrypt)) + decryptor.finalize()
        assert len(plain) % 32 == 0
        plain = plain[: -plain[-1]]
        end = 20 + int.from_bytes(plain[16:20], "big")
        assert plain[end:] == self.receive_id
        return plain[20:end]

    def query(self, encrypt: str, now: float = NOW, nonce: str = "263014780", **more: str) -> dict[str, str]:
        """Give the query of a callback."""
        stamp = str(int(now))
        return {
            "msg_signature": self.sign(stamp, nonce, encrypt),
            "timestamp": stamp,
            "nonce": nonce,
            **more,
        }

    def xml(self, message: bytes | str, now: float = NOW) -> tuple[dict[str, str], bytes]:
        """Give query and body of an XML callback."""
        encrypt = self.encrypt(message if isinstance(message, bytes) else message.encode())
        return self.query(encrypt, now), self.xml_body(encrypt)

    def xml_body(self, encrypt: str) -> bytes:
        """Give the envelope of an app's callback."""
        to = f"<ToUserName><![CDATA[{self.receive_id.decode()}]]></ToUserName>"
        return f"<xml>{to}<AgentID>1000002</AgentID><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>".encode()

    def json(self, message: object, now: float = NOW) -> tuple[dict[str, str], bytes]:
        """Give query and body of a robot's callback."""
        raw = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()
        encrypt = self.encrypt(raw)
        return self.query(encrypt, now), json.dumps({"encrypt": encrypt}).encode()

    def open_xml(self, body: bytes) -> ET.Element:
        """Verify and open an answer in XML."""
        root = ET.fromstring(body)
        assert [child.tag for child in root] == ["Encrypt", "MsgSignature", "TimeStamp", "Nonce"]
        encrypt, signature, stamp, nonce = (child.text or "" for child in root)
        assert self.sign(stamp, nonce, encrypt) == signature
        return ET.fromstring(self.decrypt(encrypt))

    def open_json(self, body: bytes) -> tuple[Mapping[str, object], str]:
        """Verify and open a robot's answer; gives it with its nonce."""
        envelope = json.loads(body)
        assert list(envelope) == ["encrypt", "msgsignature", "timestamp", "nonce"]
        assert isinstance(envelope["timestamp"], int)
        signed = self.sign(str(envelope["timestamp"]), envelope["nonce"], envelope["encrypt"])
        assert signed == envelope["msgsignature"]
        return json.loads(self.decrypt(envelope["encrypt"])), envelope["nonce"]


@pytest.fixture(scope="session")
def work() -> Platform:
    """WeCom as an app's callback sees it."""
    return Platform(CORP)


@pytest.fixture(scope="session")
def aibot() -> Platform:
    """WeCom as a robot's callback sees it: nobody is named in the cipher."""
    return Platform("")


@pytest.fixture
def robot() -> WorkRobot:
    """Give a robot."""
    return WorkRobot(name="指尖办", token=TOKEN, aes_key=KEY, max_skew_s=900, public_url="https://z.cn")


@pytest.fixture(scope="session")
def make_platform() -> type[Platform]:
    """Any other platform."""
    return Platform


class Shelf:
    """A store for one process."""

    def __init__(self) -> None:
        self.token: StoredToken | None = None

    async def read(self, credential):
        """Give what is there."""
        return self.token

    async def claim(self, credential, holder, now, seconds):
        """Lend to whoever asks."""
        return True

    async def write(self, credential, holder, token):
        """Keep it."""
        self.token = token


class Fake:
    """A platform that answers as told and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers: dict[str, list[object]] = {}
        self.hold = asyncio.Event()
        self.tokens = 0

    def tell(self, path: str, *answers: object) -> None:
        """Say what a path answers, in order; the last for ever."""
        self.answers[path] = list(answers)

    def calls(self, path: str) -> list[tuple[str, dict[str, str], bytes]]:
        """Give what a path was asked: method, query, body."""
        return [(method, query, body) for where, method, query, body in self.asked if where == path]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer anything."""
        self.asked.append((request.path, request.method, dict(request.query), await request.read()))
        queue = self.answers.get(request.path)
        if not queue and request.path in {"/cgi-bin/gettoken", "/cgi-bin/stable_token"}:
            self.tokens += 1
            return web.json_response({**OK, "access_token": f"SECRET-{self.tokens}", "expires_in": 7200})
        answer = (queue.pop(0) if len(queue) > 1 else queue[0]) if queue else OK
        if callable(answer):
            return await answer(request)
        return web.json_response(answer)


@pytest.fixture
async def fake():
    """Give a platform."""
    return Fake()


@pytest.fixture
async def base(fake):
    """Give the address of the platform on loopback."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/{tail:.*}", fake.handle)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
        fake.hold.set()


@pytest.fixture
async def session():
    """Give the one session."""
    async with aiohttp.ClientSession() as session:
        yield session


def tokens_for(fetch) -> Tokens:
    """Make tokens with a store of their own."""
    return Tokens("c", Shelf(), fetch, clock=lambda: 1000.0)


@pytest.fixture
async def work_api(session, base):
    """Give the client of WeCom."""
    fetch = work_fetch(Transport(session, base), "ww1", "shh")
    return WorkApi(session, base, tokens_for(fetch), total_s=1.0, connect_s=0.5)


@pytest.fixture
async def official_api(session, base):
    """Give the client of an official account."""
    return OfficialApi(session, base, tokens_for(official_fetch(Transport(session, base), "wx1", "shh")))
