"""What looks like an order and may be something else: words to one's own leader, words about a code.

Nothing of it goes out before it is asked about. What the answers do instead of issuing stands in
`instead.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.context import Context
from handlers.directives.addressees import Addressed, Doubt
from handlers.reading.codes import find_code
from handlers.reading.script import normal
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.models import Directive
from tasks.fields import Facts, Json
from tasks.people.org import Org

UPWARD: Final = "upward"
ABOUT_CODE: Final = "about_code"
MOST: Final = 3
"""Directives offered as what the words report on."""


def _units_above(person: str, org: Org) -> set[int]:
    """Give the units a person stands in and all above them; a loop in the directory does no harm."""
    found = org.people.get(person)
    waiting, seen = list(found.departments if found else ()), set[int]()
    while waiting:
        unit = waiting.pop()
        if unit in org.departments and unit not in seen:
            seen.add(unit)
            waiting.append(org.departments[unit].parent)
    return seen


def _above(person: str, org: Org) -> set[str]:
    """Give a person's direct leaders, their leaders, and the heads of the person's units at any height."""
    found: set[str] = {head for unit in _units_above(person, org) if (head := org.head(unit))}
    waiting, seen = [person], set[str]()
    while waiting:
        known = org.people.get(waiting.pop())
        if known is not None and known.userid not in seen:
            seen.add(known.userid)
            waiting.extend(known.leaders)
    return (found | seen) - {person}


def leads(leader: str, person: str, org: Org) -> bool:
    """Whether somebody is above a person; of two who are above each other neither is."""
    return leader in _above(person, org) and person not in _above(leader, org)


def all_above(addressed: Addressed, person: str, context: Context) -> bool:
    """Whether everybody a sentence would be given to is above the one in whose name it is said."""
    return bool(addressed.shares) and all(leads(who, person, context.org) for who in addressed.shares)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that would become a directive: who says it, in whose name, where, and what was answered."""

    text: str
    sender: str
    issuer: str
    chat: str
    answers: Mapping[str, Json]


async def doubts(db: Db, said: Said, addressed: Addressed, context: Context) -> list[Doubt]:
    """Give what has to be asked before anything of a sentence goes out."""
    return [*await _about_code(db, said, context), *await _upward(db, said, addressed, context)]


async def _upward(db: Db, said: Said, addressed: Addressed, context: Context) -> list[Doubt]:
    """Doubt an order that goes to leaders alone; a name that was asked for is no doubt any more."""
    if UPWARD in said.answers or "who" in said.answers or not all_above(addressed, said.issuer, context):
        return []
    names: list[Json] = [context.org.name(who) for who in addressed.shares]
    reports = await reports_on(db, said.sender, [*addressed.shares])
    about: Facts = {"who": names, "leader": addressed.leader, "reports": len(reports)}
    yes: Facts = {"kind": "issue_up", "who": names}
    return [Doubt(UPWARD, UPWARD, about, (*reports, yes, {"kind": "cancel"}), blocking=True)]


async def reports_on(db: Db, person: str, leaders: list[str]) -> list[Facts]:
    """Offer open tasks of these leaders the person can report on, those sent back first, then the newest."""
    found = await queries.open_shares(db, [person], states.able("report"))
    mine = [(d, share) for d, share in found if d.issuer in leaders and d.kind != "notice"]
    mine.sort(key=lambda one: one[1].state != states.RETURNED)
    return [{"kind": "as_report", "code": one.code, "title": one.title} for one, _ in mine[:MOST]]


async def _about_code(db: Db, said: Said, context: Context) -> list[Doubt]:
    """Doubt an order that names a directive there is: it may be about that one."""
    directive = None if ABOUT_CODE in said.answers else await about(db, said, context)
    if directive is None:
        return []
    asked: Facts = {"code": directive.code, "title": directive.title}
    choices: tuple[Facts, ...] = (
        {"kind": "status_of", "code": directive.code},
        {"kind": "another"},
        {"kind": "cancel"},
    )
    return [Doubt(ABOUT_CODE, ABOUT_CODE, asked, choices, blocking=True)]


async def about(db: Db, said: Said, context: Context) -> Directive | None:
    """Find what a code names: a whole one whoever says it, last digits of what the sender has to do with."""
    code = find_code(normal(said.text))
    if code is None:
        return None
    if code.whole:
        return await queries.by_code(db, code.value)
    sender = said.sender
    held = list(context.roles.stood_for(sender))
    people = [sender, *held, *context.roles.leaders_of(sender)]
    return await queries.latest_ending(db, code.value, people, said.chat)
