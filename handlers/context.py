"""What a handler knows besides the message: the time, the people, the calendar, who may what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handlers.message import Incoming
from tasks.emergency.lifted import NOTHING_LIFTED, Lifted
from tasks.fields import Facts
from tasks.guides.shelf import Shelf
from tasks.nudges.rules import DEFAULT, Rules
from tasks.people.absences import NOBODY_AWAY, Absences
from tasks.people.org import Org
from tasks.people.roles import Asked, Roles, may
from tasks.ports import NO_KEY, Sealer
from tasks.requests.kinds import NO_DESK, Desk
from tasks.rota.duties import OnDuty
from tasks.worktime import Calendars, WorkCalendar, away_from


@dataclass(frozen=True, slots=True)
class Group:
    """A work group as the settings name it, or (`told`) as somebody said in it who may issue.

    `names`: the one line about who is missing may name them, as this group wants it.
    """

    chat: str
    name: str = ""
    departments: tuple[int, ...] = ()
    told: bool = False
    names: bool = False


@dataclass(frozen=True)
class Context:
    """Everything a verb may look at.

    `only` is the rehearsal list: empty means everybody is written to. `said` is when the message was said,
    where that is not now: one that failed is handled again later, and its 明天 still counts from then.
    `on_duty` are those on duty at this moment, in every unit.
    `whose` is whose share a button, an open question or the words are about (empty: none of them says it).
    `identifies`: an enciphered id of a robot can be looked up, because an app is set up. `rules` are those
    of reminding for what is issued now, `reminds` whether anything is reminded of without being asked.
    `calendar` is the body's own working time, `calendars` those of its departments, `absences` who is away,
    `lifted` for whom a declared emergency lifts quiet hours. `set_aside` are the rows a sweep leaves alone,
    because it failed at them a short while ago. `sealer` enciphers who a citizen is, `desk` is how citizens'
    requests are dealt with here, `menus` are the official accounts that have our menu.
    `guides` finds what citizens ask for.
    """

    now: datetime
    org: Org
    calendar: WorkCalendar
    roles: Roles
    groups: Mapping[str, Group] = field(default_factory=dict)
    bot_name: str = "指尖办"
    only: frozenset[str] = frozenset()
    said: datetime | None = None
    identifies: bool = True
    whose: str = ""
    on_duty: tuple[OnDuty, ...] = ()
    rules: Rules = DEFAULT
    reminds: bool = True
    calendars: Calendars | None = None
    absences: Absences = NOBODY_AWAY
    lifted: Lifted = NOTHING_LIFTED
    set_aside: frozenset[int] = frozenset()
    sealer: Sealer = NO_KEY
    desk: Desk = NO_DESK
    guides: Shelf = field(default_factory=Shelf)
    menus: frozenset[str] = frozenset()

    @property
    def said_at(self) -> datetime:
        """When the message was said: times in it count from there."""
        return self.said or self.now

    def calendar_of(self, person: str, department: int = 0) -> WorkCalendar:
        """Give the working time of a person in a unit (0: the person's own) for whom nobody stands in."""
        found = self.calendars or Calendars(self.calendar)
        body = found.of(department or self.org.unit_of(person))
        return away_from(body, self.absences.unattended(person))

    def asked(self, person: str, **about: object) -> Asked:
        """Make the question «may this person?» about a directive or share."""
        return Asked(person=person, org=self.org, roles=self.roles, **about)  # type: ignore[arg-type]  # names are Asked's own


def place_of(incoming: Incoming) -> str:
    """Name the chat a message came from: the group, or the one-to-one chat of its channel."""
    return incoming.chat or incoming.channel


def asker_facts(incoming: Incoming, context: Context) -> Facts:
    """Give what the help text depends on: who asks, what for, where, and the name to mention there."""
    asked, roles = context.asked(incoming.sender), context.roles
    own = incoming.sender in context.org.leading or incoming.sender in roles.issuers
    return {
        "known": incoming.sender in context.org.people,
        "identifying": False,
        "leader": may("issue", asked),
        "own": own,
        "for": [context.org.name(leader) for leader in roles.leaders_of(incoming.sender)],
        "supervisor": incoming.sender in roles.supervisors,
        "administrator": may("administer", asked),
        "group": bool(incoming.chat),
        "bot": context.bot_name,
    }
