"""What was reported, on its way to who decides: at once, then together (docs/adr/0012).

The first feedback of a directive goes at once, what follows within ten minutes is told together at the end
of them. The job that does so looks what is news then: nothing is merged beforehand, nothing stale is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.context import Context
from handlers.directives import lookup
from handlers.directives.attachments import attached
from handlers.directives.full_text import following
from handlers.directives.parties import holders, owners
from tasks.db import Db
from tasks.directives import below, leavers, queries, reporting, states, verbs
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Share
from tasks.directives.reporting import MERGE_FOR, News
from tasks.directives.verbs import closes
from tasks.fields import Facts, Json, to_ms
from tasks.history import REQUEST
from tasks.notices import Notice, Outcome, Receiver

SHOWN = 8
"""Reports a card about several names."""
MOST_FILES = 9
"""Reports of one share whose attachments one button brings: a key has only so much room."""


async def tell(db: Db, directive: Directive, share: Share, context: Context) -> tuple[Notice, ...]:
    """Tell who decides about this share what is news, or leave that to the end of the ten minutes.

    What was distributed is reported to the head who did so, and the head reports for all.
    """
    head = await _answering(db, share, context)
    if head is None and _goes_out(directive):
        return ()
    heard = head.told_at if head else directive.told_at
    if heard is not None and context.now < heard + MERGE_FOR:
        return (_later(directive, head, heard),)
    return await _tell_now(db, directive, head, context)


def _goes_out(directive: Directive) -> bool:
    """Whether what is reported is the answer to a citizen: it goes there, and nobody else needs a card."""
    return directive.kind == REQUEST and closes(directive)


async def _answering(db: Db, share: Share, context: Context) -> Share | None:
    """Give the head who answers for a share; past whom nothing reaches what is reported goes further up."""
    head = await below.head_of(db, share)
    seen = {share.id}
    while head is not None and head.id not in seen and not holders([head], context):
        seen.add(head.id)
        await leavers.pass_upward(db, share, head)
        head = await below.head_of(db, share)
    return head


async def tell_new_head(
    db: Db, directive: Directive, head: Share | None, context: Context
) -> tuple[Notice, ...]:
    """Show who decides now (None: the issuer) at once what is news there: what was reported to another."""
    return await _tell_now(db, directive, head, context)


def _later(directive: Directive, head: Share | None, heard: datetime) -> Notice:
    number = head.id if head else 0
    facts: Facts = {"code": directive.code, "head": number, "told": to_ms(heard)}
    once = f"feedback.merge:{directive.code}:{number}:{to_ms(heard)}"
    return Notice("feedback.merge", (Receiver("merge"),), facts, once, heard + MERGE_FOR, place="job")


async def merged(db: Db, code: str, head_number: int, told: int, context: Context) -> Outcome:
    """Tell what came since somebody was told at this moment (ms); nothing where that was done meanwhile."""
    directive = await verbs.locked(db, code)
    if directive is None:
        return Outcome()
    head = await queries.share_by_id(db, head_number) if head_number else None
    heard = head.told_at if head else directive.told_at
    if heard is None or to_ms(heard) != told:
        return Outcome()
    return Outcome("", {}, await _tell_now(db, directive, head, context))


async def _tell_now(db: Db, directive: Directive, head: Share | None, context: Context) -> tuple[Notice, ...]:
    if head is None and _goes_out(directive):
        return ()
    # One card for a share: the last report is decided about, what came before it and is news is on it too.
    news = await reporting.news(db, directive, head)
    if not news:
        return ()
    await reporting.passed_on(db, directive, head, news, context.now)
    if len(news) == 1:
        return one_card(directive, news[0], head, _once(news[0], head), context)
    return (_together(directive, news, head, context),)


def _once(news: News, head: Share | None) -> str:
    """Name a card for good: one for the report, one for each time something was added, or a head followed."""
    feedback = news.feedback
    parts = [f"feedback:{feedback.id}"]
    if feedback.told_at:
        parts.append(str(to_ms(feedback.told_at)))
    if head is not None and head.given_at:
        parts.append(f"{head.id}:{to_ms(head.given_at)}")
    return ":".join(parts)


def one_card(
    directive: Directive, news: News, head: Share | None, once: str, context: Context, *, to: str = ""
) -> tuple[Notice, ...]:
    """Give the card of one report to who decides (or `to` one who asked), and a long text whole."""
    facts = feedback_facts(directive, news, context)
    own = "directive.feedback_closed" if closes(directive) else "directive.feedback"
    kind = own if head is None else "directive.feedback_below"
    by_itself = head is None and closes(directive)
    text_kind = "directive.feedback_closed_text" if by_itself else "directive.feedback_text"
    shown = Notice(
        kind,
        (Receiver(to, news.share.id),) if to else _deciders(directive, head, news, context),
        facts,
        once,
        context.now,
        directive=directive.id,
        critical=directive.urgency == "critical",
    )
    who: Facts = {name: facts[name] for name in ("code", "reporter", "unit")}
    return (shown, *following(shown, text_kind, news.text, who))


def _deciders(directive: Directive, head: Share | None, news: News, context: Context) -> tuple[Receiver, ...]:
    """Give who hears of a report: the head who distributed, else issuer and delegate, each once."""
    author = news.feedback.author
    if head is not None:
        return tuple(
            Receiver(one.id, news.share.id, {} if one.id == head.assignee else {"above": head.id})
            for one in holders([head], context, but=author)
        )
    return owners(directive, news.share.id, but=author, context=context)


def feedback_facts(directive: Directive, news: News, context: Context) -> Facts:
    """Facts of the card of one report."""
    feedback, share = news.feedback, news.share
    base = directive_facts(directive, name=context.org.name, due=share.due, was_due=share.due_before)
    return base | {
        "share": share.id,
        "feedback": feedback.id,
        "size": reporting.size(feedback),
        "reporter": context.org.name(feedback.author),
        "for": lookup.held_for(share, feedback.author, context),
        "unit": context.org.unit_name(share.department) if share.department else "",
        **contents_of(news),
        "reported_at": moment(feedback.at),
        "state": share.state,
        "added": news.added,
    }


def contents_of(news: News) -> Facts:
    """Facts of what a card shows of a share's report; `files` are the reports its attachments came with."""
    files = [one.id for one in news.reports if attached(one.media)]
    return {
        "text": news.text,
        "attachments": sum(attached(one.media) for one in news.reports),
        "files": ",".join(str(number) for number in files[-MOST_FILES:]),
    }


