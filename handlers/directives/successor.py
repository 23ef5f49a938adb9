"""Who takes over a share: the person or the head of the unit somebody named, and the handing over itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handlers import again
from handlers.context import Context
from handlers.directives import deciding
from handlers.directives.first_card import assigned
from handlers.directives.parties import can_see
from handlers.directives.proposed import about, told, when
from handlers.message import Incoming
from handlers.reading import Reading, Target, read_delegate
from handlers.typed import LEADING
from tasks.db import Db
from tasks.directives import handing, queries, states
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Share
from tasks.fields import Facts
from tasks.notices import Notice, Outcome
from tasks.people.org import Org
from tasks.people.roles import may

BARE = frozenset({"task", "notice", "none"})
NAME = re.compile(r"[一-龥]{2,6}")
"""What looks like a name and nothing else."""
NAMED = re.compile(r"(?:转|改派|移交|交|分)\S{0,2}?[给由至到]\s*@?[一-龥]")
"""转给… with somebody behind it."""
HANDS_ON = (
    r"(?:改派|转给|转办|转交|改由|移交|换成?|派给|分办给)?(?:那么?|就|还是|让|请|由|给|叫|麻烦|先|@|\s)*{}"
    r"(?:同志)?(?:来|去|负责|接着|继续)*(?:办理?|处理|落实|接手|做|弄|跟进)*(?:吧|了|啊|呢|就行|即可)*(?=[\s,，、。;；!！]|$)"
)
"""The words that hand something on to who is named there: 改派那就让张三办吧."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Who is to take over a share; `unit` is the unit that was named (0: the person was)."""

    userid: str
    unit: int = 0


async def named(
    db: Db, directive: Directive, share: Share, incoming: Incoming, reading: Reading, context: Context
) -> Successor | Outcome | None:
    """Give who is named, the outcome that says why that cannot be, or None where nobody is named."""
    doubt = await again.doubtful_name(db, incoming, reading, context)
    if doubt is not None:
        return doubt
    if reading.everyone or len(reading.targets) > 1 or any(t.kind == "each" for t in reading.targets):
        return _unfit(directive, share, "", "several", incoming, context)
    if not reading.targets:
        return None
    found = _in_target(reading.targets[0], context.org)
    if isinstance(found, str):
        return _unfit(directive, share, reading.targets[0].written, found, incoming, context)
    return misfit(directive, share, found, incoming, context) or found


def _in_target(target: Target, org: Org) -> Successor | str:
    """Give the one person a target means, or why it means none."""
    if target.kind == "unit":
        unit = target.department or 0
        head = org.head(unit)
        return Successor(head, unit) if head else "no_head"
    return Successor(target.people[0]) if len(target.people) == 1 else "several"


def misfit(
    directive: Directive, share: Share, to: Successor, incoming: Incoming, context: Context
) -> Outcome | None:
    """Answer why this person cannot take the share over; None for one who can."""
    why = ""
    if to.userid == share.assignee:
        why = "self"
    elif to.userid == directive.issuer:
        why = "issuer"
    elif not can_see(to.userid, context):
        why = "unreachable"
    return _unfit(directive, share, context.org.name(to.userid), why, incoming, context) if why else None


def _unfit(
    directive: Directive, share: Share, name: str, why: str, incoming: Incoming, context: Context
) -> Outcome:
    facts = about(directive, share, context)
    own = may("decide", context.asked(incoming.sender, issuer=directive.issuer))
    return Outcome("reassign.unfit", facts | {"to": "" if incoming.chat else name, "why": why, "own": own})


def inside(share: Share, to: Successor, actor: str, org: Org) -> bool:
    """Whether somebody belongs to the unit the share was given to.

    Everybody belongs to the root of the directory: there only its direct members count, unless its head acts.
    """
    unit = share.department or org.unit_of(share.assignee)
    if unit in org.roots and org.head(unit) != actor:
        return to.userid in org.members.get(unit, ())
    return to.userid in org.everyone_in([unit])


def place_of_person(share: Share, to: Successor, org: Org) -> int:
    """Give the unit for which somebody takes over: the one named, the share's own, else the main one."""
    own = share.department
    return to.unit or (own if to.userid in org.members.get(own, ()) else org.unit_of(to.userid))


