"""Somebody leaves: what was theirs goes to the head of the unit, everybody concerned hears it once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import Unreachable

FIRST, SECOND = "Z20261124-001", "Z20261124-002"
TASK = "加急 请李四今天17点前报送材料"
OTHER = "加急 请李四明天12点前清理走廊"


def without(town, *people: str) -> None:
    """Take people out of the platform's directory."""
    hub = town.box.hub
    hub.world = replace(hub.world, members={u: m for u, m in hub.world.members.items() if u not in people})


async def read_again(town) -> None:
    """Have the directory read, as after any change."""
    await town.box.app_event("sys", "change_contact", {"ChangeType": "delete_user", "UserID": "x"})
    await town.box.settle()


async def leave(town, *people: str) -> None:
    """Let people leave, and have it read."""
    without(town, *people)
    await read_again(town)


async def test_shares_go_to_the_head_of_the_unit(town) -> None:
    """The head hears one sentence and gets the cards, the issuer hears one sentence; the share is marked."""
    await town.say("zhaoming", TASK)
    await town.say("zhaoming", OTHER)
    await town.box.expect_all(["lisi", "lisi"], "Z20261124")
    await leave(town, "lisi")
    heard = await town.box.expect("sunli", "李四已离开，其名下2项任务转由您负责", FIRST, SECOND)
    await town.box.expect("sunli", FIRST, "李四已离开，由您接办")
    await town.box.expect("sunli", SECOND, "李四已离开，由您接办")
    told = await town.box.expect("zhaoming", "李四已离开，您交办的2项任务有变动")
    move = [one for one in (await town.directive())["history"] if one["action"] == "reassigned"]

    assert "由您承办" in heard.words
    assert "改由孙丽(党政办公室)承办" in told.words
    assert {"lisi": "reassigned", "sunli": "assigned"} == await town.states()
    assert [{"to": "sunli", "reason": ""}] == [one["detail"] for one in move]


async def test_exactly_once(town) -> None:
    """Reading the directory again says and does nothing more."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "lisi")
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")
    moves = await town.moves()
    await read_again(town)
    await read_again(town)

    assert moves == await town.moves()


async def never(_facts: object) -> None:
    """Stand for a process that dies before the hand-over."""
    raise Unreachable("the process ended")


async def test_a_process_that_dies_goes_on(town) -> None:
    """What was read but not handed over when the process ended is handed over by the next one."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    without(town, "lisi")
    town.service.outbox._post._jobs["people.left"] = never
    await read_again(town)
    await town.restart()
    await town.box.advance(60)
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")

    assert {"lisi": "reassigned", "sunli": "assigned"} == await town.states()


async def test_what_can_wait_waits_for_office_hours(town) -> None:
    """A directive that is not urgent wakes nobody: messages and cards come when offices open."""
    await town.say("zhaoming", "请李四明天17点前报送材料")
    await leave(town, "lisi")
    await town.box.assert_quiet()
    await town.box.advance(3600)
    await town.box.expect("sunli", "李四已离开，其名下1项任务转由您负责")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")


async def test_a_head_who_leaves_is_followed_from_above(town) -> None:
    """Where the unit has no head any more, the head of the unit above takes over."""
    await town.say("qianjin", "加急 请应急办今天17点前报送材料")
    await town.box.expect("zhouqiang", FIRST)
    await leave(town, "zhouqiang")
    await town.box.expect("zhaoming", "周强已离开，其名下1项任务转由您负责", FIRST)
    await town.box.expect("zhaoming", FIRST, "周强已离开，由您接办")
    told = await town.box.expect("qianjin", "周强已离开", FIRST)

    assert "改由赵明(青溪镇)承办" in told.words


async def test_nobody_to_take_over(town) -> None:
    """Where nobody is left but the issuer, the issuer is asked with 改派."""
    await town.say("zhaoming", "加急 请应急办今天17点前报送材料")
    await town.box.expect("zhouqiang", FIRST)
    await leave(town, "zhouqiang")
    card = await town.box.expect("zhaoming", FIRST, "没有送达1人", "已离开：周强")
    told = await town.box.expect("zhaoming", "周强已离开，您交办的1项任务有变动")

    assert "还没有人接办" in told.words
    assert ["改派周强"] == [button.text for button in card.card.buttons]
    await town.box.tap_app("zhaoming", card, "改派周强")
    await town.box.expect("zhaoming", FIRST, "改派")
    await town.app("zhaoming", "王五")
    await town.box.expect("wangwu", FIRST)

    assert {"zhouqiang": "reassigned", "wangwu": "assigned"} == await town.states()
    await read_again(town)


