"""From a kind and its facts to what people get: words, a card, or both. One table says which.

Sentences come from `bot.wording`; here stand only the layout of each kind and what its buttons do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from bot.wording import Slots, Wording
from handlers.message import Button, Card, Reply, Words

FactsLike: TypeAlias = Mapping[str, Any]
Where = Literal["app", "robot", "group", "official"]
"""Where it is read: one to one with the app or the robot, in a group, at an official account."""

BLUE, GREY = 1, 2
MOST_BUTTONS = 6
"""Buttons a card may have (path/90236); more choices than that are typed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A button: the slot of its word, what it does, its style. `facts` are laid over for the word."""

    slot: str
    key: str
    style: int = BLUE
    facts: tuple[tuple[str, Any], ...] = ()


Buttons = Callable[[FactsLike], tuple[Wish, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a kind looks. `card_in`: where it comes as a card; `words`: whether it has words too."""

    words: bool = True
    card_in: frozenset[str] = frozenset()
    buttons: Buttons = lambda _facts: ()
    card_kind: str = ""


def _share_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    code, state = facts["code"], facts["state"]
    take = (Wish("ack", f"ack:{code}"),) if state == "assigned" else ()
    reports = facts["kind"] != "notice" and state in {"assigned", "acknowledged", "reported", "returned"}
    return (*take, Wish("report", f"report:{code}", GREY if take else BLUE)) if reports else take


def _feedback_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    return (Wish("accept", f"accept:{facts['share']}"),) if facts["state"] == "reported" else ()


def _group_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    over = facts.get("state", "open") != "open"
    question = facts.get("question")
    chosen = _choices({"question": question}) if question else ()
    return chosen if over or len(chosen) == MOST_BUTTONS else (*chosen, *_refresh_button(facts))


def _refresh_button(facts: FactsLike) -> tuple[Wish, ...]:
    return (Wish("refresh", f"refresh:{facts['code']}", GREY),) if facts["code"] else ()


def _choices(facts: FactsLike) -> tuple[Wish, ...]:
    question = facts["question"]
    choices = question["choices"]
    if len(choices) > MOST_BUTTONS:
        return ()
    return tuple(
        Wish(
            str(choice["kind"]),
            f"choose:{question['id']}:{n}",
            BLUE if n == 1 else GREY,
            (("choice", choice),),
        )
        for n, choice in enumerate(choices, start=1)
    )


ANYWHERE = frozenset({"app", "robot", "group"})
ROBOT = frozenset({"robot", "group"})

LAYOUTS: Mapping[str, Layout] = {
    "directive.assigned": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "card.share": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "directive.feedback": Layout(words=False, card_in=ANYWHERE, buttons=_feedback_buttons),
    "card.feedback": Layout(words=False, card_in=ANYWHERE, buttons=_feedback_buttons),
    "card.group": Layout(words=False, card_in=ANYWHERE, buttons=_group_buttons),
    "card.question_over": Layout(words=False, card_in=ANYWHERE, buttons=_refresh_button),
    "card.chosen": Layout(words=False, card_in=ANYWHERE),
    "issued": Layout(card_in=ROBOT, buttons=_group_buttons, card_kind="card.group"),
    "question": Layout(card_in=ROBOT, buttons=_choices),
}
"""Kinds that come as cards; every other kind is words alone."""

WORDS_ALONE = Layout()


@dataclass(frozen=True)
class Renderer:
    """Turns kinds and facts into replies and messages."""

    wording: Wording

    def reply(self, kind: str, facts: FactsLike, *, where: Where, task_id: str, tap: bool = False) -> Reply:
        """Give what a callback is answered with; the empty kind gives an empty reply."""
        if not kind:
            return Reply()
        if kind == "card.chosen":
            return Reply(card=self._chosen(facts, task_id))
        layout = LAYOUTS.get(kind, WORDS_ALONE)
        card = self.card(kind, facts, task_id) if tap or where in layout.card_in else None
        words = self.words(kind, facts, where) if layout.words and not tap else None
        return Reply(words, card)

    def words(self, kind: str, facts: FactsLike, where: Where) -> Words | None:
        """Give the words of a kind; an issue that leaves a question says both."""
        if kind == "late":
            facts = {**facts, "said": self._inner_words(facts, where)}
        text = str(self.wording.say(kind, facts).get("text", ""))
        if kind == "issued" and facts.get("question"):
            text += "\n\n" + str(self.wording.say("question", facts)["text"])
        return Words(_tidy(text), markdown=True) if text else None

    def _inner_words(self, facts: FactsLike, where: Where) -> str:
        said = self.words(str(facts["kind"]), facts["facts"], where) if facts["kind"] else None
        return said.text if said else ""

    def card(self, kind: str, facts: FactsLike, task_id: str) -> Card | None:
        """Give the card of a kind; None where it has none."""
        layout = LAYOUTS.get(kind)
        if layout is None:
            return None
        slots = self.wording.say(layout.card_kind or kind, facts)
        return _card(slots, tuple(self._button(w, slots, facts) for w in layout.buttons(facts)), task_id)

    def _button(self, wish: Wish, slots: Slots, facts: FactsLike) -> Button:
        """Make a button; its word stands on the card, or is a question's under the choice's own facts."""
        if wish.facts:
            slots = self.wording.say("question", {**facts, **dict(wish.facts)})
        return Button(str(slots[wish.slot]), wish.key, wish.style)

    def _chosen(self, facts: FactsLike, task_id: str) -> Card | None:
        """Show on the question's card what came of the choice: the directive, the next question, or words."""
        kind, inner = str(facts["outcome"]), facts["facts"]
        if kind in {"issued", "question"}:
            card = self.card(kind, inner, task_id)
            brief = self.wording.say(kind, inner).get("brief", "")
            return replace(card, body=str(brief)) if card else None
        said = self.words(kind, inner, "app")
        slots = self.wording.say("card.chosen", {"said": said.text.replace("*", "") if said else ""})
        return _card(slots, (), task_id)


def _card(slots: Slots, buttons: tuple[Button, ...], task_id: str) -> Card:
    rows = slots.get("rows", [])
    return Card(
        task_id=task_id,
        title=str(slots["title"]),
        desc=str(slots.get("desc", "")),
        body=str(slots.get("body", "")),
        rows=tuple(rows) if isinstance(rows, list) else (),
        buttons=buttons,
        done="" if buttons else str(slots.get("done", "")),
        source=str(slots.get("source", "")),
    )


def _tidy(text: str) -> str:
    """Take out the empty lines that conditions leave behind, one at most between paragraphs."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()
