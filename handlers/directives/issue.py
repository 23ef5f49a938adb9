"""Issue a directive: from a sentence to shares, cards and an answer, with a question where there is doubt.

What is clear goes out at once; only the doubtful waits for its answer. A question keeps the sentence, when
it was said and what was answered before; going on is reading the same sentence again under the answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.context import Context
from handlers.directives import upward
from handlers.directives.addressees import Doubt
from handlers.directives.examining import (
    Examined,
    Request,
    draft_of,
    examine,
    from_question,
    issuer_of,
    request_of,
)
from handlers.directives.first_card import assigned
from handlers.directives.hours import early, held_until
from handlers.directives.issued import issued_facts
from handlers.mirror import guard
from handlers.nudging.first import under_rules
from handlers.series.begin import begin, recurs
from tasks.db import Db
from tasks.directives import queries, questions, verbs
from tasks.directives.models import Directive, Question, Share
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.requests import cases

__all__ = [
    "Examined",
    "Request",
    "carry_out",
    "examine",
    "examined",
    "from_question",
    "issuer_of",
    "proceed",
    "question_facts",
    "question_notices",
    "request_of",
]


async def examined(db: Db, request: Request, context: Context) -> Examined | Outcome:
    """Look at a request, and whether it is an order at all: words to a leader, or about a directive."""
    found = examine(request, context)
    if isinstance(found, Outcome) or request.directive_id is not None:
        return found
    said = upward.Said(request.text, request.sender, found.issuer, request.chat, request.answers)
    above = await upward.doubts(db, said, found.addressed, context)
    return replace(found, doubts=(*above, *found.doubts, *guard.doubts(request, found, context)))


async def proceed(db: Db, request: Request, context: Context) -> Outcome:
    """Issue a request as far as it is clear, and ask for the rest."""
    request = guard.settled(request, context.now)
    found = await examined(db, request, context)
    return found if isinstance(found, Outcome) else await carry_out(db, request, found, context)


async def carry_out(db: Db, request: Request, found: Examined, context: Context) -> Outcome:
    """Issue what was examined as far as it is clear; what is blocked is asked about first."""
    series = recurs(request, found)
    if found.blocked or (series and found.doubts):
        doubts = sorted(found.doubts, key=lambda doubt: not doubt.blocking)
        return await _ask_first(db, request, doubts, context)
    if series:
        return await begin(db, request, found, context)
    more = request.directive_id is not None
    directive, shares = await _issue_or_add(db, request, found, context)
    if more and not shares and not found.doubts:
        return Outcome("question.cancelled", {"code": directive.code})
    if not more:
        await guard.record(db, directive, request, context.now)
        case = request.answers.get(cases.CASE)
        await cases.link(db, case, directive, actor=request.sender, now=context.now)
    request = replace(request, directive_id=directive.id)
    at = context.now if directive.urgency != "normal" else context.calendar.next_office_time(context.now)
    notices = assigned(directive, shares, at, context, again=more)
    facts = issued_facts(directive, shares, found.addressed, found.reading, at, context) | {"more": more}
    facts |= {"held_until": held_until(at, notices, context), "early": early(at, notices, context)}
    facts["guard"] = None if more else guard.told(request, found, context)
    if found.doubts:
        question = await _ask(db, request, found.doubts[0], context)
        facts["question"] = question
        notices = (*notices, *question_notices(question, request, context))
    return Outcome("issued", facts, notices)


async def _issue_or_add(
    db: Db, request: Request, found: Examined, context: Context
) -> tuple[Directive, list[Share]]:
    new = tuple(found.addressed.shares.values())
    if request.directive_id is not None:
        directive = await queries.locked_by_id(db, request.directive_id)
        added = await verbs.add(db, directive, new, actor=request.sender, now=context.now)
        return directive, added
    draft = await under_rules(db, draft_of(request, found), context)
    return await verbs.issue(db, draft, context.now)


async def _ask_first(db: Db, request: Request, doubts: Sequence[Doubt], context: Context) -> Outcome:
    facts = await _ask(db, request, doubts[0], context)
    return Outcome("question", {"question": facts}, question_notices(facts, request, context))


async def _ask(db: Db, request: Request, doubt: Doubt, context: Context) -> Facts:
    question = await questions.ask(
        db,
        asked=request.sender,
        place=request.place,
        kind="issue",
        facts=request.as_facts() | {"key": doubt.key, "doubt": doubt.kind, "about": doubt.facts},
        choices=doubt.choices,
        now=context.now,
        directive_id=request.directive_id,
    )
    return question_facts(question, doubt.kind, doubt.facts)


def question_facts(question: Question, kind: str, about: Facts) -> Facts:
    """Facts under which a question is put into words and buttons."""
    return {"id": question.id, "kind": kind, "about": about, "choices": question.choices}


def question_notices(facts: Facts, request: Request, context: Context) -> tuple[Notice, ...]:
    """Give the question as a card too where the passive answer can only be words: one to one with the app."""
    if request.place != "work_app":
        return ()
    return (
        Notice(
            "question", (Receiver(request.sender),), {"question": facts}, f"question:{facts['id']}",
            context.now, lane=Lane.FAST,
        ),
    )  # fmt: skip
