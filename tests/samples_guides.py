"""Sample facts of the guides' messages; part of `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.fields import Facts
from tasks.guides.parts import PARTS

WHOLE: Facts = {
    "name": "老年人优待证办理",
    "office": "民政窗口",
    "sample": True,
    "changed": "2026-11-24",
    "over": "",
    "parts": [{"part": "materials", "text": "1. 居民身份证\n2. 近期照片"}, {"part": "fee", "text": "不收费"}],
    "missing": [],
    "more": ["term", "place", "basis", "steps", "conditions", "complaints", "hours", "phone"],
}
LONG: Facts = {
    **WHOLE,
    "name": "不" * 80,
    "office": "民" * 60,
    "sample": False,
    "parts": [{"part": "materials", "text": "料" * 450}],
    "missing": ["fee", "term"],
    "more": list(PARTS),
}
OVER: Facts = {
    **WHOLE,
    "over": "2026-10-31",
    "parts": [{"part": "phone", "text": "0898-12345"}],
    "more": [],
}
BARE: Facts = {**WHOLE, "office": "", "changed": "", "missing": ["fee"], "parts": [], "more": []}
TWO = ["居民身份证到期换领", "居民身份证丢失补领"]
NAMES: Facts = {"names": TWO, "category": "", "numbered": True, "more": 0}
SHOWN: Facts = {
    "name": "老年人优待证办理",
    "category": "民政",
    "office": "民政窗口",
    "sample": True,
    "stopped": True,
    "valid_until": "2027-12-31",
    "changed": "2026-11-24",
    "by": "赵明",
    "parts": [{"part": "fee", "text": "不收费", "room": 45}],
    "synonyms": ["老年证", "老人证"],
}
BIG: Facts = {
    **SHOWN,
    "name": "名" * 80,
    "valid_until": "",
    "sample": False,
    "stopped": False,
    "parts": [{"part": part, "text": "文" * 450, "room": 45} for part in PARTS],
    "synonyms": ["别" * 40] * 20,
}
GUIDES: Mapping[str, tuple[Facts, ...]] = {
    "citizen.guide": (
        *(WHOLE, LONG, OVER, BARE),
        *({**WHOLE, "parts": [{"part": part, "text": "文"}]} for part in PARTS),
    ),
    "citizen.guide_which": (
        NAMES,
        {**NAMES, "numbered": False},
        {**NAMES, "names": ["换" * 80] * 9, "category": "户" * 40, "more": 12},
    ),
    "citizen.guide_none": ({},),
    "citizen.guide_about": (
        {"categories": ["户籍", "民政", "医疗保障", "社会保险", "不动产"], "asked": False},
        {"categories": [], "asked": True},
    ),
    "guides.help": ({},),
    "guides.shown": (SHOWN, BIG),
    "guides.changed": (
        {"name": "结婚登记", "part": "term", "text": "当场办结", "old": "3个工作日"},
        {"name": "结婚登记", "part": "synonyms", "text": "领证", "old": ""},
    ),
    "guides.stopped": ({"name": "结婚登记", "stopped": True}, {"name": "结婚登记", "stopped": False}),
    "guides.unknown": ({"name": "结昏登记", "near": ["结婚登记"]}, {"name": "结昏登记", "near": []}),
    "guides.too_long": ({"count": 700, "most": 450},),
    "guides.no_day": ({"text": "明年"},),
    "guides.unfound": (
        {"count": 0, "rows": []},
        {
            "count": 40,
            "rows": [
                {"text": "问" * 200, "outcome": outcome, "guide": "结婚登记"}
                for outcome in ("chosen", "request", "") * 5
            ],
        },
    ),
    "refused.guides": ({},),
}
