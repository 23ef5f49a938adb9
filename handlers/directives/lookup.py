"""Which directive and which share is meant: the code, the quoted message, else the only one that fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Context, place_of
from handlers.directives.issue import question_facts
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries, questions
from tasks.directives.models import Directive, Question, Share
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may

CODE = re.compile(r"[Zz]\d{8}-\d{3,}")


@dataclass(frozen=True, slots=True)
class Mine:
    """A share the person may act for, and its directive."""

    directive: Directive
    share: Share


async def named(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Directive | str | None:
    """Give the directive that is named; the code as text where there is none of it; None if none is named."""
    code = reading.code or quoted_code(incoming)
    if code is None:
        return None
    if CODE.fullmatch(code):
        return await queries.by_code(db, code.upper()) or code.upper()
    people = [*stood_for(incoming.sender, context), *context.roles.leaders_of(incoming.sender)]
    return await queries.latest_ending(db, code, people, incoming.chat) or code


def quoted_code(incoming: Incoming) -> str | None:
    """Give the code in the message somebody quoted."""
    found = CODE.search(incoming.quote.text) if incoming.quote else None
    return found.group().upper() if found else None


async def my_share(db: Db, directive: Directive, person: str, verb: str, context: Context) -> Share | None:
    """Give the share the person may act for: the own one first, then as stand-in or head of its unit."""
    own = await queries.share_of(db, directive, person)
    if own is not None:
        return own
    # Only these are read: a directive to everybody has thousands of shares.
    headed = [unit for unit in context.org.departments if context.org.head(unit) == person]
    others = await queries.shares_open_to(db, directive, stood_for(person, context), headed)
    return next((share for share in others if _may_act(verb, person, share, context)), None)


def _may_act(verb: str, person: str, share: Share, context: Context) -> bool:
    given = str(share.why.get("by", ""))
    return may(verb, context.asked(person, assignee=share.assignee, department=share.department, given=given))


def held_for(share: Share, person: str, context: Context) -> str:
    """Name whose share the person acts for; empty where it is the person's own."""
    return "" if share.assignee == person else context.org.name(share.assignee)


async def candidates(db: Db, person: str, wanted: Sequence[str], context: Context) -> list[Mine]:
    """Give the open shares of the person, and of those the person stands in for."""
    people = stood_for(person, context)
    return [Mine(d, s) for d, s in await queries.open_shares(db, people, wanted)]


def stood_for(person: str, context: Context) -> list[str]:
    """Give the person, and those whose stand-in (AB 岗) the person is."""
    return [person, *(who for who, stand_in in context.roles.stand_ins.items() if stand_in == person)]


async def ask_which(
    db: Db,
    incoming: Incoming,
    kind: str,
    directives: Sequence[Directive],
    context: Context,
    kept: Facts,
) -> Outcome:
    """Ask which directive is meant; the answer goes on with the verb `kind` and what was `kept`."""
    choices: list[Facts] = [{"kind": "directive", "code": d.code, "title": d.title} for d in directives[:9]]
    question = await questions.ask(
        db, asked=incoming.sender, place=place_of(incoming), kind=kind,
        facts=kept, choices=choices, now=context.now,
    )  # fmt: skip
    facts = question_facts(question, "which", {"verb": kind})
    return Outcome("question", {"question": facts}, _card(question, facts, incoming, context))


def _card(question: Question, facts: Facts, incoming: Incoming, context: Context) -> tuple[Notice, ...]:
    if place_of(incoming) != "work_app" or len(question.choices) > 6:
        return ()
    receiver = (Receiver(incoming.sender),)
    once = f"question:{question.id}"
    return (Notice("question", receiver, {"question": facts}, once, context.now, lane=Lane.FAST),)


def unknown_code(code: str) -> Outcome:
    """Answer that there is no such directive (or none this person has to do with)."""
    return Outcome("refused.no_such_code", {"code": code})
