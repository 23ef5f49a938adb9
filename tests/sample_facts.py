"""Facts as the code gives them, about a made-up directive; `tests/wording_samples.py` is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tasks.directives.facts import directive_facts, moment, share_facts
from tasks.fields import Facts, Json

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=ZONE)
DUE = datetime(2026, 11, 24, 12, 0, tzinfo=ZONE)
NEXT_YEAR = datetime(2027, 1, 5, 17, 30, tzinfo=ZONE)
MIDNIGHT = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
NAMES: Mapping[str, str] = {"zhaoming": "赵明", "sunli": "孙丽"}


@dataclass(frozen=True)
class Sheet:
    """A directive on paper: what `directive_facts` looks at."""

    code: str = "Z20261124-001"
    kind: str = "task"
    title: str = "竹里村违法建筑存在火灾隐患"
    content: str = "特急！竹里村违法建筑存在火灾隐患，请应急办、竹里村立即处置，2小时内反馈"
    urgency: str = "critical"
    issuer: str = "zhaoming"
    posted_by: str = "zhaoming"
    supervised_by: str = ""

    def facts(self, due: datetime | None = DUE) -> Facts:
        """Give the facts that every message about it carries."""
        return directive_facts(self, name=lambda userid: NAMES[userid], due=due)


TASK = Sheet()
NOTICE = replace(TASK, kind="notice", title="明天上午9点召开调度会", content="通知：……", urgency="normal")
BY_DELEGATE = replace(TASK, urgency="urgent", posted_by="sunli")
LONG = replace(TASK, title="关于" * 14 + "通…", content="防火巡查" * 500)
SHEETS = ((TASK, DUE), (NOTICE, None), (BY_DELEGATE, NEXT_YEAR), (LONG, MIDNIGHT))

WHYS: tuple[Facts, ...] = (
    {"by": "unit", "written": "应急管理办公室"},
    {"by": "each", "written": "各村"},
    {"by": "everyone", "written": "青溪镇工作群"},
    {"by": "everyone", "written": ""},
    {"by": "post", "written": "各村书记"},
    {"by": "person", "written": ""},
)
SHARE_STATES = ("assigned", "acknowledged", "reported", "returned", "accepted", "withdrawn")
ROLES = ("lead", "assist", None)


def shares(states: tuple[str, ...]) -> tuple[Facts, ...]:
    """Give facts of a share in each state, for each reason to have it."""
    return tuple(
        share_facts(
            sheet.facts(due),
            why=why,
            role=ROLES[number % 3],
            state=state,
            acknowledged_at=None if state == "assigned" else NOW,
            signer="" if state == "assigned" or number % 2 else "孙丽",
        )
        for number, state in enumerate(states)
        for why in WHYS
        for sheet, due in SHEETS
    )


def feedback(state: str, **more: Json) -> Facts:
    """Give facts of a report."""
    return TASK.facts() | {
        "share": 7,
        "feedback": 7,
        "size": 15,
        "reporter": "周强",
        "for": "",
        "unit": "应急管理办公室",
        "text": "已组织人员到场，火势已控制",
        "attachments": 2,
        "reported_at": moment(NOW),
        "state": state,
        **more,
    }


PERSON: Facts = {
    "kind": "person",
    "userid": "zhangwei",
    "name": "张伟",
    "unit": "民政办公室",
    "position": "科员",
}
SKIP: Facts = {"kind": "skip"}
CANCEL: Facts = {"kind": "cancel"}
WIDE: tuple[Facts, ...] = ({"kind": "everyone"}, {"kind": "units"})
UNIT: Facts = {"kind": "unit", "id": 1, "name": "青溪镇"}
WHICH: Facts = {"kind": "directive", "code": "Z20261124-001", "title": "竹里村违法建筑存在火灾隐患"}


def _question(kind: str, about: Facts, *choices: Facts) -> Facts:
    return {"id": 5, "kind": kind, "about": about, "choices": list(choices)}


LEFT_OUT: list[Json] = [
    {"name": "党政办公室", "why": "issuer", "leader": ""},
    {"name": "龙黄村", "why": "no_head", "leader": ""},
]
LEFT_OUT_FOR_LEADER: list[Json] = [
    {"name": "赵明", "why": "issuer", "leader": "赵明"},
    {"name": "党政办公室", "why": "issuer", "leader": "赵明"},
]
AMBIGUOUS = _question(
    "ambiguous", {"name": "张伟"}, PERSON, PERSON | {"unit": "竹里村", "position": ""}, SKIP
)
QUESTIONS: tuple[Facts, ...] = (
    AMBIGUOUS,
    _question("unknown", {"name": "王小二"}, PERSON, SKIP),
    _question("unknown", {"name": "王小二"}, SKIP),
    _question("no_head", {"unit": "龙黄村", "leader": ""}, PERSON, SKIP),
    _question("issuer_heads", {"unit": "党政办公室", "leader": ""}, PERSON, SKIP),
    _question("issuer_heads", {"unit": "党政办公室", "leader": "赵明"}, PERSON, SKIP),
    _question("no_duty", {"written": "应急办值班人员"}, PERSON, SKIP),
    _question("no_duty", {"written": "应急办值班人员"}, SKIP),
    _question("past", {"due": moment(NOW)}, {"kind": "due", "due": moment(DUE)}, {"kind": "no_due"}, CANCEL),
    _question("nobody", {"group": "青溪镇工作群", "left_out": []}, *WIDE, CANCEL),
    _question("nobody", {"group": "", "left_out": []}, CANCEL),
    _question("nobody", {"group": "", "left_out": LEFT_OUT}, CANCEL),
    _question("nobody", {"group": "", "left_out": LEFT_OUT_FOR_LEADER}, CANCEL),
    _question("notice_to_all", {"group": "青溪镇工作群", "left_out": []}, *WIDE, CANCEL),
    _question("notice_to_all", {"group": "", "left_out": []}, *WIDE, CANCEL),
    _question("notice_to_all", {"group": "", "left_out": []}, CANCEL),
    _question("everyone_where", {}, *(UNIT,) * 5, CANCEL),
    _question("which", {"verb": "acknowledge"}, WHICH, WHICH | {"code": "Z20261124-002"}),
    _question("which", {"verb": "accept"}, *(WHICH,) * 9),
)
PARTS: list[Json] = [
    {"title": "报送防汛台账", "who": ["李四", "王五"], "due": moment(DUE)},
    {"title": "请各村尽快上报", "who": [], "due": None},
]
QUESTIONS += tuple(
    _question("split", {"parts": parts}, {"kind": "split", "count": len(parts)}, {"kind": "whole"}, CANCEL)
    for parts in (PARTS, PARTS * 10)
)
REPORT_ON: Facts = WHICH | {"kind": "as_report"}
UP: Facts = {"kind": "issue_up", "who": ["赵明"]}
QUESTIONS += (
    _question("upward", {"who": ["赵明"], "leader": "", "reports": 3}, *(REPORT_ON,) * 3, UP, CANCEL),
    _question("upward", {"who": ["赵明", "钱进"], "leader": "吴芳", "reports": 0}, UP, CANCEL),
    _question(
        "about_code", {"code": WHICH["code"], "title": WHICH["title"]},
        {"kind": "status_of", "code": WHICH["code"]}, {"kind": "another"}, CANCEL,
    ),
)  # fmt: skip
EVERY: Facts = {"kind": "every", "userids": ["lisi", "wangwu"], "count": 2}
WHOSE: Facts = {"code": WHICH["code"], "title": WHICH["title"], "verb": "grant"}
QUESTIONS += (_question("whose", WHOSE, PERSON, PERSON, EVERY, {"kind": "leave"}),)
IT: Facts = {"code": WHICH["code"], "title": WHICH["title"], "count": 3, "text": False}
QUESTIONS += (
    _question("alone", IT, {"kind": "report_it", "code": WHICH["code"]}, {"kind": "not_it"}),
    _question("alone_which", {"count": 1, "text": True}, *(WHICH,) * 9, {"kind": "leave"}),
)
FORMAL: tuple[str, ...] = ("chain", "clock_in", "photo", "minutes", "ranking", "daily", "likes", "app")
INSIST: Facts = {"kind": "insist"}
QUIET: Facts = {"kind": "quiet", "text": "请各村上报人数"}
QUESTIONS += (
    *(_question("formal", {"rules": [name], "quiet": "", "due": None}, INSIST, CANCEL) for name in FORMAL),
    _question(
        "formal", {"rules": ["minutes"], "quiet": "请李四30分钟内反馈", "due": moment(DUE)},
        QUIET, {"kind": "press"}, INSIST, CANCEL,
    ),
    _question("formal", {"rules": [*FORMAL], "quiet": LONG.content, "due": None}, QUIET, INSIST, CANCEL),
)  # fmt: skip
GUARDED: tuple[Facts, ...] = (
    {"way": "insist", "echo": False, "rules": []},
    {"way": "quiet", "echo": True, "rules": []},
    {"way": "", "echo": True, "rules": [*FORMAL]},
)
CHOICES = frozenset(
    choice["kind"]
    for question in QUESTIONS
    if isinstance(choices := question["choices"], list)
    for choice in choices
    if isinstance(choice, dict)
)
"""Kinds of choices there are."""

UNREACHABLE: list[Json] = [
    {"userid": "u1", "name": "吴芳", "why": "not_active", "for": ""},
    {"userid": "u2", "name": "郑军", "why": "disabled", "for": "王五"},
    {"userid": "u3", "name": "冯刚", "why": "left", "for": ""},
]
ISSUED: Facts = {
    "who": ["应急管理办公室(周强)", "竹里村(卫国)"],
    "total": 2,
    "acknowledged": 0,
    "reported": 0,
    "accepted": 0,
    "state": "open",
    "reached": 2,
    "unreachable": [],
    "left_out": [],
    "held_until": None,
    "rehearsal": None,
    "provisional": False,
    "other_dues": [],
    "rrule": None,
    "chat": "wrk",
    "at": moment(NOW),
    "question": None,
    "guard": None,
    "more": False,
}


def _issued(sheet: Sheet = TASK, due: datetime | None = DUE, **changes: Json) -> Facts:
    return sheet.facts(due) | ISSUED | changes


ISSUES: tuple[Facts, ...] = (
    *(_issued(sheet, due) for sheet, due in SHEETS),
    _issued(BY_DELEGATE, more=True, who=["张伟(民政办公室)"], reached=1),
    _issued(held_until=moment(DUE), left_out=LEFT_OUT, provisional=True),
    _issued(left_out=LEFT_OUT_FOR_LEADER),
    _issued(unreachable=UNREACHABLE, reached=0),
    _issued(unreachable=UNREACHABLE * 4, chat=""),
    _issued(unreachable=UNREACHABLE * 4, left_out=LEFT_OUT * 5),
    _issued(other_dues=[moment(NOW), moment(NEXT_YEAR)], rrule="FREQ=WEEKLY;BYDAY=FR"),
    _issued(rehearsal=0),
    *(_issued(guard=guard) for guard in GUARDED),
    _issued(rehearsal=2, question=AMBIGUOUS),
    _issued(who=[f"第{n}村(张三)" for n in range(30)]),
    *(_issued(question=question) for question in QUESTIONS[:5]),
)


def _group(sheet: Sheet = TASK, **changes: Json) -> Facts:
    numbers: Facts = {"question": None, "total": 9, "acknowledged": 7, "reported": 2, "accepted": 1}
    return sheet.facts() | numbers | {"state": "open", "at": moment(NOW)} | changes


GROUPS: tuple[Facts, ...] = (
    _group(),
    _group(NOTICE),
    _group(BY_DELEGATE),
    _group(LONG, reported=0, accepted=0),
    _group(question=AMBIGUOUS),
    _group(state="closed"),
    _group(NOTICE, state="closed"),
    _group(state="withdrawn"),
)


def _row(sheet: Sheet = TASK, **changes: Json) -> Facts:
    return sheet.facts() | {
        "visible": True,
        "part": "",
        "state": "open",
        "total": 9,
        "acknowledged": 7,
        "reported": 2,
        "accepted": 1,
        "lacking": "",
        "missing": 3,
        "unread": ["周强(应急管理办公室)", "卫国(竹里村)"],
        "silent": ["李四"],
        "waiting": ["张三"],
        "extended": [],
        **changes,
    }


MANY: list[Json] = [f"欧阳{n}(环境卫生管理所)" for n in range(60)]
NOBODY: Facts = {"unread": [], "silent": [], "waiting": []}
OWN_TIMES: list[Json] = [
    {"who": "李四", "due": moment(NEXT_YEAR), "later": True},
    {"who": "欧阳娜娜欧阳娜娜欧阳娜娜", "due": moment(NOW), "later": False},
]
ROWS: tuple[Facts, ...] = (
    _row(),
    _row(NOTICE, silent=[], waiting=[]),
    _row() | NOBODY,
    _row(NOTICE) | NOBODY,
    _row(part="asked", total=2),
    _row(part="own", total=2),
    _row(part="asked", total=0) | NOBODY,
    _row(state="closed", total=0) | NOBODY,
    _row(state="closed") | NOBODY,
    _row(state="withdrawn") | NOBODY,
    _row(lacking="report"),
    _row(NOTICE, lacking="report", silent=[], waiting=[]),
    _row(lacking="read", silent=[]),
    _row(lacking="read", missing=0) | NOBODY,
    _row(extended=OWN_TIMES),
    _row(unread=MANY, silent=MANY, waiting=MANY, extended=OWN_TIMES * 6, lacking="report", missing=60),
)


def _overview(*rows: Facts, more: bool = False) -> Facts:
    return {"rows": [*rows], "at": moment(NOW), "more": more}


OVERVIEWS: tuple[Facts, ...] = (
    *(_overview(row) for row in ROWS),
    _overview(*ROWS[:4], more=True),
    _overview(*[ROWS[-1]] * 2, more=True),
    _overview(*[ROWS[-1]] * 4, more=True),
)


def _numbers(facts: Facts, *, sent: bool) -> Facts:
    """Give what the group is told: the same without names."""
    rows = facts["rows"]
    assert isinstance(rows, list)
    bare: list[Json] = [
        {key: value for key, value in row.items() if key not in {*NOBODY, "extended"}}
        for row in rows
        if isinstance(row, dict)
    ]
    return facts | {"rows": bare, "names_sent": sent}


NUMBERS: tuple[Facts, ...] = tuple(
    _numbers(facts, sent=sent) for facts in OVERVIEWS for sent in (True, False)
)
MINE: tuple[Facts, ...] = (
    {"rows": [], "count": 0, "at": moment(NOW)},
    {
        "rows": [
            sheet.facts(due) | {"state": state, "for": whom}
            for (sheet, due), whom in zip(SHEETS, ("", "", "李四", ""), strict=True)
            for state in ("assigned", "acknowledged", "returned", "reported")
        ],
        "count": 16,
        "at": moment(NOW),
    },
    {
        "rows": [sheet.facts(due) | {"state": "returned", "for": "李四"} for sheet, due in SHEETS] * 5,
        "count": 40,
        "at": moment(NOW),
    },
)


def about(*sheets: Sheet, **more: Json) -> tuple[Facts, ...]:
    """Give facts about directives, the usual one unless told."""
    return tuple(sheet.facts() | more for sheet in sheets or (TASK,))
