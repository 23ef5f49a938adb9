"""催办 by hand: one reminder to each whose share is still to be done, within hours and limits."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"
ALL = ["lisi", "wangwu", "zhangsan"]
TASK = "加急 请李四、王五、张三11月26日17点前报送材料"
CRITICAL = "特急 请李四、王五、张三11月26日17点前报送材料"
HOUR = 3600


async def issue(town, text: str = TASK, who: list[str] = ALL, code: str = CODE, by: str = "zhaoming"):
    """Issue, and give the cards."""
    await town.say(by, text)
    return await town.box.expect_all(who, code)


async def at_work(town) -> None:
    """Turn the clock to 09:30, in office hours."""
    await town.box.advance(2 * HOUR)


async def nudges(town, who: str, code: str = CODE) -> list[tuple[str, str]]:
    """Give the reminders of a share as the API shows them: rule and state, once all that is due is out."""
    await town.box.settle()
    shares = {one["assignee"]: one for one in (await town.directive(code))["assignments"]}
    return [(one["rule"], one["state"]) for one in shares[who]["nudges"]]


async def test_who_is_not_done(town) -> None:
    """Who has not acknowledged and who has not reported get a card each; who has reported gets none."""
    cards = await issue(town)
    await town.box.tap_app("lisi", cards[0], "收到")
    await town.app("zhangsan", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "张三反馈")
    await at_work(town)
    said = await town.app("zhaoming", f"催办 {CODE}")
    seen = await town.box.expect("lisi", CODE, "赵明催办，您还没有反馈", "还剩:2天")
    unseen = await town.box.expect("wangwu", CODE, "赵明催办，您还没有签收")
    entry = (await town.directive())["history"][-1]

    assert f"{CODE}「报送材料」已提醒2人(李四、王五)。" == said
    assert ["反馈", "更多"] == [button.text for button in seen.card.buttons]
    assert ["收到", "反馈", "更多"] == [button.text for button in unseen.card.buttons]
    assert ("zhaoming", "nudged", 2, 0) == (
        entry["actor"], entry["action"], entry["detail"]["now"], entry["detail"]["digest"],
    )  # fmt: skip
    assert [("by_hand", "sent")] == await nudges(town, "wangwu")
    assert [] == await nudges(town, "zhangsan")


async def test_the_card_works(town) -> None:
    """收到 on the reminder acknowledges."""
    await issue(town)
    await at_work(town)
    await town.app("zhaoming", "催办")
    cards = await town.box.expect_all(ALL, "催办")
    await town.box.tap_app("lisi", cards[0], "收到")

    assert "acknowledged" == (await town.states())["lisi"]


async def test_only_who_has_not_seen(town) -> None:
    """催一下没收到的 leaves out who has acknowledged."""
    cards = await issue(town)
    await town.box.tap_app("lisi", cards[0], "收到")
    await at_work(town)
    said = await town.app("zhaoming", "催一下没收到的")
    await town.box.expect_all(["wangwu", "zhangsan"], "催办")

    assert "已提醒2人(王五、张三)" in said


async def test_only_who_is_named(town) -> None:
    """催一下王五 nudges 王五 alone; somebody without a share is said to be none."""
    await issue(town)
    await at_work(town)
    said = await town.app("zhaoming", f"{CODE} 催一下王五")
    await town.box.expect("wangwu", "催办")
    none = await town.app("zhaoming", f"{CODE} 催一下周强")

    assert "已提醒1人(王五)" in said
    assert "您说的这几位都已经收到或反馈" in none


async def test_a_unit_is_its_head(town) -> None:
    """催一下龙黄村 nudges whoever has that unit's share, 各村 all of them."""
    await town.say("zhaoming", "加急 请龙黄村、竹里村11月26日17点前报送材料")
    shares = {one["department"]: one["assignee"] for one in (await town.directive())["assignments"]}
    await town.box.expect_all(list(shares.values()), CODE)
    await at_work(town)
    said = await town.app("zhaoming", "催一下龙黄村")
    await town.box.expect(shares[12], "催办")
    await town.box.advance(3 * HOUR)
    every = await town.app("zhaoming", f"{CODE} 催一下各村")

    assert "已提醒1人" in said
    assert "2人" in every
    town.box.ignore_rest()
    await town.box.advance(6 * HOUR)
    town.box.ignore_rest()


async def test_numbers_in_the_group_names_one_to_one(town) -> None:
    """In the group there are numbers only; who asked gets the names."""
    await issue(town)
    await at_work(town)
    said = await town.say("zhaoming", "再催一下没反馈的")
    await town.box.expect_all(ALL, "催办")
    names = await town.box.expect("zhaoming", "已提醒3人(李四、王五、张三)")

    assert f"{CODE}「报送材料」已提醒3人。名单已单独发给您。" == said
    assert names


