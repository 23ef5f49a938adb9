"""变更: time, text and people of a directive that is out; only those concerned hear of it."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, acknowledge, issue, report


async def dues(town) -> dict[str, str]:
    """Give each share's time."""
    return {one["assignee"]: one["due"][:16] for one in (await town.directive())["assignments"]}


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_later_is_one_line(town, place) -> None:
    """More time needs no new 收到: one line each, with the old time."""
    cards = await issue(town)
    await acknowledge(town, cards)
    said = await getattr(town, place)("zhaoming", f"{CODE} 改到明天下午5点")
    lines = await town.box.expect_all(["lisi", "wangwu"], CODE, "11月25日(周三)17:00", "不用重新签收")

    assert f"已变更 {CODE}" in said
    assert "时限：11月25日(周三)17:00(原11月24日(周二)17:00)" in said
    assert "已告知2位承办人" in said
    assert "原11月24日(周二)17:00" in lines[0].text
    assert {"lisi": "acknowledged", "wangwu": "acknowledged"} == await town.states()
    assert {"lisi": "2026-11-25T17:00", "wangwu": "2026-11-25T17:00"} == await dues(town)
    assert ("zhaoming", "amended") == (await town.moves())[-1]


async def test_nearer_asks_again(town) -> None:
    """Less time asks for 收到 again, by a card with both times; complete anew is said anew."""
    cards = await issue(town)
    await acknowledge(town, cards)
    said = await town.app("zhaoming", f"{CODE} 提前到今天12点")
    cards = await town.box.expect_all(["lisi", "wangwu"], "变更", CODE)
    rows = dict(cards[0].card.rows)

    assert "已请2位承办人重新签收" in said
    assert ("11月24日(周二)12:00", "11月24日(周二)17:00") == (rows["时限"], rows["原时限"])
    assert ["收到", "反馈", "更多"] == [button.text for button in cards[0].card.buttons]
    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()
    await acknowledge(town, cards)

    assert {"lisi": "acknowledged", "wangwu": "acknowledged"} == await town.states()


async def test_counted_from_the_old_time(town) -> None:
    """延期三天 from the issuer counts from the directive's own time."""
    await issue(town)
    await town.app("zhaoming", f"{CODE} 延期三天")
    await town.box.expect_all(["lisi", "wangwu"], "11月27日(周五)17:00")

    assert {"lisi": "2026-11-27T17:00", "wangwu": "2026-11-27T17:00"} == await dues(town)


async def test_by_the_button(town) -> None:
    """改时间 asks one to one for the time; one that is over is asked back."""
    await issue(town)
    await town.app("zhaoming", CODE)
    card = await town.box.expect("zhaoming", "我交办的", CODE)
    await town.box.tap_app("zhaoming", card, "改时间")
    await town.box.expect("zhaoming", CODE, "新的时限")
    past = await town.app("zhaoming", "今天7点")
    said = await town.app("zhaoming", "明天上午10点")
    await town.box.expect_all(["lisi", "wangwu"], "11月25日(周三)10:00")

    assert "已经过了" in past
    assert "已变更" in said


async def test_past_is_asked_back(town) -> None:
    """A time that is over is not taken; the next words may be the right one, 算了 leaves it."""
    await issue(town)
    past = await town.app("zhaoming", f"{CODE} 改到今天7点")

    assert "已经过了" in past
    assert "没有变动" in await town.app("zhaoming", "算了")
    assert {"lisi": "2026-11-24T17:00", "wangwu": "2026-11-24T17:00"} == await dues(town)


async def test_no_time_is_asked_for(town) -> None:
    """延期 without a time asks for it."""
    await issue(town)
    asked = await town.say("zhaoming", f"{CODE} 延期")
    await town.say("zhaoming", "周五下午3点")
    await town.box.expect_all(["lisi", "wangwu"], "11月27日(周五)15:00")

    assert "新的时限" in asked


async def test_another_text(town) -> None:
    """更正 changes the text and its short name, and asks for 收到 again, of who reported too."""
    cards = await issue(town)
    await acknowledge(town, cards)
    await report(town, "lisi", "李四")
    said = await town.app("zhaoming", f"{CODE} 更正:请李四、王五今天17点前报送照片")
    new = await town.box.expect_all(["lisi", "wangwu"], "变更：报送照片", CODE)
    directive = await town.directive()

    assert "内容已更正" in said
    assert "报送照片" == directive["title"]
    assert "请李四、王五今天17点前报送照片" == directive["content"]
    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()
    assert "内容已更正" == dict(new[0].card.rows)["变更"]


