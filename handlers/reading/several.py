"""Several directives in one message: numbered or one to a line, each with addressees of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.reading.courtesy import is_courtesy
from handlers.reading.deadlines import read_times
from handlers.reading.reader import read, without_mention
from handlers.reading.script import normal
from handlers.reading.values import Reading
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

LONGEST: Final = 4000
MOST: Final = 20
_BEFORE: Final = r"(?:^|(?<=[\n。;:!,\s]))[ ]*"
# one way of numbering each; a number is no marker where a figure goes on (1.5公里)
_MARKERS: Final = tuple(
    re.compile(marker, re.MULTILINE)
    for marker in (
        _BEFORE + r"(?P<n>\d{1,2})\s?[.、)](?!\d)\s*",
        _BEFORE + r"(?P<n>[一二三四五六七八九十]{1,2})\s?[、.]\s*",
        _BEFORE + r"\((?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})\)[、.]?\s*",
        r"(?P<n>[①-⑳])[、.]?\s*",
        _BEFORE + r"第(?P<n>[一二三四五六七八九十]|\d{1,2})(?:件事?|项|条)?\s?[、,:]\s*",
    )
)
_NUMERALS: Final = "一二三四五六七八九十"
_URGENT: Final = re.compile(r"(?<!非)特急|(?<![更愈越增])加急")
_LABEL: Final = re.compile(r"^[\s,:!【\[]*(?:特急|加急|紧急|[\s!,:】\]])*(?P<label>通知)[】\]]?\s*[:,\n]")
_EMPTY_HEAD: Final = re.compile(
    r"(?:特急|加急|紧急|请|大家|各位|同志们?|领导|你们?|务必|认真|抓紧|抓好|做好|完成|落实|办理|办好|推进|现将?|就|把|将|近期|本周|今天|今日|明天|下周|重点|主要|有关|相关|几[项件个]|以下|下列|如下|下面|工作|任务|事项|事情?|安排|部署|分工|布置|交办|要求|通知|的|并|于|[\d一二三四五六七八九十两]+[项件个条]|早上好|上午好|下午好|[\s,:。;!【】\[\]-])*+"
)
_ABOVE: Final = re.compile(
    r"^\s*(?:以上|上述)(?:各?[项条件]?(?:工作|任务|事项|内容|要求)?)?(?:请各(?:单位|部门|村)|请|均|都|各单位|,)*\s*"
)
_CLAUSES: Final = re.compile(r"[,，;；。!！:：\n]+")
_EDGES: Final = " ,，;；。\n\t\u3000"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A message taken apart: what stands before the items, the items, what stands behind them."""

    head: str
    items: tuple[str, ...]
    tail: str = ""


@dataclass(frozen=True, slots=True)
class _Taker:
    """Takes one message apart."""

    understand: Callable[[str], Reading]
    now: datetime
    calendar: WorkCalendar

    def taken(self, content: str) -> tuple[str, ...]:
        parts = _numbered(content) or self._lines(content)
        if parts is None or not 2 <= len(parts.items) <= MOST:
            return ()
        head = self.understand(parts.head) if parts.head.strip(_EDGES) else None
        alone = [self.understand(item) for item in parts.items]
        if not all(_is_order(one) for one in alone) or (head and not _calls_all(head, alone)):
            return ()
        if len({_addressees(one) for one in alone}) == 1:
            return ()  # a list of work items for the same addressee
        whole = tuple(self._whole(parts, item, one) for item, one in zip(parts.items, alone, strict=True))
        return whole if all(whole) else ()

    def _lines(self, content: str) -> _Parts | None:
        """Take a message with one directive to a line; before and behind them a line may stand for all."""
        lines = [line.strip() for line in content.splitlines() if line.strip()]
        own = [
            _is_order(self.understand(line)) and not line.endswith((":", "：")) for line in lines[: MOST + 2]
        ]
        if own.count(True) < 2:
            return None
        first, last = own.index(True), len(own) - own[::-1].index(True)
        if first > 1 or len(lines) - last > 1 or not all(own[first:last]):
            return None
        return _Parts("\n".join(lines[:first]), tuple(lines[first:last]), "\n".join(lines[last:]))

    def _whole(self, parts: _Parts, item: str, alone: Reading) -> str:
        """Give an item with what is said of all; empty where it would mean something else then."""
        urgent = _URGENT.search(normal(parts.head))
        label = _LABEL.match(normal(parts.head))
        front = (urgent[0] + " " if urgent and alone.urgency == "normal" else "") + ("通知:" if label else "")
        text = front + item.strip(_EDGES)
        for more in (self._common_time(parts.head, alone), self._common_tail(parts.tail, alone)):
            text = f"{text}，{more}" if more else text
        if told := self._background(parts.head):
            text = self._same(f"{text}（{told}）", text)
        return text if self._means(text, alone) else ""

    def _common_time(self, head: str, alone: Reading) -> str:
        times = read_times(head, self.now, self.calendar)
        moments = times.marked or times.by_then
        if alone.due or not moments:
            return ""
        mark = re.compile(r"\s*(?:之前|以前|前|之内|以内|内)?").match(normal(head), moments[-1].end)
        return head[moments[-1].start : mark.end() if mark else moments[-1].end] + "完成"

    def _common_tail(self, tail: str, alone: Reading) -> str:
        """Give what stands behind the items for all, without its time where the item has one."""
        found = _ABOVE.match(normal(tail))
        said = tail[found.end() :] if found else tail
        clauses = [clause for clause in _CLAUSES.split(said) if clause.strip() and not is_courtesy(clause)]
        if alone.due:
            clauses = [c for c in clauses if not read_times(c, self.now, self.calendar).spans]
        return "，".join(clause.strip() for clause in clauses)

    def _background(self, head: str) -> str:
        """Give what the head says of the matter: 今晚有暴雨,安排如下: leaves 今晚有暴雨."""
        told = [
            clause.strip(_EDGES)
            for clause in _CLAUSES.split(head)
            if not (_EMPTY_HEAD.fullmatch(self._timeless(normal(clause))) or is_courtesy(clause))
            and not self.understand(clause).targets
        ]
        return "，".join(told)

    def _timeless(self, plain: str) -> str:
        for start, end in reversed(read_times(plain, self.now, self.calendar).spans):
            plain = plain[:start] + re.sub("^(?:之前|以前|前|之?内)", "", plain[end:])
        return plain

    def _same(self, longer: str, shorter: str) -> str:
        one, other = self.understand(longer), self.understand(shorter)
        same = (one.intent, one.targets, one.due) == (other.intent, other.targets, other.due)
        return longer if same else shorter

    def _means(self, text: str, alone: Reading) -> bool:
        said = self.understand(text)
        kept = alone.due is None or said.due == alone.due
        return _is_order(said) and kept and _addressees(said) == _addressees(alone)


