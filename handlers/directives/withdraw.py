"""Withdraw (撤回): the directive ends, and everybody who heard of it hears this too."""

from __future__ import annotations

import re

from handlers.context import Context
from handlers.directives import which
from handlers.directives.changes import changeable, only_holds
from handlers.directives.lookup import CODE
from handlers.directives.own import manage_card
from handlers.directives.telling import facts_by, has_heard, to_group, to_holders, to_owners
from handlers.directives.undo import recent, undo
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.redraw import SILENT
from tasks.db import Db
from tasks.directives import changing, queries, states
from tasks.directives.models import Directive
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver
from tasks.people.roles import may

VERB = "withdraw"
BARE = re.compile(
    r"[\s,。,.!!]*(?:我要|请|帮我)?(?:撤销|取消)(?:一下|操作|刚才的(?:操作)?)?(?:\d{3,})?[\s,。,.!!]*"
)
"""撤销 and nothing else: whoever just acknowledged or reported takes that back."""
REOPENS = re.compile(
    r"[\s,,。.!!]*(?:\d{3,}[\s,,]*)?(?:我要|请|帮我)?(?:撤[销回]|取消)(?:一下|刚才的?)*(?:全部|整体|都)?的?(?:办结|结束)"
    r"(?:\s*\d{3,})?[\s,,。.!!]*"
)
"""撤销办结: 全部办结 is taken back, not the directive."""
SLIP = re.compile(r"错|误|重复")
"""发错了,撤回 from who only has a share is about the own 收到 or report."""


async def withdraw(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Withdraw what was named, else the only open directive; 撤销 alone may be about the own 收到."""
    said = CODE.sub("", reading.content)
    if REOPENS.fullmatch(said) or await _is_about_own(db, said, incoming, reading, context):
        return await undo(db, incoming, reading, context)
    directive = await changeable(db, incoming, reading, context, VERB)
    if isinstance(directive, Outcome):
        return directive
    return await _withdraw(db, directive, incoming, reading.reason, context)


async def _is_about_own(db: Db, said: str, incoming: Incoming, reading: Reading, context: Context) -> bool:
    """Whether somebody takes back what was just done with the own share."""
    slip = SLIP.search(said) and await only_holds(db, incoming, reading, context, VERB)
    if not (slip or BARE.fullmatch(said)):
        return False
    done = await recent(db, incoming, reading, context)
    if BARE.fullmatch(said):
        return bool(done)
    # What the speaker closed is none of it: 撤回 of that is said with 办结.
    return any(incoming.sender not in (one.issuer, one.posted_by) for one in done)


async def _withdraw(
    db: Db, directive: Directive, incoming: Incoming, reason: str, context: Context
) -> Outcome:
    done = await queries.shares_of(db, directive, (states.ACCEPTED,))
    gone = await changing.withdraw(db, directive, actor=incoming.sender, reason=reason, now=context.now)
    heard = [share for share in (*gone, *done) if has_heard(directive, share, context)]
    facts = facts_by(directive, incoming.sender, context) | {"reason": reason}
    holders = to_holders("directive.withdrawn", directive, heard, facts, incoming, context)
    notices = (
        *holders,
        *to_owners("directive.withdrawn", directive, facts, incoming, context),
        *_to_supervisor(directive, facts, incoming, context),
        *to_group("group.withdrawn", directive, facts, context),
    )
    told = sum(len(notice.to) for notice in holders)
    held = holders[0].at.isoformat() if holders and holders[0].at > context.now else None
    return Outcome("withdrawn", facts | {"told": told, "held_until": held}, notices)


def _to_supervisor(
    directive: Directive, facts: Facts, incoming: Incoming, context: Context
) -> tuple[Notice, ...]:
    """Tell who watches it; nobody who is told as an owner is told again."""
    who = directive.supervised_by
    if who in ("", incoming.sender, directive.issuer, directive.posted_by):
        return ()
    once = f"withdrawn:{directive.code}:supervisor"
    to = (Receiver(who),)
    return (Notice("directive.withdrawn", to, facts, once, context.now, directive=directive.id),)


async def tapped(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 撤回 on the issuer's card stands for, and redraw it."""
    directive = await queries.by_code(db, code.upper())
    if directive is None or not may(VERB, context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    owned = await which.owned(db, directive, incoming, context, VERB)
    done = owned if isinstance(owned, Outcome) else await _withdraw(db, owned, incoming, "", context)
    return await manage_card(db, directive, incoming, context, done.notices)
