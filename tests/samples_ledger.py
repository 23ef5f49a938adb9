"""Sample facts of the supervisor's messages: the ledger and 督办; part of `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import DUE, LONG, NEXT_YEAR, NOTICE, NOW, TASK, about

STATES = ("assigned", "acknowledged", "returned", "reported", "declined")
COLOURS = ("red", "yellow", "blue", "", "")


def line(number: int, title: str, who: str = "周强", unit: str = "应急管理办公室") -> Json:
    """Give one line of the ledger."""
    return {
        "code": f"Z20261124-{number:03d}",
        "title": title,
        "who": who,
        "unit": unit,
        "state": STATES[number % 5],
        "due": moment((DUE, NEXT_YEAR, None)[number % 3]),
        "year": 2026,
        "colour": COLOURS[number % 5],
        "supervised": bool(number % 2),
    }


def unit(name: str, *counts: int) -> Json:
    """Give one unit's counts: red, yellow, blue, all that is open."""
    return {"unit": name, **dict(zip(("red", "yellow", "blue", "open"), counts, strict=True))}


LONG_UNIT = "青溪镇人民政府综合行政执法和应急管理办公室"
BASE: Facts = {
    "count": 0,
    "directives": 0,
    "red": 0,
    "yellow": 0,
    "blue": 0,
    "colours": [],
    "named": [],
    "supervised": False,
    "group": False,
    "units": [],
    "rows": [],
    "at": moment(NOW),
}
SOME: Facts = BASE | {
    "count": 5,
    "directives": 4,
    "red": 1,
    "yellow": 1,
    "blue": 1,
    "units": [unit("应急管理办公室", 1, 1, 0, 3), unit("", 0, 0, 1, 2)],
    "rows": [line(n, TASK.title, unit="" if n > 3 else "应急办") for n in range(5)],
}
FULL: Facts = SOME | {
    "count": 9047,
    "directives": 300,
    "red": 3000,
    "units": [unit(LONG_UNIT, 300, 20, 10, 400)] * 80,
    "rows": [line(n, LONG.title, "欧阳" * 20, LONG_UNIT) for n in range(30)],
    "named": [LONG_UNIT] * 6,
    "colours": ["red", "yellow", "blue"],
}
LEDGERS: tuple[Facts, ...] = (
    BASE,
    BASE | {"colours": ["red"], "named": ["应急管理办公室"]},
    BASE | {"supervised": True, "group": True},
    SOME,
    SOME | {"group": True, "named": ["竹里村"], "units": [unit("竹里村", 1, 1, 1, 5)]},
    SOME | {"colours": ["red", "yellow"], "supervised": True},
    FULL,
    FULL | {"units": [unit(LONG_UNIT, 300, 20, 10, 400)], "colours": [], "supervised": True, "group": True},
)
STANDS: Facts = {
    "state": "open",
    "supervisor": "褚静",
    "supervisor_left": False,
    "supervised_at": moment(NOW),
}
CARD: Facts = STANDS | {"total": 9, "acknowledged": 7, "reported": 3, "accepted": 1, "at": moment(NOW)}

SUPERVISION: Mapping[str, tuple[Facts, ...]] = {
    "ledger": LEDGERS,
    "ledger.numbers": tuple(facts | {"rows": [], "units": []} for facts in LEDGERS),
    "supervised": (
        *about(TASK, NOTICE, **STANDS, told=3, held_until=None),
        *about(TASK, **STANDS, told=0, held_until=moment(NOW)),
        *about(LONG, **STANDS, told=9, held_until=moment(NOW)),
    ),
    "supervised.before": (
        *about(TASK, **STANDS),
        *about(LONG, **STANDS | {"supervisor": ""}),
        *about(TASK, **STANDS | {"supervisor_left": True}),
    ),
    "supervise.over": tuple(TASK.facts() | STANDS | {"state": state} for state in ("closed", "withdrawn")),
    "supervise.which": tuple(
        {"taken": taken, "any": found} for taken in (True, False) for found in (True, False)
    ),
    "unsupervised": about(TASK, LONG, **STANDS),
    "unsupervise.nothing": about(TASK, **STANDS | {"supervisor": "", "supervised_at": None}),
    "refused.not_supervisor": tuple(
        {"code": code, "title": title, "supervisors": who, "count": count, "administrators": administrators}
        for code, title in (("", ""), (TASK.code, TASK.title), (LONG.code, LONG.title))
        for who, count in ((["张三", "陈洁"], 2), ([], 2), ([], 0), (["欧阳娜娜"] * 60, 60))
        for administrators in ([], ["孙丽"])
    ),
    "directive.supervised": about(TASK, NOTICE, LONG, supervisor="褚静"),
    "share.supervised": (
        *about(TASK, NOTICE, LONG, supervisor="褚静", **{"for": ""}),
        *about(TASK, LONG, supervisor="褚静", **{"for": "欧阳娜娜"}),
    ),
    "card.supervision": (
        *about(TASK, NOTICE, LONG, **CARD),
        *about(TASK, **CARD | {"supervisor": "", "supervised_at": None}),
        *(TASK.facts() | CARD | {"state": state} for state in ("closed", "withdrawn")),
    ),
}
"""Kind → facts it may come with."""
