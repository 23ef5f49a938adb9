"""The two queues of reminding: shares the rules have something to say about, and reminders that are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from tortoise.functions import Max, Min
from tortoise.models import Model
from tortoise.queryset import QuerySet

from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import AT_ONCE, Directive, HistoryEntry, Share
from tasks.fields import from_ms
from tasks.nudges.models import Nudge
from tasks.nudges.plan import Matter

Rows = TypeVar("Rows", bound=Model)

SHARES: Final = 200
"""Shares looked at in one transaction."""
CHANGE_NOTHING: Final = (
    "nudged", "refused", "added_to_report", "extension_refused", "reassign_refused", "supervised",
    "unsupervised",
)  # fmt: skip
"""Entries of a history after which every share stands as before."""
KEPT_IN_SHARE: Final = (
    "acknowledged", "reported", "returned", "accepted", "declined", "upheld", "reassigned", "distributed",
    "added",
)  # fmt: skip
"""Entries about single shares that say in their own row since when they stand so."""
OF_SOME: Final = ("extended", "undone")
"""Entries about single shares of which the row says nothing."""
LOOKS_TAKE: Final = timedelta(minutes=1)
PEOPLE: Final = 200
"""People whose reminders are put together in one transaction."""
SLICE: Final = 1000
"""Numbers in one condition: both databases bound how many there may be."""
WAITING, SENT, DROPPED = "waiting", "sent", "dropped"


async def claim(db: Db, now: datetime, most: int | None = None, *, but: Collection[int] = ()) -> list[Share]:
    """Take shares the rules have something to say about, in order of time; those locked are skipped.

    `but` are numbers of those that are left alone for now.
    """
    due = Share.filter(look_at__lte=now).order_by("look_at").limit(most or SHARES)
    return await _without(due, but).using_db(db).select_for_update(skip_locked=True)


def _without(rows: QuerySet[Rows], but: Collection[int]) -> QuerySet[Rows]:
    return rows.exclude(id__in=list(but)) if but else rows


async def changed_at(db: Db, shares: Sequence[Share]) -> dict[int, datetime]:
    """Give when those shares changed that are looked at because they did.

    Nobody is told of what a rule would have said before the change, in a state that did not hold then. What
    happened to other shares of the directive takes no reminder away.
    """
    changed = [share for share in shares if share.look_at == AT_ONCE]
    moves: dict[int, list[datetime]] = defaultdict(list)
    of_some: dict[int, list[HistoryEntry]] = defaultdict(list)
    for some in sliced({share.directive_id for share in changed}):
        entries = HistoryEntry.filter(directive_id__in=some)
        for entry in await entries.filter(action__in=OF_SOME).using_db(db):
            of_some[entry.directive_id].append(entry)
        moved = entries.exclude(action__in=[*CHANGE_NOTHING, *KEPT_IN_SHARE, *OF_SOME]).using_db(db)
        for row in (
            await moved.annotate(last=Max("at")).group_by("directive_id").values("directive_id", "last")
        ):
            at = row["last"]
            moves[row["directive_id"]].append(from_ms(at) if isinstance(at, int) else at)
    found: dict[int, datetime] = {}
    for share in changed:
        own = [entry.at for entry in of_some[share.directive_id] if _is_about(entry, share)]
        kept = [at for at in (share.acknowledged_at, share.since) if at is not None]
        if times := [*moves[share.directive_id], *own, *kept]:
            found[share.id] = max(times)
    return found


def _is_about(entry: HistoryEntry, share: Share) -> bool:
    """Whether an entry is about this share: the one it names, or its actor's, or (a closing) all."""
    detail = entry.detail
    if detail.get("what") == "closed":
        return True
    together = detail.get("together")
    named = [*(together if isinstance(together, list) else []), detail.get("assignee"), detail.get("for")]
    return share.assignee in ([one for one in named if one] or [entry.actor])


async def is_looking(db: Db, now: datetime) -> bool:
    """Whether shares are still being looked at, here or elsewhere: it all goes into the same messages.

    What has been due for longer than a look takes is no reason to wait, unless looking goes on: catching up
    takes many steps.
    """
    due = Share.filter(look_at__lte=now).using_db(db)
    if not await due.exists():
        return False
    begun = now - LOOKS_TAKE
    moving = Share.filter(looked_at__gt=begun).using_db(db)
    return await due.filter(look_at__gt=begun).exists() or await moving.exists()


def sliced(numbers: Collection[int]) -> Iterator[list[int]]:
    """Cut into conditions that both databases take."""
    wanted = sorted(numbers)
    return (wanted[start : start + SLICE] for start in range(0, len(wanted), SLICE))


