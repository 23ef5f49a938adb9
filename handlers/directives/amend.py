"""Amend (改到, 更正, 补充, 加上, 去掉): the issuer changes time, text or people; those concerned hear it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers import again, asked
from handlers.context import Context
from handlers.directives import deciding, unreachable, which
from handlers.directives.changes import Checked, Wanted, changeable, checked, only_holds, wanted_of
from handlers.directives.first_card import assigned
from handlers.directives.former import brought_back, is_over
from handlers.directives.full_text import CARD_TEXT, following, parts_of
from handlers.directives.hours import held_until
from handlers.directives.own import manage_card
from handlers.directives.proposed import when
from handlers.directives.report import report
from handlers.directives.telling import facts_by, has_heard, to_group, to_holders, to_owners
from handlers.message import Incoming
from handlers.reading import Amendment, Reading
from handlers.reading.later import read_wanted_time
from handlers.redraw import SILENT, facts_of_share
from tasks.db import Db
from tasks.directives import changing, queries, questions, states
from tasks.directives.changing import Amended, Known
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Question, Share
from tasks.fields import Facts
from tasks.notices import Notice, Outcome
from tasks.people.roles import may

VERB: Final = "amend"
REDUE: Final = "redue"
"""The verb of the button 改时间, which waits for the new time."""
HERE: Final = (*states.STANDING, states.DECLINED)


async def amend(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Change what was named, else the only open directive; a doubtful name is asked about first.

    更正:… and 补充:… from who only holds a share are about the own report.
    """
    words = reading.amendment.text or reading.amendment.more
    if words and await only_holds(db, incoming, reading, context, VERB):
        return await report(db, incoming, reading, context)
    directive = await changeable(db, incoming, reading, context, VERB)
    if isinstance(directive, Outcome):
        return directive
    if (doubt := await again.doubtful_name(db, incoming, reading, context)) is not None:
        return doubt
    return await amend_one(db, directive, incoming, reading, context)


async def amend_one(
    db: Db, directive: Directive, incoming: Incoming, reading: Reading, context: Context
) -> Outcome:
    """Change this directive, locked and allowed, as far as the sentence is clear; ask for a time it lacks."""
    former = reading.amendment.former
    wanted = wanted_of(directive, reading, context)
    if former:
        found = await brought_back(db, directive, wanted, former, context)
        if isinstance(found, Outcome):
            return found
        wanted = found
    if wanted:
        return await _change(db, directive, wanted, incoming, context)
    waiting = await _want_time(db, directive, incoming, context)
    if wanted.past is None:
        return waiting
    if former:
        return is_over(directive, wanted.past, context)
    return Outcome("amend.past", _facts(directive, context) | {"wanted_due": moment(wanted.past)})


async def _want_time(db: Db, directive: Directive, incoming: Incoming, context: Context) -> Outcome:
    return await asked.want(
        db, incoming, context, verb=REDUE, argument="", facts=_facts(directive, context),
        directive=directive.id,
    )  # fmt: skip


def _facts(directive: Directive, context: Context) -> Facts:
    return directive_facts(directive, name=context.org.name, due=directive.due)


