"""The whole text, once, where a card cannot hold it: what was posted, and what was reported."""

from __future__ import annotations

from tasks.fields import Facts
from tasks.notices import Notice, Receiver

CARD_TEXT = 160
"""Characters of text a card shows in full (path/94888, sub_title_text); more follows once as 全文."""
PART = 1_800
"""Bytes of one part: with the line above it below the 2,048 bytes a text message may have (path/90236)."""


def following(card: Notice, kind: str, text: str, facts: Facts) -> tuple[Notice, ...]:
    """Give the parts of a text to whoever gets its card, right after it; none where it shows all of it."""
    if len(text) <= CARD_TEXT:
        return ()
    parts = parts_of(text)
    people = tuple(Receiver(receiver.id, receiver.share) for receiver in card.to)
    return tuple(
        Notice(
            kind, people, facts | {"text": part, "part": number, "parts": len(parts)},
            f"full:{card.once}:{number}", card.at,
            directive=card.directive, lane=card.lane, critical=card.critical,
        )
        for number, part in enumerate(parts, start=1)
    )  # fmt: skip


def parts_of(text: str) -> list[str]:
    """Split a text so that no part has more than `PART` bytes of UTF-8, however it is written out.

    Each character counts for three bytes at least: the wording may write a mark as its full-width twin.
    """
    parts, start, room = [], 0, PART
    for place, character in enumerate(text):
        width = 4 if character > "\uffff" else 3
        if width > room:
            parts.append(text[start:place])
            start, room = place, PART
        room -= width
    return [*parts, text[start:]]
