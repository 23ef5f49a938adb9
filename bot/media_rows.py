"""Kept files as rows: the entries of a report's media, what is counted against the limits, who is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import Q

from bot.models import Medium
from handlers.context import Context
from handlers.directives.attachments import MOST, is_pending, is_untold
from tasks.db import Db
from tasks.directives import queries
from tasks.directives.facts import directive_facts
from tasks.directives.models import Feedback
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Receiver
from tasks.requests.models import Request

MB = 1024 * 1024
MOST_PLACES = 6
"""Attachments without a name that are told one by one; of more, the number is said."""
TURN = 4_912_021
"""The advisory lock on PostgreSQL under which files are counted, so that processes take turns."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a file belongs: a report, and the place in its media."""

    feedback: int
    index: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, how many a person may send in a day, how much is kept in all (bytes)."""

    largest: int
    per_day: int
    quota: int

    @property
    def facts(self) -> Facts:
        """Give the limits as people are told them."""
        return {"largest_mb": self.largest // MB, "per_day": self.per_day, "most": MOST}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was looked at and stands on the shelf; `kind` is the message's."""

    kind: str
    name: str
    digest: str
    size: int
    type: str

    @property
    def entry(self) -> Facts:
        """Give what the report keeps of it; where it came from is forgotten, an address bears a right."""
        return {
            "kind": self.kind, "name": self.name, "digest": self.digest, "size": self.size, "type": self.type,
        }  # fmt: skip


def refused_entry(why: str, name: str = "") -> Facts:
    """Give what the report keeps of a file that was not kept."""
    told: Facts = {"told": True} if why == "classified" else {}  # that is told by a message of its own
    return {"kind": "refused", "name": name, "why": why} | told


async def turn(db: Db) -> None:
    """Wait for this process's turn to count, until the transaction ends; SQLite has one writer anyway."""
    if db.capabilities.dialect == "postgres":
        await db.execute_query(f"SELECT pg_advisory_xact_lock({TURN})")


async def kept_in_all(db: Db) -> tuple[int, int]:
    """Count what is kept: bytes, and files."""
    rows = await db.execute_query_dict("SELECT coalesce(sum(size), 0) AS size, count(*) AS files FROM medium")
    return int(rows[0]["size"]), int(rows[0]["files"])


async def kept_on_day(db: Db, author: str, at: datetime, feedback: int) -> int:
    """Count the files a person sent on the day of a moment and that were kept.

    All of this report count with them: it may have begun the day before.
    """
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    of_day = Q(at__gte=midnight, at__lt=midnight + timedelta(days=1)) | Q(id=feedback)
    found = await Feedback.filter(of_day, author=author).using_db(db)
    return sum(isinstance(one, dict) and "digest" in one for feedback in found for one in feedback.media)


async def is_one_too_many(db: Db, spot: Spot, author: str, at: datetime, limits: Limits) -> bool:
    """Whether a report, or a person's day (that of `at`), has as many files as it may have."""
    return spot.index >= MOST or await kept_on_day(db, author, at, spot.feedback) >= limits.per_day


async def is_known(db: Db, digest: str) -> bool:
    """Whether a file is counted already: it costs nothing then."""
    return await Medium.filter(digest=digest).using_db(db).exists()


async def in_reports(db: Db) -> dict[str, str]:
    """Give every digest that a report or a request has, with its type.

    The type is empty where a file was kept before types were.
    """
    found = await db.execute_query_dict(
        "SELECT media FROM feedback WHERE media LIKE '%\"digest\"%' "
        "UNION ALL SELECT media FROM request WHERE media LIKE '%\"digest\"%'"
    )
    entries = (one for row in found for one in json.loads(row["media"]))
    return {
        str(one["digest"]): str(one.get("type", ""))
        for one in entries
        if isinstance(one, dict) and "digest" in one
    }


async def is_in_reports(db: Db, digest: str) -> bool:
    """Whether a report or a request has a file; for one that is not counted, kept before files were."""
    reports = Feedback.filter(media__contains=f'"{digest}"').using_db(db)
    requests = Request.filter(media__contains=f'"{digest}"').using_db(db)
    return await reports.exists() or await requests.exists()


async def locked(db: Db, number: int) -> Feedback:
    """Load a report for changing its media; its directive is locked first, as by who adds to a report."""
    found = await Feedback.filter(id=number).using_db(db).get()
    await queries.locked_by_id(db, found.directive_id)
    return await Feedback.filter(id=number).using_db(db).select_for_update().get()


async def settle(
    db: Db, feedback: Feedback, index: int, entry: Facts | None, context: Context, limits: Limits
) -> tuple[Notice, ...]:
    """Put what became of a file into its report; once nothing is pending, tell the author what was not kept.

    Without an entry there is nothing new, only somebody to be told.
    """
    media: list[Json] = list(feedback.media)
    if entry is not None and is_pending(media[index]):
        media[index] = entry
    untold = {place: one for place, one in enumerate(media) if isinstance(one, dict) and is_untold(one)}
    notices: tuple[Notice, ...] = ()
    if untold and not any(is_pending(one) for one in media):
        notices = await _refusals(db, feedback, untold, context, limits)
        for place, one in untold.items():
            media[place] = {**one, "told": True}
    feedback.media = media
    await feedback.save(using_db=db, update_fields=["media"])
    return notices


async def _refusals(
    db: Db, feedback: Feedback, untold: dict[int, dict[str, Json]], context: Context, limits: Limits
) -> tuple[Notice, ...]:
    directive = await queries.by_id(db, feedback.directive_id)
    share = await queries.share_by_id(db, feedback.share_id)
    if directive is None or share is None or feedback.undone_at is not None:
        return ()
    about = directive_facts(directive, name=context.org.name, due=share.due) | limits.facts
    which = ",".join(f"{place}.{one.get('total', '')}" for place, one in untold.items())
    once = f"media.refused:{feedback.id}:{which}"
    to = (Receiver(feedback.author),)
    facts = about | {"refused": _by_reason(untold)}
    return (Notice("media.refused", to, facts, once, context.now, lane=Lane.FAST, directive=directive.id),)


def _by_reason(untold: Mapping[int, Mapping[str, Json]]) -> list[Json]:
    """Put together what failed for the same reason: their names, else their places."""
    groups: dict[str, list[tuple[int, Mapping[str, Json]]]] = {}
    for place, one in untold.items():
        groups.setdefault(str(one.get("why")), []).append((place + 1, one))
    found: list[Json] = []
    for why, ones in groups.items():
        names: list[Json] = [one["name"] for _, one in ones if one.get("name")]
        count = sum(int(str(one.get("count", 1))) for _, one in ones)
        places: list[Json] = [place for place, _ in ones] if count == len(ones) <= MOST_PLACES else []
        found.append({"why": why, "names": names, "places": places, "count": count})
    return found


def full(context: Context, limits: Limits, used: int, *, disk: bool) -> Notice:
    """Tell the administrators, once a day, that nothing more can be kept: the quota or the disk is full."""
    return Notice(
        "admin.media_full",
        tuple(Receiver(who) for who in sorted(context.roles.administrators)),
        {"used_mb": used // MB, "quota_mb": limits.quota // MB, "disk": disk},
        f"media.full:{context.now:%Y%m%d}",
        context.calendar.next_office_time(context.now),
    )
