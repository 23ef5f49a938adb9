"""Sample facts of first contact, help, groups and enciphered ids, for `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.newcomers import TOPICS
from tasks.fields import Facts

NOBODY: Facts = {
    "known": True,
    "identifying": False,
    "leader": False,
    "own": False,
    "for": [],
    "supervisor": False,
    "administrator": False,
    "group": False,
    "bot": "指尖办",
}
PEOPLE: tuple[Facts, ...] = (
    NOBODY,
    NOBODY | {"leader": True, "own": True},
    NOBODY | {"leader": True, "for": ["赵明", "钱进"]},
    NOBODY | {"leader": True, "own": True, "for": ["赵明"], "supervisor": True, "administrator": True},
    NOBODY | {"supervisor": True},
    NOBODY | {"administrator": True},
    NOBODY | {"known": False},
    NOBODY | {"known": False, "identifying": True},
)
ASKERS: tuple[Facts, ...] = tuple(one | {"group": group} for one in PEOPLE for group in (True, False))
GROUP: Facts = {
    "name": "青溪镇防汛工作群",
    "units": ["应急管理办公室", "村(社区)"],
    "unknown": [],
    "ambiguous": [],
    "bot": "指尖办",
}
DOUBTFUL: Facts = {
    "unknown": ["水利站"],
    "ambiguous": [{"written": "二组", "among": ["竹里村二组", "龙黄村二组"]}],
}

CONTACT: Mapping[str, tuple[Facts, ...]] = {
    "help": ASKERS,
    "help.again": ASKERS[:2],
    "help.topic": tuple(one | {"topic": topic} for one in ASKERS[:2] for topic in TOPICS),
    "identifying": ({},),
    "identify.delayed": ({},),
    "identify.impossible": ({},),
    "group.introduction": tuple({"bot": "指尖办", "asks": asks} for asks in (True, False)),
    "group.question": tuple({"bot": "指尖办", "lost": lost} for lost in (True, False)),
    "group.named": (
        GROUP,
        GROUP | {"units": []},
        GROUP | {"name": "", "units": ["应急管理办公室"]},
    ),
    "group.not_named": (GROUP | DOUBTFUL | {"name": "", "units": []},),
    "group.by_settings": (GROUP, GROUP | {"name": ""}, GROUP | {"units": []}),
    "group.only_there": ({"bot": "指尖办"},),
    "refused.name_group": ({},),
}
"""Kind → facts it may come with."""
