"""A report in pieces: what somebody sends one to one after a tap on 反馈, until 完成 or ten minutes pass.

All pieces are one report. Whoever decides has the first at once, what is added comes with the next merge.
"""

from __future__ import annotations

from typing import cast

from handlers.asked import LEAVE, said
from handlers.context import Context
from handlers.directives import lookup
from handlers.directives.attachments import is_refused, media_of
from handlers.directives.lookup import Mine
from handlers.directives.report import (
    Piece,
    Taken,
    add,
    keep,
    open_window,
    report_one,
    reportable,
    reported_facts,
    told_facts,
    wants_to_report,
)
from handlers.leaving import names_another
from handlers.message import Incoming
from handlers.reading import Reading, is_courtesy, is_done, is_end
from handlers.redraw import SILENT, share_card
from tasks.db import Db
from tasks.directives import queries, questions, reporting, states, verbs
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Feedback, Question
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.requests import moved

KINDS = ("image", "video", "voice", "file", "location")
"""Kinds of attachments as they are counted."""


async def tapped(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Open the window (反馈 on a card), say so one to one, and show the card as it stands."""
    directive = await verbs.locked(db, code.upper())
    share = await lookup.my_share(db, directive, incoming.sender, "report", context) if directive else None
    if directive is None or share is None:
        return SILENT
    notices: tuple[Notice, ...] = ()
    if directive.state == states.OPEN and states.can("report", share.state) and directive.kind != "notice":
        await open_window(db, directive, incoming, context)
        facts = told_facts(Mine(directive, share), incoming, context) | {"group": False}
        once = f"wanted:{incoming.account}:{incoming.dedupe}"
        to = (Receiver(incoming.sender),)
        notices = (
            Notice("report.wanted", to, facts, once, context.now, lane=Lane.FAST, directive=directive.id),
        )
    return await share_card(db, directive, share, incoming, context, notices)


async def begin(db: Db, code: str, piece: Piece, incoming: Incoming, context: Context) -> Outcome:
    """Begin a report in pieces with what was sent before anybody knew what it is about."""
    found = await reportable(db, code, incoming, context)
    if isinstance(found, Outcome):
        return found
    context = lookup.pinned(found.share, context)
    window = await open_window(db, found.directive, incoming, context)
    return await _piece(db, window, piece, incoming, context)


async def take(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context, *, is_else: bool
) -> Outcome | None:
    """Take a message as a piece of the report that is open; None where it is something else.

    `is_else` says that it is a command, or a directive to somebody else.
    """
    media = media_of(incoming)
    if await names_another(db, question, incoming, reading, context):
        return None
    collected = bool(question.facts.get("feedback"))
    if not media:
        ends = is_end(reading.content)
        if (collected and (ends or is_done(reading.content))) or LEAVE.fullmatch(reading.content):
            return await _complete(db, question, context)
        if ends or _says_nothing(reading):
            return await _asked_again(db, question, reading, incoming, context)
    if is_else:
        return None
    text = (reading.body if reading.intent == "feedback" else "") or said(reading)
    return await _piece(db, question, Piece(text, tuple(media)), incoming, context)


def _says_nothing(reading: Reading) -> bool:
    """Whether a message says nothing of how it went: a number, 谢谢, or once more that a report follows."""
    announced = reading.code is None and wants_to_report(reading)
    return reading.choice is not None or announced or is_courtesy(reading.content)


async def _piece(db: Db, question: Question, piece: Piece, incoming: Incoming, context: Context) -> Outcome:
    code = str(question.facts["code"])
    mine = await _added_to(db, question, incoming, context)
    if mine is not None:
        taken = await add(db, mine[0], mine[1], piece, incoming, context)
        return await _collected(db, question, mine[0], piece, taken, incoming, context)
    found = await reportable(db, code, incoming, context)
    if isinstance(found, Outcome):
        return await _too_late(db, question, found, context)
    taken = await keep(db, found, piece, incoming, context)
    # 已完成 with nothing more says by itself that nothing follows; so does the one message a group gives.
    if not question.facts.get("collects") or (not piece.media and is_done(piece.text)):
        await questions.answered(db, question, context.now)
        return Outcome("reported", await reported_facts(db, found, piece, incoming, context), taken.notices)
    return await _collected(db, question, found, piece, taken, incoming, context)


async def _added_to(
    db: Db, question: Question, incoming: Incoming, context: Context
) -> tuple[Mine, Feedback] | None:
    """Give the report that this window began, with its share locked, if it can still be added to.

    What was reported besides meanwhile is newer and is what is decided about: then this is one of its own.
    """
    number = question.facts.get("feedback")
    directive = await verbs.locked(db, str(question.facts["code"])) if isinstance(number, int) else None
    feedback = await queries.feedback_by_id(db, number) if isinstance(number, int) else None
    share = await queries.share_by_id(db, feedback.share_id) if feedback else None
    if directive is None or feedback is None or share is None:
        return None
    mine = await lookup.my_share(db, directive, incoming.sender, "report", context)
    last = await queries.last_feedback(db, share.id)
    if mine is None or mine.id != share.id or last is None or last.id != feedback.id:
        return None
    return (Mine(directive, share), feedback) if reporting.takes_more(directive, share, feedback) else None


async def _collected(
    db: Db, question: Question, mine: Mine, piece: Piece, taken: Taken, incoming: Incoming, context: Context
) -> Outcome:
    """Count the piece and answer shortly; the first answer says how many have reported besides."""
    first = question.facts.get("feedback") != taken.feedback.id
    nothing: Facts = {"texts": 0, "media": dict.fromkeys(KINDS, 0)}
    counted = nothing if first else cast("Facts", question.facts["counted"])
    question.facts = question.facts | {"feedback": taken.feedback.id, "counted": _count(counted, piece)}
    await question.save(using_db=db, update_fields=["facts"])
    about: Facts = {"counted": question.facts["counted"], "until": moment(question.until), "window": True}
    if first:
        facts = await reported_facts(db, mine, piece, incoming, context)
        return Outcome("reported", facts | about, taken.notices)
    return Outcome("collected", told_facts(mine, incoming, context) | about, taken.notices)


def _count(counted: Facts, piece: Piece) -> Facts:
    """Count pieces of text, and media by kind."""
    media = dict(cast("dict[str, int]", counted["media"]))
    for one in piece.media:
        if isinstance(one, dict) and not is_refused(one):
            kind = str(one["kind"])
            media[kind] = media.get(kind, 0) + 1
    texts = cast("int", counted["texts"]) + bool(piece.text)
    return {"texts": texts, "media": cast("Json", media)}


async def _too_late(db: Db, question: Question, why: Outcome, context: Context) -> Outcome:
    """End the window: the share was dealt with meanwhile. Says that this piece was not kept."""
    await questions.answered(db, question, context.now)
    return Outcome("collected.late", why.facts) if why.kind == "refused.over" else why


async def _asked_again(
    db: Db, question: Question, reading: Reading, incoming: Incoming, context: Context
) -> Outcome:
    """Say how far the report is (谢谢 in between), or ask once more: 反馈 begins the time anew."""
    if question.facts.get("feedback") and not wants_to_report(reading):
        return Outcome("collected", await _about(db, question, context))
    return await report_one(db, str(question.facts["code"]), incoming, {}, context)


async def _complete(db: Db, question: Question, context: Context) -> Outcome:
    """End the window with a summary (完成), or with nothing said (算了)."""
    await questions.answered(db, question, context.now)
    await moved.mark(db, question.directive_id or 0)
    if not question.facts.get("feedback"):
        return Outcome("wanted.left", {"code": str(question.facts["code"]), "verb": "report"})
    return Outcome("collected.done", await _about(db, question, context))


async def _about(db: Db, question: Question, context: Context) -> Facts:
    """Facts of what was collected so far."""
    directive = await queries.by_code(db, str(question.facts["code"]))
    assert directive is not None, "a directive is never deleted"
    number = question.facts.get("feedback")
    feedback = await queries.feedback_by_id(db, number) if isinstance(number, int) else None
    base = directive_facts(directive, name=context.org.name, due=directive.due)
    return base | {
        "counted": question.facts["counted"],
        "until": moment(question.until),
        "for": "",
        # A part of it waits to be told with what else comes within the ten minutes.
        "later": feedback is not None and feedback.is_news,
    }
