"""A series among several tasks in one message."""

from __future__ import annotations


async def test_one_of_several_recurs(town) -> None:
    """拆 issues the one and sets up the other; the answer names both."""
    asked = await town.say("zhaoming", "1. 请李四11月26日17点前报送材料\n2. 请王五每周五下午3点前报周汇报")
    said = await town.say("zhaoming", "拆")
    town.box.ignore_rest()

    assert "拆成2条" in asked
    assert "Z20261124-001 " in said
    assert "已设周期任务 周期1「周汇报」：王五，每周五" in said
    assert "没有发出" not in said
