"""Taps on cards: which button leads to which verb.

A button's key is `verb:argument`, so that a tap says everything by itself, whatever card it sits on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from handlers.context import Context
from handlers.directives import (
    amend,
    close,
    collecting,
    files,
    lookup,
    nudge,
    own,
    send_back,
    undo,
    withdraw,
)
from handlers.directives.acknowledge import acknowledge_one
from handlers.directives.decide import (
    tap_grant,
    tap_hand,
    tap_hand_share,
    tap_other,
    tap_refuse,
    tap_uphold,
)
from handlers.directives.reviewing import tap_all, tap_each, tap_one
from handlers.directives.splitting import tap_several
from handlers.directives.standing_in import tap_sign
from handlers.directives.supervise import tap_supervise, tap_unsupervise
from handlers.directives.wishes import tap_decline, tap_extend, tap_reassign
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.questions import choose
from handlers.redraw import SILENT, card, group_facts, share_card
from handlers.requests import cases, joining, shown
from handlers.rota import standing_in, swapping
from tasks.db import Db
from tasks.directives import queries, questions, states
from tasks.directives.models import Directive, Share
from tasks.directives.tap import Tapped
from tasks.fields import Facts
from tasks.notices import Outcome

Tap = Callable[[Db, str, Incoming, Context], Awaitable[Outcome]]
OF_A_SHARE = frozenset({"ack", "report", "more", "less", "extend", "reassign", "decline", "undo"})
"""Verbs whose key is the directive's code, and on a stand-in's card the share's number (`report:Z…:7`)."""


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
    if handler is None:
        return SILENT
    if verb in OF_A_SHARE:
        argument, context = await _whose(db, argument, incoming, context)
    return await handler(db, argument, incoming, context)


async def _whose(db: Db, argument: str, incoming: Incoming, context: Context) -> tuple[str, Context]:
    """Give the directive's code, and the context with whose share the button is about.

    A stand-in's card has the share's number behind the code. A card without one is the own one of who has a
    share; else (a card from before) it is of whom the person stands in for.
    """
    code, _, number = argument.partition(":")
    if number:
        share = await queries.share_by_id(db, number_of(number))
        return (code, replace(context, whose=share.assignee)) if share else ("", context)
    directive = await queries.by_code(db, code.upper())
    own = await queries.share_of(db, directive, incoming.sender) if directive else None
    return code, replace(context, whose=own.assignee if own else "")


async def _acknowledge(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    directive = await queries.by_code(db, code.upper())
    share = await _mine(db, directive, incoming.sender, context)
    if directive is None or share is None:
        return SILENT
    outcome = await acknowledge_one(db, directive.code, incoming, context)
    return await share_card(db, directive, share, incoming, context, outcome.notices)


async def _mine(db: Db, directive: Directive | None, person: str, context: Context) -> Share | None:
    """Give the own share, or that of somebody the person stands in for."""
    return await lookup.my_share(db, directive, person, "report", context) if directive else None


async def _more(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Show what else can be done with a share: 更多 on its card."""
    return await _turned(db, code, incoming, context, "card.more")


async def _less(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Show the usual buttons again."""
    return await _turned(db, code, incoming, context, "card.share")


async def _turned(db: Db, code: str, incoming: Incoming, context: Context, kind: str) -> Outcome:
    directive = await queries.by_code(db, code.upper())
    share = await _mine(db, directive, incoming.sender, context)
    if directive is None or share is None:
        return SILENT
    if directive.state != states.OPEN or share.state not in states.UNDER_WAY:
        kind = "card.share"  # nothing is left that could be done besides
    return await share_card(db, directive, share, incoming, context, kind=kind)


async def _refresh(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    directive = await queries.by_code(db, code.upper())
    if directive is None:
        return SILENT
    facts = await group_facts(db, directive, context)
    return card("card.group", facts, incoming, context, (), directive.id)


async def _choose(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    number, _, place = argument.partition(":")
    question = await questions.by_id(db, number_of(number))
    if question is None or question.asked != incoming.sender:
        return SILENT
    if not 1 <= number_of(place) <= len(question.choices):
        return SILENT
    if question.answered_at is not None or question.until <= context.now:
        over = "answered" if question.answered_at is not None else "expired"
        directive = await queries.by_id(db, question.directive_id) if question.directive_id else None
        code = directive.code if directive else ""
        return card("card.question_over", {"why": over, "code": code}, incoming, context)
    outcome = await choose(db, question, number_of(place) - 1, incoming, context)
    facts: Facts = {"outcome": outcome.kind, "facts": dict(outcome.facts)}  # type: ignore[arg-type]  # facts of handlers are JSON
    return card("card.chosen", facts, incoming, context, outcome.notices)


TAPS: Mapping[str, Tap] = {
    "ack": _acknowledge,
    "report": collecting.tapped,
    "accept": tap_one,
    "accept_all": tap_all,
    "each": tap_each,
    "nudge": nudge.tapped,
    "refresh": _refresh,
    "choose": _choose,
    "media": files.tapped,
    "pictures": shown.tapped,
    "supervise": tap_supervise,
    "unsupervise": tap_unsupervise,
    "return": send_back.tapped,
    "undo": undo.tapped,
    "own": own.tapped,
    "pending": own.tapped_pending,
    "redue": amend.tapped,
    "withdraw": withdraw.tapped,
    "close": close.tapped,
    "more": _more,
    "less": _less,
    "extend": tap_extend,
    "reassign": tap_reassign,
    "decline": tap_decline,
    "grant": tap_grant,
    "refuse": tap_refuse,
    "other": tap_other,
    "uphold": tap_uphold,
    "hand": tap_hand,
    "hand_share": tap_hand_share,
    "sign": tap_sign,
    "several": tap_several,
    "swap": swapping.tapped,
    "unserve": standing_in.tapped,
    "join": joining.tapped_join,
    "apart": joining.tapped_apart,
    "use": cases.tapped_use,
}
"""What stands before the colon of a button's key → what it does."""