async def test_an_issuers_directives_get_a_new_issuer(town) -> None:
    """The head who takes over is told, and is the issuer from then on: reports go there."""
    await town.say("qianjin", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "qianjin")
    heard = await town.box.expect("zhaoming", "钱进已离开，其名下1项任务转由您负责", FIRST)
    await town.app("lisi", f"{FIRST} 已完成")
    card = await town.box.expect("zhaoming", "李四反馈", FIRST)
    await town.box.expect("zhaoming", FIRST, "全部收到")
    await town.box.expect(town.chat, FIRST, "已全部收到")
    await town.box.tap_app("zhaoming", card, "同意办结")
    await town.box.expect(town.chat, FIRST, "已全部办结")
    town.box.ignore_rest("lisi")
    found = await town.directive()

    assert "由您审核办结" in heard.words
    assert ("zhaoming", "closed") == (found["issuer"], found["state"])
    assert ("qianjin", "handed_over") in await town.moves()


async def test_what_waits_for_the_old_issuer_is_put_to_the_new_one(town) -> None:
    """A request that was not decided comes as a card again, a report that was not looked at is counted."""
    await town.say("qianjin", "加急 请李四、王五明天17点前报送材料")
    await town.box.expect_all(["lisi", "wangwu"], FIRST)
    await town.app("lisi", f"{FIRST} 申请延期到后天17点，资料还没到")
    await town.box.expect("qianjin", FIRST, "资料还没到")
    await town.app("wangwu", f"{FIRST} 已完成")
    await town.box.expect("qianjin", "王五反馈")
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", "有1项反馈在等", f"逐条看 {FIRST}")
    card = await town.box.expect("zhaoming", FIRST, "资料还没到")
    await town.box.tap_app("zhaoming", card, "同意")
    await town.box.expect("lisi", FIRST, "11月26日")
    await town.app("zhaoming", f"逐条看 {FIRST}")
    await town.box.expect("zhaoming", FIRST, "王五反馈")


async def test_the_name_stays_readable_and_means_nobody(town) -> None:
    """Who has left is named in what is past, and cannot be given anything."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await town.app("lisi", f"{FIRST} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", FIRST, "全部收到")
    await town.box.expect(town.chat, FIRST, "已全部收到")
    await leave(town, "lisi")
    await town.box.assert_quiet()
    asked = await town.app("zhaoming", "加急 请李四明天17点前报送名单")
    await town.box.expect("zhaoming", "没有找到“李四”")
    said = await town.app("zhaoming", f"{FIRST} 同意办结")
    await town.box.expect(town.chat, FIRST, "已全部办结")

    assert "没有找到“李四”" in asked
    assert "李四" in said
    await town.box.advance(9 * 3600)
    town.box.ignore_rest("lisi")


async def test_returned_to_somebody_who_has_left(town) -> None:
    """What comes back to somebody who has left meanwhile goes on to the head at once."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await town.app("lisi", f"{FIRST} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", FIRST, "全部收到")
    await town.box.expect(town.chat, FIRST, "已全部收到")
    await leave(town, "lisi")
    await town.app("zhaoming", f"{FIRST} 退回，请补充清单")
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")

    assert {"lisi": "reassigned", "sunli": "assigned"} == await town.states()


