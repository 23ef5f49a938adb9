"""Pictures, files and places sent one to one without the word 反馈: it is asked once what they are."""

from __future__ import annotations

import json

import pytest

from tests.samples_media import PNG, png

CODE = "Z20261124-001"
OTHER = "Z20261124-002"
BOTH = "加急 请李四、王五今天17点前报送材料"


async def issue(town, text: str = BOTH, code: str = CODE, who: tuple[str, ...] = ("lisi", "wangwu")):
    """Issue, and give the cards."""
    await town.say("zhaoming", text)
    return await town.box.expect_all(list(who), code)


async def waiting(town) -> None:
    """Have 李四 acknowledge one task: from now on a report is expected."""
    await issue(town)
    await town.app("lisi", f"{CODE} 收到")


async def second(town) -> None:
    """Have 李四 acknowledge another one too, which 王五 has as well."""
    await issue(town, "加急 请李四、王五今天18点前检查路灯", OTHER)
    await town.app("lisi", f"{OTHER} 收到")


async def reports(town, who: str = "lisi", code: str = CODE) -> list[tuple[str, int]]:
    """Give the reports of a share as pairs of text and number of attachments."""
    shares = {one["assignee"]: one for one in (await town.directive(code))["assignments"]}
    return [(one["text"], one["attachments"]) for one in shares[who]["feedback"]]


async def kept(town) -> list[str]:
    """Give what became of each attachment of the reports."""
    await town.box.settle()
    rows = await town.rows("SELECT media FROM feedback ORDER BY id")
    return [str(one["kind"]) for row in rows for one in json.loads(row["media"])]


async def asked(town, picture: bytes = PNG) -> str:
    """Send a picture to the app, and expect the card that asks what it is about."""
    heard = await town.box.send_media_app("lisi", "image", picture)
    await town.box.expect("lisi", "10分钟内有效")
    return heard.text


@pytest.mark.parametrize("words", ["1", "是", "是的", "对", "反馈", "是反馈", CODE, "001"])
async def test_one_task_waits(town, words) -> None:
    """With one task to report on it is asked once, and 是 files what was sent."""
    await waiting(town)
    said = await asked(town)
    answered = await town.app("lisi", words)
    await town.box.expect("zhaoming", "李四反馈", CODE, "附件:1个")

    assert f"收到1个附件，是反馈 {CODE}「报送材料」吗？没有答复就不保存。" in said
    assert "1. 是，作为反馈\n2. 不是" in said
    assert f"{CODE} 已反馈(1/2)" in answered
    assert [("", 1)] == await reports(town)
    assert ["image"] == await kept(town)


async def test_by_tap(town) -> None:
    """The card's button files it as well, and can be tapped once."""
    await waiting(town)
    await town.box.send_media_app("lisi", "image", PNG)
    card = await town.box.expect("lisi", f"是反馈{CODE}吗？")
    key = card.card.buttons[0].key
    await town.box.tap_app("lisi", card, "是，作为反馈")
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")
    heard = await town.box.tap_app("lisi", card, key, force=True)

    assert "已经选过了" in heard.card.text
    assert [("", 1)] == await reports(town)


@pytest.mark.parametrize("words", ["2", "不是", "不是反馈", "算了"])
async def test_it_is_no_report(town, words) -> None:
    """不是 keeps nothing, and says how it can be reported."""
    await waiting(town)
    await asked(town)
    said = await town.app("lisi", words)

    assert f"刚才的1个附件没有保存，{CODE}「报送材料」没有变动" in said
    assert "acknowledged" == (await town.states())["lisi"]
    assert "没有看懂" in await town.app("lisi", "三份材料都放在党政办了吧")


async def test_several_pictures_in_a_row(town) -> None:
    """What follows is kept with the first, is counted, and makes no second question; words go along."""
    await waiting(town)
    await asked(town)
    again = await town.box.send_media_app("lisi", "image", png(1))
    place = await town.box.send_place_app("lisi", 31.5, 120.25, "竹里村村口")
    words = await town.app("lisi", "这是竹里村村口的照片")
    await town.app("lisi", "1")
    await town.box.expect("zhaoming", "李四反馈", "附件:3个", "竹里村村口的照片")

    assert f"收到2个附件，是反馈 {CODE}" in again.text
    assert "收到3个附件，" in place.text
    assert "收到3个附件和文字说明，" in words
    assert [("这是竹里村村口的照片", 3)] == await reports(town)
    assert ["image", "image", "location"] == await kept(town)


