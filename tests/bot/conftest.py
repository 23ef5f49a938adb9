"""A forger at the service's doors, a picture of everything the service keeps, and a settings file."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import secrets
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot import logs

TABLES = (
    "day_counter", "directive", "failed", "feedback", "history", "mark", "member", "question", "seen",
    "sending", "share", "unit",
)  # fmt: skip

Query = list[tuple[str, str]]


def encipher(aes_key: str, plain: bytes) -> str:
    """Encipher whole blocks as they are, in Base64."""
    key = base64.b64decode(aes_key + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def sign(*parts: str) -> str:
    """Sign as the platform does."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


@dataclass(frozen=True)
class Post:
    """A request to a door: everything about it can be wrong."""

    path: str
    query: Query
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_query(self, **fields: str | None) -> Post:
        """Change query fields; None leaves one out."""
        kept = [(name, value) for name, value in self.query if name not in fields]
        return replace(self, query=kept + [(n, v) for n, v in fields.items() if v is not None])


@dataclass(frozen=True)
class Forge:
    """One door's token and key, and the ways to use them wrongly."""

    name: str
    path: str
    token: str
    aes_key: str
    receive_id: str
    plain: bytes

    @property
    def is_json(self) -> bool:
        """Whether the door speaks JSON."""
        return self.name == "robot"

    @property
    def signature(self) -> str:
        """The query's name of the signature."""
        return "signature" if self.name == "plain" else "msg_signature"

    def seal(self, message: bytes, **wrong: bytes) -> str:
        """Encipher; `pad`, `length` and `receive_id` can be told wrong."""
        plain = os.urandom(16) + wrong.get("length", struct.pack(">I", len(message))) + message
        plain += wrong.get("receive_id", self.receive_id.encode())
        count = 32 - len(plain) % 32
        return encipher(self.aes_key, plain + wrong.get("pad", bytes([count]) * count))

    def signed(self, body: bytes, sealed: str = "", *, at: float = 0.0) -> Post:
        """Sign a body rightly, whatever it is; `at` in system seconds."""
        timestamp, nonce = str(int(at or time.time())), secrets.token_hex(8)
        query = [("timestamp", timestamp), ("nonce", nonce)]
        parts = [self.token, timestamp, nonce] + ([sealed] if self.name != "plain" else [])
        query.append((self.signature, sign(*parts)))
        if self.name in {"city", "compat"}:
            query += [("encrypt_type", "aes"), ("signature", sign(self.token, timestamp, nonce))]
        return Post(self.path, query, body)

    def envelope(self, sealed: str) -> bytes:
        """Put a cipher into the door's envelope."""
        if self.is_json:
            return json.dumps({"encrypt": sealed}).encode()
        return f"<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()

    def good(self, message: bytes | None = None, *, at: float = 0.0, **wrong: bytes) -> Post:
        """Make the platform's own request; `wrong` as in `seal`."""
        message = self.plain if message is None else message
        if self.name == "plain":
            return self.signed(message, at=at)
        sealed = self.seal(message, **wrong)
        return self.signed(self.envelope(sealed), sealed, at=at)


@dataclass
class Examiner:
    """Sends what it likes to a service and looks whether anything changed."""

    town: Any
    doors: Mapping[str, Forge]
    session: ClientSession

    async def post(self, post: Post, method: str = "POST", **more: Any) -> tuple[int, bytes]:
        """Send one request; gives status and body."""
        url = self.town.url + post.path
        async with self.session.request(
            method, url, params=post.query, data=io.BytesIO(post.body), headers=post.headers, **more
        ) as response:
            return response.status, await response.read()

    async def picture(self) -> dict[str, list[str]]:
        """Give every row of every table of the service, tokens aside."""
        return {
            table: sorted(str(row) for row in await self.town.rows(f"SELECT * FROM {table}"))
            for table in TABLES
        }


XML = "<xml><ToUserName>{to}</ToUserName><FromUserName>{who}</FromUserName><CreateTime>{at}</CreateTime>"


def _xml(to: str, who: str, more: str = "") -> bytes:
    start = XML.format(to=to, who=who, at=int(time.time()))
    text = "<MsgType>text</MsgType><Content>帮助</Content>"
    return f"{start}{text}<MsgId>{secrets.randbelow(10**18)}</MsgId>{more}</xml>".encode()


@pytest.fixture
async def examiner(town: Any) -> Any:
    """Give an examiner of the running service, with a forge for each of its doors."""
    config = town.config
    app, robot = config.work.app, config.work.robot
    said = {"msgid": secrets.token_hex(8), "aibotid": "aib", "chattype": "single"}
    said |= {"from": {"userid": "zhaoming"}, "msgtype": "text", "text": {"content": "帮助"}}
    doors = [
        Forge("app", "/webhook/work/app", app.token.get_secret_value(), app.aes_key.get_secret_value(),
              config.work.corp_id, _xml(config.work.corp_id, "zhaoming", "<AgentID>1000002</AgentID>")),
        Forge("robot", "/webhook/work/robot", robot.token.get_secret_value(),
              robot.aes_key.get_secret_value(), "", json.dumps(said).encode()),
    ]  # fmt: skip
    for one in config.official_accounts:
        key = one.aes_key.get_secret_value() if one.aes_key else ""
        token = one.token.get_secret_value()
        path = f"/webhook/official/{one.name}"
        doors.append(Forge(one.name, path, token, key, one.app_id, _xml("gh_1", "openid1")))
    async with ClientSession() as session:
        yield Examiner(town, {door.name: door for door in doors}, session)


@pytest.fixture
def three_accounts() -> list[dict[str, Any]]:
    """Give settings of an account in each mode."""
    common = {"secret": "s" * 32, "token": "tokentoken", "aes_key": "a" * 43}
    return [
        {"name": name, "app_id": f"wx{name}", "mode": mode, "api_base": "http://127.0.0.1:9", **common}
        for name, mode in (("city", "safe"), ("compat", "compat"), ("plain", "plain"))
    ]


@pytest.fixture
def no_traceback(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, Any]]]:
    """Give the log's lines since the last look; fails where one shows a traceback."""
    logs.configure(json=True, level="INFO")

    def look() -> list[dict[str, Any]]:
        out, err = capsys.readouterr()

        assert "Traceback" not in out + err
        return [json.loads(line) for line in out.splitlines() if line.startswith("{")]

    return look


@pytest.fixture
def write(tmp_path: Path):
    """Write a settings file and give its path; values become YAML as JSON does."""

    def _write(content: object) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return _write
