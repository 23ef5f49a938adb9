"""A group nobody has set up: the service introduces itself once, asks once, and takes the answer."""

from __future__ import annotations

from dataclasses import replace

from tests.stories.in_rooms import NAME, in_group, room

OPEN_QUESTION = "加急 请全体今天17点前报送材料"


async def test_introduces_itself_and_asks_once(town) -> None:
    """The first mention by one who may issue brings introduction and question; no other one does."""
    said = await in_group(town, "zhaoming", "我的任务")
    hello = await town.box.expect(town.other, "大家好，我是指尖办", "本群叫什么", "@指尖办 本群叫")
    for who in ("zhaoming", "lisi", "qianjin"):
        await in_group(town, who, "我的任务")
    await town.restart()
    await in_group(town, "zhaoming", "我的任务")
    await town.box.settle()

    assert "项" in said or "没有" in said
    assert "不在群里说话" in hello.text


async def test_question_waits_for_one_who_may_issue(town) -> None:
    """Somebody who may not issue is not asked; the question comes with the first message of one who may."""
    await in_group(town, "lisi", "我的任务")
    hello = await town.box.expect(town.other, "大家好，我是指尖办")
    await in_group(town, "wangwu", "我的任务")
    await town.box.settle()
    await in_group(town, "zhouqiang", "我的任务")
    await town.box.expect(town.other, "本群叫什么", "只问这一次")
    await in_group(town, "zhaoming", "我的任务")
    await town.box.settle()

    assert "本群叫什么" not in hello.text


async def test_a_group_of_the_settings_is_known(town) -> None:
    """Where the settings name the group nothing is introduced and nothing asked, and nobody names it anew."""
    await town.say("zhaoming", "我的任务")
    said = await town.say("zhaoming", NAME)
    await town.box.settle()

    assert "已由管理员登记为“青溪镇工作群”" in said
    assert [] == await town.rows("SELECT * FROM room")


async def test_named_and_everyone_is_known(town) -> None:
    """Once name and units are said, 全体 in the group needs no question; a restart knows it too."""
    await in_group(town, "zhaoming", "我的任务")
    await town.box.expect(town.other, "本群叫什么")
    said = await in_group(town, "zhouqiang", NAME)

    assert "群名：青溪镇防汛工作群" in said
    assert "单位：应急管理办公室、村(社区)" in said
    assert "zhouqiang" == (await room(town))["told_by"]
    await town.restart()
    issued = await in_group(town, "zhaoming", "加急 请全体人员今天17点前完成培训")
    await town.box.expect_all(
        [
            "zhouqiang",
            "wangwu",
            "weiguo",
            "zhangwei2",
            "jiangbo",
            "shenhua",
            "hanmei",
            "yangyang",
            "zhuhong",
            "qinfeng",
        ],
        "Z20261124-001",
    )

    assert "已交办" in issued


async def test_taps_and_marked_texts_name_nothing(town) -> None:
    """A marked text is refused as everywhere, whatever it says of the group."""
    said = await in_group(town, "zhaoming", "本群叫机密★群，有应急办")
    await town.box.expect(town.other, "大家好")

    assert "机要渠道" in said
    assert "" == (await room(town))["name"]


async def test_the_same_callback_five_times(town) -> None:
    """Repeats of the first mention introduce once."""
    heard = await town.box.say_group(town.other, "zhaoming", "我的任务", times=5)
    await town.box.expect(town.other, "大家好")
    await town.box.repeat(heard)
    await town.box.settle()

    assert 1 == len(await town.rows("SELECT * FROM room"))


async def test_units_alone_answer_the_open_question(town) -> None:
    """单位:… is the answer where units were asked for; the group's own units are not touched by it."""
    asked = await in_group(town, "zhaoming", OPEN_QUESTION)
    await town.box.expect(town.other, "大家好")
    said = await in_group(town, "zhaoming", "单位：应急办、民政办")
    await town.box.settle()
    people = [one["assignee"] for one in (await town.directive())["assignments"]]
    await town.box.expect_all(people, "Z20261124-001")

    assert "哪些单位" in asked
    assert "已交办" in said
    assert "[]" == (await room(town))["departments"]


async def gone(town, unit: int, people: tuple[str, ...]) -> None:
    """Take a unit, and who stood in it alone, out of the directory, and have it read again."""
    hub = town.box.hub
    units = {number: one for number, one in hub.world.units.items() if number != unit}
    members = {who: one for who, one in hub.world.members.items() if who not in people}
    hub.world = replace(hub.world, units=units, members=members)
    await town.box.app_event("sys", "change_contact", {"ChangeType": "delete_party", "Id": str(unit)})
    await town.box.settle()


async def test_a_unit_that_was_removed(town) -> None:
    """A unit that is no more counts no more; where none is left the group is asked again, once."""
    await in_group(town, "zhaoming", "本群叫防汛群，有民政办")
    members = town.box.hub.world.members
    await gone(town, 4, tuple(who for who, one in members.items() if set(one.departments) <= {4}))
    said = await in_group(town, "zhaoming", "加急 请全体今天17点前报送材料")
    await town.box.expect(town.other, "本群现在有哪些单位")
    again = await in_group(town, "zhaoming", "本群叫防汛一群")
    await in_group(town, "zhaoming", "我的任务")
    await town.box.settle()

    assert "还没有发出" in said
    assert "群名：防汛一群" in again
    assert "还没有说有哪些单位" in again
    assert "4" not in again
