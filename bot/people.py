"""The people as this process knows them: the stored directory under the settings, and the handlers' context.

The value is replaced whole when the directory was read again; another process's reading is seen by its mark.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import leavers
from bot.clock import Clock
from bot.config import Config
from bot.models import Mark
from bot.sealing import sealing_of
from bot.sendings import keep
from bot.storage import Storage
from handlers.context import Context, Group
from handlers.message import Incoming
from tasks.db import Db
from tasks.emergency import queries as emergencies
from tasks.emergency.lifted import NOTHING_LIFTED, lifted_by
from tasks.guides.shelf import Shelf
from tasks.nudges.rules import overridden
from tasks.people import leave
from tasks.people.absences import GRACE, NOBODY_AWAY
from tasks.people.models import Member, OpenId, Unit
from tasks.people.org import ACTIVE, LEFT, Department, Org, Person
from tasks.people.roles import Roles
from tasks.requests.kinds import Desk, Route, changed
from tasks.worktime import Calendars, WorkCalendar

MARK = "directory"
STORE_TURN = 4_912_010
"""The advisory lock on PostgreSQL under which the directory is replaced."""


def roles_of(config: Config) -> Roles:
    """Give what the settings say about people."""
    roles = config.roles
    return Roles(
        issuers=frozenset(roles.issuers),
        delegates={leader: frozenset(them) for leader, them in roles.delegates.items()},
        supervisors=frozenset(roles.supervisors),
        administrators=frozenset(roles.administrators),
        emergency=frozenset(roles.emergency),
        intake=frozenset(roles.intake),
        stand_ins=dict(config.people.stand_ins),
    )


def calendar_of(config: Config) -> WorkCalendar:
    """Give the working days and office hours of the settings."""
    worktime = config.worktime
    return WorkCalendar(
        zone=worktime.zone,
        office_hours=worktime.spans,
        holidays=frozenset(worktime.holidays),
        workdays=frozenset(worktime.workdays),
        published=frozenset(worktime.published),
    )


def calendars_of(config: Config, calendar: WorkCalendar, org: Org) -> Calendars:
    """Give the working times of all departments: the settings' hours laid over the body's."""
    return Calendars(calendar, config.worktime.spans_of, org)


def desk_of(config: Config) -> Desk:
    """Give how citizens' requests are dealt with here."""
    given = config.requests
    return Desk(
        triage=given.triage or "",
        clerks=frozenset(config.roles.intake),
        terms=changed(given.days, given.checked),
        routes=tuple(Route(r.category, r.unit, r.words, r.area, r.person or "") for r in given.routes),
        follow_up_days=given.follow_up_days,
        many=given.many,
        same_days=given.same_days,
        per_day=config.citizens.per_day,
    )


def departments_of(rows: Sequence[Mapping[str, Any]]) -> list[Unit]:
    """Turn the platform's departments into rows (path/90208: id, name, parentid, order)."""
    return [
        Unit(
            id=int(row["id"]),
            name=str(row.get("name") or row["id"]),
            parent=int(row.get("parentid") or 0),
            rank=int(row.get("order") or 0),
        )
        for row in rows
    ]


def members_of(rows: Sequence[Mapping[str, Any]]) -> list[Member]:
    """Turn the platform's members into rows (path/90200: department and is_leader_in_dept go in step)."""
    out = []
    for row in rows:
        units = [int(unit) for unit in row.get("department") or []]
        leads = [
            u for u, is_leader in zip(units, row.get("is_leader_in_dept") or [], strict=False) if is_leader
        ]
        out.append(
            Member(
                userid=str(row["userid"]).lower(),
                name=str(row.get("name") or row["userid"]),
                departments=units,
                main=int(row.get("main_department") or (units[0] if units else 0)),
                position=str(row.get("position") or ""),
                leads=leads,
                leaders=[str(leader).lower() for leader in row.get("direct_leader") or []],
                status=int(row.get("status") or 1),
            )
        )
    return out


def org_of(units: Sequence[Unit], members: Sequence[Member], config: Config) -> Org:
    """Lay the settings over the stored directory; who has left is kept apart."""
    aliases = config.people.aliases
    leaders = config.people.leaders
    people = {
        m.userid: Person(
            m.userid,
            m.name,
            tuple(m.departments),
            m.main,
            m.position,
            tuple(m.leads),
            (leaders[m.userid],) if m.userid in leaders else tuple(m.leaders),
            m.status,
        )
        for m in members
    }
    return Org(
        departments={
            u.id: Department(u.id, u.name, u.parent, u.rank, tuple(aliases.get(u.name, ()))) for u in units
        },
        people={userid: person for userid, person in people.items() if person.status != LEFT},
        heads=dict(config.people.heads),
        former={userid: person for userid, person in people.items() if person.status == LEFT},
    )


