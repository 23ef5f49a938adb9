"""Which request an owner's words decide: the one that waits, those of who is named, or all there are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from handlers import again
from handlers.context import Context
from handlers.directives import deciding, lookup
from handlers.directives.decisions import Pending
from handlers.directives.proposed import about, facts_of
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import below, proposals, queries
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Share
from tasks.directives.proposals import DECLINE, EXTEND, REASSIGN
from tasks.fields import Facts
from tasks.notices import Outcome

RIGHT: Final = "decide"
SAYS: Final[Mapping[str, re.Pattern[str]]] = {
    EXTEND: re.compile(r"延|推迟|宽限|顺延|展期|改期|缓"),
    REASSIGN: re.compile(r"转|移交"),
    DECLINE: re.compile(r"退办|退回|不属于|维持"),
}
"""Kind of request → the words by which an owner names it."""
EVERY: Final = re.compile(
    r"(?:都|全部|一律|统一|所有人?的?|大家的?|每个?人)[^,，。;；]{0,4}"
    r"(?:不?同意|不?批准|不?准|不给|给|延|宽限|不行|可以|最多|只|退办|维持)"
)
"""Words that mean all of them: 都同意延期, 一律只给一天."""


def kinds_of(reading: Reading) -> Sequence[str]:
    """Give the kinds of request the words name; a time means more time."""
    said = [kind for kind, words in SAYS.items() if words.search(reading.content)]
    if reading.due is not None or reading.later is not None:
        said = [EXTEND]
    return said or tuple(SAYS)


async def directive_of(
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


async def pending_in(
    db: Db,
    directive: Directive,
    kinds: Sequence[str],
    incoming: Incoming,
    reading: Reading,
    context: Context,
) -> Sequence[Pending] | Outcome:
    """Give the requests that are meant: the only one, those of who is named, all where the words say so.

    Else it is asked whose, or whether all.
    """
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
    if len(whose) > 1 and not (people or EVERY.search(reading.content)):
        return await again.whose(db, incoming, reading, directive, whose, context, every=True)
    if len(meant) > len(whose):
        return Outcome("decision.which_kind", about(directive, _twice(meant), context))
    return meant


def _twice(meant: Sequence[Pending]) -> Share:
    """Give the first share about which more than one thing was asked."""
    shares = [one.share for one in meant]
    return next(share for share in shares if [one.id for one in shares].count(share.id) > 1)


async def _nothing(
    db: Db, directive: Directive, kinds: Sequence[str], incoming: Incoming, context: Context, *, others: bool
) -> Outcome:
    """Answer that nothing of the kind waits: how it was decided, or that others' requests do."""
    last = None if others else await proposals.last_decided(db, directive, kinds)
    share = await queries.share_by_id(db, last.share_id) if last else None
    if last is not None and share is not None:
        return too_late(Pending(directive, share, last), incoming, context)
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
    units = [u for one in reading.departments for u in (one, *context.org.below(one))]
    return {*reading.people, *(context.org.head(unit) or "" for unit in units)} - {""}


def too_late(found: Pending, incoming: Incoming, context: Context) -> Outcome:
    """Answer how it was decided, or went on, before the words came; in a group without names."""
    facts = facts_of(found.directive, found.share, found.proposal, context)
    nobody: Facts = {"asker": "", "for": "", "to": "", "to_unit": "", "decider": ""}
    return Outcome("decision.before", facts | nobody if incoming.chat else facts)
