"""What goes out to citizens: customer-service words, template messages, notices, the menu; bytes only.

Rules: 公众号 发送客服消息, 发送模板消息, 发送订阅通知, 自定义菜单.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.channels.json_form import Writable, write_json
from bot.channels.official_account import CUSTOM_SEND, MAX_TEXT, custom_text
from bot.channels.texts import clean_text, cut_chars, plain_text
from handlers.message import Words

__all__ = ["CUSTOM_SEND", "custom_text"]

TEMPLATE_SEND: Final = "/cgi-bin/message/template/send"
BIZSEND: Final = "/cgi-bin/message/subscribe/bizsend"
MENU_CREATE: Final = "/cgi-bin/menu/create"
MENU_GET: Final = "/cgi-bin/menu/get"
MINE: Final = "/cgi-bin/template/get_all_private_template"
"""The templates an account has added."""
LINK: Final = re.compile(r'<a href="[^"]*">(.*?)</a>', re.DOTALL)
"""A link in a text message, and its words."""
MOST: Final[Mapping[str, int]] = {
    "thing": 20,
    "character_string": 32,
    "number": 32,
    "letter": 32,
    "symbol": 5,
    "phrase": 5,
    "name": 10,
    "const": 20,
}
"""Characters a field of this kind may have; others are kept to 200."""
NOTHING: Final = "无"
"""What stands in a field for which the message has nothing: an empty one is refused (47003)."""


def words_of(words: Words | None) -> str:
    """Give words as a text message shows them; links go before words are cut: half a link is none."""
    if words is None:
        return ""
    if len(words.text.encode()) > MAX_TEXT:
        words = Words(LINK.sub(r"\1", words.text), words.markdown)
    return plain_text(words, MAX_TEXT)


def template(openid: str, template_id: str, fields: Mapping[str, str], once: str) -> bytes:
    """Write a template message for `TEMPLATE_SEND`; within ten minutes it is sent once only."""
    return write_json(
        {
            "touser": openid,
            "template_id": template_id,
            "client_msg_id": once,
            "data": {name: {"value": value} for name, value in fields.items()},
        }
    )


def notice(openid: str, template_id: str, fields: Mapping[str, str]) -> bytes:
    """Write a notice somebody subscribed to, for `BIZSEND`."""
    return write_json(
        {
            "touser": openid,
            "template_id": template_id,
            "data": {name: {"value": value} for name, value in fields.items()},
        }
    )


def field_value(name: str, value: object, zone_of: datetime) -> str:
    """Write what stands in a template's field, as the kind in its name wants it, a moment in `zone_of`'s."""
    kind = name.rstrip("0123456789")
    text = " ".join(clean_text(LINK.sub(r"\1", str(value if value is not None else ""))).split())
    if kind in {"time", "date"}:
        text = _moment(text, zone_of)
    return cut_chars(text, MOST.get(kind, 200)) or NOTHING


def _moment(text: str, zone_of: datetime) -> str:
    try:
        at = datetime.fromisoformat(text).astimezone(zone_of.tzinfo)
    except ValueError:
        return text
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def menu(names: Mapping[str, str]) -> Mapping[str, Writable]:
    """Give the menu for `MENU_CREATE`: a button for each key, which comes back as a CLICK."""
    return {"button": [{"type": "click", "name": name, "key": key} for key, name in names.items()]}