async def hand_over(
    db: Db,
    directive: Directive,
    share: Share,
    to: Successor,
    *,
    why: Facts,
    reason: str,
    incoming: Incoming,
    context: Context,
    tell: str = "",
) -> tuple[Notice, ...] | None:
    """Give a share to somebody else; gives who must hear of it, None where it has moved on meanwhile.

    The old holder hears unless that is who acts; `tell` is who asked for it besides.
    """
    had = await queries.share_of(db, directive, to.userid)
    unit = place_of_person(share, to, context.org)
    new = NewShare(to.userid, unit, why, share.role, share.due, share.parent_id)
    how = "declined" if share.state == states.DECLINED else "granted" if tell else ""
    taken = await handing.reassign(
        db, directive, share, new, actor=incoming.sender, reason=reason, now=context.now
    )
    if taken is None:
        return None
    seq = directive.seq
    facts = _handed(directive, share, to, incoming, context) | {"how": how, "reason": reason}
    once = f"handed:{directive.code}:{seq}"
    old = told("share.handed", directive, share, facts, once, context, also=tell, but=incoming.sender)
    below = await deciding.passed_up(db, directive, taken, context)
    if had is not None and had.state in states.UNDER_WAY:
        joined = told("share.joined", directive, taken, facts, f"joined:{directive.code}:{seq}", context)
        return (old, joined, *below)
    cards = assigned(directive, [taken], when(directive, context), context, again=True)
    return (old, *cards, *below)


def _handed(directive: Directive, share: Share, to: Successor, incoming: Incoming, context: Context) -> Facts:
    name = context.org.name
    return about(directive, share, context) | {
        "from": name(share.assignee),
        "to": name(to.userid),
        "by_whom": name(incoming.sender),
        "deputy": _deputy(directive, incoming, context),
    }


def _deputy(directive: Directive, incoming: Incoming, context: Context) -> str:
    """Name the issuer for whom a delegate acts; empty for the issuer, and for an assignee."""
    if incoming.sender == directive.issuer:
        return ""
    acts = may("decide", context.asked(incoming.sender, issuer=directive.issuer))
    return context.org.name(directive.issuer) if acts else ""


def as_said(
    incoming: Incoming,
    directive: Directive,
    verb: str,
    reading: Reading,
    context: Context,
    *,
    timed: bool = False,
) -> tuple[Incoming, Reading] | None:
    """Read bare names that were asked for as the whole sentence; None where they are none.

    What names a time too is another directive, unless it may (`timed`).
    """
    text = f"{directive.code} {verb}{LEADING.sub('', reading.content.strip())}"
    whole = replace(incoming, text=text, tap=None)
    understood = read_delegate(
        text, context.said_at, context.org, context.calendar,
        leaders=context.roles.leaders_of(incoming.sender), bot_name=context.bot_name,
        speaker=incoming.sender,
    )  # fmt: skip
    named = understood.targets or understood.ambiguous or understood.everyone
    if not named or (understood.due is not None and not timed):
        return None
    return whole, stated(replace(understood, code=directive.code))


def stated(reading: Reading) -> Reading:
    """Give the reading with its reason alone, without the words that hand it on: 那就让张三办吧 is none."""
    reason = reading.reason
    for name in (*(target.written for target in reading.targets), *reading.ambiguous, *reading.unknown):
        reason = re.sub(HANDS_ON.format(re.escape(name)), "", reason, count=1)
    return replace(reading, reason=reason.strip(" ,，、。;；:：!！"))


def unknown(reading: Reading, directive: Directive) -> Outcome | None:
    """Answer that nobody bears what was given as a name; None for words that are no bare name."""
    if reading.intent in BARE and NAME.fullmatch(reading.content):
        return again.unknown_names([reading.content], code=directive.code, title=directive.title)
    return None


def nobody_found(directive: Directive, share: Share, reading: Reading, context: Context) -> Outcome | None:
    """Answer that a name was said which nobody bears; None where none was said, which is asked for then."""
    if not NAMED.search(reading.content):
        return None
    return Outcome("reassign.nobody", about(directive, share, context))
