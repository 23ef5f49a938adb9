"""反馈 in pieces: what comes one to one after the tap is one report, until 完成 or ten minutes pass."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"
OTHER = "Z20261124-002"
PNG = b"\x89PNG\r\n\x1a\n"
TWO = "加急 请李四、王五今天17点前报送材料"
ONCE = "加急 请李四、王五今天17点前报送材料,报了就办结"


async def issue(town, text: str = TWO):
    """Issue to two people and give their cards."""
    await town.say("zhaoming", text)
    return await town.box.expect_all(["lisi", "wangwu"], CODE)


async def begun(town, text: str = TWO):
    """Issue, and tap 反馈 on 李四's card; gives the card."""
    card = (await issue(town, text))[0]
    await town.box.tap_app("lisi", card, "反馈")
    await town.box.expect("lisi", "发完回复“完成”")
    return card


async def reports(town, who: str = "lisi", code: str = CODE) -> list[tuple[str, int]]:
    """Give the reports of a share as pairs of text and number of attachments."""
    shares = {one["assignee"]: one for one in (await town.directive(code))["assignments"]}
    return [(one["text"], one["attachments"]) for one in shares[who]["feedback"]]


async def accepted(town) -> None:
    """Accept in two steps: what the issuer was not shown yet is shown first."""
    await town.app("zhaoming", f"{CODE} 同意办结")
    await town.box.expect("zhaoming", CODE, "李四")
    await town.app("zhaoming", f"{CODE} 同意办结")


async def test_all_pieces_are_one_report(town) -> None:
    """Words, a picture and words again are one report; the answers are short, 完成 sums up."""
    await begun(town)
    first = await town.app("lisi", "三份材料都放在党政办了")
    await town.box.expect("zhaoming", "李四反馈", "三份材料")
    picture = await town.box.send_media_app("lisi", "image", PNG + b"1")
    more = await town.robot("lisi", "还差一份下午补")
    done = await town.app("lisi", "完成")
    moves = [move for _, move in await town.moves()]

    assert f"{CODE} 已反馈(1/2)" in first
    assert f"{CODE} 已记录(文字1段、图片1张、07:40前有效)。发完请回复“完成”。" == picture.text
    assert "文字2段、图片1张" in more
    assert f"{CODE}「报送材料」反馈完毕，文字2段，图片1张，都已记下，还没转交的10分钟内合并转交。" == done
    assert [("三份材料都放在党政办了\n还差一份下午补", 1)] == await reports(town)
    assert ["reported", "added_to_report", "added_to_report"] == moves[-3:]
    await town.box.advance(600)
    await town.box.expect("zhaoming", "李四补充反馈", "附件:1个", "还差一份下午补")


async def test_the_chain_proves_each_piece(town) -> None:
    """The history has the text of each piece."""
    await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.app("lisi", "第二段")
    history = (await town.directive())["history"]

    assert ["第一段", "第二段"] == [one["detail"]["text"] for one in history[-2:]]
    await town.app("lisi", "发完了")
    await accepted(town)


async def test_after_done_nothing_belongs_to_it(town) -> None:
    """After 完成 words alone are no report any more."""
    await begun(town)
    await town.app("lisi", "三份材料都放在党政办了")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("lisi", "完成")

    assert "没有看懂" in await town.app("lisi", "三份材料都放在党政办了吧")
    assert 1 == len(await reports(town))


@pytest.mark.parametrize("words", ["完成", "已完成"])
async def test_done_alone_is_the_report(town, words) -> None:
    """完成 with nothing before it is the report itself, and nothing more is waited for."""
    await begun(town)
    said = await town.app("lisi", words)
    await town.box.expect("zhaoming", "李四反馈", words)

    assert f"{CODE} 已反馈(1/2)" in said
    assert "发完" not in said


async def test_ten_minutes_from_the_tap(town) -> None:
    """The ten minutes count from the tap, not from the last piece."""
    await begun(town)
    await town.box.advance(540)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.box.advance(120)

    assert "没有保存" in (await town.box.send_media_app("lisi", "image", PNG)).text
    assert [("第一段", 0)] == await reports(town)


async def test_commands_are_no_pieces(town) -> None:
    """收到, 我的任务, 帮助 are what they say; the report goes on after them."""
    await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")

    assert CODE in await town.app("lisi", "我的任务")
    assert "之前已经签收" in await town.app("lisi", f"{CODE} 收到")
    await town.app("lisi", "第二段情况")
    await town.app("lisi", "完成")

    assert [("第一段\n第二段情况", 0)] == await reports(town)
    await accepted(town)


