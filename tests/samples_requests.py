"""Sample facts of requests inside: what offices and citizens are told, for `wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import directive_facts, moment, share_facts
from tasks.fields import Facts
from tests.sample_facts import DUE, NOW, SHARE_STATES

CODE = "S20261124-0012"
TITLE = "幸福路的路灯坏了三天，晚上看不见路"
LONG_TITLE = "幸福路从东头到西头的路灯全都不亮了已经有三个星期…"
TEXT = "路灯今天上午已修好，线路老化的一段也换了，请您查看。"


def _one(**more: object) -> Facts:
    base: Facts = {
        "code": CODE, "kind": "help", "category": "路灯", "title": TITLE, "state": "handling",
        "office": "环境卫生管理所", "due": moment(DUE), "year": 2026,
    }  # fmt: skip
    return base | more  # type: ignore[operator]  # facts are JSON


def _each(*variants: Facts) -> tuple[Facts, ...]:
    """Give the facts with each of these laid over, under a short and a long title."""
    return tuple(_one(title=title, **one) for title in (TITLE, LONG_TITLE) for one in variants)


class _Sheet:
    """A request's directive, as far as facts go."""

    code, kind, title, content, urgency = CODE, "request", TITLE, TITLE + "，请尽快修一下。", "normal"
    issuer, posted_by, supervised_by = "sunli", "sunli", ""


def _about(kind: str, **more: object) -> Facts:
    about: Facts = {
        "id": 7, "kind": kind, "place": "幸福路12号门口往东五十米的变压器旁边第三根电线杆", "category": "",
        "anonymous": False, "confidential": False, "may_call": True, "media": 0, "why": "triage",
    }  # fmt: skip
    return about | more  # type: ignore[operator]  # facts are JSON


ABOUTS = (
    _about("help"),
    _about("complaint", anonymous=True, why="named"),
    _about("report", confidential=True, media=3, why="route", place=""),
    _about("consult"),
    _about("suggestion"),
    _about("praise"),
)
WHYS: tuple[Facts, ...] = (
    *({"by": "unit", "written": "环境卫生管理所", "request": about} for about in ABOUTS),
    {"by": "handed", "written": "孙丽", "request": ABOUTS[0]},
)
SHARES: tuple[Facts, ...] = tuple(
    share_facts(
        directive_facts(_Sheet(), name=lambda _: "孙丽", due=DUE),
        why=why,
        role=None,
        state=state,
        acknowledged_at=None if state == "assigned" else NOW,
        signer="",
    )
    for state in SHARE_STATES
    for why in WHYS
)
ASSIGNED: tuple[Facts, ...] = tuple(
    one | {"closes": closes} for one in SHARES for closes in (True, False) if one["state"] != "accepted"
)
RATED: tuple[Facts, ...] = tuple(
    {"text": text, "cut": cut, "corrected": corrected, "rate": rate}
    for text, cut in ((TEXT, False), ("好" * 500, True))
    for corrected in (True, False)
    for rate in (True, False)
)
UNTIL: Facts = {"text": "门牌号和照片", "until": moment(DUE)}
CALLS: tuple[Facts, ...] = (
    *({"what": "answered", "may_call": True} | one for one in RATED),
    {"what": "asked", "may_call": False} | UNTIL,
    {"what": "extended", "may_call": True, "reason": "清运车在维修"},
    {"what": "extended", "may_call": True, "reason": ""},
    {"what": "handed", "may_call": True},
    {"what": "refused", "may_call": True, "reason": "已进入法院诉讼", "door": "请向县法院立案庭提出"},
    {"what": "called_off", "may_call": True, "reason": ""},
    {"what": "called_off", "may_call": True, "reason": "重复登记"},
)

REQUESTS: Mapping[str, tuple[Facts, ...]] = {
    "citizen.answered": _each(*RATED),
    "citizen.extended": _each(
        {"reason": "", "sooner": False},
        {"reason": "清运车在维修", "sooner": False},
        {"reason": "配件提前到了", "sooner": True},
    ),
    "citizen.handed": _each({}, {"due": None}),
    "citizen.called_off": _each({"reason": ""}, {"reason": "重复登记"}),
    "citizen.refused": _each(
        {"reason": "已进入法院诉讼", "door": ""},
        {"reason": "已进入法院诉讼", "door": "请向县法院立案庭提出"},
    ),
    "citizen.asked": _each(UNTIL),
    "citizen.asked_again": _each(UNTIL),
    "citizen.supplied": _each(
        {"attachments": 0, "more": False, "text": True},
        {"attachments": 2, "more": False, "text": True},
        {"attachments": 2, "more": False, "text": False},
        {"attachments": 1, "more": True, "text": False},
    ),
    "request.asked": _each(UNTIL),
    "request.ask_what": _each({}),
    "request.ask_late": tuple(_one(state=state) for state in ("answered", "refused", "handling")),
    "follow_up.which": ({"codes": [CODE, "S20261124-0013"]},),
    "appeal.which": ({},),
    "request.which": ({"count": 0}, {"count": 3}),
    "request.supplied": _each(
        {"text": "门牌是12号", "attachments": 2, "by": "", "request": 7},
        {"text": "", "attachments": 1, "by": "褚静", "request": 7, "due": None},
    ),
    "request.supplied_for": _each({"text": "门牌是12号"}),
    "request.supply_late": tuple(_one(state=state) for state in ("answered", "handling")),
    "request.silent": _each({}, {"due": None}),
    "request.wordless": _each({}),
    "request.not_yours": _each({}),
    "request.refuse_late": tuple(_one(state=state) for state in ("answered", "refused")),
    "request.refuse_why": _each({}),
    "request.refused": _each(
        {"reason": "已进入法院诉讼", "door": ""},
        {"reason": "已进入法院诉讼", "door": "请向县法院立案庭提出"},
    ),
    "request.to_call": _each(*CALLS),
    "request.one_to_one": ({"code": CODE},),
    "request.pictures": _each({}),
    "close.unanswered": _each({}),
}
"""Kind → facts it may come with."""
