"""What the issuer does with several reports: 全部同意 and 逐条看, by the card's buttons and by words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.context import Context
from handlers.directives import lookup
from handlers.directives.accept import accept_one
from handlers.directives.acknowledge import refuse
from handlers.directives.passing_on import facts_together, one_card
from handlers.keys import number_of
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.redraw import SILENT, card, feedback_card
from tasks.db import Db
from tasks.directives import queries, reporting, states
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Feedback, Share
from tasks.directives.reporting import News
from tasks.directives.verbs import closes
from tasks.fields import from_ms
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may

PAGE = 10
"""Cards of 逐条看 sent together; 更多 sends the next ones."""
EACH = re.compile(
    r"[\s,,。]*(?:我要|请|帮我)?(?:逐条|逐个|一条条|一条一条|逐一)(?:看|查看|审核|审)(?:一?下|看)?[\s。.!!]*"
)
"""逐条看: one card for each report."""


async def tap_one(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Accept (同意办结) the report a card showed; what is newer than the card is shown on it first.

    The key is the share, and which report it was and how much of it there was then.
    """
    numbers = [number_of(part) for part in argument.split(":")]
    share = await queries.share_by_id(db, numbers[0])
    directive = await queries.by_id(db, share.directive_id) if share else None
    if share is None or directive is None:
        return SILENT
    if not may("accept", context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    directive = await queries.locked_by_id(db, directive.id)
    share, last = await queries.share_by_id(db, share.id) or share, await queries.last_feedback(db, share.id)
    if share.state == states.REPORTED and last is not None and _is_newer(last, numbers):
        newer = _newer(directive, last, incoming, context)
        return await feedback_card(db, share.id, incoming, context, (newer,))
    outcome = await accept_one(db, directive.code, incoming, context, share_id=share.id, shown=True)
    return await feedback_card(db, share.id, incoming, context, outcome.notices)


def _is_newer(last: Feedback, numbers: Sequence[int]) -> bool:
    """Whether a share's last report is not what a card with this key showed, or has grown since."""
    if len(numbers) == 1:
        return last.is_news
    return [last.id, reporting.size(last)] != list(numbers[1:3])


def _newer(directive: Directive, last: Feedback, incoming: Incoming, context: Context) -> Notice:
    """Say one to one why nothing was accepted: the card shows the rest now."""
    facts = directive_facts(directive, name=context.org.name, due=directive.due)
    facts |= {"reporter": context.org.name(last.author)}
    once, to = f"accept.newer:{incoming.account}:{incoming.dedupe}", (Receiver(incoming.sender),)
    return Notice("accept.newer", to, facts, once, context.now, lane=Lane.FAST, directive=directive.id)


async def tap_all(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Accept (全部同意) what a card showed, and not what came later."""
    spot = await _spot(db, argument)
    if spot is None:
        return SILENT
    directive, told, _ = spot
    if not may("accept", context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    directive = await queries.locked_by_id(db, directive.id)
    at = from_ms(told)
    shown = await reporting.told_at(db, directive, None, at)
    ready = [one.share.id for one in shown if _waits(one)]
    notices: tuple[Notice, ...] = ()
    if directive.state == states.OPEN and ready:
        notices = (await accept_one(db, directive.code, incoming, context, only=ready, shown=True)).notices
    now_directive = await queries.locked_by_id(db, directive.id)
    after = await reporting.told_at(db, now_directive, None, at)
    facts = facts_together(now_directive, after, at, None, context)
    return card("card.feedback_many", facts, incoming, context, notices, directive.id)


def _waits(one: News) -> bool:
    """Whether a report still waits as it was shown: nothing was added to it since."""
    return one.share.state == states.REPORTED and not one.newer


async def _spot(db: Db, argument: str) -> tuple[Directive, int, int] | None:
    """Read `code:moment` or `code:moment:after` of a button's key."""
    code, *numbers = argument.split(":")
    if not 1 <= len(numbers) <= 2 or not all(n == "0" or number_of(n) for n in numbers):
        return None
    directive = await queries.by_code(db, code.upper())
    told, after, *_ = (*map(number_of, numbers), 0)
    return (directive, told, after) if directive else None


async def tap_each(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Send (逐条看) the cards a card spoke of one to one, ten at a time; 0 as moment: all that wait."""
    spot = await _spot(db, argument)
    if spot is None:
        return SILENT
    directive, told, after = spot
    head = await _own_head(db, directive, incoming.sender, context)
    if head is None and not may("accept", context.asked(incoming.sender, issuer=directive.issuer)):
        return SILENT
    found = await reporting.told_at(db, directive, head, from_ms(told)) if told else []
    states_shown = (states.REPORTED, states.ACCEPTED) if closes(directive) else (states.REPORTED,)
    news = [one for one in found if one.share.state in states_shown and one.share.id > after]
    if not told:
        news = await reporting.waiting(db, directive, head, after=after)
    return Outcome("", {}, _page(directive, news, head, told, incoming, context))


async def _own_head(db: Db, directive: Directive, person: str, context: Context) -> Share | None:
    """Give the share under which this person distributed, unless the person decides about the whole."""
    if may("accept", context.asked(person, issuer=directive.issuer)):
        return None
    return await queries.share_of(db, directive, person)


def _page(
    directive: Directive,
    news: Sequence[News],
    head: Share | None,
    told: int,
    incoming: Incoming,
    context: Context,
) -> tuple[Notice, ...]:
    """Give the next ten cards, and 更多 where there are more of them."""
    asked = f"each:{incoming.channel}:{incoming.account}:{incoming.dedupe}"
    to = incoming.sender
    notices: tuple[Notice, ...] = ()
    for one in news[:PAGE]:
        notices += one_card(directive, one, head, f"{asked}:{one.share.id}", context, to=to)
    facts = directive_facts(directive, name=context.org.name, due=directive.due)
    rest = len(news) - PAGE
    if rest > 0:
        more = facts | {"rest": rest, "told": told, "after": news[PAGE - 1].share.id}
        return (
            *notices,
            Notice("feedback.more", (Receiver(to),), more, asked, context.now, directive=directive.id),
        )
    if not news:
        return (Notice("feedback.none", (Receiver(to),), facts, asked, context.now, lane=Lane.FAST),)
    return notices


def asks_each(reading: Reading) -> bool:
    """Whether somebody says 逐条看, with a code or without."""
    return EACH.fullmatch(lookup.CODE.sub("", reading.content)) is not None


async def each(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Send what waits for a decision card by card: of the directive named, else of the only one."""
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is None:
        owners_of = (incoming.sender, *context.roles.leaders_of(incoming.sender))
        reported = await queries.with_reports(db, owners_of)
        if not reported:
            return Outcome("accept.nothing", {})
        if len(reported) > 1:
            return await lookup.ask_which(db, incoming, "each", reported, context, {})
        directive = reported[0]
    return await each_of(db, directive.code, incoming, context)


async def each_of(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Send what waits for a decision in this directive card by card."""
    directive = await queries.by_code(db, code)
    if directive is None:
        return lookup.unknown_code(code)
    if not may("accept", context.asked(incoming.sender, issuer=directive.issuer)):
        return await refuse(db, directive, incoming, "accept", "not_issuer", context)
    news = await reporting.waiting(db, directive, None)
    facts = directive_facts(directive, name=context.org.name, due=directive.due)
    if not news:
        return Outcome("feedback.none", facts)
    notices = _page(directive, news, None, 0, incoming, context)
    sent = min(len(news), PAGE)
    return Outcome("feedback.each", facts | {"count": sent, "rest": len(news) - sent}, notices)
