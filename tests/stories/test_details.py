"""What may be asked about a directive: 详情, 都反馈了什么; one to one, for those concerned."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, acknowledge, all_have_it, issue, report

VILLAGES = ("weiguo", "jiangbo", "hanmei", "zhuhong")
LINE = "· 李四(党政办公室) 11月24日(周二)07:30：已完成,共3份"


async def half_done(town) -> None:
    """Issue to two; one has reported, the other has done nothing."""
    await issue(town)
    await report(town, "lisi", "李四")


@pytest.mark.parametrize(
    "words", [f"{CODE} 详情", "001详情", "001什么情况", "这条任务的详情", "看下001的具体内容"]
)
@pytest.mark.parametrize("place", ["app", "robot"])
async def test_the_whole_of_it(town, words, place) -> None:
    """One to one the answer says what it is, until when, how it stands and what was reported."""
    await half_done(town)
    said = await getattr(town, place)("zhaoming", words)

    assert CODE in said
    assert "报送材料" in said
    assert "内容：加急 请李四、王五今天17点前报送材料" in said
    assert "时限11月24日(周二)17:00" in said
    assert "已收到 1/2，已反馈 1/2，已办结 0/2" in said
    assert LINE in said
    assert f"待审核1份，发“{CODE} 逐条看”" in said


@pytest.mark.parametrize(
    "words", ["都反馈了什么", "李四反馈了什么", "看看李四的反馈", "001 大家都报了些啥", "001反馈内容"]
)
async def test_what_was_reported(town, words) -> None:
    """Who asks for the reports is spared the text of the directive."""
    await half_done(town)
    said = await town.app("zhaoming", words)

    assert LINE in said
    assert "内容：" not in said


async def test_in_the_group_one_line(town) -> None:
    """In the group one line says that it was sent one to one; nobody is named there."""
    await half_done(town)
    said = await town.say("zhaoming", "001 都反馈了什么")
    told = await town.box.expect("zhaoming", CODE, "· 李四", room="app")

    assert f"{CODE}「报送材料」的详情已单独发给您。" == said.strip()
    assert "已完成,共3份" in told.text


@pytest.mark.parametrize("words", ["001详情", "001 李四反馈了什么", "001附件"])
async def test_nobody_else(town, words) -> None:
    """Whom it does not concern is refused with the reason, and that is in the history."""
    await half_done(town)
    said = await town.app("zhangsan", words.replace("001", CODE))
    entry = (await town.directive())["history"][-1]

    assert f"{CODE} 的签收和办理情况，只有交办人、督查" in said
    assert ("zhangsan", "refused") == (entry["actor"], entry["action"])


async def test_an_assignee_sees_the_own_share(town) -> None:
    """An assignee sees the text and the own share, and nothing of what others reported."""
    await half_done(town)
    own = await town.app("wangwu", "001详情")
    others = await town.app("wangwu", "001 李四反馈了什么")
    mine = await town.app("lisi", "我反馈了什么")

    assert "内容：加急 请李四、王五今天17点前报送材料" in own
    assert "您的一份：待签收" in own
    assert LINE not in own + others
    assert "没有您问的人或单位的一份，或者不由您查看" in others
    assert "您的一份：已反馈，待审核" in mine
    assert LINE in mine


@pytest.mark.parametrize(
    "changes",
    [
        {"roles": {"delegates": {"zhaoming": ["zhangsan"]}}},
        {"roles": {"supervisors": ["zhangsan"]}},
    ],
)
async def test_delegates_and_supervisors(town) -> None:
    """A delegate and a supervisor see all of it, also by its last digits."""
    await half_done(town)

    for words in ("001详情", "001 都反馈了什么", "都反馈了什么"):
        assert LINE in await town.app("zhangsan", words)
    assert "已收到 1/2" in await town.app("zhangsan", "001 谁没收到")


async def test_a_head_sees_the_own_people(town) -> None:
    """A head sees what the own people reported, and of others nothing."""
    await issue(town, "加急 请李四、冯刚今天17点前报送材料", ("lisi", "fenggang"))
    await report(town, "lisi", "李四")
    sunli, zhengjun = await town.app("sunli", f"{CODE} 详情"), await town.app("zhengjun", f"{CODE} 详情")

    assert "您能查看的1份：已收到 1/1" in sunli
    assert "· 李四" in sunli
    assert LINE not in zhengjun
    assert "还没有反馈" in zhengjun


async def test_which_one(town) -> None:
    """Where several fit it is asked which; of several the one in which somebody reported is meant."""
    await half_done(town)
    await town.say("zhaoming", "加急 请张三今天18点前检查路灯")
    await town.box.expect("zhangsan")
    await town.app("zhaoming", "详情")
    await town.box.expect("zhaoming", "是哪一项")
    second = await town.app("zhaoming", "1")

    assert "检查路灯" in second
    assert "还没有反馈" in second
    assert "· 李四" in await town.app("zhaoming", "都反馈了什么")
    assert "检查路灯" in await town.app("zhaoming", "张三反馈了什么")


async def test_nothing_to_see(town) -> None:
    """Who has issued and holds nothing is told how to ask."""
    assert "目前没有您交办或承办的任务可看" in await town.app("zhangsan", "都反馈了什么")
    assert "没有找到编号Z20261124-009" in await town.app("zhangsan", "Z20261124-009 详情")


async def test_what_waits_and_own_times(town) -> None:
    """Open requests and times of their own stand there; 进度 names the new time too."""
    await acknowledge(town, await issue(town))
    await town.app("lisi", f"{CODE} 申请延期到周四中午12点，设备未到货")
    await town.box.expect("zhaoming", CODE, "设备未到货")
    asked = await town.app("zhaoming", "001详情")
    await town.app("zhaoming", f"{CODE} 同意延期")
    await town.box.expect("lisi", CODE, "同意")
    granted, progress = await town.app("zhaoming", "001详情"), await town.app("zhaoming", "001进度")
    in_group = await town.say("zhaoming", "001进度")
    await town.box.expect("zhaoming", "李四 延至11月26日(周四)12:00", room="app")

    assert "等决定：李四申请延期到11月26日(周四)12:00，设备未到货" in asked
    assert "等决定" not in granted
    assert "另有时限：李四 延至11月26日(周四)12:00" in granted
    assert "另有时限：李四 延至11月26日(周四)12:00" in progress
    assert "李四" not in in_group


async def test_long_texts_follow_whole(town) -> None:
    """A text that is too long is shown in part and follows whole, one to one; so does the only report."""
    rest = "，".join(f"第{n}处隐患要逐一登记造册并明确整改责任人" for n in range(12))
    await issue(town, f"加急 请李四今天17点前报送材料，{rest}", ("lisi",))
    await town.box.expect("lisi", "全文")
    await town.app("lisi", f"{CODE} 已完成，{rest}")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", "反馈全文")
    await all_have_it(town)
    said = await town.app("zhaoming", "001详情")
    text = await town.box.expect("zhaoming", f"{CODE}「", "」全文：", "第11处隐患")
    words = await town.box.expect("zhaoming", f"{CODE}「", "李四反馈的全文：", "第11处隐患")

    assert "(全文另发)" in said
    assert "第11处" not in said
    assert text.words != words.words


async def test_more_than_one_message_holds(town) -> None:
    """What does not fit is counted, with a sentence that leads on; a village's name narrows it."""
    await issue(town, "加急 请各村今天17点前报送防汛值班表", VILLAGES)
    for who in VILLAGES:
        await town.app(who, f"{CODE} 已完成,{'值班人员已经落实到岗' * 12}")
        await town.box.expect("zhaoming", CODE, "反馈") if who == VILLAGES[0] else None
    await all_have_it(town)
    await town.box.advance(600)
    await town.box.expect("zhaoming", CODE, "反馈")
    said = await town.app("zhaoming", "看看各村报的")

    assert 4 == said.count("· ")
    assert len(said.encode()) < 2046
    assert 1 == (await town.app("zhaoming", "竹里村报了什么")).count("· ")
    await town.box.expect("zhaoming", "卫国反馈的全文：")


