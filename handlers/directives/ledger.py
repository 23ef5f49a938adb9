"""The supervisor's ledger (督查台账) by words: what is open in each unit, red, yellow and blue.

One to one the list comes within the callback. In a group it is numbers alone, of that group; the list goes to
the one who asked (docs/principles.md, rule 1). Units stand in the directory's order: nobody is ranked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers import again
from handlers.context import Context
from handlers.directives.supervise import supervise_one
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.reading.names import names_of
from handlers.reading.script import normal
from tasks.db import Db
from tasks.directives import ledger as ledger_rows
from tasks.directives import queries
from tasks.directives.facts import moment
from tasks.directives.ledger import Line
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.org import Org
from tasks.people.roles import may

LONGEST: Final = 40
"""Characters of a question about the ledger; what is longer says something else too."""
MOST_ROWS: Final = 30
"""Lines handed to the wording, which shows as many of them as one text message holds."""

TOPICS: Mapping[str, tuple[str, ...]] = {
    r"红黄蓝(?:[三3]色|牌|灯|预警)?": ("red", "yellow", "blue"),
    r"红黄[牌灯]?": ("red", "yellow"),
    r"(?:亮)?红[牌灯色]|逾期|超期|超时|过期": ("red",),
    r"(?:亮)?黄[牌灯色]|滞后": ("yellow",),
    r"(?:亮)?蓝[牌灯色]|(?:快要?|即将|将要?|马上)(?:要|到期|逾期|超期)+|临期|临近到期": ("blue",),
    r"督[办查](?:工作)?台[账帐]|(?:工作)?台[账帐]": (),
    r"(?:未|没有?|尚未|还没)(?:办结|结|销号)|在办": (),
    r"督办(?:中|件|事项|任务|清单|情况)": ("supervised",),
}
"""What is asked for → the colours it is narrowed to, or `supervised`; nothing: all that is open."""
BY_UNIT: Final = r"(?:办理|完成|落实|进展)?情况"
"""Asks for the ledger where it stands beside a unit: 应急办办理情况, 各村办理情况."""
FILLERS: Final = (
    r"请问|问一?下|请|麻烦|帮我|给我|发我|发给我|发一?下|发来|发|把|我要|我想|查一?下|查询|查看|查|看一?下|看看|看|列出|列一?下|汇总|统计|显示|"
    r"有[哪那]些|[哪那]些|[哪那]几[件项个条]?|有?几[件项个条]|有?多少[件项个条]?|都有|还有|还|都|有|是|了|的|和|或|全部|所有|"
    r"目前|现在|当前|今天|任务|指令|事项|工作|件|项|清单|列表|名单|情况|预警|各单位|各部门|各村(?:居|社区)?|单位|"
    r"吗|呢|啊|[\s,。!?、:;()]"
)
_THEIRS: Final = r" \s*的?(?:所有|全部)?(?:任务|指令|事项|工作)?"
_CHARGED: Final = re.compile(
    rf"(?:请|对)?\s*督办\s*{_THEIRS}[\s。.!]*"
    rf"|(?:请)?(?:对|把|将)\s*{_THEIRS}\s*(?:进行|列入|纳入|列为)?督办[\s。.!]*"
)
"""督办应急办的任务, 把应急办的任务列入督办; the unit's name is left as a space."""
_TOPIC: Final = re.compile("|".join(f"({pattern})" for pattern in TOPICS))
_QUESTION: Final = re.compile(f"(?:{'|'.join(TOPICS)}|{BY_UNIT}|{FILLERS})+")
_EACH: Final = re.compile(r"各(?:单位|部门|村)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the ledger is asked for; empty means everything. `named` are the full names of the units."""

    colours: tuple[str, ...] = ()
    units: frozenset[int] = frozenset()
    named: tuple[str, ...] = ()
    supervised: bool = False

    def is_about(self, line: Line, unit: int) -> bool:
        """Whether this line of this unit is asked for."""
        if self.supervised and not line.supervised:
            return False
        return (not self.units or unit in self.units) and (not self.colours or line.colour in self.colours)


def read_question(text: str, reading: Reading, org: Org) -> Asked | None:
    """Understand a question about the ledger; None for every other sentence."""
    if reading.code or not text or len(text) > LONGEST:
        return None
    bare, named = _without_units(normal(text), org)
    each = [
        t.department for t in reading.targets if t.kind == "each" and t.department not in (None, *org.roots)
    ]
    topics = [words for found in _TOPIC.finditer(bare) for words in _words(found)]
    asked = _TOPIC.search(bare) or ((named or _EACH.search(bare)) and re.search(BY_UNIT, bare))
    if not asked or not _QUESTION.fullmatch(bare):
        return None
    units = {u for unit in named for u in (unit, *org.below(unit))} | {
        u for e in each if e for u in org.below(e)
    }
    return Asked(
        colours=tuple(colour for colour in ledger_rows.COLOURS if colour and colour in topics),
        units=frozenset(units),
        named=tuple(org.unit_name(unit) for unit in named),
        supervised="supervised" in topics,
    )


def _words(found: re.Match[str]) -> tuple[str, ...]:
    return tuple(TOPICS.values())[(found.lastindex or 1) - 1]


def _without_units(text: str, org: Org) -> tuple[str, list[int]]:
    """Take the names of units out of a text; gives what is left and the units, in order."""
    names, left, units, at = names_of(org), "", [], 0
    while at < len(text):
        found = names.longest(text, at)
        if found and found[1].units:
            units += [unit for unit in found[1].units if unit not in units]
            left, at = left + " ", at + len(found[0])
        else:
            left, at = left + text[at], at + 1
    return left, units


async def ledger(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome | None:
    """Answer a supervisor's question about the ledger; None for everybody and everything else."""
    if not may("supervise", context.asked(incoming.sender)):
        return None
    if units := _charged(reading, context.org):
        return await _take(db, units, incoming, reading, context)
    asked = read_question(reading.content, reading, context.org)
    if asked is None:
        return None
    found = await ledger_rows.lines(db, now=context.now, calendar=context.calendar, chat=incoming.chat)
    lines = [line for line in found if asked.is_about(line, _unit(line, context.org))]
    facts = _facts(lines, asked, incoming, context)
    if not incoming.chat:
        return Outcome("ledger", facts)
    if not lines:
        return Outcome("ledger.numbers", facts | {"rows": [], "units": []})
    notice = Notice(
        "ledger", (Receiver(incoming.sender),), facts, f"ledger:{incoming.account}:{incoming.dedupe}",
        context.now, lane=Lane.FAST,
    )  # fmt: skip
    return Outcome("ledger.numbers", facts | {"rows": [], "units": []}, (notice,))


def _charged(reading: Reading, org: Org) -> frozenset[int]:
    """Give the unit (and those below) of which something is to be supervised; empty for none."""
    if reading.code or not reading.content or len(reading.content) > LONGEST:
        return frozenset()
    bare, named = _without_units(normal(reading.content), org)
    if len(named) != 1 or not _CHARGED.fullmatch(bare):
        return frozenset()
    return frozenset({named[0], *org.below(named[0])})


async def _take(
    db: Db, units: frozenset[int], incoming: Incoming, reading: Reading, context: Context
) -> Outcome:
    """Take the unit's only open directive under supervision, or ask which: what is overdue comes first."""
    found = await ledger_rows.lines(db, now=context.now, calendar=context.calendar, chat=incoming.chat)
    theirs = [line for line in found if _unit(line, context.org) in units and not line.supervised]
    codes = list(dict.fromkeys(line.code for line in theirs))
    if not codes:
        return Outcome("supervise.which", {"taken": False, "any": False})
    if len(codes) == 1:
        return await supervise_one(db, codes[0], incoming, context)
    directives = [one for code in codes[: again.MOST] if (one := await queries.by_code(db, code))]
    # Once it is clear which one, the sentence has said all it says: the answer is read with this one alone.
    said = replace(incoming, text="督办")
    return await again.which(db, said, replace(reading, intent="supervise"), directives, context)


def _unit(line: Line, org: Org) -> int:
    """Give the unit a share counts for: the one it was given to, else the person's own; 0 for none."""
    unit = line.department or org.unit_of(line.assignee)
    return unit if unit in org.departments else 0


def _facts(lines: Sequence[Line], asked: Asked, incoming: Incoming, context: Context) -> Facts:
    colours = Counter(line.colour for line in lines)
    units = _by_unit(lines, context.org)
    return {
        "count": len(lines),
        "directives": len({line.code for line in lines}),
        "red": colours["red"],
        "yellow": colours["yellow"],
        "blue": colours["blue"],
        "colours": list(asked.colours),
        "named": list(asked.named),
        "supervised": asked.supervised,
        "group": bool(incoming.chat),
        "units": units,
        "rows": _rows(lines[:MOST_ROWS], context),
        "at": moment(context.now),
    }


def _rows(lines: Sequence[Line], context: Context) -> list[Json]:
    org = context.org
    return [
        {
            "code": line.code,
            "title": line.title,
            "who": org.name(line.assignee),
            "unit": org.unit_name(unit) if (unit := _unit(line, org)) else "",
            "state": line.state,
            "due": moment(line.due),
            "year": context.now.year,
            "colour": line.colour,
            "supervised": line.supervised,
        }
        for line in lines
    ]


def _by_unit(lines: Sequence[Line], org: Org) -> list[Json]:
    """Count by unit, in the directory's order; what belongs to no unit comes last."""
    counts: dict[int, Counter[str]] = {}
    for line in lines:
        counts.setdefault(_unit(line, org), Counter())[line.colour] += 1
    order = {unit: place for place, unit in enumerate(org.in_order)}
    return [
        {
            "unit": org.unit_name(unit) if unit else "",
            "open": counted.total(),
            "red": counted["red"],
            "yellow": counted["yellow"],
            "blue": counted["blue"],
        }
        for unit, counted in sorted(counts.items(), key=lambda one: order.get(one[0], len(order)))
    ]
