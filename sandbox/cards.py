"""A template card as a person sees it, whichever way it was written (API JSON or passive XML)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.json_types import Json, Object, number_of, object_of, objects_of, text_of

INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press. `style` is the platform's 1 to 4; `menu` stands in the upper right corner."""

    text: str
    key: str
    style: int = 1
    url: str = ""
    menu: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A selector: a question with options (id, text); `many` where several may be ticked."""

    question: str
    title: str
    options: tuple[tuple[str, str], ...]
    selected: tuple[str, ...] = ()
    many: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is shown now. `done` is the word on greyed buttons; empty while the buttons work."""

    kind: str
    task_id: str
    title: str
    desc: str = ""
    source: str = ""
    emphasis: tuple[str, str] = ("", "")
    quote: tuple[str, str] = ("", "")
    body: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
    choices: tuple[Choice, ...] = ()
    done: str = ""

    @property
    def text(self) -> str:
        """Every word on the card, a line each; buttons in square brackets."""
        rows = [f"{key}:{value}" for key, value in self.rows]
        options = [
            text for choice in self.choices for text in (choice.title, *(o[1] for o in choice.options))
        ]
        buttons = [f"[{self.done}]"] if self.done else [f"[{button.text}]" for button in self.buttons]
        parts = [
            self.source,
            self.title,
            self.desc,
            *self.emphasis,
            *self.quote,
            self.body,
            *rows,
            *options,
            *buttons,
        ]
        return "\n".join(part for part in parts if part)

    def button(self, wanted: str) -> Button:
        """Find a button that can be pressed, by its key, its text or a part of its text.

        :raises LookupError: there is none, or the card is greyed.
        """
        if self.done:
            raise LookupError(f"卡片「{self.title}」的按钮已置灰（{self.done}），不能再点「{wanted}」")
        for match in (
            lambda b: b.key == wanted,
            lambda b: b.text == wanted,
            lambda b: wanted in b.text,
        ):
            found = [button for button in self.buttons if match(button)]
            if found:
                return found[0]
        shown = "、".join(button.text for button in self.buttons) or "没有按钮"
        raise LookupError(f"卡片「{self.title}」上没有「{wanted}」，只有：{shown}")


def _pair(raw: Mapping[str, Json], key: str, *names: str) -> tuple[str, str]:
    part = object_of(raw, key)
    return text_of(part, names[0]), text_of(part, names[1])


def _buttons(raw: Object) -> tuple[Button, ...]:
    found = [
        Button(text_of(b, "text"), text_of(b, "key"), number_of(b, "style", 1), text_of(b, "url"))
        for b in objects_of(raw, "button_list")
    ]
    submit = object_of(raw, "submit_button")
    if submit:
        found.append(Button(text_of(submit, "text") or "提交", text_of(submit, "key")))
    menu = objects_of(object_of(raw, "action_menu"), "action_list")
    found += [Button(text_of(b, "text"), text_of(b, "key"), menu=True) for b in menu]
    return tuple(found)


def _choice(raw: Object) -> Choice:
    options = objects_of(raw, "option_list")
    ticked = tuple(text_of(o, "id") for o in options if o.get("is_checked") in (True, "true", 1, "1"))
    selected = text_of(raw, "selected_id")
    return Choice(
        question=text_of(raw, "question_key"),
        title=text_of(raw, "title"),
        options=tuple((text_of(o, "id"), text_of(o, "text")) for o in options),
        selected=ticked or ((selected,) if selected else ()),
        many=number_of(raw, "mode") == 1,
        disabled=raw.get("disable") in (True, "true", 1, "1"),
    )


def read(raw: Object, *, task_id: str = "") -> Card:
    """Make the card people see out of the platform's JSON; `task_id` is kept where the JSON has none."""
    title, desc = _pair(raw, "main_title", "title", "desc")
    vertical = [(text_of(v, "title"), text_of(v, "desc")) for v in objects_of(raw, "vertical_content_list")]
    image_text = _pair(raw, "image_text_area", "title", "desc")
    rows = [(text_of(h, "keyname"), text_of(h, "value")) for h in objects_of(raw, "horizontal_content_list")]
    asked = [object_of(raw, name) for name in ("button_selection", "checkbox")]
    return Card(
        kind=text_of(raw, "card_type"),
        task_id=text_of(raw, "task_id") or task_id,
        title=title,
        desc=desc,
        source=text_of(object_of(raw, "source"), "desc"),
        emphasis=_pair(raw, "emphasis_content", "title", "desc"),
        quote=_pair(raw, "quote_area", "title", "quote_text"),
        body=text_of(raw, "sub_title_text"),
        rows=tuple([pair for pair in (*vertical, image_text, *rows) if any(pair)]),
        links=tuple((text_of(j, "title"), text_of(j, "url")) for j in objects_of(raw, "jump_list")),
        buttons=_buttons(raw),
        choices=tuple(_choice(c) for c in (*asked, *objects_of(raw, "select_list")) if c),
        done=text_of(raw, "replace_text"),
    )