async def directives_of(db: Db, numbers: Collection[int]) -> dict[int, Directive]:
    """Give directives by their numbers."""
    found: dict[int, Directive] = {}
    for some in sliced(numbers):
        found |= {directive.id: directive for directive in await Directive.filter(id__in=some).using_db(db)}
    return found


async def shares_of(db: Db, numbers: Collection[int]) -> dict[int, Share]:
    """Give shares by their numbers."""
    found: dict[int, Share] = {}
    for some in sliced(numbers):
        found |= {share.id: share for share in await Share.filter(id__in=some).using_db(db)}
    return found


def matter_of(directive: Directive, share: Share) -> Matter:
    """See a share as the rules see it."""
    return Matter(
        kind=directive.kind,
        urgency=directive.urgency,
        state=share.state,
        given=share.given_at or directive.created_at,
        due=share.due,
        seen=share.acknowledged_at,
        since=share.since,
        in_group=bool(directive.chat) and directive.group_told_at is None,
    )


def is_live(directive: Directive | None, share: Share) -> bool:
    """Whether a rule can have anything to say about this share at all."""
    return directive is not None and directive.state == states.OPEN and share.state in states.UNDER_WAY


async def move_on(db: Db, looks: Mapping[int, datetime | None], now: datetime) -> None:
    """Set when each share is looked at next; those with the same moment in one statement."""
    alike: dict[datetime | None, list[int]] = defaultdict(list)
    for share, at in looks.items():
        alike[at].append(share)
    for at, numbers in alike.items():
        await Share.filter(id__in=numbers).using_db(db).update(look_at=at, looked_at=now)


async def next_look(db: Db, after: datetime) -> datetime | None:
    """When a share must be looked at next, after this moment."""
    return await _least(Share.filter(look_at__gt=after), "look_at", db)


async def next_reminder(db: Db, after: datetime) -> datetime | None:
    """When the next reminder that waits is due, after this moment."""
    return await _least(Nudge.filter(state=WAITING, at__gt=after), "at", db)


async def _least(rows: object, column: str, db: Db) -> datetime | None:
    found = await rows.using_db(db).annotate(least=Min(column)).values_list("least", flat=True)  # type: ignore[attr-defined]  # a queryset of either table
    value = found[0] if found else None
    return from_ms(value) if isinstance(value, int) else value


async def people_due(db: Db, now: datetime, *, but: Collection[int] = ()) -> list[str]:
    """Give who has reminders that are due, whoever waits longest first; `but` are left alone for now."""
    due = _without(Nudge.filter(state=WAITING, at__lte=now), but)
    rows = due.using_db(db).annotate(first=Min("at"))
    grouped = rows.group_by("person").order_by("first").limit(PEOPLE)
    return [str(row["person"]) for row in await grouped.values("person", "first")]


async def due_of(
    db: Db, people: Sequence[str], now: datetime, *, but: Collection[int] = ()
) -> dict[str, list[Nudge]]:
    """Take everything that is due for these people; another process waits, and then finds nothing left."""
    rows = _without(Nudge.filter(state=WAITING, at__lte=now, person__in=list(people)), but)
    found: dict[str, list[Nudge]] = defaultdict(list)
    for nudge in await rows.using_db(db).order_by("id").select_for_update():
        found[nudge.person].append(nudge)
    return dict(found)


async def said_since(db: Db, people: Sequence[str], since: datetime) -> list[Nudge]:
    """Give what went out to these people on its own since a moment, besides digests."""
    rows = Nudge.filter(person__in=list(people), state=SENT, digest=False, sent_at__gte=since)
    return await rows.using_db(db)


async def groups_told(db: Db, directives: Collection[int]) -> set[int]:
    """Give the directives whose group had its line."""
    found: set[int] = set()
    for some in sliced(directives):
        rows = Nudge.filter(directive_id__in=some, role="group", state=SENT).using_db(db)
        found |= {nudge.directive_id for nudge in await rows}
    return found


async def told_of(db: Db, directive: Directive) -> tuple[int, int, datetime | None]:
    """Count a directive's reminders that were sent and that wait, and say when the next of those goes."""
    rows = Nudge.filter(directive_id=directive.id, state__in=[WAITING, SENT]).exclude(role="news")
    found = await rows.using_db(db).values("state", "person", "message", "at")
    sent = {(row["person"], row["message"]) for row in found if row["state"] == SENT}
    waiting = [row["at"] for row in found if row["state"] == WAITING]
    return len(sent), len(waiting), min(waiting, default=None)


async def pass_on(db: Db, passed: Mapping[str, Sequence[int]]) -> None:
    """Give reminders that wait to who gets them now."""
    for who, numbers in passed.items():
        await Nudge.filter(id__in=list(numbers)).using_db(db).update(person=who)
