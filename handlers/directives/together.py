"""What several verbs of one message gave back, as one answer; in a group without their words (names)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from handlers.message import Incoming
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome


def together(done: Sequence[tuple[str, Outcome]], incoming: Incoming, *, every: bool = False) -> Outcome:
    """Give one answer for several outcomes, each with the words it came of; `every`: one word about all."""
    if len(done) == 1:
        return done[0][1]
    parts: list[Json] = [
        {
            "said": "" if incoming.chat else said,
            "kind": outcome.kind,
            "facts": cast("Facts", dict(outcome.facts)),
            "words": "",
        }
        for said, outcome in done
    ]
    notices: tuple[Notice, ...] = tuple(notice for _, outcome in done for notice in outcome.notices)
    return Outcome("verdicts", {"parts": parts, "every": every}, notices)
