"""A tap on 收到, decided for a whole batch at once: a pure function over plain values.

It is what happens most (docs/adr/0003). The databases bring `TapRow`s and carry out a `TapPlan`; both do
so in a few set statements. `verbs.acknowledge` does the same one at a time and is the oracle in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tasks.directives import states
from tasks.directives.facts import directive_facts, share_facts, signer_of
from tasks.fields import Facts, dumps, from_ms, to_ms
from tasks.history import REQUEST, chain
from tasks.notices import Lane, Notice, Receiver

CARD = "card.share"
NO_DETAIL = dumps({})


@dataclass(frozen=True, slots=True)
class Tapped:
    """One tap: the key of its message, the directive's code, who, the card's one-use code and its task id."""

    key: str
    code: str
    person: str
    card: str = ""
    task: str = ""


@dataclass(frozen=True, slots=True)
class TapDirective:
    """The columns of a directive that a tap reads or changes; times in milliseconds."""

    id: int
    code: str
    kind: str
    title: str
    content: str
    urgency: str
    issuer: str
    posted_by: str
    supervised_by: str
    chat: str
    state: str
    total: int
    acknowledged: int
    seq: int
    last_hash: str


@dataclass(frozen=True, slots=True)
class TapShare:
    """The columns of a share that a tap reads or changes; times in milliseconds, `why` as JSON value."""

    id: int
    directive_id: int
    assignee: str
    role: str | None
    why: Facts
    state: str
    due: int | None
    due_before: int | None
    acknowledged_at: int | None
    acknowledged_by: str | None


@dataclass(frozen=True, slots=True)
class TapAnswer:
    """Kind and facts, kept under the message's key; `fresh` is False where they were kept before."""

    kind: str
    facts: Facts
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class TapEntry:
    """One entry of a history, ready to be written."""

    directive_id: int
    seq: int
    at: int
    actor: str
    action: str
    detail: str
    prev: str
    hash: str


@dataclass(slots=True)
class TapPlan:
    """What a batch changes. Filled by `decide`, carried out by a database, never changed after."""

    answers: dict[str, TapAnswer] = field(default_factory=dict)
    directives: dict[int, TapDirective] = field(default_factory=dict)
    shares: dict[int, TapShare] = field(default_factory=dict)
    entries: list[TapEntry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    requests: set[int] = field(default_factory=set)
    """Directives among them by which an office has a citizen's request: that one has moved too."""


@dataclass(frozen=True, slots=True)
class TapState:
    """What a database read for a batch."""

    kept: Mapping[str, TapAnswer]
    directives: Mapping[str, TapDirective]
    shares: Mapping[tuple[int, str], TapShare]


def decide(taps: Sequence[Tapped], state: TapState, *, now: datetime, name: Callable[[str], str]) -> TapPlan:
    """Decide a batch in order of arrival. `name` turns a userid into what people read."""
    plan = TapPlan()
    directives = dict(state.directives)
    shares = dict(state.shares)
    for tap in taps:
        if tap.key in plan.answers:
            continue
        if (kept := state.kept.get(tap.key)) is not None:
            plan.answers[tap.key] = kept
            continue
        directive = directives.get(tap.code)
        share = shares.get((directive.id, tap.person)) if directive else None
        if directive is None or share is None:
            # A stranger's tap changes nothing and says nothing.
            plan.answers[tap.key] = TapAnswer("", {})
            continue
        if directive.state == states.OPEN and states.can("acknowledge", share.state):
            share = replace(
                share,
                state=states.ACKNOWLEDGED,
                acknowledged_at=to_ms(now),
                acknowledged_by=tap.person,
            )
            directive = _moved(plan, directive, tap, now, name)
            directives[tap.code] = plan.directives[directive.id] = directive
            shares[directive.id, tap.person] = plan.shares[share.id] = share
        _answer(plan, tap, directive, share, now, name)
    return plan


def _moved(
    plan: TapPlan, directive: TapDirective, tap: Tapped, now: datetime, name: Callable[[str], str]
) -> TapDirective:
    acknowledged = directive.acknowledged + 1
    if directive.kind == REQUEST:
        plan.requests.add(directive.id)
    directive = _append(plan, directive, tap.person, "acknowledged", now, acknowledged=acknowledged)
    if directive.acknowledged < directive.total:
        return directive
    if directive.kind == "notice":
        directive = _append(plan, directive, tap.person, "closed", now, state=states.CLOSED)
        plan.closed.add(directive.id)
    plan.notices.extend(all_acknowledged(directive, now=now, name=name))
    return directive


def _append(
    plan: TapPlan, directive: TapDirective, actor: str, action: str, now: datetime, **columns: Any
) -> TapDirective:
    """Append an entry to the history; gives the directive with its new head and what else changes."""
    seq, at = directive.seq + 1, to_ms(now)
    digest = chain(directive.last_hash, directive.code, seq, at, actor, action, NO_DETAIL)
    plan.entries.append(
        TapEntry(directive.id, seq, at, actor, action, NO_DETAIL, directive.last_hash, digest)
    )
    return replace(directive, seq=seq, last_hash=digest, **columns)


def _answer(
    plan: TapPlan,
    tap: Tapped,
    directive: TapDirective,
    share: TapShare,
    now: datetime,
    name: Callable[[str], str],
) -> None:
    due = from_ms(share.due) if share.due is not None else None
    was_due = from_ms(share.due_before) if share.due_before is not None else None
    facts = share_facts(
        directive_facts(directive, name=name, due=due, was_due=was_due),
        why=share.why,
        role=share.role,
        state=share.state,
        acknowledged_at=from_ms(share.acknowledged_at) if share.acknowledged_at is not None else None,
        signer=signer_of(share.assignee, share.acknowledged_by, name),
    )
    plan.answers[tap.key] = TapAnswer(CARD, facts)
    if tap.card:
        plan.notices.append(card_update(tap, CARD, facts, directive.id, now))


def card_update(tap: Tapped, kind: str, facts: Facts, directive: int, now: datetime) -> Notice:
    """Redraw the tapped card by the platform's API too, in the fast lane.

    The callback's answer carries the same card, but path/90241 leaves taps out of what may be answered so: it
    may be ignored. Where it was not, the tap's code is used up, and that is no error.
    """
    return Notice(
        kind=kind,
        to=(Receiver(tap.card),),
        facts=facts | {"tapper": tap.person, "task": tap.task},
        once=f"redraw:{tap.key}",
        at=now,
        place="card",
        directive=directive,
        lane=Lane.FAST,
    )


def all_acknowledged(
    directive: TapDirective, *, now: datetime, name: Callable[[str], str]
) -> tuple[Notice, ...]:
    """Tell the issuer, who posted it, and the group in one line, that everybody has acknowledged.

    Of a citizen's request nobody hears it: that one office has it is what is expected.
    """
    if directive.kind == REQUEST:
        return ()
    facts = directive_facts(directive, name=name, due=None) | {
        "total": directive.total,
        "closed": directive.state == states.CLOSED,
    }
    # Named by the history's place: after 撤销收到, or with new people, it is complete anew and said again.
    once = f"all-acknowledged:{directive.code}:{directive.seq}"
    owners: tuple[Receiver, ...] = (Receiver(directive.issuer),)
    if directive.posted_by != directive.issuer:
        owners = (*owners, Receiver(directive.posted_by))
    return (
        Notice("directive.all_acknowledged", owners, facts, once, now, directive=directive.id),
        Notice(
            "group.all_acknowledged",
            (Receiver(directive.chat),),
            facts,
            f"group:{once}",
            now,
            place="chat",
            directive=directive.id,
        ),
    )