def _together(directive: Directive, news: Sequence[News], head: Share | None, context: Context) -> Notice:
    """Make one card of several reports."""
    facts = facts_together(directive, news, context.now, head, context)
    deciders = holders([head], context) if head else owners(directive, context=context)
    to = tuple(Receiver(one.id) for one in deciders)
    once = f"feedback.many:{directive.code}:{head.id if head else 0}:{to_ms(context.now)}"
    return Notice(
        "directive.feedback_many", to, facts, once, context.now,
        directive=directive.id, critical=directive.urgency == "critical",
    )  # fmt: skip


def facts_together(
    directive: Directive, news: Sequence[News], at: datetime, head: Share | None, context: Context
) -> Facts:
    """Facts of a card about several reports, which were told of together at a moment, as they stand."""
    people: list[Json] = [
        {
            "who": context.org.name(one.share.assignee),
            "unit": context.org.unit_name(one.share.department) if one.share.department else "",
            "text": (one.feedback.text or one.text)[:40],
            "attachments": sum(attached(report.media) for report in one.reports),
        }
        for one in news[:SHOWN]
    ]
    return directive_facts(directive, name=context.org.name, due=directive.due) | {
        "count": len(news),
        "waiting": sum(one.share.state == states.REPORTED for one in news),
        "people": people,
        "told": to_ms(at),
        "closes": closes(directive),
        "head": head.id if head else 0,
        "state": directive.state,
    }
