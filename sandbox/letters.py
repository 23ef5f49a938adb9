"""What the platform tells the service.

The plaintext of each callback, before it is sealed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sandbox import wire
from sandbox.hub import Hub
from sandbox.json_types import Json, Object

Door = Literal["app", "robot", "official"]
Kind = Literal["message", "event", "tap", "enter", "refresh"]
CARD_EVENTS = ("template_card_event", "template_card_menu_event")
Selections = Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Letter:
    """One callback to deliver.

    `owner` and `room` are where its answer shows; `attempts` is how often it is tried.
    """

    door: Door
    kind: Kind
    plain: str
    sender: str
    owner: str
    room: str
    msgid: str
    attempts: int
    account: str = ""
    event: str = ""
    task_id: str = ""
    stream: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a card's button, with what was chosen on the card."""

    task_id: str
    card_type: str
    key: str
    selections: Selections = ()


def _number(hub: Hub) -> int:
    return 7_000_000_000_000_000_000 + hub.number()


def app_message(hub: Hub, userid: str, kind: str, fields: Mapping[str, Json]) -> Letter:
    """Write a member's message to the app as XML."""
    msgid = str(_number(hub))
    plain = wire.write(
        {
            "ToUserName": hub.world.corp_id,
            "FromUserName": userid,
            "CreateTime": hub.clock.stamp,
            "MsgType": kind,
            **fields,
            "MsgId": int(msgid),
            "AgentID": hub.world.app.agent_id,
        }
    )
    said = fields.get("Content")
    return Letter(
        "app", "message", plain, userid, userid, "app", msgid, 3, said=said if isinstance(said, str) else ""
    )


def app_event(hub: Hub, userid: str, event: str, fields: Mapping[str, Json]) -> Letter:
    """Write an event of the app as XML; events have no MsgId."""
    plain = wire.write(
        {
            "ToUserName": hub.world.corp_id,
            "FromUserName": userid,
            "CreateTime": hub.moment(f"{userid}/{event}"),
            "MsgType": "event",
            "Event": event,
            **fields,
            "AgentID": hub.world.app.agent_id,
        }
    )
    task_id = str(fields.get("TaskId", ""))
    kind: Kind = "tap" if event in CARD_EVENTS else "event"
    return Letter("app", kind, plain, userid, userid, "app", "", 3, event=event, task_id=task_id)


def app_tap(hub: Hub, userid: str, press: Press, event: str) -> Letter:
    """Write a tap on the app's card with a new one-use response code."""
    chosen: list[Json] = [
        {"QuestionKey": question, "OptionIds": {"OptionId": list(options)}}
        for question, options in press.selections
    ]
    fields: Object = {
        "EventKey": press.key,
        "TaskId": press.task_id,
        "CardType": press.card_type,
        "ResponseCode": hub.new_code(press.task_id, [userid]),
    }
    if chosen:
        fields["SelectedItems"] = {"SelectedItem": chosen}
    return app_event(hub, userid, event, fields)


def _robot(hub: Hub, userid: str, chat_id: str, msgid: str) -> Object:
    start: Object = {"msgid": msgid, "aibotid": hub.world.robot.aibotid}
    place: Object = {"chatid": chat_id, "chattype": "group"} if chat_id else {"chattype": "single"}
    return {**start, **place, "from": {"userid": hub.world.seen_by_robot(userid)}}


def _sealed_json(body: Object) -> str:
    return json.dumps(body, ensure_ascii=False)


def robot_message(
    hub: Hub,
    userid: str,
    chat_id: str,
    kind: str,
    content: Json,
    *,
    quote: Object | None = None,
    said: str = "",
) -> Letter:
    """Write a message to the robot as JSON; it is tried three times, duplicates happen."""
    msgid = hub.new_id("CAIQ")
    owner, room = (chat_id, chat_id) if chat_id else (userid, "robot")
    url = hub.new_reply(owner, room, said)
    body: Object = {
        **_robot(hub, userid, chat_id, msgid),
        "response_url": url,
        "msgtype": kind,
        kind: content,
    }
    if quote:
        body["quote"] = quote
    return Letter("robot", "message", _sealed_json(body), userid, owner, room, msgid, 3, said=said)


def robot_refresh(hub: Hub, asked: Letter, stream: str) -> Letter:
    """Write a refresh of a stream that is not finished; it has no response_url."""
    chat_id = asked.room if asked.room != "robot" else ""
    msgid = hub.new_id("CAIQ")
    body: Object = {
        **_robot(hub, asked.sender, chat_id, msgid),
        "msgtype": "stream",
        "stream": {"id": stream},
    }
    return Letter(
        "robot",
        "refresh",
        _sealed_json(body),
        asked.sender,
        asked.owner,
        asked.room,
        msgid,
        1,
        stream=stream,
        said=asked.said,
    )


def robot_event(hub: Hub, userid: str, chat_id: str, event: str, content: Object) -> Letter:
    """Write an event of the robot; it is delivered once, never again."""
    msgid = hub.new_id("CAIQ")
    owner, room = (chat_id, chat_id) if chat_id else (userid, "robot")
    kind: Kind = {"template_card_event": "tap", "enter_chat": "enter"}.get(event, "event")  # type: ignore[assignment]
    inner: Object = {"eventtype": event} | ({event: content} if content else {})
    body: Object = {
        **_robot(hub, userid, chat_id, msgid),
        "create_time": hub.clock.stamp,
        "msgtype": "event",
        "event": inner,
    }
    if kind == "enter":
        body.pop("chattype", None)
    if kind == "tap":
        body["response_url"] = hub.new_reply(owner, room, "")
    task_id = str(content.get("task_id", ""))
    return Letter(
        "robot", kind, _sealed_json(body), userid, owner, room, msgid, 1, event=event, task_id=task_id
    )


def robot_tap(hub: Hub, userid: str, chat_id: str, press: Press) -> Letter:
    """Write a tap on the robot's card."""
    content: Object = {"card_type": press.card_type, "event_key": press.key, "task_id": press.task_id}
    if press.selections:
        content["selected_items"] = {
            "selected_item": [
                {"question_key": q, "option_ids": {"option_id": list(o)}} for q, o in press.selections
            ]
        }
    return robot_event(hub, userid, chat_id, "template_card_event", content)


def _citizen(hub: Hub, account: str, openid: str) -> Object:
    return {
        "ToUserName": hub.world.accounts[account].gh_id,
        "FromUserName": openid,
        "CreateTime": hub.clock.stamp,
    }


def citizen_message(hub: Hub, account: str, openid: str, kind: str, fields: Mapping[str, Json]) -> Letter:
    """Write a citizen's message to an official account as XML."""
    msgid = str(_number(hub))
    plain = wire.write({**_citizen(hub, account, openid), "MsgType": kind, **fields, "MsgId": int(msgid)})
    said = fields.get("Content")
    return Letter(
        "official",
        "message",
        plain,
        openid,
        openid,
        f"official:{account}",
        msgid,
        3,
        account,
        said=said if isinstance(said, str) else "",
    )


def citizen_event(hub: Hub, account: str, openid: str, event: str, fields: Mapping[str, Json]) -> Letter:
    """Write an event of an official account as XML."""
    plain = wire.write({**_citizen(hub, account, openid), "MsgType": "event", "Event": event, **fields})
    return Letter(
        "official", "event", plain, openid, openid, f"official:{account}", "", 3, account, event=event
    )