async def test_a_question_in_between(town) -> None:
    """A verb that asks for words in between takes its answer; what comes after is the report again."""
    await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.say("zhaoming", "加急 请李四今天18点前检查路灯")
    await town.box.expect("lisi", OTHER)
    asked = await town.app("lisi", f"{OTHER} 申请延期")
    left = await town.app("lisi", "算了")
    await town.app("lisi", "第二段情况")

    assert "延到什么时候" in asked
    assert "没有变动" in left
    assert [("第一段\n第二段情况", 0)] == await reports(town)
    await accepted(town)


async def test_another_code_is_another_report(town) -> None:
    """A sentence that names another directive reports on that one; the window stays where it is."""
    await begun(town)
    await town.say("zhaoming", "加急 请李四今天18点前检查路灯")
    await town.box.expect("lisi", OTHER)
    await town.app("lisi", f"{OTHER} 已完成,共20盏")
    await town.box.expect("zhaoming", OTHER, "共20盏")
    await town.box.expect("zhaoming", OTHER, "全部收到")
    await town.box.expect(town.chat, OTHER)
    await town.app("lisi", "材料已送")
    await town.box.expect("zhaoming", CODE, "材料已送")

    assert [("已完成,共20盏", 0)] == await reports(town, code=OTHER)
    assert [("材料已送", 0)] == await reports(town)


async def test_a_tap_elsewhere_moves_the_window(town) -> None:
    """反馈 on another card moves the window there."""
    await begun(town)
    await town.say("zhaoming", "加急 请李四今天18点前检查路灯")
    card = await town.box.expect("lisi", OTHER)
    await town.box.tap_app("lisi", card, "反馈")
    await town.box.expect("lisi", OTHER, "发完回复“完成”")
    await town.app("lisi", "路灯都亮了")
    await town.box.expect("zhaoming", OTHER, "路灯都亮了")
    await town.box.expect("zhaoming", OTHER, "全部收到")
    await town.box.expect(town.chat, OTHER)

    assert [] == await reports(town)


async def test_a_second_tap_begins_the_time_anew(town) -> None:
    """反馈 once more about the same directive goes on with the same report for ten minutes more."""
    card = await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.box.advance(540)
    await town.box.tap_app("lisi", card, "反馈")
    await town.box.expect("lisi", "发完回复“完成”")
    await town.box.advance(300)
    await town.app("lisi", "第二段")
    await town.box.expect("zhaoming", "李四补充反馈", "第二段")

    assert [("第一段\n第二段", 0)] == await reports(town)


async def test_one_sentence_opens_nothing(town) -> None:
    """A report in one sentence is complete: what comes next is not taken for more of it."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "共3份")

    assert "没有看懂" in await town.app("lisi", "三份材料都放在党政办了吧")
    assert "没有保存" in (await town.box.send_media_app("lisi", "image", PNG)).text


async def test_in_a_group_pictures_come_one_to_one(town) -> None:
    """The bare word in a group takes the next message there, and pictures one to one."""
    await issue(town)
    asked = await town.say("lisi", "反馈")
    await town.say("lisi", "三份材料都放在党政办了")
    await town.box.expect("zhaoming", "三份材料")
    said = await town.box.send_media_app("lisi", "image", PNG)

    assert "图片、文件请一对一发给我" in asked
    assert CODE in said.text
    assert ("三份材料都放在党政办了", 0) == (await reports(town))[0]
    assert 1 == sum(count for _, count in await reports(town))
    await accepted(town)


async def test_tap_on_a_robot_card(town) -> None:
    """反馈 on the robot's card is answered one to one; app and robot both take the pieces."""
    await issue(town)
    asked = await town.robot("lisi", "反馈")
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.robot("lisi", "第二段")

    assert "10分钟内有效" in asked
    assert [("第一段\n第二段", 0)] == await reports(town)
    await accepted(town)


async def test_accepted_meanwhile(town) -> None:
    """A piece after the acceptance is not kept, and the reporter hears so."""
    await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.app("zhaoming", f"{CODE} 同意办结")
    said = await town.app("lisi", "第二段")

    assert "这一项刚刚已经办结，您刚才发的这一条没有记录，之前发的都在" in said
    assert [("第一段", 0)] == await reports(town)
    assert "没有看懂" in await town.app("lisi", "第三段怎么没有了呀")


