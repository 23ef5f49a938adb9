"""A made-up city for the simulation: units, people, work groups, who posts in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Final

from tasks.people.org import Department, Org, Person

PER_GROUP: Final = 9047 / 288
"""Memberships of a group in Sanya's figures."""
PER_UNIT: Final = 20
"""People of a unit."""
SUPERVISORS: Final = 3
HEAD: Final = 4.0
"""How many times as often as others a head is in a group."""


@dataclass(frozen=True)
class City:
    """The directory, the members of each group, who issues in it, and who watches."""

    org: Org
    groups: Mapping[str, tuple[str, ...]]
    issuers: Mapping[str, tuple[str, ...]]
    supervisors: frozenset[str]

    @property
    def memberships(self) -> int:
        """Memberships of all groups together."""
        return sum(len(members) for members in self.groups.values())


def made_up(people: int, groups: int, rng: Random) -> City:
    """Make up a city; as many memberships for each group as in Sanya, everybody in one at least."""
    org = _org(people)
    names = list(org.people)
    weights = _weights(org, rng)
    members = _members(names, weights, groups, round(groups * PER_GROUP), rng)
    units = list(org.departments)
    issuers = {chat: _issuers(org, units[n % len(units)]) for n, chat in enumerate(members)}
    return City(org, members, issuers, frozenset(names[-SUPERVISORS:]))


def _org(people: int) -> Org:
    """Give a city whose first unit is the body itself, with six units under each."""
    count = max(2, people // PER_UNIT)
    units = {n: Department(n, f"第{n}单位", 0 if n == 1 else _parent(n)) for n in range(1, count + 1)}
    staff = {}
    for number in range(people):
        unit, head = number % count + 1, number < count
        name = f"p{number:05d}"
        staff[name] = Person(name, f"干部{number}", (unit,), unit, "", (unit,) if head else ())
    return Org(units, staff)


def _parent(unit: int) -> int:
    return max(1, unit // 6)


def _weights(org: Org, rng: Random) -> list[float]:
    """Say how likely each is in a group: most are in few, some in dozens."""
    return [
        min(rng.paretovariate(1.5), 25.0) * (HEAD if person.leads else 1.0) for person in org.people.values()
    ]


def _members(
    names: list[str], weights: list[float], groups: int, memberships: int, rng: Random
) -> dict[str, tuple[str, ...]]:
    chats = [f"group{n:03d}" for n in range(groups)]
    sizes = list(accumulate(rng.lognormvariate(0, 0.6) for _ in chats))
    found: dict[str, dict[str, None]] = {chat: {} for chat in chats}
    for name in names:
        found[rng.choices(chats, cum_weights=sizes)[0]][name] = None
    summed, left = list(accumulate(weights)), max(0, memberships - len(names))
    most = groups * len(names) - len(names)
    left = min(left, most)
    while left:
        chat = rng.choices(chats, cum_weights=sizes)[0]
        name = rng.choices(names, cum_weights=summed)[0]
        if name not in found[chat]:
            found[chat][name] = None
            left -= 1
    return {chat: tuple(people) for chat, people in found.items() if people}


def _issuers(org: Org, unit: int) -> tuple[str, ...]:
    """Give who posts in a unit's group: its head and the head above."""
    above = org.departments[unit].parent or unit
    heads = (org.head(unit), org.head(above))
    return tuple(dict.fromkeys(who for who in heads if who))
