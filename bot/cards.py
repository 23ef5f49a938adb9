"""From a kind and its facts to what people get: words, a card, or both. One table says which.

Sentences come from `bot.wording`; here stand only the layout of each kind and what its buttons do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from bot.wording import Slots, Wording
from handlers.message import Button, Card, Reply, Words

FactsLike: TypeAlias = Mapping[str, Any]
Where = Literal["app", "robot", "group", "official"]
"""Where it is read: one to one with the app or the robot, in a group, at an official account."""

BLUE, GREY = 1, 2


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
    return (*chosen[:5], *(() if over else (Wish("refresh", f"refresh:{facts['code']}", GREY),)))


def _choices(facts: FactsLike) -> tuple[Wish, ...]:
    question = facts["question"]
    choices = question["choices"]
    if len(choices) > 6:
        return ()
    return tuple(
        Wish(str(choice["kind"]), f"choose:{question['id']}:{n}", BLUE if n == 1 else GREY, (("choice", choice),))
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
    "card.question_over": Layout(words=False, card_in=ANYWHERE),
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
        wishes = layout.buttons(facts)
        return _card(slots, tuple(self._button(layout, kind, w, facts) for w in wishes), task_id)

    def _button(self, layout: Layout, kind: str, wish: Wish, facts: FactsLike) -> Button:
        word_kind = "question" if wish.facts else layout.card_kind or kind
        slots = self.wording.say(word_kind, {**facts, **dict(wish.facts)})
        return Button(str(slots[wish.slot]), wish.key, wish.style)

    def _chosen(self, facts: FactsLike, task_id: str) -> Card | None:
        """Show on the question's own card what came of the choice: the directive, the next question, or words."""
        kind, inner = str(facts["outcome"]), facts["facts"]
        if kind in {"issued", "question"}:
            return self.card(kind, inner, task_id)
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
