"""全部办结: what was reported is accepted, nothing more is asked of the rest."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, acknowledge, evening, issue, report


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_by_words(town, place) -> None:
    """The reported share is accepted and hears it with the digest, the undone one at once that it is over."""
    cards = await issue(town)
    await report(town, "lisi", "李四")
    said = await getattr(town, place)("zhaoming", f"{CODE} 全部办结,其余的不用报了")
    await town.box.expect("wangwu", CODE, "不用再办")
    await town.box.expect(town.chat, CODE, "已全部办结")

    assert f"{CODE}「报送材料」已全部办结。已反馈的1项同意办结；没有办完的1项不再要求" in said
    assert "closed" == (await town.directive())["state"]
    assert {"lisi": "accepted", "wangwu": "withdrawn"} == await town.states()
    assert ("zhaoming", "closed") == (await town.moves())[-1]
    await town.box.tap_app("wangwu", cards[1], "收到")

    assert "已撤回" == cards[1].card.done
    assert "已经办结" in await town.app("wangwu", f"{CODE} 已完成")
    await town.box.advance(3600 * 2)
    await town.box.expect("lisi", "已同意办结")


async def test_by_the_button(town) -> None:
    """全部办结 on the issuer's card acts at once; the card shows it."""
    await issue(town)
    await town.app("zhaoming", CODE)
    card = await town.box.expect("zhaoming", "我交办的", CODE)
    await town.box.tap_app("zhaoming", card, "全部办结")
    await town.box.expect_all(["lisi", "wangwu"], CODE, "不用再办")
    await town.box.expect(town.chat, "已全部办结")

    assert "已全部办结" == card.card.done
    await town.box.tap_app("zhaoming", card.task_id, f"withdraw:{CODE}", force=True)

    assert "closed" == (await town.directive())["state"]


async def test_from_a_holder_it_is_a_report(town) -> None:
    """Whoever holds a share says that it is done, and the issuer is asked."""
    await issue(town)
    await town.app("lisi", f"{CODE} 全部办结")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "李四反馈", CODE)

    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()


async def test_a_notice(town) -> None:
    """Of a notice only those who have not read it are let go."""
    cards = await issue(town, "加急 通知:请李四、王五明天上午9点在三楼会议室参加防汛会")
    await town.box.tap_app("lisi", cards[0], "收到")
    await town.app("zhaoming", f"{CODE} 全部办结")
    await town.box.expect("wangwu", CODE, "不用再办")
    await town.box.expect(town.chat, "已全部办结")

    assert {"lisi": "acknowledged", "wangwu": "withdrawn"} == await town.states()
    assert "没有撤销" in await town.app("lisi", f"撤销收到 {CODE}")


async def test_twice_and_by_others(town) -> None:
    """A second time it is over; somebody else is refused with the reason and in the history."""
    cards = await issue(town)
    await acknowledge(town, cards)
    refused = await town.say("sunli", f"{CODE} 全部办结")
    entry = (await town.directive())["history"][-1]

    assert "不是您交办的，不能办结" in refused
    assert ("sunli", "refused", "close") == (entry["actor"], entry["action"], entry["detail"]["verb"])
    await town.app("zhaoming", "全部办结")
    await town.box.expect_all(["lisi", "wangwu"], "不用再办")
    await town.box.expect(town.chat, "已全部办结")

    assert "已经办结" in await town.app("zhaoming", f"{CODE} 全部办结")
    assert "没有下达的未办结任务" in await town.app("zhaoming", "撤回")


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_by_a_delegate(town) -> None:
    """A delegate closes for the leader, who hears of it at once."""
    await issue(town)
    await town.app("zhangsan", f"{CODE} 全部办结")
    lines = await town.box.expect_all(["lisi", "wangwu"], "不用再办")
    await town.box.expect("zhaoming", CODE, "赵明(张三代)全部办结")
    await town.box.expect(town.chat, "已全部办结")
    entry = (await town.directive())["history"][-1]

    assert "赵明(张三代)" in lines[0].text
    assert ("zhangsan", "closed", "zhaoming") == (entry["actor"], entry["action"], entry["detail"]["for"])


async def closed(town, place: str = "app") -> list:
    """Issue to three, have one report and one acknowledge, and close; gives the first cards."""
    cards = await issue(town, "加急 请李四、王五、张三今天17点前报送材料", ["lisi", "wangwu", "zhangsan"])
    await report(town, "lisi", "李四")
    await town.box.tap_app("wangwu", cards[1], "收到")
    await getattr(town, place)("zhaoming", f"{CODE} 全部办结")
    await town.box.expect_all(["wangwu", "zhangsan"], CODE, "不用再办")
    await town.box.expect(town.chat, "已全部办结")
    return cards


@pytest.mark.parametrize("place", ["say", "app", "robot"])
@pytest.mark.parametrize("words", ["撤销", "撤销办结", f"{CODE} 撤销全部办结", f"撤销 {CODE}"])
async def test_taken_back(town, place, words) -> None:
    """Within ten minutes whoever closed takes it back: all stands as it did, who was told hears it."""
    cards = await closed(town, place)
    said = await getattr(town, place)("zhaoming", words)
    await town.box.expect_all(["wangwu", "zhangsan"], CODE, "撤销", "请继续办理")
    await town.box.expect(town.chat, CODE, "恢复办理")
    directive = await town.directive()

    assert f"已撤销刚才的全部办结：{CODE}「报送材料」恢复办理。没有办完的2项照原来的状态继续，" in said
    assert "open" == directive["state"]
    assert {"lisi": "reported", "wangwu": "acknowledged", "zhangsan": "assigned"} == await town.states()
    assert ("zhaoming", "undone") == (await town.moves())[-1]
    await town.box.tap_app("zhangsan", cards[2], "收到")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    await town.box.advance(3600 * 2)
    await town.box.assert_quiet()