async def test_nothing_is_said_of_what_was_taken_back(town) -> None:
    """A report that was undone is not shown."""
    await half_done(town)
    await town.app("wangwu", f"{CODE} 已完成,共9份")
    await town.box.expect("zhaoming", "王五反馈")
    await all_have_it(town)
    await town.app("wangwu", "撤销反馈")
    await town.box.expect("zhaoming", "撤销了刚才的反馈")
    said = await town.app("zhaoming", "001 都反馈了什么")

    assert "共9份" not in said
    assert LINE in said


async def test_while_a_report_is_open(town) -> None:
    """Who is reporting may ask in between: the question is no part of the report."""
    await issue(town)
    await town.app("lisi", f"{CODE} 反馈")
    said = await town.app("lisi", "001详情")
    await town.app("lisi", "共3份")
    await town.box.expect("zhaoming", "李四反馈", "共3份")

    assert "您的一份：" in said


async def test_who_distributed_sees_what_came_from_below(town) -> None:
    """A head who distributed reads what the own people reported; they read their own alone."""
    await issue(town, "加急 请应急办今天17点前报送材料", ("zhouqiang",))
    await town.app("zhouqiang", f"{CODE} 分办给王五")
    await town.box.expect("wangwu", CODE)
    await town.app("wangwu", f"{CODE} 已完成,共2份")
    await town.box.expect("zhouqiang", "王五反馈")
    await all_have_it(town)
    head, own = await town.app("zhouqiang", f"{CODE} 详情"), await town.app("wangwu", f"{CODE} 详情")

    assert "共2份" in head
    assert "您的一份：办理中" in head
    assert "您的一份：已反馈，待审核" in own
