"""The auditor: every ten minutes it looks whether a reminder that was due is missing, and says so.

It reads only, on the connection for reading. What the sweeps have not come to is one half; the other works
out independently of them what the rules asked for and looks for the rows of it, for some shares each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.corridor import Corridor
from bot.metrics import Metrics
from bot.people import People
from bot.storage import Storage
from handlers.context import Context
from handlers.nudging.whom import receivers
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.fields import MILLISECOND, Facts, Json, to_ms
from tasks.notices import Notice, Outcome, Receiver
from tasks.nudges import keeping, plan, queue
from tasks.nudges.models import Nudge
from tasks.nudges.plan import Moment
from tasks.nudges.rules import Rules

log = structlog.get_logger(__name__)

GRACE: Final = timedelta(minutes=10)
"""How late the sweeps may be; what is due is seen to within a quarter of a minute."""
ONE_LOOK: Final = timedelta(minutes=1)
"""Within what a look sees everything together that happened since the one before."""
WINDOW: Final = timedelta(hours=24)
"""How far back it is worked out what was owed."""
SAMPLE: Final = 500
"""Shares worked out anew in one look; the next look goes on behind them."""
DIRECTIVES: Final = 200
"""Open directives their shares are taken from."""
MOST: Final = 1000
"""Late rows looked at: more are one fault, and as loud."""
SHOWN: Final = 10
"""Directives the message names."""
LOOK, SEND, MAKE = "look", "send", "make"
CAUSES: Final = (LOOK, SEND, MAKE)
"""What is missing: no sweep looked at the share, a reminder was not sent, one that was owed was not made."""
HARMLESS: Final = (
    "issued", "added", "acknowledged", "reported", "added_to_report", "returned", "accepted", "nudged",
    "refused", "supervised", "unsupervised",
)  # fmt: skip
"""Moves after which the times on a share still say what was owed before; after any other it is left out."""

_UNDER_WAY: Final = ", ".join(f"'{state}'" for state in states.UNDER_WAY)
_UNHEARD: Final = (
    "SELECT s.id, s.looked_at AS mark, d.id AS directive "
    "FROM share s JOIN directive d ON d.id = s.directive_id "
    f"WHERE s.look_at <= ? AND d.state = 'open' AND s.state IN ({_UNDER_WAY}) ORDER BY s.look_at LIMIT {MOST}"
)
_UNSENT: Final = (
    "SELECT id, at AS mark, directive_id AS directive FROM nudge "
    f"WHERE state = 'waiting' AND at <= ? ORDER BY at LIMIT {MOST}"
)
_OPEN: Final = f"SELECT id FROM directive WHERE state = 'open' AND id >= ? ORDER BY id LIMIT {DIRECTIVES}"
_NEXT: Final = (
    "SELECT s.id, s.directive_id FROM share s WHERE {among} "
    f"AND s.state IN ({_UNDER_WAY}) AND (s.directive_id, s.id) > (?, ?) "
    f"ORDER BY s.directive_id, s.id LIMIT {SAMPLE}"
)
_MOVES: Final = "SELECT directive_id, at, action FROM history WHERE {among} AND at >= ?"

Late = dict[tuple[str, int], tuple[object, datetime]]


@dataclass(frozen=True, slots=True)
class Owed:
    """A reminder the rules asked for."""

    directive: Directive
    share: Share
    moment: Moment


@dataclass(frozen=True, slots=True)
class Found:
    """What is missing: how many by cause, and of which directives (numbers)."""

    counts: Mapping[str, int] = field(default_factory=dict)
    directives: tuple[int, ...] = ()


class Auditor:
    """Looks, shows the figures, and tells the administrators at most once a day.

    What is late is a fault only if it was late at an earlier look already, ten minutes ago: a service that
    was down for a week catches up first. What was owed before this process began is the sweeps' to catch up.
    """

    def __init__(self, storage: Storage, people: People, corridor: Corridor, metrics: Metrics) -> None:
        self._storage = storage
        self._people = people
        self._corridor = corridor
        self._metrics = metrics
        self._since: datetime | None = None
        self._late: Late = {}
        self._cursor = (0, 0)

    async def look(self, now: datetime) -> None:
        """Look once. Whatever goes wrong here is logged and harms nothing."""
        try:
            found = await self._look(now)
            self._metrics.show_missed({cause: found.counts.get(cause, 0) for cause in CAUSES})
            if found.directives:
                log.error("reminders are missing", action="nudges.missed", **found.counts)
                await self._corridor.work(lambda db: self._told(db, found))
        except Exception:
            log.exception("the auditor could not look; it comes round again", action="audit.failed")

    async def _look(self, now: datetime) -> Found:
        db, context = self._storage.reader, self._people.context()
        self._since = self._since or now
        unheard = await self._rows(_UNHEARD, now) if context.reminds else []
        rows = [(LOOK, row) for row in unheard] + [(SEND, row) for row in await self._rows(_UNSENT, now)]
        late = [(cause, int(str(row["directive"]))) for cause, row in self._still(rows, now)]
        late += [(MAKE, one.directive.id) for one in await self._unmade(db, context, now)]
        counts: dict[str, int] = {}
        for cause, _number in late:
            counts[cause] = counts.get(cause, 0) + 1
        return Found(counts, tuple(sorted({number for _, number in late})))

    async def _rows(self, query: str, now: datetime) -> list[dict[str, object]]:
        return await self._storage.rows(self._storage.reader, query, [to_ms(now - GRACE)])

    def _still(
        self, rows: Sequence[tuple[str, dict[str, object]]], now: datetime
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Give what was late ten minutes ago too and has not moved since; take note of the rest."""
        before, self._late = self._late, {}
        for cause, row in rows:
            key = (cause, int(str(row["id"])))
            mark, first = before.get(key, (row["mark"], now))
            first = first if mark == row["mark"] else now
            self._late[key] = (row["mark"], first)
            if now - first >= GRACE:
                yield cause, row

    async def _unmade(self, db: Db, context: Context, now: datetime) -> list[Owed]:
        """Work out for some shares what was owed, and give that of which there is no row."""
        if not context.reminds:
            return []
        shares = await queue.shares_of(db, await self._sample())
        directives = await queue.directives_of(db, {share.directive_id for share in shares.values()})
        rules = await keeping.kept(db, {one.rules for one in directives.values()}, context.rules)
        start = max(now - WINDOW, self._since or now)
        owed = [
            one
            for share in shares.values()
            if (directive := directives.get(share.directive_id))
            for one in _owed(directive, share, rules[directive.rules], context, start, now - GRACE)
        ]
        missing = await _without_row(db, owed, start)
        moves = await self._moves({one.directive.id for one in missing}, start)
        return [one for one in missing if not any(_excuses(move, one) for move in moves)]

    async def _sample(self) -> list[int]:
        """Give the numbers of the next shares under way, in turn through all open directives."""
        db = self._storage.reader
        found = await self._storage.rows(db, _OPEN, [self._cursor[0]])
        among, numbers = self._storage.among("s.directive_id", [row["id"] for row in found])
        rows = await self._storage.rows(db, _NEXT.format(among=among), [numbers, *self._cursor])
        if len(rows) == SAMPLE:
            self._cursor = int(rows[-1]["directive_id"]), int(rows[-1]["id"])
        else:
            self._cursor = (int(found[-1]["id"]) + 1, 0) if len(found) == DIRECTIVES else (0, 0)
        return [int(row["id"]) for row in rows]

    async def _moves(self, directives: Iterable[int], start: datetime) -> list[dict[str, object]]:
        """Give what happened under these directives since then."""
        if not (numbers := list(directives)):
            return []
        among, values = self._storage.among("directive_id", numbers)
        query = _MOVES.format(among=among)
        return await self._storage.rows(self._storage.reader, query, [values, to_ms(start)])

    async def _told(self, db: Db, found: Found) -> Outcome:
        context = self._people.context()
        directives = await queue.directives_of(db, found.directives[:SHOWN])
        return Outcome("", {}, (to_administrators(list(directives.values()), found, context),))


