"""Decide (同意延期, 不同意转办, 维持原办) by words or by a card: which request is meant, and who may."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from handlers import again, asked
from handlers.context import Context
from handlers.directives import deciding, decisions, extension, lookup, which
from handlers.directives.decisions import GRANT, NO_WORD, REFUSE, Pending, Word
from handlers.directives.hand import want_successor
from handlers.directives.proposed import about, facts_of
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.reading.later import read_wanted_time
from handlers.redraw import SILENT, card
from tasks.db import Db
from tasks.directives import below, proposals, queries, questions, states
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Question
from tasks.directives.proposals import DECLINE, EXTEND, REASSIGN
from tasks.fields import Facts
from tasks.notices import Notice, Outcome

RIGHT: Final = "decide"
SAYS: Final[Mapping[str, re.Pattern[str]]] = {
    EXTEND: re.compile(r"延|推迟|宽限|顺延|展期|改期|缓"),
    REASSIGN: re.compile(r"转|移交"),
    DECLINE: re.compile(r"退办|退回|不属于|维持"),
}
"""Kind of request → the words by which an owner names it."""


async def grant(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Grant what was asked for, or give another time than was asked for."""
    return await _decide(db, GRANT, incoming, reading, context)


async def refuse(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Refuse what was asked for."""
    return await _decide(db, REFUSE, incoming, reading, context)


async def uphold(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Leave what was declined with its assignee."""
    return await _decide(db, REFUSE, incoming, reading, context, (DECLINE,))


async def _decide(
    db: Db, verb: str, incoming: Incoming, reading: Reading, context: Context, kinds: Sequence[str] = ()
) -> Outcome:
    kinds = kinds or _kinds(reading)
    directive = await _directive(db, kinds, incoming, reading, context)
    if isinstance(directive, Outcome):
        return directive
    pending = await _pending(db, directive, kinds, incoming, reading, context)
    if isinstance(pending, Outcome):
        return pending
    due = None
    if pending.proposal.kind == EXTEND:
        due = extension.wanted(pending.share, reading.deadline, reading.later, context)
    return await decisions.act(db, verb, pending, Word(due, reading.reason), incoming, context)


def _kinds(reading: Reading) -> Sequence[str]:
    """Give the kinds of request the words name; a time means more time."""
    said = [kind for kind, words in SAYS.items() if words.search(reading.content)]
    if reading.due is not None or reading.later is not None:
        said = [EXTEND]
    return said or tuple(SAYS)


async def _directive(
    db: Db, kinds: Sequence[str], incoming: Incoming, reading: Reading, context: Context
) -> Directive | Outcome:
    """Lock the directive that is named, or the only one in which such a request waits for this person."""
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is None:
        people = _people(reading, context)
        waiting = await deciding.waiting_for(db, incoming.sender, kinds, context)
        open_ones = {d.id: d for d, share, one in waiting if not people or share.assignee in people}
        found = list(open_ones.values())
        if not found:
            return Outcome("nothing_meant", {"verb": RIGHT})
        if len(found) > 1:
            return await again.which(db, incoming, reading, found, context)
        directive = found[0]
    return await deciding.answering(db, directive, incoming, context)


async def _pending(
    db: Db,
    directive: Directive,
    kinds: Sequence[str],
    incoming: Incoming,
    reading: Reading,
    context: Context,
) -> Pending | Outcome:
    """Give the request that is meant: the only one, or the one of whom is named; several are asked about."""
    doubt = await again.doubtful_name(db, incoming, reading, context)
    if doubt is not None:
        return doubt
    people = _people(reading, context)
    waiting = await _waiting(db, directive, incoming.sender, context, named=bool(people))
    waiting = [one for one in waiting if one.proposal.kind in kinds]
    meant = [one for one in waiting if not people or one.share.assignee in people]
    if not meant:
        return await _nothing(db, directive, kinds, incoming, context, others=bool(waiting))
    whose = list(dict.fromkeys(one.share.assignee for one in meant))
    if len(whose) > 1:
        return await again.whose(db, incoming, reading, directive, whose, context)
    if len(meant) > 1:
        return Outcome("decision.which_kind", about(directive, meant[0].share, context))
    return meant[0]


async def _nothing(
    db: Db, directive: Directive, kinds: Sequence[str], incoming: Incoming, context: Context, *, others: bool
) -> Outcome:
    """Answer that nothing of the kind waits: how it was decided, or that others' requests do."""
    last = None if others else await proposals.last_decided(db, directive, kinds)
    share = await queries.share_by_id(db, last.share_id) if last else None
    if last is not None and share is not None:
        return _too_late(Pending(directive, share, last), incoming, context)
    facts = directive_facts(directive, name=context.org.name, due=directive.due)
    return Outcome("refused.no_such_share" if others else "nothing_to", facts | {"verb": RIGHT})


async def _waiting(
    db: Db, directive: Directive, person: str, context: Context, *, named: bool
) -> list[Pending]:
    """Give what this person can decide: nobody has decided it, and its share has not moved on.

    What a head distributed waits for the head; an owner decides about it where the assignee is `named`.
    """
    shares = {share.id: share for share in await queries.shares_of(db, directive)}
    found = await proposals.open_in(db, directive)
    pending = [Pending(directive, shares[one.share_id], one) for one in found]
    heads = await below.heads(db, [one.share for one in pending])
    above_all = named and deciding.is_owner(directive, person, context)
    return [
        one for one in pending
        if proposals.still_asked(one.proposal, one.share)
        and (above_all or deciding.is_for(directive, heads.get(one.share.id), person, context))
    ]  # fmt: skip


def _people(reading: Reading, context: Context) -> set[str]:
    """Give whose request is meant: who was asked about, else who is named, the head for a unit."""
    if reading.whose:
        return set(reading.whose)
    heads = {context.org.head(unit) or "" for unit in reading.departments}
    return {*reading.people, *heads} - {""}


async def tap_grant(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 同意 on the owner's card stands for."""
    return await _tapped(db, argument, incoming, context, GRANT)


async def tap_refuse(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 不同意 on the owner's card stands for: refused at once, without a reason."""
    return await _tapped(db, argument, incoming, context, REFUSE)


async def tap_uphold(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 维持 on the card of what was declined stands for."""
    return await _tapped(db, argument, incoming, context, REFUSE, only=(DECLINE,))


async def tap_other(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask one to one until when: 另定时间."""
    return await _tapped(db, argument, incoming, context, "other", only=(EXTEND,))


async def tap_hand(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask one to one who is to have what was declined: 改派."""
    return await _tapped(db, argument, incoming, context, GRANT, only=(DECLINE,))


async def _tapped(
    db: Db, argument: str, incoming: Incoming, context: Context, verb: str, only: Iterable[str] = tuple(SAYS)
) -> Outcome:
    """Decide by a button, or show on the card how it was decided meanwhile."""
    found = await _locked(db, argument, incoming, context)
    if found is None or found.proposal.kind not in only:
        return SILENT
    directive, share, proposal = found.directive, found.share, found.proposal
    notices: tuple[Notice, ...] = ()
    if directive.state == states.OPEN and proposals.still_asked(proposal, share):
        done = await (_ask_time if verb == "other" else _act)(db, verb, found, incoming, context)
        # What was decided stands on the card; why it was not, or what is still asked, comes one to one.
        notices = done.notices if proposal.decision else (_aside(done, incoming, directive, context),)
    facts = facts_of(directive, share, proposal, context)
    return card("card.proposal", facts, incoming, context, notices, directive.id)


async def _act(db: Db, verb: str, pending: Pending, incoming: Incoming, context: Context) -> Outcome:
    return await decisions.act(db, verb, pending, NO_WORD, incoming, context)


async def _locked(db: Db, argument: str, incoming: Incoming, context: Context) -> Pending | None:
    """Lock what a tap is about; None for who may not (the history says so) or for what there is not."""
    seen = await proposals.find(db, number_of(argument))
    directive = await queries.by_id(db, seen.directive_id) if seen else None
    if seen is None or directive is None:
        return None
    share = await queries.share_by_id(db, seen.share_id)
    if share is None:
        return None
    owned = await deciding.owned(db, directive, share, incoming, context, wanted=states.DIRECTIVE_STATES)
    proposal = await proposals.by_id(db, seen.id)
    share = await queries.share_by_id(db, seen.share_id)
    if isinstance(owned, Outcome) or proposal is None or share is None:
        return None
    return Pending(owned, share, proposal)


def _aside(said: Outcome, incoming: Incoming, directive: Directive, context: Context) -> Notice:
    return asked.as_notice(said, incoming, context, directive.id)


async def _ask_time(db: Db, verb: str, pending: Pending, incoming: Incoming, context: Context) -> Outcome:
    facts = about(pending.directive, pending.share, context)
    return await asked.want(
        db, incoming, context, verb=verb, argument=str(pending.proposal.id), facts=facts,
        directive=pending.directive.id,
    )  # fmt: skip


async def other_by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take the time that is given instead of the one asked for."""
    deadline, later, why = read_wanted_time(reading.content, context.said_at, context.calendar)
    if deadline.due is None and later is None:
        return None
    await questions.answered(db, question, context.now)
    found = await _locked(db, str(question.facts["argument"]), incoming, context)
    if found is None:
        return None
    if found.directive.state != states.OPEN or not proposals.still_asked(found.proposal, found.share):
        return _too_late(found, incoming, context)
    word = Word(extension.wanted(found.share, deadline, later, context), why)
    return await decisions.act(db, GRANT, found, word, incoming, context)


def _too_late(found: Pending, incoming: Incoming, context: Context) -> Outcome:
    """Answer how it was decided, or went on, before the words came; in a group without names."""
    facts = facts_of(found.directive, found.share, found.proposal, context)
    nobody: Facts = {"asker": "", "for": "", "to": "", "to_unit": "", "decider": ""}
    return Outcome("decision.before", facts | nobody if incoming.chat else facts)


async def tap_hand_share(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask one to one who is to have a share whose assignee cannot be reached: 改派. The card stays."""
    share = await queries.share_by_id(db, number_of(argument))
    directive = await queries.by_id(db, share.directive_id) if share else None
    if share is None or directive is None:
        return SILENT
    owned = await which.owned(db, directive, incoming, context, RIGHT, wanted=states.DIRECTIVE_STATES)
    if isinstance(owned, Outcome):
        return SILENT
    now = await queries.share_by_id(db, share.id)
    if owned.state != states.OPEN or now is None or not states.can("reassign", now.state):
        facts = about(owned, share, context) | {"state": (now or share).state}
        said = Outcome("hand.moved_on", facts)
    else:
        said = await want_successor(db, owned, now, incoming, context)
    return Outcome("", {}, (_aside(said, incoming, owned, context),))
