"""Sample facts of what is asked about a directive: the whole of it, its reports, its attachments."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import DUE, LONG, NEXT_YEAR, NOTICE, NOW, OWN_TIMES, TASK, about

STATES = (
    "reported",
    "accepted",
    "returned",
    "acknowledged",
    "declined",
    "reassigned",
    "withdrawn",
    "assigned",
)


def row(number: int = 0, text: str = "共排查12处，整改3处", **more: Json) -> Json:
    """Give one report as it is listed."""
    return {
        "who": "周强",
        "by": "" if number % 2 == 0 else "孙丽",
        "unit": "" if number % 3 == 0 else "应急管理办公室",
        "at": moment(NOW),
        "text": text,
        "attachments": number % 3,
        "state": STATES[number % 8],
        **more,
    }


def asking(asked: str, **more: Json) -> Json:
    """Give what waits for a decision as it is listed."""
    return {
        "asked": asked,
        "asker": "李四",
        "for": "",
        "unit": "党政办公室",
        "reason": "设备未到货",
        "new_due": moment(NEXT_YEAR) if asked == "extend" else None,
        "to": "王五" if asked == "reassign" else "",
        "to_unit": "",
        **more,
    }


ALL_ASKING: list[Json] = [
    asking("extend"),
    asking("reassign", **{"for": "张三"}),
    asking("decline", reason=""),
    asking("extend", asker="欧阳" * 20, reason="因" * 200),
]
BASE: Facts = {
    "asks": "details",
    "text": "请李四、王五报送材料",
    "state": "open",
    "issued_at": moment(NOW),
    "whole": True,
    "named": False,
    "total": 9,
    "acknowledged": 7,
    "reported": 2,
    "accepted": 1,
    "extended": [],
    "own": [],
    "asking": [],
    "waiting": 0,
    "nudged": {"sent": 0, "held": 0, "at": None},
    "count": 0,
    "attached": False,
    "rows": [],
    "at": moment(NOW),
}
MINE: list[Json] = [{"state": state, "due": moment(DUE), "for": ""} for state in STATES]
FULL: Facts = BASE | {
    "text": LONG.content[:161],
    "whole": False,
    "extended": OWN_TIMES * 6,
    "own": [{"state": "returned", "due": moment(NEXT_YEAR), "for": "欧阳" * 20}] * 3,
    "asking": [ALL_ASKING[3]] * 6,
    "waiting": 60,
    "nudged": {"sent": 9047, "held": 300, "at": moment(NEXT_YEAR)},
    "count": 300,
    "attached": True,
    "rows": [row(n, "情况" * 200, who="欧阳" * 20, by="欧阳" * 20, unit="镇" * 40) for n in range(40)],
}
DETAILS: Mapping[str, tuple[Facts, ...]] = {
    "details": (
        *about(TASK, NOTICE, LONG, **BASE),
        *about(TASK, **BASE | {"asks": "reports", "rows": [row()], "count": 1, "waiting": 1}),
        *about(TASK, **BASE | {"rows": [row(n) for n in range(9)], "count": 9, "attached": True}),
        *about(TASK, **BASE | {"asking": ALL_ASKING[:3], "extended": OWN_TIMES}),
        *(TASK.facts() | BASE | {"own": [one], "whole": False, "total": 1} for one in MINE),
        *(TASK.facts() | BASE | {"state": state, "total": 0} for state in ("closed", "withdrawn")),
        *(TASK.facts() | BASE | {"rows": [row(1, text="")], "count": 1},),
        *about(TASK, LONG, **FULL),
        *about(LONG, **FULL | {"rows": [row(1, "情况" * 200)], "count": 1}),
        *about(LONG, **FULL | {"asks": "reports", "named": True}),
    ),
    "details.aside": about(TASK, LONG),
    "details.text": (
        *about(TASK, who="", text="全文。", part=1, parts=1),
        *about(LONG, who="欧阳" * 30, text="<" * 600, part=99, parts=99),
    ),
    "details.nothing": ({},),
    "details.nobody": about(TASK, LONG),
    "media.nothing": tuple(
        one | {"waiting": waiting} for one in about(TASK, LONG) for waiting in (True, False)
    ),
    "media.coming": (
        *about(TASK, who=["李四"], count=1, rest=0),
        *about(LONG, who=["欧阳娜娜"] * 5, count=5, rest=30),
        *about(TASK, who=[], count=2, rest=0),
    ),
}
"""Kind → facts it may come with."""
