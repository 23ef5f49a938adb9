"""Digests and rules: what is in one, what is not, the budget they share, and rules that change meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from bot.config import Config
from tests.stories.week import AUTOMATIC, reminded, reminders, turn_to
from tests.township import laid_over

pytestmark = pytest.mark.weeks

CODE = "Z20261124-001"


@pytest.fixture
def changes() -> dict[str, object]:
    """Remind by the rules."""
    return AUTOMATIC


async def after(town: Any, at: str) -> list[tuple[str, str, str]]:
    """Let time pass and give every reminder besides the group's line."""
    await turn_to(town, at)
    town.box.ignore_rest()
    return [one for one in await reminders(town) if one[1] != town.chat]


async def with_settings(town: Any, **changes: object) -> None:
    """Stop the service and start it with other settings."""
    await town.stop()
    values = town.config.model_dump()
    town.config = Config.model_validate(laid_over(values, changes))
    await town.start()


async def test_one_digest_holds_everything(town) -> None:
    """Own, to review, of the own people, and good news: one message, each under its own words."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请孙丽11月25日12点前报送计划")
    await town.say("zhaoming", "请李四11月24日12点前报送名单")
    await town.say("sunli", "请张三11月27日17点30分前报送台账")
    await town.say("zhaoming", "请孙丽11月27日12点前报送总结")
    await town.app("sunli", f"{CODE} 收到")
    await town.app("lisi", "Z20261124-002 收到")
    await turn_to(town, "2026-11-25 17:00")
    await town.app("zhangsan", "Z20261124-003 已完成，共3处")
    await town.app("sunli", "Z20261124-004 已完成，已送")
    await turn_to(town, "2026-11-25 17:10")
    await town.app("zhaoming", "Z20261124-004 同意")
    await turn_to(town, "2026-11-26 09:00")
    found = [one for one in await reminded(town, "sunli") if one[0] == "11-26 08:45"]
    said = await town.box.expect("sunli", "还等您办理", "等您审核", "还没有办", "好消息")
    town.box.ignore_rest()

    assert [{"overdue", "unreviewed", "overdue_leader", "news"}] == [
        set(rules.split("+")) for _, rules in found
    ]
    assert all(f"Z20261124-00{number}" in said.words for number in (1, 2, 3, 4))


async def test_an_empty_digest_is_not_sent(town) -> None:
    """What would have been in it was done in the minute before: nothing goes out."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四11月24日12点前报送名单")
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-11-24 16:29")
    await town.app("lisi", f"{CODE} 已完成，已送")
    found = await after(town, "2026-11-24 17:00")

    assert [] == [one for one in found if one[0] > "11-24 12"]


async def test_what_went_out_on_its_own_is_not_in_the_next_digest(town) -> None:
    """Reminded in the afternoon that the time comes near: the digest does not say that time goes by."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四11月26日15点前报送名单")
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-11-26 10:30")
    dropped = await town.rows("SELECT rule, reason FROM nudge WHERE state = 'dropped'")
    town.box.ignore_rest()

    assert [("11-25 15:00", "lisi", "day_before")] == await reminders(town)
    assert [{"rule": "behind", "reason": "said"}] == dropped


async def test_by_hand_and_by_the_rules_share_the_budget(town) -> None:
    """Two by the rules and one by hand: the fourth waits for the digest, and the issuer reads that."""
    await turn_to(town, "2026-11-24 08:30")
    for minute in (30, 40):
        await turn_to(town, f"2026-11-24 08:{minute}")
        await town.say("zhaoming", f"加急 请李四11月27日17点前报送第{minute}号材料")
    await turn_to(town, "2026-11-24 09:20")
    now = await town.app("zhaoming", f"催一下 {CODE}")
    later = await town.app("zhaoming", "催一下 Z20261124-002")
    found = [one for one in await after(town, "2026-11-24 17:00") if one[1] == "lisi"]

    assert "已提醒1人" in now
    assert "今天提醒已满3次" in later
    assert ["09:00", "09:10", "16:30"] == [
        at[6:] for at, _, rules in found if "by_hand" not in rules or at[6:] == "16:30"
    ]


async def test_rules_that_change_hold_for_what_is_new(town) -> None:
    """A city shortens what is allowed and drops a rule: what is open keeps the rules it was issued under."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四11月27日17点30分前报送名单")
    await with_settings(
        town, nudges={"automatic": True, "allowed": {"normal": 60}, "rules": {"unseen_half": False}}
    )
    await town.say("zhaoming", "请王五11月27日17点30分前报送台账")
    found = await after(town, "2026-11-24 15:30")

    assert [
        ("11-24 10:00", "wangwu", "unseen"),
        ("11-24 11:00", "lisi", "unseen_half"),
        ("11-24 11:00", "zhouqiang", "unseen_leader"),
        ("11-24 15:00", "lisi", "unseen"),
    ] == found


async def test_switched_off_and_on(town) -> None:
    """Off: nothing by itself; on again: what still has sense is said once, not each that was missed."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四11月27日17点30分前报送名单")
    await with_settings(town, nudges={"automatic": False})
    await turn_to(town, "2026-11-24 16:00")
    silent = await reminders(town)
    await with_settings(town, nudges={"automatic": True})
    found = await after(town, "2026-11-24 17:29")

    assert [] == silent
    assert [("11-24 16:00", "lisi", "unseen+unseen_half")] == found
