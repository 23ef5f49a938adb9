"""What reaches groups by other ways.

The group webhook (path/99110) and the robot's response_url (path/101138).
"""

from __future__ import annotations

from sandbox import cards
from sandbox.cardrules import problems
from sandbox.cards import Card
from sandbox.endpoints.asked import Asked, ok
from sandbox.hub import Hub, Refusal
from sandbox.json_types import Object, object_of, objects_of, text_of
from sandbox.state import Message

WEBHOOK_CARDS = ("text_notice", "news_notice")
WEBHOOK_BYTES = {"text": 2048, "markdown": 4096, "markdown_v2": 4096}
REPLY_BYTES = 20480


def _words(body: Object, kind: str) -> str:
    content = object_of(body, kind).get("content")
    if not isinstance(content, str) or not content:
        raise Refusal(44004, f"{kind}.content is empty")
    if len(content.encode()) > WEBHOOK_BYTES[kind]:
        raise Refusal(45002, f"{kind}.content should have at most {WEBHOOK_BYTES[kind]} bytes")
    return content


def _shown(hub: Hub, body: Object) -> tuple[str, Card | None]:
    kind = text_of(body, "msgtype")
    if kind in WEBHOOK_BYTES:
        return _words(body, kind), None
    if kind == "template_card":
        for errcode, errmsg in problems(body.get("template_card"), only=WEBHOOK_CARDS):
            raise Refusal(errcode, errmsg)
        return "", cards.read(object_of(body, "template_card"))
    if kind == "news":
        articles = objects_of(object_of(body, "news"), "articles")
        if not 1 <= len(articles) <= 8 or not all(
            text_of(a, "title") and text_of(a, "url") for a in articles
        ):
            raise Refusal(40058, "news.articles should be 1 to 8 with title and url")
        return "\n".join(text_of(a, "title") for a in articles), None
    if kind in ("file", "voice"):
        found = hub.file(text_of(object_of(body, kind), "media_id"))
        if found is None:
            raise Refusal(40007, "invalid media_id")
        return found.name, None
    if kind == "image":
        if not text_of(object_of(body, kind), "base64") or not text_of(object_of(body, kind), "md5"):
            raise Refusal(93017, "image needs base64 and md5")
        return "[图片]", None
    raise Refusal(40008, f"invalid msgtype {kind!r}")


async def webhook(hub: Hub, asked: Asked) -> Object:
    """Show a message in a group: 93000 for a dead key, 45009 over twenty a minute."""
    key = asked.query.get("key", "")
    group = next((g for g in hub.world.groups.values() if g.webhook_key and g.webhook_key == key), None)
    if group is None or key in hub.dead_webhooks:
        raise Refusal(93000, "invalid webhook url")
    body = asked.body()
    text, card = _shown(hub, body)
    if not hub.webhook_windows.free(key, hub.clock.now.timestamp()):
        raise Refusal(45009, "api freq out of limit")
    hub.phones.add(
        Message(
            id=hub.new_id("hook"),
            at=hub.clock.now,
            owner=group.chat_id,
            room=group.chat_id,
            sender="消息推送",
            kind=text_of(body, "msgtype"),
            text=text,
            card=card,
            pushed=True,
        )
    )
    return ok()


def _reply(hub: Hub, body: Object) -> tuple[str, Card | None]:
    kind = text_of(body, "msgtype")
    if kind == "markdown":
        text = text_of(object_of(body, "markdown"), "content")
        if not text:
            raise Refusal(44004, "markdown.content is empty")
        if len(text.encode()) > REPLY_BYTES:
            raise Refusal(45002, f"markdown.content should have at most {REPLY_BYTES} bytes")
        return text, None
    if kind != "template_card":
        raise Refusal(40008, f"invalid msgtype {kind!r}")
    for errcode, errmsg in problems(body.get("template_card")):
        raise Refusal(errcode, errmsg)
    card = cards.read(object_of(body, "template_card"))
    if card.task_id:
        if card.task_id in hub.robot_tasks:
            raise Refusal(42014, "taskid has existed")
        hub.robot_tasks.add(card.task_id)
    return "", card


async def response(hub: Hub, asked: Asked) -> Object:
    """Take the robot's later answer.

    One call within one hour, markdown or a card; 60140 unknown, 42022 used.
    """
    reply = hub.replies.get(asked.query.get("response_code", ""))
    if reply is None or reply.until <= hub.clock.now:
        raise Refusal(60140, "invalid or expired response_code")
    if reply.used:
        raise Refusal(42022, "response_code has been used")
    body = asked.body()
    text, card = _reply(hub, body)
    reply.used = True
    hub.phones.add(
        Message(
            id=hub.new_id("reply"),
            at=hub.clock.now,
            owner=reply.owner,
            room=reply.room,
            sender=hub.world.robot.name,
            kind=text_of(body, "msgtype"),
            text=text,
            card=card,
            quote=reply.quote,
            pushed=True,
        )
    )
    return ok()
