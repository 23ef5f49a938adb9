"""What an answer says has happened, has: nobody is said to have been told who hears in the morning."""

from __future__ import annotations

from tests.stories.changing import CODE, evening

EVENING = 3600 * 11


async def test_a_decision_in_the_evening(town) -> None:
    """同意延期 and 不同意延期 in the evening say when they will be heard."""
    await evening(town)
    for who, name in (("lisi", "李四"), ("wangwu", "王五")):
        await town.app(who, f"{CODE} 申请延期到下周一17点,设备未到")
        await town.box.expect("zhaoming", name, "设备未到")
    granted = await town.app("zhaoming", f"{CODE} 同意李四延期")
    refused = await town.app("zhaoming", f"{CODE} 不同意王五延期,必须按时完成")
    await town.box.assert_quiet()
    await town.box.advance(3600 * 13)
    await town.box.expect("lisi", "已同意延期")
    await town.box.expect("wangwu", "没有同意延期")

    assert "将于11月25日(周三)08:30告知承办人" in granted
    assert "将于11月25日(周三)08:30告知承办人" in refused


async def test_handed_on_in_the_evening(town) -> None:
    """That a share went to somebody in the unit is nothing to disturb the leader's evening with."""
    await town.say("zhaoming", "请周强周五17点前报送材料")
    await town.box.advance(3600)
    await town.box.expect("zhouqiang", CODE)
    await town.box.advance(EVENING)
    said = await town.app("zhouqiang", f"{CODE} 转给王五")
    await town.box.assert_quiet()
    await town.box.advance(3600 * 13)
    await town.box.expect("zhaoming", CODE, "已转给本单位王五")
    await town.box.expect("wangwu", CODE, "报送材料")

    assert "将于11月25日(周三)08:30告知赵明" in said


async def test_who_is_missing_of_a_unit(town) -> None:
    """Asked about some, numbers and names are of those; where they have no share that is said."""
    await town.say("zhaoming", "加急 请李四、王五今天17点前报送材料")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await town.app("lisi", "收到")
    one = await town.app("zhaoming", f"{CODE} 李四收到没有")
    none = await town.app("zhaoming", f"{CODE} 民政办谁没收到")
    own = await town.app("zhouqiang", f"{CODE} 谁没收到")

    assert "您问的没有在办的一份" in none
    assert "全部签收" not in none
    assert "您单位已收到 0/1" in own
    assert "未签收：王五" in own
    assert "1/2" not in one
