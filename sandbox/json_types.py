"""JSON as a type, and small readers that never trust what came in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Object: TypeAlias = "dict[str, Json]"


def text_of(value: Mapping[str, Json], key: str) -> str:
    """Give the string under the key; anything else is the empty string."""
    found = value.get(key)
    return found if isinstance(found, str) else ""


def object_of(value: Mapping[str, Json], key: str) -> Object:
    """Give the object under the key; anything else is an empty one."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def objects_of(value: Mapping[str, Json], key: str) -> list[Object]:
    """Give the objects in the list under the key, a lone object as a list of one."""
    found = value.get(key)
    if isinstance(found, dict):
        return [found]
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def number_of(value: Mapping[str, Json], key: str, default: int = 0) -> int:
    """Give the whole number under the key, also where it is written as a string.

    Anything else is `default`.
    """
    found = value.get(key)
    if isinstance(found, bool):
        return int(found)
    if isinstance(found, int):
        return found
    if isinstance(found, str) and found.lstrip("-").isdigit():
        return int(found)
    return default
