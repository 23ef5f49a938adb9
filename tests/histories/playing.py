"""One history on a database: its clock, and the two sweeps from due event to due event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.storage import Storage
from handlers.context import Context
from handlers.nudging import deliver, sweep
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.notices import Notice, Outcome
from tasks.nudges.rules import DEFAULT, Rules, overridden
from tasks.people.absences import Absence, Absences
from tasks.people.org import Org
from tasks.people.roles import Roles
from tests.histories.hours import CALENDAR, Hours
from tests.histories.oracle import Ruling, Snap

ISSUERS = ("zhaoming", "sunli")
ASSIGNEES = ("wangwu", "lisi", "zhouqiang", "zhangsan", "wufang")
STAND_INS = {"lisi": "zhangsan", "wangwu": "zhouqiang"}
"""Who may go on leave, and who stands in then."""
SUPERVISOR = "chujing"
ROLES = Roles(supervisors=frozenset({SUPERVISOR}))
CITY: Rules = overridden(
    {"unseen_half": False, "hours_before": {"after": "-1 hours", "longer": "1 hours"}}, {"normal": 120}
)
RULINGS: tuple[tuple[Rules, Ruling], ...] = (
    (DEFAULT, Ruling()),
    (CITY, Ruling({"normal": 120, "urgent": 60, "critical": 10}, half=False, before=60)),
)
"""Rules that are in force one after the other, as the service and as the oracle know them."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nothing was looked at, or nothing was put together: from after `start` to `end`."""

    start: int
    end: int


@dataclass
class World:
    """Everything about one history. Whatever is done is done at a second of its own: no two at one moment."""

    storage: Storage
    org: Org
    hours: Hours
    now: datetime
    directives: list[int] = field(default_factory=list)
    snaps: dict[int, list[Snap]] = field(default_factory=dict)
    since: dict[int, list[datetime]] = field(default_factory=dict)
    acts: int = 0
    rulings: dict[int, Ruling] = field(default_factory=dict)
    of: dict[int, int] = field(default_factory=dict)
    absences: dict[str, tuple[Absence, ...]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    no_looks: list[Gap] = field(default_factory=list)
    no_deliveries: list[Gap] = field(default_factory=list)
    ruling: int = 0
    off_since: int | None = None
    switched: set[int] = field(default_factory=set)

    @property
    def minute(self) -> int:
        """The minute it is."""
        return self.hours.minute(self.now)

    def context(self) -> Context:
        """Give what the verbs and the sweeps may know at this moment."""
        return Context(
            now=self.now, org=self.org, calendar=CALENDAR, roles=ROLES, rules=RULINGS[self.ruling][0],
            reminds=self.off_since is None, absences=Absences(self.absences),
        )  # fmt: skip

    async def _steps(self, step: Callable[[Db, Context], Awaitable[Outcome | None]]) -> None:
        for _ in range(50):
            async with self.storage.transaction() as db:
                outcome = await step(db, self.context())
            if outcome is None:
                return
            self.notices += outcome.notices
        raise AssertionError("a sweep does not come to an end")

    async def sweeps(self, *, killed: bool = False) -> None:
        """Run both sweeps; `killed` between them."""
        await self._steps(sweep.step)
        if not killed:
            await self._steps(deliver.step)

    async def go(self, minutes: float) -> None:
        """Let time pass, from due event to due event."""
        target = self.now + timedelta(minutes=minutes)
        db = self.storage.main
        for _ in range(3000):
            due = [await ask(db, self.now) for ask in (sweep.next_due, deliver.next_due)]
            at = min((one for one in due if one is not None and one <= target), default=None)
            self.now = target if at is None else at.astimezone(target.tzinfo)
            await self.sweeps()
            if at is None:
                return
        raise AssertionError("time does not pass")

    async def down(self, minutes: int, *, killed: bool) -> None:
        """Let the process die (perhaps between the sweeps), and start again later."""
        start = self.minute
        if killed:
            await self.sweeps(killed=True)
        self.now += timedelta(minutes=minutes)
        self.no_looks.append(Gap(start, self.minute))
        self.no_deliveries.append(Gap(start - 1 if killed else start, self.minute))
        await self.sweeps()

    def begin(self) -> None:
        """Begin to do something, at a second that nothing else was done at."""
        self.acts += 1
        self.now = self.now.replace(second=10 + self.acts)

    async def note(self) -> None:
        """Note every share that stands otherwise than before."""
        db = self.storage.main
        directives = {one.id: one for one in await Directive.all().using_db(db)}
        rows = {one.id: one for one in await Share.all().using_db(db)}
        for share in rows.values():
            head = rows.get(share.parent_id or 0)
            while head is not None and head.state not in states.STANDING:
                head = rows.get(head.parent_id or 0)
            decides = head.assignee if head and head.state in states.UNDONE else ""
            snap = self._snap(directives[share.directive_id], share, decides)
            known = self.snaps.setdefault(share.id, [])
            self.of[share.id] = share.directive_id
            if not known or replace(known[-1], at=snap.at) != snap:
                known.append(snap)
                self.since.setdefault(share.id, []).append(self.now)

    def _snap(self, directive: Directive, share: Share, head: str) -> Snap:
        def minute(at: datetime | None) -> int | None:
            return None if at is None else self.hours.minute(at)

        return Snap(
            self.minute, directive.kind, directive.urgency, share.state, minute(share.due),
            self.hours.minute(share.given_at or directive.created_at), minute(share.acknowledged_at),
            minute(share.since), directive.state == states.OPEN, share.assignee, head, directive.chat,
            directive.issuer,
        )  # fmt: skip

    async def share(self, db: Db, number: int, wanted: tuple[str, ...]) -> tuple[Directive, Share] | None:
        """Give one of the shares in these states of directives that are open, and its directive."""
        some = Share.filter(state__in=wanted, directive_id__in=self.directives).using_db(db)
        rows = await some.order_by("id")
        if not rows:
            return None
        share = rows[number % len(rows)]
        return await Directive.get(id=share.directive_id, using_db=db), share