async def test_out_of_hours_waits_for_the_digest(town) -> None:
    """Before the offices open everything waits for 08:45, and the answer says so."""
    await issue(town)
    said = await town.app("zhaoming", f"催办 {CODE}")
    waiting = await nudges(town, "lisi")
    await town.box.assert_quiet()
    await town.box.advance(74 * 60)
    await town.box.assert_quiet()
    await town.box.advance(60)
    await town.box.expect_all(ALL, CODE, "赵明催办")

    assert "3人(李四、王五、张三)现在不是上班时间，11月24日(周二)08:45随汇总提醒。" in said
    assert [("by_hand", "waiting")] == waiting
    assert [("by_hand", "sent")] == await nudges(town, "lisi")


async def test_what_is_done_meanwhile_is_not_in_the_digest(town) -> None:
    """Who reported, and who acknowledged and reported, before the digest hears nothing."""
    await issue(town)
    await town.app("zhaoming", f"催办 {CODE}")
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.advance(2 * HOUR)
    await town.box.expect_all(["wangwu", "zhangsan"], "催办")

    assert [("by_hand", "dropped")] == await nudges(town, "lisi")


async def test_withdrawn_before_the_digest(town) -> None:
    """After a withdrawal no digest speaks of it."""
    await issue(town)
    await town.app("zhaoming", f"催办 {CODE}")
    await town.app("zhaoming", f"撤回 {CODE}")
    await town.box.expect_all([*ALL, town.chat], "撤回")
    await town.box.advance(2 * HOUR)
    await town.box.assert_quiet()


async def test_undone_before_the_digest(town) -> None:
    """Who took the report back before the digest is reminded after all."""
    await issue(town)
    await town.app("zhaoming", f"催办 {CODE}")
    await town.box.advance(70 * 60)
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("lisi", f"{CODE} 撤销反馈")
    await town.box.expect("zhaoming", "撤销")
    await town.box.advance(10 * 60)
    await town.box.expect_all(ALL, "催办")


async def test_several_in_one_digest(town) -> None:
    """What waits for one person's digest comes in one message, whoever asked for it."""
    await issue(town)
    await issue(town, "加急 请李四11月25日17点前检查路灯", ["lisi"], "Z20261124-002", by="sunli")
    await town.app("zhaoming", f"催一下 {CODE}")
    await town.app("sunli", "催办 Z20261124-002")
    await town.box.advance(2 * HOUR)
    both = await town.box.expect("lisi", "以下2项还等您办理")
    await town.box.expect_all(["wangwu", "zhangsan"], "催办")

    assert both.words.index("Z20261124-002") < both.words.index(CODE)
    assert "孙丽催办" in both.words
    assert [("by_hand", "sent")] == await nudges(town, "lisi", "Z20261124-002")


async def test_three_a_day(town) -> None:
    """A person gets three reminders a day across everybody; the fourth waits for the digest."""
    for number in range(1, 5):
        text = f"加急 请李四11月26日{12 + number}点前检查路灯第{number}段"
        await issue(town, text, ["lisi"], f"Z20261124-00{number}")
    await issue(town, "加急 请李四、王五11月26日17点前报送材料", ["lisi", "wangwu"], "Z20261124-005")
    await at_work(town)
    for number in range(1, 4):
        await town.app("zhaoming", f"催办 Z20261124-00{number}")
        await town.box.expect("lisi", f"Z20261124-00{number}", "催办")
    said = await town.app("zhaoming", "催办 Z20261124-005")
    await town.box.expect("wangwu", "催办")

    assert "已提醒1人(王五)。1人(李四)今天提醒已满3次，11月24日(周二)16:30随汇总提醒。" in said
    await town.box.advance(7 * HOUR - 1)
    await town.box.assert_quiet()
    await town.box.advance(1)
    await town.box.expect("lisi", "Z20261124-005", "催办")
    await town.box.advance(17 * HOUR)
    again = await town.app("zhaoming", "催办 Z20261124-004")
    await town.box.expect("lisi", "Z20261124-004", "催办")

    assert "已提醒1人" in again


async def test_not_twice_within_two_hours(town) -> None:
    """The same share is not nudged again within two hours, whoever asks; the answer says so."""
    await issue(town)
    await at_work(town)
    await town.app("zhaoming", "催办")
    await town.box.expect_all(ALL, "催办")
    said = await town.app("zhaoming", "再催一下")

    assert f"{CODE}「报送材料」3人(李四、王五、张三)两小时内刚催过，没有重复提醒。" == said
    await town.box.assert_quiet()
    await town.box.advance(2 * HOUR)
    await town.app("zhaoming", "再催一下")
    await town.box.expect_all(ALL, "催办")


