"""What can be tapped in an official account's text: links that send words.

`<a href="weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=1">要带什么</a>` sends what stands in msgmenucontent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs

TAPPABLE = re.compile(
    r"<a\s+href=(?P<mark>[\"'])weixin://bizmsgmenu\?(?P<query>[^\"'<>]*)(?P=mark)\s*>(?P<words>.*?)</a>",
    re.DOTALL,
)
NUMBER = re.compile(r"^\d+[.、 ]\s*")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tap: what it shows, what is sent, and the id that comes with it."""

    words: str
    content: str
    id: str

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: as it shows, without its number, as it sends."""
        return (self.words, NUMBER.sub("", self.words), self.content)


def choice_of(found: re.Match[str]) -> Choice:
    """Read a link."""
    query = parse_qs(unescape(found["query"]), keep_blank_values=True)
    content, number = query.get("msgmenucontent", [""])[0], query.get("msgmenuid", [""])[0]
    return Choice(found["words"], content or found["words"], number)


def choices(text: str) -> Iterator[Choice]:
    """Give what can be tapped in a text, in order."""
    return map(choice_of, TAPPABLE.finditer(text))


def bare(text: str) -> str:
    """Give the text as it is read on the screen: links are their words."""
    return TAPPABLE.sub(lambda found: found["words"], text)
