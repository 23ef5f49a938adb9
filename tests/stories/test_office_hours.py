"""First cards that can wait go out in office hours; 特急 and 加急 do not wait."""

from __future__ import annotations

import pytest

PLAIN = "请李四明天17点前报送材料"


async def test_held_until_the_office_opens(town) -> None:
    """Before 08:30 a plain card waits, the answer says until when, and it goes out then."""
    said = await town.say("zhaoming", PLAIN)
    await town.box.assert_quiet()

    assert "现在不是上班时间，卡片将于11月24日(周二)08:30发给1人" in said
    await town.box.advance(3599)
    await town.box.assert_quiet()
    await town.box.advance(1)
    card = await town.box.expect("lisi", "Z20261124-001")

    assert "11月24日(周二)08:30" not in card.words


@pytest.mark.parametrize("word", ["特急", "加急"])
async def test_urgent_ones_do_not_wait(town, word) -> None:
    """特急 and 加急 go out at once."""
    said = await town.say("zhaoming", f"{word} {PLAIN}")
    await town.box.expect("lisi", f"【{word}】")

    assert "上班时间" not in said
    assert {"特急": "critical", "加急": "urgent"}[word] == (await town.directive())["urgency"]


@pytest.mark.parametrize("start", ["2026-11-24T09:00:00+08:00"])
async def test_within_office_hours(town) -> None:
    """Within office hours a plain card goes out at once."""
    said = await town.say("zhaoming", PLAIN)
    await town.box.expect("lisi")

    assert "卡片已一对一发给1人" in said


@pytest.mark.parametrize(
    ("start", "opens"),
    [
        ("2026-11-24T12:30:00+08:00", "11月24日(周二)14:00"),
        ("2026-11-24T21:00:00+08:00", "11月25日(周三)08:30"),
        ("2026-11-27T18:00:00+08:00", "11月30日(周一)08:30"),
        ("2026-09-30T18:00:00+08:00", "10月8日(周四)08:30"),
    ],
)
async def test_lunch_night_weekend_holiday(town, opens) -> None:
    """Over lunch, at night, at the weekend and over a holiday a card waits for the next office hour."""
    said = await town.say("zhaoming", "请李四12月31日前报送材料")

    assert f"卡片将于{opens}发给1人" in said


async def test_held_and_answered(town) -> None:
    """An added one waits as well; the question's answer says so."""
    await town.say("zhaoming", "请张伟、李四明天17点前报送材料")
    said = await town.say("zhaoming", "1")

    assert "卡片将于11月24日(周二)08:30发给1人" in said
    await town.box.advance(3600)
    await town.box.expect_all(["lisi", "zhangwei"], "Z20261124-001")
