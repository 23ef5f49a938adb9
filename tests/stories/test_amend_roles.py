"""变更 by whom: the issuer, a delegate, who is both; words of a holder mean something else."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, acknowledge, dues, issue


async def test_by_others(town) -> None:
    """Who neither issued nor holds it is refused; a holder asks for more time with the same words."""
    await issue(town)
    refused = await town.say("sunli", f"{CODE} 加上张三")
    entry = (await town.directive())["history"][-1]

    assert "不是您交办的，不能变更" in refused
    assert ("sunli", "refused", "amend") == (entry["actor"], entry["action"], entry["detail"]["verb"])
    await town.app("lisi", f"{CODE} 延期到明天下午5点,设备未到")
    await town.box.expect("zhaoming", CODE, "李四", "设备未到")

    assert {"lisi": "2026-11-24T17:00", "wangwu": "2026-11-24T17:00"} == await dues(town)


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_by_a_delegate(town) -> None:
    """A delegate changes it for the leader: both names are shown, and the leader hears of it at once."""
    cards = await issue(town)
    await acknowledge(town, cards)
    await town.app("zhangsan", f"{CODE} 提前到今天12点")
    cards = await town.box.expect_all(["lisi", "wangwu"], "变更")
    await town.box.expect("zhaoming", CODE, "赵明(张三代)变更", "11月24日(周二)12:00")
    entry = (await town.directive())["history"][-1]

    assert "赵明(张三代)" == dict(cards[0].card.rows)["来自"]
    assert ("zhangsan", "amended", "zhaoming") == (entry["actor"], entry["action"], entry["detail"]["for"])


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["lisi"]}}}])
async def test_who_is_both(town) -> None:
    """A delegate who holds a share changes the time, and asks for more only with 申请."""
    await issue(town)
    await town.app("lisi", f"{CODE} 申请延期到周五,设备未到")
    await town.box.expect("zhaoming", CODE, "李四", "设备未到")

    assert {"lisi": "2026-11-24T17:00", "wangwu": "2026-11-24T17:00"} == await dues(town)
    await town.app("lisi", f"{CODE} 改到周四17点")
    await town.box.expect("wangwu", "11月26日(周四)17:00")
    await town.box.expect("zhaoming", "李四代", "11月26日(周四)17:00")

    assert {"lisi": "2026-11-26T17:00", "wangwu": "2026-11-26T17:00"} == await dues(town)


async def test_which_of_both(town) -> None:
    """Without a code own directives and own shares are asked about together; the one chosen decides."""
    await town.say("zhaoming", "加急 请周强今天17点前报送材料")
    await town.box.expect("zhouqiang", CODE)
    await town.say("zhouqiang", "加急 请王五今天18点前检查路灯")
    await town.box.expect("wangwu", "Z20261124-002")
    asked = await town.robot("zhouqiang", "改到明天下午5点")
    said = await town.robot("zhouqiang", "1")
    await town.box.expect("wangwu", "Z20261124-002", "11月25日(周三)17:00")

    assert "1. Z20261124-002" in asked
    assert f"2. {CODE}" in asked
    assert "已变更 Z20261124-002" in said
    await town.robot("zhouqiang", f"{CODE} 改到明天下午5点,材料未齐")
    await town.box.expect("zhaoming", CODE, "周强", "材料未齐")

    assert {"zhouqiang": "2026-11-24T17:00"} == await dues(town)


async def test_a_holder_corrects_the_own_report(town) -> None:
    """更正:… from who holds a share is a report; people and time of the directive stay the issuer's."""
    await issue(town)
    said = await town.app("lisi", f"{CODE} 更正:共排查12处")
    await town.box.expect("zhaoming", "李四反馈", "共排查12处")

    assert f"{CODE} 已反馈" in said
    assert "不能变更" in await town.app("lisi", f"{CODE} 加上张三")
    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()
