"""A delegate of several leaders says for whom, unless the sentence tells it."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"
OTHER = "Z20261124-002"
TWO = "加急 请李四、王五今天17点前报送材料"

pytestmark = pytest.mark.parametrize(
    "changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"], "qianjin": ["zhangsan"]}}}]
)


async def issue(town, *, both: bool = True) -> None:
    """Have 赵明 give 李四 and 王五 a task, and (`both`) 钱进 give 周强 another one."""
    await town.say("zhaoming", TWO)
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    if both:
        await town.say("qianjin", "加急 请周强今天17点前检查路灯")
        await town.box.expect("zhouqiang", OTHER)


@pytest.mark.parametrize("words", ["请王五抓紧反馈001", "001请王五尽快报", f"{CODE} 请王五抓紧时间反馈"])
async def test_the_code_tells_who_is_pressed(town, words) -> None:
    """Words that press and name the directive are a reminder, and issue nothing."""
    await issue(town)
    said = await town.app("zhangsan", words)
    town.box.ignore_rest()

    assert "代哪位" not in said
    assert CODE in said
    assert "提醒" in said
    assert 2 == await town.count()


@pytest.mark.parametrize("words", ["请王五抓紧反馈", "提醒王五反馈", "请没反馈的抓紧反馈"])
async def test_only_one_is_open(town, words) -> None:
    """Without a code it is the only one in which somebody meant is not done."""
    await issue(town, both=words != "请没反馈的抓紧反馈")
    said = await town.app("zhangsan", words)
    town.box.ignore_rest()

    assert CODE in said
    assert "提醒" in said


async def test_the_quoted_card_tells(town) -> None:
    """The quoted message is as good as the code."""
    await issue(town)
    said = await town.say("zhangsan", "请大家抓紧反馈", quote=f"{OTHER} 检查路灯")
    town.box.ignore_rest()

    assert OTHER in said
    assert "代哪位" not in said


async def test_several_are_open(town) -> None:
    """Where nothing tells which one is pressed for, it is asked for as before."""
    await issue(town)

    assert "请写明是代哪位" in await town.app("zhangsan", "请大家抓紧反馈")


async def test_an_order_about_a_code(town) -> None:
    """An order that names a directive is asked about, in the name of its issuer; 另发 issues it so."""
    await issue(town)
    said = await town.robot("zhangsan", "加急 请李四今天18点前核实001的材料")
    await town.robot("zhangsan", "2")
    await town.box.expect("lisi", "Z20261124-003", "赵明(张三代)")

    assert f"请问是说 {CODE}「报送材料」这一项吗" in said
    assert "zhaoming" == (await town.directive("Z20261124-003"))["issuer"]


@pytest.mark.parametrize("words", ["请赵镇长审阅照片", "赵镇长，这个事办不了，请协调"])
async def test_words_to_a_leader_are_no_order(town, words) -> None:
    """What is said to one of the leaders needs no 代: it says how a report is made."""
    said = await town.app("zhangsan", words)

    assert "没有做任何处理，也没有转给赵明" in said
    assert 0 == await town.count()


async def test_words_to_a_leader_may_be_a_report(town) -> None:
    """Who has a task of that leader is offered it."""
    await town.say("zhaoming", "加急 请张三今天17点前报送照片")
    await town.box.expect("zhangsan", CODE)
    said = await town.robot("zhangsan", "照片重新拍了，请赵镇长审阅")
    await town.robot("zhangsan", "1")
    await town.box.expect("zhaoming", "张三反馈", "照片重新拍了")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")

    assert f"1. 作为 {CODE}「报送照片」的反馈\n2. 不是，不发" in said
    assert 1 == await town.count()


@pytest.mark.parametrize("words", [TWO, "请李四今天17点前报送材料", "请王五抓紧报送防汛值班表"])
async def test_a_new_order_still_says_for_whom(town, words) -> None:
    """A new order never goes out in a leader's name that was guessed."""
    await issue(town, both=False)

    assert "请写明是代哪位" in await town.app("zhangsan", words)
    assert 1 == await town.count()


@pytest.mark.parametrize("words", ["001 同意办结", "001 还有谁没报", "谁没收到", "001 催一下"])
async def test_verbs_need_no_name(town, words) -> None:
    """同意, 催办 and 谁没收到 are for whoever issued it."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.settle()
    said = await town.app("zhangsan", words)
    await town.box.settle()
    town.box.ignore_rest()
    await town.box.advance(7200)
    town.box.ignore_rest()

    assert "代哪位" not in said
    assert CODE in said