async def tapped(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask one to one for the new time: 改时间 on the issuer's card, which is redrawn."""
    directive = await queries.by_code(db, code.upper())
    if directive is None or not may(VERB, context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    notices: tuple[Notice, ...] = ()
    if directive.state == states.OPEN:
        waiting = await _want_time(db, directive, incoming, context)
        notices = (asked.as_notice(waiting, incoming, context, directive.id),)
    return await manage_card(db, directive, incoming, context, notices)


async def by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take a time, how much later, or the one it had before; words without any are something else."""
    deadline, later, _ = read_wanted_time(reading.content, context.said_at, context.calendar)
    directive = await queries.by_id(db, question.directive_id or 0)
    back = Amendment(former=reading.amendment.former)
    if directive is None or (deadline.due is None and later is None and not back):
        return None
    await questions.answered(db, question, context.now)
    owned = await which.owned(db, directive, incoming, context, VERB)
    if isinstance(owned, Outcome):
        return owned
    said = Reading("extend", deadline=deadline, later=later, amendment=back)
    return await amend_one(db, owned, incoming, said, context)


async def _change(
    db: Db, directive: Directive, wanted: Wanted, incoming: Incoming, context: Context
) -> Outcome:
    needed = wanted.added or wanted.removed or wanted.due == directive.due
    shares = await queries.shares_of(db, directive, HERE) if needed else []
    found = checked(directive, wanted, shares, incoming.sender, incoming.chat, context)
    facts = facts_by(directive, incoming.sender, context)
    if found.nobody_left:
        return Outcome("amend.last", facts)
    change = found.change
    if not (change.moved or change.content or change.add or change.take_off):
        return Outcome("amend.nothing", facts | _in_vain(found, wanted, incoming))
    deaf = await _deaf(db, directive, context)
    change = replace(change, known=await _known(db, directive, context))
    before, old = directive.content, directive.due
    done = await changing.amend(db, directive, change, actor=incoming.sender, now=context.now)
    if wanted.past is not None:
        await _want_time(db, directive, incoming, context)
    facts = facts_by(directive, incoming.sender, context) | _changes(found, wanted, done, old, context)
    notices = _notices(directive, done, deaf, facts, before, incoming, context)
    for share in done.taken_off:
        notices += await deciding.passed_up(db, directive, share, context)
    answer = facts | _in_vain(found, wanted, incoming) | _told(directive, done, notices, incoming, context)
    if incoming.chat:
        answer |= {"added": [], "taken_off": []}
    return Outcome("amended", answer, notices)


async def _deaf(db: Db, directive: Directive, context: Context) -> frozenset[int]:
    """Give the shares whose first card waits for office hours: it will show things as they are then."""
    if directive.urgency != "normal" or context.calendar.is_office_time(context.now):
        return frozenset()
    shares = await queries.shares_of(db, directive, HERE)
    return frozenset(share.id for share in shares if not has_heard(directive, share, context))


async def _known(db: Db, directive: Directive, context: Context) -> Known | None:
    """Give the time people know of, where the offices are closed and it was moved since they closed."""
    if directive.urgency != "normal":
        return None
    for entry in await queries.entries_of(db, directive, "amended"):
        if "old" in entry.detail and context.calendar.next_office_time(entry.at) > context.now:
            old = entry.detail["old"]
            return Known(datetime.fromisoformat(str(old)) if old else None)
    return None


def _changes(found: Checked, wanted: Wanted, done: Amended, old: datetime | None, context: Context) -> Facts:
    name = context.org.name
    return {
        "moved": found.change.moved,
        "old_due": moment(old) if old != found.change.due else None,
        "new_due": moment(found.change.due) if found.change.moved else None,
        "rewritten": bool(wanted.text),
        "more": wanted.more,
        "added": [name(share.assignee) for share in done.added],
        "added_count": len(done.added),
        "taken_off": [name(share.assignee) for share in done.taken_off],
        "taken_off_count": len(done.taken_off),
    }


def _in_vain(found: Checked, wanted: Wanted, incoming: Incoming) -> Facts:
    """Facts of what was said and could not be done; in a group as numbers."""
    return {
        "had": [] if incoming.chat else list(found.had),
        "had_count": len(found.had),
        "not_in": [] if incoming.chat else list(found.not_in),
        "not_in_count": len(found.not_in),
        "left_out": [] if incoming.chat else list(found.left_out),
        "left_out_count": len(found.left_out),
        "same_due": wanted.due is not None and not found.change.moved,
        "wanted_due": moment(wanted.past),
    }


def _told(
    directive: Directive, done: Amended, notices: Sequence[Notice], incoming: Incoming, context: Context
) -> Facts:
    at = when(directive, context)
    lost = unreachable.of([share.assignee for share in done.added], context)
    return {
        "again": len(done.asked_again),
        "told": len(done.told),
        "unreachable": len(lost),
        "unreachable_names": [] if incoming.chat else [one["name"] for one in lost if isinstance(one, dict)],
        "held_until": held_until(at, notices, context),
        "closed": directive.state == states.CLOSED,
    }


def _notices(
    directive: Directive,
    done: Amended,
    deaf: frozenset[int],
    facts: Facts,
    before: str,
    incoming: Incoming,
    context: Context,
) -> tuple[Notice, ...]:
    """Give first cards to the new, the changed card to who is asked again, one line to who should know.

    Who has not had the first card yet gets it as things stand now, and nothing besides.
    """
    own = {
        share.id: facts_of_share(directive, share, context)
        | {"old_due": moment(done.before.get(share.id, share.due)), "moved": share.id in done.before}
        for share in (*done.asked_again, *done.told)
    }
    again_now, told, gone = (_heard(shares, deaf) for shares in (done.asked_again, done.told, done.taken_off))
    rewritten, closed = directive.content != before, facts | {"total": directive.total}
    cards = to_holders(
        "directive.amended", directive, again_now, facts, incoming, context, own=own, apart=rewritten
    )
    deaf_ones = [share for share in done.asked_again if share.id in deaf]
    first = to_holders("directive.assigned", directive, deaf_ones, facts, incoming, context, apart=True)
    return (
        *assigned(directive, done.added, when(directive, context), context, again=True),
        *cards,
        *_whole_text(directive, cards, first, before),
        *to_holders("share.amended", directive, told, facts, incoming, context, own=own),
        *to_holders("share.taken_off", directive, gone, facts, incoming, context),
        *to_owners("owner.amended", directive, facts, incoming, context),
        *(to_group("group.closed", directive, closed, context) if directive.state == states.CLOSED else ()),
    )


def _whole_text(
    directive: Directive, cards: Iterable[Notice], first: Iterable[Notice], before: str
) -> tuple[Notice, ...]:
    """Send a new text that no card can hold; who waits for the `first` card has old parts still to come."""
    if directive.content == before:
        return ()
    old = parts_of(before) if len(before) > CARD_TEXT else []
    code: Facts = {"code": directive.code}
    whole = [
        part for card in cards for part in following(card, "directive.full_text", directive.content, code)
    ]
    anew = [
        part for card in first for part in following(card, "directive.full_text", directive.content, code)
    ]
    return (*whole, *(part for part in anew if part.facts["text"] not in old))


def _heard(shares: list[Share], deaf: frozenset[int]) -> list[Share]:
    return [share for share in shares if share.id not in deaf]