class People:
    """Holds the current directory and makes contexts from it."""

    def __init__(self, storage: Storage, config: Config, clock: Clock) -> None:
        self._storage = storage
        self._config = config
        self._clock = clock
        self._version = ""
        self.org = Org()
        self.calendar = calendar_of(config)
        self.calendars = calendars_of(config, self.calendar, self.org)
        self.absences = NOBODY_AWAY
        self._leave_seen: leave.Signature | None = None
        self._lifted = NOTHING_LIFTED
        self._lifted_seen: tuple[object, ...] | None = None
        self.roles = roles_of(config)
        self._acting = self.roles
        self._acting_at: datetime | None = None
        self._open_ids: dict[str, str] = {}
        self._learned_at: datetime | None = None
        self._groups = {
            g.chat_id: Group(g.chat_id, g.name, g.departments, names=g.names) for g in config.groups
        }
        self._rules = overridden(config.nudges.rules, config.nudges.allowed)
        self.sealing = sealing_of(config)
        self._desk = desk_of(config)
        self.guides = Shelf()
        self._menus = frozenset(account.name for account in config.official_accounts if account.menu)

    @property
    def known(self) -> bool:
        """Whether the directory was read once, by any process at any time."""
        return bool(self._version)

    def context(self) -> Context:
        """Give what handlers may know, as of now."""
        robot = self._config.work.robot if self._config.work else None
        now = self._clock.now()
        return Context(
            now=now,
            org=self.org,
            calendar=self.calendar,
            calendars=self.calendars,
            absences=self.absences,
            lifted=self._lifted,
            roles=self._roles_at(now),
            groups=self._groups,
            bot_name=robot.name if robot else "指尖办",
            only=frozenset(self._config.work.only) if self._config.work else frozenset(),
            identifies=bool(self._config.work and self._config.work.app),
            rules=self._rules,
            reminds=self._config.nudges.automatic,
            sealer=self.sealing,
            desk=self._desk,
            guides=self.guides,
            menus=self._menus,
        )

    async def current(self, db: Db) -> Context:
        """Give the context of a transaction: leaves and emergencies of any process count at once."""
        await self._load_leave(db)
        await self._load_emergencies(db)
        return self.context()

    def _roles_at(self, now: datetime) -> Roles:
        """Lay over the settings who stands in for somebody on leave; absences begin with a minute."""
        minute = now.replace(second=0, microsecond=0)
        if self._acting_at != minute:
            acting, acted = self.absences.acting(now), self.absences.acting(now, GRACE)
            self._acting, self._acting_at = replace(self.roles, acting=acting, acted=acted), minute
        return self._acting

    async def _load_leave(self, db: Db) -> None:
        now = self._clock.now()
        seen = (self._version, *await leave.signature(db, now))
        if seen == self._leave_seen:
            return
        there = [person.userid for person in self.org.people.values() if person.status == ACTIVE]
        self.absences = await leave.absences(db, now, self.roles.stand_ins, there)
        self._leave_seen, self._acting_at = seen, None

    async def _load_emergencies(self, db: Db) -> None:
        rows = await emergencies.remembered(db, self._clock.now())
        seen = (self._version, *((row.id, row.departments, row.until, row.ended_at) for row in rows))
        if seen != self._lifted_seen:
            self._lifted, self._lifted_seen = lifted_by(rows, self.org), seen

    def known_as(self, incoming: Incoming) -> Incoming:
        """Give a robot's message under the userid its enciphered id is known to stand for."""
        userid = self._open_ids.get(incoming.open_id, "")
        return replace(incoming, sender=userid) if userid in self.org.people else incoming

    def learn(self, open_id: str, userid: str) -> None:
        """Take note of whom an enciphered id stands for; an empty userid is nobody."""
        self._open_ids[open_id] = userid

    async def load(self) -> None:
        """Take the stored directory if it is newer than ours, pairs of ids, who is away."""
        await self._load_open_ids()
        await self._load_directory()
        await self._load_leave(self._storage.reader)

    async def keep_up(self) -> None:
        """Do the same for a service that answers citizens: the index of the guides stands ready."""
        await self.load()
        await self.guides.index(self._storage.reader)

    async def _load_directory(self) -> None:
        mark = await Mark.filter(name=MARK).using_db(self._storage.reader).first()
        version = str(mark.value["version"]) if mark else ""
        if version == self._version:
            return
        units = await Unit.all().using_db(self._storage.reader)
        members = await Member.all().using_db(self._storage.reader)
        self.org, self._version = org_of(units, members, self._config), version
        self.calendars = calendars_of(self._config, self.calendar, self.org)

    async def _load_open_ids(self) -> None:
        """Read the pairs that were kept since the last look; the first time all of them."""
        rows = OpenId.all().using_db(self._storage.reader)
        for row in await (rows.filter(known_at__gte=self._learned_at) if self._learned_at else rows):
            self.learn(row.open_userid, row.userid)
            self._learned_at = max(self._learned_at or row.known_at, row.known_at)

    async def store(
        self,
        departments: Sequence[Mapping[str, Any]],
        members: Sequence[Mapping[str, Any]],
        at: datetime,
        *,
        confirmed: bool = False,
    ) -> None:
        """Replace the stored directory whole, and take it; who has left stays by name and is handed over.

        :raises TooManyGone: it may be half of a directory; nothing was changed.
        """
        async with self._storage.transaction() as db:
            if self._storage.engine == "postgres":
                # Processes that start together read together; they store one after the other.
                await self._storage.rows(db, "SELECT pg_advisory_xact_lock(?)", [STORE_TURN])
            before = await Member.all().using_db(db)
            everybody = leavers.with_former(before, members_of(members), confirmed=confirmed)
            await Unit.all().using_db(db).delete()
            await Member.all().using_db(db).delete()
            await Unit.bulk_create(departments_of(departments), batch_size=500, using_db=db)
            await Member.bulk_create(everybody, batch_size=500, using_db=db)
            version = uuid.uuid4().hex
            value = {"at": at.isoformat(), "version": version}
            await Mark.update_or_create(name=MARK, defaults={"value": value}, using_db=db)
            await keep(self._storage, db, await leavers.owed(db, everybody, version, at), at)
        await self.load()
