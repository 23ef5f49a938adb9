"""The office that supervises: the ledger by words, 督办 and 解除督办, who is told and who is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

CODE = "Z20261124-001"
SUPERVISOR = {"roles": {"supervisors": ["zhangsan", "chenjie"]}}

pytestmark = pytest.mark.parametrize("changes", [SUPERVISOR])


async def three_tasks(town) -> None:
    """Issue one that is soon due, one of another unit that is due later, one without a time."""
    await town.say("zhaoming", "加急 请李四今天12点前报送防汛材料")
    await town.say("zhaoming", "加急 请王五12月31日17点前检查路灯照明")
    await town.say("zhaoming", "加急 请冯刚清理河道垃圾")
    await town.box.expect_all(["lisi", "wangwu", "fenggang"], "Z20261124-")


async def report(town, who: str) -> None:
    """Report as the only assignee, which tells the issuer and the group that everybody has seen it."""
    await town.app(who, f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "反馈：", CODE)
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")


async def test_the_ledger_one_to_one(town) -> None:
    """All that is open, by unit, with colours in words; what is late becomes red as time goes by."""
    await three_tasks(town)
    first = await town.app("zhangsan", "未办结的有哪些")
    await town.box.advance(7200)
    later = await town.robot("zhangsan", "未办结的有哪些")
    await town.box.advance(9000)
    red = await town.app("zhangsan", "逾期的有哪些")

    assert "未办结共3项：🔴红牌0，🟡黄牌0，🔵蓝牌1" in first
    assert "🔵蓝牌 Z20261124-001 报送防汛材料：李四" in first
    assert "时限11月24日(周二)12:00" in first
    assert "检查路灯照明：王五" in first
    assert "🔵蓝牌 Z20261124-001" in later
    assert "红牌共1项" in red
    assert "🔴红牌 Z20261124-001 报送防汛材料：李四" in red
    assert "路灯" not in red


async def test_yellow(town) -> None:
    """Two thirds of the working time gone and nothing reported: yellow; what was reported has no colour."""
    await three_tasks(town)
    await town.box.advance(3600 * 3 + 1800)
    yellow = await town.app("zhangsan", "未办结的有哪些")
    await report(town, "lisi")
    after = await town.app("zhangsan", "未办结的有哪些")

    assert "🟡黄牌 Z20261124-001" in yellow
    assert "🟡黄牌0" in after
    assert "已反馈待审核" in after


async def test_by_unit(town) -> None:
    """A unit's name narrows the ledger; units stand in the directory's order."""
    await three_tasks(town)
    whole = await town.app("zhangsan", "各单位办理情况")
    one = await town.app("zhangsan", "应急办未办结的有哪些")
    none = await town.app("zhangsan", "应急办逾期的有哪些")

    assert "未办结共3项" in whole
    assert "应急管理办公室未办结共" in one
    assert "王五" in one
    assert "李四" not in one
    assert "应急管理办公室目前没有红牌的任务" in none


async def test_numbers_in_the_group(town) -> None:
    """In the group numbers of that group alone; the list goes to the supervisor, one to one."""
    await three_tasks(town)
    said = await town.say("zhangsan", "未办结的有哪些")
    listed = await town.box.expect("zhangsan", "报送防汛材料：李四", room="app")
    elsewhere = await town.box.say_group(town.other, "zhangsan", "未办结的有哪些")

    await town.box.expect(town.other, "大家好")  # a group introduces itself once

    assert "本群未办结的任务3件、共3项：红牌0，黄牌0，蓝牌1。清单已单独发给您。" in said
    assert [] == [name for name in ("李四", "王五", "冯刚", "Z20261124") if name in said]
    assert "本群未办结共3项" in listed.text
    assert "本群目前没有未办结的任务" in elsewhere.text


async def test_too_many_for_one_message(town) -> None:
    """What does not fit is counted, with a sentence that leads on; the message is not cut."""
    for _ in range(25):
        await town.say("zhaoming", "加急 请王五今天12点前报送各行业领域安全生产工作台账和隐患清单")
        await town.box.expect("wangwu")
    said = await town.app("zhangsan", "未办结的有哪些")
    shown = said.count("🔵蓝牌 Z2026")

    assert len(said.encode()) < 2046
    assert f"另有{25 - shown}项没有列出" in said
    assert shown >= 8


async def test_others_have_no_ledger(town) -> None:
    """The same words from a leader or from staff are about what is their own."""
    await three_tasks(town)

    assert "李四" not in await town.app("chujing", "未办结的有哪些")
    assert "红牌" not in await town.app("zhaoming", "逾期的有哪些")


@pytest.mark.parametrize("words", [f"督办 {CODE}", "督办001", "督办"])
async def test_supervise(town, words) -> None:
    """One word takes it; those concerned are told in office hours, and nobody else is."""
    await town.say("zhaoming", "加急 请李四、王五今天17点前报送防汛材料")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await town.app("wangwu", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "王五反馈")
    said = await town.app("zhangsan", words)
    await town.box.assert_quiet()
    await town.box.advance(3600)
    told = await town.box.expect("lisi", "【督办】", CODE)
    issuer = await town.box.expect("zhaoming", "【督办】", CODE)

    assert "已列入督办。将于11月24日(周二)08:30告知交办人和还没有办好的1位承办人" in said
    assert "由督查张三列入督办" in told.text
    assert "由督查张三列入督办" in issuer.text
    assert ("zhangsan", "supervised") == (await town.moves())[-1]


async def test_critical_ones_are_told_at_once(town) -> None:
    """特急 does not wait for the office; in the group the answer names nobody."""
    await town.say("zhaoming", "特急 请李四今天17点前报送防汛材料")
    await town.box.expect("lisi", CODE)
    said = await town.say("zhangsan", f"督办 {CODE}")
    await town.box.expect("lisi", "【督办】")
    await town.box.expect("zhaoming", "【督办】")
    again = await town.say("zhangsan", f"督办 {CODE}")
    alone = await town.app("zhangsan", f"督办 {CODE}")

    assert "已告知交办人和还没有办好的1位承办人" in said
    assert "已于11月24日(周二)07:30列入督办，不用重复" in again
    assert "张三" not in said + again
    assert "已于11月24日(周二)07:30由张三列入督办" in alone


async def test_let_go_before_it_was_told(town) -> None:
    """解除督办 before the office opens: nobody hears of either; taken again, everybody hears once."""
    await town.say("zhaoming", "加急 请李四今天17点前报送防汛材料")
    await town.box.expect("lisi", CODE)
    await town.app("zhangsan", f"督办 {CODE}")
    said = await town.app("zhangsan", f"解除督办 {CODE}")
    await town.box.advance(3600)
    await town.box.assert_quiet()

    assert "已解除督办" in said
    assert "没有列入督办" in await town.app("zhangsan", f"解除督办 {CODE}")
    await town.app("zhangsan", f"督办 {CODE}")
    await town.box.expect("lisi", "【督办】")
    await town.box.expect("zhaoming", "【督办】")
    moves = [move for _, move in (await town.moves())[1:]]

    assert ["supervised", "unsupervised", "supervised"] == moves


async def test_taken_twice_before_it_was_told(town) -> None:
    """Taken, let go and taken again before the office opens: each hears it once."""
    await town.say("zhaoming", "加急 请李四今天17点前报送防汛材料")
    await town.box.expect("lisi", CODE)
    for words in ("督办", "解除督办", "督办"):
        await town.app("zhangsan", f"{words} {CODE}")
    await town.box.advance(3600)
    await town.box.expect("lisi", "【督办】")
    await town.box.expect("zhaoming", "【督办】")
    await town.box.assert_quiet()


async def test_done_before_it_was_told(town) -> None:
    """Who reported meanwhile is not told to hurry; the issuer still hears that it is watched."""
    await town.say("zhaoming", "加急 请李四今天17点前报送防汛材料")
    await town.box.expect("lisi", CODE)
    await town.app("zhangsan", f"督办 {CODE}")
    await report(town, "lisi")
    await town.box.advance(3600)
    await town.box.expect("zhaoming", "【督办】")
    await town.box.assert_quiet()


@pytest.mark.parametrize("who", ["zhaoming", "lisi", "chujing"])
async def test_others_are_refused(town, who) -> None:
    """Not even the issuer may: the answer says who does, the history that it was tried."""
    await town.say("zhaoming", "加急 请李四今天17点前报送防汛材料")
    await town.box.expect("lisi", CODE)
    said = [await town.app(who, f"{words} {CODE}") for words in ("督办", "解除督办")]
    entries = (await town.directive())["history"][1:]

    assert all("由督查人员办理" in one and CODE in one for one in said)
    assert [(who, "refused", "supervise"), (who, "refused", "unsupervise")] == [
        (entry["actor"], entry["action"], entry["detail"]["verb"]) for entry in entries
    ]


async def test_what_is_meant_is_asked_for(town) -> None:
    """Without a code, and with more than one that is open, the code is asked for."""
    await three_tasks(town)

    assert "请写上编号，例如：督办 003" in await town.app("zhangsan", "督办")
    assert "没有督办中的任务" in await town.app("zhangsan", "解除督办")
    assert "没有找到编号Z20261124-099" in await town.app("zhangsan", "督办 Z20261124-099")


async def test_what_is_over_is_not_watched(town) -> None:
    """A closed directive is not taken; under supervision one stands in the list of those."""
    await town.say("zhaoming", "特急 请李四今天17点前报送防汛材料")
    await town.box.expect("lisi", CODE)
    await town.app("zhangsan", f"督办 {CODE}")
    await town.box.expect("lisi", "【督办】")
    await town.box.expect("zhaoming", "【督办】")
    watched = await town.app("zhangsan", "督办情况")
    await report(town, "lisi")
    await town.app("zhaoming", f"{CODE} 同意办结")
    await town.box.expect(town.chat, "已全部办结")

    assert "督办中共1项" in watched
    assert CODE in watched
    assert "目前没有督办中的任务" in await town.app("zhangsan", "督办情况")
    assert "已经办结，不用再督办" in await town.app("zhangsan", f"督办 {CODE}")


async def test_the_button(town) -> None:
    """The bare code brings the supervisor's card: 督办 on it takes the directive, 解除督办 lets it go."""
    await town.say("zhaoming", "特急 请李四今天17点前报送防汛材料")
    await town.box.expect("lisi", CODE)
    await town.app("zhangsan", CODE)
    card = await town.box.expect("zhangsan", CODE, room="app")
    await town.box.tap_app("zhangsan", card, "督办")
    await town.box.expect("lisi", "【督办】")
    await town.box.expect("zhaoming", "【督办】")

    assert "张三，11月24日(周二)07:30" == dict(card.card.rows)["督办"]
    await town.box.tap_app("zhangsan", card, "解除督办")
    assert ["supervised", "unsupervised"] == [move for _, move in (await town.moves())[1:]]


