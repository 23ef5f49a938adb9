"""The official account (公众号): callbacks in plain, compatible and safe mode, and words in answer.

Rules: developers.weixin.qq.com, 消息与事件推送 and 消息加解密说明. XML is the platform's form;
JSON, which its worked example shows, is answered in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.channels.envelope import (
    Door,
    Stamp,
    check_size,
    content_json,
    content_xml,
    encrypt_field,
    envelope_json,
    envelope_xml,
    new_nonce,
    query_field,
    read_stamp,
)
from bot.channels.json_form import write_json
from bot.channels.texts import clean_text, cut_bytes, plain_text
from bot.channels.xml_form import write_xml
from bot.channels.xml_message import read_message
from bot.errors import BadForm
from handlers.message import Incoming, Reply

Mode = Literal["plain", "compat", "safe"]

CUSTOM_SEND = "/cgi-bin/message/custom/send"

MAX_TEXT = 2048
"""Bytes of a text (the platform says 2048 for custom messages; passive answers are kept to the same)."""

EMPTY = (b"", "text/plain")
"""Body and content type of an answer that says nothing; the platform then does not repeat."""

#: Whether a body may be plain, and whether it may be enciphered, in each mode.
_ALLOWED: Mapping[Mode, tuple[bool, bool]] = {
    "plain": (True, False),
    "compat": (True, True),
    "safe": (False, True),
}


class OfficialAccount:
    """The callback door of one official account; `name` is its name in the settings and in the URL."""

    channel = "official_account"

    def __init__(
        self, *, name: str, app_id: str, token: str, aes_key: str, mode: Mode, max_skew_s: float
    ) -> None:
        self.account = name
        self._plain_allowed, self._cipher_allowed = _ALLOWED[mode]
        self._door = Door(token, aes_key if self._cipher_allowed else None, app_id, max_skew_s)

    def check_url(self, query: Mapping[str, str], now: float) -> str:
        """Answer the URL check with the echo as it is, plain in every mode; raises DoorError."""
        stamp = read_stamp(query, "signature")
        echo = query_field(query, "echostr")
        self._door.check(stamp, now)
        return echo

    def parse(self, query: Mapping[str, str], body: bytes, now: float) -> Incoming:
        """Understand one callback; raises DoorError and nothing else. `now` in system seconds."""
        check_size(body)
        is_json = body.lstrip()[:1] == b"{"
        envelope: Mapping[str, object] = envelope_json(body) if is_json else envelope_xml(body)
        if self._is_enciphered(query):
            encrypt = encrypt_field(envelope, "Encrypt")
            stamp = read_stamp(query)
            self._door.check(stamp, now, encrypt)
            plain = self._door.open(encrypt)
            fields = content_json(plain) if is_json else content_xml(plain)
            return self._read(fields, plain, stamp, now, cipher="aes", is_json=is_json)
        stamp = read_stamp(query, "signature")
        self._door.check(stamp, now)
        return self._read(envelope, body, stamp, now, cipher="", is_json=is_json)

    def render(self, incoming: Incoming, reply: Reply) -> tuple[bytes, str]:
        """Write the passive answer and its content type, enciphered where the request was; no cards."""
        text = plain_text(reply.words, MAX_TEXT)
        if not text:
            return EMPTY
        now = int(incoming.door["now"])
        fields: dict[str, str | int] = {
            "ToUserName": incoming.sender,
            "FromUserName": str(incoming.fields.get("ToUserName", "")),
            "CreateTime": now,
            "MsgType": "text",
            "Content": text,
        }
        is_json = incoming.door["form"] == "json"
        message = write_json(fields) if is_json else write_xml(fields).encode()
        if incoming.door["cipher"]:
            sealed = self._door.seal(message, now, incoming.door["nonce"] if is_json else new_nonce())
            message = sealed.json() if is_json else sealed.xml()
        return message, "application/json" if is_json else "application/xml"

    def _is_enciphered(self, query: Mapping[str, str]) -> bool:
        """Tell by the query how the body is to be read; raises BadForm where the mode does not allow it.

        `encrypt_type` absent or `raw` is plain; safe mode goes by `msg_signature`, never by `signature`.
        """
        named = "encrypt_type" in query
        kind = query_field(query, "encrypt_type") if named else "aes" if "msg_signature" in query else "raw"
        if not {"aes": self._cipher_allowed, "raw": self._plain_allowed}.get(kind, False):
            raise BadForm("encrypt_type does not belong to the mode of this account")
        return kind == "aes"

    def _read(
        self,
        fields: Mapping[str, object],
        plain: bytes,
        stamp: Stamp,
        now: float,
        *,
        cipher: str,
        is_json: bool,
    ) -> Incoming:
        door = {
            "nonce": stamp.nonce,
            "timestamp": stamp.timestamp,
            "now": str(int(now)),
            "cipher": cipher,
            "form": "json" if is_json else "xml",
        }
        return read_message("official_account", self.account, fields, plain, door)


def custom_text(openid: str, text: str) -> bytes:
    """Write a customer-service text for `CUSTOM_SEND` (five within 48 hours of the person's message)."""
    return write_json(
        {"touser": openid, "msgtype": "text", "text": {"content": cut_bytes(clean_text(text), MAX_TEXT)}}
    )
