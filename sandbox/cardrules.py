"""What the platform demands of a template card (path/90236, path/94888; path/101032 for the robot).

Each rule is one line of a table. Named codes: 42014 task id, 41016 title missing, 42018
key. The documented range 42027–42051 has one code for each field; which field has which is
not confirmed, the assignment here is the sandbox's own, in the order of the fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sandbox.cards import INTERACTIVE
from sandbox.json_types import Json, Object, object_of, objects_of, text_of

KINDS = ("text_notice", "news_notice", *INTERACTIVE)
TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
Problem = tuple[int, str]

FIELDS: dict[str, type | tuple[type, ...]] = {
    "card_type": str,
    "source": dict,
    "main_title": dict,
    "task_id": str,
    "action_menu": dict,
    "emphasis_content": dict,
    "quote_area": dict,
    "sub_title_text": str,
    "horizontal_content_list": list,
    "jump_list": list,
    "card_action": dict,
    "card_image": dict,
    "image_text_area": dict,
    "vertical_content_list": list,
    "button_selection": dict,
    "button_list": list,
    "checkbox": dict,
    "submit_button": dict,
    "select_list": list,
    "replace_text": str,
    "feedback": dict,
}
NUMBERS = {"desc_color", "type", "style", "mode", "aspect_ratio"}
FLAGS = {"is_checked", "disable"}


def problems(card: Json, *, update: bool = False, only: tuple[str, ...] = KINDS) -> list[Problem]:
    """List what is wrong with a card: errcode and words, the gravest first; empty for a good one.

    An `update` may leave the task id out and may carry `replace_text`; `only` limits the kinds (webhooks).
    """
    if not isinstance(card, dict):
        return [(40058, "template_card should be object")]
    kind = text_of(card, "card_type")
    if kind not in only:
        return [(42051, f"card_type {kind or 'missing'} is not allowed here")]
    found = [*_shape(card, update=update), *_task(card, kind, update=update), *_common(card)]
    return [*found, *_RULES[kind](card)]


def _shape(card: Object, *, update: bool) -> Iterator[Problem]:
    for name, value in card.items():
        wanted = FIELDS.get(name)
        if wanted is None or (name == "replace_text" and not update):
            yield 40058, f"unknown field {name}"
        elif not isinstance(value, wanted):
            yield 40058, f"{name} has the wrong type"
        elif isinstance(value, list) and not all(isinstance(item, dict) for item in value):
            yield 40058, f"{name} should hold objects"
        else:
            yield from _leaves(name, value)


def _leaves(path: str, value: Json) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner)
    else:
        leaf = path.rsplit(".", 1)[-1]
        wanted = (int, float) if leaf in NUMBERS else (bool, int) if leaf in FLAGS else str
        if not isinstance(value, wanted) or (leaf in NUMBERS and isinstance(value, bool)):
            yield 40058, f"{path} has the wrong type"


def _task(card: Object, kind: str, *, update: bool) -> Iterator[Problem]:
    task_id = card.get("task_id")
    needed = kind in INTERACTIVE or "action_menu" in card
    if task_id is None or task_id == "":
        if needed and not update:
            yield 42014, "task_id is required"
    elif not isinstance(task_id, str) or not TASK_ID.fullmatch(task_id):
        yield 42014, "task_id should be 1 to 128 of digits, letters, _-@"


def _length(card: Object, name: str, low: int, high: int, code: int) -> Iterator[Problem]:
    found = card.get(name)
    if isinstance(found, list) and not low <= len(found) <= high:
        yield code, f"{name} should have {low} to {high} items, it has {len(found)}"


def _common(card: Object) -> Iterator[Problem]:
    yield from _length(card, "horizontal_content_list", 0, 6, 42036)
    yield from _length(card, "jump_list", 0, 3, 42037)
    yield from _length(card, "vertical_content_list", 0, 4, 42038)
    menu = object_of(card, "action_menu")
    if menu:
        yield from _length(menu, "action_list", 1, 3, 42039)
        yield from _keys(objects_of(menu, "action_list"), "action_menu")
    for row in objects_of(card, "horizontal_content_list"):
        if not text_of(row, "keyname"):
            yield 42040, "horizontal_content_list.keyname is required"
        for kind, name in ((1, "url"), (2, "media_id"), (3, "userid")):
            if row.get("type") == kind and not text_of(row, name):
                yield 42041, f"horizontal_content_list of type {kind} needs {name}"
    for jump in objects_of(card, "jump_list"):
        if not text_of(jump, "title"):
            yield 42042, "jump_list.title is required"
        yield from _target(jump, "jump_list")
    yield from _target(object_of(card, "card_action"), "card_action")
    yield from _target(object_of(card, "quote_area"), "quote_area")


def _target(part: Object, name: str) -> Iterator[Problem]:
    for kind, needed in ((1, "url"), (2, "appid")):
        if part.get("type") == kind and not text_of(part, needed):
            yield 42043, f"{name} of type {kind} needs {needed}"


def _keys(items: list[Object], where: str) -> Iterator[Problem]:
    keys = [text_of(item, "key") for item in items if item.get("type") != 1]
    for item in items:
        if not text_of(item, "text"):
            yield 42020, f"{where}: text is required"
    for key in keys:
        if not 1 <= len(key.encode()) <= 1024:
            yield 42018, f"{where}: key should have 1 to 1024 bytes"
    if len(set(keys)) < len(keys):
        yield 42018, f"{where}: a key occurs twice"


def _titled(card: Object) -> Iterator[Problem]:
    if not text_of(object_of(card, "main_title"), "title"):
        yield 41016, "main_title.title is required"


def _action(card: Object) -> Iterator[Problem]:
    if object_of(card, "card_action").get("type") not in (1, 2):
        yield 42045, "card_action with type 1 or 2 is required"


def _text_notice(card: Object) -> Iterator[Problem]:
    if not text_of(object_of(card, "main_title"), "title") and not text_of(card, "sub_title_text"):
        yield 41016, "main_title.title or sub_title_text is required"
    yield from _action(card)


def _news_notice(card: Object) -> Iterator[Problem]:
    yield from _titled(card)
    yield from _action(card)
    image, area = object_of(card, "card_image"), object_of(card, "image_text_area")
    if not image and not area:
        yield 42046, "card_image or image_text_area is required"
    if image and not text_of(image, "url"):
        yield 42046, "card_image.url is required"
    ratio = image.get("aspect_ratio", 1.3)
    if isinstance(ratio, int | float) and not 1.3 <= ratio <= 2.25:
        yield 42047, "aspect_ratio should be 1.3 to 2.25"
    if area and not text_of(area, "image_url"):
        yield 42046, "image_text_area.image_url is required"


def _button_interaction(card: Object) -> Iterator[Problem]:
    yield from _titled(card)
    buttons = objects_of(card, "button_list")
    if not 1 <= len(buttons) <= 6:
        yield 42027, f"button_list should have 1 to 6 items, it has {len(buttons)}"
    for button in buttons:
        if button.get("type") == 1 and not text_of(button, "url"):
            yield 42028, "a button of type 1 needs url"
    yield from _keys(buttons, "button_list")
    if "button_selection" in card:
        yield from _selector(object_of(card, "button_selection"), "button_selection", 10)


def _selector(part: Object, name: str, most: int) -> Iterator[Problem]:
    if not 1 <= len(text_of(part, "question_key").encode()) <= 1024:
        yield 42029, f"{name}.question_key should have 1 to 1024 bytes"
    options = objects_of(part, "option_list")
    if not 1 <= len(options) <= most:
        yield 42030, f"{name}.option_list should have 1 to {most} items"
    ids = [text_of(option, "id") for option in options]
    if any(not 1 <= len(i.encode()) <= 128 for i in ids) or len(set(ids)) < len(ids):
        yield 42031, f"{name}: option ids should be unique and have 1 to 128 bytes"
    if any(not text_of(option, "text") for option in options):
        yield 42032, f"{name}: an option needs text"


def _submit(card: Object) -> Iterator[Problem]:
    if not 1 <= len(text_of(object_of(card, "submit_button"), "key").encode()) <= 1024:
        yield 42018, "submit_button.key should have 1 to 1024 bytes"


def _vote(card: Object) -> Iterator[Problem]:
    yield from _titled(card)
    yield from _selector(object_of(card, "checkbox"), "checkbox", 20)
    if object_of(card, "checkbox").get("mode", 0) not in (0, 1):
        yield 42033, "checkbox.mode should be 0 or 1"
    yield from _submit(card)


def _multiple(card: Object) -> Iterator[Problem]:
    yield from _titled(card)
    lists = objects_of(card, "select_list")
    if not 1 <= len(lists) <= 3:
        yield 42034, "select_list should have 1 to 3 items"
    for part in lists:
        yield from _selector(part, "select_list", 10)
    yield from _submit(card)


_RULES: dict[str, Callable[[Object], Iterator[Problem]]] = {
    "text_notice": _text_notice,
    "news_notice": _news_notice,
    "button_interaction": _button_interaction,
    "vote_interaction": _vote,
    "multiple_interaction": _multiple,
}