async def test_taken_back_with_what_was_asked(town) -> None:
    """What waited for the issuer's decision, and what was declined or returned, is so again."""
    await issue(town, "加急 请李四、王五、张三今天17点前报送材料", ["lisi", "wangwu", "zhangsan"])
    await report(town, "lisi", "李四")
    await town.app("zhaoming", f"{CODE} 退回,缺照片")
    await town.box.expect("lisi", "退回")
    await town.app("wangwu", f"{CODE} 不属于我单位,应由民政办办理")
    declined = await town.box.expect("zhaoming", "王五退办")
    await town.app("zhangsan", f"{CODE} 申请延期到周五,设备未到")
    card = await town.box.expect("zhaoming", "张三", "设备未到")
    before = await town.states()
    await town.app("zhaoming", f"{CODE} 全部办结")
    await town.box.expect_all(["lisi", "wangwu", "zhangsan"], "不用再办")
    await town.box.expect(town.chat, "已全部办结")
    await town.app("zhaoming", "撤销办结")
    await town.box.expect_all(["lisi", "zhangsan"], "请继续办理")
    await town.box.expect("wangwu", "仍等交办人决定")
    await town.box.expect(town.chat, "恢复办理")

    assert {"lisi": "returned", "wangwu": "declined", "zhangsan": "assigned"} == before
    assert before == await town.states()
    await town.box.tap_app("zhaoming", card, "同意")
    await town.box.expect("zhangsan", "已同意延期")
    await town.box.tap_app("zhaoming", declined, "维持")
    await town.box.expect("wangwu", "仍请您办理")


async def test_taken_back_too_late_or_twice(town) -> None:
    """After ten minutes, twice, or after somebody was put on, it stays; the answer names what can be done."""
    await closed(town)
    await town.box.advance(601)
    late = await town.app("zhaoming", f"{CODE} 撤销办结")

    assert "已经超过10分钟" in late
    assert f"要再加人，请说“{CODE} 加上@……”" in late
    assert "没有可以撤销的办结" in await town.app("zhaoming", "撤销办结")
    await town.app("zhaoming", f"{CODE} 加上张三")
    await town.box.expect("zhangsan", "报送材料")

    assert "正在办理，没有办结" in await town.app("zhaoming", f"{CODE} 撤销办结")
    assert {"lisi": "accepted", "wangwu": "withdrawn", "zhangsan": "assigned"} == await town.states()
    await town.box.advance(3600 * 2)
    await town.box.expect("lisi", "已同意办结")


async def test_undo_leaves_another_directive_alone(town) -> None:
    """撤销 with the code of another directive withdraws that one; 撤销办结 never withdraws."""
    await town.say("zhaoming", "加急 请冯刚今天17点前检查路灯")
    await town.box.expect("fenggang", CODE)
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    await town.box.expect("lisi", "Z20261124-002")
    await town.app("zhaoming", "Z20261124-002 全部办结")
    await town.box.expect("lisi", "不用再办")
    await town.box.expect(town.chat, "已全部办结")
    await town.app("zhaoming", f"撤销 {CODE}")
    await town.box.expect("fenggang", "撤回")
    await town.box.expect(town.chat, CODE, "已撤回")

    assert "closed" == (await town.directive("Z20261124-002"))["state"]
    assert "已经撤回" in await town.app("zhaoming", f"撤销办结 {CODE}")


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["sunli"]}}}])
async def test_taken_back_by_another_owner(town) -> None:
    """Who closed it takes it back; the other owner is told who did."""
    await closed(town)

    assert "是赵明办的" in await town.app("sunli", f"{CODE} 撤销办结")
    assert "closed" == (await town.directive())["state"]
    assert "交办人已经同意办结" in await town.app("lisi", "撤销办结")
    await town.box.advance(3600 * 2)
    await town.box.expect("lisi", "已同意办结")


async def test_in_the_evening(town) -> None:
    """What waits for the morning is said to wait; taken back before, nobody hears of either."""
    await evening(town)
    said = await town.app("zhaoming", f"{CODE} 全部办结")
    await town.box.expect(town.chat, "已全部办结")
    back = await town.app("zhaoming", "撤销办结")
    await town.box.expect(town.chat, "恢复办理")
    await town.box.advance(3600 * 13)
    await town.box.assert_quiet()

    assert "没有办完的2项不再要求，将于11月25日(周三)08:30告知2位承办人" in said
    assert "告知" not in back
    assert {"lisi": "acknowledged", "wangwu": "acknowledged"} == await town.states()


async def test_the_card_of_what_nobody_had_begun(town) -> None:
    """Where nobody's share is left the card shows no numbers."""
    await issue(town)
    await town.app("zhaoming", CODE)
    card = await town.box.expect("zhaoming", "我交办的", CODE)
    await town.box.tap_app("zhaoming", card, "全部办结")
    await town.box.expect_all(["lisi", "wangwu"], "不用再办")
    await town.box.expect(town.chat, "已全部办结")

    assert "已收到" not in dict(card.card.rows)
    assert "0/0" not in await town.app("zhaoming", f"{CODE} 进度怎么样")
