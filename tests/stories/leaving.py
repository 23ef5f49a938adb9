"""Steps that the stories of leavers share: have people leave, report before, give a part out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

FIRST, SECOND = "Z20261124-001", "Z20261124-002"
TASK = "加急 请李四今天17点前报送材料"
OTHER = "加急 请李四明天12点前清理走廊"


def without(town: Any, *people: str) -> None:
    """Take people out of the platform's directory."""
    hub = town.box.hub
    hub.world = replace(hub.world, members={u: m for u, m in hub.world.members.items() if u not in people})


async def read_again(town: Any) -> None:
    """Have the directory read, as after any change."""
    await town.box.app_event("sys", "change_contact", {"ChangeType": "delete_user", "UserID": "x"})
    await town.box.settle()


async def leave(town: Any, *people: str) -> None:
    """Let people leave, and have it read."""
    without(town, *people)
    await read_again(town)


async def distributed(town: Any) -> None:
    """Have a head give a part out, and the part reported to the head."""
    await town.say("qianjin", "加急 请应急办今天17点前报送材料")
    await town.box.expect("zhouqiang", FIRST)
    await town.app("zhouqiang", f"{FIRST} 分办给王五")
    await town.box.expect("wangwu", FIRST)
    await town.app("wangwu", f"{FIRST} 已完成，排查12处")
    await town.box.settle()
    for who in ("zhouqiang", "qianjin", town.chat):
        town.box.ignore_rest(who)


async def heard_by_all(town: Any, *but: str) -> None:
    """Take out what everybody heard so far, but these."""
    await town.box.settle()
    for owner in (*town.box.hub.world.members, town.chat):
        if owner not in but:
            town.box.ignore_rest(owner)


async def reported(town: Any) -> None:
    """Have 李四 report as the only assignee, and expect what everybody hears of it."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await town.app("lisi", f"{FIRST} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", FIRST, "全部收到")
    await town.box.expect(town.chat, FIRST, "已全部收到")


def lead(town: Any, who: str, unit: int) -> None:
    """Have somebody lead a unit in the platform's directory."""
    hub = town.box.hub
    there = hub.world.members
    hub.world = replace(hub.world, members=there | {who: replace(there[who], leads=(unit,))})
