"""Sample facts of what asks for words, and of what says why something cannot be done."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.fields import Facts
from tests.sample_facts import LONG, NEXT_YEAR, SHARE_STATES, TASK, about, shares

ASKING = ("return", "extend", "reassign", "hand", "decline", "redue", "other", "distribute", "amend")
VERBS = (*ASKING, "undo", "report", "withdraw", "close", "nudge", "decide", "uphold", "accept")

ASKED: Mapping[str, tuple[Facts, ...]] = {
    "card.more": shares(SHARE_STATES),
    "wanted": tuple(
        sheet.facts(due) | {"verb": verb, "of": ["李四", "王五"] if verb == "return" else []}
        for verb in ASKING
        for sheet, due in ((TASK, None), (LONG, NEXT_YEAR))
    ),
    "wanted.left": ({"code": TASK.code, "verb": "return"},),
    "question.left": ({},),
    "question.aside": about(verb="return", count=3),
    "nothing_meant": tuple({"verb": verb} for verb in VERBS),
    "nothing_to": tuple(one for verb in VERBS for one in about(verb=verb)),
    "refused.no_such_share": about(verb="return"),
    "refused.unknown_names": (
        {"names": ["钱多多", "孙小小"], "code": "", "title": ""},
        {"names": ["王小二"], "code": "Z20261124-001", "title": "报送材料"},
    ),
    "refused.state": tuple(
        one
        for verb in VERBS
        for state in (*SHARE_STATES, "declined", "reassigned")
        for one in about(verb=verb, state=state)
    ),
}