async def test_a_report_in_words_takes_it_along(town) -> None:
    """Words that report answer too: picture and words are one report, which goes on until 完成."""
    await waiting(town)
    await asked(town)
    said = await town.app("lisi", "已完成，共3份")
    await town.box.expect("zhaoming", "李四反馈", "共3份", "附件:1个")
    more = await town.box.send_media_app("lisi", "image", png(1))
    await town.app("lisi", "就这些，发完了")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "李四补充反馈", "附件:2个")

    assert "可接着发文字、图片、文件" in said
    assert "文字1段、图片2张" in more.text
    assert [("已完成，共3份", 2)] == await reports(town)


async def test_several_tasks_wait(town) -> None:
    """With several tasks a list is asked; what is chosen gets it."""
    await waiting(town)
    await second(town)
    said = await asked(town)
    await town.app("lisi", "2")
    await town.box.expect("zhaoming", CODE, "李四反馈", "附件:1个")

    assert "请问是反馈哪一项？" in said
    assert f"1. {OTHER} 检查路灯\n2. {CODE} 报送材料\n3. 都不是" in said
    assert [("", 1)] == await reports(town)
    assert [] == await reports(town, code=OTHER)


@pytest.mark.parametrize("words", ["001", f"{CODE} 已完成", f"反馈 {CODE}"])
async def test_several_tasks_and_the_code(town, words) -> None:
    """The code is as good as the number."""
    await waiting(town)
    await second(town)
    await asked(town)
    await town.app("lisi", words)
    await town.box.expect("zhaoming", CODE, "李四反馈", "附件:1个")

    assert 1 == (await reports(town))[0][1]


async def test_the_returned_one_was_the_last_thing(town) -> None:
    """Of several the one that was sent back last is asked about; 不是 leads to the others."""
    await waiting(town)
    await second(town)
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.advance(60)
    await town.app("zhaoming", f"{CODE} 退回，缺盖章件")
    await town.box.expect("lisi", "缺盖章件")
    said = await asked(town)
    others = await town.app("lisi", "2")
    await town.box.expect("lisi", "反馈的是哪一项？")
    left = await town.app("lisi", "2")

    assert f"是反馈 {CODE}「报送材料」吗？" in said
    assert f"1. {OTHER} 检查路灯\n2. 都不是" in others
    assert "好的，刚才的1个附件没有保存。" in left
    assert "returned" == (await town.states())["lisi"]


async def test_something_came_after_the_returned_one(town) -> None:
    """A task given after 退回 makes it a list again, with what was sent back first."""
    await waiting(town)
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("zhaoming", f"{CODE} 退回，缺盖章件")
    await town.box.expect("lisi", "缺盖章件")
    await town.box.advance(60)
    await second(town)

    assert f"1. {CODE} 报送材料\n2. {OTHER} 检查路灯" in await asked(town)
    await town.app("lisi", "3")


async def test_nothing_waits(town) -> None:
    """Who has nothing to report on hears that nothing was kept."""
    await issue(town)

    assert "没有保存" in (await town.box.send_media_app("lisi", "image", PNG)).text
    assert "没有保存" in (await town.box.send_media_app("qianjin", "image", PNG)).text


async def test_a_picture_under_the_code(town) -> None:
    """A picture with nothing but the code, or under the quoted card, needs no question."""
    await waiting(town)
    said = await town.robot("lisi", "001", images=[PNG])
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")

    assert f"{CODE} 已反馈" in said