async def test_more_text(town) -> None:
    """补充 adds to the text; who acknowledged is asked again."""
    cards = await issue(town)
    await acknowledge(town, cards)
    await town.say("zhaoming", f"{CODE} 补充:要附照片")
    new = await town.box.expect_all(["lisi", "wangwu"], "变更", CODE, "要附照片")
    content = (await town.directive())["content"]

    assert content.endswith("\n补充：要附照片")
    assert "报送材料" == (await town.directive())["title"]
    assert "要附照片" == dict(new[0].card.rows)["补充"]


async def test_people_put_on(town) -> None:
    """Who is put on gets a first card; nobody else hears of it."""
    await issue(town)
    said = await town.app("zhaoming", f"{CODE} 加上张三")
    card = await town.box.expect("zhangsan", "报送材料", CODE)

    assert "已加上：张三" in said
    assert ["收到", "反馈", "更多"] == [button.text for button in card.card.buttons]
    assert {"lisi": "assigned", "wangwu": "assigned", "zhangsan": "assigned"} == await town.states()
    assert "本来就在承办人里" in await town.app("zhaoming", f"{CODE} 加上李四")


async def test_people_taken_off(town) -> None:
    """Who is taken off is told; the last one cannot be taken off, and the answer says what to say instead."""
    cards = await issue(town)
    said = await town.app("zhaoming", f"{CODE} 去掉李四")
    await town.box.expect("lisi", CODE, "不用再办了")

    assert "已去掉：李四" in said
    assert {"lisi": "withdrawn", "wangwu": "assigned"} == await town.states()
    assert "没有在办的一份" in await town.app("zhaoming", f"{CODE} 去掉张三")
    last = await town.app("zhaoming", f"{CODE} 去掉王五")

    assert f"撤回 {CODE}" in last
    assert {"lisi": "withdrawn", "wangwu": "assigned"} == await town.states()
    await town.box.tap_app("lisi", cards[0], "收到")

    assert "已撤回" == cards[0].card.done
    assert "不能" in await town.app("lisi", f"收到 {CODE}")
    await town.app("zhaoming", f"{CODE} 加上李四")
    await town.box.expect("lisi", CODE, "报送材料")

    assert {"lisi": "assigned", "wangwu": "assigned"} == await town.states()


async def test_taking_off_the_last_undone_closes(town) -> None:
    """Where everybody else is done, taking off the one who is not closes the directive."""
    await issue(town)
    await report(town, "lisi", "李四")
    await town.app("zhaoming", f"{CODE} 同意办结")
    said = await town.app("zhaoming", f"{CODE} 去掉王五")
    await town.box.expect("wangwu", "不用再办了")
    await town.box.expect(town.chat, "已全部办结")
    await town.box.advance(3600 * 2)
    await town.box.expect("lisi", "已同意办结")

    assert "全部办结" in said
    assert "closed" == (await town.directive())["state"]


async def test_several_at_once(town) -> None:
    """One sentence may move the time, put on and take off; in the group the answer has numbers."""
    await issue(town)
    said = await town.say("zhaoming", f"{CODE} 改到周五,加上张三,去掉李四")
    await town.box.expect("zhangsan", CODE)
    await town.box.expect("lisi", CODE, "不用再办了")
    await town.box.expect("wangwu", CODE, "11月27日(周五)17:30")

    assert "已加上1人" in said
    assert "已去掉1人" in said
    assert "张三" not in said
    assert {"lisi": "withdrawn", "wangwu": "assigned", "zhangsan": "assigned"} == await town.states()


async def test_time_behind_new_words(town) -> None:
    """补充:…,改到… changes both, in whichever order they are said."""
    await issue(town)
    await town.app("zhaoming", f"{CODE} 补充:要附照片,改到周五")
    await town.box.expect_all(["lisi", "wangwu"], "变更", "要附照片", "11月27日(周五)17:30")
    await town.app("zhaoming", f"{CODE} 改到今天15点,补充:还要附名单")
    await town.box.expect_all(["lisi", "wangwu"], "变更", "还要附名单", "11月24日(周二)15:00")

    assert (await town.directive())["content"].endswith("要附照片\n补充：还要附名单")


async def test_a_doubtful_name(town) -> None:
    """Which 张伟 is asked; the same sentence then goes on, put on or taken off as it was said."""
    await issue(town)
    asked = await town.robot("zhaoming", f"{CODE} 加上张伟")
    said = await town.robot("zhaoming", "1")
    await town.box.expect("zhangwei", CODE)

    assert "有2位“张伟”" in asked
    assert "已加上：张伟" in said
    await town.robot("zhaoming", f"{CODE} 去掉张伟")
    said = await town.robot("zhaoming", "1")
    await town.box.expect("zhangwei", "不用再办了")

    assert "已去掉：张伟" in said


