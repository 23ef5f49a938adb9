"""应急响应: declared for units until a time; quiet hours are off for them, it ends by itself."""

from __future__ import annotations

import pytest

HOUR = 3600
ROLES = {
    "roles": {"emergency": ["zhaoming", "qianjin"], "supervisors": ["chujing"], "administrators": ["sunli"]}
}
DECLARED = "启动防汛应急响应，青溪镇各村，到明天18点"
HEADS = ["weiguo", "jiangbo", "hanmei", "zhuhong"]
CODE = "Z20261124-001"
pytestmark = [pytest.mark.parametrize("changes", [ROLES]), pytest.mark.weeks]


async def declared(town, text: str = DECLARED) -> str:
    """Declare in the group, and take what the heads hear."""
    answer = await town.say("zhaoming", text)
    await town.box.expect_all(
        HEADS, "【应急】赵明宣布防汛应急响应", "11月25日(周三)18:00自动结束", "不用回复"
    )
    return answer


async def test_first_cards_go_at_once_to_its_units_alone(town) -> None:
    """At 07:30 a normal card waits for the offices, but not for the people of the emergency."""
    answer = await declared(town)
    issued = await town.say("zhaoming", "请应急办、竹里村、龙黄村今天17点前报送排查情况")
    await town.box.expect_all(["weiguo", "jiangbo"], CODE, "排查情况")

    assert "已宣布防汛应急响应：村(社区)，共8人" in answer
    assert "已告知4位单位负责人" in answer
    assert "应急响应范围内2人的卡片已发，其余1人的将于11月24日(周二)08:30发" in issued
    await town.box.assert_quiet()
    await town.box.advance(2 * HOUR)
    await town.box.expect("zhouqiang", CODE, "排查情况")


async def test_equal_cards_go_in_one_call(town) -> None:
    """Those who get it now get it in one call."""
    await declared(town)
    await town.say("zhaoming", "请各村今天17点前报送排查情况")
    cards = await town.box.expect_all(HEADS, CODE)

    assert 1 == len({card.card.task_id for card in cards})


async def test_who_heard_early_hears_of_the_change(town) -> None:
    """Two changes before the offices open are both told at once to who has the card already."""
    await declared(town)
    await town.say("zhaoming", "请竹里村今天17点前报送排查情况")
    await town.box.expect("weiguo", CODE)
    for clock in ("16", "15"):
        await town.say("zhaoming", f"{CODE} 改到今天{clock}点")
        await town.box.expect("weiguo", CODE, f"{clock}:00")


async def test_it_ends_by_itself_and_is_reported(town) -> None:
    """At its end nobody hears anything but who declared it and the supervisors, in office hours."""
    await declared(town)
    await town.say("zhaoming", "请竹里村、龙黄村明天17点前报送排查情况")
    cards = await town.box.expect_all(["weiguo", "jiangbo"], CODE)
    await town.box.advance(600)
    await town.box.tap_app("weiguo", cards[0], "收到")
    await town.box.advance(600)
    await town.box.tap_app("jiangbo", cards[1], "收到")
    await town.box.expect("zhaoming", CODE, "全部收到")
    await town.box.expect(town.chat, CODE, "已全部收到")
    await town.box.advance(50 * HOUR)
    reports = await town.box.expect_all(["zhaoming", "chujing"], "【应急小结】防汛应急响应")

    assert "任务：1件，2份；首张卡片2张" in reports[0].words
    assert "签收：2/2份，用时中位数15分钟，最慢的单位是龙黄村，中位数20分钟" in reports[0].words
    assert "共发消息6条，其中工作时间以外6条" in reports[0].words
    assert f"还没有办完的1件：\n· {CODE}" in reports[0].words
    assert "到时自动结束" in reports[1].words
    said = await town.app("zhaoming", "现在有应急响应吗")

    assert "目前没有正在执行的应急响应" in said


async def test_ended_by_words(town) -> None:
    """Whoever may ends it early: its heads and its group hear it, and quiet hours are back."""
    await declared(town)
    said = await town.app("qianjin", "解除防汛应急响应")
    await town.box.expect_all(HEADS, "防汛应急响应已由钱进解除")
    await town.box.expect(town.chat, "防汛应急响应已解除")
    await town.say("zhaoming", "请竹里村今天17点前报送排查情况")

    assert "防汛应急响应已解除：村(社区)" in said
    assert "没有正在执行的防汛应急响应" in await town.app("qianjin", "解除防汛应急响应")
    await town.box.assert_quiet()
    await town.box.advance(2 * HOUR)
    await town.box.expect("weiguo", CODE)
    await town.box.expect_all(["zhaoming", "chujing"], "【应急小结】", "由钱进解除")


async def test_prolonged(town) -> None:
    """Its heads hear the new time once; three days ahead is the most."""
    await declared(town)
    said = await town.say("zhaoming", "防汛应急响应延长到11月26日8时")
    await town.box.expect_all(HEADS, "延长到11月26日(周四)08:00(原到11月25日(周三)18:00)")
    shorter = await town.say("zhaoming", "防汛应急响应延长到今天20点")
    more = await town.app("qianjin", "应急响应延长三天")
    await town.box.expect_all(HEADS, "延长到11月27日(周五)07:30")
    await town.box.expect(town.chat, "防汛应急响应延长到11月27日(周五)07:30")

    assert "已延长到11月26日(周四)08:00" in said
    assert "本来就要到11月26日(周四)08:00才结束" in shorter
    assert "一次最长72小时" in more
    assert "请写明延长到什么时候" in await town.app("qianjin", "延长防汛应急响应")


