"""XML as the platform writes it: read into plain dicts, written with CDATA.

A leaf is its text without the white space around it, an empty element is "", a repeated one a list;
attributes are ignored. Anything with a DOCTYPE is refused before it can declare an entity.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias
from xml.parsers import expat

from bot.channels.texts import clean_text

Xml: TypeAlias = "str | dict[str, Xml] | list[Xml]"
#: What `write_xml` takes: whole numbers stand bare, strings in CDATA, a list repeats its element.
Out: TypeAlias = "str | int | Mapping[str, Out] | list[Out]"

MAX_DEPTH = 16
"""Deeper than any payload of the platform (6); what is deeper is refused."""


class NotXml(ValueError):  # noqa: N818 - named for what it is; never leaves bot.channels
    """The bytes are not one well-formed XML document without a DOCTYPE, or it is nested too deep."""


class _Builder:
    """Builds the dicts while expat reads; `root` holds the root element under its name at the end."""

    __slots__ = ("root", "stack", "text")

    def __init__(self) -> None:
        self.root: dict[str, Xml] = {}
        self.stack: list[dict[str, Xml]] = [self.root]
        self.text: list[str] = []

    def start(self, _tag: str, _attributes: object) -> None:
        if len(self.stack) > MAX_DEPTH:
            raise NotXml("nested too deep")
        self.stack.append({})
        self.text = []

    def end(self, tag: str) -> None:
        children = self.stack.pop()
        value: Xml = children or "".join(self.text).strip()
        self.text = []
        parent = self.stack[-1]
        known = parent.get(tag)
        if known is None:
            parent[tag] = value
        elif isinstance(known, list):
            known.append(value)
        else:
            parent[tag] = [known, value]

    def words(self, text: str) -> None:
        self.text.append(text)

    def refuse(self, *_: object) -> None:
        raise NotXml("a DOCTYPE is refused")


def read_xml(data: bytes) -> dict[str, Xml]:
    """Read one document whose root is `<xml>`; raises NotXml and nothing else.

    The platform writes UTF-8; a declaration of another encoding is not followed. An element that holds both
    words and elements keeps its elements.
    """
    parser, builder = expat.ParserCreate("utf-8"), _Builder()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.words
    parser.StartDoctypeDeclHandler = builder.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotXml(str(error)) from None
    root = builder.root.get("xml")
    if root == "":
        return {}
    if not isinstance(root, dict):
        raise NotXml("the root is not <xml>")
    return root


def cdata(text: str) -> str:
    """Wrap in CDATA; what XML forbids is dropped and `]]>` is split over two sections."""
    return "<![CDATA[" + clean_text(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def write_xml(fields: Mapping[str, Out], root: str = "xml") -> str:
    """Write one element with the fields in their order; names are constants of this room, never input."""
    inside = "".join([_element(name, value) for name, value in fields.items()])
    return f"<{root}>{inside}</{root}>"


def _element(name: str, value: Out) -> str:
    if isinstance(value, str):
        return f"<{name}>{cdata(value)}</{name}>"
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    if isinstance(value, list):
        return "".join([_element(name, each) for each in value])
    return write_xml(value, name)
