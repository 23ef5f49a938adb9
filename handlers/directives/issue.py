"""Issue a directive: from a sentence to shares, cards and an answer, with a question where there is doubt.

What is clear goes out at once; only the doubtful waits for its answer. A question keeps the sentence, when
it was said and what was answered before; going on is reading the same sentence again under the answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

from handlers.context import Context, place_of
from handlers.directives import addressees, upward
from handlers.directives.addressees import Addressed, Doubt
from handlers.directives.first_card import assigned
from handlers.directives.issued import issued_facts
from handlers.message import Incoming
from handlers.reading import Reading, on_behalf, read_delegate
from tasks.db import Db
from tasks.directives import queries, questions, verbs
from tasks.directives.facts import moment
from tasks.directives.models import Directive, Question, Share
from tasks.directives.verbs import Draft
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may


@dataclass(frozen=True, slots=True)
class Request:
    """A sentence that wants to become a directive. `at` is when it was said: times in it count from there.

    One of several out of one message has its `leader` from the message's beginning; `rest` are those that are
    asked about once this one is settled. `media` came with it: it may turn out to be a report.
    """

    text: str
    at: datetime
    sender: str
    chat: str
    place: str
    answers: Mapping[str, Json] = field(default_factory=dict)
    directive_id: int | None = None
    leader: str = ""
    rest: tuple[str, ...] = ()
    media: tuple[Json, ...] = ()

    def as_facts(self) -> Facts:
        """Give what a question keeps."""
        return {
            "text": self.text,
            "at": self.at.isoformat(),
            "sender": self.sender,
            "chat": self.chat,
            "place": self.place,
            "answers": dict(self.answers),
            "leader": self.leader,
            "rest": list(self.rest),
            "media": list(self.media),
        }


def from_question(question: Question) -> Request:
    """Take up a request again where its question left it."""
    kept = question.facts
    answers = kept["answers"]
    return Request(
        text=str(kept["text"]),
        at=datetime.fromisoformat(str(kept["at"])),
        sender=str(kept["sender"]),
        chat=str(kept["chat"]),
        place=str(kept["place"]),
        answers=answers if isinstance(answers, dict) else {},
        directive_id=question.directive_id,
        leader=str(kept.get("leader") or ""),
        rest=tuple(str(text) for text in cast("list[Json]", kept.get("rest") or [])),
        media=tuple(cast("list[Json]", kept.get("media") or [])),
    )


@dataclass(frozen=True, slots=True)
class Examined:
    """What a request comes to before anything is done: who issues, to whom, until when, what is doubtful."""

    issuer: str
    reading: Reading
    due: datetime | None
    addressed: Addressed
    doubts: tuple[Doubt, ...]

    @property
    def blocked(self) -> bool:
        """Whether nothing of it can go out before it is answered."""
        return any(doubt.blocking for doubt in self.doubts) or not self.addressed.shares


def request_of(incoming: Incoming, context: Context) -> Request:
    """Take up what was just said."""
    return Request(incoming.text, context.said_at, incoming.sender, incoming.chat, place_of(incoming))


def examine(request: Request, context: Context) -> Examined | Outcome:
    """Look at a request without doing anything; the outcome says why it cannot be one."""
    issuer = issuer_of(request, context)
    if isinstance(issuer, Outcome):
        return issuer
    reading = _reading(request, issuer, context)
    due = _due(reading, request)
    addressed = addressees.resolve(
        reading,
        issuer=issuer,
        leader=context.org.name(issuer) if issuer != request.sender else "",
        chat=request.chat,
        answers=request.answers,
        context=context,
    )
    doubts = [*_past(reading, due, request, context), *addressed.doubts]
    if not addressed.shares and not doubts:
        return Outcome("refused.nobody_left", {"left_out": addressed.left_out})
    return Examined(issuer, reading, due, addressed, tuple(doubts))


async def examined(db: Db, request: Request, context: Context) -> Examined | Outcome:
    """Look at a request, and whether it is an order at all: words to a leader, or about a directive."""
    found = examine(request, context)
    if isinstance(found, Outcome) or request.directive_id is not None:
        return found
    said = upward.Said(request.text, request.sender, found.issuer, request.chat, request.answers)
    return replace(found, doubts=(*await upward.doubts(db, said, found.addressed, context), *found.doubts))


async def proceed(db: Db, request: Request, context: Context) -> Outcome:
    """Issue a request as far as it is clear, and ask for the rest."""
    found = await examined(db, request, context)
    return found if isinstance(found, Outcome) else await carry_out(db, request, found, context)


async def carry_out(db: Db, request: Request, found: Examined, context: Context) -> Outcome:
    """Issue what was examined as far as it is clear; what is blocked is asked about first."""
    if found.blocked:
        doubts = sorted(found.doubts, key=lambda doubt: not doubt.blocking)
        return await _ask_first(db, request, doubts, context)
    more = request.directive_id is not None
    directive, shares = await _issue_or_add(db, request, found, context)
    if more and not shares and not found.doubts:
        return Outcome("question.cancelled", {"code": directive.code})
    request = replace(request, directive_id=directive.id)
    at = context.now if directive.urgency != "normal" else context.calendar.next_office_time(context.now)
    facts = issued_facts(directive, shares, found.addressed, found.reading, at, context) | {"more": more}
    notices = assigned(directive, shares, at, context, again=more)
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
    reading = found.reading
    draft = Draft(
        kind=reading.intent if reading.intent == "notice" else "task",
        title=reading.title,
        content=reading.content,
        urgency=reading.urgency,
        issuer=found.issuer,
        posted_by=request.sender,
        chat=request.chat,
        wants=(*reading.wants, *([verbs.CLOSING] if reading.closes else [])),
        due=found.due,
        shares=new,
    )
    return await verbs.issue(db, draft, context.now)


def _reading(request: Request, issuer: str, context: Context) -> Reading:
    """Read the sentence; names typed for «nobody named» count as if they had stood in it."""

    def understood(text: str) -> Reading:
        return read_delegate(
            text, request.at, context.org, context.calendar,
            leaders=context.roles.leaders_of(request.sender), bot_name=context.bot_name, speaker=issuer,
        )  # fmt: skip

    said, names = understood(request.text), request.answers.get("names")
    if not isinstance(names, str):
        return said
    named = understood(f"请{names}办理")
    return replace(
        said,
        targets=named.targets,
        ambiguous=named.ambiguous,
        unknown=named.unknown,
        roles=named.roles,
        everyone=named.everyone,
    )


def issuer_of(request: Request, context: Context) -> str | Outcome:
    """Who issues: the sender in the own right, else the leader the sender may act for, if still there."""
    sender = request.sender
    own = sender in context.org.leading or sender in context.roles.issuers
    leaders = [who for who in context.roles.leaders_of(sender) if who in context.org.people]
    if not may("issue", context.asked(sender)) or not (own or leaders):
        return _may_not(request, context)
    if request.leader in leaders:
        return request.leader
    if spoken := on_behalf(request.text, leaders, context.org, context.bot_name):
        return spoken.leader
    named = [leader for leader in leaders if f"代{context.org.name(leader)}" in request.text]
    if named:
        return named[0]
    if own:
        return sender
    if len(leaders) == 1:
        return leaders[0]
    return Outcome("refused.for_whom", {"leaders": [context.org.name(leader) for leader in leaders]})


def _may_not(request: Request, context: Context) -> Outcome:
    """Answer who may not issue; who only speaks to a leader hears how a report or a request is made."""
    reading = _reading(request, request.sender, context)
    addressed = addressees.resolve(
        reading, issuer=request.sender, leader="", chat=request.chat, answers={}, context=context
    )
    if not upward.all_above(addressed, request.sender, context):
        return Outcome("refused.issue", {})
    return Outcome("refused.upward", {"who": [context.org.name(who) for who in addressed.shares]})


def _due(reading: Reading, request: Request) -> datetime | None:
    if "due" not in request.answers:
        return reading.due
    answer = request.answers["due"]
    return datetime.fromisoformat(answer) if isinstance(answer, str) else None


def _past(reading: Reading, due: datetime | None, request: Request, context: Context) -> list[Doubt]:
    if due is None or request.directive_id is not None:
        return []
    if not (due <= context.now or (reading.past and "due" not in request.answers)):
        return []
    later = due
    while later <= context.now:
        later += timedelta(days=1)
    choices: tuple[Facts, ...] = (
        {"kind": "due", "due": moment(later)},
        {"kind": "no_due"},
        {"kind": "cancel"},
    )
    return [Doubt("due", "past", {"due": moment(due)}, choices, blocking=True)]


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