async def test_a_second_one_joins(town) -> None:
    """For units it is on for already nothing is there twice: the longer time counts, and is told once."""
    await declared(town)
    shorter = await town.app("qianjin", "启动防汛Ⅲ级应急响应，竹里村，到今天20点")
    longer = await town.app("qianjin", "启动防汛Ⅱ级应急响应，各村、应急办，到11月26日18点")
    await town.box.expect("zhouqiang", "钱进宣布防汛Ⅱ级应急响应")
    await town.box.expect_all(HEADS, "防汛Ⅱ级应急响应延长到11月26日(周四)18:00")
    await town.box.expect(town.chat, "防汛Ⅱ级应急响应延长到11月26日(周四)18:00")
    rows = await town.rows("SELECT name, declared_by FROM emergency")

    assert "已与这次宣布的合并" in shorter
    assert "截止时间仍为11月25日(周三)18:00" in shorter
    assert "到11月26日(周四)18:00自动结束" in longer
    assert [{"name": "防汛Ⅱ级应急响应", "declared_by": "zhaoming"}] == rows


async def test_what_is_missing_is_asked_for(town) -> None:
    """A name and units have to be said; without a time it is a day, and that is said."""
    asked = await town.app("zhaoming", "启动应急响应")
    units = await town.app("zhaoming", "森林防火")
    done = await town.app("zhaoming", "竹里村")
    await town.box.expect("weiguo", "森林防火应急响应")

    assert "请回复是什么应急、涉及哪些单位" in asked
    assert "森林防火应急响应：还没有宣布" in units
    assert "到11月25日(周三)07:30自动结束(没有说到什么时候，按24小时计)" in done
    assert "应急" in await town.app("zhaoming", "启动防汛应急响应")
    assert "没有做任何改动" in await town.app("zhaoming", "算了")


async def test_in_the_group_too(town) -> None:
    """Units that were asked for in the group are taken there, with the time."""
    await town.say("zhaoming", "启动防汛应急响应")
    said = await town.say("zhaoming", "竹里村、宋家村，到明天18点")
    done = await town.say("zhaoming", "竹里村、龙黄村，到明天18点")
    await town.box.expect_all(["weiguo", "jiangbo"], "11月25日(周三)18:00自动结束")

    assert "没有找到宋家村" in said
    assert "已宣布防汛应急响应：竹里村、龙黄村，共4人" in done


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("启动防汛应急响应，李四，到明天18点", "应急响应按单位宣布"),
        ("启动防汛应急响应，宋家村，到明天18点", "没有找到宋家村"),
        ("启动防汛应急响应，各村，今晚8点起", "不能预约开始时间"),
        ("启动防汛应急响应，各村，到11月20日8点", "已经过了"),
        ("解除防汛应急响应", "没有正在执行的防汛应急响应"),
    ],
)
async def test_what_cannot_be(town, text: str, cure: str) -> None:
    """What cannot be meant so changes nothing and names the cure."""
    assert cure in await town.app("zhaoming", text)
    assert [] == await town.rows("SELECT id FROM emergency")


async def test_who_may(town) -> None:
    """Others are told who may: by name one to one, in a group as a number."""
    alone = await town.app("zhouqiang", DECLARED)
    group = await town.say("zhouqiang", "解除防汛应急响应")

    assert "可以办理的有：钱进、赵明" in alone
    assert "本单位指定了2人" in group
    assert "赵明" not in group


async def test_an_order_is_no_declaration(town) -> None:
    """A sentence that asks units for something is a directive."""
    await town.say("zhaoming", "特急 启动防汛应急响应，请竹里村立即组织巡查，今天18点前反馈情况")
    await town.box.expect("weiguo", CODE)
    await town.box.expect("zhaoming", CODE, "没有宣布防汛应急响应", "请单独发一句")

    assert [] == await town.rows("SELECT id FROM emergency")


async def test_over_a_restart(town) -> None:
    """It ends on time though the service was down then, and is reported once."""
    await declared(town)
    await town.restart()
    await town.box.advance(50 * HOUR)
    await town.box.expect_all(["zhaoming", "chujing"], "【应急小结】", "期间没有新的任务")
    await town.restart()
    await town.box.advance(HOUR)
    await town.box.assert_quiet()


async def test_reminders_by_hand_go_at_once(town) -> None:
    """Before the offices open the people of the emergency are reminded now, the others with the digest."""
    await declared(town)
    await town.say("zhaoming", "加急 请应急办、竹里村今天17点前报送排查情况")
    await town.box.expect_all(["weiguo", "zhouqiang"], CODE)
    said = await town.app("zhaoming", f"{CODE} 催一下")
    await town.box.expect("weiguo", CODE, "催办")

    assert "已提醒1人(卫国)" in said
    assert "1人(周强)现在不是上班时间" in said
