"""Messages of the app: message/send (path/90236), update_template_card (path/94888), recall (path/94867)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from sandbox import cards
from sandbox.cardrules import problems
from sandbox.cards import INTERACTIVE, Card
from sandbox.endpoints import receivers
from sandbox.endpoints.asked import Asked, ok
from sandbox.hub import RECALL_LIFE, Hub, Refusal, Sent
from sandbox.json_types import Json, Object, number_of, object_of, text_of
from sandbox.state import APP, Message

Shown = tuple[str, Card | None]
TEXT_BYTES = 2048
CHECK_S, CHECK_MOST_S = 1800, 4 * 3600
SWITCHES: dict[str, tuple[int, ...]] = {
    "safe": (0, 1, 2),
    "enable_id_trans": (0, 1),
    "enable_duplicate_check": (0, 1),
}


def cut(text: str, size: int) -> str:
    """Cut a text to so many bytes of UTF-8 without halving a character."""
    return text.encode()[:size].decode(errors="ignore")


def _content(body: Object, kind: str) -> str:
    content = object_of(body, kind).get("content")
    if content is not None and not isinstance(content, str):
        raise Refusal(40058, f"{kind}.content should be a string")
    if not content:
        raise Refusal(44004, f"{kind}.content is empty")
    return content


def _text(_hub: Hub, body: Object) -> Shown:
    return cut(_content(body, "text"), TEXT_BYTES), None


def _markdown(_hub: Hub, body: Object) -> Shown:
    content = _content(body, "markdown")
    if len(content.encode()) > TEXT_BYTES:
        raise Refusal(45002, f"markdown.content should have at most {TEXT_BYTES} bytes")
    return content, None


def _card(hub: Hub, body: Object) -> Shown:
    raw = body.get("template_card")
    for errcode, errmsg in problems(raw):
        raise Refusal(errcode, errmsg)
    card = cards.read(object_of(body, "template_card"))
    if card.task_id and card.task_id in hub.task_ids:
        raise Refusal(42014, "taskid has existed")
    return "", card


def _media_id(body: Object, kind: str) -> str:
    return text_of(object_of(body, kind), "media_id") if kind in MEDIA else ""


def _file(kind: str) -> Callable[[Hub, Object], Shown]:
    def shown(hub: Hub, body: Object) -> Shown:
        found = hub.file(_media_id(body, kind))
        if found is None or found.kind not in {"", kind}:
            raise Refusal(40007, "invalid media_id")
        return found.name or kind, None

    return shown


def _textcard(_hub: Hub, body: Object) -> Shown:
    part = object_of(body, "textcard")
    for name in ("title", "description", "url"):
        if not text_of(part, name):
            raise Refusal(41016 if name == "title" else 40058, f"textcard.{name} is required")
    return f"{text_of(part, 'title')}\n{text_of(part, 'description')}", None


MEDIA = ("image", "voice", "video", "file")
TYPES: dict[str, Callable[[Hub, Object], Shown]] = {
    "text": _text,
    "markdown": _markdown,
    "template_card": _card,
    "textcard": _textcard,
    **{kind: _file(kind) for kind in MEDIA},
}


def agent(hub: Hub, body: Object) -> None:
    """Check the agentid: 41011 missing, 40056 no number, 301002 another app's."""
    if "agentid" not in body:
        raise Refusal(41011, "missing agentid")
    value = body["agentid"]
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdigit():
        raise Refusal(40056, "invalid agentid")
    if int(value) != hub.world.app.agent_id:
        raise Refusal(301002, "agentid does not belong to this access_token")


def _switches(body: Object) -> int:
    for name, allowed in SWITCHES.items():
        value = body.get(name, 0)
        if isinstance(value, bool) or value not in allowed:
            raise Refusal(40058, f"{name} should be one of {allowed}")
    seconds = body.get("duplicate_check_interval", CHECK_S)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds <= CHECK_MOST_S:
        raise Refusal(40058, f"duplicate_check_interval should be 0 to {CHECK_MOST_S}")
    return seconds or CHECK_S


async def send(hub: Hub, asked: Asked) -> Object:
    """Send a message to members; the surplus over a member's limit is dropped without a word."""
    body = asked.body()
    kind = text_of(body, "msgtype")
    if kind not in TYPES:
        raise Refusal(40008, f"invalid msgtype {kind!r}")
    agent(hub, body)
    seconds = _switches(body)
    checked = body.get("enable_duplicate_check") == 1
    if checked and (known := hub.repeated(asked.raw)) is not None:
        return known
    who = receivers.find(hub, body)
    text, card = TYPES[kind](hub, body)
    answer = _deliver(hub, who, (kind, _media_id(body, kind)), text, card)
    if checked:
        hub.remember(asked.raw, answer, seconds)
    return answer


