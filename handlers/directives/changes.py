"""What an owner's sentence changes in a directive: its time, its text, who is put on and taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from handlers.context import Context
from handlers.directives import addressees, lookup, which
from handlers.directives.later import counted
from handlers.message import Incoming
from handlers.reading import Reading, Target, read_delegate
from handlers.reading.later import read_wanted_time
from handlers.reading.titles import title_of
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.changing import Amendment
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Share
from tasks.fields import Json
from tasks.history import REQUEST
from tasks.notices import Outcome
from tasks.people.roles import may

MOVES: Final = re.compile(
    r"[,，;；。\s]+(?:并|再|同时|另外?)*(?P<time>(?:截止|完成|办理|反馈|上报)?(?:时间|时限|期限)?"
    r"(?:统一)?(?:改|延期?|推迟|提前|顺延|宽限)(?:到|至|为|成)[^,，;；。\n]{1,20})[。!！\s]*$"
)
"""补充:要附照片,改到周五: the time at the end of new words."""
MORE: Final = re.compile(
    r"[,，;；。\s](?:并|再|同时|另外?)*补充(?:说明|要求|一下|一点|内容)?\s*[:：,，]\s*(?P<more>.+)$",
    re.DOTALL,
)
"""改到周五,补充:要附照片: new words behind a time."""
JUST: Final = re.compile(r"刚才|刚刚|刚[发下说派交]")
JUST_NOW: Final = timedelta(minutes=10)
"""刚才那条: what was issued so lately."""
JOINED: Final = "\n补充："


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be changed. `due` is a time to come, `past` one that is over and is not taken."""

    due: datetime | None = None
    past: datetime | None = None
    text: str = ""
    more: str = ""
    added: tuple[Target, ...] = ()
    removed: tuple[Target, ...] = ()
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.due or self.text or self.more or self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Checked:
    """The same, held against the directive: what can be done, and what for a named reason cannot.

    `had` have it already, `not_in` have nothing that could be taken off, `left_out` get none (issuer, unit
    without a head).
    """

    change: Amendment
    had: list[str] = field(default_factory=list)
    not_in: list[str] = field(default_factory=list)
    left_out: list[Json] = field(default_factory=list)
    nobody_left: bool = False


async def changeable(
    db: Db, incoming: Incoming, reading: Reading, context: Context, verb: str
) -> Directive | Outcome:
    """Give the open directive an owner's verb is about; a notice also where everybody has acknowledged it.

    Such a notice is closed, but the meeting it calls can still be moved or called off. Who is put on a task
    that is closed opens it again.
    """
    directive = await lookup.named(db, incoming, reading, context)
    if directive is None and JUST.search(reading.content):
        directive = await _just_issued(db, incoming, context)
        reading = replace(reading, code=directive.code) if directive else reading
    if isinstance(directive, Directive) and (directive.kind == "notice" or _puts_on(reading)):
        return await which.owned(db, directive, incoming, context, verb, wanted=(states.OPEN, states.CLOSED))
    return await which.issued(db, incoming, reading, context, verb)


async def _just_issued(db: Db, incoming: Incoming, context: Context) -> Directive | None:
    """Give the only open one that was issued here within the last minutes; of several it is asked which."""
    owners = [incoming.sender, *context.roles.leaders_of(incoming.sender)]
    recent = await queries.issued_by(db, owners, chat=incoming.chat, since=context.now - JUST_NOW)
    found = [directive for directive in recent if directive.state == states.OPEN]
    return found[0] if len(found) == 1 else None


def _puts_on(reading: Reading) -> bool:
    """Whether a sentence puts somebody on, a name that has to be asked about first included."""
    names = (*(target.written for target in reading.targets), *reading.ambiguous, *reading.unknown)
    return reading.intent == "amend" and (
        bool(reading.amendment.added) or any(name not in reading.amendment.off for name in names)
    )


async def only_holds(db: Db, incoming: Incoming, reading: Reading, context: Context, verb: str) -> bool:
    """Whether an owner's words come from somebody who has a share and nothing to decide: they report."""
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return False
    if directive is None:
        owners = [incoming.sender, *context.roles.leaders_of(incoming.sender)]
        return not await queries.issued_by(db, owners, chat=incoming.chat, limit=1)
    if may(verb, context.asked(incoming.sender, issuer=directive.issuer)):
        return False
    return await lookup.my_share(db, directive, incoming.sender, "report", context) is not None


