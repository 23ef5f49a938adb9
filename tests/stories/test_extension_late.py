"""申请延期 by several and in the wrong order: who may decide, and what comes too late."""

from __future__ import annotations

import asyncio

import pytest
from extending import CODE, DELEGATE, FRIDAY, WISH, asked, due, issued


@pytest.mark.parametrize("changes", [DELEGATE])
async def test_issuer_and_delegate(town) -> None:
    """Both are asked once, either decides; the other's card says how it was decided and by whom."""
    await town.say("sunli", "代赵明 加急 请李四今天17点前报送材料")
    await town.box.expect("lisi", CODE)
    await town.app("lisi", WISH)
    cards = await town.box.expect_all(["zhaoming", "sunli"], "申请延期", CODE)
    await town.box.tap_app("sunli", cards[1], "同意")
    await town.box.expect("lisi", "孙丽(代赵明)已同意延期")
    heard = await town.box.tap_app("zhaoming", cards[0], "不同意")
    late = await town.app("zhaoming", "001 不同意延期")

    assert "孙丽" in heard.card.text
    assert f"同意延到{FRIDAY}" in heard.card.text
    assert f"孙丽已经同意延到{FRIDAY}" in late
    assert "2026-11-27T17:00:00+08:00" == await due(town)


async def test_who_may_not(town) -> None:
    """A stranger asks for nothing and decides nothing; both are in the history."""
    await issued(town)
    card = await asked(town)
    said = [
        await town.app("wangwu", "001 申请延期到周五,忙"),
        await town.app("wangwu", f"{CODE} 申请延期到周五,忙"),
    ]
    decided = await town.app("lisi", f"{CODE} 同意延期")
    await town.box.tap_app("zhaoming", card, "同意")
    await town.box.expect("lisi", "已同意延期")

    assert all("没有" in words or "不是" in words for words in said)
    assert "交办人" in decided
    refused = [move for move in (await town.directive())["history"] if move["action"] == "refused"]
    assert [("wangwu", "extend"), ("lisi", "decide")] == [(m["actor"], m["detail"]["verb"]) for m in refused]


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "wangwu"}}}])
async def test_stand_in(town) -> None:
    """The stand-in asks; both hear what was decided."""
    await issued(town)
    await town.app("wangwu", f"{CODE} 申请延期到周五下午5点,李四出差")
    card = await town.box.expect("zhaoming", "王五代李四申请延期", "李四出差")
    await town.box.tap_app("zhaoming", card, "同意")

    assert await town.box.expect_all(["lisi", "wangwu"], "已同意延期", CODE)


async def test_reported_meanwhile(town) -> None:
    """Once the share is reported there is nothing to decide: the card says so, words say so."""
    await issued(town)
    card = await asked(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.settle()
    town.box.ignore_rest()
    heard = await town.box.tap_app("zhaoming", card, "同意")
    said = await town.app("zhaoming", f"{CODE} 同意延期")

    assert "已反馈，不用再决定" in heard.card.text
    assert "没有可以审批的申请" in said
    assert "2026-11-24T17:00:00+08:00" == await due(town)


async def test_let_be(town) -> None:
    """算了 leaves everything as it was."""
    await issued(town)
    await town.app("lisi", "申请延期")
    said = await town.app("lisi", "算了")

    assert f"{CODE} 没有变动" in said
    assert [("zhaoming", "issued")] == await town.moves()


async def test_outside_office_hours(town) -> None:
    """The issuer is asked at once; of what is not urgent the assignee hears within office hours."""
    await town.say("zhaoming", "请李四明天17点前报送材料")
    await town.box.advance(3600)
    await town.box.expect("lisi", CODE)
    await town.box.advance(11 * 3600)
    card = await asked(town)
    await town.box.tap_app("zhaoming", card, "同意")
    await town.box.settle()
    before = [m.words for m in town.box.phone("lisi") if "已同意延期" in m.words]
    await town.box.advance(13 * 3600)
    await town.box.expect("lisi", "已同意延期")
    town.box.ignore_rest()

    assert [] == before


@pytest.mark.parametrize("changes", [DELEGATE])
async def test_both_at_once(town) -> None:
    """Issuer and delegate tap in the same moment: one decides, the other sees how."""
    await town.say("sunli", "代赵明 加急 请李四今天17点前报送材料")
    await town.box.expect("lisi", CODE)
    await town.app("lisi", WISH)
    cards = await town.box.expect_all(["zhaoming", "sunli"], "申请延期", CODE)
    heard = await asyncio.gather(
        town.box.tap_app("zhaoming", cards[0], "同意"), town.box.tap_app("sunli", cards[1], "不同意")
    )
    await town.box.expect("lisi", CODE, "同意延期")
    moves = [action for _, action in (await town.moves())[2:]]

    assert moves in (["extended"], ["extension_refused"])
    assert 1 == len({one.card.text.split("结果")[1].split("\n")[0] for one in heard})


async def test_withdrawn_meanwhile(town) -> None:
    """After a withdrawal the card says so, and neither tap nor words decide anything."""
    await issued(town)
    card = await asked(town)
    await town.say("zhaoming", f"撤回 {CODE}")
    await town.box.expect("lisi", CODE, "撤回")
    await town.box.settle()
    town.box.ignore_rest()
    heard = await town.box.tap_app("zhaoming", card, "另定时间")
    said = await town.app("zhaoming", f"{CODE} 同意延期")
    holder = await town.app("lisi", f"{CODE} 申请延期到周五下午5点,材料没齐")

    assert "已撤回，不用再决定" in heard.card.text
    assert "撤回" in said
    assert "撤回" in holder
    assert {"lisi": "withdrawn"} == await town.states()


async def test_another_time_after_it_was_decided(town) -> None:
    """Words that come after the decision change nothing and say how it was decided."""
    await issued(town)
    card = await asked(town)
    await town.box.tap_app("zhaoming", card, "另定时间")
    await town.box.expect("zhaoming", "同意延到什么时候")
    await town.box.tap_app("zhaoming", card, "同意")
    await town.box.expect("lisi", "已同意延期")
    said = await town.app("zhaoming", "后天下午5点")

    assert f"赵明已经同意延到{FRIDAY}" in said
    assert "2026-11-27T17:00:00+08:00" == await due(town)


async def test_another_time_in_the_past(town) -> None:
    """A time that is over is answered with the cure; the request still waits."""
    await issued(town)
    card = await asked(town)
    await town.box.tap_app("zhaoming", card, "另定时间")
    await town.box.expect("zhaoming", "同意延到什么时候")
    said = await town.app("zhaoming", "今天下午3点")
    await town.box.tap_app("zhaoming", card, "同意")
    await town.box.expect("lisi", "已同意延期", FRIDAY)

    assert "并不比它晚" in said


async def test_counted_from_the_old_time(town) -> None:
    """延期两个工作日 counts from the old time and keeps its clock."""
    await issued(town, "加急 请李四11月27日17点前报送材料")
    await asked(town, text="001 申请延期两个工作日,材料没齐")
    await town.say("zhaoming", "同意延期")
    await town.box.expect("lisi", "已同意延期", "12月1日(周二)17:00")

    assert "2026-12-01T17:00:00+08:00" == await due(town)
