"""Sample facts of return, withdrawal, amendment, close and undo, for `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import (
    BY_DELEGATE,
    DUE,
    GROUPS,
    LONG,
    NEXT_YEAR,
    NOTICE,
    NOW,
    SHARE_STATES,
    TASK,
    Sheet,
    about,
    shares,
)

BY: Facts = {"by_whom": ""}
BY_OTHER: Facts = {"by_whom": "孙丽"}
REASON = "请补充整改前后的照片"


def _both(*sheets: Sheet, **more: Json) -> tuple[Facts, ...]:
    """Give facts of what the issuer did, and of what a delegate did."""
    return tuple(one | by for one in about(*(sheets or (TASK, LONG)), **more) for by in (BY, BY_OTHER))


def _shares(*states: str, **more: Json) -> tuple[Facts, ...]:
    """Give facts of shares in these states, once with an old time."""
    found = shares(states)
    return tuple(one | BY | more for one in found) + tuple(
        one | BY_OTHER | more | {"was_due": moment(NOW)} for one in found[:4]
    )


VAIN: Facts = {
    "had": [], "had_count": 0, "not_in": [], "not_in_count": 0, "left_out": [], "left_out_count": 0,
    "same_due": False, "wanted_due": None,
}  # fmt: skip
CHANGES: Facts = {
    "moved": False, "old_due": None, "new_due": None, "rewritten": False, "more": "",
    "added": [], "added_count": 0, "taken_off": [], "taken_off_count": 0,
}  # fmt: skip
TOLD: Facts = {
    "again": 0, "told": 0, "unreachable": 0, "unreachable_names": [], "held_until": None, "closed": False,
}  # fmt: skip
MANY: list[Json] = [f"欧阳{n}" for n in range(60)]
LEFT: list[Json] = [
    {"name": "党政办公室", "why": "issuer", "leader": ""},
    {"name": "龙黄村", "why": "no_head", "leader": ""},
    {"name": "全体", "why": "everyone_where", "leader": ""},
]
MOVED: Facts = {"moved": True, "old_due": moment(DUE), "new_due": moment(NEXT_YEAR)}
_AMENDED: tuple[Facts, ...] = (
    MOVED | {"again": 3},
    {"moved": True, "new_due": moment(DUE), "told": 3},
    MOVED | {"again": 3, "told": 2, "held_until": moment(DUE), "rewritten": True, "more": "附" * 500},
    {"added": ["张三"], "added_count": 1, "taken_off": ["李四"], "taken_off_count": 1},
    {"added_count": 9, "taken_off_count": 2, "unreachable": 2, "closed": True},
    {"added": MANY, "added_count": 60, "taken_off": MANY, "taken_off_count": 60, "unreachable": 60,
     "unreachable_names": MANY, "had": MANY, "had_count": 60, "not_in": MANY, "not_in_count": 60,
     "left_out": LEFT, "left_out_count": 3},
    {"rewritten": True, "again": 1, "had_count": 1, "not_in_count": 1, "left_out_count": 2},
    {"more": "要附照片", "again": 1, "wanted_due": moment(NOW)},
)  # fmt: skip
AMENDED = tuple(
    sheet.facts() | by | CHANGES | VAIN | TOLD | one
    for sheet in (TASK, LONG)
    for by in (BY, BY_OTHER)
    for one in _AMENDED
)
NOTHING: tuple[Facts, ...] = (
    {},
    {"same_due": True},
    {"had": ["张三"], "had_count": 1},
    {"had_count": 2},
    {"not_in": ["李四"], "not_in_count": 1},
    {"not_in_count": 1},
    {"left_out": LEFT, "left_out_count": 3},
    {"left_out_count": 3},
)
UNDONE = tuple(
    sheet.facts() | {"what": what, "for": whom, "state": state, "total": 3, "acknowledged": 1}
    for sheet in (TASK, NOTICE)
    for what, state in (("reported", "acknowledged"), ("reported", "reported"), ("acknowledged", "assigned"))
    for whom in ("", "李四")
)
REFUSED = tuple(
    TASK.facts() | {"what": what, "why": why}
    for what in ("reported", "acknowledged")
    for why in ("late", "accepted", "returned", "reported", "over", "nothing")
)

CHANGED: Mapping[str, tuple[Facts, ...]] = {
    "returned": (
        *_both(names=["李四"], count=1, new_due=None, reopened=False, reason=REASON),
        *_both(names=[], count=1, new_due=moment(DUE), reopened=True, reason=REASON),
        *_both(names=[], count=3, new_due=None, reopened=False, reason=REASON),
    ),
    "return.nothing": ({},),
    "return.past": about(wanted_due=moment(NOW)),
    "return.settled": about(),
    "directive.returned": (*_shares("returned", reason=REASON), *_shares("returned", reason="补" * 300)),
    "directive.returned_text": (
        {"code": TASK.code, "text": "全文。", "part": 1, "parts": 1},
        {"code": TASK.code, "text": LONG.content[:600], "part": 2, "parts": 3},
    ),
    "owner.returned": _both(names=["李四", "王五"], reason=REASON),
    "withdrawn": tuple(
        one | {"told": told, "held_until": held}
        for one in _both()
        for told, held in ((3, None), (3, moment(DUE)), (0, None))
    ),
    "directive.withdrawn": (*_both(reason=""), *_both(reason="会议取消")),
    "group.withdrawn": (*_both(reason=""), *_both(reason="会议取消")),
    "closed_whole": tuple(
        one | {"accepted": accepted, "undone": undone, "told": told, "held_until": held}
        for one in _both()
        for accepted, undone in ((0, 2), (2, 0), (1, 2), (0, 0))
        for told, held in ((undone, None), (undone, moment(DUE)), (0, None))
    ),
    "unclosed": tuple(
        one | {"reported": reported, "undone": undone, "told": told, "held_until": held}
        for one in _both()
        for reported, undone in ((0, 2), (2, 0), (1, 2))
        for told, held in ((3, None), (3, moment(DUE)), (0, None))
    ),
    "unclose.refused": tuple(
        one | BY | {"why": why, "closer": "孙丽"}
        for one in about(TASK, NOTICE)
        for why in ("open", "withdrawn", "late", "other", "done")
    ),
    "refused.over_own": tuple(
        one | {"state": state} for one in about(TASK, NOTICE) for state in ("closed", "withdrawn")
    ),
    "directive.resumed": _both(),
    "group.resumed": _both(),
    "share.resumed": tuple(
        one | {"state": state}
        for one in _both(TASK, NOTICE)
        for state in ("assigned", "reported", "declined")
    ),
    "acknowledged.undone": about(TASK, NOTICE, who="李四", total=3, acknowledged=2, **{"for": ""})
    + about(LONG, who="王五", total=3, acknowledged=2, **{"for": "李四"}),
    "directive.closed_whole": (*_both(undone=0), *_both(undone=3)),
    "share.let_go": _both(),
    "amended": AMENDED,
    "amend.past": about(wanted_due=moment(NOW)),
    "amend.last": _both(),
    "amend.nothing": tuple(TASK.facts() | BY | VAIN | one for one in NOTHING),
    "directive.amended": (
        *_shares(*SHARE_STATES[:4], **(CHANGES | MOVED)),
        *_shares("assigned", **(CHANGES | MOVED | {"rewritten": True, "more": "附照片" * 20})),
        *_shares("assigned", **(CHANGES | {"more": "附照片"})),
        *_shares("assigned", **(CHANGES | {"rewritten": True})),
        *_shares("assigned", **CHANGES),
    ),
    "share.amended": (
        *_both(old_due=moment(DUE), state="acknowledged"),
        *_both(old_due=None, state="assigned"),
    ),
    "share.taken_off": _both(),
    "owner.amended": AMENDED,
    "undone": UNDONE,
    "undo.nothing": tuple({"what": what} for what in ("", "reported", "acknowledged", "closed")),
    "undo.refused": REFUSED,
    "report.undone": (
        *about(BY_DELEGATE, reporter="李四", text="已完成", **{"for": ""}),
        *about(TASK, LONG, reporter="王五", text="", **{"for": "李四"}),
    ),
    "directive.manage": GROUPS,
    "own.nothing": GROUPS,
    "own.share": _shares(*SHARE_STATES, "declined", "reassigned"),
}
"""Kind → facts it may come with."""
