"""Sample facts of what assignees ask for and issuers decide; `tests/wording_samples.py` takes them in."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment, share_facts
from tasks.fields import Facts, Json
from tests.sample_facts import BY_DELEGATE, DUE, LONG, NEXT_YEAR, NOTICE, NOW, TASK, Sheet

KINDS = ("extend", "reassign", "decline")
REASON = "因连续下雨无法施工，材料也没有交齐"
OVER = ("closed", "withdrawn", "reported", "accepted", "reassigned")
NAMES: tuple[Facts, ...] = ({}, {"asker": "", "for": "", "to": "", "to_unit": ""})
"""One to one with names, in a group without."""


def asked(kind: str, sheet: Sheet = TASK, **more: Json) -> Facts:
    """Give facts of a request."""
    hands = kind == "reassign"
    return sheet.facts() | {
        "proposal": 5,
        "asked": kind,
        "asker": "李四",
        "for": "",
        "unit": "党政办公室",
        "reason": REASON,
        "old_due": moment(DUE) if kind == "extend" else None,
        "new_due": moment(NEXT_YEAR) if kind == "extend" else None,
        "to": "周强" if hands else "",
        "to_unit": "应急管理办公室" if hands else "",
        "decision": "",
        "decider": "",
        "decided_at": None,
        "granted_due": None,
        "answer": "",
        "over": "",
        **more,
    }


def decided(kind: str, decision: str, **more: Json) -> Facts:
    """Give facts of a request that was decided."""
    granted = decision == "granted"
    extended = moment(NEXT_YEAR) if granted and kind == "extend" else None
    to: Facts = {"to": "吴芳", "to_unit": "民政办公室"} if granted and kind == "decline" else {}
    base = asked(kind, decision=decision, decider="赵明", decided_at=moment(NOW), granted_due=extended)
    return base | to | {"state": "assigned", "by_whom": ""} | more


def wishes(kind: str) -> tuple[Facts, ...]:
    """Give requests of a kind: by the person, for another, with a long text, without a reason or unit."""
    return (
        asked(kind),
        asked(kind, BY_DELEGATE, **{"for": "王五"}),
        asked(kind, LONG, reason="下雨" * 200),
        asked(kind, unit="", reason="" if kind == "reassign" else REASON),
    )


def about(*sheets: Sheet, **more: Json) -> tuple[Facts, ...]:
    """Give facts about directives, the usual one unless told."""
    return tuple(sheet.facts() | more for sheet in sheets or (TASK,))


def upheld(state: str, **more: Json) -> Facts:
    """Give facts of the card that gives a declined share back."""
    why: Facts = {"by": "unit", "written": "应急管理办公室"}
    share = share_facts(asked("decline"), why=why, role=None, state=state, acknowledged_at=None, signer="")
    return share | {"by_whom": "", "answer": "", **more}


def given(**more: Json) -> tuple[Facts, ...]:
    """Give facts of a distribution, one to one and in a group."""
    numbers: Facts = {
        "given": 2, "names": ["张三", "李四"], "had": 0, "for": "", "below_due": moment(DUE),
        "held_until": None, "outside": 0, "outside_names": [], "unreachable": 0, "unreachable_names": [],
    }  # fmt: skip
    some: Facts = {
        "had": 1, "outside": 1, "outside_names": ["王五"], "unreachable": 1, "unreachable_names": ["吴芳"]
    }  # fmt: skip
    group: Facts = {"names": [], "outside_names": [], "unreachable_names": []}
    rest: Facts = {"for": "孙丽", "held_until": moment(NEXT_YEAR), "below_due": None}
    return tuple(
        TASK.facts() | numbers | one | more
        for one in ({}, group, some, some | group, some | rest, {"outside": 1, "outside_names": ["王五"]})
    )


WHO: Facts = {"to": "王五", "unit": "应急管理办公室", "holder": "李四", "for": "", "reason": REASON}
HANDED: Facts = {
    "to": "王五",
    "by_whom": "赵明",
    "deputy": "",
    "how": "declined",
    "reason": "",
    "from": "李四",
}
REFUSED: Facts = {"code": TASK.code, "title": TASK.title, "verb": "decline"}


def _waits(count: int, who: str, **more: Json) -> Facts:
    return {"code": TASK.code, "title": TASK.title, "who": who, "count": count, **more}


SAMPLES: Mapping[str, tuple[Facts, ...]] = {
    "directive.extension_asked": wishes("extend"),
    "directive.reassign_asked": wishes("reassign"),
    "directive.declined": wishes("decline"),
    "card.proposal": (
        *(facts for kind in KINDS for facts in wishes(kind)),
        *(
            decided(kind, decision, answer=answer)
            for kind in KINDS
            for decision in ("granted", "refused", "superseded")
            for answer in ("", "按原要求办")
        ),
        *(asked(kind, over=state) for kind in KINDS for state in OVER),
        *(decided(kind, "superseded", over="withdrawn") for kind in KINDS),
    ),
    "proposal.text": (
        {"code": TASK.code, "who": "李四", "text": "下雨" * 100, "part": 1, "parts": 1},
        {"code": TASK.code, "who": "周" * 64, "text": "<" * 600, "part": 99, "parts": 99},
    ),
    "directive.upheld": (
        upheld("assigned"),
        upheld("acknowledged", answer="就是你们的职责", by_whom="孙丽"),
        upheld("assigned", **{"share": 7, "for": "周强"}),
    ),
    "extension.asked": (asked("extend"), asked("extend", BY_DELEGATE)),
    "extension.why": about(new_due=moment(NEXT_YEAR)),
    "extension.until": about(reason=REASON),
    "extension.past": about(new_due=moment(NOW)),
    "extension.not_later": about(new_due=moment(NOW)),
    "extension.no_due": (TASK.facts(None),),
    "share.is_notice": tuple(
        facts for verb in ("extend", "reassign", "decline", "hand") for facts in about(NOTICE, verb=verb)
    ),
    "reassigned": about(**WHO, held_until=None)
    + about(**WHO | {"for": "张三"}, held_until=moment(DUE))
    + about(**WHO | {"to": ""}, held_until=None),
    "reassign.asked": (
        *(asked("reassign") | names for names in NAMES),
        asked("reassign", to_unit=""),
    ),
    "reassign.unfit": tuple(
        facts
        for why in ("self", "issuer", "unreachable", "no_head", "several")
        for to, own in (("王五", True), ("", False))
        for facts in about(why=why, to=to, own=own)
    ),
    "reassign.nobody": about(),
    "handed": about(holder="李四", to="王五") + about(holder="", to=""),
    "hand.moved_on": tuple(
        facts
        for state in ("reported", "accepted", "reassigned", "withdrawn", "returned")
        for facts in about(state=state)
    ),
    "directive.reassigned": about(**WHO) + about(**WHO | {"for": "张三", "reason": ""}),
    "share.handed": about(**HANDED)
    + about(**HANDED | {"how": "granted", "by_whom": "孙丽", "deputy": "赵明"})
    + about(**HANDED | {"how": "", "reason": REASON}),
    "share.joined": (*about(**HANDED | {"reason": REASON}), TASK.facts(None) | HANDED),
    "declined": (asked("decline"), asked("decline", **{"for": "王五"})),
    "refused.decline_late": (REFUSED,),
    "refused.declined_twice": (REFUSED,),
    "refused.not_head": (REFUSED | {"verb": "distribute"},),
    "distributed": given(),
    "distribute.had": given(given=0, had=2),
    "distribute.nobody": given(given=0)
    + given(given=0, outside=0, outside_names=[])
    + given(given=0, outside=0, outside_names=[], unreachable=0, unreachable_names=[]),
    "decision.extended": tuple(
        decided("extend", "granted") | names | {"held_until": held}
        for names in NAMES
        for held in (None, moment(DUE))
    ),
    "decision.refused": (
        *(decided(kind, "refused") | names | {"held_until": None} for kind in KINDS for names in NAMES),
        decided("decline", "refused", **{"for": "王五"}) | {"held_until": moment(DUE)},
    ),
    "decision.before": tuple(
        decided(kind, decision) for kind in KINDS for decision in ("granted", "refused", "superseded", "")
    ),
    "decision.which_kind": about(),
    "decision.both": tuple(
        {"request": _waits(n, who, asked=kind), "report": _waits(n, who), "refuses": refuses}
        for kind in KINDS
        for n, who in ((1, "王五"), (3, ""), (2, "李四"))
        for refuses in (False, True)
    ),
    "extension.beyond": about(new_due=moment(NEXT_YEAR), head="周强", head_due=moment(DUE)),
    "share.extended_along": about(head="周强", old_due=moment(NOW)),
    "share.extended": (
        decided("extend", "granted"),
        decided("extend", "granted", granted_due=moment(DUE), by_whom="孙丽", answer="下不为例"),
    ),
    "share.extension_refused": (
        decided("extend", "refused"),
        decided("extend", "refused", by_whom="孙丽", answer="必须按时完成" * 300),
    ),
    "share.reassign_refused": (
        decided("reassign", "refused"),
        decided("reassign", "refused", by_whom="孙丽", answer="你们自己想办法"),
    ),
}
"""Kind → facts it may come with; every branch of its words is in one of them."""
