"""反馈 and 同意办结: what was done reaches the issuer, who closes it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.samples_media import PNG, png

TASK = "加急 请李四今天17点前报送材料"
TWO = "加急 请李四、王五今天17点前报送材料"
CODE = "Z20261124-001"


async def issue(town, text: str = TWO, who: tuple[str, ...] = ("lisi", "wangwu"), by: str = "zhaoming"):
    """Issue, and give the cards."""
    await town.say(by, text)
    return await town.box.expect_all(list(who), CODE)


async def all_have_it(town, issuer: str = "zhaoming") -> None:
    """Expect what issuer and group hear once all have acknowledged."""
    await town.box.expect(issuer, CODE, "全部收到")
    await town.box.expect(town.chat, CODE, "已全部收到")


async def test_by_tap_then_words(town) -> None:
    """反馈 asks for the words; what comes within ten minutes is the report, whatever it says."""
    cards = await issue(town)
    heard = await town.box.tap_app("lisi", cards[0], "反馈")
    await town.box.expect("lisi", CODE, "请直接回复")
    said = await town.app("lisi", "三份材料都放在党政办了")
    card = await town.box.expect("zhaoming", "李四反馈", CODE, "三份材料都放在党政办了")

    assert heard.ok
    assert f"{CODE} 已反馈(1/2)" in said
    assert "发完请回复“完成”" in said
    assert ["同意办结", "退回"] == [button.text for button in card.card.buttons]
    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()


async def test_report_acknowledges(town) -> None:
    """A report acknowledges as well; both moves are in the history."""
    await issue(town, TASK, ("lisi",))
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "李四反馈", CODE)
    await all_have_it(town)
    stored = await town.directive()

    assert stored["assignments"][0]["acknowledged_at"] is not None
    assert [("zhaoming", "issued"), ("lisi", "acknowledged"), ("lisi", "reported")] == await town.moves()


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhangsan"}}}])
async def test_stand_in_reports(town) -> None:
    """A stand-in's report names both, to the one who said it and to the issuer."""
    await issue(town, TASK, ("lisi",))
    said = await town.app("zhangsan", f"{CODE} 已完成,共3份")
    card = await town.box.expect("zhaoming", "张三代李四反馈", CODE)
    await all_have_it(town)
    heard = await town.box.tap_app("zhaoming", card, "同意办结")
    await town.box.expect(town.chat, CODE, "全部办结")

    assert f"{CODE} 已代李四反馈(1/1)" in said
    assert "张三代李四反馈" in heard.card.title


async def test_words_after_ten_minutes_are_no_report(town) -> None:
    """After ten minutes words alone are no report any more."""
    cards = await issue(town)
    await town.box.tap_app("lisi", cards[0], "反馈")
    await town.box.expect("lisi", "请直接回复")
    await town.box.advance(601)
    said = await town.app("lisi", "三份材料都放在党政办了吧")

    assert "没有看懂" in said
    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()


async def test_another_command_is_no_report(town) -> None:
    """我的任务 after a tap on 反馈 is what it says; the report may still follow."""
    cards = await issue(town)
    await town.box.tap_app("lisi", cards[0], "反馈")
    await town.box.expect("lisi", "请直接回复")

    assert CODE in await town.app("lisi", "我的任务")
    await town.app("lisi", "都办好了")
    await town.box.expect("zhaoming", "李四反馈", "都办好了")


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_several_times(town, place) -> None:
    """A share takes several reports; the issuer gets each, the second one ten minutes later."""
    await issue(town)
    first = await getattr(town, place)("lisi", f"{CODE} 正在收集,还差一份")
    await town.box.expect("zhaoming", CODE, "还差一份")
    second = await getattr(town, place)("lisi", "已完成,共3份")
    await town.box.assert_quiet()
    await town.box.advance(600)
    await town.box.expect("zhaoming", CODE, "共3份")
    share = (await town.directive())["assignments"][0]

    assert CODE in first
    assert CODE in second
    assert ["正在收集,还差一份", "已完成,共3份"] == [one["text"] for one in share["feedback"]]


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_bare_word_asks_for_the_report(town, place) -> None:
    """反馈 alone asks for the words and then takes them."""
    await issue(town)
    asked = await getattr(town, place)("lisi", "反馈")
    await getattr(town, place)("lisi", "三份材料都放在党政办了")
    await town.box.expect("zhaoming", CODE, "三份材料都放在党政办了")

    assert CODE in asked
    assert "10分钟内有效" in asked


