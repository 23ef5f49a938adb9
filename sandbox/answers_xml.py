"""Passive answers in XML: the app's (path/90241) and the official account's."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox import wire
from sandbox.crypto import Box, CryptoError, same
from sandbox.json_types import Json, Object, object_of, objects_of, text_of
from sandbox.letters import Letter
from sandbox.world import Mode

ENVELOPE = {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}
COMMON = {"ToUserName", "FromUserName", "CreateTime", "MsgType"}
NEEDED: dict[str, tuple[str, ...]] = {
    "text": ("Content",),
    "image": ("Image.MediaId",),
    "voice": ("Voice.MediaId",),
    "video": ("Video.MediaId",),
    "music": ("Music.ThumbMediaId",),
    "news": ("ArticleCount", "Articles.item"),
    "update_button": ("Button.ReplaceName",),
    "update_template_card": ("TemplateCard.CardType",),
    "transfer_customer_service": (),
}
TALK = ("text", "image", "voice", "video", "news")
CARD_CHANGES = ("update_button", "update_template_card")
APP_EVENTS = frozenset(
    {
        "subscribe",
        "enter_agent",
        "location",
        "click",
        "view",
        "view_miniprogram",
        "scancode_waitmsg",
    }
)
TEXT_BYTES = 2048

Opened = tuple[Object, list[str]]


def app(box: Box, body: bytes) -> Opened:
    """Open the app's answer, which is always enciphered."""
    return _sealed(box, body)


def account(box: Box, mode: Mode, body: bytes) -> Opened:
    """Open an official account's answer.

    Plain in plain mode, sealed in safe mode, either in the compatible one.
    """
    try:
        fields = wire.read(body)
    except wire.WireError as error:
        return {}, [f"{error}: {body[:80]!r}"]
    if "Encrypt" in fields and mode != "plain":
        return _sealed(box, body)
    if mode == "safe":
        return fields, ["in safe mode the answer has to be enciphered"]
    return fields, []


def _sealed(box: Box, body: bytes) -> Opened:
    wrong: list[str] = []
    try:
        envelope = wire.read(body)
        if set(envelope) != ENVELOPE:
            wrong.append(f"the envelope should have exactly {sorted(ENVELOPE)}, it has {sorted(envelope)}")
        sealed = text_of(envelope, "Encrypt")
        timestamp, nonce = text_of(envelope, "TimeStamp"), text_of(envelope, "Nonce")
        if not timestamp.isdigit():
            wrong.append("TimeStamp should be a whole number")
        if not same(box.sign(timestamp, nonce, sealed), text_of(envelope, "MsgSignature")):
            wrong.append("MsgSignature is wrong")
        return wire.read(box.open(sealed)), wrong
    except (wire.WireError, CryptoError) as error:
        return {}, [*wrong, str(error)]


def _at(fields: Object, path: str) -> Json:
    head, _, rest = path.partition(".")
    return _at(object_of(fields, head), rest) if rest else fields.get(head)


def allowed(letter: Letter) -> Sequence[str]:
    """List the kinds the platform takes in answer to this letter."""
    if letter.door == "official":
        return (*TALK, "music", "transfer_customer_service")
    if letter.kind == "tap":
        return (*TALK, *CARD_CHANGES) if letter.event == "template_card_menu_event" else CARD_CHANGES
    if letter.kind == "message" or letter.event.lower() in APP_EVENTS:
        return TALK
    return ()


def judge(fields: Object, sender: str, letter: Letter, wrong: list[str]) -> None:
    """Add to `wrong` what the platform would not take in this answer."""
    kind = text_of(fields, "MsgType")
    if kind not in allowed(letter):
        wrong.append(f"MsgType {kind!r} is not allowed in answer to {letter.event or letter.kind}")
    if text_of(fields, "ToUserName").lower() != letter.sender.lower():
        wrong.append(f"ToUserName {fields.get('ToUserName')!r} is not {letter.sender!r}")
    if text_of(fields, "FromUserName") != sender:
        wrong.append(f"FromUserName {fields.get('FromUserName')!r} is not {sender!r}")
    if not text_of(fields, "CreateTime").isdigit():
        wrong.append("CreateTime should be a whole number")
    wrong += [f"{path} is required" for path in NEEDED.get(kind, ()) if not _at(fields, path)]
    extra = set(fields) - COMMON - {path.split(".")[0] for path in NEEDED.get(kind, ())} - {"TransInfo"}
    wrong += [f"unknown field {name}" for name in sorted(extra)]
    if kind == "text" and len(text_of(fields, "Content").encode()) > TEXT_BYTES:
        wrong.append(f"Content has more than {TEXT_BYTES} bytes and would be cut")


def words(fields: Object) -> str:
    """Give the words of an answer as a person sees them."""
    if text_of(fields, "MsgType") == "news":
        return "\n".join(text_of(item, "Title") for item in objects_of(object_of(fields, "Articles"), "item"))
    return text_of(fields, "Content")


def card(fields: Object) -> Json:
    """Give the answer's card in the API's JSON form."""
    return wire.snake(fields.get("TemplateCard"))
