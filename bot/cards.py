"""From a kind and its facts to what people get: words, a card, or both; `layouts.py` is the table."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.layouts import LAYOUTS, FactsLike, Layout, Where, Wish
from bot.wording import Slots, Wording
from handlers.message import Button, Card, Reply, Words

WORDS_ALONE = Layout()
ISSUED = ("issued", "issued.several")
"""Kinds that may leave a question open, which is said with them."""


UNSEALED = frozenset({"contact.shown"})
"""Kinds whose enciphered part is shown: in the one answer that was asked for, not in what is kept or sent."""


@dataclass(frozen=True)
class Renderer:
    """Turns kinds and facts into replies and messages."""

    wording: Wording
    unseal: Callable[[str], str] = str

    def reply(self, kind: str, facts: FactsLike, *, where: Where, task_id: str, tap: bool = False) -> Reply:
        """Give what a callback is answered with; the empty kind gives an empty reply."""
        if not kind:
            return Reply()
        if kind in UNSEALED and facts["sealed"]:
            facts = {**facts, "plain": json.loads(self.unseal(str(facts["sealed"])))}
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
        elif kind == "verdicts":
            parts = [{**part, "words": self._inner_words(part, where)} for part in facts["parts"]]
            facts = {**facts, "parts": parts}
        elif kind == "citizen.with_waiting":
            waited = [self._inner_words(part, where) for part in facts["parts"]]
            facts = {"parts": waited, "said": self._inner_words(facts["answer"], where)}
        text = str(self.wording.say(kind, facts).get("text", ""))
        if kind in ISSUED and facts.get("question"):
            text += "\n\n" + str(self.wording.say("question", facts)["text"])
        return Words(_tidy(text), markdown=True) if text else None

    def to_citizen(self, kind: str, facts: FactsLike) -> str:
        """Give the words of a kind as a citizen reads them; empty where it has none."""
        said = self.words(kind, facts, "official")
        return said.text if said else ""

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
        if kind in {*ISSUED, "question"}:
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
