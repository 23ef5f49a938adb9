"""What a group is called and which units are in it is said in many ways; much else only looks like it."""

from __future__ import annotations

import pytest

from tests.stories.in_rooms import NAME, in_group, room

TWINS = [
    {"id": 21, "name": "水利组", "parentid": 11, "order": 1},
    {"id": 22, "name": "水利组", "parentid": 12, "order": 2},
]


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
