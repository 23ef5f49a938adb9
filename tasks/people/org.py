"""The directory as one immutable value: who there is, in which unit, who leads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

ACTIVE = 1
LEFT = 5
"""The platform's `status` of somebody who has left (path/90201)."""


@dataclass(frozen=True, slots=True)
class Department:
    """A unit. `aliases` are other names people use for it; `order` is the platform's."""

    id: int
    name: str
    parent: int = 0
    order: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A member. `leads` are the departments this person leads; `status` is the platform's, 1 is active."""

    userid: str
    name: str
    departments: tuple[int, ...] = ()
    main: int = 0
    position: str = ""
    leads: tuple[int, ...] = ()
    leaders: tuple[str, ...] = ()
    status: int = ACTIVE


@dataclass(frozen=True)
class Org:
    """Everybody and every unit. `heads` overrides the directory: department id to userid.

    `former` are people who have left: they are nobody in a sentence, only their names stay readable.
    """

    departments: Mapping[int, Department] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    heads: Mapping[int, str] = field(default_factory=dict)
    former: Mapping[str, Person] = field(default_factory=dict)

    @cached_property
    def children(self) -> Mapping[int, tuple[int, ...]]:
        """Unit to the units right below it, in the directory's order."""
        out: dict[int, list[int]] = {}
        for unit in sorted(self.departments.values(), key=lambda d: (d.order, d.id)):
            out.setdefault(unit.parent, []).append(unit.id)
        return {parent: tuple(ids) for parent, ids in out.items()}

    @cached_property
    def members(self) -> Mapping[int, tuple[str, ...]]:
        """Unit to the members who stand in it directly."""
        out: dict[int, list[str]] = {}
        for person in self.people.values():
            for unit in person.departments:
                out.setdefault(unit, []).append(person.userid)
        return {unit: tuple(sorted(ids)) for unit, ids in out.items()}

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """Units whose parent is not in the directory (or is themselves)."""
        units = self.departments
        return tuple(d.id for d in units.values() if d.parent not in units or d.parent == d.id)

    @cached_property
    def in_order(self) -> tuple[int, ...]:
        """Give all units as the directory shows them: each before those below it."""
        out: dict[int, None] = {}
        stack = sorted(self.roots, reverse=True)
        while stack:
            unit = stack.pop()
            if unit not in out:
                out[unit] = None
                stack.extend(reversed(self.children.get(unit, ())))
        return tuple(out)

    def below(self, unit: int) -> tuple[int, ...]:
        """Every unit under this one, itself left out, nearest first; a loop in the directory does no harm."""
        found: dict[int, None] = {}
        queue = list(self.children.get(unit, ()))
        while queue:
            here = queue.pop(0)
            if here in found or here == unit:
                continue
            found[here] = None
            queue.extend(self.children.get(here, ()))
        return tuple(found)

    def everyone_in(self, units: Iterable[int]) -> tuple[str, ...]:
        """Members of these units and of all below, each once, sorted."""
        wanted = {u for unit in units for u in (unit, *self.below(unit))}
        return tuple(sorted({m for unit in wanted for m in self.members.get(unit, ())}))

    def head(self, unit: int) -> str | None:
        """Whoever leads the unit: by the settings, else the directory's first leader of it by userid.

        Somebody named in the settings who is not in the directory (any more) leads nothing.
        """
        named = self.heads.get(unit)
        if named in self.people:
            return named
        return min((m for m in self.members.get(unit, ()) if unit in self.people[m].leads), default=None)

    @cached_property
    def leading(self) -> frozenset[str]:
        """Everybody who leads a unit or is somebody's direct leader."""
        heads = {head for unit in self.departments if (head := self.head(unit))}
        return frozenset(heads | {leader for p in self.people.values() for leader in p.leaders})

    def unit_of(self, userid: str) -> int:
        """Give the person's main unit; 0 for a person the directory does not know."""
        person = self.people.get(userid)
        if person is None:
            return 0
        return person.main or (person.departments[0] if person.departments else 0)

    def name(self, userid: str) -> str:
        """Give the person's name, the last known one of who has left, or the userid of somebody unknown."""
        person = self.people.get(userid) or self.former.get(userid)
        return person.name if person else userid

    def unit_name(self, unit: int) -> str:
        """Give the unit's name; empty where the directory does not know it: a number tells people nothing."""
        found = self.departments.get(unit)
        return found.name if found else ""