async def test_before_the_first_card(town) -> None:
    """Who has not got the first card yet gets it as things stand, and nothing besides."""
    await town.say("zhaoming", "请李四、王五今天17点前报送材料")
    await town.app("zhaoming", f"{CODE} 改到今天15点,补充:要附照片")
    await town.app("zhaoming", f"{CODE} 改到明天15点,去掉王五")
    await town.box.advance(3600)
    card = await town.box.expect("lisi", CODE, "要附照片")

    assert "报送材料" == card.card.title
    assert "11月25日(周三)15:00(原11月24日)" == dict(card.card.rows)["时限"]


async def test_on_and_off_and_on(town) -> None:
    """Who is put on, taken off and put on again gets a card each time, though the clock stands still."""
    await issue(town)
    for _ in range(2):
        await town.app("zhaoming", f"{CODE} 加上张三")
        await town.box.expect("zhangsan", "报送材料", CODE)
        await town.app("zhaoming", f"{CODE} 去掉张三")
        await town.box.expect("zhangsan", "不用再办了")
    await town.app("zhaoming", f"{CODE} 加上张三")
    await town.box.expect("zhangsan", "报送材料", CODE)

    assert "assigned" == (await town.states())["zhangsan"]


async def test_the_same_day_shows_the_clock(town) -> None:
    """An old time on the same day is told by its clock, on another by its day."""
    await issue(town)
    await town.app("zhaoming", f"{CODE} 提前到今天12点")
    await town.box.expect_all(["lisi", "wangwu"], "变更")
    await town.app("lisi", CODE)
    card = await town.box.expect("lisi", CODE, room="app")

    assert "11月24日(周二)12:00(原17:00)" == dict(card.card.rows)["时限"]


async def test_a_notice_that_all_have_read(town) -> None:
    """A meeting that is moved asks everybody again, though all had read it."""
    cards = await issue(town, "加急 通知:请李四、王五明天下午3点在三楼会议室参加防汛会")
    await acknowledge(town, cards)
    await town.app("zhaoming", f"{CODE} 更正:防汛会改在明天下午4点,二楼会议室")
    new = await town.box.expect_all(["lisi", "wangwu"], "变更", CODE)

    assert "open" == (await town.directive())["state"]
    assert ["收到"] == [button.text for button in new[0].card.buttons]
    await acknowledge(town, new)

    assert "closed" == (await town.directive())["state"]


async def test_after_the_end(town) -> None:
    """A closed directive cannot be changed, and says what can be done; who is put on opens it again."""
    await issue(town, "加急 请李四今天17点前报送材料", ["lisi"])
    await report(town, "lisi", "李四", last=True)
    await town.app("zhaoming", f"{CODE} 同意办结")
    await town.box.expect(town.chat, "全部办结")

    ended = await town.app("zhaoming", f"{CODE} 改到明天下午5点")

    assert "已经办结，没有改动" in ended
    assert f"要再加人，请说“{CODE} 加上@……”" in ended
    assert "本来就在承办人里" in await town.app("zhaoming", f"{CODE} 加上李四")
    assert "closed" == (await town.directive())["state"]
    assert "已加上：张三" in await town.app("zhaoming", f"{CODE} 加上张三,改到明天下午5点")
    await town.box.expect("zhangsan", CODE, "报送材料", "11月25日(周三)17:00")
    await town.box.advance(3600 * 2)
    await town.box.expect("lisi", "已同意办结")

    assert "open" == (await town.directive())["state"]
    assert {"lisi": "accepted", "zhangsan": "assigned"} == await town.states()


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_a_doubtful_name_on_a_closed_task(town, place) -> None:
    """Which 张伟 is to be put on is asked where the task is closed too."""
    await issue(town, "加急 请李四今天17点前报送材料", ["lisi"])
    await town.app("zhaoming", f"{CODE} 全部办结")
    await town.box.expect("lisi", "不用再办")
    await town.box.expect(town.chat, "全部办结")
    asked = await getattr(town, place)("zhaoming", f"{CODE} 加上张伟")
    if place == "app":
        await town.box.expect("zhaoming", "张伟")
    await getattr(town, place)("zhaoming", "1")
    await town.box.expect("zhangwei", CODE)

    assert "有2位“张伟”" in asked
    assert {"lisi": "withdrawn", "zhangwei": "assigned"} == await town.states()


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


async def test_settles_what_was_asked(town) -> None:
    """A new time from the issuer settles an open request for more time."""
    await issue(town)
    await town.app("lisi", f"{CODE} 申请延期到周五,设备未到")
    card = await town.box.expect("zhaoming", CODE, "李四", "设备未到")
    await town.app("zhaoming", f"{CODE} 改到周四17点")
    await town.box.expect_all(["lisi", "wangwu"], "11月26日(周四)17:00")
    await town.box.tap_app("zhaoming", card, "同意")

    assert {"lisi": "2026-11-26T17:00", "wangwu": "2026-11-26T17:00"} == await dues(town)


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
