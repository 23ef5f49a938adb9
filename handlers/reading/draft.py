"""One message while it is read: its text prepared, its names and times found once."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property
from typing import Final

from handlers.reading import amending, calling_off, verbs
from handlers.reading.amending import Change
from handlers.reading.clauses import clauses_of, core_of, viewed
from handlers.reading.codes import Code, find_code, without_code
from handlers.reading.deadlines import Times, read_times
from handlers.reading.marks import is_imperative
from handlers.reading.names import names_of
from handlers.reading.script import normal
from handlers.reading.targets import Addressed, Addressing, Mode
from handlers.reading.values import NO_DEADLINE, Deadline, Intent
from handlers.reading.vocabulary import TIMES
from handlers.reading.wants import wants_of
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

_TRIMMED: Final = " ,。;:!~\n"
_EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]+")


class Draft:
    """One message while it is read: prepared once, its times and names looked up when they are wanted.

    `content` is as posted without the mention of the bot, `plain` in normal writing, `rest` without the
    code; all three are equally long.
    """

    def __init__(self, content: str, now: datetime, org: Org, calendar: WorkCalendar, speaker: str) -> None:
        self.content = content
        self.plain = normal(self.content)
        self.code: Code | None = find_code(self.plain)
        self.rest = without_code(self.plain, self.code)
        self.rest_as_posted = without_code(self.content, self.code)
        self.now, self.calendar = now, calendar
        self._org, self._speaker = org, speaker
        self._names = names_of(org)
        person = org.people.get(speaker)
        self._own = frozenset(person.departments if person else ()) - set(org.roots)

    @cached_property
    def head(self) -> Draft | None:
        """The first clause as a message of its own, where a code stands in it and more follows."""
        end = next((end for _, end in clauses_of(self.plain)), 0)
        if self.code is None or self.code.end > end or not self.plain[end:].strip(_TRIMMED):
            return None
        return Draft(self.content[:end], self.now, self._org, self.calendar, self._speaker)

    @cached_property
    def times(self) -> Times:
        """The times named."""
        return self._times()

    def _times(self, *, moved: bool = False) -> Times:
        named = tuple((group.start, group.end) for group in self.addressing.groups)
        return read_times(
            self.rest, self.now, self.calendar, named=named, addressed=self.ordered.spans, moved=moved
        )

    @cached_property
    def addressing(self) -> Addressing:
        """The names in the text."""
        return Addressing(self.plain, self._names, self._own)

    @cached_property
    def said(self) -> str:
        """The text without the code, its mentions set apart from what follows them, for the intent."""
        text = list(self.rest)
        for group in self.addressing.groups:
            for atom in group.atoms:
                if atom.kind == "person" and self.rest.startswith(atom.written, atom.start):
                    text[atom.start : atom.start + len(atom.written)] = "某" * len(atom.written)
            text[group.end - 1] += " " * group.mentioned
        plain = "".join(text).strip(_TRIMMED)
        return _EMOJI.sub(" ", plain).strip(_TRIMMED) or plain

    @cached_property
    def view(self) -> str:
        """The text without the code, its names and times written as `viewed` does; as long as `plain`."""
        names = [(atom.start, atom.end) for group in self.addressing.groups for atom in group.atoms]
        return viewed(self.rest, names, self.times.spans)

    @cached_property
    def change(self) -> Change | None:
        """How it changes a directive there is already."""
        if not amending.TRIGGER.search(self.plain):
            return None
        return amending.changes(self.view, coded=self.code is not None)

    @property
    def decided(self) -> Intent | None:
        """The verb about a share or directive on its way, if it says one."""
        if len(self.plain) > 2 * verbs.LONGEST:
            return None
        coded = self.code is not None
        if verbs.TRIGGER.search(self.plain) and (found := verbs.decides(self.view, coded=coded)):
            return found
        if calling_off.TRIGGER.search(self.plain) and calling_off.calls_off(self.view, coded=coded):
            return "withdraw"
        return None

    @property
    def roots(self) -> frozenset[int]:
        """The units that are everything."""
        return frozenset(self._org.roots)

    @property
    def commands(self) -> bool:
        """Whether an imperative follows somebody addressed."""
        return any(is_imperative(self.rest, _behind_times(self.rest, end)) for _, end in self.ordered.spans)

    @cached_property
    def ordered(self) -> Addressed:
        """Whom the text addresses, read as an order."""
        return self.named("order")

    @cached_property
    def wants(self) -> frozenset[str]:
        """What it asks to be sent back."""
        return wants_of(self.said)

    def named(self, mode: Mode) -> Addressed:
        """Whom the text names, read in that mode."""
        return self.addressing.find(mode)

    def asking(self, intent: Intent) -> Addressed:
        """Whose request a decision is about: whoever is named beside it."""
        places = verbs.places_of(self.view)
        said = verbs.commands(intent, [core_of(self.view[start:end]) for start, end in places])
        within = [place for place in places if core_of(self.view[place[0] : place[1]]) in said]
        return self.addressing.find("asking" if intent != "uphold" else "any", within)

    def dated(self, intent: Intent) -> tuple[tuple[int, int], ...]:
        """Places of the deadlines in the content."""
        moments = self.times.marked or (() if intent == "notice" else self.times.by_then)
        return tuple((moment.start, moment.end) for moment in moments)

    def deadline(self, intent: Intent) -> Deadline:
        """Until when, for those intents that have a time."""
        match intent:
            case "task" | "return" | "distribute":
                return self.times.deadline()
            case "notice":
                return self.times.deadline(marked_only=True)
            case "amend" if self.change and self.change.kind == "more":
                return self.times.deadline(marked_only=True)
            case "extend" | "grant" | "amend":
                return self._times(moved=True).deadline(any_named=intent == "grant")
        return NO_DEADLINE


def _behind_times(text: str, position: int) -> int:
    found = TIMES.match(text, position)
    return found.end() if found else position
