"""First contact and help: who comes in hears once what they can do, with sentences to copy."""

from __future__ import annotations

import pytest

ROLES = {
    "roles": {
        "delegates": {"zhaoming": ["zhangsan", "sunli"]},
        "supervisors": ["fenggang"],
        "administrators": ["lisi"],
    }
}
VERBS = (
    "退回", "延期", "转给", "再催一下", "改到", "补充", "加上", "去掉", "撤回", "撤销",
    "不属于我单位", "全部办结", "督办",
)  # fmt: skip


async def test_the_app_greets_once_for_good(town) -> None:
    """The platform tells of every entry; a person is greeted at the first one and never again."""
    for _ in range(3):
        heard = await town.box.enter_app("zhaoming")

        assert (200, "") == (heard.status, heard.words)
    hello = await town.box.expect("zhaoming", "请张三、李四", "再催一下没反馈的")
    await town.restart()
    await town.box.enter_app("zhaoming")
    await town.box.advance(86_400)
    await town.box.enter_app("zhaoming")
    await town.box.settle()

    assert len(hello.text.encode()) <= 2048
    assert len(hello.text.splitlines()) <= 16


async def test_coming_into_range_greets_nobody(town) -> None:
    """Subscribe comes unasked and at any hour: it has the directory read again; entering greets."""
    await town.box.advance(15 * 3600)
    await town.box.app_event("lisi", "subscribe", {"EventKey": ""})
    await town.box.settle()
    await town.box.enter_app("lisi")
    await town.box.expect("lisi", "我的任务")


async def test_the_robot_greets_in_full_once(town) -> None:
    """The platform tells of the first entry of each day; the help text comes at the first one for good."""
    first = await town.box.enter_robot("lisi")
    await town.restart()
    await town.box.advance(86_400)
    later = await town.box.enter_robot("lisi")
    other = await town.box.enter_robot("wangwu")

    assert first.text == other.text
    assert "您好，有事直接说就行；发“帮助”可看您能办什么。" == later.text


@pytest.mark.parametrize("changes", [ROLES])
@pytest.mark.parametrize(
    ("who", "contains", "lacks"),
    [
        ("zhaoming", ["帮您交办", "请张三、李四", "同意办结"], ["代赵明", "督查", "管理员"]),
        ("zhangsan", ["您可以代赵明交办", "代赵明 请张三"], ["督查", "管理员"]),
        ("sunli", ["帮您交办", "代赵明交办时写明：代赵明"], ["督查"]),
        ("wangwu", ["点“收到”即签收", "申请延期", "不属于我单位"], ["交办、催办", "督查", "管理员"]),
        ("fenggang", ["点“收到”即签收", "您是督查", "督办"], ["管理员"]),
        ("lisi", ["点“收到”即签收", "您是管理员", "更新通讯录"], ["督查"]),
    ],
)
async def test_everybody_hears_what_they_can_do(town, who, contains, lacks) -> None:
    """帮助 and the first visit to the robot say to each what that person can do, and nothing else."""
    said = await town.app(who, "帮助")
    visited = await town.box.enter_robot(who)

    assert visited.text == said
    assert [] == [words for words in contains if words not in said]
    assert [] == [words for words in lacks if words in said]


@pytest.mark.parametrize("changes", [{"roles": {"supervisors": ["lisi"]}}])
async def test_help_names_every_verb(town) -> None:
    """Leaders' and staff's help together name all there is to do."""
    said = await town.app("zhaoming", "帮助") + await town.app("lisi", "帮助")

    assert [] == [verb for verb in VERBS if verb not in said]


async def test_in_a_group_sentences_begin_with_the_mention(town) -> None:
    """What is to be copied in a group has the robot's name before it."""
    assert "· @指尖办 谁没收到" in await town.say("zhaoming", "帮助")


@pytest.mark.parametrize(
    ("asked", "contains"),
    [
        ("帮助 延期", "申请延期到周五"),
        ("怎么撤回?", "撤回 Z20261124-001"),
        ("怎么申请延期", "申请延期到周五"),
        ("请问怎么转办", "转给王五"),
        ("退回怎么说", "退回，请补充现场照片"),
        ("帮助 督办", "督办 Z20261124-001"),
        ("帮助:补充", "补充：……"),
        ("如何全部办结", "Z20261124-001 全部办结"),
        ("帮助 本群名称", "本群叫"),
        ("延期用法", "申请延期到周五"),
        ("说明：撤回", "撤回 Z20261124-001"),
    ],
)
async def test_help_with_one_verb(town, asked, contains) -> None:
    """帮助 延期, 怎么撤回: three lines about that verb, and nothing is done."""
    said = await town.app("lisi", asked)

    assert contains in said
    assert 3 == len(said.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "撤回",
        "申请延期",
        "怎么办",
        "反馈",
        "加急 请张三明天说明怎么退回",
        "反馈怎么样?",
        "怎么退回了",
        "退回怎么办",
    ],
)
async def test_what_only_looks_like_a_question_for_help(town, text) -> None:
    """A verb, or a directive that speaks of one, is no question for help."""
    said = await town.app("lisi", text)

    assert "· " not in said.splitlines()[1:2]
    assert "由承办人来说" not in said
    assert "由交办人或其代办人来说" not in said
