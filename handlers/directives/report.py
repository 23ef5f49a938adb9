"""Report (反馈): words, pictures, files, a place about one's own share, in one message or several."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handlers.asked import ONE_TO_ONE, place_of_words
from handlers.context import Context
from handlers.directives import lookup, passing_on
from handlers.directives.accept import accept_own, closed_line
from handlers.directives.acknowledge import after, refuse
from handlers.directives.attachments import attached, capped, fetches, media_of
from handlers.directives.holding import holds
from handlers.directives.lookup import CODE, Mine
from handlers.directives.parties import owners
from handlers.directives.which import wrong_state
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import below, queries, questions, reporting, states, verbs
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Feedback, Question
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome

KIND = "report"
"""The question that is open while what somebody sends belongs to a report."""
BARE = re.compile(r"[\s,,::]*(?:我要|我来|我)?(?:反馈|汇报|上报|报告|答复)(?:一下|情况|群众)?[\s。.!!]*")
"""The bare word: the report itself follows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one message brings for a report."""

    text: str
    media: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A piece that was kept, and where."""

    feedback: Feedback
    notices: tuple[Notice, ...]


async def report(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Report on what was named, else the only open share, else ask which; without words ask for them."""
    kept: Facts = {"text": reading.body, "media": media_of(incoming)}
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is not None:
        return await report_one(db, directive.code, incoming, kept, context)
    mine = await lookup.candidates(db, incoming.sender, states.UNDONE, context)
    mine = mine or await lookup.candidates(db, incoming.sender, (states.REPORTED,), context)
    mine = lookup.one_each([one for one in mine if one.directive.kind != "notice"])
    if not mine:
        return Outcome("report.nothing", {})
    if len(mine) > 1:
        choices = [one.directive for one in mine]
        asked = await lookup.ask_which(db, incoming, "report_on", choices, context, kept)
        return replace(asked, notices=(*asked.notices, *holds(kept["media"], incoming, context)))
    return await report_one(db, mine[0].directive.code, incoming, kept, context)


def wants_to_report(reading: Reading) -> bool:
    """Whether somebody only says that a report follows, with a code or without."""
    return BARE.fullmatch(CODE.sub("", reading.content)) is not None


async def announced(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Ask for the words of a report that was only announced; attachments that came along are the report."""
    return await report(db, incoming, replace(reading, body=""), context)


async def report_one(db: Db, code: str, incoming: Incoming, kept: Facts, context: Context) -> Outcome:
    """Report on the person's share of this directive, or ask for the words if there are none yet."""
    mine = await reportable(db, code, incoming, context)
    if isinstance(mine, Outcome):
        return mine
    media = kept.get("media")
    piece = Piece(str(kept.get("text") or ""), tuple(media) if isinstance(media, list) else ())
    if not piece.text and not piece.media:
        await open_window(db, mine.directive, incoming, lookup.pinned(mine.share, context))
        return Outcome("report.wanted", told_facts(mine, incoming, context) | {"group": bool(incoming.chat)})
    taken = await keep(db, mine, piece, incoming, context)
    return Outcome("reported", await reported_facts(db, mine, piece, incoming, context), taken.notices)


async def reportable(db: Db, code: str, incoming: Incoming, context: Context) -> Mine | Outcome:
    """Lock a directive and give the share the person may report on, or the outcome that says why not."""
    directive = await verbs.locked(db, code)
    if directive is None:
        return lookup.unknown_code(code)
    share = await lookup.my_share(db, directive, incoming.sender, "report", context)
    if share is None:
        return await refuse(db, directive, incoming, "report", "not_assignee", context)
    mine = Mine(directive, share)
    if directive.kind == "notice":
        return Outcome("report.notice", told_facts(mine, incoming, context))
    if directive.state == states.OPEN and share.state in (states.DECLINED, states.REASSIGNED):
        return wrong_state(directive, share, "report", context)
    if directive.state != states.OPEN or not states.can("report", share.state):
        return Outcome("refused.over", told_facts(mine, incoming, context))
    return mine


async def open_window(db: Db, directive: Directive, incoming: Incoming, context: Context) -> Question:
    """Take what the person sends one to one in the next ten minutes as the report, until 完成.

    The window of another directive ends; one of the same goes on. In a group the next message is taken too:
    there a picture cannot come with the words.
    """
    now = context.now
    open_ones = await questions.open_ones(db, incoming.sender, [ONE_TO_ONE], now)
    here = [one for one in open_ones if one.kind == KIND and one.directive_id == directive.id]
    same = [one for one in here if one.facts.get("whose", "") == context.whose]
    said: Facts = {"code": directive.code, "whose": context.whose}
    facts: Facts = same[0].facts if same else said | {"collects": True}
    window = await _ask(db, directive, ONE_TO_ONE, facts, incoming, context)
    if place_of_words(incoming) != ONE_TO_ONE:
        await _ask(db, directive, incoming.chat, said, incoming, context)
    return window


async def _ask(
    db: Db, directive: Directive, place: str, facts: Facts, incoming: Incoming, context: Context
) -> Question:
    return await questions.ask(
        db, asked=incoming.sender, place=place, kind=KIND, facts=facts, choices=(),
        now=context.now, directive_id=directive.id,
    )  # fmt: skip


async def keep(db: Db, mine: Mine, piece: Piece, incoming: Incoming, context: Context) -> Taken:
    """Keep a report; whoever decides hears of it, at once or together with others."""
    directive, share = mine.directive, mine.share
    before = directive.acknowledged
    feedback = await verbs.report(
        db, directive, share,
        actor=incoming.sender, text=piece.text, media=capped(piece.media), now=context.now,
    )  # fmt: skip
    assert feedback is not None, "reportable said that it could be reported"
    own = await _decided_by_author(db, mine, incoming, context)
    notices = (*own, *await passing_on.tell(db, directive, share, context), *fetches(feedback, context))
    if directive.acknowledged > before:
        notices += after(directive, context)
    if directive.state == states.CLOSED:
        notices += closed_line(directive, context)
    return Taken(feedback, notices)


async def _decided_by_author(db: Db, mine: Mine, incoming: Incoming, context: Context) -> tuple[Notice, ...]:
    """Accept a report at once where its author alone would decide about it: who became the issuer too."""
    directive, share = mine.directive, mine.share
    issuer = directive.issuer
    others = incoming.sender != issuer or owners(directive, but=issuer, context=context)
    if share.state != states.REPORTED or others or await below.head_of(db, share) is not None:
        return ()
    notices = await accept_own(db, directive, share.id, context)
    await share.refresh_from_db(using_db=db)
    return notices


async def add(
    db: Db, mine: Mine, feedback: Feedback, piece: Piece, incoming: Incoming, context: Context
) -> Taken:
    """Add a piece to a report; whoever decides hears of it together with what else comes."""
    had = len(feedback.media)
    await reporting.add_piece(
        db, mine.directive, mine.share, feedback, actor=incoming.sender, text=piece.text,
        media=capped([*feedback.media, *piece.media]), attachments=attached(piece.media), now=context.now,
    )  # fmt: skip
    told = await passing_on.tell(db, mine.directive, mine.share, context)
    return Taken(feedback, (*told, *fetches(feedback, context, since=had)))


async def reported_facts(db: Db, mine: Mine, piece: Piece, incoming: Incoming, context: Context) -> Facts:
    """Facts of the answer to a report: how many have reported, to whom it goes, what it closed."""
    stand = await queries.progress(db, mine.directive)
    head = await below.head_of(db, mine.share)
    return told_facts(mine, incoming, context) | {
        "text": verbs.readable(mine.directive, piece.text),
        "attachments": attached(piece.media),
        "reported": stand.reported,
        "head": context.org.name(head.assignee) if head else "",
        "accepted": mine.share.state == states.ACCEPTED,
        "closed": mine.directive.state == states.CLOSED,
        "own": mine.share.state == states.ACCEPTED and not verbs.closes(mine.directive),
        "issuer_left": mine.directive.issuer in context.org.former,
        "window": False,
    }


def told_facts(mine: Mine, incoming: Incoming, context: Context) -> Facts:
    """Facts of every answer to a reporter."""
    directive, share = mine.directive, mine.share
    base = directive_facts(directive, name=context.org.name, due=share.due)
    return base | {
        "total": directive.total,
        "acknowledged": directive.acknowledged,
        "for": lookup.held_for(share, incoming.sender, context),
        "state": share.state if directive.state == states.OPEN else directive.state,
    }
