"""The platform's XML, written and read without any library beyond the standard one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from sandbox.json_types import Json, Object

CAMEL = re.compile(r"(?<!^)(?=[A-Z])")
WORDS = {"AppId": "appid", "PagePath": "pagepath", "UserId": "userid", "KeyName": "keyname", "Appid": "appid"}
LISTS = frozenset(
    {
        "horizontal_content_list",
        "jump_list",
        "vertical_content_list",
        "button_list",
        "select_list",
        "option_list",
        "action_list",
    }
)
NUMBERS = frozenset({"desc_color", "type", "style", "mode"})


class WireError(ValueError):
    """The text is not the XML the platform would take."""


def cdata(text: str) -> str:
    """Wrap a text so that nothing in it is markup."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def write(fields: Mapping[str, Json], root: str = "xml") -> str:
    """Write fields as the platform does: numbers bare, texts in CDATA, lists as repeated elements."""
    return _element(root, dict(fields))


def _element(tag: str, value: Json) -> str:
    if isinstance(value, list):
        return "".join(_element(tag, item) for item in value)
    if isinstance(value, dict):
        inner = "".join(_element(name, item) for name, item in value.items())
    elif isinstance(value, int | float):
        inner = str(value)
    else:
        inner = cdata(str(value or ""))
    return f"<{tag}>{inner}</{tag}>"


def read(text: str | bytes) -> Object:
    """Read XML under a root `xml`: leaves are strings, repeated elements a list.

    :raises WireError: it is no such XML, or declares entities.
    """
    raw = text if isinstance(text, bytes) else text.encode()
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise WireError("XML with declarations")
    try:
        root = ET.fromstring(raw)  # noqa: S314 - declarations were refused above
    except ET.ParseError as error:
        raise WireError(f"no XML: {error}") from error
    if root.tag != "xml":
        raise WireError(f"the root is {root.tag}, not xml")
    fields = _value(root)
    return fields if isinstance(fields, dict) else {}


def _value(element: ET.Element) -> Json:
    if len(element) == 0:
        return element.text or ""
    found: Object = {}
    for child in element:
        value, old = _value(child), found.get(child.tag)
        if child.tag not in found:
            found[child.tag] = value
        elif isinstance(old, list):
            old.append(value)
        else:
            found[child.tag] = [old, value]
    return found


def snake(value: Json, name: str = "") -> Json:
    """Turn the CamelCase twin of a card (path/90241) into the API's JSON form."""
    if name in LISTS and not isinstance(value, list):
        value = [value]
    if isinstance(value, dict):
        return {key: snake(inner, key) for key, inner in ((_snake_name(k), v) for k, v in value.items())}
    if isinstance(value, list):
        return [snake(item) for item in value]
    if name in NUMBERS and isinstance(value, str) and value.isdigit():
        return int(value)
    if name in ("is_checked", "disable"):
        return value in ("true", "1", "True")
    return value


def _snake_name(tag: str) -> str:
    named = WORDS.get(tag) or CAMEL.sub("_", tag).lower()
    return {"check_box": "checkbox"}.get(named, named)