@pytest.mark.parametrize("changes", [{"roles": {"administrators": ["sunli"]}}])
async def test_half_a_directory_hands_nothing_over(town) -> None:
    """If more than a third is missing everything stays; an administrator is told once, and may confirm it."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    everybody = town.box.hub.world.members
    gone = ["lisi", "wangwu", "fenggang", "chujing", "shenhua", "yangyang", "qinfeng", "zhangwei2"]
    await leave(town, *gone)
    await town.box.expect("sunli", "少了8人(原有21人)", "确认通讯录")
    await read_again(town)

    assert {"lisi": "assigned"} == await town.states()
    assert "lisi" in town.service.people.org.people
    await town.app("sunli", "确认通讯录")
    await town.box.settle()
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")

    assert "lisi" not in town.service.people.org.people
    town.box.hub.world = replace(town.box.hub.world, members=everybody)
    await read_again(town)

    assert "lisi" in town.service.people.org.people


@pytest.mark.parametrize("changes", [{"roles": {"administrators": ["sunli"]}}])
async def test_only_an_administrator_confirms(town) -> None:
    """Anybody else who says 确认通讯录 is told that it is not for them."""
    assert "管理员" in await town.app("lisi", "确认通讯录")


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_a_delegate_who_leaves_just_loses_it(town) -> None:
    """The leader stays the issuer, and from then on is the only one who hears."""
    await town.say("zhangsan", TASK)
    await town.box.expect("lisi", FIRST, "赵明(张三代)")
    await leave(town, "zhangsan")
    await town.box.assert_quiet()
    await town.app("lisi", f"{FIRST} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", FIRST, "全部收到")
    await town.box.expect(town.chat, FIRST, "已全部收到")

    assert "zhaoming" == (await town.directive())["issuer"]


DELEGATE = {"roles": {"delegates": {"qianjin": ["zhangsan"]}}}


async def distributed(town) -> None:
    """Have a head give a part out, and the part reported to the head."""
    await town.say("qianjin", "加急 请应急办今天17点前报送材料")
    await town.box.expect("zhouqiang", FIRST)
    await town.app("zhouqiang", f"{FIRST} 分办给王五")
    await town.box.expect("wangwu", FIRST)
    await town.app("wangwu", f"{FIRST} 已完成，排查12处")
    await town.box.settle()
    for who in ("zhouqiang", "qianjin", town.chat):
        town.box.ignore_rest(who)


async def test_what_was_reported_to_a_head_who_leaves(town) -> None:
    """The head who follows sees what was reported to the one who left, and reports for all."""
    await distributed(town)
    await leave(town, "zhouqiang")
    await town.box.expect("zhaoming", "周强已离开，其名下1项任务转由您负责")
    await town.box.expect("zhaoming", FIRST, "由您接办")
    await town.box.expect("zhaoming", FIRST, "王五反馈", "排查12处")
    await town.box.expect("qianjin", "改由赵明(青溪镇)承办")


async def test_an_heir_who_had_reported_to_the_one_who_left(town) -> None:
    """Who reported a part and now has the whole has to report again, and everybody is told so."""
    await distributed(town)
    hub = town.box.hub
    hub.world = replace(
        hub.world, members=hub.world.members | {"wangwu": replace(hub.world.members["wangwu"], leads=(3,))}
    )
    await leave(town, "zhouqiang")
    await town.box.expect("wangwu", "周强已离开", "由您承办，您之前的反馈不含这一部分，请办好后一并反馈")
    await town.box.expect("wangwu", FIRST, "由您接办")
    await town.box.expect("qianjin", "改由王五", "其原来的反馈不用再审")

    assert {"zhouqiang": "reassigned", "wangwu": "assigned"} == await town.states()


async def test_a_part_that_is_returned_after_its_head_left(town) -> None:
    """What is reported below a head who has left and had reported already goes to who is above."""
    await distributed(town)
    await town.app("zhouqiang", f"{FIRST} 全部完成")
    await town.box.expect("qianjin", "周强反馈")
    await leave(town, "zhouqiang")
    await town.box.assert_quiet()
    await town.app("qianjin", f"{FIRST} 退回王五的，请补充清单")
    await town.box.expect("wangwu", FIRST, "请补充清单")
    await town.box.advance(700)
    await town.app("wangwu", f"{FIRST} 清单已补")
    await town.box.expect("qianjin", "王五反馈", "清单已补")


async def heard_by_all(town, *but: str) -> None:
    """Take out what everybody heard so far, but these."""
    await town.box.settle()
    for owner in (*town.box.hub.world.members, town.chat):
        if owner not in but:
            town.box.ignore_rest(owner)


UPPER = {"hebo": {"name": "何波", "department": [10], "is_leader_in_dept": [1]}}


@pytest.mark.parametrize("members", [UPPER])
async def test_an_heir_does_not_decide_about_the_own_share(town) -> None:
    """Where the next head has to do the thing, the one above decides about it."""
    await town.say("weiguo", "加急 请何波、沈华今天17点前报送材料")
    await town.box.expect_all(["hebo", "shenhua"], FIRST)
    await leave(town, "weiguo")
    await town.box.expect("zhaoming", "卫国已离开，其名下1项任务转由您负责", FIRST)
    await town.app("hebo", f"{FIRST} 已完成")
    await town.box.expect("zhaoming", "何波反馈")


EVERYBODY = "加急 请全体人员今天17点前报送材料"


async def test_an_heir_who_alone_could_decide_and_has_reported(town) -> None:
    """Where all who could decide have a share, the own report is accepted at once, and that is said."""
    await town.say("qianjin", EVERYBODY)
    await town.app("zhaoming", f"{FIRST} 已完成")
    await heard_by_all(town)
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", "没有其他负责人，您本人的反馈已直接办结")

    assert "accepted" == (await town.states())["zhaoming"]
    await heard_by_all(town)


async def test_an_heir_who_alone_could_decide_and_reports(town) -> None:
    """The own report is accepted with the answer; nobody waits for a card that never comes."""
    await town.say("qianjin", EVERYBODY)
    await heard_by_all(town)
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", FIRST)
    said = await town.app("zhaoming", f"{FIRST} 已完成")

    assert "交办人现在就是您本人，这一项已直接办结" in said
    assert "accepted" == (await town.states())["zhaoming"]
    await heard_by_all(town)


@pytest.mark.parametrize(
    ("changes", "heir"),
    [
        ({}, "qianjin"),
        ({"roles": {"supervisors": ["chenjie"]}}, "chenjie"),
        ({"roles": {"delegates": {"zhaoming": ["zhangsan"]}, "supervisors": ["chenjie"]}}, "zhangsan"),
    ],
)
async def test_the_top_head_leaves(town, heir) -> None:
    """Above the top there is nobody: a delegate decides, else a supervisor, else who leads beside."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "zhaoming")
    await town.box.expect(heir, "赵明已离开，其名下1项任务转由您负责", "由您审核办结")
    await town.app("lisi", f"{FIRST} 已完成")
    card = await town.box.expect(heir, "李四反馈", FIRST)
    await heard_by_all(town)
    await town.box.tap_app(heir, card, "同意办结")

    assert "closed" == (await town.directive())["state"]
    await heard_by_all(town)


