"""The WeCom robot (智能机器人, callback mode): callbacks in, their answers, and one later answer.

Rules: path/100719, 101027, 101031-101033, 101138.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from bot.channels.cards_wire import card_json
from bot.channels.envelope import (
    Door,
    check_size,
    content_json,
    encrypt_field,
    envelope_json,
)
from bot.channels.json_form import Writable, write_json
from bot.channels.robot_message import read_robot_message
from bot.channels.texts import clean_text, cut_bytes, plain_text
from handlers.message import Card, Incoming, Reply, Words

MAX_CONTENT = 20480
"""Bytes of a stream's or a markdown answer's content (path/101031)."""
MAX_WELCOME = 2048
"""Bytes of the text that answers enter_chat."""
RESPONSE_LIFE = timedelta(minutes=55)
"""For which a message may still be answered in its own chat: an hour, once (path/101138)."""

EMPTY = (b"", "text/plain")
"""Body and content type of an answer that says nothing."""


class WorkRobot:
    """The callback door of one robot; `name` is how it is called in a group, after an @.

    The robot's cipher names no receiver (path/101033). `public_url` is where a card without buttons leads.
    """

    channel = "work_robot"

    def __init__(self, *, name: str, token: str, aes_key: str, max_skew_s: float, public_url: str) -> None:
        self.name = name
        self._public_url = public_url
        self._door = Door(token, aes_key, "", max_skew_s)

    def check_url(self, query: Mapping[str, str], now: float) -> str:
        """Answer the URL check with the deciphered echo; raises DoorError. `now` in system seconds."""
        return self._door.echo(query, now)

    def parse(self, query: Mapping[str, str], body: bytes, now: float) -> Incoming:
        """Understand one callback; raises DoorError and nothing else. `now` in system seconds."""
        check_size(body)
        encrypt = encrypt_field(envelope_json(body), "encrypt")
        plain, door = self._door.enter(query, encrypt, now)
        return read_robot_message(content_json(plain), plain, door)

    def render(self, incoming: Incoming, reply: Reply, stream_id: str = "") -> tuple[bytes, str]:
        """Write the passive answer under the request's nonce, and its content type.

        EMPTY where there is nothing to say, or where the platform allows nothing. A stream needs an id:
        `stream_id`, else that of the refresh, else one made from the message, the same for every repeat.
        """
        stream = stream_id or incoming.stream or hashlib.sha256(incoming.dedupe.encode()).hexdigest()[:32]
        fields = self._passive(incoming, reply, stream)
        if not fields:
            return EMPTY
        sealed = self._door.seal(write_json(fields), int(incoming.door["now"]), incoming.door["nonce"])
        return sealed.robot_json(), "application/json"

    def _passive(self, incoming: Incoming, reply: Reply, stream_id: str) -> dict[str, Writable]:
        """Choose what the platform allows in answer to this kind (path/101031)."""
        if incoming.kind == "tap":
            return self._changed(reply.card)
        if incoming.kind == "event":
            return self._welcome(reply) if incoming.event == "enter_chat" else {}
        stream = _stream(reply.words, stream_id)
        if incoming.kind == "refresh" or reply.card is None:
            return {"msgtype": "stream", **stream} if stream else {}
        card: dict[str, Writable] = {"template_card": card_json(reply.card, self._public_url)}
        if stream:
            return {"msgtype": "stream_with_template_card", **stream, **card}
        return {"msgtype": "template_card", **card}

    def _changed(self, card: Card | None) -> dict[str, Writable]:
        """Change the tapped card for everybody who has it: for that, userids are left out."""
        if card is None:
            return {}
        changed = card_json(card, self._public_url, update=True)
        return {"response_type": "update_template_card", "template_card": changed}

    def _welcome(self, reply: Reply) -> dict[str, Writable]:
        if reply.card is not None:
            return {"msgtype": "template_card", "template_card": card_json(reply.card, self._public_url)}
        if reply.words is None or not reply.words.text:
            return {}
        return {"msgtype": "text", "text": {"content": plain_text(reply.words, MAX_WELCOME)}}


def response_markdown(text: str) -> bytes:
    """Write the one later answer to a message, for its response_url; good for one hour."""
    return write_json(
        {"msgtype": "markdown", "markdown": {"content": cut_bytes(clean_text(text), MAX_CONTENT)}}
    )


def response_card(card: Card, public_url: str) -> bytes:
    """Write a card as the one later answer to a message, for its response_url; good for one hour."""
    return write_json({"msgtype": "template_card", "template_card": card_json(card, public_url)})


def _stream(words: Words | None, stream_id: str) -> dict[str, Writable]:
    """Write a stream that is whole from the start; the platform then asks no more."""
    if words is None or not words.text:
        return {}
    content = cut_bytes(clean_text(words.text), MAX_CONTENT)
    return {"stream": {"id": stream_id, "finish": True, "content": content}}
