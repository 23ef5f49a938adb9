"""Return (退回): a reported share goes back to its assignee with what is missing, and a new time if named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers import again, asked
from handlers.context import Context
from handlers.directives import lookup, which
from handlers.directives.accept import is_meant
from handlers.directives.full_text import following
from handlers.directives.leavers import passed_on
from handlers.directives.telling import facts_by, to_holders, to_owners
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.reading.verdicts import reason_in, stranger_in, verdicts
from handlers.redraw import SILENT, facts_of_share, feedback_card
from tasks.db import Db
from tasks.directives import below, handing, queries, questions, states
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Question, Share
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome
from tasks.people.roles import may

VERB: Final = "return"
NOT_WITHDRAWN: Final = (states.OPEN, states.CLOSED)
"""What was accepted can be returned too, also where that closed the directive."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be returned: the shares, what is missing, the new time where one was named."""

    shares: tuple[Share, ...]
    reason: str
    due: datetime | None = None


async def send_back(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Return what was named, else what the only directive with reports has; asks for whose and why."""
    reading = _with_strangers(replace(reading, reason=reason_in(reading)), context)
    doubt = await again.doubtful_name(db, incoming, reading, context)
    if doubt is not None:
        return doubt
    directive = await _meant(db, incoming, reading, context)
    if isinstance(directive, Outcome):
        return directive
    shares = await _shares(db, directive, incoming, reading, context)
    if isinstance(shares, Outcome):
        return shares
    if reading.due is not None and _is_past(reading, context):
        return Outcome("return.past", _facts(directive, context) | {"wanted_due": moment(reading.due)})
    wish = Wish(tuple(shares), reading.reason, reading.due)
    if not wish.reason:
        return await _ask_why(db, directive, wish, incoming, context)
    return await _send_back(db, directive, wish, incoming, context)


def _with_strangers(reading: Reading, context: Context) -> Reading:
    """Give the reading with a name nobody bears, so that nobody's report is taken for that one's."""
    who = "" if reading.targets or reading.ambiguous or reading.whose else stranger_in(reading.content)
    known = any(person.name == who for person in context.org.people.values())
    return replace(reading, unknown=(who,)) if who and not known else reading


def _is_past(reading: Reading, context: Context) -> bool:
    return reading.past or (reading.due is not None and reading.due <= context.now)


async def _meant(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Directive | Outcome:
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is None:
        owners = (incoming.sender, *context.roles.leaders_of(incoming.sender))
        reported = await queries.with_reports(db, owners)
        if not reported:
            return Outcome("return.nothing", {})
        if len(reported) > 1:
            return await again.which(db, incoming, reading, reported, context)
        directive = reported[0]
    return await which.owned(db, directive, incoming, context, VERB, wanted=NOT_WITHDRAWN)


async def _shares(
    db: Db, directive: Directive, incoming: Incoming, reading: Reading, context: Context
) -> Sequence[Share] | Outcome:
    """Give the shares that are meant: those named, else the only one reported, else the only one accepted.

    What a head distributed is reported to the head: it is meant only where its assignee is named.
    """
    able = await queries.shares_of(db, directive, states.able(VERB))
    above = await below.heads(db, able)
    own = [share for share in able if share.id not in above]

    async def among(shares: Sequence[Share]) -> Sequence[Share]:
        return shares if reading.whose else [share for share in shares if share.id not in above]

    if reading.targets and not reading.whose:
        return _of_targets(directive, able, own, reading, context)
    named = [share for share in own if _is_named(share, reading, context)]
    named = named or [s for s in able if context.org.name(s.assignee) in _outside_reason(reading)]
    if named and not reading.whose and len({context.org.name(s.assignee) for s in named}) == len(named):
        return named
    waiting = any(share.state == states.REPORTED for share in own)
    wanted = states.able(VERB) if reading.whose or not waiting else (states.REPORTED,)
    share = await which.one_share(db, directive, wanted, incoming, reading, context, VERB, among)
    return share if isinstance(share, Outcome) else (share,)


def _of_targets(
    directive: Directive, able: Sequence[Share], own: Sequence[Share], reading: Reading, context: Context
) -> Sequence[Share] | Outcome:
    """Give the shares of who is named, of units (各村) the reported ones, where any of them is."""
    people = [share for share in able if share.assignee in reading.people]
    units = [s for s in own if s not in people and is_meant(s, reading, context)]
    waiting = [share for share in units if share.state == states.REPORTED]
    found = [*people, *(waiting or units)]
    return found or Outcome("refused.no_such_share", _facts(directive, context) | {"verb": VERB})


def _outside_reason(reading: Reading) -> str:
    return reading.content.replace(reading.reason, "") if reading.reason else reading.content


def _is_named(share: Share, reading: Reading, context: Context) -> bool:
    """Whether the sentence names the share's assignee or unit outside of the reason."""
    said = _outside_reason(reading)
    unit = context.org.unit_name(share.department) if share.department else ""
    names = (context.org.name(share.assignee), unit, str(share.why.get("written") or ""))
    return any(name and name in said for name in names)


async def tapped(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask one to one for what is missing: 退回 on the card of what was reported."""
    share = await queries.share_by_id(db, number_of(argument))
    directive = await queries.by_id(db, share.directive_id) if share else None
    if share is None or directive is None:
        return SILENT
    if not may(VERB, context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    notices: tuple[Notice, ...] = ()
    if directive.state != states.WITHDRAWN and states.can(VERB, share.state):
        wanted = await _ask_why(db, directive, Wish((share,), ""), incoming, context)
        notices = (asked.as_notice(wanted, incoming, context, directive.id),)
    return await feedback_card(db, share.id, incoming, context, notices)


async def _ask_why(db: Db, directive: Directive, wish: Wish, incoming: Incoming, context: Context) -> Outcome:
    numbers = ",".join(str(share.id) for share in wish.shares)
    one_to_one = asked.place_of_words(incoming) == asked.ONE_TO_ONE
    names: list[Json] = [context.org.name(share.assignee) for share in wish.shares] if one_to_one else []
    return await asked.want(
        db, incoming, context, verb=VERB, argument=f"{numbers}@{moment(wish.due) or ''}",
        facts=_facts(directive, context) | {"of": names}, directive=directive.id,
    )  # fmt: skip


async def by_words(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> Outcome | None:
    """Take what was asked for as the reason, with a time if it names one, and return the shares."""
    if len(verdicts(reading.content, context.said_at, context.org, context.calendar)) > 1:
        return None  # 退回李四的,同意王五的 is a message of its own
    numbers, _, at = str(question.facts["argument"]).partition("@")
    await questions.answered(db, question, context.now)
    directive = await queries.by_id(db, question.directive_id or 0)
    if directive is None:
        return None
    owned = await which.owned(db, directive, incoming, context, VERB, wanted=NOT_WITHDRAWN)
    if isinstance(owned, Outcome):
        return owned
    found = await queries.shares_of(db, owned, states.able(VERB))
    shares = tuple(share for share in found if str(share.id) in numbers.split(","))
    if not shares:
        return Outcome("return.settled", _facts(owned, context))
    due = reading.due if reading.due and not _is_past(reading, context) else _kept(at)
    reason = reading.reason if reading.intent == VERB and reading.reason else asked.said(reading)
    return await _send_back(db, owned, Wish(shares, reason, due), incoming, context)


def _kept(at: str) -> datetime | None:
    return datetime.fromisoformat(at) if at else None


async def _send_back(
    db: Db, directive: Directive, wish: Wish, incoming: Incoming, context: Context
) -> Outcome:
    reopened = directive.state == states.CLOSED
    for share in wish.shares:
        await handing.send_back(
            db, directive, share, actor=incoming.sender, reason=wish.reason, now=context.now, due=wish.due
        )
    facts = facts_by(directive, incoming.sender, context) | {
        "reason": wish.reason,
        "new_due": moment(wish.due),
        "names": [] if incoming.chat else [context.org.name(share.assignee) for share in wish.shares],
        "count": len(wish.shares),
        "reopened": reopened,
    }
    return Outcome("returned", facts, _notices(directive, wish, facts, incoming, context))


def _notices(
    directive: Directive, wish: Wish, facts: Facts, incoming: Incoming, context: Context
) -> tuple[Notice, ...]:
    """Ask the assignee for exactly what is missing; tell the other owner, who has the report's card too."""
    own: dict[int, Facts] = {share.id: facts_of_share(directive, share, context) for share in wish.shares}
    cards = to_holders(
        "directive.returned", directive, wish.shares, facts, incoming, context, own=own, apart=True
    )
    whole = [
        part for card in cards
        for part in following(card, "directive.returned_text", wish.reason, {"code": directive.code})
    ]  # fmt: skip
    line = facts | {"names": [context.org.name(share.assignee) for share in wish.shares]}
    told = to_owners("owner.returned", directive, line, incoming, context)
    return (*cards, *whole, *told, *passed_on(directive, wish.shares, context))


def _facts(directive: Directive, context: Context) -> Facts:
    return directive_facts(directive, name=context.org.name, due=directive.due)
