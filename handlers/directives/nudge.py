"""Nudge by hand (催办): one reminder to each whose share is still to be done, within everybody's budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers import again
from handlers.context import Context
from handlers.directives import lookup, which
from handlers.directives.accept import is_meant
from handlers.directives.hours import is_free
from handlers.directives.parties import reached
from handlers.directives.telling import MANY
from handlers.message import Incoming
from handlers.nudging.telling import card_facts
from handlers.reading import Reading
from handlers.redraw import SILENT
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Share
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.nudges import by_hand
from tasks.nudges.by_hand import Nudged, Reached
from tasks.people.roles import may

VERB: Final = "nudge"
MOST: Final = 10
"""Open directives looked through for a supervisor who named none."""
NOT_SEEN = re.compile(r"(?:没有?|未|还没有?|尚未)(?:点)?(?:收到|签收|查看|看到?|读|阅|确认|接收)")
"""催一下没收到的: only who has not acknowledged."""
ALL = Reading("nudge")
"""What the button asks for: everybody whose share is still to be done."""


async def nudge(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Nudge in the directive that is named, else in the only one in which somebody meant is not done."""
    doubt = await again.doubtful_name(db, incoming, reading, context)
    if doubt is not None:
        return doubt
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is None:
        found = await _own(db, incoming, context)
        if not found:
            return Outcome("nothing_meant", {"verb": VERB})
        wanted = [one for one in found if await _undone(db, one, reading, context)]
        if len(wanted) > 1:
            return await again.which(db, incoming, reading, wanted, context)
        directive = (wanted or found)[0]
    return await _nudge(db, directive, incoming, reading, context, in_group=bool(incoming.chat))


async def _own(db: Db, incoming: Incoming, context: Context) -> list[Directive]:
    """Give the open directives of the person, or of whom the person acts for; a supervisor's are all."""
    owners = [incoming.sender, *context.roles.leaders_of(incoming.sender)]
    found = await queries.issued_by(db, owners, chat=incoming.chat)
    if not found and may(VERB, context.asked(incoming.sender)):
        found = await queries.page(db, state=states.OPEN, before=None, limit=MOST, chat=incoming.chat)
    return found


async def _undone(db: Db, directive: Directive, reading: Reading, context: Context) -> list[Share]:
    """Give the shares that are meant and still to be done."""
    wanted = (states.ASSIGNED,) if NOT_SEEN.search(reading.content) else by_hand.undone(directive)
    shares = await queries.shares_of(db, directive, wanted)
    return [share for share in shares if _is_meant(share, reading, context)]


def _is_meant(share: Share, reading: Reading, context: Context) -> bool:
    """Whether a share is of those named (all, where nobody is); a unit means all below it (各村)."""
    if not (reading.whose or reading.targets):
        return True
    return is_meant(share, reading, context)


async def _nudge(
    db: Db, directive: Directive, incoming: Incoming, reading: Reading, context: Context, *, in_group: bool
) -> Outcome:
    owned = await which.owned(db, directive, incoming, context, VERB)
    if isinstance(owned, Outcome):
        return owned
    shares = await _undone(db, owned, reading, context)
    facts = directive_facts(owned, name=context.org.name, due=owned.due)
    if not shares:
        return Outcome("nudge.nothing", facts | {"named": bool(reading.whose or reading.targets)})
    lately = await by_hand.lately(db, shares, context.now)
    left = [share for share in shares if share.id not in lately]
    reach = [Reached(share, who) for share in left if (who := reached(share.assignee, context))]
    done = await by_hand.nudge(
        db, owned, reach, actor=incoming.sender, now=context.now, calendar=context.calendar,
        hours=context.calendar_of, free=[one.person for one in reach if _is_free(one, context)],
    )  # fmt: skip
    told = facts | _told(shares, lately, left, done, context)
    notices = _cards(owned, done, incoming.sender, context)
    if not in_group:
        return Outcome("nudged", told, notices)
    once = f"nudged.names:{incoming.account}:{incoming.dedupe}"
    to = (Receiver(incoming.sender),)
    names = Notice("nudged.names", to, told, once, context.now, lane=Lane.FAST, directive=owned.id)
    numbers = {key: value for key, value in told.items() if key != "names"}
    return Outcome("nudged.numbers", numbers, (*notices, names))


def _is_free(one: Reached, context: Context) -> bool:
    return is_free(one.person, context) or is_free(one.share.assignee, context)


def _told(
    shares: Sequence[Share], lately: set[int], left: Sequence[Share], done: Sequence[Nudged], context: Context
) -> Facts:
    """Count who got it now, who with the digest and why, who was nudged before or is out of reach."""
    later = [one for one in done if one.slot.digest]
    reached_ones = {one.share.id for one in done}
    groups: dict[str, list[Share]] = {
        "now": [one.share for one in done if not one.slot.digest],
        "digest": [one.share for one in later],
        "recent": [share for share in shares if share.id in lately],
        "unreachable": [share for share in left if share.id not in reached_ones],
    }
    names: Facts = {key: [context.org.name(s.assignee) for s in some] for key, some in groups.items()}
    counts: Facts = {key: len(some) for key, some in groups.items()}
    at, why = (moment(later[0].slot.at), later[0].slot.why) if later else (None, "")
    return counts | {"at": at, "why": why, "names": names}


def _cards(directive: Directive, done: Sequence[Nudged], actor: str, context: Context) -> tuple[Notice, ...]:
    """Give the reminders that go now: one notice for all whose words are the same, in one call each."""
    alike: dict[tuple[object, ...], list[Nudged]] = {}
    for one in done:
        if not one.slot.digest:
            alike.setdefault(_words_of(one), []).append(one)
    return tuple(_card(directive, some, actor, context) for some in alike.values())


def _words_of(one: Nudged) -> tuple[object, ...]:
    """Give what the words of a reminder hang on; whoever reads it in another's place has it apart."""
    share = one.share
    in_place = share.id if one.person != share.assignee else 0
    return share.state, share.due, share.due_before, in_place


def _card(directive: Directive, some: Sequence[Nudged], actor: str, context: Context) -> Notice:
    first, critical = some[0], directive.urgency == "critical"
    lane = Lane.FAST if critical else Lane.BULK if len(some) > MANY else Lane.NORMAL
    once = by_hand.message_of(first.nudge, in_place=first.person != first.share.assignee)
    return Notice(
        "nudge.by_hand",
        tuple(Receiver(one.person, one.share.id) for one in some),
        card_facts(directive, first.share, first.person, actor, context),
        once,
        context.now,
        directive=directive.id,
        lane=lane,
        critical=critical,
    )


async def tapped(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Do what 催办 on a card stands for; the card stays, how many got it is told one to one."""
    directive = await queries.by_code(db, code.upper())
    if directive is None or not may(VERB, context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    said = await _nudge(db, directive, incoming, ALL, context, in_group=False)
    once = f"nudged:{incoming.account}:{incoming.dedupe}"
    facts: Facts = dict(said.facts)  # type: ignore[arg-type]  # facts of the answers above
    to = (Receiver(incoming.sender),)
    answer = Notice(said.kind, to, facts, once, context.now, lane=Lane.FAST, directive=directive.id)
    return Outcome("", {}, (*said.notices, answer))
