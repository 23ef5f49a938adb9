"""A group nobody has set up: the service introduces itself once, asks once, and takes the answer."""

from __future__ import annotations

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
    """A unit nobody knows is named in the answer; what is known is kept."""
    said = await in_group(town, "zhaoming", "本群叫防汛群，有应急办、水利站")
    nothing = await in_group(town, "zhaoming", "本群单位有水利站")

    assert "没有找到：水利站" in said
    assert "没有看懂是哪些单位" in nothing
    assert "[3]" == (await room(town))["departments"]


TWINS = [
    {"id": 21, "name": "水利组", "parentid": 11, "order": 1},
    {"id": 22, "name": "水利组", "parentid": 12, "order": 2},
]


@pytest.mark.parametrize("units", [TWINS])
async def test_ambiguous_units_are_named(town) -> None:
    """A name two units bear is not guessed; the answer says whose they are."""
    said = await in_group(town, "zhaoming", "本群叫水利群，有水利组、应急办")

    assert "“水利组”有2个(竹里村水利组、龙黄村水利组)" in said
    assert "[3]" == (await room(town))["departments"]


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
