"""Swaps of duty: the other agrees with one tap or 1 before it holds; who keeps the rota decides at once."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final, cast

from handlers.asked import ONE_TO_ONE
from handlers.context import Context
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from handlers.redraw import SILENT, card
from handlers.rota import telling, units
from handlers.rota.exchanging import Pair, Wish, pair_of
from handlers.rota.facts import day_facts
from handlers.rota.telling import notice
from tasks.db import Db
from tasks.directives import questions
from tasks.directives.models import Question
from tasks.fields import Facts
from tasks.notices import Notice, Outcome
from tasks.rota import duties, swaps
from tasks.rota.days import begins
from tasks.rota.models import Duty

SHORTLY: Final = timedelta(minutes=10)
"""How long 1 alone is the answer, from when the other could read it; the words and the buttons hold longer."""
_WITH: Final = r"(?:我)?(?:和|跟|与)?(?:他|她|[\u4e00-\u9fff]{2,4}?)?"
_AGREES: Final = re.compile(
    r"(?:我)?(?:同意|可以|愿意|接受)" + _WITH + r"(?:换班|调班|对调|换)(?:的|了)?[。!~ ]*"
)
_REFUSES: Final = re.compile(
    r"(?:我)?(?:不同意|不可以|不能|没法|无法|不愿意?|不方便|拒绝|不想)"
    + _WITH
    + r"(?:换班|调班|对调|换)(?:的|了)?[。!~ ]*"
)
_YES: Final = re.compile(r"(?:1|同意|好的?|可以|行|没问题|愿意|嗯)[,。!~ 的]*")
_NO: Final = re.compile(r"(?:2|不同意|不行|不可以|不换|不方便|换不了)[,。!~ 了的]*")


async def swap(db: Db, wish: Wish, incoming: Incoming, context: Context) -> Outcome:
    """Propose a swap to the other, or make it at once where who keeps the rota says so."""
    pair = await pair_of(db, wish, context)
    if isinstance(pair, Outcome):
        return pair if _concerns(wish, incoming, context) else _refused(wish, incoming, context)
    keeps = units.keeps(incoming.sender, pair.mine.unit, context)
    if not keeps and incoming.sender != wish.first:
        return units.refused(pair.mine.unit, incoming, context)
    if await _clash(db, pair):
        return Outcome("rota.swap_clash", _facts(pair, context))
    return await (_at_once if keeps else _proposed)(db, pair, incoming, context)


def _concerns(wish: Wish, incoming: Incoming, context: Context) -> bool:
    """Whether the person may know the days of both: one of them, or who keeps their rota."""
    return incoming.sender in (wish.first, wish.second) or units.keeps(
        incoming.sender, context.org.unit_of(wish.first), context
    )


def _refused(wish: Wish, incoming: Incoming, context: Context) -> Outcome:
    return units.refused(context.org.unit_of(wish.first), incoming, context)


async def _clash(db: Db, pair: Pair) -> bool:
    """Whether one of them is on duty on the other's day already."""
    for row, person in ((pair.mine, pair.other.person), (pair.other, pair.mine.person)):
        day = date.fromisoformat(row.day)
        held = await duties.of_person(db, person, day, day)
        if any(one.unit == row.unit and person == one.person for one in held):
            return True
    return False


def _facts(pair: Pair, context: Context) -> Facts:
    name = context.org.name
    return {
        "unit": context.org.unit_name(pair.mine.unit),
        "role": pair.mine.role,
        "asker": name(pair.mine.person),
        "asked": name(pair.other.person),
        "mine": day_facts(pair.mine.day),
        "other": day_facts(pair.other.day),
    }


def _first_day(pair: Pair) -> date:
    return date.fromisoformat(min(pair.mine.day, pair.other.day))


async def _proposed(db: Db, pair: Pair, incoming: Incoming, context: Context) -> Outcome:
    day = _first_day(pair)
    heard = telling.heard_at(day, context)
    facts = _facts(pair, context)
    kept = facts | {
        "mine_id": pair.mine.id, "other_id": pair.other.id, "heard": heard.isoformat(), "text": incoming.text,
        "first": pair.mine.person, "second": pair.other.person,
    }  # fmt: skip
    question = await swaps.propose(
        db, asked=pair.other.person, place=ONE_TO_ONE, facts=kept, now=context.now,
        until=begins(context.calendar, day),
    )  # fmt: skip
    asked = facts | {"question": question.id, "until": begins(context.calendar, day).isoformat()}
    once = f"rota.swap_asked:{question.id}"
    notices = notice("rota.swap_asked", (pair.other.person,), asked, once, day, context)
    later = heard.isoformat() if heard > context.now else None
    return Outcome("rota.swap_sent", facts | {"reachable": bool(notices), "at": later}, notices)


