"""Sample facts of what is said at the door of the official account."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.fields import Facts, Json

UNTIL = "2026-11-25T07:30:00+08:00"
HELP: Facts = {"menu": True}
ROW: dict[str, Json] = {"number": 12, "account": "city", "why": "adverts", "until": UNTIL}
CITIZEN_DOOR: Mapping[str, tuple[Facts, ...]] = {
    "citizen.welcome": (HELP, {"menu": False}),
    "citizen.help": (HELP, {"menu": False}),
    "citizen.later": ({},),
    "citizen.with_waiting": (
        {
            "parts": [{"kind": "citizen.released", "facts": {}}, {"kind": "citizen.calm", "facts": {}}],
            "answer": {"kind": "citizen.help", "facts": HELP},
        },
        {"parts": [{"kind": "citizen.released", "facts": {}}], "answer": {"kind": "", "facts": {}}},
    ),
    "citizen.busy": ({},),
    "citizen.slower": ({},),
    "citizen.repeated": ({},),
    "citizen.advert": ({},),
    "citizen.calm": ({},),
    "citizen.blocked": tuple({"until": UNTIL, "why": why} for why in ("adverts", "many")),
    "citizen.appealed": ({"until": UNTIL},),
    "citizen.released": ({},),
    "citizen.unreadable": tuple({"kind": kind} for kind in ("voice", "link", "video")),
    "citizens.appeal": tuple(
        {"number": 12, "why": why, "until": UNTIL, "text": text}
        for why, text in (("adverts", "我发的是小区公告"), ("many", ""))
    ),
    "citizens.held_back": (
        {"rows": [ROW, ROW | {"number": 13, "why": "many"}], "more": 3},
        {"rows": [ROW], "more": 0},
        {"rows": [], "more": 0},
    ),
    "citizens.released": ({"number": 12},),
    "citizens.not_held_back": ({"number": 12},),
    "citizens.one_to_one": ({},),
    "citizens.not_yours": ({},),
}