async def test_a_robots_link_ends_before_the_answer(town) -> None:
    """A robot's link lives five minutes: what is asked about is fetched at once, 是 works in the eighth."""
    await waiting(town)
    said = await town.robot("lisi", "", images=[PNG])
    await town.box.settle()
    await town.box.advance(480)
    await town.robot("lisi", "1")
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")

    assert f"是反馈 {CODE}" in said
    assert ["image"] == await kept(town)
    assert 1 == len(await town.rows("SELECT digest FROM medium"))


async def test_a_report_that_asks_which_keeps_its_pictures(town) -> None:
    """Words with a picture that leave open which task is meant lose nothing either."""
    await waiting(town)
    await second(town)
    await town.robot("lisi", "已完成，见照片", images=[PNG])
    await town.box.settle()
    await town.box.advance(480)
    await town.robot("lisi", "1")
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")

    assert ["image"] == await kept(town)


async def test_what_cannot_be_kept_is_told_with_the_report(town) -> None:
    """A file of a kind that is not kept is told about once it is in a report, and only then."""
    await waiting(town)
    await town.robot("lisi", "", images=[b"MZ\x90\x00" + bytes(90), PNG])
    await town.box.settle()
    await town.robot("lisi", "1")
    await town.box.expect("lisi", CODE, "这类文件不接收")
    await town.box.expect("zhaoming", "李四反馈")

    assert ["refused", "image"] == await kept(town)


async def test_nothing_stays_of_what_was_no_report(town) -> None:
    """What was fetched and came into no report is not counted."""
    await waiting(town)
    await town.robot("lisi", "", images=[PNG])
    await town.box.settle()
    await town.robot("lisi", "不是")

    assert [] == await town.rows("SELECT digest FROM medium")


async def test_answered_after_a_restart(town) -> None:
    """A restart between question and answer changes nothing, and a second answer files nothing twice."""
    await waiting(town)
    await town.robot("lisi", "", images=[PNG])
    await town.restart()
    await town.robot("lisi", "1")
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")
    twice = await town.robot("lisi", "1")

    assert "已记录(图片1张" in twice
    assert [("", 1)] == await reports(town)
    assert ["image"] == await kept(town)


async def test_two_answers_at_once(town) -> None:
    """The same answer delivered three times, and the tap besides, file once."""
    await waiting(town)
    await town.box.send_media_app("lisi", "image", PNG)
    card = await town.box.expect("lisi", "是，作为反馈")
    await town.app("lisi", "1", times=3)
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")
    heard = await town.box.tap_app("lisi", card, "不是")

    assert "已经选过了" in heard.card.text
    assert [("", 1)] == await reports(town)


async def test_withdrawn_before_the_answer(town) -> None:
    """An answer about what was withdrawn meanwhile says so, and files nothing."""
    await waiting(town)
    await asked(town)
    await town.app("zhaoming", f"撤回 {CODE}")
    await town.box.expect_all(["lisi", "wangwu", town.chat], CODE, "撤回")

    assert "撤回" in await town.app("lisi", "1")
    assert [] == await town.rows("SELECT id FROM feedback")


async def test_a_command_in_between(town) -> None:
    """我的任务 and 进度 are what they say; the question stays."""
    await waiting(town)
    await asked(town)

    assert CODE in await town.app("lisi", "我的任务")
    assert "之前已经签收" in await town.app("lisi", f"{CODE} 收到")
    await town.app("lisi", "1")
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhangsan"}}}])
async def test_a_stand_in_is_asked_too(town) -> None:
    """Who stands in sends a picture for whom it is."""
    await issue(town)
    await town.app("zhangsan", f"{CODE} 收到")
    await town.box.send_media_app("zhangsan", "image", PNG)
    await town.box.expect("zhangsan", "是，作为反馈")
    said = await town.app("zhangsan", "1")
    await town.box.expect("zhaoming", "张三代李四反馈", "附件:1个")

    assert "已代李四反馈" in said


async def test_in_a_group_under_the_code(town) -> None:
    """In a group a picture in the message that names the code is the report, and opens nothing."""
    await waiting(town)
    said = await town.say("lisi", CODE, quoted_image=PNG)
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")
    await town.say("lisi", "三份材料都放在党政办了吧")

    assert f"{CODE} 已反馈" in said
    assert 1 == len(await reports(town))
