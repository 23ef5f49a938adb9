"""撤销: a mistaken 收到 or 反馈 is taken back within ten minutes."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, acknowledge, all_have_it, issue, report

CLOSING = "加急 请李四、王五今天17点前报送材料,报了即办结"


@pytest.mark.parametrize("words", ["撤销收到", "点错了", "撤销", f"撤销收到 {CODE}"])
async def test_acknowledged_by_words(town, words) -> None:
    """收到 is taken back; when all have it anew, that is said anew."""
    cards = await issue(town)
    await acknowledge(town, cards)
    said = await town.app("lisi", words)

    assert f"已撤销收到：{CODE}「报送材料」" in said
    assert {"lisi": "assigned", "wangwu": "acknowledged"} == await town.states()
    assert ("lisi", "undone") == (await town.moves())[-1]
    await town.box.expect("zhaoming", CODE, "李四撤销了刚才的“收到”，现已收到1/2")
    await town.app("lisi", f"收到 {CODE}")
    await all_have_it(town)


@pytest.mark.parametrize("words", ["撤回反馈", "点错了", "反馈发错了", f"撤销反馈 {CODE}"])
async def test_reported_by_words(town, words) -> None:
    """A report is taken back, and the issuer, who was told of it, hears so at once."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    card = await town.box.expect("zhaoming", "李四反馈")
    said = await town.app("lisi", words)
    await town.box.expect("zhaoming", CODE, "李四撤销了刚才的反馈", "共3份")

    assert f"已撤销反馈：{CODE}「报送材料」" in said
    assert {"lisi": "acknowledged", "wangwu": "assigned"} == await town.states()
    await town.box.tap_app("zhaoming", card, "同意办结")

    assert {"lisi": "acknowledged", "wangwu": "assigned"} == await town.states()
    assert "本人撤回" in card.card.text


async def test_by_the_button(town) -> None:
    """撤销 stands under 更多; the card then shows how things stand."""
    cards = await issue(town)
    await town.box.tap_app("lisi", cards[0], "收到")
    await town.box.tap_app("lisi", cards[0], "更多")
    await town.box.tap_app("lisi", cards[0], "撤销收到")

    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()
    assert ["收到", "反馈", "更多"] == [button.text for button in cards[0].card.buttons]
    await town.box.tap_app("lisi", cards[0], "收到")
    await town.box.tap_app("lisi", cards[0], "更多")
    await town.box.advance(601)
    await town.box.tap_app("lisi", cards[0], "撤销收到")
    await town.box.expect("lisi", CODE, "已经超过10分钟")

    assert {"lisi": "acknowledged", "wangwu": "assigned"} == await town.states()


async def test_before_the_issuer_heard(town) -> None:
    """A report that waits to be told together with others is taken back without a word to the issuer."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("wangwu", f"{CODE} 已完成,共5份")
    await all_have_it(town)
    await town.app("wangwu", "撤回反馈")
    await town.box.advance(600)

    assert {"lisi": "reported", "wangwu": "acknowledged"} == await town.states()
    await town.box.assert_quiet()


async def test_after_ten_minutes(town) -> None:
    """After ten minutes it stands, and the answer says what to do instead."""
    cards = await issue(town)
    await town.box.tap_app("lisi", cards[0], "收到")
    await report(town, "wangwu", "王五", last=True)
    await town.box.advance(1)

    assert "最近10分钟内没有可以撤销的" in await town.app("lisi", "点错了")
    assert "已经超过10分钟" in await town.app("lisi", f"撤销收到 {CODE}")
    assert "已经超过10分钟" in await town.app("wangwu", f"撤回反馈 {CODE}")
    assert {"lisi": "acknowledged", "wangwu": "reported"} == await town.states()


async def test_after_the_issuer_dealt_with_it(town) -> None:
    """What was accepted or returned stays so, with the reason."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("zhaoming", f"{CODE} 同意办结")

    assert "已经同意办结" in await town.app("lisi", f"撤回反馈 {CODE}")
    await town.app("zhaoming", f"{CODE} 退回,缺照片")
    await town.box.expect("lisi", "退回")

    assert "已经退回" in await town.app("lisi", f"撤回反馈 {CODE}")
    assert {"lisi": "returned", "wangwu": "assigned"} == await town.states()


async def test_closed_by_the_report_itself(town) -> None:
    """办结即报: the report that closed its share, and the directive, can be taken back."""
    await issue(town, CLOSING)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.app("wangwu", f"{CODE} 已完成,共5份")
    await town.box.expect("zhaoming", "李四反馈")
    await all_have_it(town)
    await town.box.expect(town.chat, "全部办结")
    closed = (await town.directive())["state"]
    await town.app("wangwu", f"撤回反馈 {CODE}")

    assert "closed" == closed
    assert "open" == (await town.directive())["state"]
    assert {"lisi": "accepted", "wangwu": "acknowledged"} == await town.states()
    await town.box.advance(600)


async def test_a_notice_opens_again(town) -> None:
    """Taking back the last 收到 of a notice opens it again."""
    cards = await issue(town, "加急 通知:请李四、王五明天上午9点在三楼会议室参加防汛会")
    await acknowledge(town, cards)
    said = await town.app("lisi", f"撤销收到 {CODE}")
    await town.box.expect("zhaoming", CODE, "李四撤销了刚才的“收到”，现已收到1/2")

    assert "已撤销收到" in said
    assert "open" == (await town.directive())["state"]
    assert {"lisi": "assigned", "wangwu": "acknowledged"} == await town.states()


async def test_first_the_report_then_the_acknowledgement(town) -> None:
    """After a report 撤销收到 says that the report comes first; then both can be taken back."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "李四反馈")

    assert "已经反馈" in await town.app("lisi", f"撤销收到 {CODE}")
    await town.app("lisi", "点错了")
    await town.box.expect("zhaoming", "撤销了刚才的反馈")
    await town.app("lisi", "点错了")

    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()


async def test_by_others_and_too_early(town) -> None:
    """Who has no share is refused and in the history; who has done nothing is told so."""
    await issue(town)
    refused = await town.say("zhangsan", f"撤销收到 {CODE}")
    entry = (await town.directive())["history"][-1]
    heard = await town.box.tap_app("zhangsan", "none", f"undo:{CODE}", force=True)

    assert "没有分办给您，不能撤销" in refused
    assert ("zhangsan", "refused", "undo") == (entry["actor"], entry["action"], entry["detail"]["verb"])
    assert "" == heard.words
    assert "还没有签收过" in await town.app("lisi", f"撤销收到 {CODE}")


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhangsan"}}}])
async def test_by_a_stand_in(town) -> None:
    """A stand-in may take back what was signed for the assignee."""
    await issue(town)
    await town.app("zhangsan", f"收到 {CODE}")
    said = await town.app("zhangsan", "撤销收到")

    assert "已撤销李四一份的收到" in said
    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()


async def test_after_a_withdrawal(town) -> None:
    """After the end there is nothing to take back."""
    cards = await issue(town)
    await town.box.tap_app("lisi", cards[0], "收到")
    await town.app("zhaoming", f"撤回 {CODE}")
    await town.box.expect_all(["lisi", "wangwu"], "撤回")
    await town.box.expect(town.chat, "已撤回")

    assert "任务已经结束" in await town.app("lisi", f"撤销收到 {CODE}")
    assert {"lisi": "withdrawn", "wangwu": "withdrawn"} == await town.states()
