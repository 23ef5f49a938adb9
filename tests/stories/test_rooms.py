"""A group nobody has set up: the service introduces itself once, asks once, and takes the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

NAME = "本群叫青溪镇防汛工作群，有应急办、各村"


async def in_group(town, who: str, text: str) -> str:
    """Write in the group the settings do not know, and give every word of the answer."""
    heard = await town.box.say_group(town.other, who, text)
    assert heard.ok, heard
    return heard.words


async def room(town) -> dict[str, object]:
    """Give what is kept of the group."""
    return (await town.rows("SELECT * FROM room"))[0]


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


async def test_naming_at_once_is_introduction_enough(town) -> None:
    """Whoever names the group with the first mention is answered, and nobody is asked any more."""
    said = await in_group(town, "zhaoming", NAME)
    await in_group(town, "zhaoming", "我的任务")
    await town.box.settle()

    assert "记下了" in said


@pytest.mark.parametrize(
    ("sentence", "called", "units"),
    [
        ("本群叫青溪镇防汛工作群，有应急办、各村", "青溪镇防汛工作群", [3, 10]),
        ("本群叫防汛群", "防汛群", []),
        ("本群是青溪镇防汛工作群,单位有应急办和民政办", "青溪镇防汛工作群", [3, 4]),
        ("群名:防汛群 单位:应急办、竹里村", "防汛群", [3, 11]),
        ("单位：应急办、竹里村，群名：防汛群", "防汛群", [3, 11]),
        ("本群有应急办、环卫所", "", [3, 5]),
        ("本群单位有:应急办、环卫所。", "", [3, 5]),
        ("这个群名称是“防汛值班群”，有各村", "防汛值班群", [10]),
        ("本群名称改为防汛二群", "防汛二群", []),
        ("把本群改名为防汛二群，有应急办", "防汛二群", [3]),
        ("群名改成“防汛二群”", "防汛二群", []),
        ("本群更名为防汛二群。", "防汛二群", []),
    ],
)
async def test_ways_to_say_it(town, sentence, called, units) -> None:
    """Name and units are understood in either order, or only one of both."""
    said = await in_group(town, "zhaoming", sentence)
    kept = await room(town)

    assert "记下了" in said
    assert (called, str(units).replace(" ", "")) == (kept["name"], str(kept["departments"]).replace(" ", ""))


async def test_said_again_changes_it(town) -> None:
    """The same sentence said again changes what it names and leaves the rest."""
    await in_group(town, "zhaoming", NAME)
    await in_group(town, "qianjin", "本群叫抗旱工作群")
    said = await in_group(town, "sunli", "本群有民政办")

    assert "群名：抗旱工作群" in said
    assert "单位：民政办公室" in said
    assert "[4]" == (await room(town))["departments"]


async def test_unknown_units_are_named(town) -> None:
    """A unit nobody knows is named in the answer, and nothing is changed: half a list is not taken."""
    await in_group(town, "zhaoming", "本群叫防汛群，有应急办")
    said = await in_group(town, "zhaoming", "本群叫防汛二群，有民政办、水利站")
    nothing = await in_group(town, "zhaoming", "本群单位有水利站")

    assert "没有做任何改动" in said
    assert "没有找到：水利站" in said
    assert "没有做任何改动" in nothing
    assert ("防汛群", "[3]") == ((await room(town))["name"], (await room(town))["departments"])


@pytest.mark.parametrize(
    ("order", "becomes"),
    [
        ("本群包括应急办、民政办的同志明天9点前报到", "任务还没有发出"),
        ("单位：应急办、民政办 明天17点前报送材料", "已交办"),
        ("单位：应急办、民政办报送材料，明天17点前", "已交办"),
        ("单位：应急办、民政办负责", ""),
    ],
)
async def test_orders_to_units_are_no_naming(town, order, becomes) -> None:
    """What charges the units with something is an order, and the group's units stay as they were."""
    await in_group(town, "zhaoming", "本群叫防汛群，有各村")
    said = await in_group(town, "zhaoming", order)

    assert becomes in said
    assert "记下了" not in said
    assert "[10]" == (await room(town))["departments"]


TWINS = [
    {"id": 21, "name": "水利组", "parentid": 11, "order": 1},
    {"id": 22, "name": "水利组", "parentid": 12, "order": 2},
]


@pytest.mark.parametrize("units", [TWINS])
async def test_ambiguous_units_are_named(town) -> None:
    """A name two units bear is not guessed; the answer says whose they are."""
    said = await in_group(town, "zhaoming", "本群叫水利群，有水利组、应急办")
    await town.box.expect(town.other, "大家好")

    assert "“水利组”有2个(竹里村水利组、龙黄村水利组)" in said
    assert "没有做任何改动" in said
    assert "" == (await room(town))["name"]


async def test_who_may_not_issue_may_not_name(town) -> None:
    """Somebody who may not issue is told who says it; one to one it is told to be said in the group."""
    refused = await in_group(town, "lisi", NAME)
    await town.box.expect(town.other, "大家好")
    alone = await town.robot("zhaoming", NAME)
    by_app = await town.app("zhaoming", NAME)

    assert "可以交办任务的人" in refused
    assert ["请到那个群里@我说"] * 2 == [
        "请到那个群里@我说" if "请到那个群里@我说" in said else said for said in (alone, by_app)
    ]
    assert "" == (await room(town))["name"]


@pytest.mark.parametrize(
    "text",
    [
        "本群是工作群，请大家不要发无关信息",
        "本群叫什么?",
        "本群有人发广告",
        "群里有人反映应急办、各村单位不作为",
        "本群有应急办的人没有收到,有的村还没有报",
        "本群叫一下应急办来开会",
        "本群通知明天开会",
    ],
)
async def test_what_only_speaks_of_the_group(town, text) -> None:
    """A sentence that speaks of the group otherwise is not taken for its name."""
    said = await town.say("wangwu", text)

    assert "登记" not in said
    assert "群名和群里的单位" not in said


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


OPEN_QUESTION = "加急 请全体今天17点前报送材料"


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


@pytest.mark.parametrize("piece", ["单位：应急办、民政办", "群里有应急办、民政办", "通知用法"])
async def test_a_line_of_a_report_is_no_naming(town, piece) -> None:
    """What is sent while a report is open belongs to it, also where it looks like a group's units or help."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    card = await town.box.expect("lisi", "Z20261124-001")
    await town.box.tap_app("lisi", card, "反馈")
    await town.box.expect("lisi", "Z20261124-001")
    said = await town.app("lisi", piece)
    await town.box.settle()
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect(town.chat, "Z20261124-001")
    await town.box.expect("zhaoming", "全部收到")
    text = (await town.rows("SELECT text FROM feedback"))[0]["text"]

    assert "请到那个群里" not in said
    assert piece in text


async def test_a_reason_that_begins_with_a_word_of_help(town) -> None:
    """说明进度 is the reason where one was asked for, and no question for help."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    await town.box.expect("lisi", "Z20261124-001")
    await town.app("lisi", "Z20261124-001 已完成")
    await town.box.settle()
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect(town.chat, "Z20261124-001")
    await town.box.expect("zhaoming", "全部收到")
    await town.app("zhaoming", "Z20261124-001 退回")
    said = await town.app("zhaoming", "说明进度")
    await town.box.settle()
    await town.box.expect("lisi", "说明进度")

    assert {"lisi": "returned"} == await town.states()
    assert "已退回" in said


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
