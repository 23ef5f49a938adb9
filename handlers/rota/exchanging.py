"""What a sentence says of swapping: who, with whom, which days; who serves for whom. Nothing is guessed."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from handlers.context import Context
from handlers.message import Incoming
from handlers.rota.facts import day_facts
from handlers.rota.seen import Named, Seen, see
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.rota import duties
from tasks.rota.days import begins, duty_day
from tasks.rota.models import Duty

AHEAD: Final = timedelta(days=62)
MOST_DAYS: Final = 6
_SWAP: Final = re.compile(
    r"换一?[下个]?班|调一?[下个]?班|对调|互换|调换|班.{0,12}换|换.{0,12}班|[和与跟同][Ｐ我].{0,4}换|Ｄ[换调]Ｄ"
)
_SWAP_REST: Final = re.compile(
    r"(?:[和与跟同的班换调互对一下个想要申请值带值天到第他她替顶由帮这那把将我Ｐ可以吗吧为Ｄ, 、:!?()]|Ｕ)*"
)
_INSTEAD: Final = (
    re.compile(
        r"Ｄ?的?(?P<owner>我|Ｐ)的?Ｄ?的?(?:值?班|值班)(?:请|由|让|叫|改由|安排)(?P<by>Ｐ|我)(?:来|帮忙?|替我?|代替?|代我|顶替?|去|值|班|一下|一天|代值|替班|代班)+"
    ),
    re.compile(
        r"(?P<by>Ｐ|我)(?:Ｄ|在|来|帮忙?)*(?:代替?|替|帮|顶替?)(?P<owner>我|Ｐ)的?(?:值)?(?:Ｄ)?的?(?:值?班|代班|替班)(?:一下|一天)?"
    ),
    re.compile(
        r"Ｄ(?:请|由|让)?(?P<by>Ｐ|我)(?:来|帮忙?)?(?:代替?|替|帮|顶替?)(?P<owner>我|Ｐ)的?(?:值?班|代班|替班)(?:一下|一天)?"
    ),
    re.compile(
        r"(?P<owner>我|Ｐ)Ｄ的?(?:值?班|值班)(?:请|由|让)(?P<by>Ｐ|我)(?:来|帮忙?|替我?|代替?|代我|顶替?|去|值|班|一下|一天)*"
    ),
)
_BARE: Final = re.compile(r"我?(?:想|要|申请|需要)*(?:Ｄ的?)?(?:换|调|代|替)(?:个|一下|一个)?班[?怎么吗]*")
_TIDY: Final = re.compile(r"[, ]|因[^,]{1,12},|有事,|我想|申请|请问")
_BACK: Final = re.compile(
    r"(?:Ｄ的?)?(?:我的?)?(?:Ｄ的?)?(?:值?班)?(?:还是)?(?:我)?(?:自己|本人)(?:来)?值班?(?:了)?|(?:取消|不用|撤销)(?:Ｐ)?(?:我)?(?:Ｄ的?)?(?:代班|替班)(?:了)?|(?:Ｄ的?)(?:代班|替班)取消"
)
Kind = Literal["swap", "stand_in", "back"]


@dataclass(frozen=True, slots=True)
class Wish:
    """Two people and the days named, as said: of a swap who and with whom, else whose duty and who serves it."""

    kind: Kind
    first: str
    second: str
    days: tuple[date, ...]


def read_wish(incoming: Incoming, context: Context) -> Wish | Outcome | None:
    """Understand a sentence about swapping or serving for another; None for everything else."""
    seen = see(incoming, context)
    if seen is None:
        return None
    if _BARE.fullmatch(seen.view):
        return Outcome("rota.who", {"names": []})
    if _BACK.fullmatch(_TIDY.sub("", seen.view)) and seen.days:
        return Wish("back", incoming.sender, "", tuple(day for days in seen.days for day in days))
    for form in _INSTEAD:
        if found := form.fullmatch(_TIDY.sub("", seen.view)):
            owner_first = found.start("owner") < found.start("by")
            return _wish("stand_in", seen, incoming, found["owner"], found["by"], owner_first=owner_first)
    if _SWAP.search(seen.view) and _SWAP_REST.fullmatch(seen.view) and _two(seen):
        me = "我" if "我" in seen.view else "Ｐ"
        return _wish("swap", seen, incoming, me, "Ｐ", owner_first=True)
    return None


def _two(seen: Seen) -> bool:
    """Whether two people are named, the speaker among them or not."""
    return len({one.written for one in seen.people}) == (1 if "我" in seen.view else 2)


def _wish(
    kind: Kind, seen: Seen, incoming: Incoming, first: str, second: str, *, owner_first: bool
) -> Wish | Outcome:
    """Say who is who; the answer where a day is none, or a name is borne by several."""
    days = tuple(day for days in seen.days for day in days)
    if seen.wrong or len(days) > (2 if kind == "swap" else 7):
        return Outcome("rota.no_such_day", {"wrong": seen.wrong or "many"})
    named = list(dict.fromkeys(seen.people))
    if any(len(one.candidates) != 1 for one in named):
        return Outcome("rota.who", {"names": [one.written for one in named if len(one.candidates) != 1]})
    one, other = _pair(first, second, named if owner_first else named[::-1], incoming.sender)
    if not one or not other or one == other:
        return Outcome("rota.who", {"names": []})
    return Wish(kind, one, other, days)


def _pair(first: str, second: str, named: list[Named], me: str) -> tuple[str, str]:
    people = [one.candidates[0] for one in named]
    return (
        me if first == "我" else people.pop(0) if people else "",
        me if second == "我" else people[0] if people else "",
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """The two duties that are to be exchanged."""

    mine: Duty
    other: Duty


async def pair_of(db: Db, wish: Wish, context: Context) -> Pair | Outcome:
    """Find the two duties meant: by the days named, else the only one each has to come."""
    mine = await _duties(db, wish.first, context)
    other = await _duties(db, wish.second, context)
    fitting = [
        (a, b) for a in mine for b in other if a.unit == b.unit and a.role == b.role and _named(wish, a, b)
    ]
    if len(fitting) == 1:
        return Pair(*fitting[0])
    return Outcome("rota.swap_which", _why(wish, mine, other, context) | {"several": len(fitting) > 1})


def _named(wish: Wish, mine: Duty, other: Duty) -> bool:
    """Whether the days named are those of both, in whatever order; what is not named is open."""
    said = {day.isoformat() for day in wish.days}
    return mine.day != other.day and said <= {mine.day, other.day}


def _why(wish: Wish, mine: list[Duty], other: list[Duty], context: Context) -> Facts:
    """Say who is on duty when, so that the days can be named."""
    return {
        "first": context.org.name(wish.first),
        "second": context.org.name(wish.second),
        "first_days": listed(mine),
        "second_days": listed(other),
    }


def listed(rows: Sequence[Duty]) -> list[Json]:
    """Give the days of these duties, the first few."""
    return [day_facts(row.day) | {"role": row.role} for row in rows[:MOST_DAYS]]


async def _duties(db: Db, person: str, context: Context) -> list[Duty]:
    """Give the duties of a person that have not begun and that nobody else serves."""
    first = duty_day(context.calendar, context.now)
    rows = await duties.of_person(db, person, first, first + AHEAD)
    return [
        row
        for row in rows
        if row.person == person
        and not row.stand_in
        and begins(context.calendar, date.fromisoformat(row.day)) > context.now
    ]