def several(
    text: str, now: datetime, org: Org, calendar: WorkCalendar, *, bot_name: str = "指尖办", speaker: str = ""
) -> tuple[str, ...]:
    """Give the sentences of a message that holds several directives; none where it is one.

    A list of work items for one addressee is one, and so are several addressees in one sentence.
    Each sentence given reads as a task or notice with addressees of its own; what is said for all of
    them (特急, a common time) is in each.
    """
    content = without_mention(text, bot_name)
    if len(content) > LONGEST:
        return ()

    def understand(said: str) -> Reading:
        return read(said, now, org, calendar, bot_name=bot_name, speaker=speaker)

    return _Taker(understand, now, calendar).taken(content)


def _numbered(content: str) -> _Parts | None:
    """Take a message apart at its numbers 1, 2, 3, …; None where it is not numbered."""
    plain = normal(content)
    for marker in _MARKERS:
        places: list[re.Match[str]] = []
        for found in marker.finditer(plain):
            if _number(found["n"]) == len(places) + 1:
                places.append(found)
        if len(places) >= 2:
            return _cut(content, places)
    return None


def _number(written: str) -> int:
    if "①" <= written <= "⑳":
        return ord(written) - 0x2460 + 1
    if written.isdigit():
        return int(written)
    return _NUMERALS.index(written) + 1 if len(written) == 1 else 10 + _NUMERALS.index(written[-1]) + 1


def _cut(content: str, places: Sequence[re.Match[str]]) -> _Parts:
    ends = [found.start() for found in places[1:]] + [len(content)]
    items = [content[found.end() : end].strip() for found, end in zip(places, ends, strict=True)]
    last, _, tail = items[-1].partition("\n")
    # what stands on a line of its own behind the last item is said for all
    return _Parts(content[: places[0].start()], (*items[:-1], last), tail)


def _is_order(reading: Reading) -> bool:
    named = reading.targets or reading.ambiguous or reading.unknown or reading.everyone
    return reading.intent in {"task", "notice"} and bool(named)


def _calls_all(head: Reading, alone: Sequence[Reading]) -> bool:
    """Whether the head names nobody, or only calls upon all while each item names its own."""
    if not (head.targets or head.ambiguous or head.unknown or head.everyone):
        return True
    whole = all(target.kind in {"each", "everyone"} for target in head.targets)
    own = all(target.kind in {"person", "unit"} for one in alone for target in one.targets)
    return whole and own and not head.ambiguous and not head.unknown


def _addressees(reading: Reading) -> tuple[object, ...]:
    doubtful = (*sorted(reading.ambiguous), *sorted(reading.unknown))
    return reading.people, reading.departments, reading.everyone, doubtful