async def test_several_open_are_choices(town) -> None:
    """Without a code several open ones are offered; the words are kept meanwhile."""
    await issue(town)
    await town.say("zhaoming", "加急 请李四今天18点前检查路灯")
    await town.box.expect("lisi", "Z20261124-002")
    asked = await town.say("lisi", "已完成,共检查20盏路灯")
    said = await town.say("lisi", "1")
    await town.box.expect("zhaoming", "Z20261124-002", "共检查20盏路灯")
    await town.box.expect("zhaoming", "Z20261124-002", "全部收到")
    await town.box.expect(town.chat, "Z20261124-002")

    assert "1. Z20261124-002" in asked
    assert "Z20261124-002 已反馈(1/1)" in said


async def test_with_pictures(town) -> None:
    """Pictures come with words by the robot; each is kept in media.dir under its digest."""
    await issue(town)
    picture = png(1)
    said = await town.robot("lisi", f"{CODE} 已完成,附照片", images=[picture, png(2)])
    await town.box.expect("zhaoming", CODE, "附件:2个")
    await town.box.settle()
    digest = hashlib.sha256(picture).hexdigest()
    stored = Path(town.config.media.dir) / digest[:2] / digest
    share = (await town.directive())["assignments"][0]

    assert "附件2个" in said
    assert picture == stored.read_bytes()
    assert [2] == [one["attachments"] for one in share["feedback"]]


async def test_picture_alone(town) -> None:
    """A picture alone is the report where one was asked for, else it is not kept."""
    cards = await issue(town)
    lost = await town.box.send_media_app("lisi", "image", PNG)
    await town.box.tap_app("lisi", cards[0], "反馈")
    await town.box.expect("lisi", "请直接回复")
    taken = await town.box.send_media_app("lisi", "image", PNG)
    await town.box.expect("zhaoming", CODE, "附件:1个")
    await town.box.settle()
    digest = hashlib.sha256(PNG).hexdigest()

    assert "没有保存" in lost.text
    assert f"{CODE} 已反馈" in taken.text
    assert (Path(town.config.media.dir) / digest[:2] / digest).exists()


async def test_no_share_no_report(town) -> None:
    """A report by somebody without a share is refused with the reason, and that is in the history."""
    await issue(town)
    said = await town.say("zhangsan", f"{CODE} 已完成")
    entry = (await town.directive())["history"][-1]

    assert "没有分办给您" in said
    assert CODE in said
    assert ("zhangsan", "refused", "report") == (entry["actor"], entry["action"], entry["detail"]["verb"])


async def test_notice_takes_no_report(town) -> None:
    """A notice is only to be acknowledged."""
    await issue(town, "加急 通知:请李四、王五明天上午9点在三楼会议室参加防汛会")

    assert "不用反馈" in await town.app("lisi", f"{CODE} 已完成")
    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()


