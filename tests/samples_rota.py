"""Sample facts of the rota's messages; part of `tests/wording_samples.py`."""

# ruff: noqa: E501 - one sample on one line reads better

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import NOW


def day(number: int, weekday: int, month: int = 11) -> Facts:
    """Give a day in its parts."""
    return {"year": 2026, "month": month, "day": number, "weekday": weekday}


TUESDAY, WEDNESDAY, SUNDAY = day(24, 1), day(25, 2), day(29, 6)
UNIT = "应急管理办公室"
LONG_UNIT = "青溪镇人民政府综合行政执法和应急管理办公室" * 3
OWN: Json = {"name": "周强", "for": ""}
SERVING: Json = {"name": "张三", "for": "周强"}
LONG: Json = {"name": "阿卜杜拉·艾合买提江·吐尔逊" * 3, "for": "欧阳震华" * 3}
SOME: Facts = {"lead": [OWN], "duty": [SERVING, OWN]}
ROWS: list[Json] = [
    {"first": TUESDAY, "last": WEDNESDAY, **SOME},
    {"first": SUNDAY, "last": None, "lead": [OWN], "duty": []},
    {"first": SUNDAY, "last": None, "lead": [], "duty": [SERVING]},
    {"first": SUNDAY, "last": None, "lead": [], "duty": []},
]
MANY: list[Json] = [
    {"first": TUESDAY, "last": SUNDAY, "lead": [LONG] * 3, "duty": [LONG] * 6} for _ in range(31)
]
NAMED: list[Json] = [
    {"first": TUESDAY, "last": WEDNESDAY, "lead": ["钱进"], "duty": ["周强", "王五"]},
    {"first": SUNDAY, "last": None, "lead": ["钱进"], "duty": []},
    {"first": SUNDAY, "last": None, "lead": [], "duty": ["王五"]},
]
WHYS = ("no_day", "weekday", "span", "no_days", "nobody", "columns", "unknown", "doubtful")


def problem(why: str, *, named: bool = True) -> Json:
    """Give one line that was not understood."""
    names: list[Json] = ["李小四"] if named and why in {"unknown", "doubtful"} else []
    return {"line": 3, "text": "11月25日 李小四" if named else "", "why": why, "names": names}


PUT: Facts = {
    "unit": UNIT, "days": 3, "group": False, "rows": NAMED, "replaced": [], "replaced_count": 0, "problems": [],
    "problem_count": 0, "over": 0,
}  # fmt: skip
REPLACED: list[Json] = [
    {"day": TUESDAY, "role": "duty", "off": ["周强"]}, {"day": WEDNESDAY, "role": "lead", "off": ["钱进"]}
]  # fmt: skip
MANY_NAMED: list[Json] = [
    {"first": TUESDAY, "last": SUNDAY, "lead": ["欧阳震华"] * 4, "duty": ["欧阳震华"] * 9} for _ in range(31)
]
LONGEST: Facts = {
    "unit": LONG_UNIT, "days": 31, "rows": MANY_NAMED, "replaced": REPLACED * 15, "replaced_count": 31,
    "problems": [problem(why) for why in WHYS], "problem_count": 31, "over": 3,
}  # fmt: skip
SWAP: Facts = {
    "unit": UNIT, "role": "duty", "asker": "周强", "asked": "王五", "mine": TUESDAY, "other": WEDNESDAY
}  # fmt: skip
LEADING: Facts = SWAP | {"role": "lead", "asker": "阿卜杜拉·艾合买提江·吐尔逊", "unit": LONG_UNIT}
SETTLED = tuple(
    one | {"state": state} for one in (SWAP, LEADING) for state in ("agreed", "refused", "moved", "over")
)
SERVES: Facts = {
    "unit": UNIT, "owner": "周强", "by": "张三", "days": [TUESDAY, WEDNESDAY], "row": 7, "away": False,
    "said_by": "周强", "state": "asked", "rows": "7,8",
}  # fmt: skip
LISTED: list[Json] = [TUESDAY | {"role": "duty"}, WEDNESDAY | {"role": "lead"}]


def one_day(*, now: bool, units: int, more: int = 0, who: Json = OWN) -> Json:
    """Give what is said of one day."""
    row: Json = {"unit": UNIT, "lead": [who], "duty": [who, SERVING]}
    alone: Json = {"unit": UNIT, "lead": [who], "duty": []}
    return {
        "day": TUESDAY, "now": now, "until": moment(NOW) if now else None, "from": moment(NOW),
        "units": [row, alone][:units] if units < 3 else [row] * units, "more": more,
    }  # fmt: skip


