"""Sample facts of cases: what may be the same, tasks out of requests, looks at what is enciphered, lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import NOW

CODE, LEAD = "S20261124-0013", "S20261124-0012"
CODES: list[Json] = [f"S20261124-{number:04d}" for number in range(14, 40)]
ONE: Facts = {
    "code": CODE,
    "kind": "help",
    "category": "",
    "title": "幸福小区3号楼停水",
    "state": "handed",
    "office": "水务站",
    "due": moment(NOW + timedelta(days=10)),
    "year": 2026,
}
LONG: Facts = ONE | {"title": "长" * 24, "office": "某某镇某某村民委员会综合服务中心", "due": None}
EACH = (ONE, LONG)
ALIKE: Facts = {
    "lead": LEAD,
    "lead_title": "幸福小区没水用",
    "lead_id": 12,
    "ids": [13],
    "others": [],
    "count": 1,
    "people": 1,
    "own": True,
    "at": moment(NOW),
    "outcome": "",
}
MANY: Facts = ALIKE | {"others": CODES[:3], "count": 26, "people": 20, "own": False, "ids": [13, 14, 15]}
RESULT: Facts = {"task": "Z20261124-001", "task_title": "排查路灯", "usable": True}
PLAIN: tuple[Facts | None, ...] = (
    {"phone": "139****5678", "name": "张*"},
    {"place": "幸福路" * 50},
    {"content": "水" * 3000},
    None,
)
ROW: Facts = {
    "code": CODE, "title": "长" * 24, "kind": "help", "state": "handed", "office": "水" * 30,
    "due": moment(NOW), "overdue": True, "raised": True, "merged": True,
}  # fmt: skip
WAITING: Facts = ROW | {"due": None, "overdue": False, "raised": False, "merged": False}
LISTED: Facts = {
    "what": "all", "states": {"received": 1, "handed": 2, "handling": 3, "waiting": 1, "answered": 9,
    "refused": 1, "withdrawn": 2}, "open": 7, "overdue": 2, "everything": True, "rows": [ROW, WAITING] * 5,
    "more": 3, "year": 2026,
}  # fmt: skip
NONE_LISTED: Facts = LISTED | {
    "states": {}, "open": 0, "overdue": 0, "everything": False, "rows": [], "more": 0,
}  # fmt: skip


def each(**more: Json) -> tuple[Facts, ...]:
    """Give both requests with more facts."""
    return tuple(one | more for one in EACH)


CASES: Mapping[str, tuple[Facts, ...]] = {
    "case.alike": tuple(one | about for one in EACH for about in (ALIKE, MANY)),
    "card.case": tuple(
        one | {"lead": lead, "lead_title": "没水" if lead else "", "outcome": outcome, "why": why}
        for one in EACH
        for lead, outcome, why in (
            (LEAD, "case.joined", ""),
            (LEAD, "case.apart", ""),
            *((LEAD, "case.cannot", why) for why in ("over", "reported", "joined")),
            ("", "reported", ""),
            ("", "case.no_result", "nothing"),
        )
    ),
    "case.alike_told": each(**ALIKE),
    "case.raised": each(count=6, days=7),
    "case.joined": (*each(joined=[LEAD], count=2), *each(joined=CODES, count=27)),
    "case.more": (*each(joined=[LEAD], count=2), *each(joined=CODES, count=27)),
    "case.ended": (*each(lead=LEAD, holder="周强"), *each(lead=LEAD, holder="")),
    "case.cannot": tuple(one | {"why": why} for one in EACH for why in ("over", "reported", "joined")),
    "case.not_joined": (*each(members=[]), *each(members=CODES)),
    "case.split": each(lead=LEAD),
    "case.lowered": EACH,
    "case.not_raised": EACH,
    "case.apart": EACH,
    "case.unknown": ({"code": "0099"},),
    "refused.case": tuple({"code": CODE, "verb": verb} for verb in ("case", "unmask", "unmaskings")),
    "case.task_wanted": ({"code": CODE},),
    "case.no_task": tuple(one | {"why": why} for one in EACH for why in ("tasked", "over")),
    "case.result": tuple(
        one | RESULT | {"task_state": state, "text": text}
        for one in EACH
        for state, text in (("closed", "已全部修好。"), ("withdrawn", "修" * 400))
    ),
    "case.task_over": tuple(
        one | RESULT | {"task_state": state, "text": "", "usable": False}
        for one in EACH
        for state in ("closed", "withdrawn")
    ),
    "case.no_result": tuple(one | {"why": why} for one in EACH for why in ("open", "nothing")),
    "contact.shown": tuple(
        one | {"what": "contact", "sealed": "", "plain": plain} for one in EACH for plain in PLAIN
    ),
    "contact.why": EACH,
    "contact.anonymous": EACH,
    "contact.none": tuple(
        one | {"what": what} for one in EACH for what in ("phone", "contact", "name", "place", "content")
    ),
    "contact.alone": EACH,
    "contact.looks": (
        *each(rows=[], most=20),
        *(
            one
            | {
                "most": 20,
                "rows": [
                    {"who": "周强", "at": moment(NOW), "what": what, "why": why}
                    for what in ("phone", "contact", "name", "place", "content")
                    for why in ("", "核实门牌号" * 10, "回访", "约时间")
                ],
            }
            for one in EACH
        ),
    ),
    "cases.alone": ({},),
    "cases.list": (
        LISTED,
        NONE_LISTED,
        *(one | {"what": what} for one in (LISTED, NONE_LISTED) for what in ("open", "overdue")),
        LISTED | {"overdue": 0, "more": 0},
    ),
    "citizen.joined": (*each(lead_office="水务站"), *each(lead_office="")),
    "citizen.split": EACH,
}
