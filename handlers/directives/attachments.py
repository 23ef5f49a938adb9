"""Pictures, files, voices and places that come with a report: what is kept of them, and who may have them.

An entry of `Feedback.media` is one of: where something can be fetched (`media_id` or `url`), what was kept of
it (`digest`, `size`, `type`), a place (`kind` location), or what was not kept (`kind` refused, and `why`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.context import Context
from handlers.directives import seeing
from handlers.directives.acknowledge import refuse
from handlers.filenames import clean_name
from handlers.keys import number_of
from handlers.message import Incoming
from tasks.db import Db
from tasks.directives import queries
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Feedback, Share
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver

MOST = 30
"""Attachments of one report; more of them are nobody's help."""
FETCHED = frozenset({"image", "voice", "video", "file"})
"""Kinds of an entry that have to be fetched."""
NOTHING = Outcome()


def media_of(incoming: Incoming) -> list[Json]:
    """Give the entries of what a message brings: its own media, what it quotes, a place; 30 at most.

    The last entry says how many there were besides.
    """
    quoted = incoming.quote.media if incoming.quote else ()
    found: list[Json] = [
        {"kind": m.kind, "media_id": m.media_id, "url": m.url, "name": clean_name(m.name)}
        for m in dict.fromkeys((*incoming.media, *quoted))
    ]
    if place := incoming.location:
        found.append({"kind": "location", "lat": place.lat, "lon": place.lon, "label": place.label[:200]})
    return capped(found)


def capped(media: Sequence[Json]) -> list[Json]:
    """Give the first 30 entries and, where there are more, a last one that says how many were left out.

    No entry changes its place: what is being fetched finds its own. `count` is how many the author has not
    heard of yet, `total` how many there were in all.
    """
    good = [one for one in media if not _is_rest(one)]
    if len(good) <= MOST:
        return list(media)
    rests = [one for one in media if isinstance(one, dict) and _is_rest(one)]
    more = len(good) - MOST
    untold = more + sum(_number(one, "count") for one in rests if not one.get("told"))
    total = more + sum(_number(one, "total") for one in rests)
    rest: Json = {"kind": "refused", "name": "", "why": "too_many", "count": untold, "total": total}
    return [*good[:MOST], rest]


def _is_rest(entry: Json) -> bool:
    return isinstance(entry, dict) and "total" in entry


def _number(entry: Mapping[str, Json], name: str) -> int:
    return int(str(entry.get(name, 1)))


def attached(media: Sequence[Json]) -> int:
    """Count what a report really has: what was refused or left out is not counted."""
    return sum(isinstance(one, dict) and one.get("kind") not in {"refused", "left_out"} for one in media)


def is_pending(entry: Json) -> bool:
    """Whether an entry is still to be fetched."""
    return isinstance(entry, dict) and entry.get("kind") in FETCHED and "digest" not in entry


def can_be_sent(entry: Json) -> bool:
    """Whether an entry is something that can be handed on: a file that was kept, or a place."""
    return isinstance(entry, dict) and ("digest" in entry or entry.get("kind") == "location")


def fetches(feedback: Feedback, context: Context, *, since: int = 0) -> tuple[Notice, ...]:
    """Have each attachment from place `since` on fetched while its link lives: robot 5 minutes, else 3 days.

    `at` is when it was sent: a report may have begun long before.
    What was refused already is handed over too: the author is told of everything that failed together.
    """
    return tuple(
        Notice(
            "media.fetch",
            (Receiver(f"{feedback.id}:{index}"),),
            {**one, "feedback": feedback.id, "index": index, "at": context.said_at.isoformat()},
            f"media:{feedback.id}:{index}:{one.get('total', '')}",
            context.now,
            place="job",
            lane=Lane.NORMAL,
        )
        for index, one in enumerate(feedback.media)
        if isinstance(one, dict) and (is_untold(one) or (index >= since and is_pending(one)))
    )


def is_refused(entry: Json) -> bool:
    """Whether an entry says that something was not kept."""
    return isinstance(entry, dict) and entry.get("kind") == "refused"


def is_untold(entry: Json) -> bool:
    """Whether an entry says that something was not kept, and the author has not heard of it."""
    return isinstance(entry, dict) and is_refused(entry) and not entry.get("told")


async def tapped(db: Db, argument: str, incoming: Incoming, context: Context) -> Outcome:
    """Send the attachments of one report (附件) one to one to whoever tapped, if that person may have them.

    The card stays as it is.
    """
    feedback = await queries.feedback_by_id(db, number_of(argument))
    share = await queries.share_by_id(db, feedback.share_id) if feedback else None
    directive = await queries.by_id(db, feedback.directive_id) if feedback else None
    if feedback is None or share is None or directive is None:
        return NOTHING
    if not await _concerned(db, incoming.sender, feedback, share, directive, context):
        refused = await refuse(db, directive, incoming, "media", "not_concerned", context)
        return _told(refused.kind, dict(refused.facts), incoming, directive, context)  # type: ignore[arg-type]  # facts of handlers are JSON
    if feedback.undone_at is not None or not any(can_be_sent(one) for one in feedback.media):
        facts = directive_facts(directive, name=context.org.name, due=share.due)
        waiting = feedback.undone_at is None and any(is_pending(one) for one in feedback.media)
        return _told("media.none", facts | {"waiting": waiting}, incoming, directive, context)
    return Outcome("", {}, (sending(feedback.id, incoming, context),))


async def _concerned(
    db: Db, person: str, feedback: Feedback, share: Share, directive: Directive, context: Context
) -> bool:
    """Whether somebody may have the files of a report: who reported, who may see the share, who holds it.

    A head who distributed answers for the whole, and so does the head's stand-in (AB 岗).
    """
    above = await queries.share_by_id(db, share.parent_id) if share.parent_id else None
    held = any(seeing.holds(person, one, context) for one in (share, above) if one is not None)
    return held or person == feedback.author or seeing.sees(person, directive, share, context)


def sending(feedback: int, incoming: Incoming, context: Context) -> Notice:
    """Have the attachments of a report sent to who asked for them."""
    asked = f"{incoming.channel}:{incoming.account}:{incoming.dedupe}"
    facts: Facts = {"feedback": feedback, "to": incoming.sender, "asked": asked}
    once = f"media.send:{feedback}:{asked}"
    receiver = (Receiver(incoming.sender),)
    return Notice("media.send", receiver, facts, once, context.now, place="job", lane=Lane.FAST)


def _told(kind: str, facts: Facts, incoming: Incoming, directive: Directive, context: Context) -> Outcome:
    """Answer a tap one to one: the card it was on stays as it is."""
    once = f"{kind}:{incoming.channel}:{incoming.account}:{incoming.dedupe}"
    receiver = (Receiver(incoming.sender),)
    notice = Notice(kind, receiver, facts, once, context.now, lane=Lane.FAST, directive=directive.id)
    return Outcome("", {}, (notice,))
