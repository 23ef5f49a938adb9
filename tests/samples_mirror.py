"""Sample facts of the mirror: previews of every kind, and what was insisted on."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tasks.nudges.rules import TABLE
from tests.sample_facts import FORMAL, LONG, NEXT_YEAR, NOW, SHEETS, TASK, Sheet, about

ROLES = {"supervisors": "supervisor"}
MANY: list[Json] = [f"欧阳{n}" for n in range(20)]


def _line(rule: str, to: str, **more: Json) -> Facts:
    base: Facts = {
        "at": moment(NOW), "last": moment(NEXT_YEAR), "times": 1, "to": to, "rule": rule, "digest": False,
        "full": False, "count": 2, "shares": 2, "names": [] if to == "group" else ["李四", "王五"],
    }  # fmt: skip
    return base | more


LINES: list[Json] = [
    _line(rule.name, ROLES.get(rule.to, rule.to), digest=rule.channel == "digest") for rule in TABLE
]
LONG_LINES: list[Json] = [
    _line("overdue", "assignee", names=MANY, count=17, times=5, digest=True),
    _line("unseen", "assignee", names=[], count=17, full=True, digest=True),
    *[_line("overdue_leader", "leader", names=["欧阳" * 20] * 4, count=4, shares=17, digest=True)] * 10,
]


def _preview(sheet: Sheet = TASK, due: str | None = None, **more: Json) -> Facts:
    base: Facts = {
        "code": sheet.code, "title": sheet.title, "kind": sheet.kind, "urgency": sheet.urgency, "due": due,
        "year": 2026, "group": False, "reminds": True, "waiting": 2, "lines": LINES, "more": 0, "own": False,
        "draft": False,
    }  # fmt: skip
    return base | more


def _draft(sheet: Sheet = TASK, **more: Json) -> Facts:
    base: Facts = {
        "code": "", "draft": True, "who": ["各村(4个单位)", "李四"], "count": 5, "card_at": moment(NOW),
        "doubts": 0, "recurs": False, "guarded": False,
    }  # fmt: skip
    return _preview(sheet, moment(NEXT_YEAR)) | base | more


PREVIEWS: tuple[Facts, ...] = (
    *(_preview(sheet, moment(due)) for sheet, due in SHEETS),
    _preview(lines=[], waiting=0),
    _preview(lines=[]),
    _preview(own=True, lines=LONG_LINES, more=5),
    _preview(LONG, moment(NEXT_YEAR), lines=LONG_LINES, more=5, reminds=False),
    _preview(group=True, lines=[_line("unseen", "assignee", names=[])]),
    *(_draft(sheet) for sheet, _ in SHEETS),
    _draft(LONG, who=[f"第{n}村" for n in range(30)], lines=LONG_LINES, doubts=2, recurs=True, guarded=True),
    _draft(group=True, lines=[], reminds=False),
)
ROW: Facts = {"code": "Z20261124-001", "title": TASK.title, "at": moment(NOW), "rules": [*FORMAL]}
UNITS: list[Json] = [
    {"name": "党政办公室", "count": 1, "rows": [ROW]},
    {"name": "", "count": 1, "rows": [ROW]},
]
FULL: list[Json] = [{"name": "党政办公室", "count": 60, "rows": [ROW | {"title": LONG.title}] * 40}]


def _insisted(count: int, units: list[Json], *, group: bool = False) -> Facts:
    return {"count": count, "days": 30, "group": group, "units": units, "year": 2026}


MIRROR: Mapping[str, tuple[Facts, ...]] = {
    "mirror.preview": PREVIEWS,
    "mirror.over": (*about(state="closed"), *about(state="withdrawn")),
    "mirror.nothing": ({},),
    "mirror.what": ({},),
    "mirror.several": ({"count": 3},),
    "mirror.nobody": ({},),
    "guard.insisted": (
        _insisted(0, []),
        _insisted(0, [], group=True),
        _insisted(2, [], group=True),
        _insisted(2, UNITS),
        _insisted(60, FULL),
    ),
    "refused.insisted": ({},),
}
"""Kind → facts it may come with."""
