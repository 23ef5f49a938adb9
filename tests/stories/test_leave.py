"""Leave: said in one sentence, answered with what it means; what comes meanwhile goes to the stand-in."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.weeks

CODE = "Z20261124-001"
HOUR = 3600
DAY = 24 * HOUR


async def to_office_time(town) -> None:
    """Go to 09:00 of the first day."""
    await town.box.advance(1.5 * HOUR)


async def test_what_comes_goes_to_the_stand_in(town) -> None:
    """The stand-in is told once, gets the card of who is away, and signs with both names shown."""
    await to_office_time(town)
    said = await town.app("wangwu", "我今天请假，由李四代")
    told = await town.box.expect("lisi", "王五", "由您代办")
    await town.app("zhaoming", "加急 请王五今天17点前报送材料")
    card = await town.box.expect("lisi", CODE, "您替王五")
    await town.box.tap_app("lisi", card, "收到")
    await town.box.expect("zhaoming", CODE, "全部收到")
    entry = (await town.directive())["history"][-1]

    assert "已登记您的请假：11月24日(周二)09:00至11月24日(周二)17:30" in said
    assert "任务和提醒由李四接收" in said
    assert "目前没有未办好的任务" in told.words
    assert {"wangwu": "acknowledged"} == await town.states()
    assert ("lisi", {"for": "wangwu"}) == (entry["actor"], entry["detail"])


async def test_a_leave_to_come_begins_by_itself(town) -> None:
    """Until it begins cards go to the person; one that waits for its morning goes to the stand-in."""
    await to_office_time(town)
    await town.app("wangwu", "我明天请假，由李四代")
    await town.box.expect("lisi", "11月25日(周三)08:30至11月25日(周三)17:30", "由您代办")
    await town.app("zhaoming", "加急 请王五今天17点前报送材料")
    await town.box.expect("wangwu", CODE)
    await town.box.advance(10 * HOUR)
    await town.app("zhaoming", "请王五11月27日17点前报送名单")
    await town.box.advance(14 * HOUR)
    await town.box.expect("lisi", "Z20261124-002", "您替王五")
    await town.box.advance(DAY)
    await town.app("zhaoming", "加急 请王五今天17点前报送照片")
    await town.box.expect("wangwu", "Z20261126-001")


async def test_without_a_stand_in_the_card_is_still_needed(town) -> None:
    """Nobody stands in: the first card reaches the person, and the answer says how to name somebody."""
    await to_office_time(town)
    said = await town.app("wangwu", "请假到周五")
    await town.app("zhaoming", "加急 请王五今天17点前报送材料")
    await town.box.expect("wangwu", CODE)

    assert "11月27日(周五)17:30" in said
    assert "没有代办人" in said
    assert "请假期间由某某代" in said


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"wangwu": "zhangsan"}}}])
async def test_the_usual_stand_in_takes_over(town) -> None:
    """Where the leave names nobody, AB 岗 holds; who is named goes before."""
    await to_office_time(town)
    said = await town.app("wangwu", "今天请假")
    await town.box.expect("zhangsan", "王五", "由您代办")
    await town.app("zhaoming", "加急 请王五今天17点前报送材料")
    await town.box.expect("zhangsan", CODE, "您替王五")
    changed = await town.app("wangwu", "请假期间由李四代")
    await town.box.expect("zhangsan", "王五", "不用您代办了")
    await town.box.expect("lisi", "王五", "由您代办", CODE)
    await town.app("zhaoming", "加急 请王五今天17点前报送照片")
    await town.box.expect("lisi", "Z20261124-002", "您替王五")

    assert "张三(AB岗替岗人)" in said
    assert "由李四接收" in changed


async def test_somebody_is_back(town) -> None:
    """销假 ends it at once: the stand-in hears it, may finish what came, and gets nothing more."""
    await to_office_time(town)
    await town.app("wangwu", "请假三天，由李四代")
    await town.box.expect("lisi", "由您代办")
    await town.app("zhaoming", "加急 请王五今天17点前报送材料")
    card = await town.box.expect("lisi", CODE, "您替王五")
    await town.box.advance(HOUR)
    said = await town.app("wangwu", "销假")
    await town.box.expect("lisi", "王五", "不用您代办了")
    await town.app("zhaoming", "加急 请王五今天17点前报送照片")
    await town.box.expect("wangwu", "Z20261124-002")
    await town.box.tap_app("lisi", card, "收到")
    await town.box.expect("zhaoming", CODE, "全部收到")

    assert "您已销假" in said
    assert {"wangwu": "acknowledged"} == await town.states()


async def test_what_was_called_off_before_it_was_told(town) -> None:
    """In the evening nobody is told; what is called off before the morning is never told at all."""
    await town.app("wangwu", "明天请假，由李四代")
    said = await town.app("wangwu", "取消明天的请假")
    await town.box.advance(4 * HOUR)

    assert "已取消您11月25日(周三)08:30至11月25日(周三)17:30的请假" in said
    assert "没有登记" in await town.app("wangwu", "我的请假")


async def test_the_day_somebody_is_back(town) -> None:
    """明天返岗 has the leave end when the next day begins."""
    await to_office_time(town)
    await town.app("wangwu", "请假到周五，由李四代")
    await town.box.expect("lisi", "由您代办")
    said = await town.app("wangwu", "明天返岗")
    await town.box.expect("lisi", "改为11月25日(周三)08:30回来上班")
    await town.box.advance(DAY)
    await town.app("zhaoming", "加急 请王五今天17点前报送材料")
    await town.box.expect("wangwu", "Z20261125-001")

    assert "改为11月25日(周三)08:30上班时结束" in said


async def test_the_head_says_it_for_somebody(town) -> None:
    """A head takes leave for the own people, and the person is told; nobody else may."""
    await to_office_time(town)
    said = await town.app("zhouqiang", "王五明天请假，由李四代")
    await town.box.expect("wangwu", "周强为您登记了", "由李四接收")
    await town.box.expect("lisi", "王五", "由您代办")
    refused = await town.app("lisi", "王五明天请假，由张三代")
    asked = await town.app("zhouqiang", "王五请假了吗")

    assert "已登记王五的请假" in said
    assert "只有本人、其单位负责人" in refused
    assert "李四代办" in asked


async def test_who_is_away(town) -> None:
    """A head hears who of the own people is away, one to one; who answers for nobody is refused."""
    await to_office_time(town)
    await town.app("wangwu", "今天请假")
    away = await town.app("zhouqiang", "谁请假了")
    group = await town.say("zhouqiang", "今天谁请假")
    await town.box.expect("zhouqiang", "王五：11月24日(周二)09:00")

    assert "王五" in away
    assert "王五" not in group
    assert "只有本人、其领导和管理员可以查看" in await town.app("lisi", "谁请假了")


async def test_in_the_group_no_name_is_said(town) -> None:
    """Said in a group it is answered without names, and aside in full."""
    await to_office_time(town)
    said = await town.say("wangwu", "我明天请假，由李四代")
    await town.box.expect("wangwu", "由李四接收")
    await town.box.expect("lisi", "由您代办")

    assert "李四" not in said


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        ("我请假", "请假到周五，由某某代"),
        ("明天请半天假", "请写明是上午还是下午"),
        ("从明天起请假", "请写明请假到什么时候"),
        ("11月20日请假", "已经过了"),
        ("明天请假，由王五代", "代办人不能是请假的本人"),
        ("明天请假，由王小二代", "没有找到王小二"),
        ("销假", "没有登记"),
    ],
)
async def test_what_cannot_be_done_says_how(town, words: str, cure: str) -> None:
    """What is unclear or impossible is answered with what to say instead, and nothing is kept."""
    said = await town.app("wangwu", words)

    assert cure in said
    assert [] == await town.rows("SELECT id FROM leave")


@pytest.mark.parametrize("members", [{"lisi": {"status": 4}}])
async def test_a_stand_in_nobody_reaches(town) -> None:
    """Who cannot be written to cannot stand in."""
    said = await town.app("wangwu", "明天请假，由李四代")

    assert "李四没有激活企业微信" in said


async def test_a_name_two_people_bear(town) -> None:
    """Which 张伟 stands in is asked, and the answer goes on with the same sentence."""
    await to_office_time(town)
    said = await town.app("wangwu", "明天请假，由张伟代")
    await town.box.expect("wangwu", "张伟")
    done = await town.app("wangwu", "1")
    await town.box.expect("zhangwei", "王五", "由您代办")

    assert "张伟" in said
    assert "由张伟接收" in done


async def test_it_is_said_twice(town) -> None:
    """The same words again change nothing, and the stand-in is told once."""
    await to_office_time(town)
    await town.app("wangwu", "25日到27日出差，由李四代")
    await town.box.expect("lisi", "由您代办")
    said = await town.app("wangwu", "25日到27日出差，由李四代")

    assert "已登记您的请假：11月25日(周三)08:30至11月27日(周五)17:30" in said
    assert 1 == len(await town.rows("SELECT id FROM leave WHERE ended_at IS NULL"))


async def test_another_time_takes_its_place(town) -> None:
    """What is said anew of the same time replaces what was said before, and the answer says so."""
    await to_office_time(town)
    await town.app("wangwu", "25日到27日出差，由李四代")
    await town.box.expect("lisi", "由您代办")
    said = await town.app("wangwu", "25日到26日出差，由张三代")
    await town.box.expect("lisi", "不用您代办了")
    await town.box.expect("zhangsan", "11月26日(周四)17:30", "由您代办")

    assert "原来登记的11月25日(周三)08:30至11月27日(周五)17:30不再有效" in said


async def test_one_day_in_the_middle(town) -> None:
    """Another stand-in for one day of a longer leave leaves the days around it as they were."""
    await to_office_time(town)
    await town.app("wangwu", "25日到27日出差，由李四代")
    await town.box.expect("lisi", "由您代办")
    await town.app("wangwu", "26日请假，由张三代")
    await town.box.expect("zhangsan", "由您代办")
    await town.box.expect("lisi", "改为11月26日(周四)08:30回来上班")
    for day, who in ((25, "lisi"), (26, "zhangsan"), (27, "lisi")):
        await town.box.advance(DAY)
        await town.app("zhaoming", "加急 请王五今天17点前报送材料")
        await town.box.expect(who, f"Z202611{day}-001", "您替王五")


async def test_it_outlives_a_restart(town) -> None:
    """Who is away is read again when the service starts."""
    await to_office_time(town)
    await town.app("wangwu", "请假到周五，由李四代")
    await town.box.expect("lisi", "由您代办")
    await town.restart()
    await town.app("zhaoming", "加急 请王五今天17点前报送材料")
    await town.box.expect("lisi", CODE, "您替王五")


async def test_who_issues_hears_who_is_away(town) -> None:
    """The answer names who is away and who stands in, one to one; in a group it gives the number."""
    await to_office_time(town)
    await town.app("wangwu", "请假到周五，由李四代")
    await town.box.expect("lisi", "由您代办")
    await town.app("zhangsan", "请假到周五")
    said = await town.app("zhaoming", "加急 请王五、张三今天17点前报送材料")
    group = await town.say("zhaoming", "加急 请王五今天17点前报送照片")
    await town.box.expect_all(["lisi", "zhangsan"], CODE)
    await town.box.expect("lisi", "Z20261124-002")

    assert (
        "正在请假2人：王五(到11月27日(周五)17:30，李四代办)、张三(到11月27日(周五)17:30，没有代办人)" in said
    )
    assert "正在请假1人。卡片已发给代办人" in group