def wanted_of(directive: Directive, reading: Reading, context: Context) -> Wanted:
    """Give what a sentence changes; a time in words that are merely added is part of those words."""
    change = reading.amendment
    text, more, moved = change.text, change.more, reading.due
    if reading.later is not None and directive.due is not None:
        moved = counted(directive.due, reading.later, context.calendar)
    if found := MORE.search(reading.content) if reading.intent == "extend" else None:
        more = found["more"].strip()
    elif more and directive.due is not None:
        moved = None
    if found := MOVES.search(text or more):
        deadline, later, _ = read_wanted_time(found["time"], context.said_at, context.calendar)
        if deadline.due is not None and later is None:
            text, more, moved = text[: found.start()] if text else "", more[: found.start()], deadline.due
    added, removed = _people(reading)
    over = moved is not None and (moved <= context.now or (reading.past and moved == reading.due))
    # A citizen is told why it takes longer; among colleagues the new time is enough.
    reason = reading.reason if directive.kind == REQUEST and not more else ""
    return Wanted(None if over else moved, moved if over else None, text, more, added, removed, reason)


def _people(reading: Reading) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    """Give who is put on and who is taken off, with those names that were asked about."""
    change = reading.amendment
    answered = reading.targets if reading.intent == "amend" else ()
    on = tuple(target for target in answered if target.written not in change.off)
    off = tuple(target for target in answered if target.written in change.off)
    return (*change.added, *on), (*change.removed, *off)


def checked(
    directive: Directive, wanted: Wanted, shares: Sequence[Share], sender: str, chat: str, context: Context
) -> Checked:
    """Hold what is wanted against the directive and its shares that stand or were declined."""
    new, left_out = _new_shares(directive, wanted.added, sender, chat, context)
    here = {share.assignee for share in shares}
    had = [context.org.name(one.assignee) for one in new if one.assignee in here]
    off, not_in = _taken_off(wanted.removed, shares, context)
    fresh = [one for one in new if one.assignee not in here]
    change = Amendment(
        moved=wanted.due is not None and (wanted.due != directive.due or _extended(shares, wanted.due)),
        due=wanted.due,
        content=_content(directive, wanted),
        title=_title(wanted.text, context),
        add=fresh,
        take_off=off,
        reason=wanted.reason,
    )
    nobody_left = bool(off) and not fresh and len(here) == len(off)
    return Checked(change, had, not_in, left_out, nobody_left)


def _extended(shares: Iterable[Share], due: datetime) -> bool:
    """Whether somebody was granted another time than the one all are to have."""
    return any(share.due_before == due != share.due for share in shares if share.state in states.UNSETTLED)


def _content(directive: Directive, wanted: Wanted) -> str:
    text = wanted.text
    if wanted.more:
        text = f"{text or directive.content}{JOINED}{wanted.more}"
    return text if text != directive.content else ""


def _title(text: str, context: Context) -> str:
    """Give a corrected text its short name, as if it had been issued."""
    if not text:
        return ""
    reading = read_delegate(
        text, context.said_at, context.org, context.calendar,
        leaders=(), bot_name=context.bot_name, speaker="",
    )  # fmt: skip
    return reading.title or title_of(text)


def _new_shares(
    directive: Directive, added: Sequence[Target], sender: str, chat: str, context: Context
) -> tuple[list[NewShare], list[Json]]:
    if not added:
        return [], []
    everyone = any(target.kind == "everyone" for target in added)
    found = addressees.resolve(
        replace(Reading("task"), targets=tuple(added), everyone=everyone),
        issuer=directive.issuer,
        leader=context.org.name(directive.issuer) if sender != directive.issuer else "",
        chat=chat or directive.chat,
        answers={},
        context=context,
    )
    doubtful: Iterable[Json] = (
        {"name": str(doubt.facts.get("unit") or "全体"), "why": doubt.kind, "leader": found.leader}
        for doubt in found.doubts
        if doubt.kind != "nobody"
    )
    return list(found.shares.values()), [*found.left_out, *doubtful]


def _taken_off(
    removed: Sequence[Target], shares: Sequence[Share], context: Context
) -> tuple[list[str], list[str]]:
    """Give whose share is taken off, and what was named in vain: not in it, or accepted before."""
    off: dict[str, None] = {}
    not_in: list[str] = []
    for target in removed:
        meant = [share.assignee for share in shares if _is_meant(target, share, context)]
        off |= dict.fromkeys(meant)
        if not meant:
            not_in.append(target.written)
    return list(off), not_in


def _is_meant(target: Target, share: Share, context: Context) -> bool:
    if share.state == states.ACCEPTED:
        return False
    if target.department is None:
        return share.assignee in target.people
    below = context.org.below(target.department) if target.kind == "each" else ()
    return share.department in (target.department, *below)
