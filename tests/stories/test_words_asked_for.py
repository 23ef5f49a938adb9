"""Words that were asked for are the answer, whatever they look like, but for what is unmistakable."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, issue, report

OTHER = "Z20261124-002"
ONE = "加急 请李四今天17点前报送材料"


async def quiet(town) -> None:
    """Let everything arrive that is on its way, which is not what the story is about."""
    await town.box.settle()
    town.box.ignore_rest()


async def window(town, who: str = "lisi", text: str = ONE) -> None:
    """Issue to somebody, and open the window by a tap on 反馈."""
    await town.say("zhaoming", text)
    card = await town.box.expect(who, CODE)
    await town.box.tap_app(who, card, "反馈")
    await town.box.expect(who, "发完回复“完成”")


async def texts(town, who: str, code: str = CODE) -> list[str]:
    """Give the texts of the reports of a share."""
    shares = {one["assignee"]: one for one in (await town.directive(code))["assignments"]}
    return [one["text"] for one in shares[who]["feedback"]]


async def reason_wanted(town, text: str = ONE) -> None:
    """Let 李四 report, and ask the leader why it goes back."""
    await issue(town, text, ["lisi"])
    card = await report(town, "lisi", "李四", last=True)
    await town.box.tap_app("zhaoming", card, "退回")
    await town.box.expect("zhaoming", CODE, "退回的原因")


async def reasons(town) -> list[str]:
    """Give the reasons for which something went back."""
    return [
        one["detail"]["reason"] for one in (await town.directive())["history"] if one["action"] == "returned"
    ]


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


async def extension_wanted(town) -> None:
    """Let a head tap 申请延期."""
    await town.say("zhaoming", "加急 请应急办今天17点前报送材料")
    card = await town.box.expect("zhouqiang", CODE)
    await town.box.tap_app("zhouqiang", card, "更多")
    await town.box.tap_app("zhouqiang", card, "申请延期")
    await town.box.expect("zhouqiang", CODE, "延到什么时候")


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
