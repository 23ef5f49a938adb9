"""Sample facts for each kind of message, as the code gives them, so that its words can be tried."""

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


def _shares(states: tuple[str, ...]) -> tuple[Facts, ...]:
    """Give facts of a share in each state, for each reason to have it."""
    return tuple(
        share_facts(
            sheet.facts(due),
            why=why,
            role=ROLES[number % 3],
            state=state,
            acknowledged_at=None if state == "assigned" else NOW,
        )
        for number, state in enumerate(states)
        for why in WHYS
        for sheet, due in SHEETS
    )


def _feedback(state: str, **more: Json) -> Facts:
    return TASK.facts() | {
        "share": 7,
        "reporter": "周强",
        "unit": "应急管理办公室",
        "text": "已组织人员到场，火势已控制",
        "attachments": 2,
        "reported_at": moment(NOW),
        "state": state,
        **more,
    }


PERSON: Facts = {"kind": "person", "userid": "zhangwei", "name": "张伟", "unit": "民政办公室", "position": "科员"}
SKIP: Facts = {"kind": "skip"}
CANCEL: Facts = {"kind": "cancel"}
WIDE: tuple[Facts, ...] = ({"kind": "everyone"}, {"kind": "units"})
UNIT: Facts = {"kind": "unit", "id": 1, "name": "青溪镇"}
WHICH: Facts = {"kind": "directive", "code": "Z20261124-001", "title": "竹里村违法建筑存在火灾隐患"}


def _question(kind: str, about: Facts, *choices: Facts) -> Facts:
    return {"id": 5, "kind": kind, "about": about, "choices": list(choices)}


LEFT_OUT: list[Json] = [{"name": "党政办公室", "why": "issuer"}, {"name": "龙黄村", "why": "no_head"}]
AMBIGUOUS = _question("ambiguous", {"name": "张伟"}, PERSON, PERSON | {"unit": "竹里村", "position": ""}, SKIP)
QUESTIONS: tuple[Facts, ...] = (
    AMBIGUOUS,
    _question("unknown", {"name": "王小二"}, PERSON, SKIP),
    _question("unknown", {"name": "王小二"}, SKIP),
    _question("no_head", {"unit": "龙黄村"}, PERSON, SKIP),
    _question("issuer_heads", {"unit": "党政办公室"}, PERSON, SKIP),
    _question(
        "past", {"due": moment(NOW)}, {"kind": "due", "due": moment(DUE)}, {"kind": "no_due"}, CANCEL
    ),
    _question("nobody", {"group": "青溪镇工作群", "left_out": []}, *WIDE, CANCEL),
    _question("nobody", {"group": "", "left_out": []}, CANCEL),
    _question("nobody", {"group": "", "left_out": LEFT_OUT}, CANCEL),
    _question("notice_to_all", {"group": "青溪镇工作群", "left_out": []}, *WIDE, CANCEL),
    _question("notice_to_all", {"group": "", "left_out": []}, *WIDE, CANCEL),
    _question("notice_to_all", {"group": "", "left_out": []}, CANCEL),
    _question("everyone_where", {}, *(UNIT,) * 5, CANCEL),
    _question("which", {"verb": "acknowledge"}, WHICH, WHICH | {"code": "Z20261124-002"}),
    _question("which", {"verb": "accept"}, *(WHICH,) * 9),
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
    {"userid": "u1", "name": "吴芳", "why": "not_active"},
    {"userid": "u2", "name": "郑军", "why": "disabled"},
    {"userid": "u3", "name": "冯刚", "why": "left"},
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
    "more": False,
}


def _issued(sheet: Sheet = TASK, due: datetime | None = DUE, **changes: Json) -> Facts:
    return sheet.facts(due) | ISSUED | changes


ISSUES: tuple[Facts, ...] = (
    *(_issued(sheet, due) for sheet, due in SHEETS),
    _issued(BY_DELEGATE, more=True, who=["张伟(民政办公室)"], reached=1),
    _issued(held_until=moment(DUE), left_out=LEFT_OUT, provisional=True),
    _issued(unreachable=UNREACHABLE, reached=0),
    _issued(unreachable=UNREACHABLE * 4, left_out=LEFT_OUT * 5),
    _issued(other_dues=[moment(NOW), moment(NEXT_YEAR)], rrule="FREQ=WEEKLY;BYDAY=FR"),
    _issued(rehearsal=0),
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
        "state": "open",
        "total": 9,
        "acknowledged": 7,
        "reported": 2,
        "accepted": 1,
        "unread": ["周强(应急管理办公室)", "卫国(竹里村)"],
        "silent": ["李四"],
        "waiting": ["张三"],
        **changes,
    }


NOBODY: Facts = {"unread": [], "silent": [], "waiting": []}
ROWS: tuple[Facts, ...] = (
    _row(),
    _row(NOTICE, silent=[], waiting=[]),
    _row(**NOBODY),
    _row(NOTICE, **NOBODY),
    _row(state="closed", **NOBODY),
    _row(state="withdrawn", **NOBODY),
    _row(unread=[f"王{n}" for n in range(60)]),
)
OVERVIEWS: tuple[Facts, ...] = (
    *({"rows": [row], "at": moment(NOW), "more": False} for row in ROWS),
    {"rows": list(ROWS[:4]), "at": moment(NOW), "more": True},
)
NUMBERS: tuple[Facts, ...] = tuple(
    {
        **facts,
        "rows": [{k: v for k, v in row.items() if k not in NOBODY} for row in rows],
        "names_sent": sent,
    }
    for facts in OVERVIEWS
    for sent in (True, False)
    if isinstance(rows := facts["rows"], list)
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
)


