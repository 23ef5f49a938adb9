"""What a request comes to before anything is done: who issues, to whom, until when, and what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

from handlers.context import Context, place_of
from handlers.directives import addressees, upward
from handlers.directives.addressees import Addressed, Doubt
from handlers.message import Incoming
from handlers.reading import Reading, on_behalf, read_delegate
from handlers.rota import on_duty
from tasks.directives import verbs
from tasks.directives.facts import moment
from tasks.directives.models import Question
from tasks.directives.verbs import Draft
from tasks.fields import Facts, Json
from tasks.notices import Outcome
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
    return issuer if isinstance(issuer, Outcome) else examine_for(request, issuer, context)


def examine_for(request: Request, issuer: str, context: Context) -> Examined | Outcome:
    """Look at a request of somebody who may issue, or once could: what recurs goes on."""
    reading = reading_of(request, issuer, context)
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


def draft_of(request: Request, found: Examined) -> Draft:
    """Give the directive that a request comes to."""
    reading = found.reading
    return Draft(
        kind=reading.intent if reading.intent == "notice" else "task",
        title=reading.title,
        content=reading.content,
        urgency=reading.urgency,
        issuer=found.issuer,
        posted_by=request.sender,
        chat=request.chat,
        wants=(*reading.wants, *([verbs.CLOSING] if reading.closes else [])),
        due=found.due,
        provisional=reading.deadline.provisional,
        shares=tuple(found.addressed.shares.values()),
    )


def reading_of(request: Request, issuer: str, context: Context) -> Reading:
    """Read the sentence; names typed for «nobody named» count as if they had stood in it."""

    def understood(text: str) -> Reading:
        read = read_delegate(
            text, request.at, context.org, context.calendar,
            leaders=context.roles.leaders_of(request.sender), bot_name=context.bot_name, speaker=issuer,
        )  # fmt: skip
        return on_duty.resolved(read, issuer, request.chat, context)

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
    reading = reading_of(request, request.sender, context)
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
