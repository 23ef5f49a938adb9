"""How a report in pieces ends, that no supplement is lost, and what is said between question and answer."""

from __future__ import annotations

import pytest

from tests.samples_media import PNG, png

CODE = "Z20261124-001"
BOTH = "加急 请李四、王五今天17点前报送材料"


async def begun(town, text: str = BOTH, who: tuple[str, ...] = ("lisi", "wangwu")):
    """Issue, and tap 反馈 on 李四's card."""
    await town.say("zhaoming", text)
    card = (await town.box.expect_all(list(who), CODE))[0]
    await town.box.tap_app("lisi", card, "反馈")
    await town.box.expect("lisi", "发完回复“完成”")


async def reports(town, who: str = "lisi", code: str = CODE) -> list[tuple[str, int]]:
    """Give the reports of a share as pairs of text and number of attachments."""
    shares = {one["assignee"]: one for one in (await town.directive(code))["assignments"]}
    return [(one["text"], one["attachments"]) for one in shares[who]["feedback"]]


async def two_more(town, *, text: str = "最后一份也送了", picture: bytes = PNG):
    """Report once, add words and a picture at three minutes, and report once more at five; gives the card."""
    await begun(town)
    await town.app("lisi", "三份材料已送")
    first = await town.box.expect("zhaoming", "李四反馈", "三份材料")
    await town.box.advance(180)
    await town.app("lisi", "还差一份下午补")
    await town.box.send_media_app("lisi", "image", picture)
    await town.app("lisi", "就这些，发完了")
    await town.box.advance(120)
    await town.app("lisi", f"{CODE} 反馈：{text}")
    return first


@pytest.mark.parametrize(
    "words",
    ["就这些，发完了", "没了", "都发了", "以上", "就这么多", "完了", "完成", "全部发完", "没有了，谢谢"],
)
async def test_ends_a_report(town, words) -> None:
    """However it is said that nothing follows, it ends the report and is no part of it."""
    await begun(town)
    await town.app("lisi", "三份材料都放在党政办了")
    await town.box.expect("zhaoming", "三份材料")

    assert "反馈完毕" in await town.app("lisi", words)
    assert [("三份材料都放在党政办了", 0)] == await reports(town)


@pytest.mark.parametrize("words", ["还没完成", "没发完", "还没发完，下午继续"])
async def test_does_not_end_a_report(town, words) -> None:
    """还没完成 is a piece of the report."""
    await begun(town)
    await town.app("lisi", "先报一半")
    await town.box.expect("zhaoming", "先报一半")

    assert "文字2段" in await town.app("lisi", words)
    assert [(f"先报一半\n{words}", 0)] == await reports(town)
    await town.box.advance(600)
    await town.box.expect("zhaoming", "李四补充反馈", words)


@pytest.mark.parametrize("words", ["没了", "发完了", "以上"])
async def test_nothing_was_sent_yet(town, words) -> None:
    """Where nothing was sent yet 没了 is no report: it is asked for once more."""
    await begun(town)

    assert f"请直接回复 {CODE}" in await town.app("lisi", words)
    assert [] == await reports(town)


async def test_a_supplement_is_told_with_the_next_report(town) -> None:
    """What was added and what was reported after it come on one card, with the picture, to be accepted."""
    await two_more(town)
    await town.box.advance(300)
    card = await town.box.expect("zhaoming", "李四反馈", "还差一份下午补", "最后一份也送了", "附件:1个")
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "附件共1个")
    await town.box.expect("zhaoming", f"{CODE}-1.png")
    await town.box.tap_app("zhaoming", card, "同意办结")

    assert "accepted" == (await town.states())["lisi"]
    assert [("三份材料已送\n还差一份下午补", 1), ("最后一份也送了", 0)] == await reports(town)


async def test_the_pictures_of_both_come(town) -> None:
    """附件 on that card brings what came with each of the reports."""
    await begun(town)
    await town.app("lisi", "三份材料已送")
    await town.box.expect("zhaoming", "李四反馈", "三份材料")
    await town.box.send_media_app("lisi", "image", PNG)
    await town.app("lisi", "完成")
    await town.robot("lisi", f"{CODE} 反馈：最后一份也送了", images=[png(1)])
    await town.box.settle()
    await town.box.advance(600)
    card = await town.box.expect("zhaoming", "李四反馈", "附件:2个")
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.settle()
    got = [m for m in town.box.unexpected() if m.owner == "zhaoming"]
    town.box.ignore_rest("zhaoming")

    assert 2 == sum("附件共1个" in m.words for m in got)
    assert 2 == sum(m.kind == "image" for m in got)