async def test_ways_to_ask_for_the_ledger(town) -> None:
    """发一下 and 把…发给我 ask for the ledger too."""
    await three_tasks(town)
    said = [
        await town.app("zhangsan", text) for text in ("发一下红黄蓝台账", "把督查台账发给我", "台账发一下")
    ]

    assert [True] * 3 == ["Z20261124-" in one or "没有" in one for one in said]
    assert [False] * 3 == ["没有看懂" in one for one in said]


@pytest.mark.parametrize("words", ["督办应急办的任务", "把应急办的任务列入督办", "督办应急办"])
async def test_supervise_something_of_a_unit(town, words) -> None:
    """督办 and a unit's name lists what that unit has open; the answer takes that one, and no other."""
    await town.say("zhaoming", "加急 请李四今天17点前报送防汛材料")
    await town.say("zhaoming", "加急 请王五今天17点前检查路灯照明")
    await town.say("zhaoming", "加急 请周强今天17点前清理河道垃圾")
    await town.box.expect_all(["lisi", "wangwu", "zhouqiang"], "Z20261124-")
    asked = await town.robot("zhangsan", words)
    done = await town.robot("zhangsan", next(n for n in "12" if f"{n}. Z20261124-003" in asked))
    taken = await town.rows("SELECT code FROM directive WHERE supervised_by <> ''")
    await town.box.settle()

    assert "请问是哪一项" in asked
    assert "Z20261124-002" in asked
    assert "Z20261124-001" not in asked
    assert "列入督办" in done
    assert [{"code": "Z20261124-003"}] == taken
    await town.box.advance(3600)
    await town.box.expect("zhouqiang", "列入督办")
    await town.box.expect("zhaoming", "列入督办")


