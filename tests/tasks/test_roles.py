"""Who may do what: the table of docs/glossary.md (“Rights”), walked verb by verb and role by role."""

from __future__ import annotations

import pytest

from tasks.people.org import Department, Org, Person
from tasks.people.roles import MAY, Asked, Roles, may

ORG = Org(
    departments={1: Department(1, "镇"), 2: Department(2, "党政办", 1), 3: Department(3, "应急办", 1)},
    people={
        p.userid: p
        for p in (
            Person("mayor", "赵明", (1,), 1, leads=(1,)),
            Person("issuer", "孙丽", (2,), 2, leads=(2,)),
            Person("head", "周强", (3,), 3, leads=(3,), leaders=("deputy",)),
            Person("deputy", "钱进", (1,), 1),
            Person("assignee", "王五", (3,), 3),
            Person("stand_in", "张三", (2,), 2),
            Person("delegate", "李四", (2,), 2),
            Person("listed", "冯刚", (2,), 2),
            Person("supervisor", "褚静", (2,), 2),
            Person("administrator", "陈洁", (2,), 2),
            Person("declarer", "韩梅", (2,), 2),
            Person("clerk", "朱琴", (2,), 2),
            Person("triage", "秦明", (2,), 2),
            Person("above", "郑军", (3,), 3),
            Person("above_stand_in", "卫国", (3,), 3),
            Person("stranger", "沈华", (2,), 2),
        )
    },
)
ROLES = Roles(
    issuers=frozenset({"listed"}),
    delegates={"issuer": frozenset({"delegate"})},
    supervisors=frozenset({"supervisor"}),
    administrators=frozenset({"administrator"}),
    emergency=frozenset({"declarer"}),
    intake=frozenset({"clerk"}),
    stand_ins={"assignee": "stand_in", "above": "above_stand_in"},
)
HOLDERS = {"assignee", "stand_in", "head"}
OWNERS = {"issuer", "delegate"}
TABLE = {
    "issue": {"mayor", "issuer", "head", "deputy", "listed", "delegate"},
    "acknowledge": HOLDERS,
    "report": HOLDERS,
    "extend": HOLDERS,
    "reassign": HOLDERS,
    "distribute": HOLDERS,
    "decline": HOLDERS,
    "undo": HOLDERS,
    "accept": OWNERS,
    "return": OWNERS,
    "decide": OWNERS | {"above", "above_stand_in"},
    "amend": OWNERS,
    "withdraw": OWNERS,
    "close": OWNERS,
    "nudge": OWNERS | {"supervisor"},
    "see": OWNERS | {"supervisor"},
    "see_share": OWNERS | {"supervisor", "head", "mayor"},
    "rota": {"head", "mayor", "administrator"},
    "supervise": {"supervisor"},
    "administer": {"administrator"},
    "emergency": {"declarer"},
    "burden": {"supervisor", "administrator", "mayor", "issuer", "head"},
    "figures": {"supervisor", "administrator", "mayor", "issuer", "head", "clerk"},
    "intake": {"clerk"},
    "case": OWNERS | {"clerk", "triage"},
    "unmask": HOLDERS | {"clerk", "triage"},
    "unmaskings": {"supervisor"},
    "leave": {"assignee", "head", "mayor", "administrator"},
}


@pytest.mark.parametrize("verb", sorted(MAY))
def test_every_verb_for_every_role(verb: str) -> None:
    """Each verb is open to exactly the roles the contract names."""
    asked = {
        person: Asked(
            person,
            ORG,
            ROLES,
            issuer="issuer",
            assignee="assignee",
            department=3,
            given="unit",
            head="above",
            triage="triage",
        )
        for person in [*ORG.people, "nobody"]
    }

    assert TABLE[verb] == {person for person, question in asked.items() if may(verb, question)}


def test_unknown_verb() -> None:
    """A verb the table does not know is a mistake in the code."""
    with pytest.raises(KeyError):
        may("dance", Asked("issuer", ORG, ROLES))


def test_delegate_of_somebody_else() -> None:
    """A delegate acts for the own leader alone."""
    assert not may("accept", Asked("delegate", ORG, ROLES, issuer="head"))
    assert ("issuer",) == ROLES.leaders_of("delegate")


def test_nobody_distributed_it() -> None:
    """What no head distributed is for the owners alone to decide."""
    assert not may("decide", Asked("above", ORG, ROLES, issuer="issuer", assignee="assignee"))
    assert not may("decide", Asked("", ORG, ROLES, issuer="issuer", assignee="assignee"))


def test_share_without_a_unit() -> None:
    """Where a share was given to no unit, no head holds it."""
    assert not may("acknowledge", Asked("head", ORG, ROLES, assignee="assignee", department=0, given="unit"))


@pytest.mark.parametrize(
    ("given", "held"),
    [("unit", True), ("each", True), ("person", False), ("post", False), ("everyone", False), ("", False)],
)
def test_head_holds_what_was_given_to_the_unit(given: str, held: bool) -> None:
    """What was given to a person is no business of the unit's head to sign or report."""
    asked = Asked("head", ORG, ROLES, assignee="assignee", department=3, given=given)

    assert [held, held] == [may(verb, asked) for verb in ("acknowledge", "report")]
