"""Is it still wanted: the table, kind by kind."""

from __future__ import annotations

import pytest

from tasks.directives import states
from tasks.directives.wanted import WANTED, is_wanted


@pytest.mark.parametrize(
    ("kind", "directive", "share", "wanted"),
    [
        ("directive.assigned", "open", "assigned", True),
        ("directive.assigned", "open", "acknowledged", True),
        ("directive.assigned", "closed", "acknowledged", True),
        ("directive.assigned", "open", "accepted", False),
        ("directive.assigned", "withdrawn", "assigned", False),
        ("directive.full_text", "open", "acknowledged", True),
        ("directive.full_text", "open", "accepted", False),
        ("directive.feedback", "open", "reported", True),
        ("directive.feedback", "closed", "accepted", False),
        ("group.closed", "open", None, False),
        ("group.closed", "closed", None, True),
        ("group.all_acknowledged", "closed", None, True),
        ("share.accepted", "closed", "accepted", True),
        ("share.accepted", "withdrawn", "accepted", False),
        ("question", None, None, True),
    ],
)
def test_table(kind: str, directive: str | None, share: str | None, wanted: bool) -> None:
    """What was settled meanwhile is not sent; an answer somebody waits for always is."""
    assert wanted == is_wanted(kind, directive, share, in_person=False)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("directive.assigned", False), ("directive.full_text", True), ("question", True)],
)
def test_seen_in_person(kind: str, wanted: bool) -> None:
    """Who acknowledged in person needs no first card any more."""
    assert wanted == is_wanted(kind, "open", "acknowledged", in_person=True)


def test_withdrawn_is_never_wanted() -> None:
    """Nothing about a withdrawn directive is wanted by any rule, but that one was taken off before."""
    shares = [None, *states.SHARE_STATES]

    assert [] == [
        (kind, share)
        for kind in set(WANTED) - {"share.taken_off"}
        for share in shares
        if is_wanted(kind, states.WITHDRAWN, share, in_person=False)
    ]


@pytest.mark.parametrize(
    ("rule", "share", "notice", "wanted"),
    [
        ("unseen", "assigned", False, True),
        ("unseen_half", "acknowledged", False, False),
        ("unseen_critical", "acknowledged", False, False),
        ("unreviewed", "reported", False, True),
        ("unreviewed", "accepted", False, False),
        ("overdue", "acknowledged", False, True),
        ("overdue", "reported", False, False),
        ("overdue", "acknowledged", True, False),
        ("by_hand", "assigned", True, True),
    ],
)
def test_a_reminder_by_its_rule(rule: str, share: str, notice: bool, wanted: bool) -> None:
    """A reminder is stale once what its rule asks for is done; a notice asks for 收到 alone."""
    said = is_wanted("nudge.share", "open", share, in_person=False, rule=rule, notice=notice)

    assert wanted == said


@pytest.mark.parametrize("missing", [True, False])
def test_the_groups_line_while_somebody_is_missing(missing: bool) -> None:
    """The one line in the group goes out only while somebody's 收到 is missing."""
    assert missing == is_wanted("nudge.group", "open", None, in_person=False, missing=missing)
