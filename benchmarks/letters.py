"""Callbacks as the platform sends them, signed and enciphered before the clock starts.

The ciphering is the sandbox's own, which shares nothing with the service.
"""

from __future__ import annotations

import json
import secrets
import time
from urllib.parse import urlencode

from benchmarks.town import CHAT, LEADER, Town
from sandbox.crypto import Box

APP, ROBOT = "/webhook/work/app", "/webhook/work/robot"

TAP = (
    "<xml><ToUserName><![CDATA[{corp}]]></ToUserName><FromUserName><![CDATA[{person}]]></FromUserName>"
    "<CreateTime>{at}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
    "<Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[ack:{code}]]></EventKey>"
    "<TaskId><![CDATA[{code}@1]]></TaskId><CardType><![CDATA[button_interaction]]></CardType>"
    "<ResponseCode><![CDATA[{once}]]></ResponseCode><AgentID>{agent}</AgentID></xml>"
)


def app_box(town: Town) -> Box:
    """Give what seals for the app's door and opens its answers."""
    return Box(town.token, town.aes_key, town.corp_id)


def robot_box(town: Town) -> Box:
    """Give what seals for the robot's door and opens its answers."""
    return Box(town.robot_token, town.robot_aes_key)


def tap(town: Town, box: Box, person: str, code: str) -> bytes:
    """Write the whole HTTP request of one tap on 收到, with a response code of its own (path/90240)."""
    plain = TAP.format(
        corp=town.corp_id, person=person, at=int(time.time()), code=code,
        once=secrets.token_urlsafe(32), agent=town.agent_id,
    )  # fmt: skip
    cipher = box.seal(plain)
    envelope = (
        f"<xml><ToUserName><![CDATA[{town.corp_id}]]></ToUserName><Encrypt><![CDATA[{cipher}]]></Encrypt>"
        f"<AgentID><![CDATA[{town.agent_id}]]></AgentID></xml>"
    )
    return _request(APP, box, cipher, envelope.encode(), "text/xml")


def group_words(town: Town, text: str) -> bytes:
    """Write the whole HTTP request of the leader's words in the group (path/100719)."""
    box = robot_box(town)
    cipher = box.seal(
        json.dumps(
            {
                "msgid": secrets.token_hex(16),
                "aibotid": "aibBenchmark",
                "chatid": CHAT,
                "chattype": "group",
                "from": {"userid": LEADER},
                "response_url": "",
                "msgtype": "text",
                "text": {"content": f"@指尖办 {text}"},
            },
            ensure_ascii=False,
        )
    )
    return _request(ROBOT, box, cipher, json.dumps({"encrypt": cipher}).encode(), "application/json")


def _request(path: str, box: Box, cipher: str, body: bytes, content_type: str) -> bytes:
    stamp, nonce = str(int(time.time())), secrets.token_hex(5)
    query = urlencode({"msg_signature": box.sign(stamp, nonce, cipher), "timestamp": stamp, "nonce": nonce})
    head = (
        f"POST {path}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
