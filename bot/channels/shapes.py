"""Take values out of a deciphered payload, strictly: a known field of a wrong type is BadCipher."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from bot.errors import BadCipher

_MAX_KEY = 240
"""Characters of the longest key under which a repeat is recognised; longer ones are hashed."""


def text_of(fields: Mapping[str, object], name: str) -> str:
    """Give a string, or a whole number as one; "" where it is absent or null."""
    value = fields.get(name)
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise BadCipher(f"inside: {name} is not a text")


def first_text(fields: Mapping[str, object], *names: str) -> str:
    """Give the first of several spellings of a field that says something."""
    return next(filter(None, (text_of(fields, name) for name in names)), "")


def dict_of(fields: Mapping[str, object], *names: str) -> dict[str, object]:
    """Give the object under the first spelling that is there; {} where it is absent, null or empty."""
    value = next(filter(None, map(fields.get, names)), None)
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise BadCipher(f"inside: {names[0]} is not an object")


def many_of(fields: Mapping[str, object], *names: str) -> list[object]:
    """Give a list where the platform writes one value or many."""
    value = next(filter(None, map(fields.get, names)), None)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects_of(fields: Mapping[str, object], *names: str) -> list[dict[str, object]]:
    """Give a list of objects where the platform writes one or many."""
    return [dict_of({names[0]: each}, names[0]) for each in many_of(fields, *names)]


def texts_of(fields: Mapping[str, object], *names: str) -> tuple[str, ...]:
    """Give texts where the platform writes one or many."""
    return tuple(text_of({names[0]: each}, names[0]) for each in many_of(fields, *names))


def dedupe_key(msgid: str, marks: tuple[str, ...], plain: bytes) -> str:
    """Say by which text a repeat is recognised: the msgid, else the event's marks and a digest of it all.

    Sender and time, as the platform advises (path/90238), are too little: nine different events share them.
    """
    if msgid:
        return _bounded("msgid:" + msgid)
    return _bounded("event:" + "|".join((*marks, hashlib.sha256(plain).hexdigest())))


def _bounded(key: str) -> str:
    if len(key) <= _MAX_KEY:
        return key
    kind = key.partition(":")[0]
    return f"{kind}:sha256:{hashlib.sha256(key.encode()).hexdigest()}"