async def _at_once(db: Db, pair: Pair, incoming: Incoming, context: Context) -> Outcome:
    """Swap without asking anybody, and tell both."""
    facts, day = _facts(pair, context), _first_day(pair)
    both = (pair.mine.person, pair.other.person)
    await _exchange(db, pair, context)
    once = f"rota.swap_done:{pair.mine.id}:{pair.other.id}:{context.now.timestamp():.3f}"
    to = tuple(who for who in both if who != incoming.sender)
    told = facts | {"by": context.org.name(incoming.sender)}
    return Outcome("rota.swapped", facts, notice("rota.swap_done", to, told, once, day, context))


async def _exchange(db: Db, pair: Pair, context: Context) -> None:
    first, second = pair.mine.person, pair.other.person
    await duties.exchange(db, pair.mine, pair.other)
    await duties.forget_told(db, pair.mine.unit, pair.mine.day, first)
    await duties.forget_told(db, pair.other.unit, pair.other.day, second)
    await telling.settle(db, pair.mine, context)
    await telling.settle(db, pair.other, context)


async def in_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take words as the answer to a proposed swap: 同意换班 at any time, 1 or 同意 right after it was asked."""
    del incoming
    text = normal(reading.content)
    heard = datetime.fromisoformat(str(question.facts["heard"]))
    shortly = heard <= context.said_at <= heard + SHORTLY
    if _AGREES.fullmatch(text) or (shortly and _YES.fullmatch(text)):
        return await _settled(db, question, context, agrees=True)
    if _REFUSES.fullmatch(text) or (shortly and _NO.fullmatch(text)):
        return await _settled(db, question, context, agrees=False)
    return None


async def spoken(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take 同意换班 wherever it is said, also in the group; None where no swap waits for this person's word."""
    text = normal(without_mention(incoming.text, context.bot_name))
    agrees = _AGREES.fullmatch(text) is not None
    if not agrees and not _REFUSES.fullmatch(text):
        return None
    waiting = await swaps.waiting(db, incoming.sender, context.now)
    question = await questions.by_id(db, waiting[0].id) if waiting else None
    return await _settled(db, question, context, agrees=agrees) if question else None


async def tapped(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 同意换班 or 不同意 on the card stands for, and redraw the card."""
    number, _, answer = argument.partition(":")
    question = await questions.by_id(db, number_of(number))
    if question is None or question.kind != swaps.KIND or question.asked != incoming.sender:
        return SILENT
    done = await _settled(db, question, context, agrees=answer == "yes")
    return card("card.rota_swap", cast("Facts", dict(done.facts)), incoming, context, done.notices)


async def _settled(db: Db, question: Question, context: Context, *, agrees: bool) -> Outcome:
    """Settle a proposal once; what was settled, has begun or was changed meanwhile is said."""
    facts = {name: question.facts[name] for name in ("unit", "role", "asker", "asked", "mine", "other")}
    if question.answered_at is not None:
        return Outcome("rota.swap_settled", facts | {"state": str(question.facts.get("state") or "over")})
    pair = await _still(db, question, context)
    state = "moved" if pair is None else "agreed" if agrees else "refused"
    question.facts = question.facts | {"state": state}
    await swaps.keep(db, question)
    await questions.answered(db, question, context.now)
    if pair is not None and agrees:
        await _exchange(db, pair, context)
    return Outcome("rota.swap_settled", facts | {"state": state}, _told(question, facts, state, context))


async def _still(db: Db, question: Question, context: Context) -> Pair | None:
    """Give both duties if they are as they were when it was proposed, and neither has begun."""
    mine, other = [
        await duties.locked(db, int(str(question.facts[name]))) for name in ("mine_id", "other_id")
    ]
    if mine is None or other is None or question.until <= context.now:
        return None
    same = (mine.person, other.person) == (question.facts["first"], question.facts["second"])
    if not same or mine.stand_in or other.stand_in or await _clash(db, Pair(mine, other)):
        return None
    return Pair(mine, other) if not _begun(mine, context) and not _begun(other, context) else None


def _begun(row: Duty, context: Context) -> bool:
    return begins(context.calendar, date.fromisoformat(row.day)) <= context.now


def _told(question: Question, facts: Facts, state: str, context: Context) -> tuple[Notice, ...]:
    """Tell who proposed it what came of it."""
    days = [cast("Facts", facts[name]) for name in ("mine", "other")]
    day = min(date(*(int(str(one[part])) for part in ("year", "month", "day"))) for one in days)
    once = f"rota.swap_told:{question.id}"
    to = (str(question.facts["first"]),)
    return notice("rota.swap_told", to, facts | {"state": state}, once, day, context)
