"""The few marks WeCom shows, as HTML; everything else is escaped first, so that no text can become markup."""

from __future__ import annotations

import re
from html import escape

from sandbox import links

COLOURS = ("info", "comment", "warning")
FONT = re.compile(r"&lt;font color=(?:&quot;|&#x27;)(\w+)(?:&quot;|&#x27;)&gt;(.*?)&lt;/font&gt;", re.DOTALL)
INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (
        re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)&]+(?:&amp;[^\s)&]+)*)\)"),
        r'<a href="\2" rel="noreferrer">\1</a>',
    ),
    (re.compile(r"&lt;@([\w.\-]+)&gt;"), r'<span class="at">@\1</span>'),
)
HEADING = re.compile(r"(#{1,6})\s+(.*)")
BULLET = re.compile(r"[-*]\s+(.*)")
NUMBERED = re.compile(r"(\d+)[.、]\s+(.*)")
THINK = re.compile(r"<think>.*?</think>", re.DOTALL)


def _font(match: re.Match[str]) -> str:
    colour = match[1] if match[1] in COLOURS else "comment"
    return f'<span class="font-{colour}">{match[2]}</span>'


def _inline(text: str) -> str:
    """Mark up one line that is escaped already."""
    for pattern, put in INLINE:
        text = pattern.sub(put, text)
    return text


def _line(raw: str) -> str:
    """Mark up one escaped line by how it begins."""
    if raw.startswith("&gt;"):
        return f"<blockquote>{_inline(raw.removeprefix('&gt;').strip())}</blockquote>"
    if match := HEADING.fullmatch(raw):
        return f'<div class="h h{len(match[1])}">{_inline(match[2])}</div>'
    if match := BULLET.fullmatch(raw):
        return f'<div class="li">{_inline(match[1])}</div>'
    if match := NUMBERED.fullmatch(raw):
        return f'<div class="li num"><i>{match[1]}.</i>{_inline(match[2])}</div>'
    return f"<div>{_inline(raw) or '&nbsp;'}</div>"


def render(text: str) -> str:
    """Give safe HTML for a markdown message."""
    escaped = FONT.sub(_font, escape(THINK.sub("", text).strip()))
    return "".join(_line(line.strip()) for line in escaped.split("\n"))


def plain(text: str) -> str:
    """Give safe HTML for a text message.

    Escaped, its lines kept, plain `<a href>` links of the app shown as links.
    """
    escaped = escape(text)
    link = re.compile(r"&lt;a href=(?:&quot;|&#x27;)(https?://[^\s&]+)(?:&quot;|&#x27;)&gt;(.*?)&lt;/a&gt;")
    return link.sub(r'<a href="\1" rel="noreferrer">\2</a>', escaped).replace("\n", "<br>")


def account(text: str) -> str:
    """Give safe HTML for an official account's text: links that send words are buttons, by their number."""
    parts, at = [], 0
    for number, found in enumerate(links.TAPPABLE.finditer(text), 1):
        words = escape(found["words"])
        parts += [
            plain(text[at : found.start()]),
            f'<button class="tap" name="tap" value="{number}">{words}</button>',
        ]
        at = found.end()
    return "".join([*parts, plain(text[at:])])
