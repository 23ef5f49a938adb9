"""The directory as one value."""

from __future__ import annotations

from tasks.people.org import Department, Org, Person

ORG = Org(
    departments={
        1: Department(1, "镇", 0),
        2: Department(2, "村", 1, 20),
        3: Department(3, "东村", 2, 2),
        4: Department(4, "西村", 2, 1),
        5: Department(5, "站", 1, 10),
    },
    people={
        "b": Person("b", "乙", (3,), 3, leads=(3,), leaders=("boss",)),
        "a": Person("a", "甲", (3, 5), 0, leads=(3,)),
        "c": Person("c", "丙", (4,), 4),
        "boss": Person("boss", "丁", (), 0),
    },
)


def test_below_is_nearest_first_in_the_directorys_order() -> None:
    """Units below come nearest first, by the directory's order, without the unit itself."""
    assert (5, 2, 4, 3) == ORG.below(1)
    assert () == ORG.below(3)
    assert () == ORG.below(99)


def test_a_loop_does_no_harm() -> None:
    """A directory whose units stand in a loop is still walked once."""
    loop = Org({1: Department(1, "甲", 2), 2: Department(2, "乙", 1)})

    assert (2,) == loop.below(1)
    assert () == loop.roots


def test_roots() -> None:
    """Roots are units whose parent is not visible."""
    assert (1,) == ORG.roots
    assert (3,) == Org({3: ORG.departments[3]}).roots


def test_head_is_the_first_leader_or_the_settings() -> None:
    """The first leader by userid leads a unit, unless the settings say otherwise."""
    assert "a" == ORG.head(3)
    assert ORG.head(4) is None
    assert "c" == Org(ORG.departments, ORG.people, heads={3: "c"}).head(3)


def test_a_head_who_is_gone_leads_nothing() -> None:
    """Somebody the settings name who is not there does not stand before the directory's leader."""
    org = Org(ORG.departments, ORG.people, heads={3: "gone", 4: "gone"}, former={"gone": Person("gone", "")})

    assert ("a", None) == (org.head(3), org.head(4))
    assert "gone" not in org.leading


def test_everyone_in_counts_each_once() -> None:
    """Members of units and of all below, each once, sorted."""
    assert ("a", "b", "c") == ORG.everyone_in([1, 3])


def test_leading_is_heads_and_direct_leaders() -> None:
    """Heads of units and anybody's direct leader lead."""
    assert frozenset({"a", "boss"}) == ORG.leading


def test_names_and_units() -> None:
    """Names fall back to ids; the main unit to the first one."""
    assert ("甲", "x") == (ORG.name("a"), ORG.name("x"))
    assert ("东村", "") == (ORG.unit_name(3), ORG.unit_name(9))
    assert (3, 4, 0, 0) == tuple(ORG.unit_of(who) for who in ("a", "c", "boss", "x"))
