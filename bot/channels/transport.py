"""One HTTP call to the platform: time limits, no redirects, a cap on the answer, and named errors.

A token, a webhook's key and a response code stand in the address; so no error of this file shows one, and
none keeps aiohttp's own error, which does, as its cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import aiohttp

from bot.channels.codes import error_of
from bot.channels.json_form import JsonObject, NotJson, read_json
from bot.errors import Oversized, PlatformError, Refused, Unconfirmed, Unreachable

TOTAL_S, CONNECT_S = 10.0, 3.0
"""Seconds for a whole call, and for its connection."""
MAX_ANSWER = 16 * 1024 * 1024
"""Bytes of the longest JSON answer; `user/list` of a large department has a few megabytes."""
JSON_HEADERS = {"Content-Type": "application/json; charset=utf-8"}

#: What aiohttp raises before a byte of the request has left.
_NOT_CALLED = (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError)
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as it came."""

    status: int
    content_type: str
    body: bytes
    filename: str = ""

    def is_json(self) -> bool:
        """Say whether it may be one of the platform's JSON answers, which call themselves text at times."""
        return self.body.lstrip()[:1] == b"{" and "image" not in self.content_type


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody sent, under the name the platform gives for it (empty where it gives none)."""

    name: str
    data: bytes = field(repr=False)


class Transport:
    """Calls under one base address through the process's only ClientSession, which belongs to the caller."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: str,
        *,
        total_s: float = TOTAL_S,
        connect_s: float = CONNECT_S,
    ) -> None:
        self._session = session
        self._base = base.rstrip("/")
        self._connect_s = connect_s
        self._total_s = total_s

    async def fetch(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | aiohttp.FormData | None = None,
        cap: int = MAX_ANSWER,
        total_s: float = 0,
    ) -> Raw:
        """Make one call; `path` is below the base, or a whole address.

        Raises Unreachable where the request never left, Unconfirmed where the answer is cut off or late,
        Oversized where it is larger than `cap` bytes, Refused where the address is none.
        """
        if self._session.closed:
            raise Unreachable("the service is stopping")
        try:
            async with self._session.request(
                method,
                path if "://" in path else self._base + path,
                params=params,
                data=body,
                headers=JSON_HEADERS if isinstance(body, bytes) else None,
                timeout=aiohttp.ClientTimeout(total=total_s or self._total_s, connect=self._connect_s),
                allow_redirects=False,
            ) as response:
                data = await _read_capped(response.content, cap)
                name = response.content_disposition.filename if response.content_disposition else ""
                return Raw(response.status, response.headers.get("Content-Type", ""), data, name or "")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            failure = _failure(error)
        raise failure from None


def _failure(error: Exception) -> PlatformError:
    """Say whether the request left, in words without its address."""
    name = type(error).__name__
    if isinstance(error, _NOT_CALLED):
        return Refused(f"not an address that can be called: {name}")
    if isinstance(error, _NOT_SENT):
        return Unreachable(f"no connection: {name}", cure="请检查本机网络和 api_base")
    return Unconfirmed(f"cut off: {name}")


async def _read_capped(content: aiohttp.StreamReader, cap: int) -> bytes:
    """Read to the end; raises Oversized beyond `cap` bytes."""
    chunks, size = [], 0
    async for chunk in content.iter_chunked(64 * 1024):
        size += len(chunk)
        if size > cap:
            raise Oversized(f"the answer is longer than {cap} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


def read_answer(raw: Raw, *, needs_code: bool) -> JsonObject:
    """Read a JSON answer; raises the error its code stands for, Unconfirmed where it is no answer at all.

    The code goes before the HTTP status: a 500 that says -1 is a clear refusal. `needs_code`: WeCom always
    tells errcode, so an answer without it is half; the official account leaves it out where all went well.
    """
    try:
        answer = read_json(raw.body)
    except NotJson:
        raise Unconfirmed(f"HTTP {raw.status} without the platform's JSON") from None
    code = answer.get("errcode")
    if isinstance(code, int) and not isinstance(code, bool):
        if code:
            raise error_of(code, str(answer.get("errmsg", "")))
        missing = False
    else:
        missing = needs_code or code is not None
    if missing or raw.status != 200:
        raise Unconfirmed(f"HTTP {raw.status} and no errcode" if missing else f"HTTP {raw.status}")
    return answer