async def test_supervise_the_only_one_of_a_unit(town) -> None:
    """The unit's only open directive is taken at once; where nothing is open, that is said."""
    await town.say("zhaoming", "特急 请王五今天17点前检查路灯照明")
    await town.box.expect("wangwu", CODE)
    nothing = await town.robot("zhangsan", "督办民政办的任务")
    done = await town.robot("zhangsan", "督办应急办的任务")
    await town.box.expect("wangwu", "列入督办")
    await town.box.expect("zhaoming", "列入督办")

    assert "没有可以列入督办的任务" in nothing
    assert "列入督办" in done


async def test_a_supervisor_who_left(town) -> None:
    """Who left still stands as who took it, and is named as having left; any other supervisor may let go."""
    await town.say("zhaoming", "特急 请王五今天17点前检查路灯照明")
    await town.box.expect("wangwu", CODE)
    await town.app("chenjie", f"督办 {CODE}")
    await town.box.expect("wangwu", "列入督办")
    await town.box.expect("zhaoming", "列入督办")
    hub = town.box.hub
    members = {who: one for who, one in hub.world.members.items() if who != "chenjie"}
    hub.world = replace(hub.world, members=members)
    await town.box.app_event("sys", "change_contact", {"ChangeType": "delete_user", "UserID": "chenjie"})
    await town.box.settle()
    before = await town.app("zhangsan", f"督办 {CODE}")
    done = await town.app("zhangsan", f"解除督办 {CODE}")

    assert "(已离开)列入督办" in before
    assert "已解除督办" in done
