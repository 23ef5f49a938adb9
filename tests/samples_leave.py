"""Sample facts about leave, and about times counted again; part of `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import BY_DELEGATE, DUE, ISSUES, LONG, NEXT_YEAR, NOW, TASK

LONG_NAME = "欧阳" * 20
ROW: Facts = {
    "from": moment(NOW), "to": moment(NEXT_YEAR), "stand_in": "李四", "usual": False, "year": 2026
}  # fmt: skip
ALONE: Facts = ROW | {"stand_in": "", "to": moment(DUE)}
ROWS: list[Json] = [ROW, ALONE, ROW | {"stand_in": LONG_NAME}]
TAKEN: Facts = ROW | {"person": "", "open": 0, "others": [], "replaced": [], "stand_in_away": False}
ENDED: Facts = ROW | {"person": "", "open": 0, "back": None, "begun": True}
SHOWN: list[Json] = [
    {"code": TASK.code, "title": LONG.title, "state": state, "due": due}
    for state in ("assigned", "acknowledged", "returned")
    for due in (None, moment(DUE))
]
STAND_IN: Facts = ROW | {"person": "周强", "rows": [], "count": 0}

LEAVE: Mapping[str, tuple[Facts, ...]] = {
    "leave.taken": (
        TAKEN,
        TAKEN | {"person": "周强", "usual": True, "open": 3},
        TAKEN | ALONE | {"open": 3, "replaced": ROWS, "others": ROWS},
        TAKEN | ALONE | {"person": LONG_NAME},
        TAKEN | {"stand_in": LONG_NAME, "stand_in_away": True},
    ),
    "leave.ended": (
        ENDED,
        ENDED | {"open": 2},
        ENDED | {"person": "周强", "open": 2},
        ENDED | {"back": moment(DUE)},
        ENDED | {"begun": False, "person": LONG_NAME},
        ENDED | {"begun": False},
    ),
    "leave.noted": ({"ended": True}, {"ended": False}),
    "leave.aside": ({},),
    "leave.none": ({"own": True, "rows": []}, {"own": False, "rows": ROWS}),
    "leave.which": ({"rows": ROWS, "count": 3}, {"rows": [], "count": 2}),
    "leave.own": (
        {"person": "", "rows": [], "count": 0},
        {"person": "周强", "rows": [], "count": 0},
        {"person": "", "rows": ROWS, "count": 3},
        {"person": LONG_NAME, "rows": ROWS, "count": 3},
    ),
    "leave.people": (
        {"rows": [], "count": 0},
        {"rows": [ROW | {"person": "周强"}, ALONE | {"person": "李四"}], "count": 2},
        {"rows": [ROW | {"person": LONG_NAME, "stand_in": LONG_NAME}] * 90, "count": 90},
    ),
    "leave.when": tuple({"doubt": doubt} for doubt in ("", "half", "end")),
    "leave.past": ({},),
    "leave.long": ({},),
    "leave.no_stand_in": (
        {"name": "吴芳", "own": False}, {"name": "", "own": False}, {"name": "", "own": True}
    ),
    "refused.leave": ({"asks": True}, {"asks": False}),
    "leave.told": (
        TAKEN | {"by": "孙丽", "ended": False},
        TAKEN | ALONE | {"by": LONG_NAME, "ended": False},
        ENDED | {"by": "孙丽", "ended": True},
        ENDED | {"by": "孙丽", "ended": True, "back": moment(DUE)},
        ENDED | {"by": "孙丽", "ended": True, "begun": False},
    ),
    "leave.stand_in": (STAND_IN, STAND_IN | {"rows": SHOWN, "count": 60, "person": LONG_NAME}),
    "leave.over": (
        ROW | {"person": "周强", "back": None}, ROW | {"person": LONG_NAME, "back": moment(DUE)}
    ),
    "directive.recounted": tuple(
        sheet.facts() | {"old_due": moment(NEXT_YEAR), "count": count}
        for sheet in (TASK, BY_DELEGATE, LONG)
        for count in (0, 3)
    ),
    "share.recounted": tuple(
        sheet.facts() | {"old_due": moment(NEXT_YEAR), "for": who}
        for sheet in (TASK, LONG)
        for who in ("", "李四")
    ),
}  # fmt: skip

_AWAY: list[Json] = [
    {"name": "王五", "to": moment(DUE), "stand_in": "李四"},
    {"name": LONG_NAME, "to": moment(NEXT_YEAR), "stand_in": ""},
]
ISSUED_AWAY: tuple[Facts, ...] = tuple(
    ISSUES[0] | {"away": away, "chat": chat} for away in (_AWAY[:1], _AWAY * 6) for chat in ("", "wrk1")
)
