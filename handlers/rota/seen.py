"""A short sentence with its units, days and people taken out, so that what is left shows what it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.names import TITLES, Names, names_of
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from handlers.rota.days import DayReader
from handlers.rota.heading import read_month
from handlers.rota.people import close_to

LONGEST: Final = 80
"""Characters of a sentence about the rota that is no table."""
UNIT, DAY_, PERSON = "Ｕ", "Ｄ", "Ｐ"
"""What stands for a unit, for days and for a person; normal writing has no such letters."""
_COURTESY: Final = re.compile(r"同志|老师|大?[姐哥]")


@dataclass(frozen=True, slots=True)
class Named:
    """A person as written, and who may be meant: one where it is clear."""

    written: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """`view` is the sentence with its names and days replaced; the rest is what stood there, in order.

    `wrong` says that a day is none, or not the weekday written beside it.
    """

    view: str
    units: tuple[int, ...]
    days: tuple[tuple[date, ...], ...]
    people: tuple[Named, ...]
    wrong: str = ""


def see(incoming: Incoming, context: Context) -> Seen | None:
    """Take a sentence apart; None for what is too long or says nothing of any duty."""
    plain = normal(without_mention(incoming.text, context.bot_name)).strip(" \n。!~")
    if len(plain) > LONGEST or "班" not in plain or "\n" in plain:
        return None
    today = context.calendar.local(context.said_at).date()
    return _Taker(plain, names_of(context.org), today, context.org.unit_of(incoming.sender)).taken()


class _Taker:
    """Takes one sentence apart from its left."""

    def __init__(self, text: str, names: Names, today: date, unit: int) -> None:
        self.text, self.names, self.today, self.unit = text, names, today, unit
        self.units: dict[int, None] = {}
        self.days: list[tuple[date, ...]] = []
        self.people: list[Named] = []
        self.wrong = ""

    def taken(self) -> Seen:
        view, position = "", 0
        while position < len(self.text):
            mark, position = self._next(position)
            view += mark
        return Seen(view, tuple(self.units), tuple(self.days), tuple(self.people), self.wrong)

    def _next(self, at: int) -> tuple[str, int]:
        if self.text.startswith("一下", at):
            return "一下", at + 2  # 看一下下周 is not the week after the next
        before = self.text[at - 1 : at]
        days = None if before.isdigit() else DayReader(self.today).at(self.text, at)
        if days is not None:
            self.days.append(days.days)
            self.wrong = self.wrong or days.wrong
            return DAY_, days.end
        if month := read_month(self.text, at, self.today):
            self.days.append(month[0])
            return DAY_, month[1]
        found = self.names.longest(self.text, at)
        if found and found[1].units and not found[1].people:
            self.units |= dict.fromkeys(found[1].units)
            return UNIT, at + len(found[0])
        if found and found[1].people:
            self.people.append(Named(found[0], close_to(found[1].people, self.unit, self.names)))
            return PERSON, self._behind(at + len(found[0]))
        title = TITLES.match(self.text, at + 1)
        if title and self.text[at] in self.names.surnames:
            meant = close_to(self.names.titled(self.text[at], title[0]), self.unit, self.names)
            if meant:
                self.people.append(Named(self.text[at : title.end()], meant))
                return PERSON, title.end()
        return self.text[at], at + 1

    def _behind(self, end: int) -> int:
        """Pass the title or the courtesy behind a name."""
        for words in (TITLES, _COURTESY):
            if found := words.match(self.text, end):
                end = found.end()
        return end