async def test_accept_by_tap_and_by_code(town) -> None:
    """同意办结 on the card accepts that share, with the code all reported; the last one closes it."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    card = await town.box.expect("zhaoming", "李四反馈")
    heard = await town.box.tap_app("zhaoming", card, "同意办结")

    assert CODE in heard.card.text
    assert "还有1项未办结" in heard.card.text
    assert "已同意办结" == card.card.done
    assert {"lisi": "accepted", "wangwu": "assigned"} == await town.states()
    await town.app("wangwu", f"{CODE} 已完成,共5份")
    await all_have_it(town)
    await town.box.advance(600)
    await town.box.expect("zhaoming", "王五反馈")
    said = await town.say("zhaoming", f"{CODE} 同意办结")
    await town.box.expect(town.chat, CODE, "已全部办结")

    assert f"{CODE}「报送材料」已同意办结1项。本任务全部办结。" in said
    assert "closed" == (await town.directive())["state"]
    assert {"lisi": "accepted", "wangwu": "accepted"} == await town.states()
    await town.box.advance(3600 * 2)
    await town.box.expect_all(["lisi", "wangwu"], CODE, "已同意办结")


async def test_accept_says_how_many_are_open(town) -> None:
    """Accepting by the code takes every reported share and says how many are still open."""
    await issue(town, "加急 请李四、王五、张三今天17点前报送材料", ("lisi", "wangwu", "zhangsan"))
    for who in ("lisi", "wangwu"):
        await town.app(who, f"{CODE} 已完成")
        await town.box.advance(600)
    await town.box.expect("zhaoming", "李四反馈", CODE)
    await town.box.expect("zhaoming", "王五反馈", CODE)
    said = await town.app("zhaoming", "001 同意办结")

    assert "已同意办结2项(李四、王五)。还有1项未办结。" in said
    again = await town.app("zhaoming", f"{CODE} 同意办结")

    assert "还没有新的反馈可以办结，还有1项未办结" in again


async def test_accept_without_a_code(town) -> None:
    """Without a code the only directive with something reported is meant."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")

    assert f"{CODE}「报送材料」已同意办结1项" in await town.say("zhaoming", "同意办结")
    assert "目前没有等您审核" in await town.say("sunli", "同意办结")


async def test_no_report_after_the_end(town) -> None:
    """What was accepted takes no report any more, and says so."""
    await issue(town, TASK, ("lisi",))
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await all_have_it(town)
    await town.say("zhaoming", f"{CODE} 同意办结")
    await town.box.expect(town.chat, "已全部办结")

    assert "已经办结" in await town.app("lisi", f"{CODE} 已补充一份")
    assert "已经全部办结" in await town.say("zhaoming", f"{CODE} 同意办结")


async def test_only_the_issuer_accepts(town) -> None:
    """Somebody else's 同意办结 is refused with the reason and in the history; a foreign tap does nothing."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成")
    card = await town.box.expect("zhaoming", "李四反馈")
    said = await town.say("sunli", f"{CODE} 同意办结")
    heard = await town.box.tap_app("sunli", card.task_id, "accept:1", force=True)
    entry = (await town.directive())["history"][-1]

    assert "不是您交办的" in said
    assert "" == heard.words
    assert ("sunli", "refused", "accept") == (entry["actor"], entry["action"], entry["detail"]["verb"])
    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_delegate_acts_for_the_leader(town) -> None:
    """A delegate issues and accepts for the leader; cards and history show both names."""
    cards = await issue(town, by="zhangsan")
    stored = await town.directive()

    assert "zhaoming" == stored["issuer"]
    assert "赵明(张三代)" == dict(cards[0].card.rows)["来自"]
    assert ("zhangsan", "zhaoming") == (stored["history"][0]["actor"], stored["history"][0]["detail"]["for"])
    await town.box.tap_app("lisi", cards[0], "收到")

    assert "赵明(张三代)" == dict(cards[0].card.rows)["来自"]
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect_all(["zhaoming", "zhangsan"], "李四反馈")
    said = await town.app("zhangsan", "001 同意办结")
    entry = (await town.directive())["history"][-1]

    assert "已同意办结1项" in said
    assert ("zhangsan", "accepted", "zhaoming") == (entry["actor"], entry["action"], entry["detail"]["for"])
    await town.box.advance(3600 * 2)
    await town.box.expect("lisi", "张三代赵明已同意办结")


@pytest.mark.parametrize(
    "changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"], "sunli": ["zhangsan"]}}}]
)
async def test_delegate_of_two_leaders_says_for_whom(town) -> None:
    """Who may act for two leaders has to say for which."""
    said = await town.say("zhangsan", TWO)

    assert "请写明是代哪位" in said
    await town.say("zhangsan", "代孙丽 " + TWO)
    await town.box.expect_all(["lisi", "wangwu"], "孙丽(张三代)")

    assert "sunli" == (await town.directive())["issuer"]
