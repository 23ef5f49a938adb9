"""One call as an endpoint sees it, and what an endpoint may give back."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Literal, TypeAlias

from sandbox.hub import Hub, Refusal
from sandbox.json_types import Json, Object

Who = Literal["corp", "account", "any", "nobody"]
FILENAME = re.compile(rb'(?i)content-disposition:[^\r\n]*\bfilename="([^"\r\n]*)"')
"""A part's file name as it was written: the platform reads UTF-8, which mail does not know."""


@dataclass(frozen=True, slots=True)
class Blob:
    """An answer that is a file."""

    content: bytes
    content_type: str = "application/octet-stream"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call: `owner` is whose token it came with (corp id, app id or empty)."""

    method: str
    path: str
    query: Mapping[str, str]
    raw: bytes
    content_type: str = ""
    owner: str = ""
    parsed: Json = field(default=None)

    def body(self) -> Object:
        """Give the body as a JSON object.

        :raises Refusal: 44002 empty, 47001 no JSON object in UTF-8.
        """
        if not self.raw:
            raise Refusal(44002, "empty post data")
        if not isinstance(self.parsed, dict):
            raise Refusal(47001, "data format error: not a JSON object")
        return self.parsed

    def upload(self) -> tuple[str, bytes, str]:
        """Give name, content and content type of the form field `media`.

        :raises Refusal: 41005 there is none.
        """
        head = f"Content-Type: {self.content_type}\r\n\r\n".encode()
        message = message_from_bytes(head + self.raw)
        for part in message.walk():
            if part.get_param("name", header="content-disposition") == "media":
                content = part.get_payload(decode=True)
                named = FILENAME.search(self.raw)
                return (
                    named[1].decode(errors="replace") if named else "",
                    content if isinstance(content, bytes) else b"",
                    part.get_content_type(),
                )
        raise Refusal(41005, "media data missing")


Answer: TypeAlias = "Object | Blob"
Endpoint: TypeAlias = Callable[[Hub, Asked], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table of endpoints: who may call it, and what does it."""

    method: str
    path: str
    who: Who
    endpoint: Endpoint


def parse(raw: bytes) -> Json:
    """Parse a body; None where it is no JSON."""
    try:
        parsed: Json = json.loads(raw)
    except ValueError:
        return None
    return parsed


def ok(**more: Json) -> Object:
    """Answer that all went well."""
    return {"errcode": 0, "errmsg": "ok", **more}
