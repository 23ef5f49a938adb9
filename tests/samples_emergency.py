"""Sample facts of emergencies and of the burden by week, for `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import LONG, NOW, TASK

LATER = moment(NOW + timedelta(hours=30))
MANY: list[Json] = [f"第{number}号特别长的村民委员会和居民委员会联合办公室" for number in range(1, 25)]
ONE: Facts = {
    "name": "防汛Ⅲ级应急响应",
    "units": ["村(社区)", "应急管理办公室"],
    "until": LATER,
    "year": 2026,
}
LARGE: Facts = ONE | {"name": "地" * 20 + "Ⅲ级应急响应", "units": MANY}
EACH: tuple[Facts, ...] = (ONE, LARGE)
BOTH = (True, False)

DECLARED: tuple[Facts, ...] = tuple(
    one
    | {
        "usual": usual,
        "capped": capped,
        "joined": joined,
        "moved": moved,
        "before": LATER,
        "people": 8,
        "told": told,
    }
    for one in EACH
    for usual, capped in ((False, False), (True, False), (False, True))
    for joined, moved in ((False, False), (True, False), (True, True))
    for told in (0, 4)
)
REPORTS: tuple[Facts, ...] = tuple(
    one
    | {
        "begins": moment(NOW), "ended": LATER, "actor": "赵明", "ender": ender, "people": 8, "directives": 3,
        "shares": shares, "acknowledged": shares, "first": shares, "messages": 30, "reminders": 9, "late": 21,
        "median": 14 if shares else None, "slowest": slowest, "slowest_median": 25, "open_count": count,
        "open": [{"code": TASK.code, "title": LONG.title, "shares": 2}] * min(count, 8), "at": moment(NOW),
    }
    for one in EACH
    for ender in ("", "钱进")
    for shares, slowest in ((12, "龙黄村"), (2, ""), (0, ""))
    for count in (0, 2, 30)
)  # fmt: skip
WEEK: Facts = {"messages": 12, "reminders": 3, "late": 1, "first": moment(NOW), "last": LATER, "going": True}
ROW: Facts = {"unit": "应急管理办公室", "people": 2, "messages": 12, "reminders": 3, "late": 1}
TABLE: Facts = WEEK | {
    "people": 9, "rows": [ROW], "chats": 2, "chat_messages": 5, "back": 0, "named": [], "year": 2026,
}  # fmt: skip

EMERGENCY: Mapping[str, tuple[Facts, ...]] = {
    "emergency.declared": DECLARED,
    "emergency.wanted": tuple(
        {"name": name, "no_topic": topic, "no_units": units}
        for name, topic, units in (("", True, True), ("", True, False), ("防汛应急响应", False, True))
    ),
    "emergency.wrong": tuple(
        one | {"why": why, "names": ["李四", "宋家村"]}
        for one in EACH
        for why in ("people", "unknown", "later", "past", "no_time", "shorter", "most", "partial")
    ),
    "emergency.prolonged": tuple(
        one | {"names": [one["name"]], "before": moment(NOW), "capped": capped, "told": told}
        for one in EACH
        for capped in BOTH
        for told in (0, 4)
    ),
    "emergency.ended": tuple(one | {"names": [one["name"]], "told": told} for one in EACH for told in (0, 4)),
    "emergency.none": tuple(
        {"name": name, "rows": rows} for name in ("", "防汛应急响应") for rows in ([], [ONE], [LARGE] * 9)
    ),
    "emergency.which": tuple({"verb": verb, "rows": [ONE, LARGE] * 4} for verb in ("end", "prolong")),
    "emergency.now": ({"rows": []}, {"rows": [ONE]}, {"rows": [ONE] * 9}),
    "refused.emergency": tuple(
        {"verb": verb, "names": names, "count": count, "administrators": administrators}
        for verb in ("declare", "prolong", "end")
        for names, count in ((["赵明", "钱进"], 2), ([], 2), ([], 0))
        for administrators in ([], ["孙丽"])
    ),
    "emergency.on": tuple(one | {"actor": "赵明"} for one in EACH),
    "emergency.moved": tuple(one | {"actor": "赵明", "before": moment(NOW)} for one in EACH),
    "emergency.over": tuple(one | {"actor": "赵明"} for one in EACH),
    "group.emergency_moved": EACH,
    "emergency.hint": tuple(
        {"code": TASK.code, "title": LONG.title, "name": name} for name in ("", "防汛应急响应")
    ),
    "group.emergency_over": EACH,
    "emergency.report": REPORTS,
    "burden.units": (
        TABLE,
        TABLE | {"back": 1, "going": False, "named": ["应急管理办公室"], "chat_messages": 0},
        TABLE | {"back": 2, "rows": [{**ROW, "unit": str(unit)} for unit in MANY] * 3},
        TABLE | {"rows": [], "people": 0, "messages": 0},
        TABLE | {"rows": [{**ROW, "unit": ""}]},
    ),
    "burden.own": tuple({"weeks": [WEEK, WEEK], "refused": refused, "year": 2026} for refused in BOTH),
    "burden.aside": ({},),
    "refused.burden": ({"unit": "党政办公室"},),
}
