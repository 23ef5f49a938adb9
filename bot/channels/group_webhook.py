"""The group's webhook (消息推送): words into a group, nothing back. See path/99110."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.json_form import Writable, write_json
from bot.channels.texts import clean_text, cut_bytes

MAX_TEXT, MAX_MARKDOWN = 2048, 4096
"""Bytes of the content."""


def text(content: str, mentioned: Sequence[str] = ()) -> bytes:
    """Write plain words; `mentioned` are userids, or @all."""
    body: dict[str, Writable] = {"content": cut_bytes(clean_text(content), MAX_TEXT)}
    if mentioned:
        body["mentioned_list"] = list(mentioned)
    return write_json({"msgtype": "text", "text": body})


def markdown(content: str) -> bytes:
    """Write markdown; `<@userid>` in it mentions somebody."""
    return write_json(
        {"msgtype": "markdown", "markdown": {"content": cut_bytes(clean_text(content), MAX_MARKDOWN)}}
    )
