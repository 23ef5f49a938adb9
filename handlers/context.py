"""What a handler knows besides the message: the time, the people, the calendar, who may what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handlers.message import Incoming
from tasks.fields import Facts
from tasks.people.org import Org
from tasks.people.roles import Asked, Roles, may
from tasks.worktime import WorkCalendar


@dataclass(frozen=True, slots=True)
class Group:
    """A work group as the settings name it."""

    chat: str
    name: str = ""
    departments: tuple[int, ...] = ()


@dataclass(frozen=True)
class Context:
    """Everything a verb may look at.

    `only` is the rehearsal list: empty means everybody is written to. `said` is when the message was said,
    where that is not now: one that failed is handled again later, and its 明天 still counts from then.
    """

    now: datetime
    org: Org
    calendar: WorkCalendar
    roles: Roles
    groups: Mapping[str, Group] = field(default_factory=dict)
    bot_name: str = "指尖办"
    only: frozenset[str] = frozenset()
    said: datetime | None = None

    @property
    def said_at(self) -> datetime:
        """When the message was said: times in it count from there."""
        return self.said or self.now

    def asked(self, person: str, **about: object) -> Asked:
        """Make the question «may this person?» about a directive or share."""
        return Asked(person=person, org=self.org, roles=self.roles, **about)  # type: ignore[arg-type]  # names are Asked's own


def place_of(incoming: Incoming) -> str:
    """Name the chat a message came from: the group, or the one-to-one chat of its channel."""
    return incoming.chat or incoming.channel


def asker_facts(incoming: Incoming, context: Context) -> Facts:
    """Give what the help text depends on: who asks, where, and the name to mention there."""
    leader = may("issue", context.asked(incoming.sender))
    return {"leader": leader, "group": bool(incoming.chat), "bot": context.bot_name}
