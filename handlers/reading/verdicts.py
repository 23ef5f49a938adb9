"""Several verdicts in one message: 同意李四的,退回王五的:照片不清楚; 李四的可以,王五的延期不同意."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from handlers.reading.codes import find_code
from handlers.reading.draft import Draft
from handlers.reading.limits import laid_over, read_limit
from handlers.reading.names import SURNAMES
from handlers.reading.reader import read
from handlers.reading.script import normal
from handlers.reading.shares import TRIGGER
from handlers.reading.values import Intent, Reading
from handlers.reading.vocabulary import NO_NAME
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

LONGEST: Final = 200  # characters
MOST: Final = 12  # clauses
JUDGES: Final[frozenset[Intent]] = frozenset({"accept", "return", "grant", "refuse", "uphold"})
_REASONLESS: Final[frozenset[Intent]] = frozenset({"accept", "grant"})
"""Verdicts that take no reason: what is said of somebody else behind them is a thing of its own."""
_CODED: Final = "Z20000101-001 "
"""Stands before a clause while it is read: a clause with a code is about a directive and orders nothing."""
_CUT: Final = re.compile(r"[,。;!\n]+\s*| +(?=[\u4e00-\u9fff@])|(?=并(?:且)?(?:同意|退回|打回|驳回|不同意))")
_EDGES: Final = " ,，、。;；!！\n\t"
_ALSO: Final = re.compile(r"^(?:并且?|同时|另外?|而且|但是?|[\s,，])+")
_ASKS: Final = re.compile(r"(?:吗|么|没有?|呢|[?])[?!。\s]*$|[?]")
_OF_ONE: Final = re.compile(
    r"\s*(?:那|但|而|另外?|至于|@| )*某+(?:同志)?(?:报|交)?的|\s*(?:至于)?某+(?:那份|那边|先|再)"
)
"""某 stands for a name: 王五的再说."""
_WEEKDAY: Final = re.compile(r"周[一二三四五六日末]")
_WILL_NOT_DO: Final = r"(?:同志)?(?:报|交)?的?(?:反馈|材料|报告|那份)?(?:也|都|先)*(?:不行|不合格|没过|不过关|不通过)?[吧了]*(?:[\s,，:：;；。]+|$)"
_OF_NOBODY: Final = re.compile(
    r"(?:同意|批准|退回|打回|驳回|通过)(?:了|给)?@?(?P<one>[\u4e00-\u9fff]{2,3}?)同?志?的"
    r"|(?:^|[\s,])@?(?P<two>[\u4e00-\u9fff]{2,3}?)(?:同志)?的(?:延期|转办|退办|反馈|材料|那份)?(?:申请)?(?:也|都|先|就)?(?:不?同意|不?可以|不?通过|不?行|退回|打回|驳回)"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing a message says, as posted and without the code; `reading` is None where it cannot be read."""

    text: str
    reading: Reading | None