ROTA: Mapping[str, tuple[Facts, ...]] = {
    "rota.put": (
        PUT,
        PUT | {"replaced": REPLACED, "replaced_count": 2, "over": 2},
        PUT | {"problems": [problem(why) for why in WHYS], "problem_count": 20},
        PUT | {"problems": [problem(why, named=False) for why in WHYS], "problem_count": 8, "group": True, "rows": []},
        PUT | {"group": True, "rows": [], "replaced_count": 2},
        PUT | {"days": 0, "rows": [], "problems": [problem("unknown")], "problem_count": 1},
        PUT | {"days": 0, "rows": [], "over": 5},
        PUT | LONGEST,
    ),
    "rota.cleared": (
        {"unit": UNIT, "days": [TUESDAY, SUNDAY], "count": 2, "names": ["周强", "王五"]},
        {"unit": UNIT, "days": [TUESDAY], "count": 1, "names": []},
        {"unit": UNIT, "days": [], "count": 0, "names": []},
    ),
    "rota.which_unit": ({"units": [UNIT, "党政办公室"]}, {"units": [UNIT]}, {"units": []}),
    "refused.rota": ({"unit": UNIT, "head": "周强"}, {"unit": UNIT, "head": ""}, {"unit": "", "head": ""}),
    "rota.who": ({"names": ["张伟"]}, {"names": []}),
    "rota.no_such_day": tuple({"wrong": wrong} for wrong in ("weekday", "no_day", "many")),
    "rota.day": (
        {"days": [one_day(now=True, units=2)], "phone": False, "any": True},
        {"days": [one_day(now=True, units=0), one_day(now=False, units=1)], "phone": True, "any": True},
        {"days": [one_day(now=False, units=0)], "phone": False, "any": False},
        {"days": [one_day(now=True, units=5, more=3), one_day(now=False, units=5)], "phone": True, "any": True},
    ),
    "rota.table": (
        {"unit": UNIT, "first": TUESDAY, "last": SUNDAY, "any": True, "rows": ROWS, "others": []},
        {"unit": UNIT, "first": TUESDAY, "last": SUNDAY, "any": True, "rows": ROWS, "others": ["党政办公室"]},
        {"unit": UNIT, "first": TUESDAY, "last": SUNDAY, "any": False, "rows": ROWS[3:], "others": []},
        {"unit": UNIT, "first": TUESDAY, "last": SUNDAY, "any": True, "rows": MANY, "others": [LONG_UNIT] * 6},
    ),
    "rota.mine": (
        {"rows": []},
        {
            "rows": [
                {"day": TUESDAY, "unit": UNIT, "role": role, "given_to": given, "for": owner, "was": was}
                for role, given, owner, was in (
                    ("duty", "", "", ""), ("lead", "张三", "", ""), ("duty", "", "周强", ""), ("duty", "", "", "王五")
                )
            ]
        },
        {
            "rows": [
                {"day": TUESDAY, "unit": LONG_UNIT, "role": "duty", "given_to": "", "for": "", "was": "欧阳震华"}
            ]
            * 31
        },
    ),
    "rota.swap_asked": tuple(one | {"question": 7, "until": moment(NOW)} for one in (SWAP, LEADING)),
    "card.rota_swap": SETTLED,
    "rota.swap_settled": SETTLED,
    "rota.swap_told": SETTLED,
    "rota.swap_sent": tuple(
        SWAP | {"reachable": reachable, "at": at} for reachable in (True, False) for at in (None, moment(NOW))
    ),
    "rota.swapped": (SWAP,),
    "rota.swap_done": (SWAP | {"by": "周强"},),
    "rota.swap_which": tuple(
        {"first": "周强", "second": "王五", "first_days": days, "second_days": days, "several": bool(days)}
        for days in (LISTED, [])
    ),
    "rota.swap_clash": (SWAP,),
    "rota.stand_in_put": (SERVES, SERVES | {"away": True}),
    "rota.stand_in": (SERVES,),
    "card.rota_stand_in": (SERVES | {"state": "given_back"}, SERVES | {"state": "over"}),
    "rota.stand_in_told": (SERVES,),
    "rota.given_back": (SERVES | {"own": True}, SERVES | {"own": False}),
    "rota.back": (SERVES | {"own": True}, SERVES | {"own": False}),
    "rota.stand_in_clash": (SERVES,),
    "rota.stand_in_which": ({"owner": "周强", "days": LISTED}, {"owner": "周强", "days": []}),
    "rota.off": ({"unit": UNIT, "days": [TUESDAY, SUNDAY], "by": "周强"},),
    "rota.told": tuple(
        {
            "rows": [{"day": TUESDAY, "unit": UNIT, "role": role, "for": owner} for role, owner in rows],
            "opens": moment(NOW),
        }
        for rows in ([("duty", "")], [("lead", ""), ("duty", "周强")], [("duty", "")] * 15)
    ),
    "rota.gaps": (
        {
            "first": day(30, 0), "last": day(6, 6, 12),
            "units": [
                {"unit": UNIT, "empty": [day(30, 0), day(1, 1, 12)], "absent": []},
                {"unit": "党政办公室", "empty": [TUESDAY] * 7, "absent": []},
                {
                    "unit": "民政办公室", "empty": [],
                    "absent": [{"day": TUESDAY, "name": "周强", "why": why} for why in ("left", "leave")],
                },
            ],
        },
        {
            "first": day(30, 0), "last": day(6, 6, 12),
            "units": [{"unit": LONG_UNIT, "empty": [TUESDAY] * 6, "absent": []} for _ in range(20)],
        },
    ),
    "rota.nobody_now": ({"unit": UNIT, "written": "应急办值班人员"}, {"unit": "", "written": "值班人员"}),
}  # fmt: skip
