"""Sample facts of what is said when people are not there, and of several directives in one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import (
    AMBIGUOUS,
    BY_DELEGATE,
    DUE,
    ISSUES,
    LEFT_OUT,
    LONG,
    NEXT_YEAR,
    NOTICE,
    NOW,
    TASK,
    UNREACHABLE,
    about,
    shares,
)
from tests.samples_series import KINDS

REASONS = ("not_active", "disabled", "left", "unlicensed", "invalid")
WHO = ("吴芳", "郑军", "冯刚", "欧阳明月", "张三")
LOST: list[Json] = [
    {"userid": f"u{n}", "name": name, "why": why, "for": "王五" if n == 2 else "", "share": n}
    for n, (name, why) in enumerate(zip(WHO, REASONS, strict=True), start=1)
]


def _lost(who: list[Json], count: int, *, notice: bool = False) -> Facts:
    sheet = NOTICE if notice else TASK
    return sheet.facts() | {"who": who, "count": count, "shares": [1, 2, 3]}


def _part(facts: Facts, **changes: Json) -> Facts:
    return facts | {"outcome": "issued", "question": None} | changes


def _row(code: str, **changes: Json) -> Facts:
    row: Facts = {"code": code, "title": TASK.title, "kind": "task", "state": "open"}
    return row | {"total": 3, "acknowledged": 1, "accepted": 0} | changes


CODES = [f"Z20261124-{n:03d}" for n in range(1, 9)]
ROWS: list[Json] = [
    _row(CODES[0]),
    _row(CODES[1], state="withdrawn"),
    _row(CODES[2], accepted=3, state="closed"),
    *(_row(code, title=LONG.title) for code in CODES[3:]),
]


def _several(parts: list[Json], count: int, *, waiting: int = 0, question: Json = None) -> Facts:
    codes: list[Json] = [*CODES[:count]]
    facts: Facts = {"parts": parts, "issued": count, "waiting": waiting, "question": question}
    return facts | {"rows": ROWS[:count], "codes": codes, "at": moment(NOW)}


CLEAR: list[Json] = [
    _part(ISSUES[0]),
    _part(ISSUES[1], code=CODES[1]),
    _part(ISSUES[2], code=CODES[2], unreachable=UNREACHABLE, left_out=LEFT_OUT, held_until=moment(NEXT_YEAR)),
]
ODD: list[Json] = [
    _part(ISSUES[0]),
    {"outcome": "question.cancelled", "code": "", "question": None},
    {"outcome": "question.cancelled", "code": CODES[1], "question": None},
    {"outcome": "refused.nobody_left", "left_out": LEFT_OUT, "title": "请青溪镇报送", "question": None},
    {"outcome": "series.set", "series": KINDS[0], "question": None},
    {"outcome": "series.begun", "code": TASK.code, "series": KINDS[1], "question": None},
]
SEVERAL: tuple[Facts, ...] = (
    _several(CLEAR, 3),
    _several(ODD, 1, waiting=2, question=AMBIGUOUS),
    _several([], 0, waiting=1, question=AMBIGUOUS),
    _several(CLEAR * 6, 8),
)

LEFT_ROW: Facts = {"code": TASK.code, "title": TASK.title, "year": 2026}
HEIR_ROW: Facts = LEFT_ROW | {"again": False, "own": False}
HEIR: list[Json] = [
    HEIR_ROW | {"part": "holder", "had": False, "due": moment(DUE), "waiting": 0},
    HEIR_ROW | {"part": "holder", "had": True, "due": None, "title": LONG.title, "waiting": 0},
    HEIR_ROW | {"part": "issuer", "had": False, "due": moment(NEXT_YEAR), "waiting": 2},
    HEIR_ROW | {"part": "holder", "had": False, "due": moment(DUE), "waiting": 0, "again": True},
    HEIR_ROW | {"part": "issuer", "had": False, "due": moment(NEXT_YEAR), "waiting": 2, "own": True},
]
TOLD: list[Json] = [
    LEFT_ROW | {"to": "孙丽", "unit": "党政办公室", "state": "assigned", "again": False},
    LEFT_ROW | {"to": "孙丽", "unit": "党政办公室", "state": "assigned", "again": True},
    *(
        LEFT_ROW | {"to": "", "unit": "", "state": state, "again": False}
        for state in ("reported", "declined", "returned")
    ),
]

STANDING_IN = tuple(facts | {"for": "李四", "share": 7} for facts in shares(("assigned", "acknowledged")))
"""Cards of somebody else's share."""
PEOPLE: Mapping[str, tuple[Facts, ...]] = {
    "directive.unreachable": (
        _lost(LOST[:1], 1),
        _lost(LOST, 5),
        _lost([*LOST, *LOST, *LOST[:2]], 300),
        _lost(LOST[:2], 2, notice=True),
        replace(BY_DELEGATE, title=LONG.title).facts(None) | {"who": LOST[:3], "count": 3, "shares": [1]},
    ),
    "issued.several": SEVERAL,
    "card.several": tuple(facts | {"question": None} for facts in SEVERAL if facts["rows"]),
    "leaver.heir": tuple(
        {"leaver": "钱进", "count": len(rows), "rows": rows, "held_by_you": mine}
        for rows, mine in ((HEIR, True), (HEIR[2:], False), (HEIR * 20, True))
    ),
    "leaver.told": tuple({"leaver": "钱进", "count": len(rows), "rows": rows} for rows in (TOLD, TOLD * 20)),
    "leaver.nobody": tuple(
        {"leaver": "赵明", "count": len(rows), "rows": rows} for rows in ([LEFT_ROW], [LEFT_ROW] * 60)
    ),
    "uphold.heir": (
        *(about(TASK, LONG, leaver="欧阳明月", to="孙丽", unit="党政办公室")),
        *(about(TASK, leaver="", to="", unit="党政办公室")),
    ),
    "uphold.nobody": tuple(about(TASK, LONG, leaver="欧阳明月", to="", unit=""))
    + tuple(about(TASK, leaver="", to="", unit="")),
    "admin.leavers": ({"gone": 9, "before": 21},),
}
"""Kind → facts it may come with."""