@dataclass(slots=True)
class _Cutter:
    """Takes one message apart, clause by clause."""

    content: str
    now: datetime
    org: Org
    calendar: WorkCalendar
    speaker: str
    known: dict[str, Reading | None] = field(default_factory=dict)

    def verdicts(self) -> tuple[Verdict, ...]:
        places = _places(normal(self.content))
        if not 2 <= len(places) <= MOST:
            return ()
        cuts: list[tuple[int, Reading | None]] = []
        place = 0
        while place < len(places):
            size = self._size(places, place)
            reading = self._verdict(places[place : place + size]) if size else None
            if size or (cuts and self._is_left(places[place], cuts[-1][1])):
                cuts.append((places[place][0], reading))
            place += size or 1
        return self._cut(cuts) if cuts else ()

    def _cut(self, cuts: Sequence[tuple[int, Reading | None]]) -> tuple[Verdict, ...]:
        starts = [0, *(start for start, _ in cuts[1:])]
        ends = [*starts[1:], len(self.content)]
        found = [
            self._whole(self.content[start:end], reading)
            for start, end, (_, reading) in zip(starts, ends, cuts, strict=True)
        ]
        return tuple(one for one in found if one is not None)

    def _size(self, places: Sequence[tuple[int, int]], place: int) -> int:
        """Give how many clauses a verdict takes there: one, two (王五的照片不清楚,退回), or none."""
        if self._verdict(places[place : place + 1]) or self._of_nobody(places[place]):
            return 1
        names = _OF_ONE.match(self._draft(places[place]).view)
        return 2 if names and place + 1 < len(places) and self._verdict(places[place : place + 2]) else 0

    def _is_left(self, place: tuple[int, int], before: Reading | None) -> bool:
        """Whether a clause says something of somebody that is neither a verdict nor a reason: 王五的再说."""
        reasonless = before is not None and before.intent in _REASONLESS
        return reasonless and _OF_ONE.match(self._draft(place).view) is not None

    def _of_nobody(self, place: tuple[int, int]) -> bool:
        """Whether a clause judges what somebody did whom nobody knows: 退回王小二的."""
        return bool(stranger_in(self.content[slice(*place)]))

    def _draft(self, place: tuple[int, int]) -> Draft:
        return Draft(self.content[slice(*place)], self.now, self.org, self.calendar, self.speaker)

    def _verdict(self, places: Sequence[tuple[int, int]]) -> Reading | None:
        return self._read(self.content[places[0][0] : places[-1][1]])

    def _read(self, text: str) -> Reading | None:
        """Read a clause as a verdict about somebody who is named."""
        if text not in self.known:
            self.known[text] = self._judged(text)
        return self.known[text]

    def _judged(self, text: str) -> Reading | None:
        code, bare = _apart(text)
        reading = read(_CODED + bare, self.now, self.org, self.calendar, speaker=self.speaker)
        limit = read_limit(bare, self.now, self.org, self.calendar, speaker=self.speaker)
        reading = laid_over(reading, limit) if limit else reading
        if reading.intent not in JUDGES:
            return None
        reading = self._named(bare, reading)
        if not (reading.targets or reading.ambiguous or reading.unknown):
            return None
        return replace(reading, code=code, content=bare, body=bare, reason=reason_in(reading))

    def _named(self, text: str, reading: Reading) -> Reading:
        """Give the reading with whose it is where only the first words say so: 王五的不行."""
        draft = Draft(text, self.now, self.org, self.calendar, self.speaker)
        first = _OF_ONE.match(draft.view)
        if reading.targets or reading.ambiguous or reading.unknown or first is None:
            return reading
        found = draft.addressing.find("asking", [first.span()])
        return replace(reading, targets=found.targets, ambiguous=dict(found.ambiguous))

    def _whole(self, text: str, core: Reading | None) -> Verdict | None:
        """Give a verdict with the reason behind it; it means what its first words mean."""
        _, bare = _apart(text)
        whole = self._read(text) if core else None
        if core is None or whole is None:
            return Verdict(bare, core)
        same = (whole.intent, whole.targets) == (core.intent, core.targets)
        return Verdict(bare, whole if same else core)


def verdicts(
    content: str, now: datetime, org: Org, calendar: WorkCalendar, *, speaker: str = ""
) -> tuple[Verdict, ...]:
    """Give what a message (without the mention of the bot) says of whose share, one after the other.

    A clause that is no verdict is the reason of the one before it. Nothing where the message asks.
    """
    plain = normal(content)
    if len(content) > LONGEST or not TRIGGER.search(plain) or _ASKS.search(plain):
        return ()
    return _Cutter(content, now, org, calendar, speaker).verdicts()


def stranger_in(text: str) -> str:
    """Give what looks like a name where a verdict says whose (退回王小二的); whether anybody bears it is not said."""
    found = _OF_NOBODY.search(normal(text))
    who = (found["one"] or found["two"]) if found else ""
    is_name = who[:1] in SURNAMES and not (NO_NAME.search(who) or _WEEKDAY.match(who))
    return who if who and is_name else ""


def reason_in(reading: Reading) -> str:
    """Give the reason without the words that only say whose it is and that it will not do: 王五的不行."""
    names = sorted((*(t.written for t in reading.targets), *reading.ambiguous), key=len, reverse=True)
    if not names:
        return reading.reason
    front = re.compile(rf"(?:{'|'.join(map(re.escape, names))}){_WILL_NOT_DO}")
    found = front.match(reading.reason)
    return reading.reason[found.end() :] if found else reading.reason


def _places(plain: str) -> list[tuple[int, int]]:
    """Give the places of the clauses, without the signs between them."""
    found, start = [], 0
    for cut in _CUT.finditer(plain):
        found.append((start, cut.start()))
        start = cut.end()
    found.append((start, len(plain)))
    return [(start, end) for start, end in found if plain[start:end].strip()]


def _apart(text: str) -> tuple[str | None, str]:
    """Give the code a text holds, and the text without it and without signs at its ends."""
    code = find_code(normal(text))
    if code is not None:
        text = text[: code.start] + text[code.end :]
    bare = text.strip(_EDGES)
    return (code.value if code else None), (_ALSO.sub("", bare) or bare)