def no_leaders() -> dict[str, dict[str, list[object]]]:
    """Give a township in which the head leads everything."""
    others = (
        "qianjin sunli zhangsan lisi zhouqiang wangwu wufang zhangwei zhengjun fenggang chenjie chujing "
        "weiguo zhangwei2 jiangbo shenhua hanmei yangyang zhuhong qinfeng"
    )
    return {who: {"is_leader_in_dept": [0], "direct_leader": []} for who in others.split()}


@pytest.mark.parametrize("members", [no_leaders()])
async def test_nobody_to_decide(town) -> None:
    """A report is not said to be with somebody who has left; whoever leads next hears that it waits."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "zhaoming")
    said = await town.app("lisi", f"{FIRST} 已完成")
    await heard_by_all(town)
    hub = town.box.hub
    there = hub.world.members
    hub.world = replace(hub.world, members=there | {"sunli": replace(there["sunli"], leads=(2,))})
    await read_again(town)
    await town.box.expect("sunli", "赵明已离开", "有1项反馈在等")

    assert "已转赵明" not in said
    assert "赵明已离开，有人接手审核时一并转交" in said


@pytest.mark.parametrize("changes", [DELEGATE])
async def test_the_delegate_of_an_issuer_who_left(town) -> None:
    """Who acted for the old issuer may do nothing for the new one, and gets no cards that say otherwise."""
    await town.say("zhangsan", TASK)
    await town.box.expect("lisi", FIRST, "钱进(张三代)")
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", FIRST)
    await town.app("lisi", f"{FIRST} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    await town.box.assert_quiet()


@pytest.mark.parametrize(
    "changes", [{"roles": {"delegates": {"qianjin": ["zhangsan"], "zhaoming": ["zhangsan"]}}}]
)
async def test_the_delegate_of_both_issuers(town) -> None:
    """Who acts for the new issuer too goes on being asked."""
    await town.say("zhangsan", f"代钱进 {TASK}")
    await town.box.expect("lisi", FIRST, "钱进(张三代)")
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", FIRST)
    await town.app("lisi", f"{FIRST} 已完成")
    await town.box.expect_all(["zhaoming", "zhangsan"], "李四反馈")
    await heard_by_all(town)


async def test_leaving_twice(town) -> None:
    """Who came back and leaves again is told of again, though the words are the same."""
    everybody = town.box.hub.world
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "lisi")
    await heard_by_all(town)
    town.box.hub.world = everybody
    await read_again(town)
    await town.app("sunli", f"{FIRST} 转给李四")
    await heard_by_all(town)
    await leave(town, "lisi")
    await town.box.expect("sunli", "李四已离开，其名下1项任务转由您负责")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开，您交办的1项任务有变动")


async def test_nobody_is_woken_at_night(town) -> None:
    """Requests, names without an heir, reports from below: what is not urgent waits for office hours."""
    await town.box.advance(3 * 3600)
    await town.say("zhaoming", "请应急办后天17点前报送材料")
    await town.say("zhouqiang", "请王五后天17点前报送方案")
    await town.app("wangwu", f"{SECOND} 申请延期到周五，设备未到")
    await heard_by_all(town)
    await town.box.advance(12 * 3600)
    await leave(town, "zhouqiang")
    await town.box.assert_quiet()
    await town.box.advance(12 * 3600)
    await town.box.expect("zhaoming", SECOND, "设备未到")
    await town.box.expect("zhaoming", FIRST, "没有送达1人")
    await town.box.expect("zhaoming", "周强已离开，您交办的1项任务有变动")
    await town.box.expect("zhaoming", "周强已离开，其名下1项任务转由您负责")


@pytest.mark.parametrize("changes", [{"people": {"heads": {3: "zhouqiang"}}}])
async def test_a_head_in_the_settings_who_left(town) -> None:
    """The settings' head who has left does not stand before the one whom the directory names."""
    hub = town.box.hub
    there = hub.world.members
    hub.world = replace(hub.world, members=there | {"wangwu": replace(there["wangwu"], leads=(3,))})
    await leave(town, "zhouqiang")
    await town.say("zhaoming", "加急 请应急办今天17点前报送材料")
    await town.box.expect("wangwu", FIRST)

    assert {"wangwu": "assigned"} == await town.states()


