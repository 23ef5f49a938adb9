"""The WeCom self-built app: callbacks in and their answers, messages and cards out.

Rules: path/90930, 90238-90241, 90236, 94888, 94867.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.channels.cards_wire import card_json, card_xml
from bot.channels.envelope import (
    Door,
    check_size,
    content_xml,
    encrypt_field,
    envelope_xml,
    new_nonce,
)
from bot.channels.json_form import JsonObject, Writable, write_json
from bot.channels.texts import clean_text, cut_bytes, plain_text
from bot.channels.xml_form import Out, write_xml
from bot.channels.xml_message import read_message
from handlers.message import Card, Incoming, Reply, Words

SEND = "/cgi-bin/message/send"
UPDATE_CARD = "/cgi-bin/message/update_template_card"
RECALL = "/cgi-bin/message/recall"

MAX_TEXT = 2048
"""Bytes of a text or markdown message (path/90236, 90241)."""
MAX_USERS = 1000
"""Receivers of one call (path/90236)."""
DUPLICATE_INTERVAL = 1800
"""Seconds within which the platform refuses an equal request; at most 14,400."""

EMPTY = (b"", "text/plain")
"""Body and content type of an answer that says nothing."""


class WorkApp:
    """The callback door of one app; `public_url` is where a card without buttons leads."""

    channel = "work_app"

    def __init__(
        self, *, corp_id: str, agent_id: int, token: str, aes_key: str, max_skew_s: float, public_url: str
    ) -> None:
        self.account = str(agent_id)
        self._corp_id = corp_id
        self._public_url = public_url
        self._door = Door(token, aes_key, corp_id, max_skew_s)

    def check_url(self, query: Mapping[str, str], now: float) -> str:
        """Answer the URL check with the deciphered echo; raises DoorError. `now` in system seconds."""
        return self._door.echo(query, now)

    def parse(self, query: Mapping[str, str], body: bytes, now: float) -> Incoming:
        """Understand one callback; raises DoorError and nothing else. `now` in system seconds."""
        check_size(body)
        encrypt = encrypt_field(envelope_xml(body), "Encrypt")
        plain, door = self._door.enter(query, encrypt, now)
        return read_message("work_app", self.account, content_xml(plain), plain, door, fold=str.lower)

    def render(self, incoming: Incoming, reply: Reply) -> tuple[bytes, str]:
        """Write the passive answer and its content type; EMPTY where there is nothing to say.

        A tap is answered by its card alone, anything else by words alone (path/90241).
        """
        fields = self._passive(incoming, reply)
        if not fields:
            return EMPTY
        now = int(incoming.door["now"])
        head: dict[str, Out] = {
            "ToUserName": str(incoming.fields.get("FromUserName", incoming.sender)),
            "FromUserName": self._corp_id,
            "CreateTime": now,
        }
        sealed = self._door.seal(write_xml({**head, **fields}).encode(), now, new_nonce())
        return sealed.xml(), "application/xml"

    def _passive(self, incoming: Incoming, reply: Reply) -> dict[str, Out]:
        if incoming.kind == "tap":
            card = reply.card
            if card is None:
                return {}
            return {"MsgType": "update_template_card", "TemplateCard": card_xml(card, self._public_url)}
        text = plain_words(reply.words)
        return {"MsgType": "text", "Content": text} if text else {}


def plain_words(words: Words | None) -> str:
    """Give words as a text message: without markdown, within its bytes."""
    return plain_text(words, MAX_TEXT)


@dataclass(frozen=True, slots=True)
class SendResult:
    """What the platform said to a sending it accepted.

    `invalid`: userids it does not know or the app may not see; `unlicensed`: seen, but without a licence;
    both in lower case. `response_code` changes the card of all receivers, once, within 72 hours.
    """

    invalid: tuple[str, ...] = ()
    unlicensed: tuple[str, ...] = ()
    msgid: str = ""
    response_code: str = ""


def send_result(answer: JsonObject) -> SendResult:
    """Read the answer of `SEND`."""
    return SendResult(
        invalid=_users(answer.get("invaliduser")),
        unlicensed=_users(answer.get("unlicenseduser")),
        msgid=str(answer.get("msgid") or ""),
        response_code=str(answer.get("response_code") or ""),
    )


def send_text(
    users: Sequence[str], text: str, agent_id: int, duplicate_interval: int = DUPLICATE_INTERVAL
) -> bytes:
    """Write a text message of at most 2048 bytes for `SEND`."""
    body = {"content": cut_bytes(clean_text(text), MAX_TEXT)}
    return _send(users, agent_id, "text", body, duplicate_interval)


def send_markdown(
    users: Sequence[str], text: str, agent_id: int, duplicate_interval: int = DUPLICATE_INTERVAL
) -> bytes:
    """Write a markdown message of at most 2048 bytes for `SEND`."""
    body = {"content": cut_bytes(clean_text(text), MAX_TEXT)}
    return _send(users, agent_id, "markdown", body, duplicate_interval)


def send_media(
    users: Sequence[str],
    kind: str,
    media_id: str,
    agent_id: int,
    duplicate_interval: int = DUPLICATE_INTERVAL,
) -> bytes:
    """Write a picture, voice or file that was uploaded before, for `SEND`."""
    return _send(users, agent_id, kind, {"media_id": media_id}, duplicate_interval)


def send_card(
    users: Sequence[str],
    card: Card,
    agent_id: int,
    public_url: str,
    duplicate_interval: int = DUPLICATE_INTERVAL,
) -> bytes:
    """Write a card for `SEND`; everybody named gets the same one."""
    return _send(users, agent_id, "template_card", card_json(card, public_url), duplicate_interval)


def update_card(
    response_code: str, users: Sequence[str], card: Card, agent_id: int, public_url: str
) -> bytes:
    """Write a change of a card for `UPDATE_CARD`; without users it changes for everybody who has it."""
    whom: dict[str, Writable] = {"userids": list(users)} if users else {"atall": 1}
    return write_json(
        {
            **whom,
            "agentid": agent_id,
            "response_code": response_code,
            "template_card": card_json(card, public_url, update=True),
        }
    )


def recall(msgid: str) -> bytes:
    """Write a recall for `RECALL`, good within 24 hours (path/94867)."""
    return write_json({"msgid": msgid})


def _send(
    users: Sequence[str], agent_id: int, kind: str, body: Mapping[str, Writable], interval: int
) -> bytes:
    if not 1 <= len(users) <= MAX_USERS:
        raise ValueError(f"a call reaches 1 to {MAX_USERS} people, not {len(users)}")
    return write_json(
        {
            "touser": "|".join(users),
            "msgtype": kind,
            "agentid": agent_id,
            kind: body,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": interval,
        }
    )


def _users(value: object) -> tuple[str, ...]:
    """Split `a|b`; the platform gives userids back in lower case, and we make sure."""
    return tuple(user for user in str(value or "").lower().split("|") if user)