async def test_withdrawn_meanwhile(town) -> None:
    """A piece after the withdrawal is not kept either."""
    await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.app("zhaoming", f"撤回 {CODE}")
    await town.box.expect_all(["lisi", "wangwu", town.chat], CODE, "撤回")

    assert "刚刚已经撤回" in await town.app("lisi", "第二段")
    assert [("第一段", 0)] == await reports(town)


async def test_returned_meanwhile(town) -> None:
    """A piece after 退回 is a report of its own, and the share is reported again."""
    await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.app("zhaoming", f"{CODE} 退回,缺盖章件")
    await town.box.expect("lisi", "缺盖章件")
    await town.app("lisi", "盖章件已补")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "盖章件已补")

    assert [("第一段", 0), ("盖章件已补", 0)] == await reports(town)
    assert "reported" == (await town.states())["lisi"]


async def test_undone_meanwhile(town) -> None:
    """What comes after 撤销 is a report of its own; what was taken back is told to nobody any more."""
    await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.app("lisi", "第二段")
    await town.app("lisi", f"{CODE} 撤销反馈")
    await town.box.expect("zhaoming", "李四撤销了刚才的反馈")
    await town.box.advance(600)
    await town.box.assert_quiet()

    assert "acknowledged" == (await town.states())["lisi"]


async def test_courtesy_in_between(town) -> None:
    """谢谢 in between is no piece; the answer says how far the report is."""
    await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    said = await town.app("lisi", "好的，谢谢")

    assert f"{CODE} 已记录(文字1段、07:40前有效)" in said
    assert [("第一段", 0)] == await reports(town)


async def test_left_with_nothing(town) -> None:
    """算了 closes a window in which nothing was sent."""
    await begun(town)

    assert f"好的，{CODE} 没有变动。" == await town.app("lisi", "算了")
    assert "没有保存" in (await town.box.send_media_app("lisi", "image", PNG)).text


async def test_after_a_restart(town) -> None:
    """A restart in between changes nothing."""
    await begun(town)
    await town.app("lisi", "第一段")
    await town.box.expect("zhaoming", "第一段")
    await town.restart()
    await town.app("lisi", "第二段")

    assert [("第一段\n第二段", 0)] == await reports(town)
    await accepted(town)


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhangsan"}}}])
async def test_stand_in_in_pieces(town) -> None:
    """A stand-in may report in pieces; both are named."""
    await issue(town)
    await town.app("zhangsan", f"{CODE} 反馈")
    said = await town.app("zhangsan", "第一段")
    await town.box.expect("zhaoming", "张三代李四反馈")
    await town.app("zhangsan", "第二段")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "张三代李四补充反馈")

    assert "已代李四反馈" in said
    assert [("第一段\n第二段", 0)] == await reports(town)


async def test_reporting_closes(town) -> None:
    """办结即报: the first piece closes the share, what follows is added, the last share closes all."""
    await begun(town, ONCE)
    first = await town.app("lisi", "三份材料都放在党政办了")
    card = await town.box.expect("zhaoming", "李四反馈", "报了即办结")
    await town.app("lisi", "还有一份电子版")
    said = await town.app("wangwu", f"{CODE} 已报五份")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    await town.box.expect(town.chat, "全部办结")
    await town.box.advance(600)
    both = await town.box.expect("zhaoming", "2人反馈", "李四：三份材料", "王五：已报五份")

    assert "报了即办结，这一项已办结" in first
    assert "已全部办结" in said
    assert ["退回"] == [button.text for button in card.card.buttons]
    assert ["逐条看"] == [button.text for button in both.card.buttons]
    assert [("三份材料都放在党政办了\n还有一份电子版", 0)] == await reports(town)
    assert "closed" == (await town.directive())["state"]


async def test_a_place_and_a_voice_are_pieces(town) -> None:
    """A place and a voice are counted as what they are."""
    await begun(town)
    place = await town.box.send_place_app("lisi", 31.5, 120.25, "竹里村村口")
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")
    voice = await town.box.send_media_app("lisi", "voice", b"#!AMR\n" + bytes(80))

    assert f"{CODE} 已反馈(1/2)" in place.text
    assert "语音1段、位置1处" in voice.text
    await town.app("lisi", "完成")
    await accepted(town)
