"""Who may do what: one table, walked by one test (docs/glossary.md, “Rights”)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tasks.people.org import Org


@dataclass(frozen=True)
class Roles:
    """What the settings say about people; userids in lower case. `delegates`: leader to who acts for them.

    `acting` are those who stand in for somebody on leave now, `acted` the same with those whose time is just
    over: they finish what came to their own phone.
    """

    issuers: frozenset[str] = frozenset()
    delegates: Mapping[str, frozenset[str]] = field(default_factory=dict)
    supervisors: frozenset[str] = frozenset()
    administrators: frozenset[str] = frozenset()
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    acting: Mapping[str, frozenset[str]] = field(default_factory=dict)
    acted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    emergency: frozenset[str] = frozenset()
    intake: frozenset[str] = frozenset()

    def stands_in(self, person: str, absent: str) -> bool:
        """Whether the person may act for somebody as the stand-in: the usual one, or of a leave."""
        return person != "" and (
            self.stand_ins.get(absent) == person or person in self.acted.get(absent, frozenset())
        )

    def stood_for(self, person: str) -> tuple[str, ...]:
        """People whose stand-in this person is now, each once."""
        usual = (who for who, stand_in in self.stand_ins.items() if stand_in == person)
        return tuple(dict.fromkeys((*usual, *(who for who, them in self.acting.items() if person in them))))

    def leaders_of(self, delegate: str) -> tuple[str, ...]:
        """Leaders this person may act for."""
        return tuple(sorted(leader for leader, them in self.delegates.items() if delegate in them))


@dataclass(frozen=True, slots=True)
class Asked:
    """A person who wants to do something, and the directive or share it is about (empty: none).

    `given` is how the share was given out: person, post, unit, each or everyone; `head` has the share that
    one was distributed from (分办). `triage` is who takes citizens' requests that have no office.
    """

    person: str
    org: Org
    roles: Roles
    issuer: str = ""
    assignee: str = ""
    department: int = 0
    given: str = ""
    head: str = ""
    triage: str = ""


GIVEN_TO_UNITS = ("unit", "each")
"""Shares given to a unit are held by whoever heads it; what was given to a person is that person's."""


def _is_issuer(asked: Asked) -> bool:
    return asked.person == asked.issuer


def _is_delegate(asked: Asked) -> bool:
    return asked.person in asked.roles.delegates.get(asked.issuer, frozenset())


def _is_supervisor(asked: Asked) -> bool:
    return asked.person in asked.roles.supervisors


def _is_assignee(asked: Asked) -> bool:
    return asked.person == asked.assignee


def _is_stand_in(asked: Asked) -> bool:
    return asked.roles.stands_in(asked.person, asked.assignee)


def _is_unit_head(asked: Asked) -> bool:
    return asked.given in GIVEN_TO_UNITS and asked.org.head(asked.department) == asked.person


def _is_parent_head(asked: Asked) -> bool:
    """Who distributed it decides about it, or the stand-in of that head."""
    return bool(asked.head) and (
        asked.person == asked.head or asked.roles.stands_in(asked.person, asked.head)
    )


def _is_own_head(asked: Asked) -> bool:
    """Head of a unit the assignee stands in, at any height."""
    person = asked.org.people.get(asked.assignee)
    led = asked.org.people.get(asked.person)
    if person is None or led is None:
        return False
    mine = {unit for unit in asked.org.departments if asked.org.head(unit) == asked.person}
    return any(unit in mine or any(unit in asked.org.below(m) for m in mine) for unit in person.departments)


def _leads(asked: Asked) -> bool:
    return asked.person in asked.org.leading


def _is_listed(asked: Asked) -> bool:
    return asked.person in asked.roles.issuers


def _is_direct_leader(asked: Asked) -> bool:
    person = asked.org.people.get(asked.assignee)
    return person is not None and asked.person in person.leaders


def _acts_for_somebody(asked: Asked) -> bool:
    return bool(asked.roles.leaders_of(asked.person))


def _is_administrator(asked: Asked) -> bool:
    return asked.person in asked.roles.administrators


def _heads_here(asked: Asked) -> bool:
    """Head of the unit, or of one above it."""
    return asked.person in _heads_above(asked)


def _acts_for_head(asked: Asked) -> bool:
    """Delegate or stand-in (AB 岗) of a head of the unit, or of one above it."""
    roles = asked.roles
    return any(
        asked.person in roles.delegates.get(head, frozenset()) or roles.stands_in(asked.person, head)
        for head in _heads_above(asked)
    )


def _heads_above(asked: Asked) -> frozenset[str]:
    units = asked.org.departments
    above = [unit for unit in units if unit == asked.department or asked.department in asked.org.below(unit)]
    return frozenset(head for unit in above if (head := asked.org.head(unit)))


def _may_declare(asked: Asked) -> bool:
    return asked.person in asked.roles.emergency


def _is_clerk(asked: Asked) -> bool:
    return asked.person in asked.roles.intake


def _is_triage(asked: Asked) -> bool:
    return asked.person != "" and asked.person == asked.triage


def _heads_the_unit(asked: Asked) -> bool:
    return asked.person != "" and asked.org.head(asked.department) == asked.person


def _heads_a_unit(asked: Asked) -> bool:
    return any(asked.org.head(unit) == asked.person for unit in asked.org.departments)


Right = Callable[[Asked], bool]
_OWNER: tuple[Right, ...] = (_is_issuer, _is_delegate)
_HOLDER: tuple[Right, ...] = (_is_assignee, _is_stand_in, _is_unit_head)

MAY: Mapping[str, tuple[Right, ...]] = {
    "issue": (_leads, _is_listed, _acts_for_somebody),
    "acknowledge": _HOLDER,
    "report": _HOLDER,
    "extend": _HOLDER,
    "reassign": _HOLDER,
    "distribute": _HOLDER,
    "decline": _HOLDER,
    "undo": _HOLDER,
    "accept": _OWNER,
    "return": _OWNER,
    "decide": (*_OWNER, _is_parent_head),
    "amend": _OWNER,
    "withdraw": _OWNER,
    "close": _OWNER,
    "nudge": (*_OWNER, _is_supervisor),
    "see": (*_OWNER, _is_supervisor),
    "see_share": (*_OWNER, _is_supervisor, _is_own_head),
    "rota": (_heads_here, _acts_for_head, _is_administrator),
    "supervise": (_is_supervisor,),
    "administer": (_is_administrator,),
    "emergency": (_may_declare,),
    "burden": (_is_supervisor, _is_administrator, _heads_a_unit),
    "figures": (_is_supervisor, _is_administrator, _heads_a_unit, _is_clerk),
    "intake": (_is_clerk,),
    "case": (*_OWNER, _is_clerk, _is_triage),
    "unmask": (_is_assignee, _is_stand_in, _heads_the_unit, _is_clerk, _is_triage),
    "unmaskings": (_is_supervisor,),
    "leave": (_is_assignee, _is_own_head, _is_direct_leader, _is_administrator),
}
"""Verb to the rights of which one is enough."""


def may(verb: str, asked: Asked) -> bool:
    """Say whether the person may; KeyError for a verb the table does not know."""
    return any(right(asked) for right in MAY[verb])
