"""Words that were asked for are the answer, whatever they look like, but for what is unmistakable."""

from __future__ import annotations

import pytest

from tests.stories.asking import ONE, OTHER, extension_wanted, quiet, reason_wanted, reasons
from tests.stories.changing import CODE, issue, report


@pytest.mark.parametrize(
    "words",
    [
        "缺照片",
        "进展情况写得太笼统",
        "没说清楚什么时候完成",
        "缺王五的签字",
        "请王五补上签字后再报",
        "请补充龙黄村的数据",
        "龙黄村没有报",
        "收到的人数不对",
        "请重新上报",
        "补充:现场照片",
        "改为按户统计",
        "请李四核实数据后重报",
        "还有谁没收到没写清楚",
        "要各村盖章",
        "同意办结的依据呢",
        "不属于这项工作的内容删掉",
        "请按要求加上王五的电话",
        "撤回原来的表,重报",
        "转给张三核一下再报",
        "还是没有写情况",
        "好的照片太少",
        "催一下龙黄村再报",
        "已完成的户数不对",
        "全部办结的依据没写",
    ],
)
async def test_every_reason_for_a_return(town, words) -> None:
    """Whatever is answered to why it goes back is the reason, in its own words."""
    await reason_wanted(town)
    said = await town.app("zhaoming", words)
    await town.box.expect("lisi", "退回", CODE, words)

    assert "已退回" in said
    assert [words] == await reasons(town)
    assert {"lisi": "returned"} == await town.states()
    assert "请李四" in (await town.directive())["content"]
    assert 1 == await town.count()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("请王五、张三核对清楚,明天12点前再报", "核对清楚"),
        ("请王五补上签字,明天12点前再报", "补上签字"),
        ("时间改到明天12点,附照片", "附照片"),
        ("请李四明天12点前报送照片", "照片"),
    ],
)
async def test_a_reason_with_a_time(town, words, kept) -> None:
    """A time in the reason is the new time; no directive comes of it."""
    await reason_wanted(town)
    await town.app("zhaoming", words)
    await town.box.expect("lisi", "退回", CODE, kept, "11月25日(周三)12:00")

    assert {"lisi": "returned"} == await town.states()
    assert 1 == await town.count()


@pytest.mark.parametrize(
    "words",
    [
        "请张三、周强明天12点前报送防汛值班表",
        "请吴芳11月27日下午5点前核查路灯,办结即报",
        "加急 请王五核查路灯",
        "通知吴芳明天上午9点在三楼会议室开会",
    ],
)
async def test_a_directive_leaves_the_question(town, words) -> None:
    """What can be nothing but a directive is one; the reason may still follow."""
    await reason_wanted(town)
    said = await town.app("zhaoming", words)
    await quiet(town)

    assert OTHER in said
    assert {"lisi": "reported"} == await town.states()
    await town.app("zhaoming", "缺照片")
    await town.box.expect("lisi", "退回", "缺照片")

    assert {"lisi": "returned"} == await town.states()


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("谁没收到", "reported"),
        ("帮助", "reported"),
        ("我的任务", "reported"),
        ("算了", "reported"),
        ("同意办结", "accepted"),
        ("撤回", "withdrawn"),
        ("002 缺照片", "reported"),
        ("收到", "reported"),
    ],
)
async def test_commands_leave_the_question(town, words, state) -> None:
    """A command that is all there is of the message is one, also where a reason is waited for."""
    await reason_wanted(town)
    await town.app("zhaoming", words)
    await quiet(town)

    assert {"lisi": state} == await town.states()
    assert [] == await reasons(town)


@pytest.mark.parametrize("words", ["001 缺照片", f"{CODE} 缺照片"])
async def test_the_own_code_is_no_other(town, words) -> None:
    """Who names the very directive answers the question; the code is no part of the reason."""
    await reason_wanted(town)
    await town.app("zhaoming", words)
    await town.box.expect("lisi", "退回", "缺照片")

    assert ["缺照片"] == await reasons(town)


@pytest.mark.parametrize(
    "words",
    [
        "请民政办王五办理",
        "已移交民政办",
        "已经和民政办沟通，应由他们报",
        "收到的通知里没有我们",
        "这是民政办的职责",
        "不归我们管",
        "数据在民政办,没有报给我们",
    ],
)
async def test_every_reason_to_decline(town, words) -> None:
    """Whatever is answered to why it is not the unit's is the reason."""
    await town.say("zhaoming", "加急 请应急办今天17点前报送材料")
    card = await town.box.expect("zhouqiang", CODE)
    await town.box.tap_app("zhouqiang", card, "更多")
    await town.box.tap_app("zhouqiang", card, "不属于我单位")
    await town.box.expect("zhouqiang", CODE, "不属于本单位的原因")
    await town.app("zhouqiang", words)
    await town.box.expect("zhaoming", "周强退办", words)

    assert {"zhouqiang": "declined"} == await town.states()
    assert 1 == await town.count()