def _owed(
    directive: Directive, share: Share, rules: Rules, context: Context, start: datetime, until: datetime
) -> Iterator[Owed]:
    """Give what the rules asked for while the share was as it is now; who was on leave is left out."""
    if share.assignee in context.absences.by_person:
        return
    matter = queue.matter_of(directive, share)
    times = (start, matter.given, matter.seen, matter.since)
    after = max(time for time in times if time is not None)
    calendar = context.calendar_of(share.assignee, share.department)
    for moment in plan.due_between(matter, rules, calendar, after=after, until=until):
        rule = rules.row(moment.name)
        # What was distributed is decided about by its head, who may be out of reach.
        if rule is None or (rule.to == "issuer" and share.parent_id is not None):
            continue
        if receivers(rule.to, directive, share, "", context):
            yield Owed(directive, share, moment)


def _excuses(move: Mapping[str, object], owed: Owed) -> bool:
    """Whether a move under the directive lets what was owed before it lapse, or moves it.

    Whatever happens in the moment itself is seen by one look together with it.
    """
    if move["directive_id"] != owed.directive.id:
        return False
    after = int(str(move["at"])) - to_ms(owed.moment.at)
    return move["action"] not in HARMLESS or 0 <= after <= ONE_LOOK // MILLISECOND


async def _without_row(db: Db, owed: Sequence[Owed], start: datetime) -> list[Owed]:
    """Give what has no row that was made at its moment or later."""
    made: dict[tuple[int, str], datetime] = {}
    for some in queue.sliced({one.share.id for one in owed}):
        for nudge in await Nudge.filter(share_id__in=some, made_at__gte=start).using_db(db):
            key = (nudge.share_id, nudge.rule)
            made[key] = max(made.get(key, nudge.made_at), nudge.made_at)
    return [
        one for one in owed if (at := made.get((one.share.id, one.moment.name))) is None or at < one.moment.at
    ]


def to_administrators(directives: Sequence[Directive], found: Found, context: Context) -> Notice:
    """Tell the administrators, once a day, of which directives reminders are missing."""
    rows: list[Json] = [{"code": one.code, "title": one.title} for one in directives]
    facts: Facts = {"count": len(found.directives), "rows": rows}
    return Notice(
        "admin.missed",
        tuple(Receiver(who) for who in sorted(context.roles.administrators)),
        facts,
        f"missed:{context.calendar.local(context.now):%Y%m%d}",
        context.calendar.next_office_time(context.now),
    )
