"""While a report is collected words are the report, whatever they look like, but for what is unmistakable."""

from __future__ import annotations

import pytest

from tests.stories.asking import OTHER, quiet, texts, window
from tests.stories.changing import CODE, issue


@pytest.mark.parametrize(
    "words",
    [
        "更正：共4份",
        "补充：还有1份",
        "补充一下,还有两户没查",
        "001 更正:共4份",
        "已通知各村明天开会",
        "各村都已上报",
        "请王五补充照片",
        "转给环卫所的2处已清完",
        "已收到2个村的材料",
        "001 已收到2个村的材料",
        "收到的材料共3份",
        "进展情况写在附件里",
        "龙黄村没有报",
        "催一下龙黄村就能报齐",
        "撤回原来的表,以这份为准",
        "现场已到,请王五明天上午再去看一遍",
        "请各村明天12点前报送名单的通知已发",
        "全部办结",
    ],
)
async def test_a_report_in_the_window(town, words) -> None:
    """While a report is collected all that tells of something is the report, also of a head who may issue."""
    await window(town, "zhouqiang", "加急 请周强今天17点前报送材料")
    await town.app("zhouqiang", "第一段")
    await town.box.expect("zhaoming", "周强反馈", "第一段")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    said = await town.app("zhouqiang", words)

    assert "已记录" in said
    assert [f"第一段\n{words.removeprefix('001 ')}"] == await texts(town, "zhouqiang")
    assert 1 == await town.count()
    await town.box.advance(600)
    await town.box.expect("zhaoming", "周强补充反馈")


async def test_a_correction_with_another_task(town) -> None:
    """更正 belongs to the window, also where the person has another task, or gave one to somebody."""
    await town.say("zhouqiang", "加急 请王五今天18点前检查路灯")
    await town.box.expect("wangwu", CODE)
    await town.say("zhaoming", "加急 请周强今天17点前报送材料")
    card = await town.box.expect("zhouqiang", OTHER)
    await town.box.tap_app("zhouqiang", card, "反馈")
    await town.box.expect("zhouqiang", OTHER, "发完回复“完成”")
    await town.app("zhouqiang", "更正：共4份")
    await town.box.expect("zhaoming", OTHER, "更正：共4份")
    await town.box.expect("zhaoming", OTHER, "全部收到")
    await town.box.expect(town.chat, OTHER)

    assert ["更正：共4份"] == await texts(town, "zhouqiang", OTHER)
    assert ["issued"] == [action for _, action in await town.moves()]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("我的任务", CODE),
        ("帮助", "我是指尖办"),
        ("收到，马上办", "已签收"),
        ("申请延期", "延到什么时候"),
        ("谁没收到", ""),
        ("进度怎么样", ""),
        ("撤回反馈", ""),
        ("001 收到", "已签收"),
        ("002 已完成", "没有"),
        ("催一下", ""),
    ],
)
async def test_commands_leave_the_window(town, words, answer) -> None:
    """A command that is the whole message leaves the window, and nothing is reported."""
    await window(town, text="加急 请李四、王五今天17点前报送材料")
    await quiet(town)
    said = await town.app("lisi", words)

    assert answer in said
    assert [] == await texts(town, "lisi")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("延期到明天,材料多", "李四申请延期"),
        ("因材料没齐,申请延期到明天12点", "李四申请延期"),
        ("转给张三,他熟悉情况", "李四已转给本单位张三"),
        ("不属于我单位,应由民政办负责", "李四退办"),
    ],
)
async def test_requests_leave_the_window(town, words, told) -> None:
    """A request comes with its reason and is put before the issuer."""
    await window(town)
    await town.app("lisi", words)
    await town.box.expect("zhaoming", CODE, told)
    await quiet(town)

    assert [] == await texts(town, "lisi")


@pytest.mark.parametrize(
    "words",
    [
        "请王五明天12点前排查步行街",
        "加急 请王五排查步行街",
        "通知王五明天上午9点在三楼会议室开会",
        "@王五 今天17点前清理步行街",
    ],
)
async def test_a_directive_leaves_the_window(town, words) -> None:
    """请, @ or 通知 with somebody and a time is a directive of who may issue."""
    await window(town, "zhouqiang", "加急 请周强今天17点前报送材料")
    said = await town.app("zhouqiang", words)
    await quiet(town)

    assert OTHER in said
    assert [] == await texts(town, "zhouqiang")
    assert 2 == await town.count()


async def test_received_two_is_a_report(town) -> None:
    """001 已收到2个村的材料 tells what came and acknowledges nothing but by that."""
    await issue(town, "加急 请李四、王五今天17点前报送材料", ["lisi", "wangwu"])
    await town.app("lisi", "001 已收到2个村的材料")
    await town.box.expect("zhaoming", "李四反馈", "已收到2个村的材料")

    assert ["已收到2个村的材料"] == await texts(town, "lisi")
