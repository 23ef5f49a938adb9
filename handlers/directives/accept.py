"""Accept (同意办结): the issuer closes reported shares; the directive closes with its last one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from handlers import again
from handlers.context import Context
from handlers.directives import lookup, passing_on
from handlers.directives.acknowledge import refuse
from handlers.directives.parties import holders, name_of_actor
from handlers.message import Incoming
from handlers.nudging import news
from handlers.reading import Reading, read_delegate
from tasks.db import Db
from tasks.directives import queries, reporting, states, verbs
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Share
from tasks.directives.verbs import Accepted
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver
from tasks.people.roles import may

WHOSE = re.compile(
    r"同意(?P<own>[^,,。;;!!\s]{1,20}?)的(?:反馈|报告|材料|那份|一份|办结)?[\s。!!]*$"
    r"|同意(?!办结)([^,,。;;!!\s]{2,20}?)(?:的)?办结"
    r"|(?:^|[\s,,。::])([^,,。;;!!\s]{2,20}?)(?:的)?(?:反馈|材料)?(?:同意|可以|准予|予以)办结"
    r"|(?:^|[\s,,。::])([^,,。;;!!\s]{2,20}?)的(?:反馈|材料|报告|那份)?(?:也|都)*(?:可以|行|没问题|过|OK|ok)了?[\s。!!]*$"
)
"""Names in an acceptance: 同意李四的, 同意龙黄村办结, 李四的可以办结, 李四的行."""
EVERYBODY = re.compile(r"(?:全部|全都|所有|大家|他们|以上|上述|这些|这几[个项条]|都|人)+")


async def accept(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Accept what was named, else the only directive with something reported, else ask which.

    Whose share is named is accepted alone.
    """
    reading = whose_is_accepted(reading, incoming, context)
    doubt = await again.doubtful_name(db, incoming, reading, context)
    if doubt is not None:
        return doubt
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is None:
        owners = (incoming.sender, *context.roles.leaders_of(incoming.sender))
        reported = await queries.with_reports(db, owners)
        if not reported:
            return Outcome("accept.nothing", {})
        if len(reported) > 1:
            return await again.which(db, incoming, reading, reported, context)
        directive = reported[0]
    return await _accept_named(db, directive, incoming, reading, context)


def whose_is_accepted(reading: Reading, incoming: Incoming, context: Context) -> Reading:
    """Lay the names in 同意李四的 or 李四的可以办结 over the reading; who is unknown is not passed over."""
    found = WHOSE.search(lookup.CODE.sub("", reading.content))
    who = next((part for part in found.groups() if part), "") if found else ""
    if not who or EVERYBODY.fullmatch(who):
        return reading
    named = read_delegate(
        f"催一下{who}", context.said_at, context.org, context.calendar,
        leaders=(), bot_name=context.bot_name, speaker=incoming.sender,
    )  # fmt: skip
    known = {target.written for target in reading.targets}
    doubtful = {name: people for name, people in named.ambiguous.items() if name not in known}
    clear = (*reading.targets, *named.targets)
    # A name nobody bears must not become 全部同意; other words before 同意 are praise and say nothing.
    nobody = (who,) if found and found["own"] and not (clear or doubtful) else ()
    return replace(reading, targets=clear, ambiguous=doubtful, unknown=named.unknown or nobody)


async def _accept_named(
    db: Db, directive: Directive, incoming: Incoming, reading: Reading, context: Context
) -> Outcome:
    if not (reading.whose or reading.targets):
        return await accept_one(db, directive.code, incoming, context)
    shares = await queries.shares_of(db, directive, states.STANDING)
    meant = [share for share in shares if is_meant(share, reading, context)]
    if not meant:
        facts = directive_facts(directive, name=context.org.name, due=directive.due)
        return Outcome("refused.no_such_share", facts | {"verb": "accept"})
    return await accept_one(db, directive.code, incoming, context, only=[share.id for share in meant])


def is_meant(share: Share, reading: Reading, context: Context) -> bool:
    """Whether a sentence names this share: its assignee, its unit, or a unit above that (各村)."""
    if reading.whose:
        return share.assignee in reading.whose
    units = {unit for one in reading.departments for unit in (one, *context.org.below(one))}
    return share.assignee in reading.people or share.department in units


async def accept_one(
    db: Db,
    code: str,
    incoming: Incoming,
    context: Context,
    share_id: int | None = None,
    *,
    only: Collection[int] | None = None,
    shown: bool = False,
) -> Outcome:
    """Accept every reported share of this directive, or the one, or those, named.

    What nobody who decides was shown yet is sent to them at once instead; `shown`: a card that was tapped
    showed it.
    """
    directive = await verbs.locked(db, code)
    if directive is None:
        return lookup.unknown_code(code)
    if not may("accept", context.asked(incoming.sender, issuer=directive.issuer)):
        return await refuse(db, directive, incoming, "accept", "not_issuer", context)
    only = [share_id] if share_id is not None else only
    unseen = set() if shown else {one.share.id for one in await reporting.unseen(db, directive)}
    fresh = [number for number in unseen if only is None or number in only]
    done = await verbs.accept(db, directive, actor=incoming.sender, now=context.now, only=only, unseen=unseen)
    facts = directive_facts(directive, name=context.org.name, due=directive.due) | {
        "accepted": len(done.shares),
        "names": [] if incoming.chat else [context.org.name(share.assignee) for share in done.shares[:6]],
        "still_open": done.still_open,
        "accepter": name_of_actor(directive, incoming.sender, context),
        "closed": directive.state == states.CLOSED,
        "fresh": len(fresh),
    }
    kind = "accepted" if done.shares else "accept.unseen" if fresh else "accept.none_reported"
    cards = await passing_on.tell_new_head(db, directive, None, context) if fresh else ()
    return Outcome(kind, facts, (*await _told(db, directive, done, facts, context), *cards))


async def accept_own(db: Db, directive: Directive, number: int, context: Context) -> tuple[Notice, ...]:
    """Accept what the issuer reported in person (an heir of both): nobody else decides about it."""
    done = await verbs.accept(db, directive, actor=directive.issuer, now=context.now, only=[number])
    return await _told(db, directive, done, {"accepter": ""}, context)


async def _told(
    db: Db, directive: Directive, done: Accepted, facts: Facts, context: Context
) -> tuple[Notice, ...]:
    """Good news waits for the digest; the group hears one line when all is closed."""
    if not done.shares:
        return ()
    await tell_accepted(db, directive, done.shares, str(facts["accepter"]), context, but=directive.issuer)
    return closed_line(directive, context) if done.closed else ()


async def tell_accepted(
    db: Db, directive: Directive, shares: Sequence[Share], accepter: str, context: Context, *, but: str = ""
) -> None:
    """Have those whose share was accepted told with their next digest."""
    base = directive_facts(directive, name=context.org.name, due=directive.due) | {"accepter": accepter}
    await news.keep(db, directive, holders(shares, context, but=but), base, context)


def closed_line(directive: Directive, context: Context) -> tuple[Notice, ...]:
    """One line for the group: all is closed."""
    base = directive_facts(directive, name=context.org.name, due=directive.due)
    line = Notice(
        "group.closed",
        (Receiver(directive.chat),),
        base | {"total": directive.total},
        f"group:closed:{directive.code}:{directive.seq}",
        context.now,
        place="chat",
        directive=directive.id,
    )
    return (line,)
