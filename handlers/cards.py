"""Taps on cards: which button leads to which verb.

A button's key is `verb:argument`, so that a tap says everything by itself, whatever card it sits on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import cast

from handlers.context import Context
from handlers.directives.accept import accept_one
from handlers.directives.acknowledge import acknowledge_one
from handlers.directives.issue import question_facts
from handlers.directives.lookup import held_for
from handlers.directives.report import wait_for_words
from handlers.message import Incoming
from handlers.questions import choose
from tasks.db import Db
from tasks.directives import queries, questions, states, verbs
from tasks.directives.facts import directive_facts, moment, share_facts, signer_of
from tasks.directives.models import Directive, Question, Share
from tasks.directives.tap import CARD, Tapped, card_update
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may

SILENT = Outcome()
"""A stranger's tap, or one on a card we do not know: nothing changes, nothing is said."""


def as_tapped(incoming: Incoming, key: str) -> Tapped | None:
    """Give a tap on 收到 of an app card for the batched path; None for every other message."""
    tap = incoming.tap
    if tap is None or incoming.channel != "work_app" or not tap.key.startswith("ack:"):
        return None
    return Tapped(key, tap.key[4:].upper(), incoming.sender, tap.code, tap.task_id)


async def tap(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Do what the tapped button stands for."""
    if incoming.tap is None:
        return SILENT
    verb, _, argument = incoming.tap.key.partition(":")
    handler = TAPS.get(verb)
    return await handler(db, argument, incoming, context) if handler else SILENT


async def _acknowledge(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    directive = await queries.by_code(db, code.upper())
    share = await _own(db, directive, incoming.sender)
    if directive is None or share is None:
        return SILENT
    outcome = await acknowledge_one(db, directive.code, incoming, context)
    return await _redrawn(db, directive.code, incoming, context, outcome.notices)


async def _report(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    directive = await verbs.locked(db, code.upper())
    share = await _own(db, directive, incoming.sender)
    if directive is None or share is None:
        return SILENT
    notices: tuple[Notice, ...] = ()
    if directive.state == states.OPEN and share.state in states.MOVES["report"]:
        await wait_for_words(db, directive, incoming, context)
        facts = directive_facts(directive, name=context.org.name, due=share.due)
        once = f"wanted:{incoming.account}:{incoming.dedupe}"
        receiver = (Receiver(incoming.sender),)
        notices = (
            Notice(
                "report.wanted", receiver, facts, once, context.now, lane=Lane.FAST, directive=directive.id
            ),
        )
    return await _redrawn(db, directive.code, incoming, context, notices)


async def _own(db: Db, directive: Directive | None, person: str) -> Share | None:
    return await queries.share_of(db, directive, person) if directive else None


async def _redrawn(
    db: Db, code: str, incoming: Incoming, context: Context, notices: tuple[Notice, ...]
) -> Outcome:
    directive = await queries.by_code(db, code)
    share = await _own(db, directive, incoming.sender)
    if directive is None or share is None:
        return SILENT
    facts = share_facts(
        directive_facts(directive, name=context.org.name, due=share.due),
        why=share.why,
        role=share.role,
        state=share.state if directive.state != states.WITHDRAWN else states.WITHDRAWN,
        acknowledged_at=share.acknowledged_at,
        signer=signer_of(share.assignee, share.acknowledged_by, context.org.name),
    )
    return _card(CARD, facts, incoming, context, notices, directive.id)


def _card(
    kind: str,
    facts: Facts,
    incoming: Incoming,
    context: Context,
    notices: tuple[Notice, ...],
    directive: int = 0,
) -> Outcome:
    """Answer with the redrawn card, and send it by the platform's API too where the tap carries a code."""
    tap = incoming.tap
    if tap is not None and tap.code:
        key = f"{incoming.account}:{incoming.dedupe}"
        tapped = Tapped(key, "", incoming.sender, tap.code, tap.task_id)
        notices = (card_update(tapped, kind, facts, directive, context.now), *notices)
    return Outcome(kind, facts, notices)


async def _accept(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    share = await queries.share_by_id(db, int(argument)) if argument.isdecimal() else None
    directive = await queries.by_id(db, share.directive_id) if share else None
    if share is None or directive is None:
        return SILENT
    if not may("accept", context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    outcome = await accept_one(db, directive.code, incoming, context, share_id=share.id)
    facts = await _feedback_facts(db, share.id, context)
    return _card("card.feedback", facts, incoming, context, outcome.notices, directive.id)


async def _feedback_facts(db: Db, share_id: int, context: Context) -> Facts:
    share = await queries.share_by_id(db, share_id)
    directive = await queries.by_id(db, share.directive_id) if share else None
    if share is None or directive is None:
        return {}
    last = await queries.last_feedback(db, share.id)
    base = directive_facts(directive, name=context.org.name, due=share.due)
    stand = await queries.progress(db, directive)
    return base | {
        "share": share.id,
        "reporter": context.org.name(last.author if last else share.assignee),
        "for": held_for(share, last.author if last else share.assignee, context),
        "unit": context.org.unit_name(share.department) if share.department else "",
        "text": last.text if last else "",
        "attachments": len(last.media) if last else 0,
        "reported_at": moment(last.at) if last else None,
        "state": share.state,
        "still_open": directive.total - stand.accepted,
        "closed": directive.state == states.CLOSED,
    }


async def _refresh(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    directive = await queries.by_code(db, code.upper())
    if directive is None:
        return SILENT
    facts = await group_facts(db, directive, context)
    return _card("card.group", facts, incoming, context, (), directive.id)


async def group_facts(db: Db, directive: Directive, context: Context) -> Facts:
    """Numbers of a directive as the group's card shows them, as of now."""
    stand = await queries.progress(db, directive)
    base = directive_facts(directive, name=context.org.name, due=directive.due)
    open_question = await questions.open_about(db, directive.id, "issue", context.now)
    return base | {
        "question": _asked(open_question) if open_question else None,
        "total": stand.total,
        "acknowledged": stand.acknowledged,
        "reported": stand.reported,
        "accepted": stand.accepted,
        "state": directive.state,
        "at": moment(context.now),
    }


def _asked(question: Question) -> Facts:
    """Give the question as its card shows it: redrawing the directive's card leaves its buttons there."""
    return question_facts(question, str(question.facts["doubt"]), cast("Facts", question.facts["about"]))


async def _choose(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    number, _, place = argument.partition(":")
    question = await questions.by_id(db, int(number)) if number.isdecimal() else None
    if question is None or question.asked != incoming.sender or not place.isdecimal():
        return SILENT
    if not 1 <= int(place) <= len(question.choices):
        return SILENT
    if question.answered_at is not None or question.until <= context.now:
        over = "answered" if question.answered_at is not None else "expired"
        directive = await queries.by_id(db, question.directive_id) if question.directive_id else None
        code = directive.code if directive else ""
        return _card("card.question_over", {"why": over, "code": code}, incoming, context, ())
    outcome = await choose(db, question, int(place) - 1, incoming, context)
    facts: Facts = {"outcome": outcome.kind, "facts": dict(outcome.facts)}  # type: ignore[arg-type]  # facts of handlers are JSON
    return _card("card.chosen", facts, incoming, context, outcome.notices)


TAPS: Mapping[str, Callable[[Db, str, Incoming, Context], Awaitable[Outcome]]] = {
    "ack": _acknowledge,
    "report": _report,
    "accept": _accept,
    "refresh": _refresh,
    "choose": _choose,
}
"""What stands before the colon of a button's key → what it does."""