def _deliver(
    hub: Hub, who: receivers.Receivers, what: tuple[str, str], text: str, card: Card | None
) -> Object:
    """Put a message on the phones; `what` is its kind and the id of the file it shows."""
    msgid = hub.new_id("msg")
    stamp, got = hub.clock.now.timestamp(), []
    for userid in who.users:
        if hub.world.members[userid].status == 4:
            continue
        if not hub.member_windows.free(userid, stamp):
            hub.dropped.append(userid)
            continue
        got.append(
            hub.phones.add(
                Message(
                    id=f"{msgid}:{userid}",
                    at=hub.clock.now,
                    owner=userid,
                    room=APP,
                    sender=hub.world.app.name,
                    kind=what[0],
                    text=text,
                    card=card,
                    pushed=True,
                    media=what[1],
                )
            ).id
        )
    hub.sent[msgid] = Sent(hub.clock.now, msgid, tuple(got))
    answer = ok(msgid=msgid, **who.report())
    if card and card.task_id:
        hub.task_ids.add(card.task_id)
    if card and (card.kind in INTERACTIVE or any(b.menu for b in card.buttons)):
        answer["response_code"] = hub.new_code(card.task_id, who.users)
    return answer


def _wanted(hub: Hub, body: Object) -> list[str] | None:
    if number_of(body, "atall") == 1:
        return None
    parts: list[Json] = []
    for name, most in (("userids", 1000), ("partyids", 100), ("tagids", 100)):
        value = body.get(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise Refusal(40058, f"{name} should be a list of at most {most}")
        if name == "userids" and not all(isinstance(u, str) for u in value):
            raise Refusal(40058, "userids should be strings")
        parts += value
    if not parts:
        raise Refusal(82001, "userids, partyids, tagids and atall are all empty")
    units = {u for p in _ids(body, "partyids") for u in hub.world.below(p)}
    tagged = [u for t in _ids(body, "tagids") for u in hub.world.tags.get(t, ())]
    inside = [m.userid for m in hub.world.members.values() if units & set(m.departments)]
    listed = body.get("userids")
    named = [str(u).lower() for u in listed] if isinstance(listed, list) else []
    return [*dict.fromkeys([*named, *inside, *tagged])]


def _ids(body: Object, name: str) -> list[int]:
    value = body.get(name)
    return [i for i in value if isinstance(i, int)] if isinstance(value, list) else []


async def update_template_card(hub: Hub, asked: Asked) -> Object:
    """Change cards by a one-use response code: 60140 unknown or older than 72 hours, 42022 used."""
    body = asked.body()
    agent(hub, body)
    wanted = _wanted(hub, body)
    code = hub.codes.get(text_of(body, "response_code"))
    if code is None or code.until <= hub.clock.now:
        raise Refusal(60140, "invalid or expired response_code")
    if code.used:
        raise Refusal(42022, "response_code has been used")
    change = _change(body, code.task_id)
    code.used = True
    users = sorted(code.users) if wanted is None else wanted
    invalid: list[Json] = []
    for userid in users:
        message = hub.phones.card(userid, code.task_id)
        if userid not in code.users or userid not in hub.world.members:
            invalid.append(userid)
        elif message and message.card:
            hub.phones.redraw(message, change(message.card))
    return ok(invaliduser=invalid)


def _change(body: Object, task_id: str) -> Callable[[Card], Card]:
    if ("button" in body) == ("template_card" in body):
        raise Refusal(40058, "either button or template_card")
    if "button" in body:
        word = text_of(object_of(body, "button"), "replace_name")
        if not word:
            raise Refusal(42020, "button.replace_name is required")
        return lambda card: dataclasses.replace(card, done=word)
    for errcode, errmsg in problems(body["template_card"], update=True):
        raise Refusal(errcode, errmsg)
    new = cards.read(object_of(body, "template_card"), task_id=task_id)
    if new.task_id != task_id:
        raise Refusal(42014, "task_id differs from the card's")
    return lambda _: new


async def recall(hub: Hub, asked: Asked) -> Object:
    """Take a message back within 24 hours; 42052 later."""
    sent = hub.sent.get(text_of(asked.body(), "msgid"))
    if sent is None:
        raise Refusal(40058, "no such msgid")
    if hub.clock.now - sent.at > RECALL_LIFE:
        raise Refusal(42052, "too late to recall")
    gone = set(sent.message_ids)
    for owner in {message_id.split(":", 1)[1] for message_id in gone}:
        for message in hub.phones.by_owner[owner]:
            message.recalled = message.recalled or message.id in gone
    hub.phones.touch()
    return ok()
