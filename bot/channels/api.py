"""The async client of both platforms: calls with a token, webhooks, and answers by response_url.

One refresh and one repeat of the same bytes where the token is refused (path/90313; 公众号 全局返回码),
and no other repeats: those belong to the outbox. Errors: `bot.errors`, by the table in `codes.py`.
"""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import aiohttp

from bot.channels.codes import TOKEN_CODES
from bot.channels.json_form import JsonObject, NotJson, read_json
from bot.channels.tokens import Tokens
from bot.channels.transport import File, Raw, Transport, read_answer
from bot.errors import PlatformError, Refused, Unconfirmed

WEBHOOK_SEND = "/cgi-bin/webhook/send"
MAX_MEDIA = 20 * 1024 * 1024
"""Bytes of the largest file the platform takes or gives (path/96484)."""
MEDIA_S = 60.0
"""Seconds for a file to go up or come down."""

Answer = TypeVar("Answer")
MediaKind = Literal["image", "voice", "video", "file"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call to be made: where, with which bytes, in whose name.

    `path` holds no secret and may be logged. `credential` is the account's name for `official`, the key for
    `webhook`, the whole response_url for `response`, and empty for `work`.
    """

    api: Literal["work", "webhook", "response", "official"]
    path: str
    body: bytes
    credential: str = field(default="", repr=False)


class TokenApi:
    """Calls that bear an access token."""

    needs_code = True

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: str,
        tokens: Tokens,
        *,
        total_s: float = 10.0,
        connect_s: float = 3.0,
        media_s: float = MEDIA_S,
    ) -> None:
        self._transport = Transport(session, base, total_s=total_s, connect_s=connect_s)
        self._tokens = tokens
        self._media_s = media_s

    async def token(self) -> str:
        """Give a good token: whether there is one, shows whether the credentials are right."""
        return await self._tokens.get()

    async def post(self, path: str, body: bytes) -> JsonObject:
        """Post JSON and give the answer."""

        async def once(token: str) -> JsonObject:
            raw = await self._transport.fetch("POST", path, params={"access_token": token}, body=body)
            return read_answer(raw, needs_code=self.needs_code)

        return await self._with_token(once)

    async def get(self, path: str, params: Mapping[str, str]) -> JsonObject:
        """Get the answer to a question."""

        async def once(token: str) -> JsonObject:
            raw = await self._transport.fetch("GET", path, params={"access_token": token, **params})
            return read_answer(raw, needs_code=self.needs_code)

        return await self._with_token(once)

    async def upload(self, kind: MediaKind, filename: str, data: bytes) -> str:
        """Give the media_id, good for three days, of a file; raises Refused over 20 MB or under 6 bytes."""
        if not 5 < len(data) <= MAX_MEDIA:
            raise Refused(f"a file of {len(data)} bytes", cure="文件要大于 5 字节，不超过 20 MB")

        async def once(token: str) -> JsonObject:
            form = aiohttp.FormData(quote_fields=False)
            name = filename.replace('"', "").replace("\r", "").replace("\n", "")
            form.add_field("media", io.BytesIO(data), filename=name, content_type="application/octet-stream")
            raw = await self._transport.fetch(
                "POST",
                "/cgi-bin/media/upload",
                params={"access_token": token, "type": kind},
                body=form,
                total_s=self._media_s,
            )
            return read_answer(raw, needs_code=False)

        media_id = (await self._with_token(once)).get("media_id")
        if not isinstance(media_id, str) or not media_id:
            raise Unconfirmed("an answer without a media_id")
        return media_id

    async def download(self, media_id: str, cap: int = MAX_MEDIA) -> File:
        """Give a file that somebody sent; kept by the platform for three days."""

        async def once(token: str) -> File:
            raw = await self._transport.fetch(
                "GET",
                "/cgi-bin/media/get",
                params={"access_token": token, "media_id": media_id},
                cap=cap,
                total_s=self._media_s,
            )
            return _file_of(raw)

        return await self._with_token(once)

    async def _with_token(self, once: Callable[[str], Awaitable[Answer]]) -> Answer:
        """Call once, and a second time with a fresh token where the first was refused."""
        token = await self._tokens.get()
        try:
            return await once(token)
        except PlatformError as error:
            if error.code not in TOKEN_CODES:
                raise
        token = await self._tokens.refresh(token)
        return await once(token)


class WorkApi(TokenApi):
    """WeCom; every answer tells its errcode."""


class OfficialApi(TokenApi):
    """The official account; what went well may come without an errcode."""

    needs_code = False

    async def download(self, media_id: str, cap: int = MAX_MEDIA) -> File:
        """Give a file that somebody sent; of a video the platform gives the address (获取临时素材)."""
        file = await super().download(media_id, cap)
        if not (address := _video_address(file.data)):
            return file
        raw = await self._transport.fetch("GET", address, cap=cap, total_s=self._media_s)
        return _file_of(raw)


class Dialer:
    """Makes a `Call`, whichever it is."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: str,
        *,
        work: WorkApi | None = None,
        officials: Mapping[str, OfficialApi] | None = None,
        total_s: float = 10.0,
        connect_s: float = 3.0,
    ) -> None:
        """Take the session, and WeCom's base address, below which webhooks are."""
        self._transport = Transport(session, base, total_s=total_s, connect_s=connect_s)
        self._work = work
        self._officials = officials or {}

    async def make(self, call: Call) -> JsonObject:
        """Make one call and give the answer; raises PlatformError."""
        match call.api:
            case "work":
                return await self._api(self._work).post(call.path, call.body)
            case "official":
                return await self._api(self._officials.get(call.credential)).post(call.path, call.body)
            case "webhook":
                return await self._post(WEBHOOK_SEND, {"key": call.credential}, call.body)
            case "response":
                return await self._post(_whole_address(call.credential), None, call.body)

    def _api(self, api: TokenApi | None) -> TokenApi:
        if api is None:
            raise Refused("no credentials for this call", cure="请在配置里补上这个账号")
        return api

    async def _post(self, path: str, params: Mapping[str, str] | None, body: bytes) -> JsonObject:
        raw = await self._transport.fetch("POST", path, params=params, body=body)
        return read_answer(raw, needs_code=True)


def _file_of(raw: Raw) -> File:
    """Tell a file from an error in JSON; a JSON file that somebody sent says it is a file."""
    if raw.is_json() and b"errcode" in raw.body[:200]:
        read_answer(raw, needs_code=True)
    if raw.status != 200 or not raw.body:
        raise Unconfirmed(f"HTTP {raw.status} and no file")
    return File(raw.filename, raw.body)


def _video_address(data: bytes) -> str:
    """Give the address in an answer that is nothing but an address; empty for a file."""
    if len(data) > 4096 or b'"video_url"' not in data[:200]:
        return ""
    try:
        address = read_json(data).get("video_url")
    except NotJson:
        return ""
    return address if isinstance(address, str) and address.startswith(("https://", "http://")) else ""


def _whole_address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise Refused("the response_url is not an address")
    return url
