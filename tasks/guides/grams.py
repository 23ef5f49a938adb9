"""Text for the search: one writing for many, and its grams of one and two characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_RUN: Final = re.compile(r"[0-9a-z]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")


def plain(text: str) -> str:
    """Write a text in one form: full width as half width, small letters, signs as spaces."""
    return " ".join(_RUN.findall(unicodedata.normalize("NFKC", text).lower()))


def grams(written: str) -> Iterator[str]:
    """Give the grams of a text that is `plain`: characters and pairs; a Latin word or number is one."""
    for run in written.split(" "):
        if run[:1].isascii():
            if run:
                yield run
            continue
        yield from run
        yield from (run[at : at + 2] for at in range(len(run) - 1))
