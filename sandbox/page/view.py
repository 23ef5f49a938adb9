"""What the page shows, as JSON: bubbles, cards, the clock, the records."""

from __future__ import annotations

from sandbox.cards import Card
from sandbox.clock import shown
from sandbox.hub import Hub
from sandbox.json_types import Json, Object
from sandbox.page import markdown
from sandbox.page.calls import call_json
from sandbox.state import Message

SHOWN = 200
CALLS_SHOWN = 60
NOTICES = {"template": "办理进度通知", "notice": "订阅通知"}
"""Kinds that are drawn as a notice, and what stands above it: the template's own title is not known here."""
SPOKEN = ("voice", "location", "system")
"""Kinds whose words are not drawn as a bubble's text."""


def card_json(card: Card) -> Object:
    """Describe a card."""
    return {
        "task_id": card.task_id,
        "source": card.source,
        "title": card.title,
        "desc": card.desc,
        "emphasis": [*card.emphasis],
        "quote": [*card.quote],
        "body": card.body,
        "rows": [[key, value] for key, value in card.rows],
        "links": [[title, url] for title, url in card.links],
        "done": card.done,
        "buttons": [
            {"text": b.text, "key": b.key, "style": b.style, "url": b.url, "menu": b.menu}
            for b in card.buttons
        ],
        "choices": [
            {
                "question": c.question,
                "title": c.title,
                "options": [[i, t] for i, t in c.options],
                "selected": [*c.selected],
                "many": c.many,
                "disabled": c.disabled,
            }
            for c in card.choices
        ],
    }


def media_json(hub: Hub, message: Message) -> Json:
    """Describe the file a bubble shows; null where it shows none, or one that ran out."""
    found = hub.file(message.media) if message.media else None
    if found is None:
        return None
    kind = message.kind if message.kind != "image" or found.content_type.startswith("image/") else "file"
    url = f"/sandbox/media/{message.media}"
    return {"kind": kind, "url": url, "name": found.name, "size": len(found.content)}


def notice_json(message: Message) -> Json:
    """Describe a template message or a subscription notice: its title and its lines."""
    title = NOTICES.get(message.kind)
    if title is None:
        return None
    pairs = [line.partition("：") for line in message.text.split("\n") if line]
    return {
        "title": title,
        "rows": [[key if colon else "", value if colon else key] for key, colon, value in pairs],
    }


def html_of(message: Message) -> str:
    """Give the safe HTML of a bubble's words."""
    if message.kind.startswith("markdown"):
        return markdown.render(message.text)
    official = message.room.startswith("official:") and message.sender != message.owner
    return markdown.account(message.text) if official else markdown.plain(message.text)


def message_json(hub: Hub, message: Message, viewer: str) -> Object:
    """Describe a bubble as the viewer sees it."""
    card = message.views.get(viewer, message.card)
    return {
        "id": message.id,
        "at": shown(message.at),
        "stamp": int(message.at.timestamp()),
        "sender": message.sender,
        "name": hub.world.name_of(message.sender),
        "kind": message.kind,
        "html": html_of(message),
        "text": message.text if message.kind in SPOKEN else "",
        "notice": notice_json(message),
        "quote": message.quote,
        "media": media_json(hub, message),
        "recalled": message.recalled,
        "redrawn": message.redrawn,
        "card": card_json(card) if card else None,
    }


def room_json(hub: Hub, key: str) -> Json:
    """Describe the room `owner|room|viewer`: its last 200 bubbles."""
    owner, _, rest = key.partition("|")
    room, _, viewer = rest.partition("|")
    found = [m for m in hub.phones.by_owner.get(owner, []) if m.room == room]
    bubbles: list[Json] = [message_json(hub, m, viewer) for m in found[-SHOWN:]]
    return bubbles


def records_json(hub: Hub) -> Object:
    """Describe the records: the last calls, the newest first, and every complaint."""
    calls: list[Json] = [call_json(hub, c) for c in list(hub.records.calls)[-CALLS_SHOWN:][::-1]]
    return {
        "count": hub.records.count,
        "calls": calls,
        "complaints": [str(c) for c in hub.records.complaints],
        "dropped": len(hub.dropped),
    }


def state_json(hub: Hub, rooms: list[str], *, with_records: bool) -> Object:
    """Describe what the page asked for."""
    menus: Object = dict(hub.menus)
    left: list[Json] = [*sorted(hub.unfollowed)]
    state: Object = {
        "version": version(hub),
        "clock": shown(hub.clock.now),
        "rooms": {key: room_json(hub, key) for key in rooms},
        "complaints": len(hub.records.complaints),
        "calls": hub.records.count,
        "menus": menus,
        "left": left,
    }
    if with_records:
        state["records"] = records_json(hub)
    return state


def version(hub: Hub) -> str:
    """Give a text that changes whenever anything shown does."""
    return f"{hub.phones.version}.{hub.records.count}.{len(hub.records.complaints)}.{hub.clock.stamp}"


def world_json(hub: Hub) -> Object:
    """Describe the people and rooms the page can play, once."""
    world = hub.world
    return {
        "corp": world.corp_name,
        "app": world.app.name,
        "robot": world.robot.name,
        "members": [
            {
                "id": m.userid,
                "name": m.name,
                "position": m.position,
                "leads": bool(m.leads),
                "unit": world.units[m.departments[0]].name
                if m.departments and m.departments[0] in world.units
                else "",
            }
            for m in world.members.values()
        ],
        "groups": [{"id": g.chat_id, "name": g.name, "members": [*g.members]} for g in world.groups.values()],
        "accounts": [{"name": a.name, "title": a.title} for a in world.accounts.values()],
        "citizens": [{"id": openid, "name": name} for openid, name in world.citizens.items()],
        "service": hub.service_url,
    }
