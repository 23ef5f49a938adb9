"""What the platform takes as the answer to a callback, checked field by field.

`open_answer` opens the envelope and judges what is inside; every fault found is a line in `Passive.problems`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox import answers_xml, cards
from sandbox.cardrules import problems as card_problems
from sandbox.cards import Card
from sandbox.crypto import Box, CryptoError, same
from sandbox.hub import Hub
from sandbox.json_types import Json, Object, object_of, objects_of, text_of
from sandbox.letters import Letter

STREAM_BYTES = 20480
ROBOT_ALLOWED: dict[str, tuple[str, ...]] = {
    "message": ("stream", "template_card", "stream_with_template_card"),
    "refresh": ("stream", "stream_with_template_card"),
    "enter": ("text", "template_card"),
}


@dataclass(slots=True)
class Passive:
    """An opened answer.

    `kind` is its msgtype or response_type, empty for an empty one; `users` limits an update.
    """

    kind: str = ""
    plain: Json = None
    text: str = ""
    card: Card | None = None
    greyed: str = ""
    stream: str = ""
    finished: bool = True
    users: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)


def open_answer(hub: Hub, letter: Letter, nonce: str, body: bytes) -> Passive:
    """Open the answer to a letter that went out under this nonce."""
    if not body or (letter.door == "official" and body == b"success"):
        return Passive()
    if letter.door == "robot":
        return _robot(hub.world.robot.box, letter, nonce, body)
    if letter.door == "app":
        return _from_xml(answers_xml.app(hub.world.app.box, body), hub.world.corp_id, letter)
    account = hub.world.accounts[letter.account]
    return _from_xml(answers_xml.account(account.box, account.mode, body), account.gh_id, letter)


def _from_xml(opened: tuple[Object, list[str]], sender: str, letter: Letter) -> Passive:
    fields, wrong = opened
    passive = Passive(text_of(fields, "MsgType"), fields, problems=wrong)
    if fields:
        answers_xml.judge(fields, sender, letter, passive.problems)
        passive.text = answers_xml.words(fields)
        passive.greyed = text_of(object_of(fields, "Button"), "ReplaceName")
        if passive.kind == "update_template_card":
            raw = answers_xml.card(fields)
            passive.problems += [
                f"TemplateCard: {code} {words}" for code, words in card_problems(raw, update=True)
            ]
            passive.card = cards.read(raw, task_id=letter.task_id) if isinstance(raw, dict) else None
    return passive


def _robot(box: Box, letter: Letter, nonce: str, body: bytes) -> Passive:
    passive = Passive()
    plain = _robot_plain(box, nonce, body, passive.problems)
    if plain is None:
        return passive
    passive.plain = plain
    if letter.kind == "tap":
        _robot_update(letter, plain, passive)
        return passive
    passive.kind = text_of(plain, "msgtype")
    allowed = ROBOT_ALLOWED.get(letter.kind, ())
    if passive.kind not in allowed:
        passive.problems.append(
            f"msgtype {passive.kind!r} is not allowed in answer to {letter.kind}: {allowed}"
        )
        return passive
    parts = {"stream", "template_card"} if passive.kind == "stream_with_template_card" else {passive.kind}
    passive.problems += [f"unknown field {name}" for name in plain if name not in {"msgtype", *parts}]
    if "stream" in parts:
        _stream(letter, object_of(plain, "stream"), passive)
    if "template_card" in parts and ("template_card" in plain or passive.kind == "template_card"):
        _card(plain, passive)
    if passive.kind == "text":
        passive.text = text_of(object_of(plain, "text"), "content")
        if not passive.text:
            passive.problems.append("text.content is empty")
    return passive


def _robot_plain(box: Box, nonce: str, body: bytes, wrong: list[str]) -> Object | None:
    try:
        envelope = json.loads(body)
    except ValueError:
        wrong.append(f"the envelope is no JSON: {body[:80]!r}")
        return None
    if not isinstance(envelope, dict) or set(envelope) != {"encrypt", "msgsignature", "timestamp", "nonce"}:
        wrong.append("the envelope should have exactly encrypt, msgsignature, timestamp and nonce")
        return None
    wrong += _envelope(box, nonce, envelope)
    try:
        plain = json.loads(box.open(str(envelope["encrypt"])))
    except (CryptoError, ValueError) as error:
        wrong.append(f"encrypt: {error}")
        return None
    if not isinstance(plain, dict):
        wrong.append("the answer is no JSON object")
        return None
    return plain


def _envelope(box: Box, nonce: str, envelope: Object) -> Iterator[str]:
    timestamp = envelope["timestamp"]
    if not isinstance(timestamp, int) or isinstance(timestamp, bool):
        yield "timestamp should be a whole number"
    if envelope["nonce"] != nonce:
        yield f"nonce {envelope['nonce']!r} is not the request's {nonce!r}"
    expected = box.sign(str(timestamp), str(envelope["nonce"]), str(envelope["encrypt"]))
    if not same(expected, str(envelope["msgsignature"])):
        yield "msgsignature is wrong"


def _card(plain: Object, passive: Passive, *, update: bool = False, task_id: str = "") -> None:
    raw = plain.get("template_card")
    passive.problems += [
        f"template_card: {code} {words}" for code, words in card_problems(raw, update=update)
    ]
    if isinstance(raw, dict):
        passive.card = cards.read(raw, task_id=task_id)


def _robot_update(letter: Letter, plain: Object, passive: Passive) -> None:
    passive.kind = text_of(plain, "response_type")
    if passive.kind != "update_template_card":
        passive.problems.append(
            f"a tap is answered by response_type update_template_card, not {passive.kind!r}"
        )
        return
    passive.problems += [
        f"unknown field {name}" for name in plain if name not in ("response_type", "userids", "template_card")
    ]
    users = plain.get("userids", [])
    if not isinstance(users, list) or not all(isinstance(u, str) for u in users):
        passive.problems.append("userids should be a list of strings")
    else:
        passive.users = tuple(str(u).lower() for u in users)
    _card(plain, passive, update=True)
    if passive.card and passive.card.task_id != letter.task_id:
        passive.problems.append(
            f"task_id {passive.card.task_id!r} is not the tapped card's {letter.task_id!r}"
        )


def _stream(letter: Letter, stream: Object, passive: Passive) -> None:
    passive.stream, passive.text = text_of(stream, "id"), text_of(stream, "content")
    finish = stream.get("finish", False)
    passive.finished = finish is True
    wrong = passive.problems
    wrong += [
        f"stream: unknown field {n}"
        for n in stream
        if n not in ("id", "finish", "content", "msg_item", "feedback")
    ]
    if not passive.stream:
        wrong.append("stream.id is required")
    elif letter.stream and passive.stream != letter.stream:
        wrong.append(f"stream.id {passive.stream!r} is not the one asked for, {letter.stream!r}")
    if not isinstance(finish, bool):
        wrong.append("stream.finish should be a boolean")
    if not isinstance(stream.get("content", ""), str):
        wrong.append("stream.content should be a string")
    if len(passive.text.encode()) > STREAM_BYTES:
        wrong.append(f"stream.content should have at most {STREAM_BYTES} bytes")
    if len(text_of(object_of(stream, "feedback"), "id").encode()) > 256:
        wrong.append("stream.feedback.id should have at most 256 bytes")
    wrong += _pictures(stream, finished=passive.finished)


def _pictures(stream: Object, *, finished: bool) -> Iterator[str]:
    items = objects_of(stream, "msg_item")
    if items and not finished:
        yield "stream.msg_item is allowed with finish=true only"
    if len(items) > 10:
        yield "stream.msg_item should have at most 10 items"
    for item in items:
        image = object_of(item, "image")
        try:
            content = base64.b64decode(text_of(image, "base64"), validate=True)
        except binascii.Error:
            yield "stream.msg_item: image.base64 is no Base64"
            continue
        if item.get("msgtype") != "image" or hashlib.md5(content).hexdigest() != text_of(image, "md5"):  # noqa: S324
            yield "stream.msg_item: an image with its md5 is wanted"
