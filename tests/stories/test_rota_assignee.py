"""值班人员 as an assignee: whoever is on duty when the directive is issued."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.weeks

CODE = "Z20261124-001"
HOUR = 3600


async def put(town, *texts: str) -> None:
    """Put down rotas in office hours; who is put on for today hears of it soon."""
    await town.box.advance(2 * HOUR)
    for text in texts:
        await town.app("zhaoming", text)


async def quiet(town, *who: str) -> None:
    """Let those on duty today hear of it."""
    await town.box.advance(60)
    await town.box.expect_all(list(who), "提醒", "11月24日(周二)")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("加急 请应急办值班人员今天17点前清理倒树", "wangwu"),
        ("加急 请应急办今天值班的马上去清理倒树", "wangwu"),
        ("加急 请应急办的值班领导今天17点前清理倒树", "qianjin"),
        ("加急 请值班人员今天17点前清理倒树", "zhangsan"),
        ("加急 请今天值班的马上去清理倒树", "zhangsan"),
        ("加急 应急办值班员立即到岗清理倒树", "wangwu"),
    ],
)
async def test_who_is_on_duty_gets_it(town, text, who) -> None:
    """With a unit that unit's, alone the group's; the answer's card says why."""
    await put(town, "应急办值班表：11月24日 王五(带班 钱进)", "值班表：11月24日 张三")
    await quiet(town, "wangwu", "qianjin", "zhangsan")
    await town.say("zhaoming", text)
    card = await town.box.expect(who, CODE)

    assert [who] == list(await town.states())
    assert "“" in dict(card.card.rows)["缘由"]


async def test_it_stays_with_that_person(town) -> None:
    """A directive stays with whom it was given to, whoever is on duty the next day."""
    await put(town, "应急办值班表：11月24日 王五；25日 周强")
    await quiet(town, "wangwu")
    await town.say("zhaoming", "加急 请应急办值班人员11月26日17点前清理倒树")
    await town.box.expect("wangwu", CODE)
    await town.app("zhaoming", "应急办值班表：11月24日 周强")
    await town.box.expect("wangwu", "11月24日(周二)不用您值班了")
    await quiet(town, "zhouqiang")

    assert ["wangwu"] == list(await town.states())


async def test_nobody_on_duty_is_asked_about(town) -> None:
    """Nobody on duty is a question with those who are on duty around; nothing is guessed."""
    await put(town, "应急办值班表：11月24日 王五")
    await quiet(town, "wangwu")
    asked = await town.say("zhaoming", "加急 请党政办值班人员今天17点前清理倒树")

    assert "现在没有查到“党政办值班人员”是谁" in asked
    assert 0 == await town.count()
    said = await town.say("zhaoming", "1")
    await town.box.expect("sunli", CODE)

    assert CODE in said


async def test_other_verbs_say_so(town) -> None:
    """Handing on to whoever is on duty says so where nobody is, and goes there where somebody is."""
    await town.say("zhaoming", "加急 请周强今天17点前清理倒树")
    await town.box.expect("zhouqiang", CODE)
    nobody = await town.app("zhouqiang", f"{CODE} 转给应急办值班人员")

    assert "现在没有登记值班人员" in nobody
    await put(town, "应急办值班表：11月24日 王五")
    await quiet(town, "wangwu")
    await town.app("zhouqiang", f"{CODE} 转给应急办值班人员")
    await town.box.expect("wangwu", CODE)
    await town.box.expect("zhaoming", CODE)

    assert {"zhouqiang": "reassigned", "wangwu": "assigned"} == await town.states()


@pytest.mark.parametrize(
    "text", ["加急 请各村今天17点前报送值班人员名单", "加急 请应急办安排值班人员，今天17点前报送名单"]
)
async def test_the_rota_as_a_matter(town, text) -> None:
    """What is about a rota and charges nobody on duty is read as before."""
    await town.say("zhaoming", text)
    states = await town.states()

    assert "wangwu" not in states
    assert states
    await town.box.expect_all(list(states), CODE)
