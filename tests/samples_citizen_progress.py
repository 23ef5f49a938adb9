"""Sample facts of what comes after a request: progress, rating, calls back, figures."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tasks.requests.rating import REASONS
from tasks.requests.states import OPEN, STATES
from tests.sample_facts import NOW, shares

LATER = moment(NOW)
TITLE = "幸福路12号门口路灯坏了"
ONE: Facts = {
    "code": "S20261124-0012",
    "kind": "help",
    "category": "路灯",
    "title": TITLE,
    "state": "handling",
    "office": "村镇建设办公室",
    "due": LATER,
    "year": 2026,
}
LONGEST: Facts = ONE | {"title": "<" * 24, "office": "青溪镇人民政府综合行政执法和应急管理办公室" * 2}
STEPS: list[Json] = [
    {"at": LATER, "action": "received"},
    {"at": LATER, "action": "handed"},
    {"at": LATER, "action": "signed"},
]
STANDING: Facts = {
    "steps": STEPS,
    "why_waiting": "",
    "why_refused": "",
    "answer": "",
    "late": False,
    "first": None,
    "round": 1,
    "rate": False,
    "merged": False,
}
BOTH = (True, False)
COUNT: Facts = {
    "received": 12, "answered": 9, "in_time": 8, "refused": 1, "open": 3, "overdue": 1, "reopened": 1,
    "rated": 6, "content": 5,
}  # fmt: skip
NONE: Facts = dict.fromkeys(COUNT, 0)
KINDS = ("consult", "help", "complaint", "report", "suggestion", "praise")
MONTH: Facts = {
    "first": LATER, "last": LATER, "is_month": True, "back": 0, "of_year": 2026, "of_month": 11,
    "going": True, "year": 2026, "own": False,
}  # fmt: skip
WEEK: Facts = MONTH | {"is_month": False, "back": 1, "going": False, "own": True}
UNIT = "青溪镇人民政府综合行政执法和应急管理办公室"
FULL: Facts = {
    "kinds": [{"kind": kind, **COUNT} for kind in KINDS],
    "offices": [{"unit": unit, **COUNT} for unit in ("", "供水站", *[UNIT] * 4)],
    "areas": [{"unit": UNIT, **COUNT}] * 6,
}
EMPTY: Facts = {"kinds": [], "offices": [], "areas": [], "hot": [], "late": []}
HOT: Facts = {
    "hot": [{"category": "路灯", "received": 5, "titles": [TITLE, "<" * 24]},
            {"category": "供水", "received": 3, "titles": ["停水两天"]},
            {"category": "噪音", "received": 1, "titles": []}],
    "areas": [{"unit": "竹里村", "received": 5}, {"unit": UNIT, "received": 2}],
    "late": [{"unit": "", "overdue": 1}, {"unit": "供水站", "overdue": 2}],
}  # fmt: skip
RATED: Facts = ONE | {"stars": 2, "text": "还是不亮", "reasons": ["unsolved", "late"]}
CALL: Facts = ONE | {"call_by": LATER, "may_call": True, "why": "", "above": False, "late": False}

CITIZEN_PROGRESS: Mapping[str, tuple[Facts, ...]] = {
    "citizen.progress": (
        *(ONE | STANDING | {"state": state} for state in STATES),
        *(LONGEST | STANDING | {"state": state, "late": True, "merged": True} for state in OPEN),
        LONGEST | STANDING | {"state": "answered", "answer": "🔥" * 500, "rate": True, "merged": True},
        ONE | STANDING | {"state": "waiting", "why_waiting": "照片和门牌号" * 60},
        ONE | STANDING | {"state": "refused", "why_refused": "已进入法院诉讼程序，请向法院咨询。"},
        ONE | STANDING | {"state": "handed", "first": LATER},
    ),
    "citizen.mine": (
        {"rows": [], "tappable": False, "year": 2026},
        *(
            {
                "rows": [LONGEST | {"late": late, "state": state} for state in STATES[:5]],
                "tappable": tap,
                "year": 2026,
            }
            for late in BOTH
            for tap in BOTH
        ),
    ),
    "citizen.mine_unknown": ({"code": "S20261124-0099"},),
    "citizen.noted": (ONE, ONE | {"office": "", "due": None}),
    "citizen.note_too_late": (ONE | {"state": "answered"}, ONE | {"state": "withdrawn"}),
    "citizen.urged": (ONE, ONE | {"office": "", "due": None}),
    "citizen.urged_before": (ONE | {"asked_at": LATER, "again": LATER},),
    "citizen.withdraw_ask": (ONE, LONGEST),
    "citizen.withdraw_not": (ONE,),
    "citizen.withdraw_over": tuple(ONE | {"state": s} for s in ("answered", "withdrawn", "refused")),
    "citizen.withdrawn": (ONE,),
    "citizen.reopen_why": (ONE, LONGEST),
    "citizen.reopen_not": (ONE,),
    "citizen.reopen_not_answered": tuple(ONE | {"state": s} for s in ("handed", "refused")),
    "citizen.reopen_late": (ONE | {"days": 30},),
    "citizen.reopened": (ONE, ONE | {"office": ""}),
    "citizen.reopen_above": (ONE | {"days": 5, "most": 2},),
    "request.urged": (ONE, ONE | {"due": None}),
    "request.withdrawn": (ONE,),
    "request.reopened": tuple(
        one | {"reason": "还是不亮" * 30, "round": 2, "for": who, "share": 7}
        for one in shares(("returned",))
        for who in ("", "张三")
    ),
    "citizen.rated": tuple(ONE | {"stars": stars} for stars in (5, 4, 3)),
    "citizen.rated_poor": tuple(
        ONE | {"stars": stars, "reasons": list(REASONS), "days": 5, "called": called}
        for stars in (2, 1)
        for called in BOTH
    ),
    "citizen.reasons_kept": tuple(ONE | {"said": said} for said in BOTH),
    "citizen.rated_before": (ONE,),
    "citizen.rate_later": (ONE, ONE | {"state": "refused"}),
    "citizen.rating_left_out": (ONE | {"reason": "经核实已按期修复"},),
    "request.follow_up": (CALL, CALL | {"why": "还是不亮", "above": True, "may_call": False}),
    "follow_up.due": (CALL, CALL | {"late": True}),
    "followed_up": (
        ONE | {"result": "已联系，群众认可", "reopened": False},
        ONE | {"result": "仍不亮，重新办理", "reopened": True},
    ),
    "follow_up.none": ({"code": "0012"},),
    "refused.follow_up": ({"code": "S20261124-0012", "who": "钱进"},),
    "appealed": (RATED | {"judges": 2}, RATED | {"judges": 0}),
    "appeal.none": ({"code": "0012"},),
    "appeal.not_taken": tuple(RATED | {"why": why, "days": 5} for why in ("reason", "before", "late")),
    "refused.appeal": (RATED,),
    "request.appealed": (
        RATED | {"reason": "已按期修复", "appealer": "李四"},
        RATED | {"reason": "已按期修复", "appealer": "李四", "reasons": [], "text": ""},
        RATED | {"reason": "已按期修复", "appealer": "李四", "text": ""},
    ),
    "refused.appeal_decide": (RATED,),
    "appeal.nothing": (RATED,),
    "appeal.reason": tuple(RATED | {"decided": decided, "reason": ""} for decided in BOTH),
    "appeal.decided": tuple(RATED | {"decided": decided, "reason": "经核实"} for decided in BOTH),
    "appeal.told": tuple(RATED | {"decided": decided, "reason": "经核实"} for decided in BOTH),
    "request.figures": (MONTH | COUNT | FULL, WEEK | COUNT | FULL, WEEK | NONE | EMPTY),
    "request.bulletin": (MONTH | COUNT | FULL | HOT, MONTH | NONE | EMPTY | {"going": False, "own": True}),
    "request.figures_aside": ({},),
    "refused.figures": ({},),
}
