"""What a tapped card shows afterwards: as it stands now, redrawn for whoever tapped."""

from __future__ import annotations

from typing import cast

from handlers.context import Context
from handlers.directives.issue import question_facts
from handlers.directives.lookup import held_for
from handlers.directives.passing_on import contents_of
from handlers.message import Incoming
from tasks.db import Db
from tasks.directives import queries, questions, reporting, states
from tasks.directives.facts import directive_facts, moment, share_facts, signer_of
from tasks.directives.models import Directive, Question, Share
from tasks.directives.tap import CARD, Tapped, card_update
from tasks.fields import Facts
from tasks.notices import Notice, Outcome

SILENT = Outcome()
"""A stranger's tap, or one on a card we do not know: nothing changes, nothing is said."""


def card(
    kind: str,
    facts: Facts,
    incoming: Incoming,
    context: Context,
    notices: tuple[Notice, ...] = (),
    directive: int = 0,
) -> Outcome:
    """Answer with the redrawn card, and send it by the platform's API too where the tap carries a code."""
    tap = incoming.tap
    if tap is not None and tap.code:
        key = f"{incoming.account}:{incoming.dedupe}"
        tapped = Tapped(key, "", incoming.sender, tap.code, tap.task_id)
        notices = (card_update(tapped, kind, facts, directive, context.now), *notices)
    return Outcome(kind, facts, notices)


async def share_card(
    db: Db,
    directive: Directive,
    share: Share,
    incoming: Incoming,
    context: Context,
    notices: tuple[Notice, ...] = (),
    kind: str = CARD,
) -> Outcome:
    """Redraw the card of a share as it stands now; `kind` is card.share or card.more."""
    now_directive = await queries.by_id(db, directive.id)
    now_share = await queries.share_by_id(db, share.id)
    if now_directive is None or now_share is None:
        return SILENT
    facts = facts_of_share(now_directive, now_share, context)
    if whose := held_for(share, incoming.sender, context):
        facts |= {"for": whose, "share": share.id}
    return card(kind, facts, incoming, context, notices, directive.id)


def facts_of_share(directive: Directive, share: Share, context: Context) -> Facts:
    """Facts of a share's card as it stands."""
    base = directive_facts(directive, name=context.org.name, due=share.due, was_due=share.due_before)
    return share_facts(
        base,
        why=share.why,
        role=share.role,
        state=share.state,
        acknowledged_at=share.acknowledged_at,
        signer=signer_of(share.assignee, share.acknowledged_by, context.org.name),
    )


async def feedback_card(
    db: Db, share_id: int, incoming: Incoming, context: Context, notices: tuple[Notice, ...] = ()
) -> Outcome:
    """Redraw the issuer's card of what was reported."""
    share = await queries.share_by_id(db, share_id)
    directive = await queries.by_id(db, share.directive_id) if share else None
    if share is None or directive is None:
        return SILENT
    facts = await facts_of_feedback(db, directive, share, context)
    return card("card.feedback", facts, incoming, context, notices, directive.id)


async def facts_of_feedback(db: Db, directive: Directive, share: Share, context: Context) -> Facts:
    """Facts of the issuer's card about a share's last report, as it stands now."""
    news = await reporting.last_of(db, share)
    last = news.feedback if news else None
    base = directive_facts(directive, name=context.org.name, due=share.due, was_due=share.due_before)
    stand = await queries.progress(db, directive)
    author = last.author if last else share.assignee
    return base | {
        "share": share.id,
        "feedback": last.id if last else 0,
        "size": reporting.size(last) if last else 0,
        "reporter": context.org.name(author),
        "for": held_for(share, author, context),
        "unit": context.org.unit_name(share.department) if share.department else "",
        **(contents_of(news) if news else {"text": "", "attachments": 0, "files": ""}),
        "reported_at": moment(last.at) if last else None,
        "state": share.state if last else "undone",
        "still_open": directive.total - stand.accepted,
        "closed": directive.state == states.CLOSED,
    }


async def group_facts(db: Db, directive: Directive, context: Context) -> Facts:
    """Numbers of a directive as the group's card shows them, as of now."""
    stand = await queries.progress(db, directive)
    base = directive_facts(directive, name=context.org.name, due=directive.due)
    open_question = await questions.open_about(db, directive.id, "issue", context.now)
    return base | {
        "question": _asked(open_question) if open_question else None,
        "total": stand.total,
        "acknowledged": stand.acknowledged,
        "reported": stand.reported,
        "accepted": stand.accepted,
        "state": directive.state,
        "at": moment(context.now),
    }


def _asked(question: Question) -> Facts:
    """Give the question as its card shows it: redrawing the directive's card leaves its buttons there."""
    return question_facts(question, str(question.facts["doubt"]), cast("Facts", question.facts["about"]))
