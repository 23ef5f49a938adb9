"""Cutting and cleaning of words before they go to the platform; pure."""

from __future__ import annotations

import re

from handlers.message import Words

ELLIPSIS = "…"

#: What XML 1.0 forbids (§2.2), lone surrogates included; JSON for the platform is cleaned the same way.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Markdown marks the platform knows (path/90236) and what is left of them in plain text, in this order.
#: No pattern can run past the next mark of its kind, so each is linear in the length of the text.
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"</?font[^>\n]{0,80}>"), ""),
    (re.compile(r"\[([^\[\]\n]*)\]\(([^()\s]*)\)"), r"\1 \2"),
    (re.compile(r"\*\*([^*\n]+)\*\*"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"^#{1,6} +", re.MULTILINE), ""),
    (re.compile(r"^> ?", re.MULTILINE), ""),
)


def clean_text(text: str) -> str:
    """Drop the characters that XML forbids: NUL and other controls, lone surrogates."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)  # the hot path: most texts are clean


def cut_chars(text: str, limit: int) -> str:
    """Cut to `limit` characters, the last of them … where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


def cut_bytes(text: str, limit: int) -> str:
    """Cut to `limit` bytes of UTF-8 at a border of characters, ending in … where something was cut."""
    raw = text.encode()
    if len(raw) <= limit:
        return text
    return raw[: limit - len(ELLIPSIS.encode())].decode(errors="ignore") + ELLIPSIS


def strip_markdown(text: str) -> str:
    """Give the plain words of a markdown text; a link keeps its address after its title."""
    for mark, left in _MARKS:
        text = mark.sub(left, text)
    return text


def plain_text(words: Words | None, limit: int) -> str:
    """Give words as a text message shows them: without markdown, clean, within `limit` bytes."""
    if words is None:
        return ""
    text = strip_markdown(words.text) if words.markdown else words.text
    return cut_bytes(clean_text(text), limit)
