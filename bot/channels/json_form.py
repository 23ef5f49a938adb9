"""JSON as the platform writes it, read strictly; and JSON as we write it, the same bytes every time."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

from bot.channels.texts import clean_text
from handlers.message import Json

JsonObject: TypeAlias = dict[str, Json]
#: What `write_json` takes.
Writable: TypeAlias = "str | int | float | bool | Sequence[Writable] | Mapping[str, Writable] | None"

MAX_DEPTH = 16
"""Deeper than any payload of the platform (8); what is deeper is refused."""

_SUSPECT = re.compile(r"\\u(?:00[01]|d[89a-f])", re.IGNORECASE)


class NotJson(ValueError):  # noqa: N818 - named for what it is; never leaves bot.channels
    """The bytes are not one JSON object, or it is nested too deep, or a number in it is none."""


def read_json(data: bytes) -> JsonObject:
    """Read one JSON object in UTF-8; raises NotJson and nothing else.

    NaN and infinite numbers are refused. Control characters and lone surrogates, which no database keeps,
    are dropped from strings; a whole pair of surrogates is the character it stands for.
    """
    try:
        text = data.decode()
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        raise NotJson("not JSON") from None
    if not isinstance(value, dict):
        raise NotJson("not an object")
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise NotJson("nested too deep")
    return _clean_object(value) if _SUSPECT.search(text) else value


def write_json(value: Mapping[str, Writable]) -> bytes:
    """Write compact UTF-8, Chinese as itself, keys in the order given: equal values give equal bytes.

    The platform's duplicate check compares the bytes of the whole request (path/90236).
    """
    return clean_text(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)).encode()


def _refuse(_name: str) -> NoReturn:
    raise NotJson("not a number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotJson("not a number")
    return number


def _depth(value: Json) -> int:
    """Count the levels without recursion; stops at the first beyond MAX_DEPTH."""
    level: list[Json] = [value]
    depth = 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [child for each in level for child in _children(each) if isinstance(child, dict | list)]
    return depth


def _children(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _clean_object(value: JsonObject) -> JsonObject:
    return {clean_text(key): _clean(each) for key, each in value.items()}


def _clean(value: Json) -> Json:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return _clean_object(value)
    return [_clean(each) for each in value] if isinstance(value, list) else value