async def declined(town):
    """Have a share declined whose assignee leaves before it is decided; gives the issuer's card."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await town.app("lisi", f"{FIRST} 不属于我单位，应由环卫所办")
    card = await town.box.expect("zhaoming", FIRST, "应由环卫所办")
    await leave(town, "lisi")
    await town.box.assert_quiet()
    return card


async def handed_over(town) -> None:
    """Expect what is heard once the head has taken it over."""
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")

    assert {"lisi": "reassigned", "sunli": "assigned"} == await town.states()


async def test_upheld_for_somebody_who_left(town) -> None:
    """维持 names who does it now, not who is gone."""
    await declined(town)
    said = await town.app("zhaoming", f"{FIRST} 维持原办")
    await handed_over(town)

    assert "李四已离开，改由孙丽(党政办公室)承办" in said
    assert "仍由李四" not in said


async def test_upheld_in_a_group_for_somebody_who_left(town) -> None:
    """In a group the unit is named, nobody else."""
    await declined(town)
    said = await town.say("zhaoming", f"{FIRST} 维持原办")
    await handed_over(town)

    assert "原承办人已离开，改由党政办公室负责人承办" in said


async def test_upheld_by_the_button_for_somebody_who_left(town) -> None:
    """The card shows who has it now."""
    card = await declined(town)
    heard = await town.box.tap_app("zhaoming", card, "维持")
    await handed_over(town)

    assert "孙丽(党政办公室)" in heard.card.text


async def test_upheld_where_nobody_follows(town) -> None:
    """Where nobody could take it over it is not upheld; the answer says what to do."""
    await town.say("zhaoming", "加急 请应急办今天17点前报送材料")
    await town.box.expect("zhouqiang", FIRST)
    await town.app("zhouqiang", f"{FIRST} 不属于我单位，应由环卫所办")
    await town.box.expect("zhaoming", FIRST, "应由环卫所办")
    await leave(town, "zhouqiang")
    said = await town.app("zhaoming", f"{FIRST} 维持原办")
    await town.box.assert_quiet()

    assert "没有维持原办" in said
    assert f"{FIRST} 改派给" in said
    assert {"zhouqiang": "declined"} == await town.states()