async def test_sent_back_in_between(town) -> None:
    """A supplement the issuer had not seen when sending the report back is told with the new report."""
    await begun(town)
    await town.app("lisi", "三份材料已送")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.advance(180)
    await town.box.send_media_app("lisi", "image", PNG)
    await town.app("lisi", "还差一份下午补")
    await town.box.advance(60)
    await town.app("zhaoming", f"{CODE} 退回，缺盖章件")
    await town.box.expect("lisi", "缺盖章件")
    await town.app("lisi", "盖章件已补")
    await town.box.advance(360)
    await town.box.expect("zhaoming", "李四反馈", "还差一份下午补", "盖章件已补", "附件:1个")

    assert "reported" == (await town.states())["lisi"]


async def test_the_second_report_is_taken_back(town) -> None:
    """After 撤销反馈 of the second one the first is told with its supplement, and nothing of the second."""
    await two_more(town)
    await town.app("lisi", f"{CODE} 撤销反馈")
    await town.box.advance(300)
    card = await town.box.expect("zhaoming", "李四补充反馈", "还差一份下午补", "附件:1个")

    assert "最后一份" not in card.words


async def test_the_supplement_is_taken_back(town) -> None:
    """A report that was taken back before the ten minutes are over is told with nothing."""
    await begun(town)
    await town.app("lisi", "完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("lisi", f"{CODE} 反馈：写错的一段")
    await town.app("lisi", f"{CODE} 撤销反馈")
    await town.app("lisi", f"{CODE} 反馈：对的一段")
    await town.box.advance(600)
    card = await town.box.expect("zhaoming", "李四反馈", "对的一段")

    assert "写错" not in card.words


async def test_an_old_card_shows_both_before_it_accepts(town) -> None:
    """同意办结 on the first card accepts nothing unseen: it shows all of it, and then accepts."""
    first = await two_more(town)
    heard = await town.box.tap_app("zhaoming", first, "同意办结")
    await town.box.expect("zhaoming", "刚又补充了反馈")
    before = (await town.states())["lisi"]
    await town.box.tap_app("zhaoming", first, "同意办结")
    await town.box.advance(300)

    assert ["三份材料已送", "还差一份下午补", "最后一份也送了"] == heard.card.body.split("\n")
    assert ("reported", "accepted") == (before, (await town.states())["lisi"])


async def test_accepted_by_words_shows_both_first(town) -> None:
    """By words nothing unseen is accepted either: it is shown at once."""
    await two_more(town)
    said = await town.app("zhaoming", f"{CODE} 同意办结")
    await town.box.expect("zhaoming", "李四反馈", "还差一份下午补", "最后一份也送了", "附件:1个")

    assert "您还没有看过，没有办结" in said
    assert "reported" == (await town.states())["lisi"]


async def test_one_by_one_shows_both(town) -> None:
    """逐条看 from a card of several shows each one's supplement and report."""
    await two_more(town)
    await town.app("wangwu", f"{CODE} 已完成")
    await town.box.settle()
    town.box.ignore_rest()
    await town.box.advance(300)
    card = await town.box.expect("zhaoming", "2人反馈", "李四：最后一份也送了")
    await town.box.tap_app("zhaoming", card, "逐条看")
    await town.box.expect("zhaoming", "李四反馈", "还差一份下午补", "最后一份也送了", "附件:1个")
    await town.box.expect("zhaoming", "王五反馈")


async def test_a_piece_after_a_report_elsewhere(town) -> None:
    """What is added after another report was made in the group is a report of its own, and is told."""
    await begun(town)
    await town.app("lisi", "三份材料已送")
    await town.box.expect("zhaoming", "李四反馈")
    await town.say("lisi", f"{CODE} 反馈：群里再说一句")
    await town.app("lisi", "还差一份下午补")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "李四反馈", "群里再说一句", "还差一份下午补")

    assert ["三份材料已送", "群里再说一句", "还差一份下午补"] == [text for text, _ in await reports(town)]
