"""What a head distributed is the head's affair: requests, time, and who hears when the head goes."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"
WISH = "001 因下雨无法施工,申请延期到{}"
STAND_IN = {"people": {"stand_ins": {"sunli": "wangwu"}}}


async def distributed(town) -> None:
    """Give 党政办 and 王五 a task; 孙丽 gives it out to 张三 and 李四, with an earlier time."""
    await town.say("zhaoming", "加急 请党政办、王五11月26日17点前报送材料")
    await town.box.expect_all(["sunli", "wangwu"], CODE)
    await town.app("sunli", "001 分办给张三、李四,11月25日17点前报我")
    await town.box.expect_all(["zhangsan", "lisi"], CODE)


async def due(town, who: str) -> str:
    """Give the time of a person's share."""
    return next(one["due"] for one in (await town.directive())["assignments"] if one["assignee"] == who)


async def test_the_head_is_asked(town) -> None:
    """Who has a share from a head asks the head for more time; the issuer hears nothing of it."""
    await distributed(town)
    said = await town.app("lisi", WISH.format("11月26日12点"))
    card = await town.box.expect("sunli", "李四申请延期", CODE)
    heard = await town.box.tap_app("sunli", card, "同意")
    await town.box.expect("lisi", "孙丽已同意延期", "11月26日(周四)12:00")

    assert "已送孙丽决定" in said
    assert "同意延到11月26日" in heard.card.text
    assert "2026-11-26T12:00:00+08:00" == await due(town, "lisi")


async def test_the_head_decides_by_words(town) -> None:
    """同意延期 and 不同意 by the head find what waits for the head, with the reason."""
    await distributed(town)
    await town.app("lisi", WISH.format("11月26日12点"))
    await town.box.expect("sunli", "李四申请延期")
    said = await town.app("sunli", "不同意,必须按时报我")
    await town.box.expect("lisi", "孙丽没有同意延期：必须按时报我")

    assert CODE in said
    assert "没有" in await town.app("zhaoming", "同意延期")


async def test_within_the_heads_own_time(town) -> None:
    """No head gives more time than the head has: the answer says what to do."""
    await distributed(town)
    await town.app("lisi", WISH.format("11月28日12点"))
    card = await town.box.expect("sunli", "李四申请延期")
    await town.box.tap_app("sunli", card, "同意")
    await town.box.expect("sunli", CODE, "不晚于11月26日(周四)17:00", "向交办人申请延期")
    said = await town.app("sunli", f"{CODE} 同意延到11月26日15点")
    await town.box.expect("lisi", "时限改为11月26日(周四)15:00")

    assert "已同意" in said


@pytest.mark.parametrize("changes", [STAND_IN])
async def test_the_heads_stand_in_decides(town) -> None:
    """Who stands in for the head decides too; the words name both."""
    await distributed(town)
    await town.app("lisi", WISH.format("11月26日12点"))
    card = await town.box.expect("sunli", "李四申请延期")
    await town.box.tap_app("wangwu", card.task_id, "grant:1", force=True)

    assert await town.box.expect("lisi", "王五(代孙丽)已同意延期")


async def test_strangers_do_not_decide(town) -> None:
    """Somebody else who has a share decides nothing, by tap or by words."""
    await distributed(town)
    await town.app("lisi", WISH.format("11月26日12点"))
    card = await town.box.expect("sunli", "李四申请延期")
    await town.box.tap_app("zhangsan", card.task_id, "grant:1", force=True)
    said = await town.app("wangwu", f"{CODE} 同意延期")

    assert CODE in said
    assert "2026-11-25T17:00:00+08:00" == await due(town, "lisi")


async def test_declined_to_the_head(town) -> None:
    """退办 goes to the head, who hands it to somebody else or keeps it where it is."""
    await distributed(town)
    said = await town.app("lisi", f"{CODE} 不属于我单位,应由张三办理")
    card = await town.box.expect("sunli", "李四退办", CODE)
    await town.box.tap_app("sunli", card, "改派")
    await town.box.expect("sunli", CODE, "改派")
    await town.app("sunli", "张三")
    await town.box.expect("lisi", "已由孙丽转给张三")
    await town.box.expect("zhangsan", "转给您")
    states = await town.states()

    assert "已送孙丽决定" in said
    assert {"lisi": "reassigned", "zhangsan": "assigned", "sunli": "acknowledged"}.items() <= states.items()


async def test_upheld_by_the_head(town) -> None:
    """维持 by the head names the head on the card."""
    await distributed(town)
    await town.app("lisi", f"{CODE} 不属于我单位,应由张三办理")
    await town.box.expect("sunli", "李四退办")
    await town.app("sunli", "维持")
    card = await town.box.expect("lisi", "仍请您办理")

    assert "来自:孙丽" in card.words


