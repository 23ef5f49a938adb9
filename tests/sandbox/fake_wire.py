"""Cards and envelopes of the toy service."""

from __future__ import annotations

import json
import time

from sandbox import wire
from sandbox.crypto import Box
from sandbox.json_types import Json, Object


def card(task_id: str, title: str, *buttons: str) -> Object:
    """Draw a card with buttons."""
    return {
        "card_type": "button_interaction",
        "source": {"desc": "指尖办"},
        "main_title": {"title": title},
        "horizontal_content_list": [{"keyname": "时限", "value": "09:30"}],
        "task_id": task_id,
        "button_list": [{"text": text, "key": f"k-{text}", "style": 1} for text in buttons],
    }


def stream(stream_id: str, content: str, *, finish: bool) -> Object:
    """Write a stream answer."""
    return {"msgtype": "stream", "stream": {"id": stream_id, "finish": finish, "content": content}}


def back(fields: Object, inner: Object) -> str:
    """Write an XML answer to who sent this."""
    sender, to = fields["FromUserName"], fields["ToUserName"]
    return wire.write({"ToUserName": sender, "FromUserName": to, "CreateTime": int(time.time()), **inner})


def envelope(box: Box, text: str) -> str:
    """Seal an XML answer."""
    sealed, stamp = box.seal(text), str(int(time.time()))
    sign = box.sign(stamp, "n0nce", sealed)
    return wire.write({"Encrypt": sealed, "MsgSignature": sign, "TimeStamp": int(stamp), "Nonce": "n0nce"})


def robot_envelope(box: Box, plain: Json, nonce: str) -> Object:
    """Seal a robot's answer under the request's nonce."""
    sealed, stamp = box.seal(json.dumps(plain, ensure_ascii=False)), int(time.time())
    return {
        "encrypt": sealed,
        "msgsignature": box.sign(str(stamp), nonce, sealed),
        "timestamp": stamp,
        "nonce": nonce,
    }