@pytest.mark.parametrize(
    "words",
    [
        "明天17点，请民政办核实数据需要时间",
        "到明天17点,收到的通知里没有写清楚",
        "明天17点,已经和民政办沟通,数据还没报来",
    ],
)
async def test_every_reason_for_more_time(town, words) -> None:
    """A time and whatever else is said is the request."""
    await extension_wanted(town)
    await town.app("zhouqiang", words)
    await town.box.expect("zhaoming", "周强申请延期", "11月25日(周三)17:00")

    assert {"zhouqiang": "assigned"} == await town.states()
    assert 1 == await town.count()


@pytest.mark.parametrize("words", ["已移交民政办核实数据", "收到的表格太晚", "数据还没报来"])
async def test_the_reason_first(town, words) -> None:
    """A reason without a time is kept, and the time is asked for."""
    await extension_wanted(town)
    until = await town.app("zhouqiang", words)
    await town.app("zhouqiang", "明天17点")
    await town.box.expect("zhaoming", "周强申请延期", words)

    assert "还差时间" in until


async def test_finished_is_a_report(town) -> None:
    """已完成 is a report, whatever was asked."""
    await extension_wanted(town)
    await town.app("zhouqiang", "已完成,共3份")
    await town.box.expect("zhaoming", "周强反馈", "共3份")
    await quiet(town)

    assert {"zhouqiang": "reported"} == await town.states()


async def test_a_directive_is_no_new_time(town) -> None:
    """Where a new time is waited for, an order with a time of its own is a directive."""
    await issue(town, ONE, ["lisi"])
    await town.app("zhaoming", f"{CODE} 改到")
    await quiet(town)
    said = await town.app("zhaoming", "请吴芳11月27日下午5点前核查路灯,办结即报")
    await quiet(town)

    assert OTHER in said
    assert "2026-11-24T17:00:00+08:00" == (await town.directive())["due"]


async def test_two_questions_why(town) -> None:
    """Two taps on 退回: each names whose report it is; the older is asked again."""
    await issue(town)
    first = await report(town, "lisi", "李四")
    second = await report(town, "wangwu", "王五", last=True)
    await town.box.tap_app("zhaoming", first, "退回")
    await town.box.expect("zhaoming", "李四的反馈")
    await town.box.tap_app("zhaoming", second, "退回")
    await town.box.expect("zhaoming", "王五的反馈")
    await town.app("zhaoming", "缺照片")
    await town.box.expect("wangwu", "退回", "缺照片")
    await town.box.expect("zhaoming", "李四的反馈")

    assert {"lisi": "reported", "wangwu": "returned"} == await town.states()
    await town.app("zhaoming", "数据不对")
    await town.box.expect("lisi", "退回", "数据不对")

    assert {"lisi": "returned", "wangwu": "returned"} == await town.states()


async def test_leaving_the_newer_question(town) -> None:
    """算了 leaves the newer question alone; the older one is asked once more, its ten minutes begin anew."""
    await issue(town)
    first = await report(town, "lisi", "李四")
    second = await report(town, "wangwu", "王五", last=True)
    await town.box.tap_app("zhaoming", first, "退回")
    await town.box.expect("zhaoming", "李四的反馈")
    await town.box.advance(300)
    await town.box.tap_app("zhaoming", second, "退回")
    await town.box.expect("zhaoming", "王五的反馈")
    await town.app("zhaoming", "算了")
    await town.box.expect("zhaoming", "李四的反馈")
    await town.box.advance(400)
    await town.app("zhaoming", "数据不对")
    await town.box.expect("lisi", "退回", "数据不对")

    assert {"lisi": "returned", "wangwu": "reported"} == await town.states()


async def test_the_same_question_twice(town) -> None:
    """A second tap on the same card asks once more; one answer settles it."""
    await issue(town, ONE, ["lisi"])
    card = await report(town, "lisi", "李四", last=True)
    for _ in range(2):
        await town.box.tap_app("zhaoming", card, "退回")
        await town.box.expect("zhaoming", "李四的反馈")
    await town.app("zhaoming", "缺照片")
    await town.box.expect("lisi", "退回", "缺照片")

    assert "没有看懂" in await town.app("zhaoming", "还缺盖章件")