async def test_to_another_unit_with_the_heads_consent(town) -> None:
    """Handing a distributed share to another unit needs the head's consent."""
    await distributed(town)
    said = await town.app("lisi", "001 转给吴芳,因为属于民政工作")
    card = await town.box.expect("sunli", "李四申请转办")
    await town.box.tap_app("sunli", card, "同意转办")
    await town.box.expect("wufang", CODE)
    await town.box.expect("lisi", "孙丽已同意转办")

    assert "已请孙丽决定" in said


async def test_more_time_for_the_head_moves_those_below(town) -> None:
    """What has the head's time moves with it and its assignees hear so."""
    await town.say("zhaoming", "加急 请党政办11月26日17点前报送材料")
    await town.box.expect("sunli", CODE)
    await town.app("sunli", "001 分办给张三")
    await town.app("sunli", "001 分办给李四,11月25日17点前报我")
    await town.box.expect_all(["zhangsan", "lisi"], CODE)
    await town.app("sunli", WISH.format("11月27日17点"))
    card = await town.box.expect("zhaoming", "孙丽申请延期")
    await town.box.tap_app("zhaoming", card, "同意")
    await town.box.expect("sunli", "已同意延期")
    await town.box.expect("zhangsan", CODE, "孙丽的时限已延长", "改为11月27日(周五)17:00(原11月26日)")

    assert "2026-11-25T17:00:00+08:00" == await due(town, "lisi")


async def test_what_was_reported_follows_the_head(town) -> None:
    """Whoever takes over from the head is shown at once what was reported to, and asked of, the old one."""
    await distributed(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("sunli", "李四反馈")
    await town.app("zhangsan", WISH.format("11月26日12点"))
    await town.box.expect("sunli", "张三申请延期")
    await town.app("sunli", "001 转给吴芳,因为属于民政工作")
    card = await town.box.expect("zhaoming", "孙丽申请转办")
    await town.box.tap_app("zhaoming", card, "同意转办")
    await town.box.expect("sunli", "已同意转办")
    await town.box.expect("wufang", "请党政办")
    await town.box.expect("wufang", "李四反馈", "共3份")
    wish = await town.box.expect("wufang", "张三申请延期")
    await town.box.tap_app("wufang", wish, "同意")

    assert await town.box.expect("zhangsan", "吴芳已同意延期")


async def test_what_was_reported_goes_to_the_issuer(town) -> None:
    """Where the head declines, what was reported below is the issuer's to see at once."""
    await distributed(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("sunli", "李四反馈")
    await town.app("sunli", f"{CODE} 不属于我单位,应由民政办办理")
    await town.box.expect("zhaoming", "孙丽退办")
    shown = await town.box.expect("zhaoming", "李四反馈", "共3份")

    assert ["同意办结", "退回"] == [button.text for button in shown.card.buttons]


async def test_taken_off_with_reports_below(town) -> None:
    """Where the head is taken off, what was reported below goes to the issuer."""
    await distributed(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("sunli", "李四反馈")
    await town.app("zhaoming", "001 去掉孙丽")
    await town.box.expect("sunli", CODE)

    assert await town.box.expect("zhaoming", "李四反馈", "共3份")


async def test_returned_to_the_head(town) -> None:
    """退回 without a name is about the head's share: what was distributed is no choice of the issuer's."""
    await distributed(town)
    await town.app("lisi", f"{CODE} 已完成,共2份")
    await town.box.expect("sunli", "李四反馈")
    await town.app("sunli", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "孙丽反馈")
    await town.app("zhaoming", f"{CODE} 退回,请补充照片")
    await town.box.expect("sunli", "请补充照片")

    assert {"sunli": "returned", "lisi": "reported"}.items() <= (await town.states()).items()


async def test_old_card_does_not_accept_what_was_added(town) -> None:
    """同意办结 on a card accepts what it showed: what was added since is shown first."""
    await town.say("zhaoming", "加急 请王五今天17点前报送材料")
    await town.box.expect("wangwu", CODE)
    await town.app("wangwu", f"{CODE} 已完成,共3份")
    card = await town.box.expect("zhaoming", "王五反馈")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    await town.app("wangwu", f"{CODE} 反馈:其实只有2份")
    heard = await town.box.tap_app("zhaoming", card, "同意办结")
    await town.box.expect("zhaoming", CODE, "刚又补充了反馈")
    first = await town.states()
    again = await town.box.tap_app("zhaoming", card, "同意办结")
    await town.box.expect(town.chat, "全部办结")

    assert "其实只有2份" in heard.card.text
    assert {"wangwu": "reported"} == first
    assert "全部办结" in again.card.text
