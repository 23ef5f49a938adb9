"""A Card in the platform's two writings: JSON, and its CamelCase twin in XML.

Fields and lengths: path/90236, 90241, 94888 (app) and path/101032 (robot).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from bot.channels.json_form import Writable
from bot.channels.texts import clean_text, cut_chars
from bot.channels.xml_form import Out
from handlers.message import Card

TITLE, DESC, BODY, KEY, VALUE = 36, 44, 160, 5, 30
"""Characters that the client shows in full (path/94888); what is longer is cut here, with … at the end."""
ROWS, BUTTONS = 6, 6
"""Rows and buttons a card may have (path/90236); a surplus is refused by the platform, so it is left out."""

#: JSON names whose CamelCase form does not follow from their underscores.
_ODD_NAMES = {"keyname": "KeyName"}


def card_json(card: Card, url: str, *, update: bool = False) -> dict[str, Writable]:
    """Write the card for JSON.

    A card with buttons, or one that is done, is a `button_interaction`. Any other one is a `text_notice`,
    which must lead somewhere when it is tapped: to `url`. `update` tells a change of a card that is already
    there: only then the platform knows `replace_text`, which greys all buttons and shows `card.done`. A card
    that is sent anew although it is done has no buttons, and its word stands below its text.
    """
    if card.done and not update:
        card_type, tail = "text_notice", _leading(url)
    elif card.buttons or card.done:
        card_type, tail = "button_interaction", _buttons(card)
    else:
        card_type, tail = "text_notice", _leading(url)
    return {"card_type": card_type, **_head(card), **_below(card, update=update), **tail}


def card_xml(card: Card, url: str) -> dict[str, Out]:
    """Write the card for the passive answer to a tap, which is always a change of that card."""
    return _camel_fields(card_json(card, url, update=True))


def _line(text: str, limit: int) -> str:
    return cut_chars(clean_text(text), limit)


def _head(card: Card) -> dict[str, Writable]:
    title: dict[str, Writable] = {"title": _line(card.title, TITLE)}
    if card.desc:
        title["desc"] = _line(card.desc, DESC)
    head: dict[str, Writable] = {"source": {"desc": clean_text(card.source)}} if card.source else {}
    return {**head, "main_title": title}


def _below(card: Card, *, update: bool) -> dict[str, Writable]:
    below: dict[str, Writable] = {}
    if card.quote or card.quote_title:
        title: dict[str, Writable] = {"title": clean_text(card.quote_title)} if card.quote_title else {}
        below["quote_area"] = {"type": 0, **title, "quote_text": clean_text(card.quote)}
    body = _line(card.body, BODY)
    if card.done and not update:
        body = _with_done(card)
    if body:
        below["sub_title_text"] = body
    if card.rows:
        below["horizontal_content_list"] = [
            {"keyname": _line(key, KEY), "value": _line(value, VALUE)} for key, value in card.rows[:ROWS]
        ]
    return {**below, "task_id": card.task_id}


def _with_done(card: Card) -> str:
    """Put the word under the text, which gives way to it."""
    done = _line(card.done, BODY)
    room = BODY - len(done) - 1
    return f"{_line(card.body, room)}\n{done}" if card.body and room > 1 else done


def _leading(url: str) -> dict[str, Writable]:
    return {"card_action": {"type": 1, "url": url}}


def _buttons(card: Card) -> dict[str, Writable]:
    """Write the buttons; a done card without any still needs one, which the word then covers."""
    buttons: list[Writable] = [
        {"text": clean_text(button.text), "style": button.style, "key": button.key}
        for button in card.buttons[:BUTTONS]
    ]
    if not buttons:
        buttons = [{"text": clean_text(card.done), "style": 2, "key": "done"}]
    tail: dict[str, Writable] = {"button_list": buttons}
    return {**tail, "replace_text": clean_text(card.done)} if card.done else tail


def _camel_fields(fields: Mapping[str, Writable]) -> dict[str, Out]:
    return {_camel_name(name): _camel(value) for name, value in fields.items()}


def _camel(value: Writable) -> Out:
    if isinstance(value, str | int):
        return value
    if isinstance(value, list):
        return [_camel(each) for each in value]
    return _camel_fields(value) if isinstance(value, Mapping) else str(value)


@functools.cache
def _camel_name(name: str) -> str:
    return _ODD_NAMES.get(name) or "".join(part.capitalize() for part in name.split("_"))
