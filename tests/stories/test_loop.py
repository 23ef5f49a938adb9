"""The loop through the door: real encrypted callbacks in, real API calls out."""

from __future__ import annotations


async def test_task_to_two_units(town) -> None:
    """A directive to two units reaches both heads, is acknowledged, reported, accepted and closed."""
    box = town.box
    heard = await box.say_group(town.chat, "zhaoming", "特急!竹里村违法建筑存在火灾隐患,请应急办、竹里村立即处置,2小时内反馈")
    print(heard.text, heard.card)
    await box.settle()
    print(box.phone("zhouqiang"), box.phone("weiguo"))
    assert "Z20261124-001" in heard.text