async def test_critical_goes_at_once(town) -> None:
    """特急 passes office hours and the limit of the day, and only the two hours stay."""
    await issue(town, CRITICAL)
    said = await town.app("zhaoming", f"催办 {CODE}")
    await town.box.expect_all(ALL, "【特急】", "催办")

    assert "已提醒3人" in said


async def test_nothing_to_nudge(town) -> None:
    """Where all have reported, nobody is reminded."""
    await issue(town, "加急 请李四11月26日17点前报送材料", ["lisi"])
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")

    assert f"{CODE}「报送材料」没有需要催的" in await town.app("zhaoming", "催办")


async def test_a_notice_is_done_when_seen(town) -> None:
    """Of a notice only who has not acknowledged is reminded."""
    cards = await issue(town, "加急 通知:请李四、王五、张三明天上午9点在三楼会议室参加防汛会")
    await town.box.tap_app("lisi", cards[0], "收到")
    await at_work(town)
    await town.app("zhaoming", "催办")
    notice = (await town.box.expect_all(["wangwu", "zhangsan"], "催办"))[0]

    assert ["收到"] == [button.text for button in notice.card.buttons]


async def test_several_open_are_asked(town) -> None:
    """Without a code one of several open ones is asked for; the words are kept."""
    await issue(town)
    await issue(town, "加急 请李四11月26日17点前检查路灯", ["lisi"], "Z20261124-002")
    await at_work(town)
    asked = await town.robot("zhaoming", "再催一下没反馈的")
    said = await town.robot("zhaoming", "1")
    await town.box.expect("lisi", "Z20261124-002", "催办")

    assert "请问是哪一项" in asked
    assert "Z20261124-002" in said


@pytest.mark.parametrize("changes", [{"roles": {"supervisors": ["qianjin"]}}])
async def test_a_supervisor_may(town) -> None:
    """A supervisor may nudge, by code or the only open one, and is named as such."""
    await issue(town)
    await at_work(town)
    said = await town.app("qianjin", "再催一下没反馈的")
    await town.box.expect_all(ALL, "钱进(督查)催办")

    assert "已提醒3人" in said


async def test_strangers_may_not(town) -> None:
    """Who did not issue it is refused, and that is in the history; a tap does nothing."""
    await issue(town)
    await at_work(town)
    said = await town.app("lisi", f"催办 {CODE}")
    heard = await town.box.tap_app("lisi", f"{CODE}@1", f"nudge:{CODE}", force=True)
    entry = (await town.directive())["history"][-1]

    assert "不是您交办的" in said
    assert "" == heard.words
    assert ("lisi", "refused", "nudge") == (entry["actor"], entry["action"], entry["detail"]["verb"])


async def test_by_tap(town) -> None:
    """催办 on the issuer's card nudges all who are not done; how many is told one to one."""
    await issue(town)
    await at_work(town)
    await town.box.tap_app("zhaoming", f"{CODE}@1", f"nudge:{CODE}", force=True)
    await town.box.expect_all(ALL, "催办")

    assert await town.box.expect("zhaoming", "已提醒3人(李四、王五、张三)")


async def test_closed(town) -> None:
    """Nobody is reminded of what is over."""
    await issue(town, "加急 请李四11月26日17点前报送材料", ["lisi"])
    await town.app("lisi", f"{CODE} 已完成")
    await town.app("zhaoming", f"{CODE} 同意办结")
    await town.box.settle()
    town.box.ignore_rest()

    assert "已经办结" in await town.app("zhaoming", f"催办 {CODE}")
    await town.box.advance(2 * HOUR)
    await town.box.expect("lisi", "已同意办结")


@pytest.mark.parametrize(("changes", "members"), [
    ({"people": {"stand_ins": {"lisi": "zhangsan"}}}, {"lisi": {"status": 4}}),
    ({}, {"lisi": {"status": 4}}),
])  # fmt: skip
async def test_who_cannot_be_reached(town, changes) -> None:
    """A stand-in gets the reminder of who cannot be reached; without one that is said."""
    await town.say("zhaoming", "加急 请李四、王五11月26日17点前报送材料")
    await town.box.settle()
    town.box.ignore_rest()
    await at_work(town)
    town.box.ignore_rest()
    said = await town.app("zhaoming", "催办")
    await town.box.expect("wangwu", "催办")
    if changes:
        await town.box.expect("zhangsan", "李四还没有签收")

        assert "已提醒2人" in said
    else:
        assert "1人(李四)收不到消息" in said


async def test_after_a_restart(town) -> None:
    """What waits for the digest is sent after a restart, once."""
    await issue(town)
    await town.app("zhaoming", f"催办 {CODE}")
    await town.restart()
    await town.box.advance(2 * HOUR)
    await town.box.expect_all(ALL, "催办")
    await town.box.advance(8 * HOUR)
    await town.box.assert_quiet()
