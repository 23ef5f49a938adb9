"""What the drawer says of a call: when, to whom, the first words, and the raw bodies for who wants them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sandbox import cards
from sandbox.clock import shown
from sandbox.hub import Hub
from sandbox.json_types import Json, Object, object_of, text_of
from sandbox.records import Call
from sandbox.world import World

WORDS_SHOWN = 60
NAMES_SHOWN = 3
SECRET_ANSWERS = frozenset({"/cgi-bin/gettoken", "/cgi-bin/token", "/cgi-bin/stable_token"})
EVERYBODY = "全体成员"


def call_json(hub: Hub, call: Call) -> Object:
    """Describe a call for the drawer."""
    body = json.dumps(call.body, ensure_ascii=False) if call.body is not None else ""
    answer = json.dumps(call.answer, ensure_ascii=False) if call.path not in SECRET_ANSWERS else "…"
    return {
        "number": call.number,
        "at": shown(call.at),
        "method": call.method,
        "path": call.path,
        "to": to_whom(hub, call),
        "words": first_words(call),
        "errcode": call.errcode,
        "status": call.status,
        "fault": call.fault,
        "body": body[:600],
        "answer": answer[:300],
    }


def to_whom(hub: Hub, call: Call) -> str:
    """Name whom a call reaches or asks after, by name; empty where it is about nobody."""
    names = list(dict.fromkeys(_names(hub, call)))
    more = f" 等{len(names)}个" if len(names) > NAMES_SHOWN else ""
    return "、".join(names[:NAMES_SHOWN]) + more


def _names(hub: Hub, call: Call) -> Iterator[str]:
    """Give the names a call carries, in its body or its query; what is unknown goes by its id."""
    world, body = hub.world, _body(call)
    for who in _people(body):
        yield EVERYBODY if who == "@all" else _member(world, who)
    for query, found in (
        ("userid", _member(world, call.query.get("userid", ""))),
        ("openid", world.name_of(call.query.get("openid", ""))),
        ("department_id", _unit(world, call.query.get("department_id", ""))),
        ("key", _webhook(world, call.query.get("key", ""))),
    ):
        if query in call.query:
            yield found
    reply = hub.replies.get(call.query.get("response_code", ""))
    if reply:
        yield _owner(world, reply.owner)
    if chat := text_of(body, "chatid"):
        yield _owner(world, chat)


def _people(body: Object) -> Iterator[str]:
    """Give the ids in `touser` (joined by bars), `userid` and `userids`."""
    yield from (who for who in text_of(body, "touser").split("|") if who)
    if one := text_of(body, "userid"):
        yield one
    listed = body.get("userids")
    yield from (str(who) for who in listed) if isinstance(listed, list) else ()


def _member(world: World, who: str) -> str:
    return world.name_of(who.lower() if who.lower() in world.members else who)


def _owner(world: World, owner: str) -> str:
    group = world.groups.get(owner)
    return group.name if group else _member(world, owner)


def _unit(world: World, number: str) -> str:
    unit = world.units.get(int(number)) if number.isdecimal() else None
    return unit.name if unit else number


def _webhook(world: World, key: str) -> str:
    return next((g.name for g in world.groups.values() if key and g.webhook_key == key), "不认识的群")


def first_words(call: Call) -> str:
    """Give the first words people read of what is sent; empty where nothing is."""
    body = _body(call)
    words = " ".join(_words(body).split())
    return words if len(words) <= WORDS_SHOWN else words[: WORDS_SHOWN - 1] + "…"


def _words(body: Object) -> str:
    if card := object_of(body, "template_card"):
        seen = cards.read(card)
        return " ".join(part for part in (seen.title, seen.desc, seen.body) if part)
    for kind in ("text", "markdown", "markdown_v2"):
        if words := text_of(object_of(body, kind), "content"):
            return words
    if shown_instead := text_of(object_of(body, "button"), "replace_name"):
        return f"按钮变为“{shown_instead}”"
    return ""


def _body(call: Call) -> Object:
    found: Json = call.body
    return found if isinstance(found, dict) else {}
