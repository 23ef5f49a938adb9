"""Sample facts of what is said while a matter is told, of danger, of other doors, and to intake clerks."""

# ruff: noqa: E501 - samples read better unbroken

from __future__ import annotations

from collections.abc import Mapping

from tasks.fields import Facts, Json
from tasks.requests.kinds import KINDS
from tasks.requests.states import STATES

DUE = "2026-12-08T17:30:00+08:00"
AT = "2026-11-20T09:12:00+08:00"
REQUEST: Facts = {
    "code": "S20261124-0012", "kind": "help", "category": "", "title": "幸福路12号门口路灯不亮", "state": "handed",
    "office": "环境卫生管理所", "due": DUE, "repeated": "",
}  # fmt: skip
RECEIPT: Facts = REQUEST | {
    "anonymous": False, "confidential": False, "may_call": False, "attachments": 0, "nowhere": False, "quiet": False,
    "still": False,
}  # fmt: skip
ASKED: Facts = {
    "kind": "", "attachments": 0, "again": False, "pieces": False, "anonymous": False, "confidential": False,
}  # fmt: skip
ADDED: Facts = {"attachments": 0, "may_call": False, "secret": False, "anonymous": False, "empty": ""}
ROW: dict[str, Json] = {
    "code": "S20261120-0003", "title": "竹里村三组水管爆裂", "state": "answered", "at": AT, "office": "竹里村",
}  # fmt: skip
DANGERS = ("fire", "gas", "drowning", "suicide", "shock", "violence", "trapped", "injury")
DOORS = ("court", "arbitration", "discipline", "petition", "reconsideration", "disclosure")
TAKEN: Facts = REQUEST | {"phone": True, "nowhere": False, "earlier": [], "more": False}
CITIZEN_TELL: Mapping[str, tuple[Facts, ...]] = {
    "citizen.ask_what": (
        *(
            ASKED | {"kind": kind, "attachments": count, "again": again}
            for kind in ("", *KINDS)
            for count, again in ((0, False), (2, False), (0, True), (2, True))
        ),
        ASKED | {"pieces": True},
        ASKED | {"anonymous": True},
        ASKED | {"confidential": True, "again": True},
    ),
    "citizen.ask_where": tuple(
        ASKED | {"kind": kind, "again": again}
        for kind in ("help", "complaint", "report")
        for again in (False, True)
    )
    + tuple(ASKED | {"kind": "report", "again": True, one: True} for one in ("anonymous", "confidential")),
    "citizen.ask_call": ({},),
    "citizen.received": (
        *(RECEIPT | {"kind": kind} for kind in KINDS),
        RECEIPT | {"anonymous": True, "quiet": True},
        RECEIPT | {"confidential": True, "nowhere": True, "may_call": True},
        RECEIPT | {"office": "", "due": None},
        RECEIPT | {"still": True},
        RECEIPT | {"repeated": AT, "attachments": 1},
        RECEIPT | {"repeated": AT, "office": "", "due": None},
    ),
    "citizen.added": tuple(
        REQUEST | ADDED | more
        for more in (
            {"attachments": 1}, {"may_call": True}, {}, {"secret": True}, {"secret": True, "anonymous": True},
            {"empty": "enough"}, {"empty": "urging"}, {"empty": "urging", "office": "", "due": None},
            {"empty": "phone", "anonymous": True},
        )
    ),
    "citizen.dropped": ({},),
    "citizen.full": ({"per_day": 10},),
    "citizen.small": tuple({"what": what} for what in ("hello", "there", "thanks", "solved", "bye", "fine")),
    "citizen.emergency": (
        *(RECEIPT | {"danger": danger, "nowhere": False} for danger in DANGERS),
        RECEIPT | {"danger": "fire", "nowhere": True, "office": ""},
    ),
    "citizen.elsewhere": tuple({"door": door, "offered": offered} for door in DOORS for offered in (True, False)),
    "intake.taken": (
        TAKEN,
        TAKEN | {"phone": False, "nowhere": True, "office": "", "due": None},
        TAKEN | {"earlier": [{**ROW, "state": state} for state in STATES], "more": True},
        TAKEN | {"repeated": AT, "earlier": [ROW]},
    ),
    "intake.missing": ({},),
    "intake.found": (
        {"phone": "138****5678", "rows": [], "more": False},
        {"phone": "138****5678", "rows": [{**ROW, "state": state} for state in STATES], "more": False},
        {"phone": "138****5678", "rows": [{**ROW, "office": ""}] * 10, "more": True},
    ),
    "intake.number": ({},),
    "intake.help": ({},),
    "refused.intake": ({},),
}  # fmt: skip
