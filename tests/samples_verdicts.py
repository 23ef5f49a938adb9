"""Sample facts of several verdicts in one message; `tests/wording_samples.py` takes them in."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts
from tests.sample_facts import DUE, TASK
from tests.samples_changes import REASON
from tests.samples_proposals import decided

ACCEPTED: Facts = TASK.facts() | {
    "accepted": 1, "names": ["李四"], "still_open": 1, "closed": False, "accepter": "", "fresh": 0
}  # fmt: skip
RETURNED: Facts = TASK.facts() | {
    "names": ["王五"], "count": 1, "new_due": moment(DUE), "reopened": False, "reason": REASON
}  # fmt: skip
EXTENDED: Facts = decided("extend", "granted") | {"held_until": None}
NAMELESS: Facts = {"names": [], "asker": "", "for": "", "to": "", "to_unit": ""}


def left(why: str, *, known: bool = True) -> Facts:
    """Give facts of a verdict that was not carried out."""
    return {"why": why, "code": TASK.code if known else "", "title": TASK.title if known else ""}


def part(kind: str, facts: Facts, said: str = "") -> Facts:
    """Give one of several."""
    return {"kind": kind, "facts": facts, "said": said, "words": ""}


SAMPLES: Mapping[str, tuple[Facts, ...]] = {
    "verdicts": (
        {
            "every": False,
            "parts": [
                part("accepted", ACCEPTED, "同意李四的"),
                part("returned", RETURNED, f"退回王五的：{REASON}"),
            ],
        },
        {
            "every": False,
            "parts": [part("accepted", ACCEPTED | NAMELESS), part("verdict.left", left("unread"))],
        },
        {
            "every": True,
            "parts": [
                part("decision.extended", EXTENDED, "李四"),
                part("decision.extended", EXTENDED, "王五"),
            ],
        },
        {"every": True, "parts": [part("decision.extended", EXTENDED | NAMELESS)] * 3},
    ),
    "verdict.left": tuple(
        left(why, known=known) for why in ("unread", "asked", "which") for known in (True, False)
    ),
}
"""Kind → facts it may come with; every branch of its words is in one of them."""
