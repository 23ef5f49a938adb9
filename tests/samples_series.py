"""Sample facts of what recurs: every kind of rule, every state, long names, several at once."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import ISSUES, LONG, NEXT_YEAR, NOW, TASK, about


def every(freq: str = "WEEKLY", **more: Json) -> Facts:
    """Give the facts of a rule."""
    base: Facts = {"freq": freq, "interval": 1, "weekdays": [], "monthdays": [], "months": []}
    return base | {"workdays": False, "clock": "15:00"} | more


def series(number: int = 3, name: str = "周汇报", **more: Json) -> Facts:
    """Give the facts of a series."""
    base: Facts = {
        "number": number,
        "name": name,
        "every": every(weekdays=[4]),
        "shift": "earlier",
        "paused": False,
        "ended": False,
        "issuer": "赵明",
        "by": "",
        "who": ["各村(4个单位)", "李四"],
        "next": [moment(NOW), moment(NEXT_YEAR)],
        "until": None,
        "provisional": False,
        "year": 2026,
    }
    return base | more


KINDS: tuple[Facts, ...] = (
    series(),
    series(every=every("DAILY"), shift="keep", name="防火零报告"),
    series(every=every("DAILY", workdays=True), shift="keep", paused=True),
    series(every=every(weekdays=[0, 2, 4], interval=2), shift="later", provisional=True),
    series(every=every("MONTHLY", monthdays=[5, 20]), shift="skip", until="2027-01-31"),
    series(every=every("MONTHLY", monthdays=[-1]), shift="later", next=[]),
    series(every=every("YEARLY", monthdays=[-1], months=[3, 6, 9, 12]), shift="keep"),
    series(every=every("YEARLY", monthdays=[10], months=[1, 4, 7, 10]), shift="earlier"),
    series(every=every("YEARLY", monthdays=[-1], months=[6, 12]), shift="earlier"),
    series(every=every("YEARLY", monthdays=[25], months=[12]), by="孙丽", issuer="欧阳娜娜" * 5),
    series(number=123456789, name=LONG.title, who=["欧阳" * 20] * 60, until="2027-01-31"),
)
OPEN: tuple[list[Json], ...] = (
    [],
    [{"code": "Z20261124-001", "title": "周汇报(11月27日)"}],
    [{"code": f"Z20261124-00{n}", "title": LONG.title} for n in range(5)],
)
DAYS: tuple[list[Json], ...] = (["2026-11-27"], [f"2026-11-{n}" for n in range(10, 30)])
PROBLEMS: tuple[list[Json], ...] = (
    [{"kind": "nobody", "name": ""}],
    [{"kind": "unknown", "name": "李四"}, {"kind": "ambiguous", "name": "张伟"}],
    [{"kind": kind, "name": "应急管理办公室"} for kind in ("no_head", "issuer_heads", "everyone_where")],
    [{"kind": "unknown", "name": "欧阳" * 30}] * 9,
)
ROWS: list[Json] = [series(number=n) | {"paused": n == 2} for n in range(1, 4)]
MANY: list[Json] = [series(number=n, name=LONG.title, issuer="欧阳" * 20) for n in range(1, 21)]


def _each(**more: Json) -> tuple[Facts, ...]:
    return tuple(one | more for one in KINDS)


SERIES: Mapping[str, tuple[Facts, ...]] = {
    "series.begun": (
        *(issued | {"series": KINDS[0]} for issued in ISSUES),
        *(ISSUES[0] | {"series": s} for s in KINDS),
    ),
    "series.set": tuple({"series": one, "first": moment(NOW), "year": 2026} for one in KINDS),
    "series.before": KINDS,
    "series.no_day": KINDS,
    "series.paused": tuple(
        facts
        for rows in OPEN
        for before in (True, False)
        for resumes in (None, moment(NEXT_YEAR))
        for facts in _each(open=rows, before=before, resumes=resumes)
    ),
    "series.resumed": KINDS,
    "series.going": KINDS,
    "series.ended": tuple(
        facts for rows in OPEN for before in (True, False) for facts in _each(open=rows, before=before)
    ),
    "series.skipped": tuple(
        facts
        for rows in OPEN
        for days in ([], *DAYS)
        if rows or days
        for facts in _each(withdrawn=rows, days=days)
    ),
    "series.nothing_to_skip": _each(when="下周"),
    "series.changed": tuple(facts for rows in OPEN for facts in _each(open=rows)),
    "series.when_what": _each(said="每逢集日"),
    "series.until_what": _each(said="忙完这阵"),
    "series.which": tuple(
        {"rows": rows, "verb": verb}
        for rows in (ROWS, MANY)
        for verb in ("pause", "resume", "end", "skip", "move", "shift")
    ),
    "series.list": ({"rows": ROWS, "count": 3}, {"rows": ROWS[:1], "count": 1}, {"rows": MANY, "count": 50}),
    "series.none": tuple(
        {"group": group, "issues": issues} for group in (True, False) for issues in (True, False)
    ),
    "refused.not_series_owner": KINDS,
    "series.problem": tuple(
        facts
        for problems in PROBLEMS
        for code in ("", "Z20261124-001")
        for facts in _each(code=code, due=moment(NOW), problems=problems)
    ),
    "series.missed": tuple(facts for days in DAYS for facts in _each(missed=days)),
    "series.over": KINDS,
    "series.heir": KINDS,
    "series.nobody": KINDS,
    "group.series": about(TASK, LONG, total=14),
}
"""Kind → facts it may come with."""