def _about(*sheets: Sheet, **more: Json) -> tuple[Facts, ...]:
    return tuple(sheet.facts() | more for sheet in sheets or (TASK,))


ACKNOWLEDGED: Facts = {"total": 9, "acknowledged": 7, "for": "张三", "state": "acknowledged"}
REFUSED: Facts = {"code": "Z20261124-001", "title": "竹里村违法建筑存在火灾隐患"}
ASKERS: tuple[Facts, ...] = tuple(
    {"leader": leader, "group": group} for leader in (True, False) for group in (True, False)
)
ACCEPTED: Facts = {"accepted": 2, "names": ["周强", "卫国"], "still_open": 1, "closed": False, "accepter": ""}
ALL_CLOSED: Facts = ACCEPTED | {"accepted": 9, "still_open": 0, "closed": True, "accepter": "孙丽"}

SAMPLES: Mapping[str, tuple[Facts, ...]] = {
    "directive.assigned": _shares(("assigned",)),
    "card.share": _shares(SHARE_STATES),
    "directive.full_text": (
        {"code": TASK.code, "text": "全文。", "part": 1, "parts": 1},
        {"code": TASK.code, "text": LONG.content[:600], "part": 2, "parts": 4},
    ),
    "directive.feedback": (
        _feedback("reported"),
        _feedback("reported", unit="", attachments=0, text="已转移" * 300),
    ),
    "card.feedback": (
        _feedback("reported", still_open=2, closed=False),
        _feedback("accepted", still_open=1, closed=False),
        _feedback("accepted", still_open=0, closed=True),
    ),
    "directive.all_acknowledged": _about(TASK, NOTICE, total=9, closed=False),
    "group.all_acknowledged": _about(TASK, NOTICE, total=9, closed=False),
    "group.closed": _about(total=9),
    "share.accepted": (*_about(accepter=""), *_about(accepter="孙丽")),
    "directive.unreachable": (
        *_about(who=["吴芳"], reason="invalid"),
        *_about(who=["吴芳", "郑军"], reason="unlicensed"),
    ),
    "issued": ISSUES,
    "card.group": GROUPS,
    "acknowledged": _about(TASK, NOTICE, **ACKNOWLEDGED),
    "acknowledged.before": _about(**ACKNOWLEDGED),
    "acknowledge.nothing": ({},),
    "reported": (
        *_about(**ACKNOWLEDGED, text="已完成", attachments=2, reported=3),
        *_about(**ACKNOWLEDGED, text="已完成", attachments=0, reported=3),
    ),
    "report.wanted": _about(),
    "report.nothing": ({},),
    "report.notice": _about(NOTICE),
    "accepted": (*_about(**ACCEPTED), *_about(**ALL_CLOSED)),
    "accept.none_reported": (*_about(**ACCEPTED), *_about(**ALL_CLOSED)),
    "accept.nothing": ({},),
    "media.alone": ({"count": 2},),
    "help": ASKERS,
    "not_understood": ASKERS,
    "not_yet": tuple(
        {"verb": verb, "code": None} for verb in ("nudge", "withdraw", "extend", "reassign", "return")
    ),
    "stranger": ({"sender": "nobody"},),
    "classified": ({},),
    "failed": ({},),
    "late": (
        {"kind": "help", "facts": ASKERS[0], "at": moment(NOW)},
        {"kind": "card.share", "facts": _shares(("acknowledged",))[0], "at": moment(NOW)},
    ),
    "refused.issue": ({},),
    "refused.for_whom": ({"leaders": ["赵明", "钱进"]},),
    "refused.nobody_left": ({"left_out": []}, {"left_out": LEFT_OUT}),
    "refused.no_such_code": ({"code": "Z20261124-099"}, {"code": "012"}),
    "refused.not_assignee": tuple(REFUSED | {"verb": verb} for verb in ("acknowledge", "report")),
    "refused.not_issuer": (REFUSED | {"verb": "accept"},),
    "refused.not_concerned": tuple(REFUSED | {"verb": verb} for verb in ("pending", "status")),
    "refused.over": tuple(TASK.facts() | ACKNOWLEDGED | {"state": state} for state in ("accepted", "withdrawn")),
    "refused.not_administrator": ({},),
    "directory.syncing": ({},),
    "citizen.help": ({},),
    "admin.failed": ({"id": 12},),
    "stream.gone": ({},),
    "pending": OVERVIEWS,
    "pending.numbers": NUMBERS,
    "pending.names": OVERVIEWS,
    "pending.nothing": ({},),
    "status": OVERVIEWS,
    "status.numbers": NUMBERS,
    "status.names": OVERVIEWS,
    "mine": MINE,
    "mine.numbers": ({"count": 3},),
    "question": tuple({"question": question} for question in QUESTIONS),
    "question.out_of_range": ({"count": 3},),
    "question.cancelled": ({"code": ""}, {"code": "Z20261124-001"}),
    "card.question_over": tuple(
        {"why": why, "code": code} for why in ("answered", "expired") for code in ("", "Z20261124-001")
    ),
    "card.chosen": (
        {"outcome": "issued", "facts": ISSUES[0]},
        {"outcome": "question", "facts": {"question": AMBIGUOUS}},
        {"outcome": "question.cancelled", "facts": {"code": ""}},
        {"outcome": "acknowledged", "facts": TASK.facts() | ACKNOWLEDGED},
    ),
}
"""Kind → facts it may come with; every branch of its words is in one of them."""
