"""Report (反馈): words and pictures about one's own share, to the issuer with 同意办结."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.context import Context, place_of
from handlers.directives import lookup
from handlers.directives.acknowledge import after, refuse
from handlers.directives.full_text import following
from handlers.directives.lookup import CODE
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries, questions, states, verbs
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Feedback, Share
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver

BARE = re.compile(r"[\s,,::]*(?:我要|我来|我)?(?:反馈|汇报|上报|报告)(?:一下|情况)?[\s。.!!]*")
"""The bare word: the report itself follows."""
UNREPORTED = (states.ASSIGNED, states.ACKNOWLEDGED, states.RETURNED)


async def report(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Report on what was named, else the only open share, else ask which; without words ask for them."""
    kept: Facts = {"text": reading.body, "media": media_of(incoming)}
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is not None:
        return await report_one(db, directive.code, incoming, kept, context)
    mine = await lookup.candidates(db, incoming.sender, UNREPORTED, context)
    mine = mine or await lookup.candidates(db, incoming.sender, (states.REPORTED,), context)
    mine = [one for one in mine if one.directive.kind != "notice"]
    if not mine:
        return Outcome("report.nothing", {})
    if len(mine) > 1:
        choices = [one.directive for one in mine]
        return await lookup.ask_which(db, incoming, "report_on", choices, context, kept)
    return await report_one(db, mine[0].directive.code, incoming, kept, context)


def wants_to_report(reading: Reading) -> bool:
    """Whether somebody only says that a report follows, with a code or without."""
    return BARE.fullmatch(CODE.sub("", reading.content)) is not None


async def announced(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Ask for the words of a report that was only announced; attachments that came along are the report."""
    return await report(db, incoming, replace(reading, body=""), context)


def media_of(incoming: Incoming) -> list[Json]:
    """Where the attachments of a message can be fetched."""
    return [{"kind": m.kind, "media_id": m.media_id, "url": m.url, "name": m.name} for m in incoming.media]


async def report_one(db: Db, code: str, incoming: Incoming, kept: Facts, context: Context) -> Outcome:
    """Report on the person's share of this directive, or ask for the words if there are none yet."""
    directive = await verbs.locked(db, code)
    if directive is None:
        return lookup.unknown_code(code)
    share = await lookup.my_share(db, directive, incoming.sender, "report", context)
    if share is None:
        return await refuse(db, directive, incoming, "report", "not_assignee", context)
    facts = _facts(directive, share, incoming, context)
    if directive.kind == "notice":
        return Outcome("report.notice", facts)
    if directive.state != states.OPEN or share.state not in states.MOVES["report"]:
        return Outcome("refused.over", facts)
    text, media = str(kept.get("text") or ""), kept.get("media")
    attached = media if isinstance(media, list) else []
    if not text and not attached:
        await wait_for_words(db, directive, incoming, context)
        return Outcome("report.wanted", facts)
    return await _report(db, directive, share, incoming, text, attached, context)


async def wait_for_words(db: Db, directive: Directive, incoming: Incoming, context: Context) -> None:
    """Open a question whose answer is the report itself."""
    await questions.ask(
        db,
        asked=incoming.sender,
        place=place_of(incoming),
        kind="report",
        facts={"code": directive.code},
        choices=(),
        now=context.now,
        directive_id=directive.id,
    )


async def _report(
    db: Db,
    directive: Directive,
    share: Share,
    incoming: Incoming,
    text: str,
    media: list[Json],
    context: Context,
) -> Outcome:
    before = directive.acknowledged
    feedback = await verbs.report(
        db, directive, share, actor=incoming.sender, text=text, media=media, now=context.now
    )
    if feedback is None:
        return Outcome("refused.over", _facts(directive, share, incoming, context))
    notices = (*feedback_notices(directive, share, feedback, context), *_fetches(feedback, media, context))
    if directive.acknowledged > before:
        notices += after(directive, context)
    stand = await queries.progress(db, directive)
    facts = _facts(directive, share, incoming, context) | {
        "text": text,
        "attachments": len(media),
        "reported": stand.reported,
    }
    return Outcome("reported", facts, notices)


def _fetches(feedback: Feedback, media: list[Json], context: Context) -> tuple[Notice, ...]:
    """Have each attachment fetched while its link lives: five minutes for a robot's, three days else."""
    return tuple(
        Notice(
            "media.fetch",
            (Receiver("media"),),
            {**one, "feedback": feedback.id, "index": index},
            f"media:{feedback.id}:{index}",
            context.now,
            place="job",
            lane=Lane.FAST,
        )
        for index, one in enumerate(media)
        if isinstance(one, dict)
    )


def feedback_notices(
    directive: Directive, share: Share, feedback: Feedback, context: Context
) -> tuple[Notice, ...]:
    """Give the issuer what was reported, with 同意办结 for this share, and the whole text if it is long."""
    facts = directive_facts(directive, name=context.org.name, due=share.due) | {
        "share": share.id,
        "reporter": context.org.name(feedback.author),
        "for": lookup.held_for(share, feedback.author, context),
        "unit": context.org.unit_name(share.department) if share.department else "",
        "text": feedback.text,
        "attachments": len(feedback.media),
        "reported_at": moment(feedback.at),
        "state": states.REPORTED,
    }
    card = Notice(
        "directive.feedback",
        (Receiver(directive.issuer, share.id),),
        facts,
        f"feedback:{feedback.id}",
        context.now,
        directive=directive.id,
        critical=directive.urgency == "critical",
    )
    who: Facts = {name: facts[name] for name in ("code", "reporter", "unit")}
    return (card, *following(card, "directive.feedback_text", feedback.text, who))


def _facts(directive: Directive, share: Share, incoming: Incoming, context: Context) -> Facts:
    base = directive_facts(directive, name=context.org.name, due=share.due)
    return base | {
        "total": directive.total,
        "acknowledged": directive.acknowledged,
        "for": lookup.held_for(share, incoming.sender, context),
        "state": share.state,
    }
